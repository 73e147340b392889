from __future__ import annotations

import csv
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

from core.errors import UsageError
from core.formats.dtypes import dtype_named
from core.variables.export import write_tensor, write_tensors


class ArraySource:
    """A value that is in memory, as a source that is read in pieces of an odd length."""

    path = None
    offset = None

    def __init__(self, name: str, dtype: str, array: np.ndarray) -> None:
        self.name, self.dtype, self._array = name, dtype_named(dtype), array
        self.shape, self.nbytes = array.shape, array.nbytes

    def read(self, index=None, *, tick=None):
        return self._array if index is None else self._array[index]

    def pieces(self, *, tick=None, check_crc=False):
        data = self._array.tobytes()
        for start in range(0, len(data), 7):
            yield data[start : start + 7]

    def verify(self, *, tick=None):
        return None


def source(dtype: str, array: np.ndarray) -> ArraySource:
    return ArraySource("scope/value", dtype, array)


@pytest.mark.parametrize(
    ("dtype", "array"),
    [
        ("float32", np.arange(24, dtype=np.float32).reshape(2, 3, 4)),
        ("int64", np.array(7)),
        ("bool", np.array([[True], [False]])),
        ("complex64", np.array([1 + 2j], np.complex64)),
        ("float16", np.zeros((0, 3), np.float16)),
    ],
)
def test_npy_is_read_back_by_numpy_exactly(dtype: str, array: np.ndarray, tmp_path: Path) -> None:
    write_tensor(source(dtype, array), tmp_path / "a.npy")
    found = np.load(tmp_path / "a.npy", allow_pickle=False)
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array)


@pytest.mark.parametrize(
    ("dtype", "wider"), [("bfloat16", np.float32), ("float8_e4m3fn", np.float32), ("int4", np.int8)]
)
def test_types_that_numpy_lacks_are_widened_exactly(dtype: str, wider: type, tmp_path: Path) -> None:
    array = np.array([[-3, 0, 5], [1, 2, 7]]).astype(getattr(ml_dtypes, dtype))
    write_tensor(source(dtype, array), tmp_path / "a.npy")
    found = np.load(tmp_path / "a.npy", allow_pickle=False)
    assert found.dtype == wider
    np.testing.assert_array_equal(found, array.astype(wider))


def test_a_slice_is_written_alone(tmp_path: Path) -> None:
    array = np.arange(24.0).reshape(2, 3, 4)
    write_tensor(source("float64", array), tmp_path / "a.npy", index=(1, slice(None), slice(0, 4, 2)))
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), array[1, :, 0:4:2])


def test_npz_holds_several_under_their_names(tmp_path: Path) -> None:
    first, second = ArraySource("a/w", "int32", np.arange(3, dtype=np.int32)), ArraySource("b", "bool", np.array(True))
    write_tensors([first, second], tmp_path / "all.npz")
    with np.load(tmp_path / "all.npz", allow_pickle=False) as found:
        assert sorted(found.files) == ["a/w", "b"]
        np.testing.assert_array_equal(found["a/w"], [0, 1, 2])


def test_strings_need_no_pickle(tmp_path: Path) -> None:
    array = np.array([b"one", b"three", b""], object)
    write_tensor(source("string", array), tmp_path / "a.npy")
    assert np.load(tmp_path / "a.npy", allow_pickle=False).tolist() == [b"one", b"three", b""]


def test_strings_that_numpy_would_shorten_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="zero bytes"):
        write_tensor(source("string", np.array([b"a\0"], object)), tmp_path / "a.npy")
    assert list(tmp_path.iterdir()) == []


def test_csv_keeps_rows_and_every_digit(tmp_path: Path) -> None:
    array = np.array([[0.1, -2.5e-30], [3, 4]], np.float32)
    write_tensor(source("float32", array), tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text().splitlines()))
    np.testing.assert_array_equal(np.array(rows, np.float64).astype(np.float32), array)


def test_csv_of_many_axes_says_where_each_value_is(tmp_path: Path) -> None:
    write_tensor(source("int32", np.arange(8, dtype=np.int32).reshape(2, 2, 2)), tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text().splitlines()))
    assert rows[0] == ["axis 0", "axis 1", "axis 2", "value"]
    assert rows[6] == ["1", "0", "1", "5"]
    assert len(rows) == 9


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.npy"
    target.write_bytes(b"before")

    class Failing(ArraySource):
        def pieces(self, *, tick=None, check_crc=False):
            yield b"1234"
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        write_tensor(Failing("x", "float32", np.zeros(9, np.float32)), target)
    assert target.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["a.npy"]


def test_other_suffixes_are_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_tensor(source("float32", np.zeros(3, np.float32)), tmp_path / "a.xlsx")
