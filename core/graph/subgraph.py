"""Some nodes of a graph as a graph of their own."""

from __future__ import annotations

from collections.abc import Iterable

from core.graph.inlining import InlinedGraph
from core.graph.op_graph import OpGraph


def subgraph(graph: OpGraph, names: Iterable[str]) -> OpGraph:
    """The nodes of these names, in the order of the file, with the edges among them.

    The nodes are the graph's own (their inputs from outside are still named in them); their values stay where they
    are, and the library is the same.
    """
    wanted = sorted({index for name in names if (index := graph.index.get(name)) is not None})
    if isinstance(graph, InlinedGraph):
        return graph.part(wanted)
    return OpGraph(
        [graph.nodes[index].proto for index in wanted],
        name=graph.name,
        versions=graph.versions,
        library=graph.library,
        tensors=graph.tensors,
        function_tensors=graph.function_tensors,
        path=graph.path,
    )
