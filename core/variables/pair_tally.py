"""How two values of the same shape differ, from blocks of their elements.

Differences of float32 are taken in float32, where close values subtract without rounding; other floats, and blocks
whose squares float32 can't hold, in float64; integers of one type exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.variables.sums import Array, dot, exact_sum, total

_LEAST_SQUARE = 1e-30
"""Below this, squares of float32 lose digits."""

_ALIKE = 16
"""How many times the sum of squares of one side may be that of the other."""

_GLANCE = 1024
"""Elements that are looked at to see whether two blocks may be the same."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Between two values of the same shape.

    Attributes:
        count: elements.
        differing: elements that are not equal.
        incomparable: of these, those where only one side is finite, or infinities differ.
        max_abs: the largest absolute difference of comparable elements; None if there are none (or for strings).
        mean_abs: its mean over the comparable elements.
        cosine: of the angle between the two, over elements finite on both sides; None where one of them is zero.
    """

    count: int
    differing: int = 0
    incomparable: int = 0
    max_abs: int | float | None = None
    mean_abs: float | None = None
    cosine: float | None = None


class PairTally:
    """Differences of what was added, block by block."""

    def __init__(self) -> None:
        self._differing = 0
        self._incomparable = 0
        self._max: int | float = 0
        self._sums: list[float] = []
        self._products: list[tuple[float, ...]] = []  # first², second², difference², first · second

    def add(self, first: Array, second: Array) -> None:
        """Take two one-dimensional blocks of as many elements in."""
        if first.dtype == second.dtype and _same_bits(first, second):
            self._add_equal(first)
        elif "c" in (first.dtype.kind, second.dtype.kind):
            self._add_complex(first.astype(np.complex128), second.astype(np.complex128))
        elif first.dtype == second.dtype and first.dtype.kind in "iu":
            self._add_integers(first, second)
        elif first.dtype == second.dtype == np.float32:
            self._add_floats(first, second)
        else:
            self._add_floats(first.astype(np.float64), second.astype(np.float64))

    def _add_equal(self, values: Array) -> None:
        if values.dtype.kind == "c":
            values = np.ascontiguousarray(values).view(f"f{values.dtype.itemsize // 2}")
        if values.dtype != np.float32:
            values = values.astype(np.float64)
        squares = dot(values, values)
        if not _plain(values, squares):
            wide = values.astype(np.float64)
            wide[~np.isfinite(wide)] = 0
            squares = dot(wide, wide)
        self._products.append((squares, squares, 0.0, squares))

    def _add_integers(self, first: Array, second: Array) -> None:
        # The difference of two 64-bit integers needs 64 bits without a sign; float64 would round it.
        unsigned = np.dtype(f"u{first.dtype.itemsize}")
        gaps = np.maximum(first, second).view(unsigned) - np.minimum(first, second).view(unsigned)
        self._differing += int(np.count_nonzero(gaps != 0))
        self._max = max(self._max, int(gaps.max()))
        self._square(first.astype(np.float64), second.astype(np.float64), gaps.astype(np.float64))

    def _add_floats(self, first: Array, second: Array) -> None:
        with np.errstate(invalid="ignore", over="ignore"):
            gaps = first - second
            np.abs(gaps, out=gaps)
            largest = float(gaps.max())
        if not math.isfinite(largest):
            if first.dtype == np.float32:  # once more, where there is room for every difference of them
                return self._add_floats(first.astype(np.float64), second.astype(np.float64))
            equal = (first == second) | (np.isnan(first) & np.isnan(second))
            both = np.isfinite(first) & np.isfinite(second)
            lone = ~both & ~equal
            self._incomparable += int(np.count_nonzero(lone))
            self._differing += int(np.count_nonzero(~equal))
            gaps[~both] = 0
            first, second = np.where(both, first, 0), np.where(both, second, 0)
            largest = float(gaps.max())
        else:
            # Floats that differ have a gap, a tiny one at least. Mostly all do.
            self._differing += gaps.size if gaps.min() else int(np.count_nonzero(gaps != 0))
        self._max = max(self._max, largest)
        self._square(first, second, gaps)
        return None

    def _add_complex(self, first: Array, second: Array) -> None:
        equal = (first == second) | (np.isnan(first) & np.isnan(second))
        both = np.isfinite(first) & np.isfinite(second)
        self._incomparable += int(np.count_nonzero(~both & ~equal))
        self._differing += int(np.count_nonzero(~equal))
        first, second = np.where(both, first, 0), np.where(both, second, 0)
        with np.errstate(over="ignore"):
            gaps = np.abs(first - second)
        self._max = max(self._max, float(gaps.max()))
        # Real and imaginary parts as the coordinates that they are.
        self._square(first.view(np.float64), second.view(np.float64), gaps)

    def _square(self, first: Array, second: Array, gaps: Array) -> None:
        products = _products(first, second, gaps)
        if first.dtype == np.float32 and not all(
            _plain(values, square) for values, square in zip((first, second, gaps), products, strict=False)
        ):
            first, second, gaps = (values.astype(np.float64) for values in (first, second, gaps))
            products = _products(first, second, gaps)
        self._sums.append(total(gaps))
        self._products.append(products)

    def result(self, count: int) -> Difference:
        """The figures of everything that was added; `count` elements in all."""
        comparable = count - self._incomparable
        if not comparable:
            return Difference(count, self._differing, self._incomparable)
        mean = exact_sum(self._sums) / comparable
        return Difference(
            count,
            self._differing,
            self._incomparable,
            self._max if math.isfinite(self._max) else None,
            mean if math.isfinite(mean) else None,
            self._cosine(),
        )

    def _cosine(self) -> float | None:
        first, second, gap, product = (exact_sum(products[i] for products in self._products) for i in range(4))
        if not (0 < first < math.inf and 0 < second < math.inf and gap < math.inf):
            return None
        left, right = math.sqrt(first), math.sqrt(second)
        if gap < left * right / 16:
            # Nearly equal: by the law of cosines, from the difference, which keeps the digits that matter.
            cosine = 1 - (gap - (left - right) ** 2) / (2 * left * right)
        else:
            cosine = product / left / right
        return max(-1.0, min(1.0, cosine))


def _products(first: Array, second: Array, gaps: Array) -> tuple[float, ...]:
    one, two, gap = dot(first, first), dot(second, second), dot(gaps, gaps)
    # The law of cosines spares a pass, and loses nothing where neither side is much the longer.
    alike = max(one, two) <= _ALIKE * min(one, two) < math.inf
    return one, two, gap, (one + two - gap) / 2 if alike else dot(first, second)


def _plain(values: Array, square: float) -> bool:
    """Whether the sum of squares is right: neither overflowed nor vanishing."""
    return (
        math.isfinite(square)
        and (square == 0 or square > _LEAST_SQUARE * values.size)
        and (square > 0 or not values.any())
    )


def _same_bits(first: Array, second: Array) -> bool:
    if first[:_GLANCE].tobytes() != second[:_GLANCE].tobytes():
        return False
    kind = np.uint64 if first.nbytes % 8 == 0 else np.uint8
    return bool(np.array_equal(first.view(kind), second.view(kind)))
