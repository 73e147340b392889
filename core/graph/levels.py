"""A container's level as it is drawn: items gathered in series and groups, edges merged, the far ends of others.

Independent of what is open elsewhere, so it is found once per container.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.graph.auxiliary import role_of_op
from core.graph.gathering import gather
from core.graph.hierarchy import EVERY, REFERENCES, Hierarchy, Items, Part, PartKind
from core.graph.inference import ShapeFinder
from core.graph.segments import find_segments
from core.graph.series import base_name, find_series
from core.graph.shapes import shape_text
from core.graph.skeleton import distinct_pairs

SAMPLE = 12
"""Edges of a merged one that are kept by name for the inspector."""

HUB = 6
"""An op that so many boxes of its level read is a hub, if it gives a number or a few (a counter, a switch, sizes)."""

MAIN_HUB = 12
"""The same for other ops that give data in (a placeholder, an Identity)."""

MOST_LABELLED = 600
"""A level with more parts than this gets no labels on its edges: nobody reads it at a scale where they show."""

BIG_HUB = 40
"""An op that so many boxes read is a hub, whatever it is."""


@dataclass(slots=True)
class Link:
    """Edges merged between two parts of a level (or a part and the outside).

    Attributes:
        count: how many edges.
        control: all are control dependencies.
        ref: some carry a reference.
        label: the shape that flows, if it is one.
        sample: skeleton numbers of the first few.
    """

    count: int
    control: bool
    ref: bool
    label: str
    sample: tuple[int, ...]


@dataclass(slots=True)
class Level:
    """What is drawn in a container.

    Attributes:
        parts: in file order.
        links: by (part number, part number).
        entering: by (key of the thing outside, part number).
        leaving: by (part number, key of the thing outside).
        references: for a part: (key, label, node) of what it reads that is drawn elsewhere without a line.
        aside: numbers of the parts put aside (top level only).
        of_item: the part that each item of the container is in.
    """

    parts: list[Part]
    links: dict[tuple[int, int], Link] = field(default_factory=dict)
    entering: dict[tuple[str, int], Link] = field(default_factory=dict)
    leaving: dict[tuple[int, str], Link] = field(default_factory=dict)
    references: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)
    hubs: set[int] = field(default_factory=set)
    aside: list[int] = field(default_factory=list)
    of_item: list[int] = field(default_factory=list)


class Levels:
    """The levels of a hierarchy, found on demand and kept.

    Args:
        hierarchy: of the graph.
        aside: the person's wishes: by key of a top level part, whether it stands aside.
    """

    def __init__(self, hierarchy: Hierarchy, aside: dict[str, bool] | None = None) -> None:
        self.hierarchy = hierarchy
        self.wishes = {} if aside is None else aside
        self.finder = ShapeFinder(hierarchy.graph)
        self._levels: dict[str, Level] = {}
        self.parts: dict[str, Part] = {"": hierarchy.root}

    def level(self, part: Part, tick: Callable[[], None] | None = None) -> Level:
        """The level inside a container."""
        found = self._levels.get(part.key)
        if found is None:
            if tick:
                tick()
            self.hierarchy.tick = tick
            found = self._build(part)
            self._levels[part.key] = found
        return found

    def forget_top(self) -> None:
        """The wishes about what stands aside have changed: levels refer to it everywhere."""
        self._levels.clear()

    def _build(self, part: Part) -> Level:
        tick = self.hierarchy.tick
        items = self.hierarchy.items(part)
        level = self._grouped(part, items)
        if tick:
            tick()
        for each in level.parts:
            self.parts[each.key] = each
        of_item = np.asarray(level.of_item, dtype=np.int64)
        labelled = len(level.parts) <= MOST_LABELLED
        for count, ((a, b), numbers) in enumerate(_merged(of_item[items.a], of_item[items.b], items.numbers)):
            if tick and not count % EVERY:
                tick()
            if a != b or level.parts[a].kind == "op":
                level.links[a, b] = self._link(numbers, labelled)
        if tick:
            tick()
        self._take_back(level)
        self._detach(level)
        if part.parent is not None:
            self._add_outside(part, level, items, of_item)
        return level

    def _grouped(self, part: Part, items: Items) -> Level:
        """Series first; at the top level then the groups of loose ops and what stands aside."""
        parts = items.parts
        pairs = distinct_pairs(items.a, items.b)
        groups: list[tuple[list[int], Part]] = []
        taken: set[int] = set()
        top = part.parent is None
        if top:
            for key, members, role in gather(self.hierarchy, items):
                groups.append((members, self._group(part, "group", key, key.strip("[]"), members, items, role)))
                taken.update(members)
        labels = [p.label for p in parts]
        ops = self.hierarchy.skeleton.ops
        kinds = [p.kind if p.node < 0 else ops[p.node] for p in parts]
        if part.kind not in ("series", "segment"):
            free = [i for i in range(len(parts)) if i not in taken]
            inner = _among(free, len(parts), pairs)
            for found in find_series([labels[i] for i in free], [kinds[i] for i in free], inner):
                members = [free[i] for i in found]
                if len(members) == len(parts):
                    continue  # a level that is nothing but a series needs no box around all of it
                name = base_name(labels[members[0]]).removesuffix("_#").replace("#", "*")
                key = f"{part.key}/{name}[*]" if part.key else f"{name}[*]"
                if key in {g.key for _, g in groups}:
                    key = f"{key}{members[0]}"
                label = name if "*" in name else f"{name}_*"
                role = parts[members[0]].role if top else ""
                groups.append((members, self._group(part, "series", key, label, members, items, role)))
                taken.update(members)
        self._cut(part, items, [i for i in range(len(parts)) if i not in taken], pairs, groups, taken)
        head = {members[0]: group for members, group in groups}
        level = Level([])
        level.of_item = [-1] * len(parts)
        for item, each in enumerate(parts):
            if item in head:
                for member in head[item].members:
                    level.of_item[member] = len(level.parts)
                level.parts.append(head[item])
            elif item not in taken:
                level.of_item[item] = len(level.parts)
                level.parts.append(each)
        if top:
            level.aside = self._asides(level)
        return level

    def _cut(
        self,
        part: Part,
        items: Items,
        free: list[int],
        pairs: list[tuple[int, int]],
        groups: list[tuple[list[int], Part]],
        taken: set[int],
    ) -> None:
        """Gather what would be too much to read in segments."""
        inner = _among(free, len(items.parts), pairs)
        found = find_segments(len(free), inner, inside=part.kind == "segment", tick=self.hierarchy.tick)
        for number, places in enumerate(found):
            flow = [free[place] for place in places]
            members = sorted(flow)
            label = f"{items.parts[flow[0]].label} … {items.parts[flow[-1]].label}"
            key = f"{part.key}/[{number + 1}]" if part.key else f"[{number + 1}]"
            groups.append((members, self._group(part, "segment", key, label, members, items, "")))
            taken.update(members)

    def _group(
        self, parent: Part, kind: PartKind, key: str, label: str, members: list[int], items: Items, role: str
    ) -> Part:
        ops = sum(items.parts[m].ops for m in members)
        parameters = sum(items.parts[m].parameters for m in members)
        return Part(key, kind, label, parent, members=members, ops=ops, parameters=parameters, role=role)

    def _asides(self, level: Level) -> list[int]:
        found: list[int] = []
        ops = self.hierarchy.skeleton.ops
        for number, part in enumerate(level.parts):
            role = part.role or (role_of_op(ops[part.node]) if part.node >= 0 else "")
            aside = bool(role) or part.kind == "group"
            if self.wishes.get(part.key, aside):
                found.append(number)
                part.role = role or "other"
        return found if len(found) < len(level.parts) else []

    def _take_back(self, level: Level) -> None:
        """What takes the data out of an input pipeline, and hands it to the model, belongs to the model."""
        aside = set(level.aside)
        into = {a for (a, b), link in level.links.items() if a in aside and b not in aside and not link.control}
        for number in sorted(into):
            part = level.parts[number]
            if part.kind == "op" and part.role == "input" and part.key not in self.wishes:
                part.role = ""
                level.aside.remove(number)

    def _link(self, numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]], labelled: bool = True) -> Link:
        skeleton = self.hierarchy.skeleton
        if len(numbers) == 1 and not labelled:  # the common case of a large level, without numpy's cost per call
            number = int(numbers[0])
            control = bool(skeleton.input[number] < 0)
            ref = not control and skeleton.ops[skeleton.source[number]] in REFERENCES
            return Link(1, control, ref, "", (number,))
        data = numbers[skeleton.input[numbers] >= 0]
        sample = tuple(numbers[:SAMPLE].tolist())
        if not len(data):
            return Link(len(numbers), True, False, "", sample)
        ops = skeleton.ops
        ref = any(ops[s] in REFERENCES for s in skeleton.source[data[:SAMPLE]].tolist())
        return Link(len(numbers), False, ref, self._label(data) if labelled else "", sample)

    def _label(self, data: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> str:
        skeleton = self.hierarchy.skeleton
        labels: set[str] = set()
        for number in data[:40].tolist():
            name = skeleton.names[int(skeleton.source[number])]
            labels.add(shape_text(self.finder.shape(name, max(0, int(skeleton.output[number])))))
            if len(labels) > 1:
                return ""
        label = labels.pop()
        told = [size for size in label.split("×") if size != "?"]
        tiny = len(told) == 1 and "×" not in label and told[0].isdecimal() and int(told[0]) <= 8
        return label if told and not tiny and label != "scalar" else ""

    def _detach(self, level: Level) -> None:
        """Edges of hubs, and edges between what stands aside and the rest, become references."""
        aside = set(level.aside)
        readers: dict[int, int] = {}
        for (a, b), link in level.links.items():
            if not link.control and b not in aside:
                readers[a] = readers.get(a, 0) + 1
        ops = self.hierarchy.skeleton.ops
        for number, count in readers.items():
            part = level.parts[number]
            if count < HUB or part.node < 0 or number in aside:
                continue
            least = HUB if self._is_side_data(part.node) else MAIN_HUB if ops[part.node] in _SMALL else BIG_HUB
            if count >= least:
                level.hubs.add(number)
        for a, b in list(level.links):
            crosses = (a in aside) != (b in aside) or (a in aside and b in aside and a != b)
            if a in level.hubs or crosses:
                link = level.links.pop((a, b))
                if not link.control and b not in aside:
                    part = level.parts[a]
                    level.references.setdefault(b, []).append((part.key, part.label, self._name(part)))

    def _is_side_data(self, node: int) -> bool:
        """A scalar or a short vector of it: something said, not something that flows through the network."""
        shape = self.finder.shape(self.hierarchy.skeleton.names[node])
        return shape is not None and (not shape or (len(shape) == 1 and 0 <= shape[0] <= 8))

    def _name(self, part: Part) -> str:
        return self.hierarchy.skeleton.names[part.node] if part.node >= 0 else ""

    def _add_outside(
        self, part: Part, level: Level, items: Items, of_item: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    ) -> None:
        """Edges across the border, by the thing on the other side at the level where both sides part."""
        skeleton, position = self.hierarchy.skeleton, self.hierarchy.tree.position
        found: dict[tuple[bool, str, int], list[int]] = {}
        drawn: dict[str, bool] = {}
        far = np.where(items.leaves, skeleton.target[items.outer], skeleton.source[items.outer])
        siblings: dict[int, tuple[str, str, str, bool]] = {}
        for number, inner, leaves, node in zip(
            items.outer.tolist(), of_item[items.inner].tolist(), items.leaves.tolist(), far.tolist(), strict=True
        ):
            sibling = siblings.get(node)
            if sibling is None:
                sibling = siblings[node] = self._sibling(part, int(position[node]))
            key, label, name, line = sibling
            drawn[key] = line
            if line or leaves:
                if line:
                    found.setdefault((leaves, key, inner), []).append(number)
            elif skeleton.input[number] >= 0:
                reference = (key, label, name)
                known = level.references.setdefault(inner, [])
                if reference not in known:
                    known.append(reference)
        for (leaves, key, inner), numbers in found.items():
            link = self._link(np.asarray(numbers, dtype=np.int64))
            if leaves:
                level.leaving[inner, key] = link
            else:
                level.entering[key, inner] = link

    def _sibling(self, part: Part, position: int) -> tuple[str, str, str, bool]:
        """(key, label, node name, drawn as a line?) of what holds `position` beside `part` or one around it."""
        inside: Part = part
        while inside.parent is not None:
            outer = self.level(inside.parent)
            item = self.hierarchy.items(inside.parent).item_at(position)
            if item >= 0:
                number = outer.of_item[item]
                own = next(n for n, p in enumerate(outer.parts) if p.key == inside.key)
                aside = set(outer.aside)
                line = number not in outer.hubs and number not in aside and own not in aside
                other = outer.parts[number]
                if not line and other.kind == "group":  # its content says more than `loss and metrics`
                    other = self.hierarchy.items(inside.parent).parts[item]
                return other.key, other.label, self._name(other), line
            inside = inside.parent
        return "", "", "", False


_SMALL = frozenset(
    ("Const", "Placeholder", "PlaceholderWithDefault", "VarHandleOp", "VariableV2", "Identity", "Shape", "NoOp",
     "LoopCond", "Switch", "LogicalNot", "ReadVariableOp", "Cast", "Range", "_Arg")
)  # fmt: skip


def _among(chosen: list[int], count: int, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs between chosen ones of `count` items, by their places among these."""
    place = [-1] * count
    for number, item in enumerate(chosen):
        place[item] = number
    return [(place[a], place[b]) for a, b in pairs if place[a] >= 0 and place[b] >= 0]


def _merged(
    a: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    b: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> list[tuple[tuple[int, int], np.ndarray[tuple[int, ...], np.dtype[np.int64]]]]:
    """Edges by pair of parts, the pairs in the order of their first edge in the file."""
    if not len(a):
        return []
    width = int(max(a.max(), b.max())) + 1
    pair = a * width + b
    order = np.lexsort((numbers, pair))
    pair = pair[order]
    # Not np.unique: its first call imports numpy.ma, which takes longer than the picture of a small model.
    starts = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1])))
    pairs = pair[starts]
    pieces = np.split(numbers[order], starts[1:])
    found = [((int(p // width), int(p % width)), piece) for p, piece in zip(pairs.tolist(), pieces, strict=True)]
    found.sort(key=lambda entry: int(entry[1][0]))
    return found
