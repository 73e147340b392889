"""A slice is what numpy gives, and reads no more than it spans."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.errors import FormatError, LimitExceeded, UsageError
from core.formats.dtypes import dtype_named
from core.formats.reader import MemoryReader, Reader
from core.formats.slice_view import SliceView
from core.formats.sliced import Part, SlicedTensor
from core.formats.tensor import FileTensor, crc32c, mask_crc, swap_bytes

shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=6)


class Counting(MemoryReader):
    """Counts what is read."""

    bytes_read = 0

    def read(self, offset: int, length: int, *, limit: int = 1 << 30) -> bytes:
        self.bytes_read += length
        return super().read(offset, length, limit=limit)


def tensor_of(array: np.ndarray, **more: object) -> tuple[FileTensor, Counting]:
    data = array.tobytes()
    reader = Counting(Path("x"), b"...." + data)
    source = FileTensor(
        "x",
        dtype_named(array.dtype.name),
        array.shape,
        open_reader=lambda: reader,
        path=Path("x"),
        offset=4,
        nbytes=len(data),
        **more,
    )  # type: ignore[arg-type]
    return source, reader


@settings(deadline=None)
@given(st.data())
def test_any_slice_is_numpys(data: st.DataObject) -> None:
    shape = data.draw(shapes)
    array = np.arange(int(np.prod(shape)), dtype=np.int32).reshape(shape)
    index = data.draw(hnp.basic_indices(shape, allow_ellipsis=False))
    index = index if isinstance(index, tuple) else (index,)
    source, reader = tensor_of(array)
    read = source.read(index)
    assert np.array_equal(read, array[index])
    assert read.shape == array[index].shape
    assert reader.bytes_read <= array.nbytes


@settings(deadline=None)
@given(st.data())
def test_any_slice_of_a_tensor_in_parts_is_numpys(data: st.DataObject) -> None:
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=3, max_side=7))
    array = np.arange(int(np.prod(shape)), dtype=np.float32).reshape(shape)
    axis = data.draw(st.integers(0, len(shape) - 1))
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, shape[axis] - 1)), max_size=3)))
    edges = [0, *[cut for cut in cuts if cut < shape[axis]], shape[axis]]
    parts = []
    for first, last in itertools.pairwise(edges):
        box = tuple(slice(first, last) if each == axis else slice(None) for each in range(len(shape)))
        starts = tuple(first if each == axis else 0 for each in range(len(shape)))
        parts.append(Part(starts, tensor_of(np.ascontiguousarray(array[box]))[0]))
    whole = SlicedTensor("x", dtype_named("float32"), shape, parts, path=Path("x"))
    index = data.draw(hnp.basic_indices(shape, allow_ellipsis=False))
    index = index if isinstance(index, tuple) else (index,)
    assert np.array_equal(whole.read(index), array[index])
    assert b"".join(whole.pieces()) == array.tobytes()
    starts = tuple(data.draw(st.integers(0, size)) for size in shape)
    lengths = tuple(data.draw(st.integers(0, size - start)) for size, start in zip(shape, starts, strict=True))
    view = SliceView("x", whole, starts, lengths)
    expected = array[tuple(slice(s, s + n) for s, n in zip(starts, lengths, strict=True))]
    assert np.array_equal(view.read(), expected)
    index = data.draw(hnp.basic_indices(lengths, allow_ellipsis=False))
    index = index if isinstance(index, tuple) else (index,)
    assert np.array_equal(view.read(index), expected[index])


def test_a_slice_reads_only_what_it_spans() -> None:
    source, reader = tensor_of(np.zeros((1000, 1000), np.float32))
    source.read((500, slice(10, 20)))
    assert reader.bytes_read == 40
    source.read((slice(3, 5),))
    assert reader.bytes_read == 40 + 8000


def test_parts_that_leave_a_gap_are_an_error_when_they_are_read() -> None:
    part = tensor_of(np.ones((2, 3), np.float32))[0]
    whole = SlicedTensor("w", dtype_named("float32"), (4, 3), [Part((0, 0), part)], path=Path("x"))
    assert whole.read((slice(0, 2),)).tolist() == np.ones((2, 3)).tolist()
    with pytest.raises(FormatError, match="gap"):
        whole.read()


def test_parts_that_overlap_or_lie_outside_are_refused() -> None:
    part = tensor_of(np.ones((3, 3), np.float32))[0]
    parts = [Part((0, 0), part), Part((1, 0), part)]
    with pytest.raises(FormatError, match="overlap"):
        SlicedTensor("w", dtype_named("float32"), (4, 3), parts, path=Path("x"))
    with pytest.raises(FormatError, match="outside"):
        SlicedTensor("w", dtype_named("float32"), (4, 3), [Part((2, 0), part)], path=Path("x"))


@pytest.mark.parametrize("index", [(5,), (0, 0, 0), (slice(0, 1, 0),), (-4,)])
def test_an_index_that_does_not_fit_is_a_usage_error(index: tuple[int | slice, ...]) -> None:
    source, _ = tensor_of(np.zeros((3, 2), np.float32))
    with pytest.raises(UsageError):
        source.read(index)


def test_big_endian_elements_are_swapped() -> None:
    for name in ("int16", "float64", "complex64", "int8"):
        array = np.arange(6).astype(name)
        data = array.astype(array.dtype.newbyteorder(">")).tobytes()
        reader = MemoryReader(Path("x"), data)
        source = FileTensor(
            "x",
            dtype_named(name),
            (6,),
            open_reader=lambda reader=reader: reader,
            path=Path("x"),
            offset=0,
            nbytes=len(data),
            big_endian=True,
        )
        assert np.array_equal(source.read(), array)
        assert b"".join(map(bytes, source.pieces())) == array.tobytes()
    assert swap_bytes(b"\x01\x02\x03\x04", 2) == b"\x02\x01\x04\x03"


def test_a_wrong_checksum_stops_the_pieces() -> None:
    array = np.arange(10, dtype=np.int32)
    good, _ = tensor_of(array, crc=mask_crc(crc32c(array.tobytes())))
    bad, _ = tensor_of(array, crc=1)
    assert good.verify() is True
    assert bad.verify() is False
    assert b"".join(map(bytes, good.pieces(check_crc=True))) == array.tobytes()
    with pytest.raises(FormatError, match="checksum of x"):
        list(bad.pieces(check_crc=True))


def test_a_shape_that_does_not_fit_the_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(bytes(100))
    source = FileTensor(
        "w", dtype_named("float32"), (1 << 40,), open_reader=lambda: Reader(path), path=path, offset=0, nbytes=100
    )
    with pytest.raises(FormatError, match="shape needs"):
        source.read()


def test_a_value_larger_than_memory_should_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    source = FileTensor(
        "w", dtype_named("uint8"), (1 << 40,), open_reader=lambda: Reader(path), path=path, offset=0, nbytes=1 << 40
    )
    with pytest.raises(LimitExceeded):
        source.read()
    assert source.read((slice(1 << 39, (1 << 39) + 3),)).tolist() == [0, 0, 0]


def test_an_overlap_that_hides_a_gap_is_found() -> None:
    part = tensor_of(np.ones((2, 2), np.float32))[0]
    whole = [Part(starts, part) for starts in ((0, 0), (0, 2), (2, 0), (2, 2))]
    assert SlicedTensor("w", dtype_named("float32"), (4, 4), whole, path=Path("x")).read().sum() == 16
    moved = [*whole[:3], Part((2, 1), part)]
    with pytest.raises(FormatError, match="overlap"):
        SlicedTensor("w", dtype_named("float32"), (4, 4), moved, path=Path("x"))
