"""The elements of a tensor in runs that fit a processor's cache, whatever the tensor's size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from core.formats.tensor import FileTensor, TensorSource, element_count

Array = np.ndarray[Any, np.dtype[Any]]
Advance = Callable[[float], None] | None
"""Told the fraction that is done (0 to 1); may raise `Cancelled`."""

BLOCK_BYTES = 1 << 19
"""A block and the copies that are made of it stay in the second-level cache."""

LARGE_BLOCK_BYTES = 1 << 20
"""Where some twenty steps or more are made with each block, and the steps' own cost counts too."""


def is_numeric(source: TensorSource) -> bool:
    """Whether the tensor holds numbers or truth values (not strings, resources or variants)."""
    numpy_type = source.dtype.numpy
    return numpy_type is not None and numpy_type.kind != "O" and source.dtype.itemsize > 0


def blocks(source: TensorSource, *, tick: Advance = None, block_bytes: int = BLOCK_BYTES) -> Iterator[Array]:
    """The elements of a numeric `source` in row-major order, as one-dimensional arrays of its own dtype.

    Args:
        source: the tensor.
        tick: called after each block.
        block_bytes: the most bytes of a block.

    Raises:
        FormatError: the file does not hold what it says.
    """
    numpy_type = source.dtype.numpy
    assert numpy_type is not None
    total = element_count(source.shape)
    width = numpy_type.itemsize
    at_once = max(1, block_bytes // width)
    done = 0
    rest = b""
    # Pieces of a block's size are still in the cache when the block is looked at.
    pieces = source.pieces(size=block_bytes) if type(source) is FileTensor else source.pieces()
    for piece in pieces:
        data = rest + bytes(piece) if rest else piece
        whole = len(data) // width
        elements = np.frombuffer(data, numpy_type, count=whole)
        rest = bytes(data[whole * width :])
        for start in range(0, whole, at_once):
            block = elements[start : start + at_once]
            yield block
            done += block.size
            if tick is not None:
                tick(done / total)


def widened(block: Array) -> Array:
    """The same values in a type that numpy computes with: complex numbers by magnitude, bfloat16 as float32."""
    kind, width = block.dtype.kind, block.dtype.itemsize
    if kind == "c":
        with np.errstate(over="ignore", invalid="ignore"):
            magnitudes: Array = np.abs(block)
            return magnitudes
    if kind == "b":
        truths: Array = block.view(np.uint8) != 0
        return truths
    if kind in "iu" or (kind == "f" and width >= 4):
        return block
    return block.astype(np.float32)
