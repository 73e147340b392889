"""The difference of two values as a value of its own, so that it can be shown and counted like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import Text, UsageError
from core.formats.dtypes import DType, dtype_named
from core.formats.tensor import Index, TensorSource, element_count
from core.variables.blocks import is_numeric
from core.variables.comparison import pairs

Array = np.ndarray[Any, np.dtype[Any]]
Tick = Callable[[], None] | None


class DifferenceSource:
    """`second` − `first`, element by element, in float64 (complex numbers: the magnitude of the difference).

    What only one side has is NaN or infinite here too; where both are NaN, or the same infinity, it is 0, as in
    the comparison.

    Args:
        first: the older value.
        second: the newer one, of the same shape.

    Raises:
        UsageError: they have different shapes, or are no numbers.
    """

    path: Path | None = None
    offset: int | None = None

    def __init__(self, first: TensorSource, second: TensorSource) -> None:
        if first.shape != second.shape or not (is_numeric(first) and is_numeric(second)):
            raise UsageError(Text("{name} can't be subtracted.", name=first.name))
        self._first, self._second = first, second
        self.name = first.name
        self.dtype: DType = dtype_named("float64")
        self.shape = first.shape
        self.nbytes = element_count(first.shape) * 8

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        """The difference of a slice; see `TensorSource.read`."""
        return difference(self._first.read(index, tick=tick), self._second.read(index, tick=tick))

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes]:  # noqa: ARG002  the protocol's
        """All of it as bytes, in bounded pieces."""
        for left, right in pairs(self._first, self._second):
            yield difference(left, right).tobytes()
            if tick is not None:
                tick()

    def verify(self, *, tick: Tick = None) -> bool | None:  # noqa: ARG002  the protocol's
        """There is no checksum of a difference."""
        return None


def difference(first: Array, second: Array) -> Array:
    """`second` − `first` as float64; 0 where both are the same, NaN and infinities too."""
    if "c" in (first.dtype.kind, second.dtype.kind):
        with np.errstate(invalid="ignore", over="ignore"):
            return np.asarray(np.abs(second.astype(np.complex128) - first.astype(np.complex128)))
    left, right = first.astype(np.float64), second.astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        result = np.asarray(right - left)
    if not np.isfinite(result).all():
        result = np.where((left == right) | (np.isnan(left) & np.isnan(right)), 0.0, result)
    return result
