"""A person's words as arrays, checked against the tensor before anything runs."""

from __future__ import annotations

import contextlib
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from core.errors import CryographError, FormatError, UsageError
from core.formats.dtypes import dtype_named
from core.running.feeds import FeedTarget, parse_batch, parse_value


def target(dtype: str | None = "float32", shape: tuple[int, ...] | None = (-1, 2)) -> FeedTarget:
    return FeedTarget("x", "x:0", dtype_named(dtype) if dtype else None, shape)


@pytest.mark.parametrize(
    ("words", "dtype", "shape", "expected"),
    [
        ("[[1, 2], [3, 4]]", "float32", (-1, 2), np.float32([[1, 2], [3, 4]])),
        ("[1, 2]", "float32", (-1, 2), np.float32([[1, 2]])),
        ("1.5", "float64", (), np.float64(1.5)),
        ("3", "int64", (-1,), np.int64([3])),
        ("true", "bool", (), np.bool_(True)),
        ("[NaN, -Infinity]", "float32", (2,), np.float32([np.nan, -np.inf])),
        ("[]", "float32", None, np.float32([])),
        ("2", "bfloat16", (), 2),
        ("7", None, None, np.int32(7)),
    ],
)
def test_numbers_and_nested_lists_become_arrays_of_the_tensors_dtype(words, dtype, shape, expected) -> None:
    value = parse_value(words, target(dtype, shape))
    assert value.shape == np.shape(expected)
    assert dtype is None or value.dtype.name == dtype
    np.testing.assert_array_equal(value.astype(np.float64), np.asarray(expected, np.float64))


@pytest.mark.parametrize(
    ("words", "dtype", "shape", "says"),
    [
        ("[[1, 2, 3]]", "float32", (-1, 2), r"the shape 1×3; \?×2 is needed"),
        ("[[1], [2, 3]]", "float32", None, "can't be understood"),
        ("nonsense", "float32", None, "can't be understood"),
        ('"text"', "float32", None, "is no number"),
        ("1.5", "int32", (), "whole numbers"),
        ("300", "uint8", (), "range"),
        ("-1", "uint8", (), "range"),
        ("NaN", "int32", (), "whole numbers"),
        ("2", "bool", (), "x is bool"),
        ("[1, 2]", "resource", None, "handle"),
        ("[" * 5000, "float32", None, "can't be understood"),
        ("random", "resource", None, "made up"),
    ],
)
def test_what_does_not_fit_is_a_sentence(words, dtype, shape, says) -> None:
    with pytest.raises(UsageError, match=says):
        parse_value(words, target(dtype, shape))


def test_text_goes_to_string_tensors_as_it_stands_or_as_a_list(tmp_path: Path) -> None:
    text = target("string", None)
    assert parse_value("good [film", text).item() == b"good [film"
    assert parse_value('["one", "zwei ü"]', text).tolist() == [b"one", "zwei ü".encode()]
    assert parse_value("random", text).item() == b"random"
    file = tmp_path / "a.png"
    file.write_bytes(b"\x89PNG raw")
    assert parse_value(str(file), text).item() == b"\x89PNG raw"
    np.save(tmp_path / "a.npy", np.zeros(2))
    with pytest.raises(UsageError, match="x is string"):
        parse_value(str(tmp_path / "a.npy"), text)


def test_files_of_numpy_are_read_and_never_unpickled(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(6.0).reshape(3, 2))
    assert parse_value(str(tmp_path / "a.npy"), target()).shape == (3, 2)
    np.savez(tmp_path / "a.npz", x=np.ones((1, 2)), y=np.zeros((5, 2)))
    assert parse_value(str(tmp_path / "a.npz"), target()).shape == (1, 2)
    assert parse_value(f"{tmp_path / 'a.npz'}:y", target()).shape == (5, 2)
    (tmp_path / "cut.npz").write_bytes((tmp_path / "a.npz").read_bytes()[:100])
    with pytest.raises(FormatError, match="holds no plain array"):
        parse_value(str(tmp_path / "cut.npz"), target())
    np.savez(tmp_path / "b.npz", p=np.ones((1, 2)), q=np.zeros((5, 2)))
    with pytest.raises(UsageError, match="several arrays: p, q"):
        parse_value(str(tmp_path / "b.npz"), target())
    with pytest.raises(FormatError, match="can't be read"):
        parse_value(str(tmp_path / "absent.npy"), target())
    np.save(tmp_path / "o.npy", np.array([print], object), allow_pickle=True)
    with pytest.raises(FormatError, match="no plain array"):
        parse_value(str(tmp_path / "o.npy"), target())
    (tmp_path / "p.npy").write_bytes(pickle.dumps([1, 2]))
    with pytest.raises(FormatError, match="no plain array"):
        parse_value(str(tmp_path / "p.npy"), target())


def test_several_values_of_a_name_are_a_batch() -> None:
    assert parse_batch(["[1, 2]", "[[3, 4], [5, 6]]"], target()).tolist() == [[1, 2], [3, 4], [5, 6]]
    with pytest.raises(UsageError, match="shape"):
        parse_batch(["1", "2"], target("int64", ()))
    with pytest.raises(UsageError, match="different shapes"):
        parse_batch(["[[1]]", "[[1, 2]]"], target(shape=None))


def test_random_values_are_the_same_again_and_of_the_tensors_shape() -> None:
    first = parse_value("random", target(shape=(-1, 3)))
    assert first.shape == (1, 3)
    assert (parse_value("random", target(shape=(-1, 3))) == first).all()
    assert set(np.unique(parse_value("random", target("int32", (50,))))) <= {0, 1}


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw imports, on a machine that may be busy
@given(
    numpy_strategies.arrays(
        st.sampled_from([np.float32, np.int32, np.uint8, np.bool_]),
        numpy_strategies.array_shapes(max_dims=3, max_side=4),
    )
)
def test_any_array_written_as_json_comes_back(array) -> None:
    words = str(array.tolist()).replace("nan", "NaN").replace("inf", "Infinity")
    words = words.replace("True", "true").replace("False", "false")
    value = parse_value(words, FeedTarget("x", "x:0", dtype_named(array.dtype.name), None))
    np.testing.assert_array_equal(value, array)


@given(st.text(max_size=30))
def test_no_words_do_more_than_be_refused(words: str) -> None:
    with contextlib.suppress(CryographError):
        assert parse_value(words, target()).dtype == np.float32
