"""A frozen graph that is too heavy for a converter: its weights are taken out of it, to lie in a file of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tensorboard.compat.proto import node_def_pb2

from core import limits
from core.formats.tensor import Tick
from core.freezing.frozen import PlannedGraph
from core.freezing.values import Content
from core.freezing.writer import Sink
from core.limits import MIB

_LOOPS = re.compile(r"(Ref)?Enter|(Stateless)?(While|If|Case)|(Stateful)?PartitionedCall")

REST = 32 * MIB
"""What the graph may weigh without what is taken out. Converters make more of a constant that they can see, and dozens
of copies of it."""

LEAST = MIB
"""Bytes of the smallest constant that is taken out."""

ALIGNMENT = 4096
"""What a value's place in the file is a multiple of: it can be mapped into memory."""

_DTYPES = frozenset(
    {"float16", "float32", "float64", "bool"} | {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}
)


@dataclass(frozen=True, slots=True)
class Apart:
    """A graph in two.

    Attributes:
        graph: with a Placeholder of the same name in the place of each constant that was taken out.
        values: what was taken out, in the order of the nodes.
    """

    graph: PlannedGraph
    values: list[Content]


def take_apart(graph: PlannedGraph, nbytes: int) -> Apart:
    """The graph of so many bytes without its largest constants, and these.

    Those that a loop takes come last, and only as protobuf's limit demands: recurrent networks are known by them.
    """
    looping = _for_loops(graph.nodes)
    able = [
        graph.contents[node.name]
        for node in graph.nodes
        # One with a control input may belong to a loop, into which a Placeholder can't reach.
        if node.name in graph.contents and not node.input and _fits(graph.contents[node.name])
    ]
    large: set[str] = set()
    for content in sorted(able, key=lambda content: (content.node in looping, -content.nbytes)):
        if nbytes <= (limits.FROZEN_GRAPH if content.node in looping else REST):
            break
        large.add(content.node)
        nbytes -= content.nbytes
    taken = {content.node: content for content in able if content.node in large}
    nodes = [_placeholder(node, taken[node.name]) if node.name in taken else node for node in graph.nodes]
    contents = {name: content for name, content in graph.contents.items() if name not in taken}
    rest = PlannedGraph(nodes, contents, graph.functions, graph.gradients, graph.versions)
    return Apart(rest, list(taken.values()))


def write_values(values: list[Content], file: Sink, *, tick: Tick = None) -> list[int]:
    """Write values one after the other; gives where each begins.

    Raises:
        FormatError: one can't be read, or its crc is wrong.
        WriteError: the disk is full.
    """
    at, places = 0, []
    for content in values:
        file.write(bytes(-at % ALIGNMENT))
        at += -at % ALIGNMENT
        places.append(at)
        for piece in content.pieces(tick=tick):
            file.write(piece)
        at += content.nbytes
    return places


def _fits(content: Content) -> bool:
    return content.nbytes >= LEAST and content.dtype.name in _DTYPES


def _for_loops(nodes: list[Any]) -> set[str]:
    """The nodes that a loop or a function takes, by themselves or as an Identity."""
    by_name = {node.name: node for node in nodes}
    found: set[str] = set()
    for taker in nodes:
        for reference in taker.input if _LOOPS.fullmatch(taker.op) else ():
            name = reference.lstrip("^").partition(":")[0]
            # Each once: a damaged graph's Identities may name each other, or nothing.
            while name not in found:
                found.add(name)
                node = by_name.get(name)
                if node is not None and node.op == "Identity" and node.input:
                    name = node.input[0].partition(":")[0]
    return found


def _placeholder(node: Any, content: Content) -> Any:
    result = node_def_pb2.NodeDef(name=node.name, op="Placeholder", device=node.device)
    result.attr["dtype"].type = content.dtype.enum
    result.attr["shape"].shape.SetInParent()
    for size in content.shape:
        result.attr["shape"].shape.dim.add(size=size)
    return result
