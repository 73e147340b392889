"""The report: a model on one page of HTML, to send to a colleague."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from core.conversion.target import Check, Option, Outcome, Preflight, Request, Target
from core.conversion.targets.drawing import opens
from core.conversion.work import Work
from core.errors import CryographError, Text, counted
from core.freezing.findings import Finding

if TYPE_CHECKING:
    from core.files import AtomicFile
    from core.model import Model

MOST_DRAWING = 16 << 20
"""Bytes of a drawing in the page; browsers take a larger one badly."""

READ_BACK = 64 << 20
"""Bytes of a page that is read back."""

_STATISTICS = Option(
    "statistics", "switch", Text("&Statistics"), Text("Read every value that is listed: range, mean, histogram."), True
)
_CHECKSUMS = Option(
    "checksums",
    "switch",
    Text("&Checksums"),
    Text("Read every value and compare its checksum with the stored one."),
    True,
)
_ROWS = Option(
    "variables", "integer", Text("&Variables"), Text("How many are listed; of more than that, the largest."), 1_000,
    least=0, most=20_000,
)  # fmt: skip
_HISTOGRAMS = Option(
    "histograms", "integer", Text("&Histograms"), Text("How many of the listed variables get one."), 300,
    least=0, most=20_000,
)  # fmt: skip
_DEPTH = Option(
    "depth", "integer", Text("De&pth"), Text("How many levels of name scopes are open in the drawing."), 0,
    least=0, most=10,
)  # fmt: skip


def _refusal(_: Model) -> Text | None:
    return None


def _preflight(model: Model, request: Request) -> Preflight:
    result = Preflight()
    rows, total = _option(request, _ROWS), len(model.variables())
    if total > rows:
        what = Text("Of its {count} variables the {rows} largest are listed.", count=f"{total:,}", rows=f"{rows:,}")
        result.findings.append(Finding("info", what, "", Text("List more of them with --variables.")))
    return result


def _option(request: Request, option: Option) -> int:
    return int(request.options.get(option.name, option.default))


def _convert(model: Model, request: Request, work: Work) -> Outcome:
    from core.conversion.report.facts import gather, rows_of
    from core.conversion.report.page import page
    from core.files import AtomicFile

    with AtomicFile(request.destination, overwrite=request.overwrite or request.force) as file:
        facts = gather(
            model, rows=_option(request, _ROWS), checksums=bool(_option(request, _CHECKSUMS)), progress=work.progress
        )
        drawing, reason = _drawing(model, _option(request, _DEPTH), work)
        rows = rows_of(
            facts, statistics=bool(_option(request, _STATISTICS)), histograms=_option(request, _HISTOGRAMS),
            progress=work.progress,
        )  # fmt: skip
        for piece in page(model, facts, rows, drawing, str(reason or "")):
            file.write(piece.encode("utf-8", "backslashreplace"))
        file.flush()
        work.progress.stage(Text("Checking"))
        check = _complete(file)
        work.progress.check()
        file.commit()
    notes = [each.what for each in _preflight(model, request).findings]
    if facts.integrity is not None and facts.integrity.damaged:
        notes.append(
            counted(
                len(facts.integrity.damaged),
                Text("The checksum of one variable is wrong."),
                Text("The checksums of {count} variables are wrong.", count=len(facts.integrity.damaged)),
            )
        )
    if reason is not None:
        notes.append(reason)
    return Outcome(file.size, [check], notes)


def _drawing(model: Model, depth: int, work: Work) -> tuple[bytes | None, Text | None]:
    """The drawing, or why there is none."""
    if model.graph is None or not len(model.graph):
        return None, None
    if work.draw is None:
        return None, Text("There is no drawing, because the window's part of Cryograph is not here.")
    data = work.draw(model, ".svg", depth=depth, scale=None, progress=work.progress)
    if not opens(data, ".svg")[0]:
        return None, Text("The drawing can't be shown.")
    if len(data) > MOST_DRAWING:
        return None, Text("The drawing is too large for a page; export it by itself.")
    return data, None


def _complete(file: AtomicFile) -> Check:
    """Whether a reader of HTML finds every element closed, and nothing that would be loaded from elsewhere."""
    what = Text("The page is complete, and loads nothing from elsewhere.")
    if file.size > READ_BACK:
        return Check(what, None, Text("a page of this size is not read back"))
    reader = _Reader()
    with Path(file.path).open(encoding="utf-8") as pieces:
        while piece := pieces.read(1 << 20):
            reader.feed(piece)
    reader.close()
    if reader.open or reader.outside:
        raise CryographError(Text("The page that was written is not complete, and was not kept."))
    return Check(what, True)


class _Reader(HTMLParser):
    """What is open, and what is named that lies outside the page."""

    _EMPTY = frozenset(("meta", "wbr", "img", "br"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self._EMPTY:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("src", "href") and not (value or "").startswith("data:image/svg+xml")
            ):
                self.outside.append(tag)
        if tag == "script":
            self.outside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in self._EMPTY:
            self.outside.append(tag)


TARGETS = (
    Target(
        name="html",
        title=Text("Report (.html)"),
        line=Text("What it is on one page, to send to a colleague"),
        group="picture",
        suffixes=(".html",),
        refusal=_refusal,
        preflight=_preflight,
        convert=_convert,
        options=(_STATISTICS, _CHECKSUMS, _ROWS, _HISTOGRAMS, _DEPTH),
    ),
)
