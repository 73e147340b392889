from __future__ import annotations

import io
import struct

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.errors import Text
from core.session import protocol


def there_and_back(array: np.ndarray) -> np.ndarray:
    stream = io.BytesIO()
    protocol.send(stream, {"type": "done"}, {"x": array})
    stream.seek(0)
    header, received = protocol.receive(stream)
    assert header == {"type": "done"}
    assert stream.read() == b""
    return received["x"]


@given(
    arrays.arrays(
        st.one_of(
            arrays.integer_dtypes(endianness="<"),
            arrays.floating_dtypes(endianness="<"),
            arrays.boolean_dtypes(),
            arrays.complex_number_dtypes(endianness="<", sizes=(64, 128)),
        ),
        arrays.array_shapes(min_dims=0, min_side=0),
    )
)
def test_an_array_arrives_as_it_was_sent(array: np.ndarray) -> None:
    result = there_and_back(array)
    assert result.dtype == array.dtype
    assert result.shape == array.shape
    assert result.tobytes() == array.tobytes()


@given(st.lists(st.binary()))
def test_strings_arrive_as_they_were_sent(items: list[bytes]) -> None:
    array = np.array([None, *items], object)[1:]
    assert there_and_back(array).tolist() == items


@pytest.mark.parametrize("name", ["bfloat16", "float8_e4m3fn", "int4", "uint4"])
def test_types_that_numpy_lacks_arrive(name: str) -> None:
    array = np.array([[1, 2, 0], [3, 1, 1]], getattr(ml_dtypes, name))
    result = there_and_back(array)
    assert result.dtype == array.dtype
    assert np.array_equal(result.astype(float), array.astype(float))


def test_an_array_that_is_not_contiguous_arrives() -> None:
    array = np.arange(24).reshape(4, 6)[::2, ::-1]
    assert np.array_equal(there_and_back(array), array)


@given(st.binary(max_size=300))
def test_noise_is_a_protocol_error_and_nothing_worse(noise: bytes) -> None:
    with pytest.raises(protocol.ProtocolError):
        protocol.receive(io.BytesIO(noise))


@given(st.binary(max_size=100), st.integers(0, 2**32 - 1))
def test_a_damaged_header_is_a_protocol_error(noise: bytes, length: int) -> None:
    with pytest.raises(protocol.ProtocolError):
        protocol.receive(io.BytesIO(struct.pack("<4sI", protocol.MAGIC, length) + noise))


def test_no_object_is_ever_built_from_what_arrives() -> None:
    text = b'{"type": "done", "arrays": [{"name": "x", "dtype": "O", "shape": [1], "nbytes": 8}]}'
    frame = struct.pack("<4sI", protocol.MAGIC, len(text)) + text + bytes(8)
    with pytest.raises(protocol.ProtocolError, match="plain bytes"):
        protocol.receive(io.BytesIO(frame))


def test_a_sentence_can_still_be_translated_on_the_other_side() -> None:
    text = Text("{what} of {n}", what=Text("{k} parts", k=3), n=7)
    assert protocol.text_from_json(protocol.text_to_json(text)) == text
