"""A GraphDef, frozen or as the file has it, in bytes (`.pb`) or as text (`.pbtxt`)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.conversion.frozen import no_graph, plan_ahead
from core.conversion.graph_files import (
    GraphBytes,
    convert_whole,
    is_whole,
    predicted_text,
    preflight_whole,
    text_findings,
    write_graph,
)  # fmt: skip
from core.conversion.target import Check, Option, Outcome, Preflight, Request, Target
from core.conversion.work import Work
from core.errors import Text
from core.scratch import scratch_folder

if TYPE_CHECKING:
    from pathlib import Path

    from core.freezing.report import FreezeReport
    from core.model import Model

_CONTENTS = Option(
    "contents",
    "choice",
    Text("&Contents"),
    Text("Frozen for the chosen outputs, or whole: every op and function in the order of the file."),
    "auto",
    choices=(
        ("auto", Text("Frozen if there is something to freeze, else whole")),
        ("frozen", Text("Frozen")),
        ("whole", Text("Whole, as it is in the file")),
    ),
)


def _preflight(model: Model, request: Request, *, text: bool) -> Preflight:
    if is_whole(model, request, request.options.get("contents", _CONTENTS.default)):
        return preflight_whole(model, text=text)
    result = plan_ahead(model, request)[1]
    if text and result.predicted_bytes is not None:
        result.predicted_bytes = predicted_text(result.predicted_bytes)
        result.findings += text_findings(result.predicted_bytes)
    return result


def _convert(model: Model, request: Request, work: Work, *, text: bool) -> Outcome:
    if is_whole(model, request, request.options.get("contents", _CONTENTS.default)):
        return convert_whole(model, request, work, text=text)
    if not text:
        return _outcome(_freeze(model, request, work, request.destination))
    from core.files import check_destination
    from core.formats.reader import Reader

    check_destination(request.destination, overwrite=request.overwrite or request.force)
    with scratch_folder() as folder:
        frozen = _outcome(_freeze(model, replace(request, overwrite=False), work, folder / "frozen.pb"))
        reader = Reader(folder / "frozen.pb")
        written = write_graph(GraphBytes(reader, [(0, reader.size)]), request, work, text=True)
    frozen.nbytes = written.nbytes
    frozen.checks += written.checks
    frozen.notes += written.notes
    return frozen


def _freeze(model: Model, request: Request, work: Work, path: Path) -> FreezeReport:
    from core.freezing.freeze import freeze

    client = work.client if request.verify or request.device else None
    return freeze(model, path, request.freeze_options(), client=client, progress=work.progress)


def _outcome(report: FreezeReport) -> Outcome:
    checks = []
    if report.verified is not None:
        proof = report.verified
        largest = max((one.max_abs_diff or 0.0 for one in proof.outputs), default=0.0)
        detail = proof.reason or Text("largest difference {difference}", difference=f"{largest:g}")
        checks.append(Check(Text("The frozen graph gives what the original gives."), proof.ok, detail))
    return Outcome(
        report.bytes, checks, [*report.repairs, *report.warnings],
        {name: report.mapping.get(name, f"{name}:0") for name in report.inputs},
        {name: report.mapping.get(name, f"{name}:0") for name in report.outputs},
        report.placed,
    )  # fmt: skip


TARGETS = (
    Target(
        name="pb",
        title=Text("Frozen graph (.pb)"),
        line=Text("One file that predicts: variables become constants"),
        group="model",
        suffixes=(".pb",),
        refusal=no_graph,
        preflight=partial(_preflight, text=False),
        convert=partial(_convert, text=False),
        options=(_CONTENTS,),
        chooses_tensors=True,
        uses_tensorflow=True,
    ),
    Target(
        name="pbtxt",
        title=Text("Graph as text (.pbtxt)"),
        line=Text("The same graph in letters: to read, to compare, to edit"),
        group="model",
        suffixes=(".pbtxt",),
        refusal=no_graph,
        preflight=partial(_preflight, text=True),
        convert=partial(_convert, text=True),
        options=(_CONTENTS,),
        chooses_tensors=True,
        uses_tensorflow=True,
    ),
)
