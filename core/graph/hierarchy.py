"""The levels of a graph: what stands in each container, and what joins it, whatever is open at the moment.

A container is a name scope, a series, or one of the groups that gather loose training ops at the top level. Its
level is found when it is first asked for, from slices of two sorted edge arrays, so the cost is that of the
container's own edges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from core.graph.auxiliary import role_of_name
from core.graph.inlining import InlinedGraph
from core.graph.scopes import ROOT, ScopeTree
from core.graph.shapes import element_count, output_shapes
from core.graph.skeleton import Ints, skeleton_of
from core.graph.weights import CONSTANTS, VARIABLES, Folding, fold_weights

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph

EVERY = 2_000
"""So many small steps between two ticks."""

PartKind = Literal["op", "scope", "series", "group", "segment"]
Tick = Callable[[], None]

REFERENCES = frozenset(
    ("Variable", "VariableV2", "RefSwitch", "RefIdentity", "RefEnter", "RefExit", "RefMerge", "RefNextIteration",
     "Assign", "AssignAdd", "AssignSub", "ScatterUpdate", "ScatterAdd", "ScatterSub", "TemporaryVariable")
)  # fmt: skip
"""Ops of TensorFlow 1 whose output is a reference to a variable, not a value."""

_FLOATS = {1: 4, 2: 8, 14: 2, 19: 2}
"""float32, float64, bfloat16 and half by their numbers, with the bytes of an element."""


@dataclass(slots=True, eq=False)
class Part:
    """One thing of a level: an op, a scope, a series, a group or a segment.

    Attributes:
        key: unique in the graph.
        kind: of the thing.
        label: its name as seen from the container.
        parent: its container; None for the root.
        node: index of the op; -1 for containers.
        scope: number of the scope; -1 for others.
        members: for a series, group or segment: its items' numbers in the parent's level.
        ops: how many nodes are in it, folded ones included.
        parameters: elements of the model's variables in it.
        role: what it serves if not the model (see `core.graph.auxiliary`).
    """

    key: str
    kind: PartKind
    label: str
    parent: Part | None
    node: int = -1
    scope: int = -1
    members: list[int] = field(default_factory=list)
    ops: int = 1
    parameters: int = 0
    role: str = ""

    @property
    def container(self) -> bool:
        return self.kind != "op"


@dataclass(slots=True)
class Items:
    """A container's content before grouping.

    Attributes:
        parts: one per item.
        low: int64, first position of each item, ascending.
        high: int64, one past its last position.
        numbers: int64 per edge inside the container: its number in the skeleton.
        a: int64, as long: the item it leaves.
        b: int64, as long: the item it enters.
        outer: int64 per edge across the container's border: its number in the skeleton.
        inner: int64, as long: the item it touches.
        leaves: bool, as long: it leaves the container.
    """

    parts: list[Part]
    low: Ints
    high: Ints
    numbers: Ints
    a: Ints
    b: Ints
    outer: Ints
    inner: Ints
    leaves: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    def item_at(self, position: int) -> int:
        """The item that holds a position, -1 if none does."""
        item = int(np.searchsorted(self.low, position, side="right")) - 1
        return item if item >= 0 and position < self.high[item] else -1


class Hierarchy:
    """A graph's containers, with weights folded or not.

    Args:
        graph: the graph.
        fold: fold weights into their readers.
        tick: called often while the whole graph is walked.
    """

    def __init__(self, graph: OpGraph, *, fold: bool = True, tick: Tick | None = None) -> None:
        self.graph = graph
        self.bodies: dict[str, str] = graph.bodies if isinstance(graph, InlinedGraph) else {}
        self.tick = tick  # whoever makes a picture sets it
        self.skeleton = skeleton_of(graph, tick)
        names = self.skeleton.names
        self.tree = ScopeTree(names, tick)
        self.folding = fold_weights(self.skeleton, tick) if fold else Folding(np.zeros(len(names), dtype=np.bool_))
        position = self.tree.position
        kept = ~(self.folding.hidden[self.skeleton.source] | self.folding.hidden[self.skeleton.target])
        numbers = np.flatnonzero(kept)
        source, target = position[self.skeleton.source[numbers]], position[self.skeleton.target[numbers]]
        order = np.argsort(source, kind="stable")
        self._by_source, self._source_at = numbers[order], source[order]
        order = np.argsort(target, kind="stable")
        self._by_target, self._target_at = numbers[order], target[order]
        visible = ~self.folding.hidden[self.tree.at]
        self._seen = np.concatenate(([0], np.cumsum(visible)))
        elements, nbytes = self._sizes()
        self._parameters = np.concatenate(([0], np.cumsum(elements[self.tree.at])))
        self._bytes = np.concatenate(([0], np.cumsum(nbytes[self.tree.at])))
        self._items: dict[str, Items] = {}
        self.root = Part("", "scope", "", None, scope=ROOT, ops=len(names), parameters=int(self._parameters[-1]))

    def _sizes(self) -> tuple[Ints, Ints]:
        """Elements and bytes of each node's variable, 0 for all other nodes; of Consts in a graph without variables.

        A folded variable counts where its chip is: many keep their variables in scopes apart from the layers.
        """
        sizes, nbytes = np.zeros((2, len(self.skeleton)), dtype=np.int64)
        ops, names = self.skeleton.ops, self.skeleton.names
        kinds = VARIABLES if any(op in VARIABLES for op in ops) else CONSTANTS
        holders = [i for i, op in enumerate(ops) if op in kinds]
        known = {names[i] for i in holders}
        for count, index in enumerate(holders):
            if self.tick and not count % EVERY:
                self.tick()
            if kinds is VARIABLES and _is_slot(names[index], known):
                continue
            node = self.graph.nodes[index]
            dtype = node.proto.attr["dtype"].type if "dtype" in node.proto.attr else 0
            told = output_shapes(node)
            elements = element_count(told[0]) if told else 0
            if dtype % 100 in _FLOATS and (elements > 1 or kinds is VARIABLES):
                host = self.folding.host.get(index, -1)
                holder = index if host < 0 else host
                sizes[holder] += elements
                nbytes[holder] += elements * _FLOATS[dtype % 100]
        return sizes, nbytes

    def visible(self, low: int, high: int) -> int:
        """How many nodes in a range of positions are not folded."""
        return int(self._seen[high] - self._seen[low])

    def parameters(self, low: int, high: int) -> int:
        """Elements of the variables in a range of positions."""
        return int(self._parameters[high] - self._parameters[low])

    def parameter_bytes(self, part: Part) -> int:
        """Bytes of the variables in a part (of those folded into it, for an op)."""
        if part.kind == "op":
            low = int(self.tree.position[part.node])
            return int(self._bytes[low + 1] - self._bytes[low])
        if part.kind == "scope":
            return int(self._bytes[self.tree.high[part.scope]] - self._bytes[self.tree.low[part.scope]])
        assert part.parent is not None
        items = self.items(part.parent)
        members = np.asarray(part.members, dtype=np.int64)
        return int((self._bytes[items.high[members]] - self._bytes[items.low[members]]).sum())

    def items(self, part: Part) -> Items:
        """The content of a container, before grouping."""
        found = self._items.get(part.key)
        if found is None:
            found = self._scope_items(part) if part.kind == "scope" else self._member_items(part)
            self._items[part.key] = found
        return found

    def _scope_items(self, part: Part) -> Items:
        tree, scope = self.tree, part.scope
        parts: list[Part] = []
        low: list[int] = []
        high: list[int] = []
        hidden = self.folding.hidden
        start = tree.low[scope]
        for position in range(start, start + tree.own[scope]):
            node = int(tree.at[position])
            if self.tick and not position % EVERY:
                self.tick()
            if not hidden[node]:
                parts.append(self._op_part(node, part))
                low.append(position)
                high.append(position + 1)
        for child in tree.children[scope]:
            if self.visible(tree.low[child], tree.high[child]):
                parts.append(self._resolve(child, part))
                low.append(tree.low[child])
                high.append(tree.high[child])
        lows = np.asarray(low, dtype=np.int64)
        return self._with_edges(parts, lows, np.asarray(high, dtype=np.int64), start, tree.high[scope])

    def _op_part(self, node: int, parent: Part, low: int = -1, high: int = -1) -> Part:
        """A box for one op. Its label is its name from the container on; with the range of what it stands for."""
        name = self.skeleton.names[node]
        path = self.tree.path[parent.scope] if parent.scope >= 0 else ""
        key, label = name, name
        if path and name == path:
            label = f"({name.rpartition('/')[2]})"
        elif path and name.startswith(path + "/"):
            label = name[len(path) + 1 :]
        if name in self.tree.number:
            key = f"{name}/({name.rpartition('/')[2]})"
        if self.graph.index.get(name) != node:  # a name that appears twice
            key = f"{key}#{node}"
        part = Part(key, "op", label, parent, node=node)
        if parent.parent is None:
            part.role = role_of_name(name.partition("/")[0])
        if low >= 0:
            part.ops, part.parameters = high - low, self.parameters(low, high)
        return part

    def _resolve(self, scope: int, parent: Part) -> Part:
        """A sub-scope; while there is only one thing in it, that thing instead (but never instead of a body)."""
        tree = self.tree
        low, high = tree.low[scope], tree.high[scope]
        if self.visible(low, high) == 1 and not self._holds_body(tree.path[scope]):
            at = int(np.searchsorted(self._seen, self._seen[low] + 1)) - 1
            return self._op_part(int(tree.at[at]), parent, low, high)
        while tree.path[scope] not in self.bodies and not self.visible(
            tree.low[scope], tree.low[scope] + tree.own[scope]
        ):
            inner = [c for c in tree.children[scope] if self.visible(tree.low[c], tree.high[c])]
            if len(inner) != 1:
                break
            scope = inner[0]
        path = tree.path[scope]
        outer = tree.path[parent.scope] if parent.scope >= 0 else ""
        label = path[len(outer) + 1 :] if outer else path
        return Part(
            path, "scope", label, parent, scope=scope, ops=high - low, parameters=self.parameters(low, high),
            role=role_of_name(path.partition("/")[0]),
        )  # fmt: skip

    def _holds_body(self, path: str) -> bool:
        return any(body == path or body.startswith(path + "/") for body in self.bodies)

    def _with_edges(self, parts: list[Part], low: Ints, high: Ints, start: int, end: int) -> Items:
        position, skeleton = self.tree.position, self.skeleton
        first, last = np.searchsorted(self._source_at, (start, end))
        leaving, source = self._by_source[first:last], self._source_at[first:last]
        target = position[skeleton.target[leaving]]
        inside = (target >= start) & (target < end)
        a = np.searchsorted(low, source[inside], side="right") - 1
        b = np.searchsorted(low, target[inside], side="right") - 1
        numbers = leaving[inside]
        own_loop = skeleton.source[numbers] == skeleton.target[numbers]
        kept = (a != b) | own_loop
        out_items = np.searchsorted(low, source[~inside], side="right") - 1
        out = leaving[~inside]
        first, last = np.searchsorted(self._target_at, (start, end))
        entering, target = self._by_target[first:last], self._target_at[first:last]
        source = position[skeleton.source[entering]]
        outside = (source < start) | (source >= end)
        in_items = np.searchsorted(low, target[outside], side="right") - 1
        into = entering[outside]
        return Items(
            parts, low, high, numbers[kept], a[kept], b[kept],
            np.concatenate((into, out)), np.concatenate((in_items, out_items)),
            np.arange(len(into) + len(out)) >= len(into),
        )  # fmt: skip

    def _member_items(self, part: Part) -> Items:
        """The content of a series or group: some of its parent's items, with the parent's edges."""
        assert part.parent is not None
        outer = self.items(part.parent)
        members = np.asarray(sorted(part.members), dtype=np.int64)
        local = np.full(len(outer.parts), -1, dtype=np.int64)
        local[members] = np.arange(len(members))
        a, b = local[outer.a], local[outer.b]
        inside = (a >= 0) & (b >= 0)
        enters, leaves = (a < 0) & (b >= 0), (a >= 0) & (b < 0)
        touched = local[outer.inner]
        crossing = touched >= 0
        parts = []
        for item in members.tolist():
            old = outer.parts[item]
            parts.append(
                Part(old.key, old.kind, old.label, part, old.node, old.scope, old.members, old.ops, old.parameters,
                     old.role)
            )  # fmt: skip
        return Items(
            parts, outer.low[members], outer.high[members], outer.numbers[inside], a[inside], b[inside],
            np.concatenate((outer.numbers[enters], outer.numbers[leaves], outer.outer[crossing])),
            np.concatenate((b[enters], a[leaves], touched[crossing])),
            np.concatenate(
                (np.zeros(int(enters.sum()), dtype=np.bool_), np.ones(int(leaves.sum()), dtype=np.bool_),
                 outer.leaves[crossing])
            ),
        )  # fmt: skip


def _is_slot(name: str, variables: set[str]) -> bool:
    """An optimiser's slot or an average: it is named under the variable that it belongs to."""
    while "/" in name:
        name = name.rpartition("/")[0]
        if name in variables:
            return True
    return False
