"""Where the graph is cut: at inputs that the person names, and before ops that can't run in a frozen graph.

An iterator or a queue gives what somebody else puts in, and a frozen graph has nobody. Its outputs become
Placeholders. A Placeholder keeps the op's name for its output 0 and gets `<name>_<n>` for output n.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tensorboard.compat.proto import node_def_pb2

from core.errors import Text, UsageError
from core.freezing.body import Body
from core.graph.op_graph import OpGraph
from core.graph.shapes import output_shapes

FEEDERS = re.compile(
    r"IteratorGetNext(Sync|AsOptional)?|QueueDequeue(Many|UpTo)?(V2)?|ReaderRead(UpTo)?(V2)?|(Ordered)?MapUnstage|Unstage"
    r"|InfeedDequeue(Tuple)?|StagePeek|BarrierTakeMany|GetNext|DatasetToSingleElement"
)
"""Ops whose outputs come from outside of the graph."""

_TYPE_LISTS = ("output_types", "component_types", "dtypes", "Tout")
_TYPES = ("dtype", "T", "DstT", "output_type", "Tparams", "out_type", "SrcT")
_RESOURCES = frozenset({20, 21})


@dataclass(frozen=True, slots=True)
class CutTensor:
    """One tensor that a Placeholder stands in for.

    Attributes:
        node, output: what was cut.
        placeholder: the stand-in's name.
        dtype: enum.
        shape: -1 where unknown; None if not even the rank is known.
        asked: whether the person named it.
    """

    node: str
    output: int
    placeholder: str
    dtype: int
    shape: tuple[int, ...] | None
    asked: bool

    @property
    def tensor(self) -> str:
        """Its name in the original graph."""
        return f"{self.node}:{self.output}"


def asked_cuts(graph: OpGraph, inputs: Iterable[str]) -> dict[str, set[int]]:
    """The tensors that the person names as inputs: {node: output numbers}.

    Raises:
        UsageError: a name is not in the graph.
    """
    result: dict[str, set[int]] = {}
    for name in inputs:
        node, _, number = name.strip().partition(":")
        if node not in graph:
            raise UsageError(Text("There is no op {name} to take as an input.", name=node))
        result.setdefault(node, set()).add(int(number) if number.isdecimal() else 0)
    return result


def cut(body: Body, graph: OpGraph, reads: dict[str, set[int]], asked: dict[str, set[int]]) -> list[CutTensor]:
    """Put Placeholders in the places of nodes, and lead their readers there.

    Args:
        body: of the nodes that are kept; edited in place.
        graph: where the nodes are from.
        reads: {node: output numbers that are read}.
        asked: those that the person named.

    Raises:
        UsageError: a tensor's type can't be told, or it is a handle.
    """
    tensors = []
    for name, outputs in sorted(reads.items(), key=lambda item: graph.index[item[0]]):
        node = graph.node(name)
        if node.op in ("Placeholder", "PlaceholderV2"):
            continue
        shapes = output_shapes(node)
        stand_ins: dict[int, Any] = {}
        del body.nodes[name]
        for output in sorted(outputs | asked.get(name, set()) or {0}):
            new_name = name if output == 0 else body.unused_name(f"{name}_{output}")
            dtype = dtype_of_output(node.proto, output)
            if dtype is None or dtype in _RESOURCES:
                raise UsageError(
                    Text("{name} can't be an input: it gives no plain values.", name=f"{name}:{output}"),
                    Text("Cut after it, where there are numbers."),
                )
            shape = shapes[output] if output < len(shapes) else None
            stand_ins[output] = placeholder(new_name, dtype, shape)
            tensors.append(CutTensor(name, output, new_name, dtype, shape, name in asked))
        _put_in_place(body, graph, name, stand_ins)
    return tensors


def placeholder(name: str, dtype: int, shape: tuple[int, ...] | None) -> Any:
    """A Placeholder's NodeDef."""
    node = node_def_pb2.NodeDef(name=name, op="Placeholder")
    node.attr["dtype"].type = dtype
    if shape is None:
        node.attr["shape"].shape.unknown_rank = True
    else:
        node.attr["shape"].shape.SetInParent()
        for size in shape:
            node.attr["shape"].shape.dim.add(size=size)
    return node


def _put_in_place(body: Body, graph: OpGraph, name: str, stand_ins: dict[int, Any]) -> None:
    """Readers of `name:n` read the stand-ins; nodes keep the file's order."""
    for node in list(body.nodes.values()):
        for place, text in enumerate(node.input):
            source, _, number = text.removeprefix("^").partition(":")
            if source != name:
                continue
            edited = body.edit(node.name)
            if text.startswith("^"):
                edited.input[place] = "^" + next(iter(stand_ins.values())).name
            else:
                edited.input[place] = stand_ins[int(number) if number.isdecimal() else 0].name
    for stand_in in stand_ins.values():
        body.add(stand_in)
    position = {each.name: index for index, each in enumerate(graph.nodes)}
    here = position[name]
    order = {stand_in.name: here for stand_in in stand_ins.values()}
    body.nodes = dict(sorted(body.nodes.items(), key=lambda item: order.get(item[0], position.get(item[0], 1 << 60))))


def dtype_of_output(node: Any, output: int) -> int | None:
    """The enum of an output's dtype, as far as the attributes tell."""
    for key in _TYPE_LISTS:
        if key in node.attr and output < len(node.attr[key].list.type):
            return int(node.attr[key].list.type[output])
    if output == 0 or node.op in ("Switch", "Split", "SplitV", "Unpack"):
        for key in _TYPES:
            if key in node.attr and node.attr[key].type:
                return int(node.attr[key].type)
    return None
