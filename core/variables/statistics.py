"""Figures about a tensor's values, computed in bounded pieces: memory does not grow with the tensor.

Two passes over the bytes: the first takes range, sums and counts, the second the histogram, for which the
range must be known. Sums are taken in float64 around the first piece's mean, so that a small spread on a
large offset keeps its figures. Types without a numpy type of their own (bfloat16, float8) are widened by `ml_dtypes`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.errors import Text, UsageError
from core.formats.tensor import TensorSource, element_count

BINS = 30
"""Bars of the histogram."""

BLOCK = 1 << 18
"""Elements that are looked at in one go; the widened copy of a block is 2 MiB."""

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(slots=True)
class Statistics:
    """What is known about the values of a tensor; figures are over the finite values.

    Attributes:
        count: elements, NaN and Inf among them.
        finite: elements that are neither NaN nor Inf.
        minimum: None where there is no finite value; the real part's for complex numbers, as are all the others.
        histogram: how many values lie in each of the equal bins from `minimum` to `maximum`; empty if none.
    """

    count: int
    finite: int = 0
    nans: int = 0
    infs: int = 0
    zeros: int = 0
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    std: float | None = None
    histogram: list[int] = field(default_factory=list)


def can_count(source: TensorSource) -> bool:
    """Whether the tensor holds numbers (or truth values) at all."""
    numpy_type = source.dtype.numpy
    return numpy_type is not None and numpy_type.kind != "O"


def statistics(source: TensorSource, *, bins: int = BINS, tick: Callable[[float], None] | None = None) -> Statistics:
    """Range, mean, standard deviation, NaN, Inf, zeros and a histogram of `source`.

    Args:
        source: the tensor; it is read twice, in pieces of at most 4 MiB.
        bins: bars of the histogram; 0: only one pass, no histogram.
        tick: called with the fraction that is done; may raise `Cancelled`.

    Raises:
        UsageError: strings, resources and variants have no such figures.
        FormatError: the file does not hold what it says.
    """
    if not can_count(source):
        raise UsageError(Text("{name} holds no numbers.", name=source.name))
    total = element_count(source.shape)
    passes = 2 if bins else 1
    seen = 0

    def advance(count: int) -> None:
        nonlocal seen
        seen += count
        if tick is not None:
            tick(seen / (passes * total) if total else 1.0)

    result = Statistics(total)
    sums = _Sums()
    for block in _blocks(source):
        sums.add(block, result)
        advance(block.size)
    sums.finish(result)
    if bins and result.finite:
        _histogram(source, result, bins, advance)
    return result


class _Sums:
    """Sums of deviations from a first guess of the mean."""

    def __init__(self) -> None:
        self.shift: float | None = None
        self.first = 0.0
        self.second = 0.0

    def add(self, block: Array, result: Statistics) -> None:
        result.zeros += int(block.size - np.count_nonzero(block))
        values = block
        if block.dtype.kind == "f":
            low, high = float(block.min()), float(block.max())
            if not (math.isfinite(low) and math.isfinite(high)):
                finite = np.isfinite(block)
                nans = int(np.count_nonzero(np.isnan(block)))
                result.nans += nans
                result.infs += int(block.size - np.count_nonzero(finite)) - nans
                values = block[finite]
                if values.size == 0:
                    return
                low, high = float(values.min()), float(values.max())
        else:
            low, high = float(block.min()), float(block.max())
        result.finite += values.size
        result.minimum = low if result.minimum is None else min(result.minimum, low)
        result.maximum = high if result.maximum is None else max(result.maximum, high)
        wide = values.astype(np.float64)
        if self.shift is None:
            self.shift = float(wide.mean())
        wide -= self.shift
        self.first += float(wide.sum())
        self.second += float(np.dot(wide, wide))

    def finish(self, result: Statistics) -> None:
        if self.shift is None or not result.finite:
            return
        offset = self.first / result.finite
        result.mean = self.shift + offset
        variance = self.second / result.finite - offset * offset
        # Squares of values near float64's limit overflow; there is no such spread to show then.
        result.std = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else None


def _histogram(source: TensorSource, result: Statistics, bins: int, advance: Callable[[int], None]) -> None:
    low, high = result.minimum, result.maximum
    assert low is not None
    assert high is not None
    if low == high or not math.isfinite(high - low):
        result.histogram = [result.finite] if low == high else []
        return
    counts = np.zeros(bins, np.int64)
    for block in _blocks(source):
        values = block if result.finite == result.count else block[np.isfinite(block)]
        counts += np.histogram(values, bins, (low, high))[0]
        advance(block.size)
    result.histogram = [int(count) for count in counts]


def _blocks(source: TensorSource) -> Any:
    """The elements in runs, as bool→uint8, integers as they are, floats at least float32, complex by real part."""
    numpy_type = source.dtype.numpy
    assert numpy_type is not None
    width = numpy_type.itemsize
    rest = b""
    for piece in source.pieces():
        data = rest + bytes(piece) if rest else piece
        whole = len(data) - len(data) % width
        elements = np.frombuffer(data, numpy_type, count=whole // width)
        rest = bytes(data[whole:])
        for start in range(0, elements.size, BLOCK):
            yield _plain(elements[start : start + BLOCK])


def _plain(block: Array) -> Array:
    kind, width = block.dtype.kind, block.dtype.itemsize
    if kind == "b":
        return block.view(np.uint8)
    if kind == "c":
        return block.real
    if kind in "iu" or (kind == "f" and width >= 4):
        return block
    return block.astype(np.float32)
