"""What the writers read: a value or a slice of it, in bounded pieces, as a type that the file can name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from core.formats.dtypes import DType
from core.formats.sliced import row_major_blocks
from core.formats.tensor import Array, Index, TensorSource, Tick, normalise_index, sliced_shape
from core.variables.blocks import blocks

Advance = Callable[[int], None]
"""Told how many bytes of the source were written; may raise `Cancelled`."""


class Writable(Protocol):
    """What takes the bytes."""

    def write(self, data: bytes | memoryview, /) -> object: ...


class Window:
    """A slice of a value as a value of its own; nothing is read before somebody reads it."""

    def __init__(self, source: TensorSource, index: Index) -> None:
        self._source = source
        self._axes = normalise_index(index, source.shape)
        self.name = source.name
        self.dtype: DType = source.dtype
        self.shape = sliced_shape(self._axes)
        self.nbytes = int(np.prod(self.shape, dtype=np.int64)) * source.dtype.itemsize
        self.path: Path | None = None
        self.offset: int | None = None

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        inner = iter(normalise_index(index, self.shape))
        whole: list[int | slice] = []
        for start, _, step, dropped in self._axes:
            if dropped:
                whole.append(start)
                continue
            first, last, by, drop = next(inner)
            if drop:
                whole.append(start + first * step)
                continue
            count = len(range(first, last, by))
            stop = start + (first + count * by) * step
            whole.append(slice(start + first * step, stop if stop >= 0 else None, by * step) if count else slice(0, 0))
        return self._source.read(tuple(whole), tick=tick)

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:
        if check_crc:
            self._source.verify(tick=tick)
        if 0 in self.shape:
            return
        for block in row_major_blocks(self.shape, self.dtype.itemsize):
            yield self.read(block, tick=tick).tobytes()

    def verify(self, *, tick: Tick = None) -> bool | None:
        return self._source.verify(tick=tick)


class Turned:
    """A value of two axes with the second one first."""

    path: Path | None = None
    offset: int | None = None

    def __init__(self, source: TensorSource) -> None:
        self._source = source
        self.name, self.dtype, self.nbytes = source.name, source.dtype, source.nbytes
        self.shape = source.shape[::-1]

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        """See `TensorSource.read`."""
        row, column = (*(index or ()), slice(None), slice(None))[:2]
        return np.transpose(self._source.read((column, row), tick=tick))

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:
        """See `TensorSource.pieces`."""
        if check_crc:
            self._source.verify(tick=tick)
        if 0 not in self.shape:
            for block in row_major_blocks(self.shape, self.dtype.itemsize):
                yield self.read(block, tick=tick).tobytes()

    def verify(self, *, tick: Tick = None) -> bool | None:
        return self._source.verify(tick=tick)


def windowed(source: TensorSource, index: Index | None) -> TensorSource:
    """The source, or the slice of it."""
    return source if index is None else Window(source, index)


def has_values(source: TensorSource) -> bool:
    """Whether there is something to write at all: not a resource, a variant, or an unknown type."""
    return source.dtype.numpy is not None


def is_text(source: TensorSource) -> bool:
    """Whether it is a string tensor."""
    kind = source.dtype.numpy
    return kind is not None and kind.kind == "O"


def storable(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The type that numpy can name: itself, or the next wider one that holds every value exactly."""
    if dtype.isbuiltin == 1 or dtype.kind in "SO":
        return dtype
    if dtype.name.startswith("uint"):
        return np.dtype(np.uint8)
    return np.dtype(np.int8) if dtype.name.startswith("int") else np.dtype(np.float32)


def write_elements(source: TensorSource, file: Writable, wanted: np.dtype[Any], advance: Advance) -> None:
    """Write a numeric value's elements as `wanted`, little-endian and row-major."""
    if wanted == source.dtype.numpy:
        for piece in source.pieces():
            file.write(piece)
            advance(len(piece))
        return
    for block in blocks(source):
        file.write(block.astype(wanted).tobytes())
        advance(block.nbytes)
