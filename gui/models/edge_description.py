"""What the inspector says about an edge of the drawing: every tensor that flows along it, as the file has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gui.models.node_description import LinkRow, tensor_detail

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model

End = tuple[str, str]
"""(function, node): one end of an edge; the function is empty in the main graph."""


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A line of the drawing.

    Attributes:
        ends: the ends of the edges in it, or of a sample if there are many.
        count: how many edges it stands for.
        shape: what flows, if it is the same shape in all of them, told by the file or inferred.
        control: it only says what runs before what.
        loop: it runs back.
        ref: it carries a reference to a variable.
    """

    ends: Sequence[tuple[End, End]]
    count: int = 1
    shape: str = ""
    control: bool = False
    loop: bool = False
    ref: bool = False


@dataclass(slots=True)
class EdgeDescription:
    """The edge, and one row from where and one row to where for each tensor (or control dependency) in it."""

    drawn: DrawnEdge
    rows: list[tuple[LinkRow, LinkRow]] = field(default_factory=list)


def describe_edge(model: Model, drawn: DrawnEdge) -> EdgeDescription:
    """What flows along an edge."""
    result = EdgeDescription(drawn)
    for source, target in dict.fromkeys(drawn.ends):
        result.rows += _tensors(model, source, target)
    return result


def _tensors(model: Model, source: End, target: End) -> list[tuple[LinkRow, LinkRow]]:
    graph = _graph_of(model, source[0])
    plain = [_row(source), _row(target)]
    # Into a body that is drawn in place of a call, and out of it, an edge leads from graph to graph.
    if graph is None or source[0] != target[0] or source[1] not in graph or target[1] not in graph:
        return [(plain[0], plain[1])]
    rows = []
    for edge in graph.inputs_of(graph.index[target[1]]):
        if graph.nodes[edge.source].name != source[1]:
            continue
        if edge.control:
            rows.append((_row(source, before="^", control=True), plain[1]))
            continue
        detail = tensor_detail(graph.node(source[1]), edge.output)
        rows.append((_row(source, f":{edge.output}", detail), _row(target, detail=f"{edge.input}")))
    return rows or [(plain[0], plain[1])]


def _row(end: End, after: str = "", detail: str = "", *, before: str = "", control: bool = False) -> LinkRow:
    return LinkRow(f"{before}{end[1]}{after}", end[1], detail, control, end[0])


def _graph_of(model: Model, function: str) -> OpGraph | None:
    graph = model.graph
    if graph is None or not function:
        return graph
    return graph.function(function) if function in graph.functions else None
