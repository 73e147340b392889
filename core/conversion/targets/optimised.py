"""A frozen graph made smaller and faster: each pass can be chosen, and the result is proven against the original."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.conversion.frozen import no_graph
from core.conversion.target import Check, Option, Outcome, Preflight, Request, Target
from core.errors import ConversionError, FreezeError, SessionError, Text
from core.freezing.findings import Finding
from core.scratch import scratch_folder

if TYPE_CHECKING:
    import numpy as np

    from core.conversion.optimising.working import Working
    from core.conversion.work import Work
    from core.freezing.frozen import PlannedGraph
    from core.freezing.options import FreezeOptions
    from core.freezing.plan import Plan
    from core.model import Model

EXACT = (1e-5, 1e-6)
FOLDED = (1e-3, 1e-5)
HALVED = (5e-2, 1e-2)
"""Relative and absolute: what outputs may differ by when only the order of the sums changed, when weights were scaled
beforehand, when they were rounded to 11 bits."""


def _switch(name: str, label: Text, text: Text, *, default: bool = True) -> Option:
    return Option(name, "switch", label, text, default)


OPTIONS = (
    _switch("strip", Text("&Strip what is not needed"), Text("Leave out what the outputs don't need.")),
    _switch(
        "remove-training",
        Text("Remove &training ops"),
        Text("Leave out ops that only pass a value on: identities, gradient stops, numeric checks."),
    ),
    _switch("fold-constants", Text("Fold &constants"), Text("Compute beforehand what depends on constants alone.")),
    _switch(
        "fold-batch-norm",
        Text("Fold &batch normalisation"),
        Text("Scale the weights before a batch normalisation instead of what comes out of them."),
    ),
    _switch("merge-duplicates", Text("&Merge duplicates"), Text("Compute once what is computed twice.")),
    _switch(
        "half-weights",
        Text("&Half-precision weights"),
        Text("Store large float32 weights as float16: half the size, outputs within some percent."),
        default=False,
    ),
    _switch("clear-devices", Text("Clear &devices"), Text("Leave it to TensorFlow where each op runs.")),
    _switch("sort", Text("S&ort topologically"), Text("Each node after those that it reads.")),
)


def _chosen(target: Target, request: Request) -> dict[str, bool]:
    return {option.name: bool(target.option(request, option.name)) for option in OPTIONS}


def _options(request: Request, chosen: dict[str, bool]) -> FreezeOptions:
    return replace(request.freeze_options(verify=False), engine="direct", keep_devices=not chosen["clear-devices"])


def _working(model: Model, plan: Plan, chosen: dict[str, bool]) -> Working:
    """The frozen graph as the passes get it: what the outputs need, or all that the file has."""
    from core.conversion.optimising.working import Working

    rewritten = plan.rewritten
    assert rewritten is not None
    frozen = rewritten.frozen
    keep = {tensor.partition(":")[0] for _, tensor in rewritten.fetches.values()}
    keep |= {node.name for node in frozen.nodes if node.op.startswith("Placeholder")} | set(rewritten.initialisers)
    if not chosen["strip"] and not plan.variables:
        frozen = _whole(model, frozen)
        read = {text.removeprefix("^").partition(":")[0] for node in frozen.nodes for text in node.input}
        keep |= {node.name for node in frozen.nodes} - read
    return Working(frozen, keep)


def _whole(model: Model, frozen: PlannedGraph) -> PlannedGraph:
    """The plan's graph with the nodes that the outputs don't need behind it."""
    from core.freezing.values import Content

    assert model.graph is not None
    there = {node.name for node in frozen.nodes}
    rest = {node.name: node.proto for node in model.graph.nodes if node.name not in there}
    contents = {
        name: Content(name, source.dtype, source.shape, source)
        for name, source in model.graph.tensors.items()
        if name in rest
    }
    return replace(frozen, nodes=[*frozen.nodes, *rest.values()], contents={**frozen.contents, **contents})


def _preflight(model: Model, request: Request) -> Preflight:
    from core.conversion.optimising.passes import run_passes
    from core.freezing.plan import preflight
    from core.freezing.writer import NoSink

    chosen = _chosen(TARGET, request)
    plan = preflight(model, _options(request, chosen))
    result = Preflight(list(plan.findings), plan.predicted_bytes, list(plan.inputs), list(plan.outputs))
    if plan.rewritten is None:
        return result
    if not chosen["strip"] and plan.variables:
        result.findings.append(
            Finding(
                "warning", Text("Freezing keeps only what the outputs need; there is nothing left to strip or keep.")
            )
        )
    graph = _working(model, plan, chosen)
    would = [done for done in run_passes(graph, chosen, None, lambda: None) if done.count]
    result.findings += [Finding("info", done.text) for done in would]
    if not would:
        result.findings.append(Finding("info", Text("The chosen passes find nothing to do.")))
    planned = graph.planned()
    planned.nodes = [node for node in planned.nodes if node.name not in graph.unknown]
    result.predicted_bytes = planned.writer(NoSink()).predicted()
    return result


def _convert(model: Model, request: Request, work: Work) -> Outcome:
    from core.conversion.optimising.passes import run_passes
    from core.files import AtomicFile
    from core.freezing.plan import preflight
    from core.freezing.proof import prove

    chosen = _chosen(TARGET, request)
    options = _options(request, chosen)
    plan = preflight(model, options)
    if plan.error is not None:
        raise plan.error
    rewritten = plan.rewritten
    assert rewritten is not None
    graph = _working(model, plan, chosen)
    before = len(graph.nodes)
    work.progress.stage(Text("Optimising"))
    done = run_passes(graph, chosen, lambda each, worth: _evaluate(each, worth, request, work), work.progress.check)
    optimised = graph.planned()
    checks = []
    placed = None
    with AtomicFile(request.destination, overwrite=request.overwrite) as file:
        work.progress.stage(Text("Writing"))
        optimised.writer(file).finish(tick=work.progress.check)
        file.flush()
        if request.verify:
            work.progress.stage(Text("Checking"))
            did = {each.name for each in done if each.count}
            tolerance = HALVED if "half-weights" in did else FOLDED if "fold-batch-norm" in did else EXACT
            proof = prove(
                model, replace(rewritten, frozen=optimised), file.path, options, work.client, work.progress,
                tolerance=tolerance,
            )  # fmt: skip
            placed = proof.placed
            checks.append(_check(proof, tolerance))
            if proof.ok is False and not request.force:
                raise FreezeError(
                    Text("The check failed, and no file was written: {reason}", reason=proof.reason or ""),
                    Text("Leave out the pass that changes too much, or keep the result all the same with --force."),
                )
        work.progress.check()
        size = file.size
        file.commit()
    notes = [Text("Ops before: {before}, after: {after}.", before=f"{before:,}", after=f"{len(graph.nodes):,}")]
    notes += [each.text for each in done if each.count] + [each.left for each in done if each.left is not None]
    notes += plan.repairs + plan.warnings
    return Outcome(
        size, checks, notes,
        {name: plan.mapping.get(name, name if ":" in name else f"{name}:0") for name in plan.inputs},
        {name: frozen for name, (_, frozen) in rewritten.fetches.items()},
        placed,
    )  # fmt: skip


def _check(proof: Any, tolerance: tuple[float, float]) -> Check:
    largest = max((one.max_abs_diff or 0.0 for one in proof.outputs), default=0.0)
    detail = proof.reason or Text("largest difference {difference}", difference=f"{largest:g}")
    return Check(
        Text(
            "The optimised graph gives what the original gives, within {relative} of it.", relative=f"{tolerance[0]:g}"
        ),
        proof.ok,
        detail,
    )


def _evaluate(graph: Working, worth: dict[str, int], request: Request, work: Work) -> dict[str, np.ndarray[Any, Any]]:
    """Have TensorFlow compute what is made of constants alone."""
    from core.files import AtomicFile
    from core.freezing.prune import reach

    needed = reach(graph.nodes, {tensor.partition(":")[0] for tensor in worth}).names
    part = graph.planned()
    part.nodes = [node for node in part.nodes if node.name in needed]
    with scratch_folder() as folder, AtomicFile(folder / "constants.pb") as file:
        part.writer(file).finish(tick=work.progress.check)
        file.flush()
        params = {
            "graph": file.path,
            "tensors": [{"name": name, "most": most} for name, most in worth.items()],
            "device": request.device,
            "op_libraries": [str(path) for path in request.op_libraries],
        }
        try:
            _, arrays = work.client.request("evaluate", params, progress=work.progress, time_limit=request.seconds)
        except SessionError as error:
            raise ConversionError(
                Text("The constants can't be computed: {reason}", reason=error.text),
                Text("Leave out folding constants."),
            ) from error
    return arrays


TARGET = Target(
    name="optimised",
    title=Text("Optimised graph (.pb)"),
    line=Text("A frozen graph made smaller and faster, each pass of your choice"),
    group="model",
    suffixes=(".pb",),
    refusal=no_graph,
    preflight=_preflight,
    convert=_convert,
    options=OPTIONS,
    chooses_tensors=True,
    uses_tensorflow=True,
)
TARGETS = (TARGET,)
