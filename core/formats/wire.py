"""Protocol buffer wire format, as far as finding one's way in it: where fields begin and end.

Source: https://protobuf.dev/programming-guides/encoding/ (2024). A field is a varint tag (number << 3 | type)
and a payload: type 0 a varint, 1 eight bytes, 2 a varint length and that many bytes, 5 four bytes. Groups
(3 and 4) are of proto2 only and TensorFlow has none: they are refused.

`fields` works on bytes in memory; `Cursor` on a range of a file, of which it reads only the tags and lengths.
Neither recurses: whoever wants a message's inside asks for that range.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from core.errors import FormatError, Text
from core.formats.reader import ByteSource

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5


class WireError(ValueError):
    """Bytes that are no protocol buffer; `offset` counts from the beginning of what was given."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.offset = offset


class Field(NamedTuple):
    """One field: of type LENGTH its content is at start…end; else `value` holds it (fixed ones as unsigned)."""

    number: int
    kind: int
    value: int
    start: int
    end: int


def varint(data: bytes, position: int, end: int | None = None) -> tuple[int, int]:
    """The varint at `position` and the position after it.

    Raises:
        WireError: it is cut off or longer than ten bytes.
    """
    value = shift = 0
    begin = position
    limit = len(data) if end is None else end
    while position < limit:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, position
        shift += 7
        if shift > 63:
            raise WireError("a number of more than ten bytes", begin)
    raise WireError("a number that is cut off", begin)


def fields(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Field]:
    """The fields of one message that lies in memory, in the order of the bytes.

    Raises:
        WireError: the bytes are no message.
    """
    position = start
    stop = len(data) if end is None else end
    while position < stop:
        begin = position
        tag, position = varint(data, position, stop)
        number, kind = tag >> 3, tag & 7
        if number == 0:
            raise WireError("a field without a number", begin)
        if kind == LENGTH:
            length, position = varint(data, position, stop)
            if length > stop - position:
                raise WireError("a length beyond the end", begin)
            yield Field(number, kind, length, position, position + length)
            position += length
        elif kind == VARINT:
            value, after = varint(data, position, stop)
            yield Field(number, kind, value, position, after)
            position = after
        elif kind in (FIXED64, FIXED32):
            width = 8 if kind == FIXED64 else 4
            if width > stop - position:
                raise WireError("a number that is cut off", begin)
            yield Field(
                number, kind, int.from_bytes(data[position : position + width], "little"), position, position + width
            )
            position += width
        else:
            raise WireError(f"a field of unknown type {kind}", begin)


def signed(value: int) -> int:
    """A varint read as int64."""
    return value - (1 << 64) if value >= 1 << 63 else value


def encode_varint(value: int) -> bytes:
    """The varint of a non-negative number."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def encode_field(number: int, content: bytes) -> bytes:
    """A length-delimited field."""
    return encode_varint(number << 3 | LENGTH) + encode_varint(len(content)) + content


class Cursor:
    """Walks the fields of messages in a file, reading tags and lengths through a small window.

    Args:
        reader: the file.
        window: bytes read at a time; contents that are skipped are not read when they are longer than it.
    """

    __slots__ = ("_base", "_buffer", "_window", "reader")

    def __init__(self, reader: ByteSource, window: int = 4096) -> None:
        self.reader = reader
        self._window = window
        self._base = 0
        self._buffer = b""

    def _at(self, position: int, end: int, need: int = 20) -> tuple[bytes, int]:
        """A buffer and the index of `position` in it, with `need` bytes (or all to `end`) from there."""
        index = position - self._base
        if index < 0 or index + min(need, end - position) > len(self._buffer):
            self._buffer = self.reader.read(position, min(self._window, end - position))
            self._base = position
            index = 0
        return self._buffer, index

    def fields(self, start: int, end: int) -> Iterator[Field]:
        """The fields of the message in start…end of the file; positions are the file's.

        Raises:
            FormatError: the bytes there are no message.
        """
        position = start
        while position < end:
            buffer, index = self._at(position, end)
            stop = min(len(buffer), index + end - position)
            try:
                tag, after = varint(buffer, index, stop)
                number, kind = tag >> 3, tag & 7
                if number == 0:
                    raise WireError("a field without a number", index)
                if kind in (LENGTH, VARINT):
                    value, after = varint(buffer, after, stop)
                elif kind in (FIXED64, FIXED32):
                    width = 8 if kind == FIXED64 else 4
                    if width > stop - after:
                        raise WireError("a number that is cut off", index)
                    value = int.from_bytes(buffer[after : after + width], "little")
                    after += width
                else:
                    raise WireError(f"a field of unknown type {kind}", index)
            except WireError as error:
                raise not_a_message(self.reader, position, str(error)) from None
            content = position + after - index
            if kind == LENGTH:
                if value > end - content:
                    raise not_a_message(self.reader, position, "a length beyond the end")
                yield Field(number, kind, value, content, content + value)
                position = content + value
            else:
                yield Field(number, kind, value, content, content)
                position = content


def not_a_message(reader: ByteSource, offset: int, what: str) -> FormatError:
    """The error for bytes that break the wire format. `what` is a technical word for those who look closer."""
    return FormatError(
        reader.path,
        Text("the file is cut off or damaged here ({detail})", detail=what),
        offset=offset,
        remedy=Text("Copy or download it again."),
    )
