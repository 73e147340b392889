"""A graph as integer arrays: what the tree, the levels and the questions about reachability work on."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.graph.weights import Folding

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
T = TypeVar("T")
_AT_ONCE = 8_192
"""Nodes or numbers that are handled without another thread having its turn, or whoever asked being told."""

_KNOWN: WeakKeyDictionary[OpGraph, Skeleton] = WeakKeyDictionary()


class Skeleton:
    """Nodes by their index in the file, and the edges between them in arrays.

    Attributes:
        names: of the nodes.
        ops: their types.
        source: int64, one per edge: index of the node it comes from.
        target: int64, as long: index of the node it goes to.
        output: int64, as long: which output of the source; 0 for control edges.
        input: int64, as long: which input of the target; -1 for control edges.
    """

    def __init__(self, graph: OpGraph, tick: Callable[[], None] | None = None) -> None:
        self.graph = graph
        self.folding: Folding | None = None  # kept by fold_weights
        self.names: list[str] = []
        self.ops: list[str] = []
        for start in range(0, len(graph.nodes), _AT_ONCE):
            if tick:
                tick()
            nodes = graph.nodes[start : start + _AT_ONCE]
            self.names += [node.name for node in nodes]
            self.ops += [node.op for node in nodes]
        self.source, self.target, self.output, self.input = _edges(graph, tick)
        self._out: tuple[Ints, Ints] | None = None
        self._into: tuple[Ints, Ints] | None = None
        self._readers: _Neighbours | None = None
        self._sources: _Neighbours | None = None

    def __len__(self) -> int:
        return len(self.names)

    @property
    def control(self) -> Mask:
        """Per edge: it is a control dependency."""
        result: Mask = self.input < 0
        return result

    def out_edges(self, node: int) -> Ints:
        """Edge numbers that leave `node`, in the order of the readers."""
        if self._out is None:
            self._out = _grouped(self.source, len(self))
        order, start = self._out
        return order[start[node] : start[node + 1]]

    def in_edges(self, node: int) -> Ints:
        """Edge numbers that enter `node`, in the order of its inputs."""
        if self._into is None:
            self._into = _grouped(self.target, len(self))
        order, start = self._into
        return order[start[node] : start[node + 1]]

    def readers(self, node: int) -> list[int]:
        """Nodes that read an output of `node` (no control dependencies)."""
        if self._readers is None:
            self._readers = self._neighbours(self.source, self.target)
        return self._readers.of(node)

    def sources(self, node: int) -> list[int]:
        """Nodes that `node` reads, by input (no control dependencies)."""
        if self._sources is None:
            self._sources = self._neighbours(self.target, self.source)
        return self._sources.of(node)

    def _neighbours(self, near: Ints, far: Ints) -> _Neighbours:
        data = self.input >= 0
        order, start = _grouped(near[data], len(self))
        return _Neighbours(start, far[data][order])

    def reachable(
        self,
        starts: Iterable[int],
        *,
        backward: bool = False,
        through: Mask | None = None,
        tick: Callable[[], None] | None = None,
    ) -> Mask:
        """Nodes that data from `starts` gets to (that it comes from, if `backward`), `starts` included.

        Args:
            starts: node indices.
            backward: walk upstream.
            through: the walk enters only nodes where this is true.
            tick: called often.
        """
        seen = bytearray(len(self))
        usable = None if through is None else through.tobytes()
        queue: list[int] = []
        for start in starts:
            if not seen[start] and (usable is None or usable[start]):
                seen[start] = 1
                queue.append(start)
        step = self.sources if backward else self.readers
        for node in paced(queue, tick):  # grows while it is walked
            for other in step(node):
                if not seen[other] and (usable is None or usable[other]):
                    seen[other] = 1
                    queue.append(other)
        return np.frombuffer(bytes(seen), dtype=np.bool_).copy()


class _Neighbours:
    """Who stands on the other side of each node's edges, in arrays of Python's own, which give single numbers fast."""

    __slots__ = ("_far", "_start")

    def __init__(self, start: Ints, far: Ints) -> None:
        self._start, self._far = array("q", start.tobytes()), array("q", far.tobytes())

    def of(self, node: int) -> list[int]:
        """In the order of the edges."""
        return self._far[self._start[node] : self._start[node + 1]].tolist()


def paced(values: Iterable[T], tick: Callable[[], None] | None) -> Iterable[T]:
    """The values as they are, and `tick` is called every few thousand of them."""
    return values if tick is None else _ticking(values, tick)


def _ticking(values: Iterable[T], tick: Callable[[], None]) -> Iterator[T]:
    for count, value in enumerate(values):
        if not count % _AT_ONCE:
            tick()
        yield value


def one_by_one(values: Ints) -> Iterator[int]:
    """An array's numbers one by one. A list of a million holds the interpreter lock for as long as it is being made."""
    pieces = (values[start : start + _AT_ONCE].tolist() for start in range(0, len(values), _AT_ONCE))
    return chain.from_iterable(pieces)


def distinct_pairs(a: Ints, b: Ints) -> list[tuple[int, int]]:
    """Pairs of numbers from 0, each once, in the order of their first occurrence."""
    if not len(a):
        return []
    key = a * (int(b.max()) + 1) + b
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.sort(order[np.concatenate(([True], key[1:] != key[:-1]))])
    # One by one, not in one call: the window's thread wants its turn between a hundred thousand.
    return [(x, y) for x, y in zip(one_by_one(a[first]), one_by_one(b[first]), strict=True)]


def skeleton_of(graph: OpGraph, tick: Callable[[], None] | None = None) -> Skeleton:
    """The skeleton of a graph, made once and kept as long as the graph itself."""
    found = _KNOWN.get(graph)
    if found is None:
        found = _KNOWN[graph] = Skeleton(graph, tick)
    return found


def _grouped(key: Ints, n: int) -> tuple[Ints, Ints]:
    """Edge numbers sorted by `key`, and where each key's run starts."""
    order = np.argsort(key, kind="stable")
    start = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(key, minlength=n), out=start[1:])
    return order, start


def _edges(graph: OpGraph, tick: Callable[[], None] | None) -> tuple[Ints, Ints, Ints, Ints]:
    """From the nodes' input strings; inputs that name no node of the graph are left out."""
    index = graph.index
    # Arrays, since making one of a list of a million numbers would hold the interpreter lock for too long.
    sources, targets, outputs, inputs = (array("q") for _ in range(4))
    for target, node in enumerate(graph.nodes):
        slot = 0
        if tick and not target % 5_000:
            tick()
        for text in node.inputs:
            if text in index:
                source, output, place = index[text], 0, slot
            elif text.startswith("^"):
                if text[1:] not in index:
                    continue
                source, output, place = index[text[1:]], 0, -1
            else:
                name, _, rest = text.partition(":")
                if name not in index:
                    slot += 1
                    continue
                number = rest.rpartition(":")[2]
                source, output, place = index[name], int(number) if number.isdecimal() else 0, slot
            if place >= 0:
                slot += 1
            sources.append(source)
            targets.append(target)
            outputs.append(output)
            inputs.append(place)
    return np.asarray(sources), np.asarray(targets), np.asarray(outputs), np.asarray(inputs)
