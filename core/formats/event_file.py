"""TensorBoard's event files: records of serialised `Event` messages.

Source: `tensorflow/core/lib/io/record_writer.cc` and `tensorflow/core/util/event.proto`, v2.21.0.

| bytes | a record |
|---|---|
| 8 | length of the data, little-endian |
| 4 | masked crc32c of these eight bytes |
| length | the data: an Event |
| 4 | masked crc32c of the data |

The first record says `brain.Event:2`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, Protocol

from core.errors import FormatError, Text
from core.formats.reader import ByteSource
from core.formats.tensor import crc32c, mask_crc

_LARGEST = (1 << 31) - 1
"""A message: protobuf's own limit."""


class Sink(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes | memoryview, /) -> object:
        """Append bytes."""


class EventWriter:
    """Writes events, the first of which says what the file is.

    Args:
        sink: takes the bytes.
        wall_time: of all events, in seconds since 1970.
        writer: who writes, for `source_metadata`.
    """

    def __init__(self, sink: Sink, wall_time: float, writer: str) -> None:
        from tensorboard.compat.proto import event_pb2

        self._event = event_pb2.Event
        self._sink = sink
        self._wall_time = wall_time
        first = event_pb2.Event(wall_time=wall_time, file_version="brain.Event:2")
        first.source_metadata.writer = writer
        self._record(first.SerializeToString())

    def graph(self, graph_def: bytes, step: int = 0) -> None:
        """A serialised GraphDef."""
        self._record(self._event(wall_time=self._wall_time, step=step, graph_def=graph_def).SerializeToString())

    def meta_graph(self, meta_graph_def: bytes, step: int = 0) -> None:
        """A serialised MetaGraphDef."""
        event = self._event(wall_time=self._wall_time, step=step, meta_graph_def=meta_graph_def)
        self._record(event.SerializeToString())

    def _record(self, data: bytes) -> None:
        length = struct.pack("<Q", len(data))
        self._sink.write(length + struct.pack("<I", mask_crc(crc32c(length))))
        self._sink.write(data)
        self._sink.write(struct.pack("<I", mask_crc(crc32c(data))))


def read_events(reader: ByteSource) -> Iterator[Any]:
    """The events of a file, in order, each with its checksums checked.

    Raises:
        FormatError: the file is cut off, or a checksum is wrong.
    """
    from tensorboard.compat.proto import event_pb2

    at = 0
    while at < reader.size:
        head = reader.read(at, 12)
        size = int.from_bytes(_checked(reader, at, head), "little")
        at += 12
        if size > _LARGEST:
            raise FormatError(reader.path, Text("an event's length can't be right"), offset=at)
        whole = reader.read(at, size + 4, limit=_LARGEST + 4)
        yield event_pb2.Event.FromString(_checked(reader, at, whole))
        at += size + 4


def _checked(reader: ByteSource, at: int, data: bytes) -> bytes:
    """The data before its checksum."""
    content, stored = data[:-4], int.from_bytes(data[-4:], "little")
    if mask_crc(crc32c(content)) != stored:
        raise FormatError(reader.path, Text("an event's checksum is wrong"), offset=at)
    return content
