"""The drawing of the graph: `.svg`, `.pdf`, `.png`, painted by the window's own painter."""

from __future__ import annotations

import importlib.util
import io
from functools import partial
from typing import TYPE_CHECKING

from core.conversion.frozen import no_graph
from core.conversion.target import Check, Option, Outcome, Preflight, Request, Target
from core.conversion.work import Work
from core.errors import CryographError, Text, UsageError
from core.freezing.findings import Finding

if TYPE_CHECKING:
    from core.model import Model

LARGE = 3_000
"""Boxes from which on nobody takes in a drawing as one picture."""

_DEPTH = Option(
    "depth", "integer", Text("De&pth"), Text("How many levels of name scopes are open; 0 leaves them all closed."),
    0, least=0, most=50,
)  # fmt: skip
_SCALE = Option(
    "scale", "number", Text("&Scale"), Text("Pixels per unit of the drawing; the default is less where it is large."),
    2.0, least=0.1, most=8,
)  # fmt: skip


def _no_qt() -> Text | None:
    if importlib.util.find_spec("PySide6") is not None:
        return None
    return Text("Drawing needs the package PySide6, which is not installed.")


def _preflight(model: Model, request: Request) -> Preflight:
    result = Preflight()
    depth = request.options.get("depth", _DEPTH.default)
    if model.graph is not None and depth > 3 and len(model.graph) > LARGE:
        what = Text("With this depth the drawing may have {count} boxes.", count=f"{len(model.graph):,}")
        result.findings.append(Finding("warning", what, "", Text("Choose a smaller one, or write an SVG.")))
    return result


def _convert(model: Model, request: Request, work: Work, *, suffix: str) -> Outcome:
    from core.files import AtomicFile

    if work.draw is None:
        raise UsageError(Text("Drawing needs the window's part of Cryograph, which is not here."))
    scale = request.options.get("scale", _SCALE.default)
    with AtomicFile(request.destination, overwrite=request.overwrite or request.force) as file:
        data = work.draw(
            model, suffix, depth=request.options.get("depth", _DEPTH.default),
            scale=None if scale == _SCALE.default else scale, progress=work.progress,
        )  # fmt: skip
        work.progress.stage(Text("Checking"))
        check = Check(Text("The drawing opens."), *opens(data, suffix))
        if check.ok is False:
            raise CryographError(Text("What was drawn can't be opened, and was not kept."))
        file.write(data)
        work.progress.check()
        file.commit()
    return Outcome(len(data), [check])


def opens(data: bytes, suffix: str) -> tuple[bool, Text | None]:
    """Whether it is a complete file of its kind, and how large the drawing is."""
    if suffix == ".pdf":
        return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), None
    if suffix == ".png":
        from PIL import Image

        # The header and the end alone: pixels of a hundred megabytes need not be unpacked to be counted.
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            size = Text("{width} × {height} pixels", width=image.width, height=image.height)
        return data.endswith(b"IEND\xaeB`\x82"), size
    from xml.parsers import expat

    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: names.append(name) if not names else None
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return False, None
    return names == ["svg"], None


def _target(suffix: str, title: Text, line: Text, *options: Option) -> Target:
    return Target(
        name=suffix[1:], title=title, line=line, group="picture", suffixes=(suffix,), refusal=no_graph,
        preflight=_preflight, convert=partial(_convert, suffix=suffix), missing=_no_qt, options=(_DEPTH, *options),
    )  # fmt: skip


TARGETS = (
    _target(".svg", Text("Drawing (.svg)"), Text("Sharp at any size, for web pages and editing")),
    _target(".pdf", Text("Drawing (.pdf)"), Text("One page, for papers and print")),
    _target(".png", Text("Drawing (.png)"), Text("Pixels, for slides and messages"), _SCALE),
)
