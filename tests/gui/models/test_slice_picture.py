"""A slice as cells: every cell is a number of the tensor, and knows its index."""

from __future__ import annotations

import ast

import ml_dtypes
import numpy as np
import pytest

from core.formats.dtypes import dtype_named
from gui.models.axes import first_view, modes
from gui.models.slice_picture import CELLS, TILES, read_picture


class ArraySource:
    path = offset = None

    def __init__(self, values: np.ndarray) -> None:
        self.name, self.dtype, self.shape, self.nbytes = (
            "t",
            dtype_named(values.dtype.name),
            values.shape,
            values.nbytes,
        )
        self.values, self.largest = values, 0

    def read(self, index=None, *, tick=None):
        result = self.values[index] if index is not None else self.values
        self.largest = max(self.largest, result.nbytes)
        return result


def every_cell_is_of(picture, values) -> int:
    """Counts the cells, and holds each against the tensor."""
    found = 0
    for row, column in zip(*np.nonzero(picture.present), strict=True):
        index = tuple(ast.literal_eval(picture.name(int(row), int(column))))
        np.testing.assert_equal(picture.values[row, column], float(values[index]))
        found += 1
    return found


@pytest.mark.parametrize("dtype", ["float32", "float64", "int8", "uint8", "bool", "bfloat16", "float8_e4m3fn"])
def test_an_image_has_the_values_of_the_slice_for_every_type(dtype):
    kind = getattr(ml_dtypes, dtype, None) or np.dtype(dtype)
    values = (np.arange(2 * 5 * 7).reshape(2, 5, 7) % 5).astype(kind)
    view = first_view(values.shape).at(0, 1)
    picture = read_picture(ArraySource(values), view, "image")
    assert every_cell_is_of(picture, values) == 35
    turned = read_picture(ArraySource(values), view.with_axes(2, 1), "image")
    assert every_cell_is_of(turned, values) == 35
    assert turned.values.shape == (7, 5)


def test_the_range_is_symmetric_about_zero_and_leaves_nan_and_infinity_out():
    values = np.array([[1, -3, np.nan], [np.inf, 2, -np.inf]], np.float32)
    picture = read_picture(ArraySource(values), first_view(values.shape), "image")
    assert (picture.limit, picture.nans, picture.infs) == (3.0, 1, 2)


def test_every_nth_row_and_column_of_a_large_plane_and_no_large_piece_of_it():
    values = np.arange(5000 * 3000, dtype=np.float32).reshape(5000, 3000)
    source = ArraySource(values)
    picture = read_picture(source, first_view(values.shape), "image")
    assert max(picture.values.shape) <= CELLS
    assert picture.step == (5, 3)
    assert every_cell_is_of(picture, values) == 1000 * 1000
    assert source.largest <= 4 << 20


def test_a_kernel_is_a_tile_for_each_pair_of_channels():
    values = np.random.default_rng(0).normal(size=(3, 3, 4, 6)).astype(np.float32)
    picture = read_picture(ArraySource(values), first_view(values.shape), "tiles")
    assert picture.tiles == (24, 24)
    assert every_cell_is_of(picture, values) == values.size
    assert picture.values.shape == (4 * 4 - 1, 6 * 4 - 1)


@pytest.mark.parametrize("shape", [(3, 3, 64, 128), (5, 5, 2000, 1), (1, 7, 1, 3)])
def test_many_channels_are_shown_in_part_and_it_says_so(shape):
    values = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    picture = read_picture(ArraySource(values), first_view(shape).at(2, 5), "tiles")
    shown, there = picture.tiles
    assert there == shape[2] * shape[3]
    assert shown <= TILES
    assert every_cell_is_of(picture, values) == shown * shape[0] * shape[1]


def test_an_embedding_is_shown_by_rows_from_any_row_on():
    values = np.arange(5000 * 8, dtype=np.int32).reshape(5000, 8)
    picture = read_picture(ArraySource(values), first_view(values.shape), "rows", 4900)
    assert picture.first_row == 4900
    assert picture.values.shape == (100, 8)
    assert (picture.values == values[4900:]).all()


def test_a_vector_lies_in_rows():
    values = np.arange(1000, dtype=np.float32)
    assert every_cell_is_of(read_picture(ArraySource(values), first_view((1000,)), "image"), values) == 1000


def test_only_what_makes_sense_is_offered():
    assert modes((3, 3, 8, 16), numeric=True) == ["numbers", "tiles", "image"]
    assert modes((5000, 64), numeric=True) == ["numbers", "image", "rows"]
    assert modes((10,), numeric=True) == ["numbers", "image"]
    assert modes((), numeric=True) == modes((5,), numeric=False) == modes((0, 3), numeric=True) == ["numbers"]
