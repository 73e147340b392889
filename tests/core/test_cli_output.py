from __future__ import annotations

import json
import math

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cli.output import clean, format_bytes, format_shape, number_of, print_json, print_table, value_json


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (np.array([1, -2], np.int64), [1, -2]),
        (np.array([[True, False]]), [[True, False]]),
        (np.array([1.5, math.nan, math.inf, -math.inf], np.float32), [1.5, "NaN", "Infinity", "-Infinity"]),
        (np.array([1 + 2j], np.complex64), [[1.0, 2.0]]),
        (np.array([1.5, math.nan], ml_dtypes.bfloat16), [1.5, "NaN"]),
        (np.array([-8, 7], ml_dtypes.int4), [-8, 7]),
        (np.array([b"text", "zwölf".encode(), b"\xff\x00"], object), ["text", "zwölf", {"base64": "/wA="}]),
        (np.array(2.5), 2.5),
        (np.array([2**64 - 1], np.uint64), [2**64 - 1]),
    ],
)
def test_values_of_every_kind_are_strict_json(array: np.ndarray, expected: object) -> None:
    found = value_json(array.tolist())
    assert found == expected
    assert json.loads(json.dumps(found, allow_nan=False)) == expected


@given(st.floats(width=32))
def test_a_float_comes_back_from_json_exactly(value: float) -> None:
    found = json.loads(json.dumps(value_json(np.float32(value).tolist()), allow_nan=False))
    np.testing.assert_array_equal(np.float32(found), np.float32(value))


def test_a_document_is_one_line_and_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"name": "größe", "shape": []})
    assert capsys.readouterr().out == '{"name": "größe", "shape": []}\n'


@given(st.text())
def test_a_terminal_obeys_nothing_that_a_file_says(text: str) -> None:
    shown = clean(text)
    assert shown.isprintable()
    assert clean(shown) == shown


def test_escapes_are_shown() -> None:
    assert clean("a\x1b[31mred\nb") == "a\\x1b[31mred\\nb"


def test_a_table_is_never_cut_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    long = "scope/" * 60
    print_table(("name", "size"), [(long, 7), ("b", 1234)], right="lr")
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == "name".ljust(len(long)) + "  size"
    assert second == f"{long}     7"
    assert third == "b".ljust(len(long)) + "  1234"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (55_700, "54.4 KiB"), (3 << 40, "3.0 TiB")]
)
def test_sizes_are_for_people(count: int, text: str) -> None:
    assert format_bytes(count) == text


@pytest.mark.parametrize(
    ("shape", "text"), [((), "scalar"), ((3, 3, 10), "3×3×10"), (None, "?"), ((None, 12), "?×12"), ((-1, 12), "?×12")]
)
def test_shapes_are_for_people(shape: tuple[int | None, ...] | None, text: str) -> None:
    assert format_shape(shape) == text


@pytest.mark.parametrize(("count", "said"), [(0, "0 ops"), (1, "1 op"), (2, "2 ops"), (1_061, "1,061 ops")])
def test_one_is_one(count: int, said: str) -> None:
    assert number_of(count, "op") == said
