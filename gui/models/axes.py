"""Which two axes of a tensor are shown, and where the others stand. Pure functions over a shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Mode = Literal["numbers", "image", "tiles", "rows"]
"""How a slice is shown."""

KERNEL = 16
"""A 4-D tensor whose first two sizes are at most this is taken for a convolution's kernel [h, w, in, out]."""


LONG = 64
"""Rows from which on a matrix may be an embedding."""


@dataclass(frozen=True, slots=True)
class View:
    """Two axes of a tensor, and a position on each of the others.

    Attributes:
        shape: the tensor's shape.
        row_axis: shown downwards; None for a scalar.
        column_axis: shown to the right; None for a vector, which is one column.
        position: one index per axis; those of the shown axes are not used.
    """

    shape: tuple[int, ...]
    row_axis: int | None
    column_axis: int | None
    position: tuple[int, ...]

    @property
    def rows(self) -> int:
        return 1 if self.row_axis is None else self.shape[self.row_axis]

    @property
    def columns(self) -> int:
        return 1 if self.column_axis is None else self.shape[self.column_axis]

    @property
    def empty(self) -> bool:
        return 0 in self.shape

    def others(self) -> list[int]:
        """The axes that are not shown, where there is something to choose."""
        return [axis for axis in range(len(self.shape)) if axis not in (self.row_axis, self.column_axis)]

    def index(self, rows: slice, columns: slice) -> tuple[int | slice, ...]:
        """What to read for a block of the table."""
        return tuple(
            rows if axis == self.row_axis else columns if axis == self.column_axis else position
            for axis, position in enumerate(self.position)
        )

    def transposed(self) -> bool:
        """Whether a block comes with its columns first."""
        return self.row_axis is not None and self.column_axis is not None and self.row_axis > self.column_axis

    def text(self) -> str:
        """As one writes it: `[:, :, 0, 0]`."""
        shown = (self.row_axis, self.column_axis)
        return "[" + ", ".join(":" if axis in shown else str(at) for axis, at in enumerate(self.position)) + "]"

    def at(self, axis: int, index: int) -> View:
        """The same with another position on `axis`, kept inside the shape."""
        position = list(self.position)
        position[axis] = min(max(index, 0), max(self.shape[axis] - 1, 0))
        return replace(self, position=tuple(position))

    def with_axes(self, row_axis: int, column_axis: int) -> View:
        """The same with other axes shown; asking for one axis twice swaps the two."""
        if row_axis == column_axis:
            row_axis, column_axis = self.column_axis or 0, self.row_axis or 0
        return replace(self, row_axis=row_axis, column_axis=column_axis)


def first_view(shape: Sequence[int]) -> View:
    """Where to begin: the kernel of a convolution, else the last two axes, everything else at 0."""
    shape = tuple(shape)
    zeros = (0,) * len(shape)
    if not shape:
        return View(shape, None, None, zeros)
    if len(shape) == 1:
        return View(shape, 0, None, zeros)
    if is_kernel(shape):
        return View(shape, 0, 1, zeros)
    return View(shape, len(shape) - 2, len(shape) - 1, zeros)


def is_kernel(shape: Sequence[int]) -> bool:
    """Whether it looks like the kernel of a 2-D convolution, [height, width, in, out]."""
    return len(shape) == 4 and 1 < max(shape[:2]) <= KERNEL


def modes(shape: Sequence[int], *, numeric: bool) -> list[Mode]:
    """The ways in which a tensor can be shown, numbers first. Tiles are for kernels, rows for embeddings."""
    if not numeric or not shape or math.prod(shape) <= 1:
        return ["numbers"]
    if is_kernel(shape):
        return ["numbers", "tiles", "image"]
    return ["numbers", "image", "rows"] if len(shape) >= 2 and shape[-2] >= LONG else ["numbers", "image"]
