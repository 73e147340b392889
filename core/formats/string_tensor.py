"""String tensors of V2 checkpoints: a varint length per element, a crc of the lengths, then the bytes.

Variants are similar, and listed but not read: a varint length, that many bytes of a VariantTensorDataProto and a
masked crc of everything so far (each length as 8 bytes), for each element.

Source: `WriteStringTensor` and `WriteVariantTensor` in `tensorflow/core/util/tensor_bundle/tensor_bundle.cc`
(v2.21.0). The crc of strings runs over the lengths as 4-byte numbers (8-byte from 2^32 on), the stored masked crc of
that, and the bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.dtypes import DType
from core.formats.reader import ByteSource
from core.formats.tensor import (
    PIECE,
    Array,
    Index,
    Tick,
    _extend_crc,
    element_count,
    mask_crc,
    normalise_index,
    sliced_shape,
)
from core.formats.wire import WireError, varint


class StringTensor:
    """Strings in one run of one file; read whole, because only the lengths say where an element is."""

    __slots__ = ("_big_endian", "_crc", "_open", "dtype", "name", "nbytes", "offset", "path", "shape")

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
    ) -> None:
        self.name = name
        self.dtype = dtype
        self.shape = shape
        self.nbytes = nbytes
        self.path: Path | None = path
        self.offset: int | None = offset
        self._open = open_reader
        self._crc = crc
        self._big_endian = big_endian

    def _load(self) -> tuple[ByteSource, bytes, list[int], int]:
        """The stored bytes, the lengths, and where the crc of the lengths is."""
        reader, data = self._stored()
        count = element_count(self.shape)
        if count > self.nbytes:
            raise self._damaged(reader)
        lengths = []
        position = 0
        try:
            for _ in range(count):
                length, position = varint(data, position)
                lengths.append(length)
        except WireError:
            raise self._damaged(reader) from None
        if position + 4 + sum(lengths) > len(data):
            raise self._damaged(reader)
        return reader, data, lengths, position

    def _stored(self) -> tuple[ByteSource, bytes]:
        """The stored bytes, if they are there and not too many."""
        reader = self._open()
        assert self.offset is not None
        reader.check(self.offset, self.nbytes)
        if self.nbytes > limits.STRING_TENSOR:
            raise LimitExceeded(
                reader.path,
                Text(
                    "{name} has {size} bytes of strings, more than the {limit} allowed",
                    name=self.name,
                    size=f"{self.nbytes:,}",
                    limit=f"{limits.STRING_TENSOR:,}",
                ),
                offset=self.offset,
            )
        pieces = [
            reader.read(self.offset + done, min(PIECE, self.nbytes - done)) for done in range(0, self.nbytes, PIECE)
        ]
        return reader, b"".join(pieces)

    def _damaged(self, reader: ByteSource) -> FormatError:
        return FormatError(reader.path, Text("the strings of {name} are damaged", name=self.name), offset=self.offset)

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        import numpy as np

        axes = normalise_index(index, self.shape)
        if element_count(self.shape) == 0:
            return np.empty(sliced_shape(axes), object)
        _, data, lengths, position = self._load()
        position += 4
        out = np.empty(len(lengths), object)
        for i, length in enumerate(lengths):
            out[i] = data[position : position + length]
            position += length
        if tick is not None:
            tick()
        result = np.empty(sliced_shape(axes), object)
        result[...] = out.reshape(self.shape)[index if index is not None else ()]
        return result

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:  # noqa: ARG002
        raise FormatError(self.path or Path(self.name), Text("strings have no row-major bytes"))

    def verify(self, *, tick: Tick = None) -> bool | None:  # noqa: ARG002 one bounded read
        if self._crc is None:
            return None
        _, data, lengths, position = self._load()
        order = "big" if self._big_endian else "little"
        crc = _extend_crc(
            0,
            b"".join(length.to_bytes(4 if length < 1 << 32 else 8, order) for length in lengths),  # type: ignore[arg-type]
        )
        stored = data[position : position + 4]
        if mask_crc(crc) != int.from_bytes(stored, order):  # type: ignore[arg-type]
            return False
        crc = _extend_crc(_extend_crc(crc, stored), data[position + 4 :])
        return mask_crc(crc) == self._crc


class VariantTensor(StringTensor):
    """Variants: their bytes can be verified, not shown."""

    __slots__ = ()

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:  # noqa: ARG002
        raise FormatError(
            self.path or Path(self.name),
            Text("{name} is a variant, which only TensorFlow can read", name=self.name),
            offset=self.offset,
        )

    def stored(self) -> tuple[bytes, int]:
        """Its bytes as they are in the file, checked, and the masked crc of their entry: for a copy.

        Raises:
            FormatError: their crc is wrong.
        """
        if self.verify() is not True:
            raise FormatError(
                self.path or Path(self.name),
                Text("the checksum of {name} is wrong", name=self.name),
                offset=self.offset,
            )
        return self._stored()[1], self._crc or 0

    def verify(self, *, tick: Tick = None) -> bool | None:
        if self._crc is None:
            return None
        reader, data = self._stored()
        crc = position = 0
        for _ in range(element_count(self.shape)):
            try:
                length, position = varint(data, position)
            except WireError:
                raise self._damaged(reader) from None
            end = position + length + 4
            if end > len(data):
                return False
            crc = _extend_crc(_extend_crc(crc, length.to_bytes(8, "little")), data[position : end - 4])
            if data[end - 4 : end] != mask_crc(crc).to_bytes(4, "little"):
                return False
            crc = _extend_crc(crc, data[end - 4 : end])
            position = end
            if tick is not None:
                tick()
        return mask_crc(crc) == self._crc
