"""A tensor's value as something that stays where it is until somebody looks at a slice of it.

`TensorSource` is what a variable of any checkpoint and a Const of any graph have in common. `FileTensor`
is the common case: row-major elements at one place of one file, of which a slice reads only the rows it spans.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

from core import limits
from core.errors import FormatError, LimitExceeded, Text, UsageError, counted
from core.formats.dtypes import DType
from core.formats.reader import ByteSource, Reader

if TYPE_CHECKING:
    import numpy as np  # 60 ms that looking at names doesn't need; imported where values are read

Tick: TypeAlias = Callable[[], None] | None
Index: TypeAlias = tuple[int | slice, ...]
Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

PIECE = 4 << 20
"""The most bytes that `pieces` gives at once."""


@runtime_checkable
class TensorSource(Protocol):
    """A variable's value, or a Const's.

    Attributes:
        name: the variable's key or the node's name.
        nbytes: bytes as stored.
        path: the file that holds it; None where there are several places, or none.
        offset: where in that file the elements begin; None where they don't lie in one run.
    """

    name: str
    dtype: DType
    shape: tuple[int, ...]
    nbytes: int

    @property
    def path(self) -> Path | None: ...
    @property
    def offset(self) -> int | None: ...

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        """The values of a slice (numpy's meaning: an int drops its axis), the whole if None.

        Strings come as an object array of bytes.

        Raises:
            FormatError: the file doesn't hold what it says.
            UsageError: the index doesn't fit the shape.
        """

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:
        """The elements' bytes, little-endian and row-major, in pieces of at most `PIECE`."""

    def verify(self, *, tick: Tick = None) -> bool | None:
        """Whether the stored crc is that of the bytes; None where the format stores none."""


def element_count(shape: tuple[int, ...]) -> int:
    """The number of elements of a shape; 1 for a scalar."""
    return math.prod(shape)


def normalise_index(index: Index | None, shape: tuple[int, ...]) -> list[tuple[int, int, int, bool]]:
    """Per axis (start, stop, step, drop) with start < stop and any step sign, as `range` takes them.

    Raises:
        UsageError: more indices than axes, an index out of range, a step of zero, or something that is no index.
    """
    index = () if index is None else index
    if len(index) > len(shape):
        raise UsageError(
            counted(
                len(index),
                Text("an index was given for a value without axes"),
                Text("{given} indices were given for {axes} axes", given=len(index), axes=len(shape)),
            )
        )
    result = []
    for axis, size in enumerate(shape):
        item = index[axis] if axis < len(index) else slice(None)
        if isinstance(item, slice):
            if item.step == 0:
                raise UsageError(Text("the step of a slice can't be 0"))
            start, stop, step = item.indices(size)
            result.append((start, stop, step, False))
        else:
            position = item + size if item < 0 else item
            if not 0 <= position < size:
                raise UsageError(
                    Text("index {index} is outside axis {axis}, which has {size}", index=item, axis=axis, size=size)
                )
            result.append((position, position + 1, 1, True))
    return result


def sliced_shape(axes: list[tuple[int, int, int, bool]]) -> tuple[int, ...]:
    """The shape of what `normalise_index` describes."""
    return tuple(len(range(start, stop, step)) for start, stop, step, drop in axes if not drop)


def swap_bytes(data: bytes | memoryview, width: int) -> bytes:
    """Every `width` bytes reversed: big-endian elements made little-endian."""
    import numpy as np

    return np.frombuffer(data, dtype=np.dtype(f"u{width}")).byteswap().tobytes()


def read_rows(
    fetch: Callable[[int, int], bytes],
    dtype: np.dtype[Any],
    shape: tuple[int, ...],
    index: Index | None,
    *,
    tick: Tick = None,
) -> Array:
    """A slice of row-major elements behind `fetch(first element, count) -> bytes`.

    Reads runs that are contiguous along the trailing axes, each at most `PIECE`; what lies between two
    selected rows is not read (gaps within the innermost axis of a step are).
    """
    import numpy as np

    axes = normalise_index(index, shape)
    out_shape = sliced_shape(axes)
    full_shape = tuple(len(range(start, stop, step)) for start, stop, step, _ in axes)
    out = np.empty(full_shape, dtype)
    if out.size == 0:
        return out.reshape(out_shape)
    # The run: trailing axes taken whole, and the span of the axis before them.
    run_axis = len(axes)
    while run_axis > 0 and axes[run_axis - 1][:3] == (0, shape[run_axis - 1], 1):
        run_axis -= 1
    inner = math.prod(shape[run_axis:])
    if run_axis == 0:
        _fetch_run(fetch, out.reshape(-1), 0, tick)
        return out.reshape(out_shape)
    start, stop, step, _ = axes[run_axis - 1]
    taken = range(start, stop, step)
    low, high = min(taken[0], taken[-1]), max(taken[0], taken[-1]) + 1
    strides = [math.prod(shape[axis + 1 :]) for axis in range(run_axis)]
    sparse = len(taken) * 8 < (high - low)  # few of many: one by one reads less
    for outer in np.ndindex(*full_shape[: run_axis - 1]):
        base = sum((axes[axis][0] + position * axes[axis][2]) * strides[axis] for axis, position in enumerate(outer))
        target = out[outer].reshape(len(taken), inner)
        if step == 1:
            _fetch_run(fetch, target.reshape(-1), base + start * inner, tick)
        elif sparse or inner * dtype.itemsize >= 65536:
            for row, position in enumerate(taken):
                _fetch_run(fetch, target[row], base + position * inner, tick)
        else:
            rows_at_once = max(1, PIECE // max(1, inner * dtype.itemsize))
            for first in range(low, high, rows_at_once):
                last = min(high, first + rows_at_once)
                block = np.frombuffer(fetch(base + first * inner, (last - first) * inner), dtype)
                block = block.reshape(last - first, inner)
                rows = [row for row, position in enumerate(taken) if first <= position < last]
                target[rows] = block[[taken[row] - first for row in rows]]
                if tick is not None:
                    tick()
    return out.reshape(out_shape)


def _fetch_run(fetch: Callable[[int, int], bytes], target: Array, first: int, tick: Tick) -> None:
    import numpy as np

    at_once = max(1, PIECE // max(1, target.dtype.itemsize))
    for done in range(0, target.size, at_once):
        count = min(at_once, target.size - done)
        target[done : done + count] = np.frombuffer(fetch(first + done, count), target.dtype)
        if tick is not None:
            tick()


def check_whole(path: Path | None, nbytes: int) -> None:
    """Raises `LimitExceeded` before a value that no memory should hold is allocated."""
    if nbytes > limits.VALUE_AT_ONCE:
        raise LimitExceeded(
            path or Path("value"),
            Text("{length} bytes are more than are shown at once", length=f"{nbytes:,}"),
            remedy=Text("Look at a slice of it."),
        )


def numeric(dtype: DType, path: Path | None) -> np.dtype[Any]:
    """The numpy dtype, or a sentence where such elements can't be read as values."""
    found = dtype.numpy
    if found is None or dtype.itemsize == 0:
        raise FormatError(path or Path("value"), Text("values of type {dtype} can't be read", dtype=dtype.name))
    return found


class FileTensor:
    """Fixed-size elements, row-major, in one run of one file.

    Args:
        open_reader: gives the file, open; called at each reading, so that nothing is kept open for nothing.
        path: the file.
        offset: of the first element, in bytes.
        nbytes: bytes stored; must be what dtype and shape need.
        crc: masked crc32c of the bytes, None if the format has none.
        big_endian: whether elements are stored most significant byte first.
        is_in_file: whether the offset is a place in the file itself, which holds the bytes as they are read.
    """

    __slots__ = ("_at", "_big_endian", "_crc", "_open", "dtype", "name", "nbytes", "offset", "path", "shape")

    def __init__(
        self,
        name: str,
        dtype: DType,
        shape: tuple[int, ...],
        *,
        open_reader: Callable[[], ByteSource],
        path: Path,
        offset: int,
        nbytes: int,
        crc: int | None = None,
        big_endian: bool = False,
        is_in_file: bool = True,
    ) -> None:
        self.name = name
        self.dtype = dtype
        self.shape = shape
        self.nbytes = nbytes
        self.path: Path | None = path
        self.offset: int | None = offset if is_in_file else None
        self._at = offset
        self._open = open_reader
        self._crc = crc
        self._big_endian = big_endian and dtype.swap > 1

    @property
    def as_stored(self) -> bool:
        """Whether the file's bytes are the elements as `pieces` gives them, so that they may be copied file to file."""
        return not self._big_endian and isinstance(self._open(), Reader)

    def _reader(self) -> tuple[ByteSource, int]:
        reader = self._open()
        needed = element_count(self.shape) * self.dtype.itemsize
        if self.dtype.itemsize and needed != self.nbytes:
            raise FormatError(
                reader.path,
                Text(
                    "{name} takes {stored} bytes, and its shape needs {needed}",
                    name=self.name,
                    stored=f"{self.nbytes:,}",
                    needed=f"{needed:,}",
                ),
                offset=self.offset,
            )
        reader.check(self._at, self.nbytes)
        return reader, self._at

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        dtype = numeric(self.dtype, self.path)
        axes = normalise_index(index, self.shape)
        reader, offset = self._reader()
        check_whole(self.path, element_count(sliced_shape(axes)) * dtype.itemsize)
        size = dtype.itemsize

        def fetch(first: int, count: int) -> bytes:
            data = reader.read(offset + first * size, count * size)
            return swap_bytes(data, self.dtype.swap) if self._big_endian else data

        return read_rows(fetch, dtype, self.shape, index, tick=tick)

    def pieces(self, *, tick: Tick = None, check_crc: bool = False, size: int = PIECE) -> Iterator[bytes | memoryview]:
        """See `TensorSource`; who computes with the values asks for pieces that stay in the processor's cache."""
        reader, offset = self._reader()
        crc = 0
        for done in range(0, self.nbytes, size):
            data = reader.read(offset + done, min(size, self.nbytes - done))
            if check_crc and self._crc is not None:
                crc = _extend_crc(crc, data)
            yield swap_bytes(data, self.dtype.swap) if self._big_endian else data
            if tick is not None:
                tick()
        if check_crc and self._crc is not None and mask_crc(crc) != self._crc:
            raise FormatError(
                reader.path,
                Text("the checksum of {name} is wrong", name=self.name),
                offset=offset,
                remedy=Text("Its values are damaged: copy or download the file again."),
            )

    def verify(self, *, tick: Tick = None) -> bool | None:
        if self._crc is None:
            return None
        reader, offset = self._reader()
        crc = 0
        for done in range(0, self.nbytes, PIECE):
            crc = _extend_crc(crc, reader.read(offset + done, min(PIECE, self.nbytes - done)))
            if tick is not None:
                tick()
        return mask_crc(crc) == self._crc


def crc32c(data: bytes | memoryview) -> int:
    """The plain crc32c of some bytes."""
    return _extend_crc(0, data)


def _extend_crc(crc: int, data: bytes | memoryview) -> int:
    import google_crc32c  # only those who check data need it

    return int(google_crc32c.extend(crc, bytes(data) if isinstance(data, memoryview) else data))


def mask_crc(crc: int) -> int:
    """The masked form that tables and bundles store (`tensorflow/core/lib/hash/crc32c.h`, v2.21.0)."""
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
