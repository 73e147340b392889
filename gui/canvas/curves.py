"""Smooth curves through the points of a route, as painter paths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from core.layout.picture import Box, Point

HEAD = 7.0
"""Length of an arrowhead, in scene units."""
HALF = 4.0
"""Half of its width."""


def leaves_sideways(box: Box | None, point: Point) -> bool:
    """Whether a route that ends at `point` on the border of `box` stands on its left or right side."""
    if box is None:
        return False
    to_side = min(abs(point[0] - box.x), abs(point[0] - box.x - box.w))
    to_end = min(abs(point[1] - box.y), abs(point[1] - box.y - box.h))
    return to_side < to_end


def curve(
    points: Sequence[Point], *, start_sideways: bool = False, end_sideways: bool = False, head: float = HEAD
) -> tuple[QPainterPath, QPolygonF]:
    """The line and the arrowhead of a route.

    The curve leaves and meets its boxes at right angles, and is straight where two neighbouring points are in
    line, so that it stays in the gap that the layout left for it.

    Args:
        points: at least two, in the direction of the data.
        start_sideways: it leaves its box through the left or right side.
        end_sideways: it meets its box on the left or right side.
        head: length of the arrowhead; 0 for none.
    """
    points = _without_stubs(points, head + 2.0)
    last, before = points[-1], points[-2]
    way = _towards(before, last, end_sideways)
    stop = (last[0] - way[0] * head * 0.8, last[1] - way[1] * head * 0.8)
    line = [*points[:-1], stop]
    ways = [_towards(line[0], line[1], start_sideways)]
    ways += [_through(line[i - 1], line[i], line[i + 1], sideways=start_sideways) for i in range(1, len(line) - 1)]
    ways.append(way)
    path = QPainterPath(QPointF(*line[0]))
    for (a, b), (da, db) in zip(pairwise(line), pairwise(ways), strict=True):
        dx, dy = b[0] - a[0], b[1] - a[1]
        if abs(dx) < 0.5 or abs(dy) < 0.5:
            path.lineTo(b[0], b[1])
            continue
        ka, kb = _reach(dx, dy, da), _reach(dx, dy, db)
        path.cubicTo(a[0] + da[0] * ka, a[1] + da[1] * ka, b[0] - db[0] * kb, b[1] - db[1] * kb, b[0], b[1])
    return path, _arrow(last, way, head)


def _without_stubs(points: Sequence[Point], shortest: float) -> list[Point]:
    """The points without those so near to an end that there is no room for a bend between."""
    inner = [p for p in points[1:-1] if _apart(p, points[0], 1.0) and _apart(p, points[-1], shortest)]
    return [points[0], *inner, points[-1]]


def _apart(a: Point, b: Point, distance: float) -> bool:
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) > distance


def _arrow(tip: Point, way: Point, head: float) -> QPolygonF:
    if not head:
        return QPolygonF()
    half = HALF * head / HEAD
    base = (tip[0] - way[0] * head, tip[1] - way[1] * head)
    left = QPointF(base[0] - way[1] * half, base[1] + way[0] * half)
    right = QPointF(base[0] + way[1] * half, base[1] - way[0] * half)
    return QPolygonF([QPointF(*tip), left, right])


def _towards(a: Point, b: Point, sideways: bool) -> Point:
    """The unit vector of the axis on which a border is crossed between `a` and `b`."""
    if sideways:
        return (1.0, 0.0) if b[0] >= a[0] else (-1.0, 0.0)
    return (0.0, 1.0) if b[1] >= a[1] else (0.0, -1.0)


def _through(a: Point, b: Point, c: Point, *, sideways: bool) -> Point:
    """The direction at an inner point: straight where a neighbouring piece is, else from neighbour to neighbour."""
    for p, q in ((a, b), (b, c)):
        dx, dy = q[0] - p[0], q[1] - p[1]
        if (abs(dy) if sideways else abs(dx)) < 0.5:
            return _towards(p, q, sideways)
    dx, dy = c[0] - a[0], c[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    return (dx / length, dy / length)


def _reach(dx: float, dy: float, way: Point) -> float:
    """How far a control point lies from its end."""
    if way[0] == 0.0:
        return abs(dy) * 0.5
    if way[1] == 0.0:
        return abs(dx) * 0.5
    return math.hypot(dx, dy) / 3
