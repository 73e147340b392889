"""A picture made ready to paint: arrays to cull and to paint in bulk with, indices to find things by.

Made off the GUI thread together with the layout; never changed after that, so both threads may read it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.layout.picture import Box, Picture, Point, Route
from gui.canvas.fonts import fonts
from gui.canvas.grid import Floats, Grid, Ints

CATEGORIES = ("", "nn", "activation", "shape", "maths", "normalisation", "data")
"""Category names by their code in `Scene.category`."""

OUTSET = 8.0
"""How far paint may leave a box (the stack of cards, the selection's outline), in scene units."""

CHEVRON = 28.0
"""Width of the part of a container's header that opens and closes it, in scene units."""


class Scene:
    """A `Picture` with its arrays.

    Attributes:
        boxes: in painting order, containers before their children.
        rects: float64 (boxes, 4): left, top, right, bottom.
        container: bool (boxes,): an open scope or the aside area, painted below the edges.
        category: int8 (boxes,): index into `CATEGORIES`.
        group: bool (boxes,): name scopes and series, open or closed.
        ref: bool (boxes,): small stand-ins for nodes that are drawn elsewhere.
        depth: int16 (boxes,): 0 for the top level.
        segments: float64 (segments, 4): x1, y1, x2, y2 of the routes' polylines.
        segment_route: int64 (segments,): the route that a segment belongs to.
        main: left and right end of the top level without what is put aside.
        first: where the keyboard starts, the topmost box of the top level; None if there is none.
        source, target: int64 (routes,): indices of the boxes at the ends, −1 if not drawn.
    """

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.boxes: list[Box] = list(picture.boxes.values())
        self.routes: list[Route] = picture.routes
        count = len(self.boxes)
        self.index: dict[str, int] = {box.key: i for i, box in enumerate(self.boxes)}
        # Read one by one in Python: a list of a million numbers handed to numpy at once would stop the GUI's thread.
        edges = (v for box in self.boxes for v in (box.x, box.y, box.x + box.w, box.y + box.h))
        self.rects: Floats = np.fromiter(edges, np.float64, 4 * count).reshape(count, 4)
        codes = {name: i for i, name in enumerate(CATEGORIES)}
        self.category = np.fromiter((codes.get(box.category, 0) for box in self.boxes), np.int8, count)
        self.container = np.fromiter((box.expanded or box.kind == "aside" for box in self.boxes), np.bool_, count)
        self.ref = np.fromiter((box.kind == "ref" for box in self.boxes), np.bool_, count)
        self.group = np.fromiter((box.kind in ("scope", "series") for box in self.boxes), np.bool_, count)
        self.depth = self._depths()
        self.containers: Ints = np.flatnonzero(self.container).astype(np.int64)
        self.leaves: Ints = np.flatnonzero(~self.container).astype(np.int64)
        self._leaf_grid = Grid(self.rects[self.leaves])
        self._find_main()
        self._add_routes()

    def _depths(self) -> npt.NDArray[np.int16]:
        depths: dict[str, int] = {"": -1}
        for box in self.boxes:
            depths[box.key] = depths.get(box.parent, -1) + 1
        return np.fromiter((depths[box.key] for box in self.boxes), np.int16, len(self.boxes))

    def _add_routes(self) -> None:
        routes, index = self.routes, self.index
        count = len(routes)
        self.source: Ints = np.fromiter((index.get(route.source, -1) for route in routes), np.int64, count)
        self.target: Ints = np.fromiter((index.get(route.target, -1) for route in routes), np.int64, count)
        lengths: Ints = np.fromiter((len(route.points) for route in routes), np.int64, count)
        numbers = (v for route in routes for point in route.points for v in point)
        points = np.fromiter(numbers, np.float64).reshape(-1, 2)
        owner = np.repeat(np.arange(len(routes)), lengths)
        inner = owner[1:] == owner[:-1] if len(owner) else np.empty(0, np.bool_)
        self.segments: Floats = np.hstack([points[:-1], points[1:]])[inner] if len(points) else np.empty((0, 4))
        self.segment_route: Ints = owner[1:][inner].astype(np.int64) if len(points) else np.empty(0, np.int64)
        self.segments = np.ascontiguousarray(self.segments)
        self.route_control = np.fromiter((route.control for route in routes), np.bool_, count)
        x, y = self.segments[:, 0::2], self.segments[:, 1::2]
        bounds = np.column_stack([x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)])
        self._segment_grid = Grid(bounds)
        labelled = [i for i, route in enumerate(routes) if route.label and len(route.points) > 1]
        self.label_routes: Ints = np.array(labelled, np.int64)
        self._label_grid = Grid(np.array([_label_rect(routes[i]) for i in labelled], np.float64).reshape(-1, 4))

    @property
    def width(self) -> float:
        return self.picture.width

    @property
    def height(self) -> float:
        return self.picture.height

    def box(self, key: str) -> Box | None:
        """The box of that key, None if it isn't drawn."""
        return self.picture.boxes.get(key)

    def leaves_in(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Indices of the boxes without drawn children that meet the region."""
        return self.leaves[self._leaf_grid.query(left, top, right, bottom)]

    def containers_in(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Indices of the open containers that meet the region, outer ones first."""
        rects = self.rects[self.containers]
        meets = (rects[:, 0] <= right) & (rects[:, 2] >= left) & (rects[:, 1] <= bottom) & (rects[:, 3] >= top)
        return self.containers[meets]

    def segments_in(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Indices of the segments whose bounds meet the region."""
        return self._segment_grid.query(left, top, right, bottom)

    def labels_in(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Indices of the routes whose label meets the region."""
        return self.label_routes[self._label_grid.query(left, top, right, bottom)]

    def box_at(self, x: float, y: float) -> Box | None:
        """The innermost box at a point in scene units; the aside area's background is nothing."""
        leaves = self.leaves_in(x, y, x, y)
        if len(leaves):
            return self.boxes[int(leaves[-1])]
        around = [self.boxes[i] for i in self.containers_in(x, y, x, y).tolist()]
        return next((box for box in reversed(around) if box.kind != "aside"), None)

    def route_at(self, x: float, y: float, reach: float) -> int:
        """Index of the route within `reach` of a point, −1 if there is none."""
        near = self.segments_in(x - reach, y - reach, x + reach, y + reach)
        if not len(near):
            return -1
        a, b = self.segments[near, :2], self.segments[near, 2:]
        along = b - a
        length = np.maximum((along**2).sum(axis=1), 1e-9)
        t = np.clip(((np.array([x, y]) - a) * along).sum(axis=1) / length, 0.0, 1.0)
        distance = np.hypot(*(a + t[:, None] * along - np.array([x, y])).T)
        best = int(distance.argmin())
        return int(self.segment_route[near[best]]) if distance[best] <= reach else -1

    def routes_of(self, i: int) -> Ints:
        """Indices of the routes that start or end at a box."""
        return np.flatnonzero((self.source == i) | (self.target == i)).astype(np.int64)

    def routes_within(self, i: int) -> Ints:
        """Indices of the routes with an end at a box or anywhere inside it, but not both ends inside."""
        inside = np.zeros(len(self.boxes) + 1, np.bool_)  # the last one stands for −1
        inside[[self.index[box.key] for box in self.picture.walk(self.boxes[i].key)]] = True
        return np.flatnonzero(inside[self.source] != inside[self.target]).astype(np.int64)

    def middle_of_top(self, height: float) -> float:
        """Where the eye should begin in a picture too wide for the window: amid what its first `height` units show.

        An open container may be much wider than what stands at its top, so it is the boxes in it that count.
        """
        low, high = self.main
        rects = self.rects[self.leaves][~self.ref[self.leaves]]
        middles = (rects[:, 0] + rects[:, 2]) / 2
        inside = (middles >= low) & (middles <= high)
        rects, middles = rects[inside], middles[inside]
        if not len(rects):
            return self.width / 2
        first = rects[:, 1].min()
        # The first row tells where the data comes in; what comes farther down counts less.
        near = np.sort(middles[rects[:, 1] <= first + min(height, 60.0)])
        # The median. That of numpy imports 15 ms of what nobody needs, in a frame that somebody waits for.
        return float(near[(len(near) - 1) // 2] + near[len(near) // 2]) / 2

    def _find_main(self) -> None:
        """Where the top level is, what is put aside left out."""
        aside = np.fromiter((box.kind == "aside" for box in self.boxes), np.bool_, len(self.boxes))
        roots = np.flatnonzero((self.depth == 0) & ~aside)
        self.main: tuple[float, float] = (0.0, self.width)
        self._root_rects: Floats = self.rects[roots]
        self.first: Box | None = None
        if len(roots):
            rects = self._root_rects
            self.main = (float(rects[:, 0].min()), float(rects[:, 2].max()))
            self.first = self.boxes[int(roots[np.lexsort((rects[:, 0], rects[:, 1]))[0]])]


def label_place(route: Route) -> Point:
    """Where a route's label has its left middle: where the layout says, else right of its first piece's middle."""
    if route.label_at is not None:
        return route.label_at
    (ax, ay), (bx, by) = route.points[0], route.points[1]
    return max(ax, bx) + 9 if abs(bx - ax) < 40 else (ax + bx) / 2 + 9, (ay + by) / 2


def _label_rect(route: Route) -> tuple[float, float, float, float]:
    x, y = label_place(route)
    return x - 4, y - 10, x + fonts().measure(route.label, "chip") + 8, y + 10


def on_chevron(box: Box, x: float, y: float) -> bool:
    """Whether a point is on the part of a container that opens or closes it with one click."""
    if not (box.expandable or box.expanded):
        return False
    height = box.header if box.expanded and box.header else box.h
    return box.x <= x <= box.x + CHEVRON and box.y <= y <= box.y + height
