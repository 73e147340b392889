"""Where the shapes are written on the edges: once per tensor, beside a line, on no box and on no other line."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

import numpy as np

from core.graph.level_parts import Key, LevelLayout, Point, Way
from core.graph.metrics import Measure

HEIGHT = 13.0
BESIDE = 7.0
MOST_BOXES = 600
"""A level with more boxes than this gets no labels: nobody reads it at a scale where they would show."""

Rectangle = tuple[float, float, float, float]


def add_labels(layout: LevelLayout, measure: Measure, direction: Literal["TB", "LR"]) -> None:
    """Gives the ways of a level their labels, of each source's equal ones the straightest alone."""
    if len(layout.places) > MOST_BOXES:
        return
    boxes = [(*layout.places[n], *layout.sizes[n]) for n in layout.places]
    boxes += [(ref.x, ref.y, ref.w, ref.h) for ref in layout.refs]
    lines = _Lines(layout.ways)
    taken: list[Rectangle] = []
    done: set[tuple[Key, str]] = set()
    for way in sorted(layout.ways, key=lambda w: (_bend(w, direction), str(w.source), str(w.target))):
        label = way.link.label
        if not label or isinstance(way.source, str) or isinstance(way.target, str):
            continue
        if (way.source, label) in done:
            continue
        size = (measure(label, "chip"), HEIGHT)
        for place in _places(way.points, size, direction):
            rectangle = (*place, *size)
            if not _hits(rectangle, boxes) and not _hits(rectangle, taken) and not lines.cross(rectangle, way):
                taken.append(rectangle)
                done.add((way.source, label))
                way.label, way.label_at = label, (place[0], place[1] + HEIGHT / 2)
                break


class _Lines:
    """The pieces of all lines, to see which of them run through a rectangle."""

    def __init__(self, ways: list[Way]) -> None:
        numbers = {id(way): number for number, way in enumerate(ways)}
        pieces = [(*a, *b, numbers[id(way)]) for way in ways if len(way.points) > 1 for a, b in pairwise(way.points)]
        table = np.asarray(pieces, dtype=np.float64).reshape(-1, 5)
        self._ax, self._ay, self._bx, self._by, self._way = table.T
        self._numbers = numbers

    def cross(self, rectangle: Rectangle, own: Way) -> bool:
        """Whether another line than its own runs through a rectangle."""
        x, y, w, h = rectangle
        near = np.flatnonzero(
            (np.minimum(self._ax, self._bx) < x + w)
            & (np.maximum(self._ax, self._bx) > x)
            & (np.minimum(self._ay, self._by) < y + h)
            & (np.maximum(self._ay, self._by) > y)
            & (self._way != self._numbers[id(own)])
        )
        if not len(near):
            return False
        ax, ay = self._ax[near], self._ay[near]
        dx, dy = self._bx[near] - ax, self._by[near] - ay
        # A line misses a rectangle if all four corners are on one side of it.
        sides = [dx * (cy - ay) - dy * (cx - ax) for cx in (x, x + w) for cy in (y, y + h)]
        lowest, highest = np.min(sides, axis=0), np.max(sides, axis=0)
        return bool(((lowest <= 0) & (highest >= 0)).any())


def _bend(way: Way, direction: Literal["TB", "LR"]) -> float:
    axis = 1 if direction == "LR" else 0
    return sum(abs(b[axis] - a[axis]) for a, b in pairwise(way.points)) + len(way.points)


def _places(points: list[Point], size: tuple[float, float], direction: Literal["TB", "LR"]) -> Iterable[Point]:
    """Top left corners to try: along the first pieces of the line, at its right, then at its left."""
    w, h = size
    for (ax, ay), (bx, by) in list(pairwise(points))[:4]:
        length = abs(by - ay) + abs(bx - ax)
        if length < 16.0:
            continue
        middle_x, middle_y = (ax + bx) / 2, (ay + by) / 2
        if direction == "LR":
            yield middle_x - w / 2, middle_y - h - 3.0
            yield middle_x - w / 2, middle_y + 3.0
            continue
        # A long upright piece is labelled near its beginning, where its source is in view.
        if abs(ax - bx) < 1.0 and by - ay > 80.0:
            middle_y = ay + 18.0
        yield middle_x + BESIDE, middle_y - h / 2
        yield middle_x - BESIDE - w, middle_y - h / 2
        if abs(ax - bx) < 1.0 and by - ay > 40.0:  # farther down, where other lines have gone their ways
            for at in (by - 18.0, (ay + by) / 2):
                yield middle_x + BESIDE, at - h / 2
                yield middle_x - BESIDE - w, at - h / 2


def _hits(rectangle: Rectangle, others: Iterable[Rectangle]) -> bool:
    x, y, w, h = rectangle
    return any(x < ox + ow and ox < x + w and y < oy + oh and oy < y + h for ox, oy, ow, oh in others)
