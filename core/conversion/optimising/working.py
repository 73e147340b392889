"""The graph that passes work on: nodes that may be edited, large contents still in their files."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto import node_def_pb2, tensor_pb2

from core.formats.const import decode_tensor
from core.formats.dtypes import DType, type_of
from core.formats.tensor import TensorSource, element_count
from core.freezing.body import Body, colocations, drop_colocations
from core.freezing.frozen import PlannedGraph
from core.freezing.prune import reach
from core.freezing.values import Content

if TYPE_CHECKING:
    import numpy as np

MOST_VALUE = 1 << 30
"""Bytes of a constant that a pass takes into memory; larger ones are left as they are."""


class Working(Body):
    """A frozen graph's nodes.

    Args:
        graph: as planned; it stays as it is.
        keep: ops that must stay under their names: what is fed, what is fetched.

    Attributes:
        contents: by node, the elements of constants that are not in their NodeDef.
        unknown: constants of which only the place is known, before anything has run.
    """

    def __init__(self, graph: PlannedGraph, keep: Iterable[str]) -> None:
        super().__init__(graph.nodes)
        self._graph = graph
        self.keep = {name for name in keep if name in self.nodes}
        self.contents: dict[str, Content] = dict(graph.contents)
        self.unknown: set[str] = set()

    def consumers(self) -> dict[str, list[tuple[str, int]]]:
        """{node: the data inputs that read one of its outputs, as (node, place)}, as the edges are now."""
        found: dict[str, list[tuple[str, int]]] = {}
        for node in self.nodes.values():
            for place, text in enumerate(node.input):
                if not text.startswith("^"):
                    found.setdefault(text.partition(":")[0], []).append((node.name, place))
        return found

    def controls(self) -> set[str]:
        """Nodes that others wait for through a control input."""
        return {text[1:] for node in self.nodes.values() for text in node.input if text.startswith("^")}

    def order(self) -> list[str]:
        """All nodes, each after those it reads; of several that could come next, the first of the file.

        The back edges of loops don't count; what else stands in a cycle comes last, in the file's order.
        """
        place = {name: at for at, name in enumerate(self.nodes)}
        names = list(self.nodes)
        waits = dict.fromkeys(self.nodes, 0)
        readers: dict[str, list[str]] = {}
        for node in self.nodes.values():
            for text in set(node.input):
                source = text.removeprefix("^").partition(":")[0]
                if source not in self.nodes or (
                    node.op in ("Merge", "RefMerge") and "NextIteration" in self.nodes[source].op
                ):
                    continue
                readers.setdefault(source, []).append(node.name)
                waits[node.name] += 1
        ready = [place[name] for name, count in waits.items() if not count]
        heapq.heapify(ready)
        done: list[str] = []
        while ready:
            name = names[heapq.heappop(ready)]
            done.append(name)
            for reader in readers.get(name, ()):
                waits[reader] -= 1
                if not waits[reader]:
                    heapq.heappush(ready, place[reader])
        if len(done) < len(names):
            seen = set(done)
            done += [name for name in names if name not in seen]
        return done

    def constant(self, text: str) -> str | None:
        """The Const that an input reads, directly or through Identity ops; None if it reads anything else.

        One with control inputs is none: it belongs to the branch or loop that it waits for.
        """
        for _ in range(64):
            name, _, number = text.partition(":")
            node = self.nodes.get(name)
            if node is None or text.startswith("^") or number not in ("", "0"):
                return None
            if node.op == "Const":
                return name if not node.input else None
            if node.op != "Identity" or len(node.input) != 1:
                return None
            text = node.input[0]
        return None

    def shape_of(self, name: str) -> tuple[int, ...] | None:
        """The shape of a Const; None if it is not known yet."""
        if name in self.unknown:
            return None
        content = self.contents.get(name)
        if content is not None:
            return content.shape
        return tuple(dim.size for dim in self.tensor_of(name).tensor_shape.dim)

    def dtype_of(self, name: str) -> DType:
        """The dtype of a Const's elements."""
        return type_of(self.nodes[name])

    def nbytes_of(self, name: str) -> int:
        """Bytes of a Const's elements; 0 if not known, or of strings."""
        shape = self.shape_of(name)
        return 0 if shape is None else element_count(shape) * self.dtype_of(name).itemsize

    def value_of(self, name: str) -> np.ndarray[Any, Any] | None:
        """A Const's elements; None if they are not known yet, or more than `MOST_VALUE` bytes.

        Raises:
            FormatError: the file doesn't hold them.
        """
        if name in self.unknown or self.nbytes_of(name) > MOST_VALUE:
            return None
        content = self.contents.get(name)
        return content.source.read() if content is not None else decode_tensor(self.tensor_of(name))

    def tensor_of(self, name: str) -> Any:
        """The TensorProto in a Const; an empty one where it has none."""
        node = self.nodes[name]
        return node.attr["value"].tensor if "value" in node.attr else tensor_pb2.TensorProto()

    def put(self, name: str, dtype: DType, source: TensorSource | None) -> None:
        """A Const under this name, new or in the place of another op; its value None if it is not known yet."""
        node = node_def_pb2.NodeDef(name=name, op="Const")
        node.attr["dtype"].type = dtype.enum
        self.add(node)
        self.contents.pop(name, None)
        self.unknown.discard(name)
        if source is None:
            self.unknown.add(name)
        else:
            self.contents[name] = Content(name, dtype, source.shape, source)

    def strip(self) -> int:
        """Take out what none of the kept ops needs; gives how many that were."""
        needed = reach(self.nodes, self.keep).names
        gone = set(self.nodes) - needed
        self.remove(gone)
        drop_colocations(self, {each for node in self.nodes.values() for each in colocations(node)} - set(self.nodes))
        return len(gone)

    def sort(self) -> int:
        """Bring the nodes into `order`; gives how many fewer than before stand before something that they read.

        (Those at the beginning of a loop always do.)
        """
        before = self._early()
        self.nodes = {name: self.nodes[name] for name in self.order()}
        return max(0, before - self._early())

    def _early(self) -> int:
        seen: set[str] = set()
        count = 0
        for name, node in self.nodes.items():
            count += any(text.removeprefix("^").partition(":")[0] not in seen for text in node.input)
            seen.add(name)
        return count

    def planned(self) -> PlannedGraph:
        """The graph as it is now, to be written."""
        return PlannedGraph(
            list(self.nodes.values()),
            {name: content for name, content in self.contents.items() if name in self.nodes},
            self._graph.functions,
            self._graph.gradients,
            self._graph.versions,
        )
