"""Partitioned variables: one tensor stored in boxes, each somewhere else, assembled while it is read."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from core.errors import FormatError, Text
from core.formats.dtypes import DType
from core.formats.tensor import (
    PIECE,
    Array,
    Index,
    TensorSource,
    Tick,
    check_whole,
    element_count,
    normalise_index,
    numeric,
    sliced_shape,
)

MOST_BESIDE_EACH_OTHER = 5_000
"""Parts next to each other, across the axis with the most cuts; more are not TensorFlow's work."""


class Part(NamedTuple):
    """A box of the whole: where it starts on each axis, and its values."""

    starts: tuple[int, ...]
    source: TensorSource


def row_major_blocks(shape: tuple[int, ...], itemsize: int, limit: int = PIECE) -> Iterator[tuple[int | slice, ...]]:
    """Indices that cover a shape in row-major order, each spanning at most `limit` bytes where an element does."""
    axis = 0
    while axis < len(shape) and math.prod(shape[axis + 1 :]) * itemsize > limit:
        axis += 1
    if axis == len(shape):
        yield ()
        return
    rows = max(1, limit // max(1, math.prod(shape[axis + 1 :]) * itemsize))
    for outer in itertools.product(*(range(size) for size in shape[:axis])):
        for first in range(0, shape[axis], rows):
            yield (*outer, slice(first, min(shape[axis], first + rows)))


class SlicedTensor:
    """A tensor in parts. Parts that overlap are refused, as TensorFlow does; a gap is an error when it is read."""

    __slots__ = ("_file", "dtype", "name", "nbytes", "offset", "parts", "path", "shape")

    def __init__(self, name: str, dtype: DType, shape: tuple[int, ...], parts: list[Part], *, path: Path) -> None:
        for starts, source in parts:
            if any(
                start < 0 or start + size > whole
                for start, size, whole in zip(starts, source.shape, shape, strict=True)
            ):
                raise FormatError(path, Text("a slice of {name} reaches outside its shape", name=name))
        if not _disjoint(parts, shape):
            raise FormatError(path, Text("the slices of {name} overlap", name=name))
        self.name = name
        self.dtype = dtype
        self.shape = shape
        self.nbytes = sum(source.nbytes for _, source in parts)
        self.parts = parts
        self.path: Path | None = None
        self.offset: int | None = None
        self._file = path

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        import numpy as np

        dtype = np.dtype(object) if self.dtype.enum == 7 else numeric(self.dtype, self._file)
        axes = normalise_index(index, self.shape)
        full = [range(start, stop, step) for start, stop, step, _ in axes]
        check_whole(self._file, math.prod(map(len, full)) * max(1, dtype.itemsize))
        out = np.zeros([len(axis) for axis in full], dtype)
        filled = 0
        for starts, source in self.parts:
            box = [_overlap(axis, start, size) for axis, start, size in zip(full, starts, source.shape, strict=True)]
            if any(found is None for found in box):
                continue
            target = tuple(found[0] for found in box if found is not None)
            inner = tuple(found[1] for found in box if found is not None)
            out[target] = source.read(inner, tick=tick)
            filled += math.prod(part.stop - part.start for part in target)
        if filled != out.size:
            raise FormatError(self._file, Text("the slices of {name} leave a gap", name=self.name))
        return out.reshape(sliced_shape(axes))

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:
        if check_crc and self.verify(tick=tick) is False:
            raise FormatError(self._file, Text("the checksum of {name} is wrong", name=self.name))
        if element_count(self.shape) == 0:
            return
        for index in row_major_blocks(self.shape, self.dtype.itemsize):
            yield self.read(index, tick=tick).tobytes()

    def verify(self, *, tick: Tick = None) -> bool | None:
        results = [source.verify(tick=tick) for _, source in self.parts]
        if False in results:
            return False
        return True if results and None not in results else None


def _overlap(axis: range, start: int, size: int) -> tuple[slice, slice] | None:
    """Which of the asked positions lie in start…start+size: their places in the result, and in the part."""
    if len(axis) == 0 or size == 0:
        return None
    if axis.step > 0:
        first = max(0, -(-(start - axis.start) // axis.step))
        last = min(len(axis), (start + size - 1 - axis.start) // axis.step + 1)
    else:
        first = max(0, -(-(axis.start - (start + size - 1)) // -axis.step))
        last = min(len(axis), (axis.start - start) // -axis.step + 1)
    if first >= last:
        return None
    inner_start, inner_stop = axis[first] - start, axis[last - 1] - start + axis.step
    return slice(first, last), slice(inner_start, None if inner_stop < 0 else inner_stop, axis.step)


def _disjoint(parts: list[Part], shape: tuple[int, ...]) -> bool:
    """Whether no two parts share an element.

    A sweep along the axis with the most cuts: each part is compared with those that reach into it there.
    """
    if sum(element_count(source.shape) for _, source in parts) > element_count(shape):
        return False
    boxes = [(starts, source.shape) for starts, source in parts if element_count(source.shape)]
    if not shape or len(boxes) < 2:
        return len(boxes) < 2
    cuts = [len({starts[axis] for starts, _ in boxes}) for axis in range(len(shape))]
    main = cuts.index(max(cuts))
    others = [axis for axis in range(len(shape)) if cuts[axis] > 1 and axis != main]
    boxes.sort(key=lambda box: box[0][main])
    active: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for starts, sizes in boxes:
        active = [box for box in active if box[0][main] + box[1][main] > starts[main]]
        if len(active) > MOST_BESIDE_EACH_OTHER:
            return False
        for begins, lengths in active:
            if all(
                begins[axis] < starts[axis] + sizes[axis] and starts[axis] < begins[axis] + lengths[axis]
                for axis in others
            ):
                return False
        active.append((starts, sizes))
    return True
