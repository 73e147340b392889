"""What is typed above the table, as a test over rows."""

from __future__ import annotations

import pytest

from gui.models.filtering import Columns, FilterError, matching

COLUMNS = Columns(
    names=["conv1/weights", "conv1/biases", "conv10/weights", "global_step"],
    dtypes=["float32", "float32", "bfloat16", "int64"],
    shapes=["3x3x3x10", "10", "3x3x3x64", ""],
    sizes=[1080, 40, 3456, 8],
    elements=[270, 10, 1728, 1],
    groups=["model", "model", "optimiser", "step"],
)
ROWS = range(4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [0, 1, 2, 3]),
        ("   ", [0, 1, 2, 3]),
        ("CONV1/", [0, 1]),
        ("conv weights", [0, 2]),
        ("conv?/*", [0, 1]),
        ("*weights", [0, 2]),
        ("-weights", [1, 3]),
        ("-", []),
        ("dtype:float32", [0, 1]),
        ("dtype:bf", [2]),
        ("size:>1K", [0, 2]),
        ("size:>=1080", [0, 2]),
        ("size:<41", [1, 3]),
        ("size:40", [1]),
        ("size:=40B", [1]),
        ("size:>1.07KiB", [2]),
        ("size:", [0, 1, 2, 3]),
        ("size:>", [0, 1, 2, 3]),
        ("elements:>100 dtype:float32", [0]),
        ("shape:3x3*", [0, 2]),
        ("shape:3×3×3×10", [0]),
        ("group:opt", [2]),
        ("-group:model conv", [2]),
        ("nothing", []),
        ("scope:thing", []),
    ],
)
def test_a_filter_keeps_the_rows_that_pass(text, expected):
    assert matching(text, COLUMNS, ROWS) == expected


def test_the_order_of_the_rows_is_kept():
    assert matching("conv", COLUMNS, [2, 0, 1, 3]) == [2, 0, 1]


@pytest.mark.parametrize("text", ["size:big", "size:>1X", "elements:--1", "size:>1M size:1e3"])
def test_a_number_that_is_none_is_named(text):
    with pytest.raises(FilterError, match=text.split()[-1].split(":")[0]):
        matching(text, COLUMNS, ROWS)


@pytest.mark.parametrize("text", ["[", "conv[", "*[", "\\", "(", "a" * 5000, "shape:[", "shape:"])
def test_strange_characters_are_no_error(text):
    matching(text, COLUMNS, ROWS)
