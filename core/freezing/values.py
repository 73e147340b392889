"""What stands where a variable was, and where its elements come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import FormatError, Text
from core.formats.dtypes import DType
from core.formats.tensor import FileTensor, TensorSource, Tick, element_count
from core.freezing.ahead import made_ahead

STRING = 7
"""DT_STRING."""
HANDLE = 20
"""DT_RESOURCE."""

_PIECE = 1 << 20
"""What is read and written at once: it is still in the processor's cache when its crc is taken and when it is written.
That takes hardly longer than `copy_file_range` alone, and less than that with a reading for the crc beside it."""

_AHEAD = 8 * _PIECE
"""From this many bytes on it pays to read and check in a thread of its own while what is there is written."""


@dataclass(frozen=True, slots=True)
class Value:
    """What stands where a variable was.

    Attributes:
        dtype: enum of the elements.
        shape: None if unknown.
        handle: whether it was a resource handle, so that types change.
        ref: whether it was a reference.
        variable: the variable's node, for sentences.
    """

    dtype: int
    shape: tuple[int, ...] | None
    handle: bool
    ref: bool
    variable: str


@dataclass(frozen=True, slots=True)
class Content:
    """The elements of a Const of the frozen graph that are not in its NodeDef.

    Attributes:
        node: the Const's name.
        dtype: of the elements.
        shape: of the value.
        source: the variable's value, or a constant's that was large enough to stay in its file.
        key: the variable's key in the checkpoint; empty for a constant.
        slice_spec: which part of it, as the saver writes it (`10 20 0,5:0,20`); empty for the whole.
    """

    node: str
    dtype: DType
    shape: tuple[int, ...]
    source: TensorSource
    key: str = ""
    slice_spec: str = ""

    @property
    def nbytes(self) -> int:
        """Bytes of the elements; 0 for strings, whose bytes are only known when they are read."""
        return element_count(self.shape) * self.dtype.itemsize

    def pieces(self, *, tick: Tick = None) -> Iterator[bytes | memoryview]:
        """The elements: little-endian and row-major; strings as u64 lengths, then the bytes. The crc is checked.

        Raises:
            FormatError: the file does not hold them, or they are damaged.
        """
        if self.dtype.enum != STRING:
            if isinstance(self.source, FileTensor):
                pieces = self.source.pieces(check_crc=True, size=_PIECE)
            else:
                pieces = self.source.pieces(check_crc=True)
            for piece in made_ahead(pieces) if self.nbytes > _AHEAD else pieces:
                yield piece
                if tick is not None:
                    tick()
            return
        if self.source.verify(tick=tick) is False:
            raise FormatError(
                self.source.path or Path(self.source.name),
                Text("the checksum of {name} is wrong", name=self.source.name),
                offset=self.source.offset,
                remedy=Text("Its values are damaged: copy or download the file again."),
            )
        import numpy as np  # most graphs hold no strings, and its import takes as long as writing 200 MB

        items = [bytes(item) for item in np.asarray(self.source.read(tick=tick), object).ravel()]
        yield np.array([len(item) for item in items], "<u8").tobytes()
        yield from items


def to_restore(content: Content) -> dict[str, str | int]:
    """What the worker needs to restore a variable."""
    return {
        "node": content.node,
        "key": content.key,
        "slice": content.slice_spec,
        "dtype": content.dtype.enum,
        "nbytes": content.nbytes,
    }
