"""The layout of one level: its boxes' places and its routes, relative to the level's own corner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from core.graph.labels import HEIGHT as LABEL_HEIGHT
from core.graph.labels import add_labels
from core.graph.level_parts import Key, LevelLayout, Ref, Way
from core.graph.levels import Level, Link
from core.graph.metrics import CARD, Measure, ref_size
from core.layout.layered import layered_layout
from core.layout.light_graph import LightGraph
from core.layout.outside_dot import MOST_NODES, dot_layout

Direction = Literal["TB", "LR"]

LAYER_GAP = 30.0
NODE_GAP = 24.0
REF_GAP = 12.0
LABEL_SLACK = 8.0
"""So far may a label reach into the empty border around a level."""
PAIR_GAP = 14.0
"""Between two edges that run both ways between the same parts."""
MOST_REFS = 4
MOST_PORTS = 12
ASIDE_GAP = 12.0
ASIDE_TITLE = 34.0
MOST_ASIDE_WIDTH = 320.0


def lay_out_level(
    level: Level,
    sizes: Mapping[int, tuple[float, float]],
    ports_of: Mapping[int, Mapping[str, float]],
    measure: Measure,
    direction: Direction,
    tick: Callable[[], None] | None = None,
    *,
    dot: bool = False,
) -> LevelLayout:
    """Lays out a level.

    Args:
        level: what is in it.
        sizes: of each part's box, open or closed.
        ports_of: for an open part: where its ports are, as offsets from its box's left (top) border.
        measure: widths of texts.
        direction: of the flow.
        tick: called often.
        dot: let Graphviz' `dot` place the boxes, if they are not too many for it.
    """
    job = _LevelJob(level, sizes, ports_of, measure, direction, tick)
    job.dot = dot
    return job.run()


class _LevelJob:
    def __init__(
        self,
        level: Level,
        sizes: Mapping[int, tuple[float, float]],
        ports_of: Mapping[int, Mapping[str, float]],
        measure: Measure,
        direction: Direction,
        tick: Callable[[], None] | None,
    ) -> None:
        self.level = level
        self.ports_of = ports_of
        self.measure = measure
        self.direction: Direction = direction
        self.tick = tick
        self.dot = False
        self.result = LevelLayout(sizes=dict(sizes))
        self.keys = [part.key for part in level.parts]
        self.refs: dict[int, list[tuple[str, str, str]]] = {}
        self.doors: dict[str, dict[str, str]] = {}
        self.shift: dict[int, float] = {}  # how far a box stands right of the middle of its place

    def run(self) -> LevelLayout:
        level, result = self.level, self.result
        aside = set(level.aside)
        graph: LightGraph[Key] = LightGraph()
        places: dict[Key, tuple[float, float]] = {}
        for number in range(len(level.parts)):
            if number not in aside:
                graph.add_node(number)
                places[number] = self._place_size(number)
        links: dict[tuple[Key, Key], Link] = {}
        for count, ((a, b), link) in enumerate(level.links.items()):
            if self.tick and not count % 5_000:
                self.tick()
            links[a, b] = link
            graph.add_edge(a, b, weight=0.3 if link.control else 1.0)
        first, last = self._ports(graph, links)
        for key in (*first, *last):
            places[key] = (10.0, 0.0)
        place = dot_layout if self.dot and 1 < len(graph) <= MOST_NODES else layered_layout
        layout = place(
            graph, sizes=places, direction=self.direction, layer_gap=LAYER_GAP, node_gap=NODE_GAP,
            first=first, last=last, anchors=self._anchors(links), tick=self.tick,
        )  # fmt: skip
        for key, (x, y) in layout.items():
            if isinstance(key, int):
                w, h = result.sizes[key]
                x, y = (x, y + self.shift.get(key, 0.0)) if self._lr else (x + self.shift.get(key, 0.0), y)
                result.places[key] = (x - w / 2, y - h / 2)
                self._put_refs(key)
            else:
                result.ports[key] = y if self._lr else x
        for side, doors in self.doors.items():
            result.ports |= {side + outside: result.ports[side + door] for outside, door in doors.items()}
        result.width, result.height = layout.width, layout.height
        for edge, points in layout.routes.items():
            source, target = edge
            way = Way(source, target, points, links[edge], edge in layout.reversed)
            way.continued = self._port(target, "in:", source) is not None
            result.ways.append(way)
        self._part_opposites()
        add_labels(result, self.measure, self.direction)
        self._make_room_for_labels()
        self._column()
        return result

    @property
    def _lr(self) -> bool:
        return self.direction == "LR"

    def _place_size(self, number: int) -> tuple[float, float]:
        """The room a box takes: itself, and its references at its left (above it, if the flow is to the right)."""
        w, h = self.result.sizes[number]
        refs = self.level.references.get(number, [])
        if not refs:
            return w, h
        if len(refs) > MOST_REFS:
            rest = len(refs) - MOST_REFS + 1
            refs = [*refs[: MOST_REFS - 1], (refs[MOST_REFS - 1][0], f"+ {rest}", "")]
        self.refs[number] = refs
        widths = [ref_size(label, self.measure)[0] for _, label, _ in refs]
        heights = [ref_size(label, self.measure)[1] for _, label, _ in refs]
        if self._lr:
            extra = sum(heights) + 4.0 * len(refs) + 4.0
            self.shift[number] = extra / 2
            return max(w, *widths), h + extra
        extra = max(widths) + REF_GAP
        self.shift[number] = extra / 2
        return w + extra, max(h, sum(heights) + 4.0 * (len(refs) - 1))

    def _put_refs(self, number: int) -> None:
        refs = self.refs.get(number)
        if not refs:
            return
        x, y = self.result.places[number]
        w, h = self.result.sizes[number]
        step = ref_size("", self.measure)[1] + 4.0
        top = y - step * len(refs) - 4.0 if self._lr else y + h / 2 - (step * len(refs) - 4.0) / 2
        for place, (key, label, node) in enumerate(refs):
            rw, rh = ref_size(label, self.measure)
            left = x + (w - rw) / 2 if self._lr else x - REF_GAP - rw
            name = f"ref:{key}→{self.keys[number]}"
            self.result.refs.append(Ref(name, label, node, left, top + place * step, rw, rh, number))

    def _ports(self, graph: LightGraph[Key], links: dict[tuple[Key, Key], Link]) -> tuple[list[Key], list[Key]]:
        first: list[Key] = []
        last: list[Key] = []
        into = self.doors["in:"] = _fewer(self.level.entering, 0)
        out = self.doors["out:"] = _fewer(self.level.leaving, 1)
        for (outside, number), link in self.level.entering.items():
            key = f"in:{into[outside]}"
            if key not in graph:
                first.append(key)
                graph.add_node(key)
            _join(graph, links, key, number, link)
        for (number, outside), link in self.level.leaving.items():
            key = f"out:{out[outside]}"
            if key not in graph:
                last.append(key)
                graph.add_node(key)
            _join(graph, links, number, key, link)
        return first, last

    def _anchors(self, links: dict[tuple[Key, Key], Link]) -> dict[tuple[Key, Key], tuple[float, float]]:
        """Where edges attach: at an open box's port, at a box's own middle where references widen its place."""
        anchors: dict[tuple[Key, Key], tuple[float, float]] = {}
        for source, target in links:
            start = self._anchor(source, "out:", target)
            end = self._anchor(target, "in:", source)
            if start is not None or end is not None:
                anchors[source, target] = (start or 0.0, end or 0.0)
        return anchors

    def _anchor(self, at: Key, side: str, other: Key) -> float | None:
        if not isinstance(at, int):
            return None
        shift = self.shift.get(at)
        offset = self._port(at, side, other)
        if offset is None:
            return shift
        w, h = self.result.sizes[at]
        return offset - (h if self._lr else w) / 2 + (shift or 0.0)

    def _port(self, at: Key, side: str, other: Key) -> float | None:
        """Offset of the port of an open container that belongs to an edge, from the container's corner."""
        if not isinstance(at, int):
            return None
        ports = self.ports_of.get(at)
        if not ports:
            return None
        name = self.keys[other] if isinstance(other, int) else other.partition(":")[2]
        return ports.get(side + name, ports.get(side + "*"))

    def _part_opposites(self) -> None:
        """Edges that run both ways between two parts stand beside each other; heads stay clear of a part's cards."""
        ways = {(way.source, way.target): way for way in self.result.ways}
        for way in self.result.ways:
            source, target = way.source, way.target
            if not way.reversed or source == target or not isinstance(target, int):
                continue
            opposite = ways.get((target, source))
            if opposite is not None and opposite.points == way.points[::-1] and not self._goes_on(way, opposite):
                for each, aside in ((way, PAIR_GAP / 2), (opposite, -PAIR_GAP / 2)):
                    each.points = [(x, y + aside) if self._lr else (x + aside, y) for x, y in each.points]
            part = self.level.parts[target]
            if part.container and target not in self.ports_of:
                x, y = way.points[-1]
                depth = CARD * (2 if part.kind == "series" else 1)
                way.points = [*way.points[:-1], (x + depth, y) if self._lr else (x, y + depth)]

    def _goes_on(self, *ways: Way) -> bool:
        """Whether one of them is continued inside an open part, at the place where it ends now."""
        ends = [end for way in ways for end in ((way.source, "out:", way.target), (way.target, "in:", way.source))]
        return any(self._port(*end) is not None for end in ends)

    def _make_room_for_labels(self) -> None:
        """A label may reach over the outermost boxes, but not over the border around the level."""
        result = self.result
        places = [(*way.label_at, self.measure(way.label, "chip")) for way in result.ways if way.label_at is not None]
        if self._lr:
            spans = [(y - LABEL_HEIGHT / 2, y + LABEL_HEIGHT / 2) for _, y, _ in places]
        else:
            spans = [(x, x + width) for x, _, width in places]
        before = max([0.0, *(-low - LABEL_SLACK for low, _ in spans)])
        extent = result.height if self._lr else result.width
        grown = before + max([extent, *(high - LABEL_SLACK for _, high in spans)])
        if self._lr:
            result.height = grown
        else:
            result.width = grown
        if before:
            result.move(*((0.0, before) if self._lr else (before, 0.0)))
            result.ports = {key: offset + before for key, offset in result.ports.items()}

    def _column(self) -> None:
        """What is put aside stands in a column at the right, in more than one if it is much."""
        aside = self.level.aside
        if not aside:
            return
        result, parts = self.result, self.level.parts
        order = sorted(aside, key=lambda n: (parts[n].kind == "op", -parts[n].ops, n))
        total = sum(result.sizes[n][1] + ASIDE_GAP for n in order)
        limit = max(result.height, 420.0, (total * 240.0) ** 0.5)
        left = result.width + 70.0 if result.width else 0.0
        x, y, widest, bottom = left + 16.0, ASIDE_TITLE, 0.0, 0.0
        column: list[int] = []
        for number in order:
            w, h = result.sizes[number]
            if column and y + h > limit:
                self._widen(column, widest)
                x, y, widest, column = x + widest + ASIDE_GAP, ASIDE_TITLE, 0.0, []
            result.places[number] = (x, y)
            column.append(number)
            y += h + ASIDE_GAP
            widest = max(widest, w)
            bottom = max(bottom, y)
        self._widen(column, widest)
        right = x + widest + 16.0
        result.aside = (left, 0.0, right - left, bottom + 4.0)
        result.width = right
        result.height = max(result.height, bottom + 4.0)

    def _widen(self, column: list[int], width: float) -> None:
        """Closed boxes of a column are equally wide; an open one stands in it as wide as it is."""
        closed = [n for n in column if n not in self.ports_of and self.result.sizes[n][0] <= MOST_ASIDE_WIDTH]
        width = max((self.result.sizes[n][0] for n in closed), default=width)
        for number in closed:
            self.result.sizes[number] = (width, self.result.sizes[number][1])


def _fewer(links: Mapping[tuple[Any, Any], Link], side: int) -> dict[str, str]:
    """Ports by outside key.

    What runs between one part alone and several things outside has one port, from which the lines go their ways: beside
    each other they would cross at once if they stand in the wrong order. Beyond `MOST_PORTS` all that carry least go
    through one, `*`.
    """
    weight: dict[str, int] = {}
    ends: dict[str, set[tuple[int, bool]]] = {}
    for pair, link in links.items():
        key = str(pair[side])
        weight[key] = weight.get(key, 0) + (0 if link.control else link.count)
        ends.setdefault(key, set()).add((pair[1 - side], link.control))
    first: dict[tuple[int, bool], str] = {}
    ports = {key: first.setdefault(min(end), key) if len(end) == 1 else key for key, end in sorted(ends.items())}
    total: dict[str, int] = {}
    for key, port in ports.items():
        total[port] = total.get(port, 0) + weight[key]
    if len(total) <= MOST_PORTS:
        return ports
    ranked = sorted(total, key=lambda port: (-total[port], port))
    kept = set(ranked[: MOST_PORTS - 1])
    return {key: port if port in kept else "*" for key, port in ports.items()}


def _join(graph: LightGraph[Key], links: dict[tuple[Key, Key], Link], a: Key, b: Key, link: Link) -> None:
    old = links.get((a, b))
    if old is not None:
        label = old.label if old.label == link.label else ""
        link = Link(
            old.count + link.count, old.control and link.control, old.ref or link.ref, label, old.sample + link.sample
        )
    links[a, b] = link
    graph.add_edge(a, b, weight=0.3 if link.control else 1.0)
