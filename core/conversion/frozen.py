"""The freeze that a conversion of a running model begins with: its preflight, and the frozen file on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.conversion.target import Preflight, Request
from core.conversion.work import Work
from core.errors import Text

if TYPE_CHECKING:
    from core.freezing.apart import Apart
    from core.freezing.plan import Plan
    from core.model import Model


@dataclass(frozen=True, slots=True)
class FrozenGraph:
    """A frozen GraphDef in a file.

    Attributes:
        path: the `.pb`.
        plan: what it was made by: `outputs`, `inputs`, `mapping`, `rewritten`.
        inputs, outputs: {name in the result: tensor in the file, `x:0`}, in order.
        weights: the file beside it that holds the values of those of its Placeholders that are weights, and which
            (`path`, `values` [{`name` of the node, `dtype`, `shape`, `offset`}]); None if all values are in it.
    """

    path: Path
    plan: Plan
    inputs: dict[str, str]
    outputs: dict[str, str]
    weights: dict[str, Any] | None = None


def no_graph(model: Model) -> Text | None:
    """Why a model can't be converted to something that runs; None if it can."""
    return Text("There is no graph here, only values.") if model.graph is None else None


def plan_ahead(model: Model, request: Request, *, apart: bool = False) -> tuple[Plan, Preflight]:
    """The freeze's own preflight, as a conversion's; `apart` as in `FreezeOptions`."""
    from core.freezing.plan import preflight

    plan = preflight(model, replace(request.freeze_options(), apart=apart))
    return plan, Preflight(list(plan.findings), plan.predicted_bytes, list(plan.inputs), list(plan.outputs), plan.error)


def freeze_on_the_way(model: Model, request: Request, work: Work, folder: Path, *, apart: bool = False) -> FrozenGraph:
    """Freeze into `folder` with the direct engine, without a proof: the conversion checks its own result.

    Args:
        model: to freeze.
        request: with what is asked of a freeze.
        work: the progress.
        folder: for the graph, and its weights.
        apart: as in `FreezeOptions`.

    Raises:
        CryographError: it can't be frozen.
        Cancelled: by the person.
    """
    from core.freezing.freeze import freeze
    from core.freezing.plan import preflight

    options = replace(request.freeze_options(verify=False), engine="direct", apart=apart)
    path = folder / "frozen.pb"
    freeze(model, path, options, progress=work.progress)
    plan = preflight(model, options)
    assert plan.rewritten is not None
    outputs = {name: frozen for name, (_, frozen) in plan.rewritten.fetches.items()}
    inputs = {name: plan.mapping.get(name, name if ":" in name else f"{name}:0") for name in plan.inputs}
    weights = _write_weights(plan.apart, folder / "weights", work) if plan.apart is not None else None
    return FrozenGraph(path, plan, inputs, outputs, weights)


def _write_weights(apart: Apart, path: Path, work: Work) -> dict[str, Any]:
    from core.files import AtomicFile
    from core.freezing.apart import write_values

    total = sum(content.nbytes for content in apart.values)
    with AtomicFile(path) as file:
        places = write_values(apart.values, file, tick=lambda: work.progress.tick(min(1.0, file.size / total)))
        file.commit()
    values = [
        {"name": content.node, "dtype": content.dtype.name, "shape": list(content.shape), "offset": place}
        for content, place in zip(apart.values, places, strict=True)
    ]
    return {"path": str(path), "values": values}
