"""What is taken from the opened model as it is: its meta graph, its averages, and the graph that a proof runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.errors import Text, UsageError
from core.freezing.body import Body, colocations, drop_colocations
from core.freezing.frozen import PlannedGraph
from core.freezing.known_ops import known_ops
from core.freezing.prune import reach
from core.freezing.values import Content
from core.variables.binding import Bound

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model

AVERAGE = "/ExponentialMovingAverage"


def with_tags(model: Model, tags: tuple[str, ...]) -> Model:
    """The model with the meta graph of these tags open.

    Raises:
        UsageError: it has none of these tags; lists those that it has.
    """
    if not tags or (model.meta_graphs and set(model.meta_graphs[0].tags) == set(tags)):
        return model
    for found in model.meta_graphs:
        if set(found.tags) == set(tags):
            return replace(model, graph=found.graph, meta=found.meta, signatures=found.signatures)
    raise UsageError(
        Text("There is no meta graph with the tags {tags}.", tags=", ".join(tags)),
        Text("There are: {names}.", names="; ".join(", ".join(each.tags) for each in model.meta_graphs) or "none"),
    )


def all_nodes(graph: OpGraph) -> dict[str, Any]:
    """NodeDefs by name in file order; the first of a name counts."""
    everything = {node.name: node.proto for node in reversed(graph.nodes)}
    return dict(reversed(everything.items()))


def average_key(model: Model, node: str, bound: Bound) -> str:
    """The key of a variable's moving average, or its own where it has none."""
    assert model.checkpoint is not None
    shadow = model.binding.by_node.get(node + AVERAGE)
    for key in ([shadow.key] if shadow else []) + [bound.key + AVERAGE, node + AVERAGE]:
        if key in model.checkpoint.entries:
            return key
    return bound.key


def slice_spec(bound: Bound) -> str:
    """As the saver writes it: sizes of the whole, then start,length of each axis; empty for the whole."""
    if bound.box is None or bound.whole is None:
        return ""
    ranges = ":".join(f"{start},{length}" for start, length in zip(*bound.box, strict=True))
    return f"{' '.join(map(str, bound.whole))} {ranges}"


def own_saver(model: Model, everything: dict[str, Any]) -> tuple[str, str] | None:
    """The graph's own saver, if all that it needs can be run: (op that restores, tensor of the file's name)."""
    if model.meta is None or model.checkpoint is None:
        return None
    saver = model.meta.saver_def
    restore, file_name = saver.restore_op_name.partition(":")[0], saver.filename_tensor_name
    if restore not in everything or file_name.partition(":")[0] not in everything:
        return None
    found = reach(everything, [restore])
    if found.absent or any(everything[name].op not in known_ops() for name in found.names):
        return None
    return restore, file_name if ":" in file_name else f"{file_name}:0"


def original_graph(graph: OpGraph, functions: Any, everything: dict[str, Any], outputs: list[str]) -> PlannedGraph:
    """What a proof runs: the file's own nodes as far as the outputs need them, nothing cut and nothing repaired."""
    # A cut tensor's op stays, with all that it reads (TensorFlow imports no dangling inputs); it is fed by name.
    names = reach(everything, outputs).names
    body = Body(node for name, node in everything.items() if name in names)
    drop_colocations(body, {target for node in body.nodes.values() for target in colocations(node)} - names)
    return PlannedGraph(
        list(body.nodes.values()),
        contents_of(graph, names),
        list(functions.function),
        list(functions.gradient),
        graph.versions,
    )


def contents_of(graph: OpGraph, names: Any) -> dict[str, Content]:
    """Large constants of some nodes, which stay in their file until they are written."""
    return {
        name: Content(name, source.dtype, source.shape, source)
        for name, source in graph.tensors.items()
        if name in names
    }
