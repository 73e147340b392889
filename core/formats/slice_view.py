"""A box of a larger tensor as a tensor of its own: what one op of a partitioned variable holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.errors import FormatError, Text
from core.formats.sliced import row_major_blocks
from core.formats.tensor import Array, Index, TensorSource, Tick, element_count, normalise_index


class SliceView:
    """The elements starts…starts+lengths of `whole`."""

    __slots__ = ("_starts", "_whole", "dtype", "name", "nbytes", "offset", "path", "shape")

    def __init__(self, name: str, whole: TensorSource, starts: tuple[int, ...], lengths: tuple[int, ...]) -> None:
        if len(starts) != len(whole.shape) or any(
            start < 0 or length < 0 or start + length > size
            for start, length, size in zip(starts, lengths, whole.shape, strict=True)
        ):
            raise FormatError(whole.path or Path(name), Text("a slice of {name} reaches outside its shape", name=name))
        self.name = name
        self.dtype = whole.dtype
        self.shape = lengths
        self.nbytes = element_count(lengths) * whole.dtype.itemsize
        self.path: Path | None = None
        self.offset: int | None = None
        self._whole = whole
        self._starts = starts

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        inner: list[int | slice] = []
        for (start, stop, step, drop), begin in zip(normalise_index(index, self.shape), self._starts, strict=True):
            if drop:
                inner.append(start + begin)
            elif step > 0:
                inner.append(slice(start + begin, max(start, stop) + begin, step))
            else:
                last = stop + begin
                inner.append(slice(start + begin, None if last < 0 else last, step) if start > stop else slice(0, 0))
        return self._whole.read(tuple(inner), tick=tick)

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:
        if check_crc and self._whole.verify(tick=tick) is False:
            raise FormatError(
                self._whole.path or Path(self.name), Text("the checksum of {name} is wrong", name=self.name)
            )
        if element_count(self.shape):
            for index in row_major_blocks(self.shape, self.dtype.itemsize):
                yield self.read(index, tick=tick).tobytes()

    def verify(self, *, tick: Tick = None) -> bool | None:
        return self._whole.verify(tick=tick)
