"""Writes a sorted string table, as `table` reads it; see there for the layout and its source.

As TensorFlow writes them (`tensorflow/tsl/lib/io/table_builder.cc`, `block_builder.cc`, v2.21.0): blocks of about
256 KiB, every sixteenth key whole, no compression, an empty metaindex. The index holds the last key of each block.
"""

from __future__ import annotations

from typing import Protocol

from core.formats.table import FOOTER, MAGIC, NO_COMPRESSION
from core.formats.tensor import crc32c, mask_crc
from core.formats.wire import encode_varint

BLOCK_SIZE = 256 << 10
RESTART_EVERY = 16


class Sink(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes | memoryview, /) -> object:
        """Append bytes."""


class _Block:
    """A block that is being filled."""

    def __init__(self, restart_every: int) -> None:
        self._restart_every = restart_every
        self.data = bytearray()
        self.last_key = b""
        self._restarts = [0]
        self._since = 0

    def add(self, key: bytes, value: bytes) -> None:
        shared = 0
        if self._since < self._restart_every:
            shared = _shared(self.last_key, key)
        else:
            self._restarts.append(len(self.data))
            self._since = 0
        self.data += encode_varint(shared) + encode_varint(len(key) - shared) + encode_varint(len(value))
        self.data += key[shared:]
        self.data += value
        self.last_key = key
        self._since += 1

    def finish(self) -> bytes:
        """The block with its restart positions."""
        for number in (*self._restarts, len(self._restarts)):
            self.data += number.to_bytes(4, "little")
        return bytes(self.data)


class TableWriter:
    """A table in the making.

    Args:
        sink: takes the bytes.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._offset = 0
        self._block = _Block(RESTART_EVERY)
        self._index = _Block(1)
        self._last: bytes | None = None

    def add(self, key: bytes, value: bytes) -> None:
        """Append an entry.

        Raises:
            ValueError: the key does not come after the one before it.
        """
        if self._last is not None and key <= self._last:
            raise ValueError("keys of a table go upwards")
        self._last = key
        self._block.add(key, value)
        if len(self._block.data) >= BLOCK_SIZE:
            self._flush()

    def finish(self) -> int:
        """Write what is left, the index and the footer; gives the size of the whole."""
        if self._block.data:
            self._flush()
        metaindex = self._write(_Block(RESTART_EVERY))
        index = self._write(self._index)
        handles = metaindex + index
        self._sink.write(handles + bytes(FOOTER - len(MAGIC) - len(handles)) + MAGIC)
        return self._offset + FOOTER

    def _flush(self) -> None:
        last_key = self._block.last_key
        self._index.add(last_key, self._write(self._block))
        self._block = _Block(RESTART_EVERY)

    def _write(self, block: _Block) -> bytes:
        """Write a block with its trailer; gives its handle."""
        data = block.finish()
        trailer = bytes([NO_COMPRESSION])
        crc = mask_crc(crc32c(data + trailer))
        handle = encode_varint(self._offset) + encode_varint(len(data))
        self._sink.write(data + trailer + crc.to_bytes(4, "little"))
        self._offset += len(data) + 5
        return handle


def _shared(one: bytes, other: bytes) -> int:
    """How many bytes two keys have in common at their beginning."""
    most = min(len(one), len(other))
    if one[:most] == other[:most]:
        return most
    low, high = 0, most
    while high - low > 1:  # slices are compared faster than bytes one by one
        middle = (low + high) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle
    return low
