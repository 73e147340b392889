"""The container of checkpoints: a sorted string table, as LevelDB's.

Source: `tensorflow/tsl/lib/io/table_format.txt`, `format.cc`, `block.cc` (v2.21.0), and
https://github.com/google/leveldb/blob/1.23/doc/table_format.md.

| where | what |
|---|---|
| block | entries: varint shared, varint unshared, varint value length, unshared key bytes, value |
| its end | restart positions, 4 bytes each, and their number in 4 bytes |
| after a block | 1 byte compression (0 none, 1 snappy), 4 bytes masked crc32c of block and that byte |
| index block | entries whose value is the handle (varint offset, varint size) of a data block |
| last 48 bytes | handles of metaindex and index, padded with zeros to 40, then the magic DB4775248B80FB57 |

Limits: a block stored or decompressed (`TABLE_BLOCK`), keys (`TABLE_KEY`), entries (`TABLE_ENTRIES`,
`TABLE_BYTES`). The
checksum of every block that is parsed is checked. The metaindex is not read: TensorFlow writes nothing there.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import NamedTuple

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.reader import ByteSource, Reader
from core.formats.tensor import Tick, crc32c, mask_crc
from core.formats.wire import WireError, varint

MAGIC = bytes.fromhex("57fb808b247547db")
FOOTER = 48
TRAILER = 5
NO_COMPRESSION, SNAPPY = 0, 1

_REMEDY = Text("Copy or download it again.")


class Handle(NamedTuple):
    """Where a block lies, without its trailer of five bytes."""

    offset: int
    size: int


class Table:
    """A table in a file, with its index read.

    Raises:
        FormatError: the footer or the index is not what the format says.
    """

    def __init__(self, reader: Reader, *, tick: Tick = None) -> None:
        self.reader = reader
        self._tick = tick
        if reader.size < FOOTER:
            raise FormatError(
                reader.path, Text("{size} bytes are too few for a checkpoint", size=reader.size), remedy=_REMEDY
            )
        start = reader.size - FOOTER
        footer = reader.read(start, FOOTER)
        if footer[-8:] != MAGIC:
            raise FormatError(
                reader.path,
                Text(
                    "the file is cut off or damaged: its last {size} bytes, which say where everything is, are wrong",
                    size=FOOTER,
                ),
                offset=start,
                remedy=_REMEDY,
            )
        try:
            position = 0
            for _ in range(2):
                _, position = varint(footer, position, 40)
            offset, position = varint(footer, position, 40)
            size, position = varint(footer, position, 40)
        except WireError:
            raise FormatError(reader.path, Text("the footer is damaged"), offset=start, remedy=_REMEDY) from None
        index = self.block(Handle(offset, size))
        self.handles: list[Handle] = []
        self.last_keys: list[bytes] = []
        end = 0
        for key, value in parse_block(index, reader, offset):
            handle = self._handle(value, offset)
            if handle.offset < end:  # else a small file could hold any number of entries
                raise FormatError(reader.path, Text("two blocks overlap"), offset=handle.offset, remedy=_REMEDY)
            end = handle.offset + handle.size + TRAILER
            self.handles.append(handle)
            self.last_keys.append(key)

    def _handle(self, value: bytes, where: int) -> Handle:
        try:
            offset, position = varint(value, 0)
            size, _ = varint(value, position)
        except WireError:
            raise FormatError(
                self.reader.path, Text("the index block is damaged"), offset=where, remedy=_REMEDY
            ) from None
        if offset + size + TRAILER > self.reader.size:
            raise FormatError(
                self.reader.path,
                Text("a block of {size} bytes is expected, and the file ends before it", size=f"{size:,}"),
                offset=offset,
                remedy=_REMEDY,
            )
        return Handle(offset, size)

    def compression(self, handle: Handle) -> int:
        """The compression byte of a block."""
        return self.reader.read(handle.offset + handle.size, 1)[0]

    def block(self, handle: Handle) -> bytes:
        """A block's bytes, checked against its crc and decompressed.

        Raises:
            FormatError: the crc is wrong, the compression unknown or its data damaged.
            LimitExceeded: the block is larger than `TABLE_BLOCK`, stored or decompressed.
        """
        offset, size = handle
        self.reader.check(offset, size + TRAILER)
        stored = self.reader.read(offset, size + TRAILER, limit=limits.TABLE_BLOCK + TRAILER)
        if mask_crc(crc32c(stored[: size + 1])) != int.from_bytes(stored[size + 1 :], "little"):
            raise FormatError(
                self.reader.path, Text("the checksum of this block is wrong"), offset=offset, remedy=_REMEDY
            )
        if stored[size] == NO_COMPRESSION:
            return stored[:size]
        if stored[size] != SNAPPY:
            raise FormatError(
                self.reader.path, Text("unknown compression {number}", number=stored[size]), offset=offset + size
            )
        return decompress(stored[:size], self.reader, offset)

    def columns(self) -> tuple[list[bytes], list[bytes]]:
        """The keys and the values of all data blocks, in the file's order."""
        keys: list[bytes] = []
        values: list[bytes] = []
        total = 0
        for handle in self.handles:
            data = self.block(handle)
            total += len(data)
            if total > limits.TABLE_BYTES:  # compressed, a block may be twenty times what it takes in the file
                raise LimitExceeded(
                    self.reader.path,
                    Text("more than {limit} bytes of entries", limit=f"{limits.TABLE_BYTES:,}"),
                    offset=handle.offset,
                )
            parse_into(keys, values, data, self.reader, handle.offset)
            if len(keys) > limits.TABLE_ENTRIES:
                raise LimitExceeded(
                    self.reader.path,
                    Text("more than {limit} entries", limit=f"{limits.TABLE_ENTRIES:,}"),
                    offset=handle.offset,
                )
            if self._tick is not None:
                self._tick()
        return keys, values

    def find(self, key: bytes) -> Handle | None:
        """The block that holds the key, if one does."""
        at = bisect.bisect_left(self.last_keys, key)
        return self.handles[at] if at < len(self.handles) else None


def decompress(data: bytes, reader: Reader, offset: int) -> bytes:
    """A snappy block. The size that it claims is checked before anything is allocated."""
    import cramjam  # only old checkpoints are compressed

    try:
        claimed, _ = varint(data, 0)
    except WireError:
        claimed = -1
    if claimed > limits.TABLE_BLOCK:
        raise LimitExceeded(
            reader.path,
            Text(
                "a block says it holds {size} bytes, more than the {limit} allowed",
                size=f"{claimed:,}",
                limit=f"{limits.TABLE_BLOCK:,}",
            ),
            offset=offset,
        )
    try:
        return bytes(cramjam.snappy.decompress_raw(data)) if claimed >= 0 else b""
    except (cramjam.DecompressionError, ValueError):
        raise FormatError(reader.path, Text("a compressed block is damaged"), offset=offset, remedy=_REMEDY) from None


def parse_block(data: bytes, reader: ByteSource, offset: int) -> list[tuple[bytes, bytes]]:
    """Keys and values of a block, in order.

    Raises:
        FormatError: an entry reaches outside the block.
    """
    keys: list[bytes] = []
    values: list[bytes] = []
    parse_into(keys, values, data, reader, offset)
    return list(zip(keys, values, strict=True))


def parse_into(keys: list[bytes], values: list[bytes], data: bytes, reader: ByteSource, offset: int) -> None:
    """Append a block's keys and values to two lists: a hundred thousand pairs would be objects of their own.

    Raises:
        FormatError: an entry reaches outside the block.
    """
    size = len(data)
    restarts = int.from_bytes(data[-4:], "little") if size >= 4 else 0
    end = size - 4 - 4 * restarts
    if end < 0:
        raise FormatError(reader.path, Text("a block is damaged"), offset=offset, remedy=_REMEDY)
    add_key, add_value = keys.append, values.append
    key = b""
    position = 0
    try:
        while position < end:
            shared = data[position]
            unshared = data[position + 1]
            length = data[position + 2]
            if shared < 0x80 and unshared < 0x80 and length < 0x80:
                position += 3
            else:
                shared, position = varint(data, position, end)
                unshared, position = varint(data, position, end)
                length, position = varint(data, position, end)
            key_end = position + unshared
            value_end = key_end + length
            if value_end > end or shared > len(key) or shared + unshared > limits.TABLE_KEY:
                raise FormatError(
                    reader.path, Text("an entry reaches outside its block"), offset=offset, remedy=_REMEDY
                )
            key = key[:shared] + data[position:key_end]
            add_key(key)
            add_value(data[key_end:value_end])
            position = value_end
    except WireError:
        raise FormatError(reader.path, Text("a block is damaged"), offset=offset, remedy=_REMEDY) from None


def walk_block(reader: ByteSource, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Keys of an uncompressed block and where their values are, without reading the values.

    Args:
        reader: what holds the block.
        start: of the block.
        end: of the block, without its trailer.

    Raises:
        FormatError: an entry reaches outside the block.
    """
    restarts = int.from_bytes(reader.read(end - 4, 4), "little") if end - start >= 4 else 0
    end -= 4 + 4 * restarts
    position = start
    key = b""
    while position < end:
        head = reader.read(position, min(30, end - position))
        try:
            shared, at = varint(head, 0)
            unshared, at = varint(head, at)
            length, at = varint(head, at)
        except WireError:
            raise FormatError(reader.path, Text("a block is damaged"), offset=position, remedy=_REMEDY) from None
        value = position + at + unshared
        if value + length > end or shared > len(key) or shared + unshared > limits.TABLE_KEY:
            raise FormatError(reader.path, Text("an entry reaches outside its block"), offset=position, remedy=_REMEDY)
        key = key[:shared] + reader.read(position + at, unshared)
        yield key, value, value + length
        position = value + length
