"""A frozen GraphDef: the freeze itself, as one of the formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.conversion.frozen import no_graph, plan_ahead
from core.conversion.target import Check, Outcome, Preflight, Request, Target
from core.conversion.work import Work
from core.errors import Text

if TYPE_CHECKING:
    from core.model import Model


def _preflight(model: Model, request: Request) -> Preflight:
    return plan_ahead(model, request)[1]


def _convert(model: Model, request: Request, work: Work) -> Outcome:
    from core.freezing.freeze import freeze

    client = work.client if request.verify or request.device else None
    report = freeze(model, request.destination, request.freeze_options(), client=client, progress=work.progress)
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
        preflight=_preflight,
        convert=_convert,
        chooses_tensors=True,
        uses_tensorflow=True,
    ),
)
