from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.variables.slicing import parse_slice


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("", ()),
        ("0", (0,)),
        ("0,:,3:5", (0, slice(None), slice(3, 5))),
        ("[-1, ::2]", (-1, slice(None, None, 2))),
        ("..., 0", (slice(None), slice(None), 0)),
        ("0,...", (0, slice(None), slice(None))),
        ("...", (slice(None),) * 3),
        ("1,", (1,)),
        (" 1 : 3 ", (slice(1, 3),)),
    ],
)
def test_slices_mean_what_they_mean_in_python(words: str, index: tuple[object, ...]) -> None:
    assert parse_slice(words, (4, 5, 6)) == index


@pytest.mark.parametrize("words", ["x", "1:2:3:4", "0,0,0,0", "...,...", ",", "1.5", "0,,1", "1:x", "__import__('os')"])
def test_what_is_no_slice_is_told(words: str) -> None:
    with pytest.raises(UsageError):
        parse_slice(words, (4, 5, 6))


@given(st.text(max_size=30), st.lists(st.integers(0, 5), max_size=4).map(tuple))
def test_any_text_is_a_slice_or_an_error(words: str, shape: tuple[int, ...]) -> None:
    try:
        index = parse_slice(words, shape)
    except UsageError:
        return
    assert len(index) <= len(shape)


_bound = st.none() | st.integers(-6, 6)


@given(st.lists(st.integers(-3, 2) | st.builds(slice, _bound, _bound, st.sampled_from([None, 1, 2, -1])), max_size=3))
def test_what_numpy_takes_is_read_back_from_its_notation(index: list[int | slice]) -> None:
    def word(item: int | slice) -> str:
        if isinstance(item, int):
            return str(item)
        return ":".join("" if part is None else str(part) for part in (item.start, item.stop, item.step))

    array = np.arange(27).reshape(3, 3, 3)
    parsed = parse_slice(",".join(map(word, index)), array.shape)
    np.testing.assert_array_equal(array[parsed], array[tuple(index)])
