"""Histograms: the finished one, and a grid that grows while values of unknown range arrive.

The grid's cells are as wide as a power of two and begin at its multiples. Both are exact in binary floating
point, so that a value's cell is found without rounding; and where a value outside arrives, cells are merged by
twos, fours, … and nothing has to be read again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

CELLS = 256
"""Cells of the grid: two of them make the 16 bits under which a pair of values is counted."""

_HALF = CELLS // 2


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values lie between two edges each; exact.

    Attributes:
        edges: ascending, equally wide, one more than counts. A value on an edge belongs to the bin above it; one on
            the last edge to the last bin, as numpy has it.
        counts: values per bin.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.counts)

    def __iter__(self) -> Iterator[int]:
        return iter(self.counts)


def histogram_of(values: Array, bins: int, *, weights: Array | None = None) -> Histogram | None:
    """Of finite values that are all at hand, from the least to the greatest; None if there are none.

    Where the range is too narrow for that many distinct edges, there is one bin.

    Args:
        values: one-dimensional, finite.
        bins: how many.
        weights: how often each occurs, int64.
    """
    if values.size == 0:
        return None
    low, high = float(values.min()), float(values.max())
    total = values.size if weights is None else int(weights.sum())
    step = high / bins - low / bins
    if low + step == low or high - step == high:
        return Histogram((low, high), (total,))
    if values.dtype == np.float32 and high - low > float(np.finfo(np.float32).max):
        values = values.astype(np.float64)  # numpy subtracts in the values' own type
    if not math.isfinite(high - low):
        values, low, high = values / 4, low / 4, high / 4  # exact for values as large as these
        edges, counts = _counted(values, bins, low, high, weights)
        return Histogram(tuple(edge * 4 for edge in edges), counts)
    return Histogram(*_counted(values, bins, low, high, weights))


def _counted(
    values: Array, bins: int, low: float, high: float, weights: Array | None
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    counts, edges = np.histogram(values, bins, (low, high), weights=weights)
    return tuple(edges.tolist()), tuple(int(count) for count in counts)


class Grid:
    """Counts of values in cells of width 2**exponent, a window of `CELLS` cells from `base` on."""

    def __init__(self) -> None:
        self.exponent: int | None = None
        self.base = 0
        self._counts = np.zeros(CELLS, np.int64)
        self._pairs = np.zeros(CELLS * CELLS, np.int64)
        self._low: int | float = math.inf
        self._high: int | float = -math.inf
        self._scratch = np.empty(0)
        self._bytes = np.empty(0, np.uint8)
        self._index = np.empty(0, np.intp)

    def add(self, block: Array, low: int | float, high: int | float) -> None:
        """Count the finite values of a block, whose least and greatest are known.

        Args:
            block: one-dimensional; float32, float64, or integers of at least 32 bits.
            low: the least, as Python's own number.
            high: the greatest.
        """
        self._fit(low, high, block.dtype)
        cells = self._cells_of(block)
        half = cells.size // 2
        # Two values are one count in a table of pairs: the counting is what takes the time. `add.at` is as fast as
        # `bincount`, but lets no other thread compute meanwhile.
        index = self._index[:half]
        np.copyto(index, cells[: 2 * half].view(np.uint16))
        self._pairs += np.bincount(index, minlength=CELLS * CELLS)
        if cells.size % 2:
            self._counts[int(cells[-1]) ^ _HALF] += 1

    def _cells_of(self, block: Array) -> Array:
        """The cell of each value as a signed byte, counted from the window's middle; its bits as an unsigned one."""
        exponent = self.exponent
        assert exponent is not None
        kind = block.dtype.kind
        # float32 is exact as long as the scale itself is a normal number.
        single = block.dtype.itemsize == 4 and exponent >= -100
        work = np.dtype(f"{kind}8" if kind in "iu" else np.float32 if single else np.float64)
        if self._scratch.dtype != work or self._scratch.size < block.size:
            self._scratch = np.empty(block.size, work)
            self._bytes = np.empty(block.size, np.int8)
            self._index = np.empty(block.size // 2, np.intp)
        cells = self._scratch[: block.size]
        if kind in "iu":
            np.copyto(cells, block)
            np.right_shift(cells, work.type(exponent), out=cells)
        else:
            np.multiply(block, work.type(math.ldexp(1.0, -exponent)), out=cells)
            np.floor(cells, out=cells)
        if self.base != -_HALF:  # weights lie around zero: one step less for them
            cells -= work.type(self.base + _HALF)
        narrow = self._bytes[: block.size]
        np.copyto(narrow, cells, casting="unsafe")
        return narrow.view(np.uint8)

    def _fit(self, low: int | float, high: int | float, dtype: np.dtype[Any]) -> None:
        """Widen or move the window so that it holds these."""
        self._low, self._high = min(self._low, low), max(self._high, high)
        exponent = self.exponent
        if exponent is not None:
            if self.base <= _cell(low, exponent) and _cell(high, exponent) < self.base + CELLS:
                return
            self._fold()
        least = _finest(self._low, self._high, dtype)
        fitting = least if exponent is None else max(exponent, least)
        while _cell(self._high, fitting) - _cell(self._low, fitting) >= CELLS:
            fitting += 1
        first, last = _cell(self._low, fitting), _cell(self._high, fitting)
        base = first - (CELLS - (last - first + 1)) // 2  # room on both sides for what is still to come
        if first >= -_HALF and last < _HALF:
            base = -_HALF
        if dtype.kind in "iu":
            # The window's middle has to be a number of the 64-bit type.
            least_cell = 0 if dtype.kind == "u" else -(1 << 63)
            base = min(max(base, least_cell), least_cell + (1 << 64) - CELLS)
        if exponent is not None:
            used = np.flatnonzero(self._counts)
            # Python's own integers: cells far from 0 have large numbers.
            moved = [((self.base + int(cell)) >> (fitting - exponent)) - base for cell in used]
            counts = np.zeros(CELLS, np.int64)
            np.add.at(counts, np.array(moved, np.intp), self._counts[used])
            self._counts = counts
        self.exponent, self.base = fitting, base

    def _fold(self) -> None:
        """Add the pairs up."""
        table = self._pairs.reshape(CELLS, CELLS)
        self._counts += np.roll(table.sum(axis=0) + table.sum(axis=1), _HALF)
        self._pairs[:] = 0

    def _edge(self, cell: int) -> float:
        """Where a cell of the window begins; beyond float64's range, its greatest value."""
        assert self.exponent is not None
        try:
            return math.ldexp(float(self.base + cell), self.exponent)
        except OverflowError:
            return math.copysign(float(np.finfo(np.float64).max), self.base + cell)

    def histogram(self, bins: int) -> Histogram:
        """At most `bins` equal bins of whole cells, from just below the least to just above the greatest."""
        self._fold()
        used = np.flatnonzero(self._counts)
        first, last = int(used[0]), int(used[-1])
        together = -(-(last - first + 1) // bins)
        count = -(-(last - first + 1) // together)
        cells = np.zeros(count * together, np.int64)
        cells[: last - first + 1] = self._counts[first : last + 1]
        counts = cells.reshape(count, together).sum(axis=1)
        edges = (self._edge(first + i * together) for i in range(count + 1))
        return Histogram(tuple(edges), tuple(counts.tolist()))

    def around(self, rank: int) -> Cell:
        """The cell that holds the value of this rank (0: the least)."""
        self._fold()
        upto = np.cumsum(self._counts)
        cell = int(np.searchsorted(upto, rank, side="right"))
        count = int(self._counts[cell])
        return Cell(self._edge(cell), self._edge(cell + 1), count, rank - (int(upto[cell]) - count))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: where it begins and ends, how many values are in it, and the place of one among them."""

    low: float
    high: float
    count: int
    place: int


def _cell(value: int | float, exponent: int) -> int:
    if isinstance(value, int):
        return value >> exponent
    return math.floor(math.ldexp(value, -exponent))


def _finest(low: int | float, high: int | float, dtype: np.dtype[Any]) -> int:
    """The exponent of the narrowest cells that make sense: no narrower than the values' own spacing."""
    if dtype.kind in "iu":
        return 0
    digits = 24 if dtype.itemsize == 4 else 53
    top = max(abs(low), abs(high))
    return max(math.frexp(top)[1] - digits if top else -1000, -1000)
