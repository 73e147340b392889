"""From levels to the picture: sizes bottom-up, absolute coordinates top-down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from core.graph.calls import calls_of
from core.graph.categories import category
from core.graph.hierarchy import EVERY, Part
from core.graph.level_layout import lay_out_level
from core.graph.level_parts import LevelLayout, Way
from core.graph.levels import Level, Levels
from core.graph.metrics import (
    HEADER,
    MARGIN,
    MOST_CHIPS,
    PADDING,
    Measure,
    body_width,
    header_width,
    op_size,
    scope_size,
)
from core.graph.shapes import output_shapes, shape_text
from core.graph.values import value_text
from core.graph.weights import CONSTANTS
from core.layout.component import straightened
from core.layout.picture import Box, Chip, Picture, Point, Route

if TYPE_CHECKING:
    from core.progress import Progress

Direction = Literal["TB", "LR"]
ASIDE = "[aside]"


class Composer:
    """Makes pictures of the levels of a graph, keeping the layouts of levels that stay as they are."""

    def __init__(self, levels: Levels, measure: Measure, direction: Direction, *, dot: bool = False) -> None:
        self.levels = levels
        self.dot = dot
        self.measure = measure
        self.direction: Direction = direction
        self._layouts: dict[str, tuple[tuple[object, ...], LevelLayout]] = {}
        self._chips: dict[int, list[Chip]] = {}

    def fits(self, levels: Levels, measure: Measure, direction: Direction, dot: bool) -> bool:
        """Made for these."""
        same = self.measure == measure and self.direction == direction and self.dot == dot
        return self.levels is levels and same

    def picture(self, expanded: set[str], progress: Progress | None) -> Picture:
        """The picture with these containers open."""
        tick = None if progress is None else progress.tick
        root = self.levels.hierarchy.root
        order: list[tuple[Part, Level]] = []
        stack = [root]
        while stack:
            part = stack.pop()
            level = self.levels.level(part, tick)
            order.append((part, level))
            stack.extend(p for p in reversed(level.parts) if p.container and p.key in expanded)
        layouts: dict[str, LevelLayout] = {}
        for done, (part, level) in enumerate(reversed(order)):
            if progress is not None:
                progress.tick(done / len(order))
            layouts[part.key] = self._layout(part, level, layouts, progress)
        return self._compose(root, layouts, progress)

    def _layout(
        self, part: Part, level: Level, layouts: dict[str, LevelLayout], progress: Progress | None
    ) -> LevelLayout:
        signature = tuple((p.key, id(layouts[p.key])) for p in level.parts if p.key in layouts and p.container)
        known = self._layouts.get(part.key)
        if known is not None and known[0] == signature:
            return known[1]
        sizes: dict[int, tuple[float, float]] = {}
        ports: dict[int, dict[str, float]] = {}
        for number, each in enumerate(level.parts):
            inner = layouts.get(each.key) if each.container else None
            if inner is None:
                sizes[number] = self._closed_size(each)
                continue
            wide = header_width(each.label, each.ops, each.parameters, self.measure)
            wide += body_width(self.levels.hierarchy.bodies.get(each.key, ""), self.measure)
            width = max(inner.width + 2 * PADDING, wide)
            sizes[number] = (width, inner.height + HEADER + PADDING)
            across = HEADER if self.direction == "LR" else (width - inner.width) / 2
            ports[number] = {key: offset + across for key, offset in inner.ports.items()}
        tick = None if progress is None else progress.tick
        layout = lay_out_level(level, sizes, ports, self.measure, self.direction, tick, dot=self.dot)
        # The inner layouts are kept alive by their own entries, so an id can't come to mean another one.
        self._layouts[part.key] = (signature, layout)
        return layout

    def _closed_size(self, part: Part) -> tuple[float, float]:
        if part.container:
            return scope_size(part.label, part.ops, part.parameters, self.measure)
        return op_size(part.label, self.chips(part.node), self.measure)

    def chips(self, node: int) -> list[Chip]:
        """The weights and constants folded into an op."""
        known = self._chips.get(node)
        if known is not None:
            return known
        hierarchy = self.levels.hierarchy
        skeleton, folding = hierarchy.skeleton, hierarchy.folding
        chips: list[Chip] = []
        heads = folding.chips.get(node, [])
        for head in heads:
            names = tuple(skeleton.names[n] for n in folding.family[head])
            op_node = hierarchy.graph.nodes[head]
            told = output_shapes(op_node)
            text = shape_text(told[0]) if told else ""
            if skeleton.ops[head] in CONSTANTS:
                text = value_text(op_node) or text
            chips.append(Chip(names[0], _short(names[0]), text, names))
        # Weights before small constants; what is too much is gathered in the last one.
        chips.sort(key=lambda chip: "×" not in chip.shape)
        if len(chips) > MOST_CHIPS:
            rest = chips[MOST_CHIPS - 1 :]
            gathered = tuple(n for chip in rest for n in chip.nodes)
            chips = [*chips[: MOST_CHIPS - 1], Chip(rest[0].node, f"+ {len(rest)}", "", gathered)]
        self._chips[node] = chips
        return chips

    def _compose(self, root: Part, layouts: dict[str, LevelLayout], progress: Progress | None) -> Picture:
        picture = Picture()
        layout = layouts[root.key]
        stack: list[tuple[Part, str, float, float]] = [(root, "", MARGIN, MARGIN)]
        while stack:
            part, parent, x, y = stack.pop()
            level, layout = self.levels.level(part), layouts[part.key]
            keys = self._add_boxes(picture, part, parent, level, layout, layouts, x, y)
            for count, way in enumerate(layout.ways):
                if progress is not None and not count % EVERY:
                    progress.tick()
                picture.routes.append(self._route(way, keys, parent, picture, x, y))
            for number, each in reversed(list(enumerate(level.parts))):
                inner = layouts.get(each.key) if each.container else None
                if inner is not None:
                    box = picture.boxes[each.key]
                    left = box.x + (box.w - inner.width) / 2
                    stack.append((each, keys[number], left, box.y + HEADER))
        top = layouts[root.key]
        picture.width, picture.height = top.width + 2 * MARGIN, top.height + 2 * MARGIN
        return picture

    def _add_boxes(
        self,
        picture: Picture,
        part: Part,
        parent: str,
        level: Level,
        layout: LevelLayout,
        layouts: dict[str, LevelLayout],
        x: float,
        y: float,
    ) -> dict[int, str]:
        top = part.parent is None
        siblings = picture.roots if top else picture.boxes[parent].children
        aside = set(level.aside)
        keys: dict[int, str] = {}
        for number, each in enumerate(level.parts):
            keys[number] = each.key
            box = self._box(each, parent, each.container and each.key in layouts)
            px, py = layout.places[number]
            box.x, box.y = x + px, y + py
            box.w, box.h = layout.sizes[number]
            picture.boxes[each.key] = box
            if number in aside:
                box.parent = ASIDE
                picture.asides.append(each.key)
            else:
                siblings.append(each.key)
        for ref in layout.refs:
            box = Box(ref.key, "ref", ref.label, x=x + ref.x, y=y + ref.y, w=ref.w, h=ref.h, parent=parent)
            box.node = ref.node
            if ref.node:
                box.op = self.levels.hierarchy.graph.node(ref.node).op
                box.category = category(box.op)
            picture.boxes[ref.key] = box
            siblings.append(ref.key)
            reader = picture.boxes[keys[ref.reader]]
            picture.routes.append(_ref_route(box, reader, self.direction))
        if layout.aside is not None:
            ax, ay, aw, ah = layout.aside
            area = Box(ASIDE, "aside", "", x=x + ax, y=y + ay, w=aw, h=ah, expanded=True, children=list(picture.asides))
            area.ops = sum(picture.boxes[key].ops for key in picture.asides)
            boxes = {ASIDE: area, **picture.boxes}
            picture.boxes = boxes
            picture.roots.append(ASIDE)
        return keys

    def _box(self, part: Part, parent: str, expanded: bool) -> Box:
        if part.container:
            kind: Literal["scope", "series"] = "series" if part.kind == "series" else "scope"
            body = self.levels.hierarchy.bodies.get(part.key, "")
            return Box(
                part.key, kind, part.label, body, ops=part.ops, parameters=part.parameters, parent=parent,
                expanded=expanded, expandable=True, header=HEADER if expanded else 0.0,
            )  # fmt: skip
        hierarchy = self.levels.hierarchy
        op = hierarchy.skeleton.ops[part.node]
        called = ", ".join(call.function for call in calls_of(hierarchy.graph, hierarchy.graph.nodes[part.node]))
        return Box(
            part.key, "op", part.label, called, op=op, category=category(op), ops=part.ops, parameters=part.parameters,
            chips=self.chips(part.node), parent=parent, node=hierarchy.skeleton.names[part.node],
        )  # fmt: skip

    def _route(self, way: Way, keys: dict[int, str], parent: str, picture: Picture, x: float, y: float) -> Route:
        """A way of a level in absolute coordinates, drawn on to the border where it leaves an open container."""
        skeleton = self.levels.hierarchy.skeleton
        points = [(x + px, y + py) for px, py in way.points]
        link = way.link
        source = keys[way.source] if isinstance(way.source, int) else parent
        target = keys[way.target] if isinstance(way.target, int) else parent
        inward, outward = not isinstance(way.source, int), not isinstance(way.target, int)
        if parent and (inward or outward):
            around = picture.boxes[parent]
            if inward:
                points.insert(0, self._entrance(around, points[0]))
            if outward:
                last = points[-1]
                points.append((around.x + around.w, last[1]) if self._lr else (last[0], around.y + around.h))
        tensors = tuple(
            (skeleton.names[int(skeleton.source[n])], skeleton.names[int(skeleton.target[n])]) for n in link.sample
        )
        goes_on = outward
        if way.continued:  # the line goes on inside, unless the title is in its way
            goes_on = self._entrance(picture.boxes[target], points[-1]) == points[-1]
        return Route(
            source, target, straightened(points) if inward or outward else points,
            link.count, link.control, way.reversed, link.ref,
            way.label, None if way.label_at is None else (x + way.label_at[0], y + way.label_at[1]),
            tensors, arrow=not goes_on,
        )  # fmt: skip

    @property
    def _lr(self) -> bool:
        return self.direction == "LR"

    def _entrance(self, around: Box, point: Point) -> Point:
        """Where a line enters an open container: at its border, below the title where that would be crossed."""
        if self._lr:
            return around.x, point[1]
        detail = header_width("", around.ops, around.parameters, self.measure) - 40.0
        title = 34.0 + self.measure(around.label, "label") + body_width(around.detail, self.measure)
        clear = around.x + title < point[0] < around.x + around.w - detail
        return point[0], around.y if clear else around.y + around.header


def _ref_route(ref: Box, reader: Box, direction: Direction) -> Route:
    if direction == "LR":
        middle = reader.x + reader.w / 2
        points = [(middle, ref.y + ref.h), (middle, reader.y)]
    else:
        y = ref.y + ref.h / 2
        inside = min(max(y, reader.y + 6.0), reader.y + reader.h - 6.0)
        points = [(ref.x + ref.w, y), (reader.x, inside)]
    return Route(ref.key, reader.key, points)


def _short(head: str) -> str:
    """The last part of a weight's name."""
    for suffix in ("/read", "/ReadVariableOp"):
        head = head.removesuffix(suffix)
    return head.rpartition("/")[2]
