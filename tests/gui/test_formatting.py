"""Numbers, sizes and shapes as the window writes them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.formatting import elide_middle, format_bytes, format_number, format_shape


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (1080, "1.1 KB"), (55_700, "56 KB"), (999_499, "999 KB"),
     (999_600, "1.0 MB"), (553_000_000, "553 MB"), (2**40, "1.1 TB"), (10**18, "1,000 PB")],
)  # fmt: skip
def test_bytes(number, text):
    assert format_bytes(number) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0531, "+0.0531"), (-0.8131, "−0.8131"), (0.0, "0"), (-0.0, "−0"), (1.2e-5, "+1.20e−05"), (123456.7, "+123,457"),
     (1e9, "+1.00e09"), (math.nan, "NaN"), (math.inf, "+∞"), (-math.inf, "−∞"), (138.08, "+138.08")],
)  # fmt: skip
def test_numbers_with_their_sign(value, text):
    assert format_number(value, signed=True) == text


@given(st.floats())
def test_any_number_is_short(value):
    assert 0 < len(format_number(value, signed=True)) <= 14


def test_shapes():
    assert format_shape((3, 3, 3, 10)) == "3×3×3×10"
    assert format_shape((None, 28, -1)) == "?×28×?"
    assert format_shape(None) == "?"
    assert format_shape(()) == "scalar"


@given(st.text(max_size=40), st.integers(1, 30))
def test_an_elided_text_fits(text, length):
    assert len(elide_middle(text, length)) <= max(length, min(len(text), length))
