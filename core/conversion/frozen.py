"""The freeze that a conversion of a running model begins with: its preflight, and the frozen file on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.conversion.target import Preflight, Request
from core.conversion.work import Work
from core.errors import Text

if TYPE_CHECKING:
    from core.freezing.plan import Plan
    from core.model import Model


@dataclass(frozen=True, slots=True)
class FrozenGraph:
    """A frozen GraphDef in a file.

    Attributes:
        path: the `.pb`.
        plan: what it was made by: `outputs`, `inputs`, `mapping`, `rewritten`.
        inputs, outputs: {name in the result: tensor in the file, `x:0`}, in order.
    """

    path: Path
    plan: Plan
    inputs: dict[str, str]
    outputs: dict[str, str]


def no_graph(model: Model) -> Text | None:
    """Why a model can't be converted to something that runs; None if it can."""
    return Text("There is no graph here, only values.") if model.graph is None else None


def plan_ahead(model: Model, request: Request) -> tuple[Plan, Preflight]:
    """The freeze's own preflight, as a conversion's."""
    from core.freezing.plan import preflight

    plan = preflight(model, request.freeze_options())
    return plan, Preflight(list(plan.findings), plan.predicted_bytes, list(plan.inputs), list(plan.outputs), plan.error)


def freeze_on_the_way(model: Model, request: Request, work: Work, folder: Path) -> FrozenGraph:
    """Freeze into `folder` with the direct engine, without a proof: the conversion checks its own result.

    Raises:
        CryographError: it can't be frozen.
        Cancelled: by the person.
    """
    from core.freezing.freeze import freeze
    from core.freezing.plan import preflight

    options = replace(request.freeze_options(verify=False), engine="direct")
    path = folder / "frozen.pb"
    freeze(model, path, options, progress=work.progress)
    plan = preflight(model, options)
    assert plan.rewritten is not None
    outputs = {name: frozen for name, (_, frozen) in plan.rewritten.fetches.items()}
    inputs = {name: plan.mapping.get(name, name if ":" in name else f"{name}:0") for name in plan.inputs}
    return FrozenGraph(path, plan, inputs, outputs)
