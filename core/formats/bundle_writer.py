"""Writes a V2 checkpoint, as `bundle` reads it; see there for the messages and their source.

Values are streamed into the shards, each with a crc that is taken on the way; the index is written last, when every
place is known. Slices of one tensor are entries of their own, under keys that sort before all names.

What isn't written: variants that are no copy of another bundle's bytes (only TensorFlow's registered types know them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.formats.dtypes import DType
from core.formats.ordered_code import slice_key
from core.formats.table_writer import Sink, TableWriter
from core.formats.tensor import _extend_crc, crc32c, element_count, mask_crc
from core.formats.tensor_slice import Box
from core.formats.wire import VARINT, encode_field, encode_varint

Pieces = Iterable[bytes | memoryview]

_FIXED32 = 5
_VERSION = encode_field(3, b"\x08\x01")
"""VersionDef: producer 1, as TensorFlow writes it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value was written."""

    shard: int
    offset: int
    size: int
    crc: int


class BundleWriter:
    """A checkpoint in the making.

    Args:
        open_shard: gives the sink of a shard when it is first written to.
        shards: how many there are; each must be written to, if with nothing.
    """

    def __init__(self, open_shard: Callable[[int], Sink], shards: int = 1) -> None:
        self._open = open_shard
        self._shards = shards
        self._sinks: dict[int, Sink] = {}
        self._ends: dict[int, int] = {}
        self._entries: dict[bytes, bytes] = {}

    def add(self, key: str, dtype: DType, shape: tuple[int, ...], pieces: Pieces, *, shard: int = 0) -> None:
        """Write a tensor of a fixed element size: little-endian, row-major.

        Raises:
            ValueError: the pieces are more or less than the shape needs, or the key was written before.
        """
        self._put(key.encode(), dtype, shape, self._write(key, dtype, shape, pieces, shard))

    def add_strings(
        self, key: str, dtype: DType, shape: tuple[int, ...], items: Sequence[bytes], *, shard: int
    ) -> None:
        """Write a tensor of strings, row-major."""
        self._put(key.encode(), dtype, shape, self._write_strings(key, shape, items, shard))

    def add_stored(
        self, key: str, dtype: DType, shape: tuple[int, ...], pieces: Pieces, crc: int, *, shard: int
    ) -> None:
        """Write the bytes of another bundle's entry as they are, with the masked crc that it has there."""
        sink, offset = self._sink(shard)
        size = 0
        for piece in pieces:
            sink.write(piece)
            size += len(piece)
        self._ends[shard] = offset + size
        self._put(key.encode(), dtype, shape, _Place(shard, offset, size, crc))

    def add_whole(self, key: str, dtype: DType, shape: tuple[int, ...], boxes: Sequence[Box]) -> None:
        """The entry of a tensor that is stored in slices (`add_slice` writes them): these boxes of it."""
        slices = b"".join(encode_field(7, _slice_proto(box)) for box in boxes)
        self._take(key.encode(), _head(dtype, shape) + slices)

    def add_slice(
        self, key: str, dtype: DType, box: Box, *, pieces: Pieces | None, items: Sequence[bytes] = (), shard: int = 0
    ) -> None:
        """Write one slice of a tensor; `items` instead of `pieces` for strings."""
        starts, lengths = box
        if pieces is None:
            place = self._write_strings(key, lengths, items, shard)
        else:
            place = self._write(key, dtype, lengths, pieces, shard)
        self._put(slice_key(key, starts, lengths), dtype, lengths, place)

    def finish(self, index: Sink) -> int:
        """Write the index; gives its size."""
        for shard in range(self._shards):
            self._sink(shard)
        table = TableWriter(index)
        table.add(b"", _number(1, self._shards) + _VERSION)
        for key in sorted(self._entries):
            table.add(key, self._entries[key])
        return table.finish()

    @property
    def nbytes(self) -> int:
        """Bytes in all shards so far."""
        return sum(self._ends.values())

    def _sink(self, shard: int) -> tuple[Sink, int]:
        if shard not in self._sinks:
            self._sinks[shard] = self._open(shard)
            self._ends[shard] = 0
        return self._sinks[shard], self._ends[shard]

    def _write(self, key: str, dtype: DType, shape: tuple[int, ...], pieces: Pieces, shard: int) -> _Place:
        sink, offset = self._sink(shard)
        crc = size = 0
        for piece in pieces:
            crc = _extend_crc(crc, piece)
            sink.write(piece)
            size += len(piece)
        self._ends[shard] = offset + size
        if size != element_count(shape) * dtype.itemsize:
            raise ValueError(f"{key} gave {size} bytes for the shape {shape}")
        return _Place(shard, offset, size, mask_crc(crc))

    def _write_strings(self, key: str, shape: tuple[int, ...], items: Sequence[bytes], shard: int) -> _Place:
        if len(items) != element_count(shape):
            raise ValueError(f"{key} gave {len(items)} strings for the shape {shape}")
        sink, offset = self._sink(shard)
        lengths = b"".join(encode_varint(len(item)) for item in items)
        crc = crc32c(b"".join(len(item).to_bytes(4 if len(item) < 1 << 32 else 8, "little") for item in items))
        checksum = mask_crc(crc).to_bytes(4, "little")
        crc = _extend_crc(crc, checksum)
        size = len(lengths) + len(checksum)
        sink.write(lengths + checksum)
        for item in items:
            crc = _extend_crc(crc, item)
            sink.write(item)
            size += len(item)
        self._ends[shard] = offset + size
        return _Place(shard, offset, size, mask_crc(crc))

    def _put(self, key: bytes, dtype: DType, shape: tuple[int, ...], place: _Place) -> None:
        self._take(
            key,
            _head(dtype, shape)
            + _number(3, place.shard)
            + _number(4, place.offset)
            + _number(5, place.size)
            + (encode_varint(6 << 3 | _FIXED32) + place.crc.to_bytes(4, "little") if place.crc else b""),
        )

    def _take(self, key: bytes, entry: bytes) -> None:
        if not key or key in self._entries:
            raise ValueError(f"the key {key!r} is there already, or empty")
        self._entries[key] = entry


def _number(field: int, value: int) -> bytes:
    """A varint field; proto3 leaves zeros out."""
    return encode_varint(field << 3 | VARINT) + encode_varint(value) if value else b""


def _head(dtype: DType, shape: tuple[int, ...]) -> bytes:
    """Type and shape of an entry."""
    dims = b"".join(encode_field(2, _number(1, size)) for size in shape)
    return _number(1, dtype.enum) + encode_field(2, dims)


def _slice_proto(box: Box) -> bytes:
    """A TensorSliceProto. The length is one of a `oneof`, so it is written even if it is 0."""
    return b"".join(
        encode_field(1, _number(1, start) + encode_varint(2 << 3 | VARINT) + encode_varint(length))
        for start, length in zip(*box, strict=True)
    )
