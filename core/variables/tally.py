"""Sums over a tensor that arrives in blocks: exact for integers, stable for floats, without NaN and Inf."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.variables.sums import Array, dot

_SAFE = 1e150
"""Between its inverse and this, the square of a float64 neither overflows nor vanishes."""


class Tally:
    """Counts, range, sum, spread and norm of what was added.

    Attributes:
        finite: values that are neither NaN nor Inf.
        low: the least of the finite values; None if there are none.
        block_range: the least and the greatest of the block that was added last.
    """

    def __init__(self) -> None:
        self.finite = 0
        self.nans = 0
        self.infs = 0
        self.zeros = 0
        self.low: int | float | None = None
        self.high: int | float | None = None
        self.block_range: tuple[int | float, int | float] = (0, 0)
        self._integer_sum = 0
        self._sums: list[float] = []
        self._mean = 0.0
        self._spread = np.longdouble(0)  # of squared deviations; wider than float64 where the machine has it
        self._squares = np.longdouble(0)
        self._wide: Array | None = None

    def add(self, block: Array) -> Array:
        """Take a block in: bool, integers, float32 or float64. Gives its finite values back."""
        if block.dtype.kind == "f":
            with np.errstate(invalid="ignore"):
                low, high = float(block.min()), float(block.max())
            if not (math.isfinite(low) and math.isfinite(high)):
                finite = np.isfinite(block)
                nans = int(np.count_nonzero(np.isnan(block)))
                self.nans += nans
                self.infs += block.size - int(np.count_nonzero(finite)) - nans
                block = block[finite]
                if block.size == 0:
                    return block
                low, high = float(block.min()), float(block.max())
            self._range(low, high)
            # `== 0` and then counting truth values is five times as fast as counting what is not zero.
            self.zeros += int(np.count_nonzero(block == 0))
            self._sum_floats(block, max(abs(low), abs(high)))
        else:
            if block.dtype.kind == "b":
                block = block.view(np.uint8)
            self._range(int(block.min()), int(block.max()))
            self.zeros += int(np.count_nonzero(block == 0))
            self._sum_integers(block)
        self.finite += block.size
        return block

    def _range(self, low: int | float, high: int | float) -> None:
        self.block_range = (low, high)
        self.low = low if self.low is None else min(self.low, low)
        self.high = high if self.high is None else max(self.high, high)

    def _widen(self, block: Array) -> Array:
        if self._wide is None or self._wide.size < block.size:
            self._wide = np.empty(block.size, np.float64)
        wide = self._wide[: block.size]
        np.copyto(wide, block)
        return wide

    def _sum_floats(self, block: Array, top: float) -> None:
        if block.dtype == np.float64 and top and not 1 / _SAFE < top < _SAFE:
            longer = block.astype(np.longdouble)
            total = longer.sum()
            mean = float(total / block.size)
            self._merge(block.size, mean, ((longer - mean) ** 2).sum(), (longer * longer).sum())
            self._sums.append(float(total))
            return
        wide = block if block.dtype == np.float64 else self._widen(block)
        self._sums.append(self._moments(wide))

    def _sum_integers(self, block: Array) -> None:
        total = self._moments(self._widen(block))
        if block.dtype.itemsize < 8:
            self._integer_sum += int(total)  # exact: a block of 32-bit integers is far from 2**53
        else:
            # The halves cannot overflow: a block has far fewer than 2**31 elements.
            self._integer_sum += (int((block >> block.dtype.type(32)).sum()) << 32) + int(
                (block & block.dtype.type(0xFFFFFFFF)).sum()
            )

    def _moments(self, wide: Array) -> float:
        """Squares and spread of a block in float64; gives its sum."""
        total = float(wide.sum())
        squares = dot(wide, wide)
        mean = total / wide.size
        spread = squares - total * mean
        if spread < 1e-4 * squares:
            # Most of it cancels out: a small spread on a large offset. Once more, around the mean.
            centred = wide - mean
            spread = dot(centred, centred)
        self._merge(wide.size, mean, spread, squares)
        return total

    def _merge(self, count: int, mean: float, spread: Any, squares: Any) -> None:
        """Join the moments of two sets (Chan, Golub, LeVeque 1979)."""
        whole = self.finite + count
        with np.errstate(over="ignore", invalid="ignore"):
            step = np.longdouble(mean) - self._mean
            self._spread += spread + step * step * (self.finite * count / whole)
            self._mean = float(self._mean + step * (count / whole))
            self._squares += squares

    @property
    def mean(self) -> float | None:
        """Of the finite values; None if there are none."""
        if not self.finite:
            return None
        if self._integer_sum or not self._sums:
            return self._integer_sum / self.finite
        try:
            mean = math.fsum(self._sums) / self.finite
        except (OverflowError, ValueError):  # sums beyond float64, of one sign or of both
            return self._mean
        return mean if math.isfinite(mean) else self._mean

    @property
    def std(self) -> float | None:
        """The population's; None if there are no finite values, or it is beyond what the machine can say."""
        return self._root(self._spread / max(1, self.finite)) if self.finite else None

    @property
    def l2(self) -> float | None:
        """The root of the sum of squares; None as for `std`."""
        return self._root(self._squares) if self.finite else None

    @staticmethod
    def _root(square: Any) -> float | None:
        root = float(np.sqrt(square if square > 0 else np.longdouble(0)))
        return root if math.isfinite(root) else None
