from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from core.errors import Cancelled, UsageError
from core.files import WriteError
from core.formats.dtypes import dtype_named
from core.progress import Progress
from core.variables.export import SUFFIXES, export_variables, stored_type, write_tensor
from core.variables.export.hdf5_file import dataset_paths
from core.variables.export.naming import safe_name, safe_names
from core.variables.export.window import Turned, Window

TYPES = [
    "float64", "float32", "float16", "bfloat16", "float8_e5m2", "float8_e4m3fn", "float8_e4m3fnuz", "int8", "int16",
    "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool", "complex64", "qint8", "quint16", "int4", "uint4",
    "int2",
]  # fmt: skip


class Source:
    """A value in memory, read in pieces of an odd length."""

    path = None
    offset = None

    def __init__(self, name: str, dtype: str, array: np.ndarray[Any, Any]) -> None:
        self.name, self.dtype, self._array = name, dtype_named(dtype), array
        self.shape, self.nbytes = array.shape, array.nbytes

    def read(self, index: Any = None, *, tick: Any = None) -> np.ndarray[Any, Any]:
        found = self._array if index is None else self._array[index]
        return found if isinstance(found, np.ndarray) else np.array(found, self._array.dtype)

    def pieces(self, *, tick: Any = None, check_crc: bool = False) -> Iterator[bytes]:
        data = self._array.tobytes()
        for start in range(0, len(data), 999):
            yield data[start : start + 999]

    def verify(self, *, tick: Any = None) -> bool | None:
        return None


class Zeros(Source):
    """A value that is larger than it takes."""

    def __init__(self, nbytes: int) -> None:
        super().__init__("zeros", "float32", np.zeros(0, np.float32))
        self.shape, self.nbytes = (nbytes // 4,), nbytes

    def read(self, index: Any = None, *, tick: Any = None) -> np.ndarray[Any, Any]:
        assert index is not None
        return np.zeros(len(range(*index[0].indices(self.shape[0]))), np.float32)

    def pieces(self, *, tick: Any = None, check_crc: bool = False) -> Iterator[bytes]:
        for _ in range(self.nbytes >> 20):
            yield bytes(1 << 20)


def one_of_each() -> list[Source]:
    random = np.random.default_rng(3)
    made = []
    for name in TYPES:
        kind = dtype_named(name).numpy
        assert kind is not None
        values = (
            random.integers(0, 2, (40, 3, 7)) if kind.name in ("int2", "bool") else random.integers(0, 7, (40, 3, 7))
        )
        made.append(Source(f"scope/{name}", name, values.astype(kind)))
    return [
        *made,
        Source("scalar", "float32", np.array(2.5, np.float32)),
        Source("none", "int32", np.zeros((0, 4), "i4")),
    ]


def test_every_type_is_read_back_by_safetensors_itself(tmp_path: Path) -> None:
    safetensors = pytest.importorskip("safetensors")
    sources = one_of_each()
    report = export_variables(sources, tmp_path / "all.safetensors")
    assert sorted(report.written) == sorted(source.name for source in sources)
    assert report.left_out == {}
    assert report.nbytes == (tmp_path / "all.safetensors").stat().st_size
    read = dict(safetensors.deserialize((tmp_path / "all.safetensors").read_bytes()))
    assert read["scope/bfloat16"]["dtype"] == "BF16"
    assert read["scope/float8_e4m3fn"]["dtype"] == "F8_E4M3"
    assert report.widened["scope/int4"] == ("int4", "int8")
    for source in sources:
        found = read[source.name]
        stored = dtype_named(stored_type(source, ".safetensors")).numpy
        assert tuple(found["shape"]) == source.shape
        got = np.frombuffer(bytes(found["data"]), stored).reshape(source.shape)
        np.testing.assert_array_equal(got.astype("c16"), source.read().astype("c16"))


def test_safetensors_numpy_reader_opens_it(tmp_path: Path) -> None:
    numpy_reader = pytest.importorskip("safetensors.numpy")
    values = np.arange(12, dtype=np.float32).reshape(3, 4)
    export_variables(
        [Source("a/w", "float32", values), Source("b", "int8", values.astype("i1"))], tmp_path / "a.safetensors"
    )
    found = numpy_reader.load_file(tmp_path / "a.safetensors")
    np.testing.assert_array_equal(found["a/w"], values)
    np.testing.assert_array_equal(found["b"], values)


def test_every_type_is_read_back_by_h5py(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    sources = [
        *one_of_each(),
        Source("scope/float32/Adam", "float32", np.ones(3, np.float32)),
        Source("words", "string", np.array([b"one", "zwei ä".encode(), b""], object)),
    ]
    export_variables(sources, tmp_path / "all.h5")
    with h5py.File(tmp_path / "all.h5") as file:
        names: dict[str, Any] = {}
        file.visititems(lambda _, item: names.update({item.attrs["name"]: item}) if "name" in item.attrs else None)
        assert sorted(names) == sorted(source.name for source in sources)
        assert names["scope/float32/Adam"].name == "/scope/float32.Adam"
        assert names["scope/bfloat16"].attrs["dtype"] == "bfloat16"
        assert names["words"][()].tolist() == [b"one", "zwei ä".encode(), b""]
        for source in sources[:-1]:
            np.testing.assert_array_equal(names[source.name][()].astype("c16"), source.read().astype("c16"))


def test_every_type_is_read_back_by_numpy_from_npz(tmp_path: Path) -> None:
    sources = one_of_each()
    export_variables(sources, tmp_path / "all.npz")
    with np.load(tmp_path / "all.npz", allow_pickle=False) as file:
        for source in sources:
            np.testing.assert_array_equal(file[source.name].astype("c16"), source.read().astype("c16"))


@pytest.mark.parametrize("name", ["float64", "float32", "float16", "bfloat16", "int64", "bool"])
@pytest.mark.parametrize("shape", [(), (5,), (300, 500), (4, 70_000), (3, 4, 5), (0, 3)])
def test_csv_has_every_digit(tmp_path: Path, name: str, shape: tuple[int, ...]) -> None:
    kind = dtype_named(name).numpy
    assert kind is not None
    values = (np.random.default_rng(0).standard_normal(shape) * 100).astype(kind)
    write_tensor(Source("v", name, np.asarray(values)), tmp_path / "v.csv")
    lines = (tmp_path / "v.csv").read_text().splitlines()
    if len(shape) <= 2:
        cells = [line.split(",") for line in lines]
        assert len(cells) == (np.prod(shape[:-1], dtype=int) if shape else 1)
    else:
        assert lines[0] == "axis 0,axis 1,axis 2,value"
        cells = [line.split(",")[-1:] for line in lines[1:]]
    flat = [cell for row in cells for cell in row]
    got = np.array(
        [cell == "True" for cell in flat]
        if name == "bool"
        else [np.array(cell, "f8" if kind.kind == "V" else kind) for cell in flat]
    )
    np.testing.assert_array_equal(got.astype(kind), np.asarray(values).reshape(-1))


def test_several_values_as_npy_are_a_folder_that_says_what_is_what(tmp_path: Path) -> None:
    sources = [
        Source("a/w", "float32", np.ones(3, np.float32)),
        Source("a.w", "float32", np.zeros(3, np.float32)),
        Source("A/W", "string", np.array([b"x"], object)),
    ]
    report = export_variables(sources, tmp_path / "out", form=".npy")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "A.W~3.npy", "a.w.npy", "a.w~2.npy", "variables.json",
    ]  # fmt: skip
    assert json.loads((tmp_path / "out" / "variables.json").read_text())["a.w~2.npy"]["name"] == "a.w"
    assert np.load(tmp_path / "out" / "a.w~2.npy").tolist() == [0, 0, 0]
    assert len(report.written) == 3


def test_what_a_format_cant_hold_is_left_out_with_the_reason(tmp_path: Path) -> None:
    sources = [
        Source("s", "string", np.array([b"a\0b"], object)),
        Source("z", "complex128", np.ones(2, complex)),
        Source("w", "float32", np.ones(2, np.float32)),
        Source("h", "resource", np.zeros(0)),
    ]
    report = export_variables(sources, tmp_path / "a.safetensors")
    assert report.written == ["w"]
    assert sorted(report.left_out) == ["h", "s", "z"]
    assert "complex128" in str(report.left_out["z"])
    assert sorted(export_variables(sources, tmp_path / "a.h5").left_out) == ["h", "s"]
    assert sorted(export_variables(sources, tmp_path / "a.npz").left_out) == ["h"]
    with pytest.raises(UsageError, match="nothing"):
        export_variables(sources[3:], tmp_path / "b.npz")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_cancelling_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"a{suffix}"
    target.write_bytes(b"before")
    progress = Progress()

    class Watched(Source):
        def read(self, index: Any = None, *, tick: Any = None) -> np.ndarray[Any, Any]:
            progress.cancel()
            return super().read(index)

        def pieces(self, *, tick: Any = None, check_crc: bool = False) -> Iterator[bytes]:
            progress.cancel()
            yield from super().pieces()

    with pytest.raises(Cancelled):
        export_variables([Watched("x", "float32", np.ones(1000, np.float32))], target, progress=progress)
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".safetensors", ".h5"])
def test_memory_does_not_grow_with_the_value(tmp_path: Path, suffix: str) -> None:
    write_tensor(Zeros(1 << 20), tmp_path / f"small{suffix}")
    tracemalloc.start()
    write_tensor(Zeros(192 << 20), tmp_path / f"large{suffix}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 << 20
    assert (tmp_path / f"large{suffix}").stat().st_size >= 192 << 20


def test_an_existing_file_is_kept_unless_told(tmp_path: Path) -> None:
    source = Source("x", "float32", np.ones(4, np.float32))
    for suffix in SUFFIXES:
        target = tmp_path / f"a{suffix}"
        target.write_bytes(b"before")
        with pytest.raises(UsageError, match="is there already"):
            export_variables([source], target, overwrite=False)
        assert target.read_bytes() == b"before"
    with pytest.raises(WriteError, match="no folder"):
        export_variables([source], tmp_path / "no" / "a.npy")


def test_a_slice_is_read_like_numpy_does() -> None:
    values = np.arange(4 * 5 * 6).reshape(4, 5, 6)
    source = Source("x", "int64", values)
    cases = [
        ((slice(None, None, -1), 2, slice(1, 6, 2)), (slice(1, None), slice(None, None, -1))),
        ((slice(3, 0, -2),), (1, slice(None), slice(5, None, -3))),
        ((0, 0, slice(None)), (slice(2, 5),)),
        ((slice(2, 2),), ()),
        ((1, 2, 3), ()),
    ]
    for outer, inner in cases:
        window = Window(source, outer)
        expected = np.asarray(values[outer])
        assert window.shape == expected.shape
        np.testing.assert_array_equal(window.read(inner), expected[inner])
        assert b"".join(map(bytes, window.pieces())) == expected.tobytes()


def test_a_turned_slice_is_its_transpose() -> None:
    values = np.arange(5 * 7).reshape(5, 7)
    turned = Turned(Source("x", "int64", values))
    assert turned.shape == (7, 5)
    for index in ((), (2,), (slice(1, 4),), (3, slice(0, 2)), (slice(None), 4)):
        np.testing.assert_array_equal(turned.read(index), values.T[index])
    assert b"".join(map(bytes, turned.pieces())) == values.T.tobytes()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("conv1/weights", "conv1.weights"),
        ("../../etc/passwd", "etc.passwd"),
        ("", "variable"),
        ("/", "variable"),
        ("a:0", "a_0"),
        ("NUL", "_NUL"),
        ("con/x", "_con.x"),
        ("änderung/重み", "änderung.重み"),
    ],
)
def test_names_of_files_are_safe_and_recognisable(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_and_alike_names_stay_different() -> None:
    names = ["x" * 300 + end for end in "ab"] + ["重" * 100, "w", "W"]
    found = safe_names(names, ".npy")
    assert len({name.casefold() for name in found}) == 5
    assert all(len(name.encode()) < 250 for name in found)


def test_hdf5_places_never_collide() -> None:
    names = ["a", "a/b", "a.b", "a/b/c", "x//y", "x/./y", "x/../y", "/lead", "trail/", "trail"]
    places = dataset_paths(names)
    assert len(set(places)) == len(names)
    for place in places:
        assert not any(other.startswith(f"{place}/") for other in places)


def test_the_types_of_ml_dtypes_that_are_tested_are_those_it_has() -> None:
    assert all(hasattr(ml_dtypes, name) for name in TYPES if name.startswith(("bfloat", "float8", "int4", "int2")))
