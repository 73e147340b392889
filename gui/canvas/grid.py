"""Which rectangles meet a region: a uniform grid in numpy arrays, built in one pass without Python loops."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

Whole = TypeVar("Whole", bound=np.integer[Any])

_CELLS_PER_ITEM = 64
"""An item that covers more cells than this is kept in a list that every query looks at."""


class Grid:
    """An index over rectangles.

    Args:
        rects: float64 of shape (n, 4): left, top, right, bottom, with left ≤ right and top ≤ bottom.
    """

    def __init__(self, rects: Floats) -> None:
        self._rects = rects
        count = len(rects)
        if not count:
            return
        self._left, self._top = float(rects[:, 0].min()), float(rects[:, 1].min())
        width = max(float(rects[:, 2].max()) - self._left, 1.0)
        height = max(float(rects[:, 3].max()) - self._top, 1.0)
        # About two items per cell, cells about square.
        self._size = max(math.sqrt(width * height / max(count / 2, 1.0)), width / 4096, height / 4096)
        self._nx = int(width / self._size) + 1
        self._ny = int(height / self._size) + 1
        x0, x1 = self._column(rects[:, 0]), self._column(rects[:, 2])
        y0, y1 = self._row(rects[:, 1]), self._row(rects[:, 3])
        spans = (x1 - x0 + 1) * (y1 - y0 + 1)
        self._large: Ints = np.flatnonzero(spans > _CELLS_PER_ITEM).astype(np.int64)
        small: Ints = np.flatnonzero(spans <= _CELLS_PER_ITEM).astype(np.int64)
        repeats = spans[small]
        ids = np.repeat(small, repeats)
        within = np.arange(len(ids)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        columns = (x1 - x0 + 1)[ids]
        cells = (y0[ids] + within // columns) * self._nx + x0[ids] + within % columns
        order = np.argsort(cells, kind="stable")
        self._items: Ints = ids[order]
        self._starts: Ints = np.searchsorted(cells[order], np.arange(self._nx * self._ny + 1)).astype(np.int64)

    def _column(self, x: Floats) -> Ints:
        return np.clip(((x - self._left) / self._size).astype(np.int64), 0, self._nx - 1)

    def _row(self, y: Floats) -> Ints:
        return np.clip(((y - self._top) / self._size).astype(np.int64), 0, self._ny - 1)

    def query(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Indices of the rectangles that meet the region, ascending, each once."""
        rects = self._rects
        if not len(rects):
            return np.empty(0, np.int64)
        x0, x1 = (int(v) for v in self._column(np.array([left, right])))
        y0, y1 = (int(v) for v in self._row(np.array([top, bottom])))
        if (x1 - x0 + 1) * (y1 - y0 + 1) * 3 > self._nx * self._ny:
            return np.flatnonzero(_meets(rects, left, top, right, bottom)).astype(np.int64)
        starts, items = self._starts, self._items
        found = [items[starts[y * self._nx + x0] : starts[y * self._nx + x1 + 1]] for y in range(y0, y1 + 1)]
        candidates = distinct(np.concatenate([*found, self._large]))
        return candidates[_meets(rects[candidates], left, top, right, bottom)]


def distinct(values: npt.NDArray[Whole]) -> npt.NDArray[Whole]:
    """The values, ascending, each once. `np.unique` would import `numpy.ma` first: 15 ms amid the first frame."""
    ordered = np.sort(values)
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def _meets(rects: Floats, left: float, top: float, right: float, bottom: float) -> npt.NDArray[np.bool_]:
    meets: npt.NDArray[np.bool_] = (
        (rects[:, 0] <= right) & (rects[:, 2] >= left) & (rects[:, 1] <= bottom) & (rects[:, 3] >= top)
    )
    return meets
