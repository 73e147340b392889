"""Two axes of a tensor, and a position on each of the others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.models.axes import first_view


def test_a_kernel_begins_with_its_two_spatial_axes():
    view = first_view((3, 3, 64, 128))
    assert (view.row_axis, view.column_axis, view.text()) == (0, 1, "[:, :, 0, 0]")


def test_any_other_tensor_begins_with_its_last_two_axes():
    assert first_view((8, 100, 200)).text() == "[0, :, :]"
    assert first_view((256, 12, 12, 3)).text() == "[0, 0, :, :]"


def test_a_vector_is_one_column_and_a_scalar_one_cell():
    assert (first_view((7,)).rows, first_view((7,)).columns) == (7, 1)
    assert (first_view(()).rows, first_view(()).columns) == (1, 1)


def test_the_same_axis_twice_swaps_the_two():
    view = first_view((4, 5)).with_axes(1, 1)
    assert (view.row_axis, view.column_axis) == (1, 0)
    assert view.transposed()


@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.data())
def test_every_block_is_what_numpy_slices(shape, data):
    values = np.arange(int(np.prod(shape))).reshape(shape)
    axes = data.draw(st.permutations(range(len(shape))))
    view = first_view(shape).with_axes(axes[0], axes[1])
    for axis in view.others():
        view = view.at(axis, data.draw(st.integers(-2, 9)))
    block = values[view.index(slice(0, view.rows), slice(0, view.columns))]
    table = block.T if view.transposed() else block
    assert table.shape == (view.rows, view.columns)
    for row in range(view.rows):
        for column in range(view.columns):
            place = list(view.position)
            place[axes[0]], place[axes[1]] = row, column
            assert table[row, column] == values[tuple(place)]


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 0, 0)])
def test_no_elements_is_empty(shape):
    assert first_view(shape).empty
