"""A slice of a tensor as cells to be coloured: a plane, a kernel's tiles, or some rows. No Qt; runs in a task.

A picture has at most `CELLS` cells in each direction. Of a larger plane every n-th row and column is taken,
and the picture says so: a mean of neighbours would be a number that is not in the file.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gui.models.axes import Mode, View

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource

Array = np.ndarray[Any, np.dtype[Any]]
Tick = Callable[[], None] | None

CELLS = 1024
TILES = 1024
ROWS = 256
"""Rows of an embedding that are shown at a time."""
PIECE = 4 << 20
SKIPPED = 1 << 16
"""Bytes between two rows that are read and dropped rather than sought over."""
WHOLE = 16 << 20
"""Bytes up to which a kernel is read whole."""


@dataclass(frozen=True, slots=True)
class SlicePicture:
    """Cells and what they are.

    Attributes:
        values: 2-D, float64; NaN and infinities stay what they are.
        present: 2-D, bool: where there is a cell at all (tiles have gaps between them).
        limit: the greatest finite absolute value, the end of the colours' range.
        name: of a cell: its index in the tensor, as one writes it.
        step: every how many rows and columns a cell was taken.
        tiles: how many tiles, and how many there are in the tensor; (0, 0): no tiles.
        first_row: number of the first row, where rows are shown.
        stretched: whether cells may be wider than high.
    """

    values: Array
    present: Array
    limit: float
    name: Callable[[int, int], str]
    step: tuple[int, int] = (1, 1)
    tiles: tuple[int, int] = (0, 0)
    first_row: int = 0
    stretched: bool = False

    @property
    def nans(self) -> int:
        return int((np.isnan(self.values) & self.present).sum())

    @property
    def infs(self) -> int:
        return int((np.isinf(self.values) & self.present).sum())


def read_picture(source: TensorSource, view: View, mode: Mode, first_row: int = 0, tick: Tick = None) -> SlicePicture:
    """The picture of `view` of `source`; reads bounded pieces.

    Raises:
        FormatError: the file does not hold what it says.
    """
    if mode == "tiles":
        return _tiles(source, view, tick)
    if view.column_axis is None:
        return _vector(source, tick)
    start, stop = (first_row, min(first_row + ROWS, view.rows)) if mode == "rows" else (0, view.rows)
    steps = (1 if mode == "rows" else -(-view.rows // CELLS), -(-view.columns // CELLS))
    rows, columns = range(start, stop, steps[0]), range(0, view.columns, steps[1])
    values = _numbers(_plane(source, view, rows, columns, tick))

    def name(row: int, column: int) -> str:
        at = list(view.position)
        assert view.row_axis is not None
        assert view.column_axis is not None
        at[view.row_axis], at[view.column_axis] = rows[row], columns[column]
        return _index(at)

    return picture_of(values, name=name, step=steps, first_row=start, stretched=mode == "rows")


def picture_of(values: Array, *, name: Callable[[int, int], str], **more: Any) -> SlicePicture:
    """A plane that is at hand, e.g. the difference of two."""
    return SlicePicture(values, np.ones(values.shape, bool), _limit(values), name, **more)


def _plane(source: TensorSource, view: View, rows: range, columns: range, tick: Tick) -> Array:
    """Piece by piece along the outer of the two axes, so that what is between the cells is not held."""
    assert view.row_axis is not None
    assert view.column_axis is not None
    turned = view.transposed()
    outer, inner = (columns, rows) if turned else (rows, columns)
    axis = min(view.row_axis, view.column_axis)
    spanned = max(math.prod(source.shape[axis + 1 :]) * max(source.dtype.itemsize, 1), 1)
    # What lies between two cells is read along where that costs less than another read.
    count = max(1, PIECE // (spanned * outer.step)) if spanned * (outer.step - 1) <= SKIPPED else 1
    pieces = []
    inside = slice(inner.start, inner.stop)
    for at in range(0, len(outer), count):
        part = outer[at : at + count]
        across = slice(part[0], part[-1] + 1)
        index = view.index(inside, across) if turned else view.index(across, inside)
        # Whole runs, thinned out here: many small reads wait for their turn again and again.
        pieces.append(np.asarray(source.read(index, tick=tick))[:: outer.step, :: inner.step].copy())
        if tick is not None:
            tick()
    values = np.concatenate(pieces)
    return values.T if turned else values


def _vector(source: TensorSource, tick: Tick) -> SlicePicture:
    """A vector lies in rows of a width that suits it."""
    count = source.shape[0]
    step = -(-count // (CELLS * 64))
    values = _numbers(source.read((slice(0, count, step),), tick=tick))
    width = max(min(64, values.size), math.ceil(math.sqrt(values.size * 3)))
    height = -(-values.size // width)
    cells, present = np.zeros((height, width)), np.zeros((height, width), bool)
    cells.flat[: values.size], present.flat[: values.size] = values, True
    return SlicePicture(
        cells, present, _limit(values), lambda row, column: _index([(row * width + column) * step]), step=(1, step)
    )


def _tiles(source: TensorSource, view: View, tick: Tick) -> SlicePicture:
    high, wide, inputs, outputs = source.shape
    everything = slice(None)
    whole = inputs * outputs <= TILES and source.nbytes <= WHOLE
    if whole:
        block, pairs = source.read(tick=tick), [(i, o) for i in range(inputs) for o in range(outputs)]
    elif outputs == 1:
        kept = min(inputs, TILES)
        block = source.read((everything, everything, slice(0, kept), everything), tick=tick)
        pairs = [(i, 0) for i in range(kept)]
    else:
        kept, at = min(outputs, TILES), view.position[2]
        index = (everything, everything, slice(at, at + 1), slice(0, kept))
        block, pairs = source.read(index, tick=tick), [(at, o) for o in range(kept)]
    tiles = _numbers(np.moveaxis(block.reshape(high, wide, -1), 2, 0))
    grid = whole and inputs > 1 and 1 < outputs <= 96
    across = outputs if grid else min(len(tiles), math.ceil(math.sqrt(len(tiles) * 3)))
    down = -(-len(tiles) // across)
    cells = np.zeros((down * (high + 1) - 1, across * (wide + 1) - 1))
    present = np.zeros(cells.shape, bool)
    for number, tile in enumerate(tiles):
        top, left = number // across * (high + 1), number % across * (wide + 1)
        cells[top : top + high, left : left + wide] = tile
        present[top : top + high, left : left + wide] = True

    def name(row: int, column: int) -> str:
        i, o = pairs[row // (high + 1) * across + column // (wide + 1)]
        return _index([row % (high + 1), column % (wide + 1), i, o])

    return SlicePicture(cells, present, _limit(tiles), name, tiles=(len(tiles), inputs * outputs))


def _numbers(values: Array) -> Array:
    """As float64; complex numbers by their magnitude."""
    return np.abs(values).astype(np.float64) if values.dtype.kind == "c" else np.asarray(values).astype(np.float64)


def _limit(values: Array) -> float:
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def _index(at: list[int]) -> str:
    return "[" + ", ".join(map(str, at)) + "]"
