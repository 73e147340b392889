"""Elements of one or two bytes, counted by their bit pattern: every figure then follows exactly from the counts.

There are at most 65,536 patterns, whatever the tensor's size, and it doesn't matter whether numpy can compute
with the type: float16, bfloat16, the float8 and float4 kinds, 2- and 4-bit integers, bool, quantised types.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.formats.dtypes import DType
from core.variables.histogram import Array


class CodeCounts:
    """How often each bit pattern of a 1- or 2-byte type occurs."""

    def __init__(self, dtype: DType) -> None:
        self._dtype = dtype
        # Single bytes are counted two at a time, as pairs: half the work.
        self._counts = np.zeros(1 << 16, np.int64)
        self._odd = np.zeros(1 << 8, np.int64)
        self._index: Array | None = None

    def add(self, block: Array) -> None:
        """Count a one-dimensional block of the type."""
        if block.dtype.itemsize == 1:
            raw = block.view(np.uint8)
            if raw.size % 2:
                self._odd[raw[-1]] += 1
                raw = raw[:-1]
            codes = raw.view(np.uint16)
        else:
            codes = block.view(np.uint16)
        if self._index is None or self._index.size < codes.size:
            self._index = np.empty(codes.size, np.intp)
        index = self._index[: codes.size]
        np.copyto(index, codes)
        np.add.at(self._counts, index, 1)

    def values(self) -> tuple[Array, Array]:
        """The values that occur, as float64 in no order, and how often: int64. NaN may occur several times."""
        numpy_type = self._dtype.numpy
        assert numpy_type is not None
        if numpy_type.itemsize == 1:
            square = self._counts.reshape(256, 256)
            counts: Array = square.sum(axis=0) + square.sum(axis=1) + self._odd
            patterns: Array = np.arange(256, dtype=np.uint8)
        else:
            counts, patterns = self._counts, np.arange(1 << 16, dtype=np.uint16)
        used = np.flatnonzero(counts)
        patterns = patterns[used]
        values = patterns != 0 if numpy_type.kind == "b" else patterns.view(numpy_type)
        with np.errstate(invalid="ignore"):  # signalling NaNs
            return values.astype(np.float64), counts[used]


def weighted_sums(values: Array, counts: Array) -> tuple[float, float, float]:
    """Mean, standard deviation and L2 norm of finite float64 values that occur so often. None may be absent."""
    total = int(counts.sum())
    mean = math.fsum((values * counts).tolist()) / total
    spread = math.fsum(((values - mean) ** 2 * counts).tolist()) / total
    return mean, math.sqrt(spread), math.sqrt(math.fsum((values * values * counts).tolist()))


def weighted_median(values: Array, counts: Array) -> float:
    """The middle value, or the mean of the two middle ones."""
    order = np.argsort(values)
    before = np.cumsum(counts[order])
    total = int(before[-1])
    low, high = (
        float(values[order[np.searchsorted(before, rank, side="right")]]) for rank in ((total - 1) // 2, total // 2)
    )
    return (low + high) / 2


def is_narrow(numpy_type: np.dtype[Any]) -> bool:
    """Whether the elements take one or two bytes."""
    return numpy_type.itemsize <= 2
