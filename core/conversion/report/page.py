"""The report as one page of HTML that needs nothing else: no script, no font, no picture from anywhere.

Names come from strangers' files, so that every word goes through `words`; and the page forbids itself (by its
Content-Security-Policy) to load or run anything, should one slip through.
"""

from __future__ import annotations

import base64
import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from core import __version__
from core.cli.output import format_bytes, format_shape
from core.conversion.report.facts import Facts, Listed, Row
from core.conversion.report.style import STYLE
from core.graph.categories import category

if TYPE_CHECKING:
    from core.errors import Problem
    from core.formats.dtypes import DType
    from core.model import Model, Signature
    from core.variables.histogram import Histogram
    from core.variables.statistics import Statistics

LONGEST = 400
"""Letters of one name; a hostile one may have millions."""

_KINDS = {
    "checkpoint-v2": "Checkpoint (V2)", "checkpoint-v1": "Checkpoint (V1)",
    "checkpoint-object": "Checkpoint of TensorFlow 2 (object-based)", "graphdef": "Graph (GraphDef)",
    "graphdef-text": "Graph (GraphDef, as text)", "metagraph": "Graph of a checkpoint (MetaGraphDef)",
    "saved-model": "SavedModel",
}  # fmt: skip
_CATEGORIES = {
    "nn": "neural network", "activation": "activation", "shape": "pooling and shape", "maths": "maths",
    "normalisation": "normalisation", "data": "data and control",
}  # fmt: skip
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Cryograph">
"""


def words(text: object) -> str:
    """Any text as it may stand in the page: escaped, visible, and of bounded length."""
    letters = str(text)
    if len(letters) > LONGEST:
        letters = f"{letters[: LONGEST // 2]}…{letters[-LONGEST // 2 :]}"
    # Not printable: control characters, and those that turn the direction of what follows.
    return html.escape("".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in letters))


def name_of(text: object) -> str:
    """A name, which may be broken after its slashes."""
    return f"<code>{words(text).replace('/', '/<wbr>')}</code>"


def page(model: Model, facts: Facts, rows: Iterable[Row], drawing: bytes | None, no_drawing: str) -> Iterator[str]:
    """The page, piece by piece.

    Args:
        model: what it is about.
        facts: what is known of it.
        rows: the table of variables; read while it is written.
        drawing: an SVG; None if there is none.
        no_drawing: why there is none; empty where nothing is to be said.
    """
    yield f"{_HEAD}<title>{words(model.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    yield from _header(model, facts)
    yield from _checks(facts)
    if facts.ops:
        yield from _ends(facts)
    yield from _signatures(facts.signatures)
    if drawing is not None:
        data = base64.b64encode(drawing).decode("ascii")
        yield "<section>\n<h2>Drawing</h2>\n<figure>"
        yield f'<img alt="The graph, by name scopes"{_size(drawing)} src="data:image/svg+xml;base64,{data}"></figure>\n'
        yield "</section>\n"
    elif no_drawing:
        yield f'<section>\n<h2>Drawing</h2>\n<p class="quiet">{words(no_drawing)}</p>\n</section>\n'
    if facts.census.total:
        yield from _census(facts)
    if facts.variables.total:
        yield from _variables(model, facts, rows)
    yield from _files(facts)
    today = dt.datetime.now().astimezone().date().isoformat()
    yield f"<footer>Made by Cryograph {words(__version__)} on {today}. "
    yield "The weights themselves are not in this page.</footer>\n"
    yield "</main>\n</body>\n</html>\n"


def _size(drawing: bytes) -> str:
    """The drawing's own size as attributes: it says millimetres, of which browsers make a third more pixels."""
    found = re.search(rb'viewBox="0 0 (\d+)(?:\.\d+)? (\d+)', drawing[:2_000])
    return f' width="{int(found[1])}" height="{int(found[2])}"' if found else ""


def _header(model: Model, facts: Facts) -> Iterator[str]:
    kind = _KINDS.get(model.format, model.format)
    written = f" · written by TensorFlow {model.tensorflow_version}" if model.tensorflow_version else ""
    # The folder's own name and not the whole path, which says more about a person's computer than about the model.
    yield f"<header>\n<h1>{words(model.title)}</h1>\n"
    yield f'<p class="kind">{words(kind)} · {words(model.folder.resolve().name)}{words(written)}</p>\n'
    if facts.figures:
        items = "".join(f"<li><b>{words(value)}</b><span>{words(what)}</span></li>" for what, value in facts.figures)
        yield f'<ul class="figures">{items}</ul>\n'
    yield "</header>\n"


def _checks(facts: Facts) -> Iterator[str]:
    lines = [_problem(each) for each in facts.problems.shown]
    if facts.problems.more:
        lines.append(_line("info", f"and {facts.problems.more:,} more"))
    integrity = facts.integrity
    if integrity is not None:
        if integrity.damaged:
            lines += [_problem(each) for each in integrity.problems[:50]]
            text = (
                f"{len(integrity.damaged):,} of {_count(len(integrity.checked), 'value')} with a checksum are damaged."
            )
            lines.append(_line("bad", text))
        elif integrity.checked:
            lines.append(_line("good", f"The checksums of {_count(len(integrity.checked), 'value')} are right."))
        if integrity.without:
            text = f"For {_count(len(integrity.without), 'value')} the format stores no checksum."
            lines.append(_line("info", text))
    if not facts.problems.total:
        lines.append(_line("good", "No problems were met when it was opened."))
    yield f'<section>\n<h2>Checks</h2>\n<ul class="checks">{"".join(lines)}</ul>\n</section>\n'


def _problem(problem: Problem) -> str:
    kind = {"error": "bad", "warning": "warn", "info": "info"}[problem.severity]
    return _line(kind, str(problem))


def _line(kind: str, text: str) -> str:
    return f'<li class="{kind}"><span>{words(text)}</span></li>\n'


def _ends(facts: Facts) -> Iterator[str]:
    yield "<section>\n<h2>Inputs and outputs</h2>\n"
    rows = [(name_of(each.name), _type(each.dtype), _shape(each.shape), "") for each in facts.inputs.shown]
    yield from _table(("input", "type", "shape", ""), rows, facts.inputs, "Nothing is fed: there is no placeholder.")
    outputs = [
        (name_of(each.name), _type(each.dtype), _shape(each.shape), words(each.reason)) for each in facts.outputs.shown
    ]
    yield "<h3></h3>\n"
    yield from _table(
        ("output, the likeliest first", "type", "shape", "why"), outputs, facts.outputs, "No output stands out."
    )
    yield "</section>\n"


def _signatures(signatures: Listed[Signature]) -> Iterator[str]:
    if not signatures.total:
        return
    yield "<section>\n<h2>Signatures</h2>\n"
    for signature in signatures.shown:
        method = f' <span class="quiet">{words(signature.method)}</span>' if signature.method else ""
        yield f"<h3>{words(signature.name)}{method}</h3>\n"
        ends = [("input", *each) for each in signature.inputs.items()]
        ends += [("output", *each) for each in signature.outputs.items()]
        rows = [
            (way, name_of(key), name_of(tensor), _type(dtype), _shape(shape))
            for way, key, (tensor, dtype, shape) in ends[:100]
        ]
        yield from _table(
            ("", "key", "tensor", "type", "shape"), rows, Listed(rows, len(ends)), "Neither input nor output."
        )
    yield from _more(signatures)
    yield "</section>\n"


def _census(facts: Facts) -> Iterator[str]:
    yield "<section>\n<h2>Ops</h2>\n"
    yield f'<p class="quiet">{_count(facts.ops, "op")} of {_count(facts.census.total, "type")}</p>\n'
    most = max((count for _, count in facts.census.shown), default=1)
    yield '<table class="census"><tbody>\n'
    kinds = {}
    for op, count in facts.census.shown:
        kind = category(op)
        kinds[kind] = _CATEGORIES[kind]
        bar = f'<span class="bar {kind}" style="width:{max(0.4, 100 * count / most):.1f}%"></span>'
        yield f'<tr><td>{name_of(op)}</td><td class="r">{count:,}</td><td style="width:75%">{bar}</td></tr>\n'
    yield "</tbody></table>\n"
    yield from _more(facts.census)
    legend = "".join(f'<span><i class="{kind}"></i>{words(name)}</span>' for kind, name in kinds.items())
    yield f'<div class="legend">{legend}</div>\n</section>\n'


def _variables(model: Model, facts: Facts, rows: Iterable[Row]) -> Iterator[str]:
    title = "Variables" if model.checkpoint is not None else "Constants"
    yield f'<section>\n<h2>{title}</h2>\n<div class="wide"><table class="variables"><thead><tr>'
    head = [("name", ""), ("type", ""), ("shape", ""), ("size", "r"), ("min", "r"), ("max", "r"), ("mean", "r"),
            ("std", "r"), ("NaN, Inf", "r"), ("values", "")]  # fmt: skip
    yield "".join(f'<th class="{kind}">{words(word)}</th>' for word, kind in head) + "</tr></thead><tbody>\n"
    for row in rows:
        yield _variable(row)
    yield "</tbody></table></div>\n"
    if facts.variables.more:
        shown = len(facts.variables.shown)
        yield f'<p class="quiet">The {shown:,} largest of {facts.variables.total:,} are listed.</p>\n'
    yield "</section>\n"


def _variable(row: Row) -> str:
    variable = row.variable
    head = f"<tr><td>{name_of(variable.full_name or variable.name)}</td>"
    head += f'<td class="n">{words(variable.dtype.name)}</td><td class="n">{words(format_shape(variable.shape))}</td>'
    head += f'<td class="r">{format_bytes(variable.nbytes)}</td>'
    if row.damage is not None:
        return f'{head}<td colspan="6" class="bad">{words(row.damage)}</td></tr>\n'
    if row.figures is None:
        return f'{head}<td colspan="6" class="quiet"></td></tr>\n'
    found = row.figures
    cells = [found.minimum, found.maximum, found.mean, found.std]
    figures = "".join(f'<td class="r">{_number(cell)}</td>' for cell in cells)
    odd = (
        f'<td class="r bad">{found.nans:,}, {found.infs:,}</td>'
        if found.nans or found.infs
        else '<td class="r quiet">0</td>'
    )
    return f"{head}{figures}{odd}<td>{_histogram(found)}</td></tr>\n"


def _number(value: float | int | None) -> str:
    if value is None:
        return ""
    digits = f"{value:,}" if isinstance(value, int) else f"{value:.{6 if 1e4 <= abs(value) < 1e6 else 4}g}"
    return digits.replace("-", "−")


def _histogram(found: Statistics) -> str:
    histogram: Histogram | None = found.histogram
    if histogram is None or not histogram.counts or found.count < 2:
        return ""
    most, bars = max(histogram.counts), len(histogram.counts)
    width = 128 / bars
    path = "".join(
        f"M{n * width:.1f} 25v-{max(0.8, 24 * count / most):.1f}h{width * 0.85:.1f}V25z"
        for n, count in enumerate(histogram.counts)
        if count
    )
    low, high = (f"{edge:.4g}" for edge in (histogram.edges[0], histogram.edges[-1]))
    return (
        f'<svg class="histogram" viewBox="0 0 128 26" role="img"><title>{words(f"from {low} to {high}")}</title>'
        f'<line x1="0" y1="25.5" x2="128" y2="25.5"/><path d="{path}"/></svg>'
    )


def _files(facts: Facts) -> Iterator[str]:
    if not facts.files.total:
        return
    yield "<section>\n<h2>Files</h2>\n"
    rows = [(name_of(each.path.name), words(each.what), format_bytes(each.nbytes)) for each in facts.files.shown]
    yield from _table(("file", "what it is", "size"), rows, facts.files, "")
    yield "</section>\n"


def _table(
    head: tuple[str, ...], rows: Sequence[tuple[str, ...]], all_of_them: Listed[object], empty: str
) -> Iterator[str]:
    """Rows of cells that are HTML already."""
    if not rows:
        yield f'<p class="quiet">{words(empty)}</p>\n'
        return
    kinds = ["r" if word == "size" else "" for word in head]
    cells = "".join(f'<th class="{kind}">{words(word)}</th>' for word, kind in zip(head, kinds, strict=True))
    look = ' class="ends"' if "type" in head[:2] else ""
    yield f'<div class="wide"><table{look}><thead><tr>{cells}</tr></thead><tbody>\n'
    for row in rows:
        cells = "".join(f'<td class="{kind}">{cell}</td>' for cell, kind in zip(row, kinds, strict=True))
        yield f"<tr>{cells}</tr>\n"
    yield "</tbody></table></div>\n"
    yield from _more(all_of_them)


def _more(some: Listed[object]) -> Iterator[str]:
    if some.more > 0:
        yield f'<p class="quiet">and {some.more:,} more</p>\n'


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _type(dtype: DType | None) -> str:
    return words(dtype.name) if dtype is not None else ""


def _shape(shape: tuple[int, ...] | None) -> str:
    return words(format_shape(shape))
