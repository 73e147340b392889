r"""Protocol buffer messages in text format, written straight from their bytes: the way back from `text_proto`.

Source: https://protobuf.dev/reference/protobuf/textformat-spec/ (2024). The bytes are walked, not parsed into
messages, so that a constant of any size goes through in pieces of at most `PIECE`, and what the file holds keeps its
order. Bytes that are no printable ASCII are written as `\xNN`, always with both digits.

What a message's descriptor doesn't know has no name, and is left out (`unknown`). A field that may stand once and
stands twice (which the binary form allows, and reads as one merged) is merged where its message is small.

Limits: `MESSAGE_DEPTH` of nesting.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from google.protobuf import message_factory
from google.protobuf.message import DecodeError

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.reader import ByteSource
from core.formats.tensor import Tick
from core.formats.wire import FIXED32, FIXED64, LENGTH, VARINT, Cursor, Field, WireError, fields, not_a_message

PIECE = 1 << 16
"""Bytes of a content that become text at once; the text may be four times as long."""

_SMALL = 1 << 18
"""Up to so many bytes a message is read whole and walked in memory."""

_SHARED = 160
"""Messages up to this size are remembered with their text: a graph says `T: DT_FLOAT` a hundred thousand times."""

_MOST_SHARED = 50_000

# google.protobuf.descriptor.FieldDescriptor.TYPE_*
_DOUBLE, _FLOAT, _INT32, _BOOL, _STRING, _MESSAGE, _BYTES, _UINT32, _ENUM = 1, 2, 5, 8, 9, 11, 12, 13, 14
_SIGNED64, _UNSIGNED64 = 3, 4
_LENGTHS = frozenset((_STRING, _MESSAGE, _BYTES))
_WIRE = {_DOUBLE: FIXED64, _FLOAT: FIXED32}
_VARINTS = frozenset((_INT32, _BOOL, _UINT32, _ENUM, _SIGNED64, _UNSIGNED64))

_PLAIN = re.compile(rb"[ !#-&(-\[\]-~]*")


class Sink(Protocol):
    """Where the text goes."""

    def write(self, data: bytes | memoryview, /) -> object:
        """Append bytes."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A field of a message type."""

    name: str
    kind: int
    numbers: dict[int, str] | None
    group: str
    """What may stand only once: the field's own name, its oneof's, or empty."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A message type: its fields by number, and the class that parses it."""

    name: str
    fields: dict[int, _Known]
    descriptor: Any


class _Twice(Exception):
    """Something that may stand once stands twice."""


@cache
def _form_of(descriptor: Any) -> _Form:
    form = _Form(descriptor.name, {}, descriptor)
    for field in descriptor.fields:
        oneof = field.containing_oneof
        group = "" if _is_repeated(field) else f"one of {oneof.name}" if oneof is not None else field.name
        numbers = {value.number: value.name for value in field.enum_type.values} if field.type == _ENUM else None
        form.fields[field.number] = _Known(field.name, field.type, numbers, group)
    return form


def _is_repeated(field: Any) -> bool:
    if hasattr(field, "is_repeated"):  # since protobuf 6.30; `label` is gone in 7
        return bool(field.is_repeated)
    return bool(field.label == field.LABEL_REPEATED)


def _inner(form: _Form, number: int) -> _Form:
    return _form_of(form.descriptor.fields_by_number[number].message_type)


class _Memory:
    """Bytes that were read already, walked as a file is."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def fields(self, start: int, end: int) -> Iterator[Field]:
        return fields(self._data, start, end)

    def read(self, start: int, size: int) -> bytes:
        return self._data[start : start + size]


class _File:
    """A message in a file, of which only what is written is read."""

    def __init__(self, reader: ByteSource) -> None:
        self._cursor = Cursor(reader)
        self._reader = reader

    def fields(self, start: int, end: int) -> Iterator[Field]:
        return self._cursor.fields(start, end)

    def read(self, start: int, size: int) -> bytes:
        return self._reader.read(start, size)


def write_text(
    reader: ByteSource, ranges: Sequence[tuple[int, int]], descriptor: Any, sink: Sink, *, tick: Tick = None
) -> list[str]:
    """Write a message as text.

    Args:
        reader: where its bytes are.
        ranges: start and end of each run of its bytes; together they are the message.
        descriptor: of its type.
        sink: takes the text, ASCII, in pieces.
        tick: called often; may raise to cancel.

    Returns:
        What was left out because it has no name: `NodeDef.12`.

    Raises:
        FormatError: the bytes are no such message, or say something that text can't.
        LimitExceeded: it is nested too deeply.
    """
    writer = _Writer(reader, sink, tick)
    form, seen = _form_of(descriptor), set[str]()
    for start, end in ranges:
        for item in Cursor(reader).fields(start, end):
            known = form.fields.get(item.number)
            if known is not None and known.group:
                if known.group in seen:
                    raise writer.twice(known.name, item)
                seen.add(known.group)
            writer.top(form, item)
    writer.flush()
    return list(writer.unknown)


class _Writer:
    def __init__(self, reader: ByteSource, sink: Sink, tick: Tick) -> None:
        self.unknown: dict[str, None] = {}
        self._reader = reader
        self._sink = sink
        self._tick = tick
        self._out: list[str] = []
        self._waiting = 0
        self._shared: dict[tuple[str, int, bytes], str] = {}

    def top(self, form: _Form, item: Field) -> None:
        """One field of the outermost message."""
        if item.kind != LENGTH or item.value > _SMALL:
            try:
                self._field(_File(self._reader), form, item, 0, self._out)
            except _Twice as error:
                raise self.twice(str(error), item) from None
            except WireError as error:
                raise not_a_message(self._reader, error.offset, str(error)) from None
            self.flush()
            return
        data = self._reader.read(item.start, item.value)
        inside = Field(item.number, LENGTH, item.value, 0, item.value)
        text: list[str] = []
        try:
            try:
                self._field(_Memory(data), form, inside, 0, text)
            except _Twice:
                text, data = [], self._merged(form, item, data)
                inside = Field(item.number, LENGTH, len(data), 0, len(data))
                self._field(_Memory(data), form, inside, 0, text)
        except WireError as error:
            raise not_a_message(self._reader, item.start + error.offset, str(error)) from None
        self._put("".join(text), self._out)

    def _merged(self, form: _Form, item: Field, data: bytes) -> bytes:
        """What protobuf reads of it, each field once."""
        try:
            message = message_factory.GetMessageClass(_inner(form, item.number).descriptor).FromString(data)
        except DecodeError:
            raise not_a_message(self._reader, item.start, form.fields[item.number].name) from None
        return bytes(message.SerializeToString(deterministic=True))

    def twice(self, name: str, item: Field) -> FormatError:
        """The error for what only the binary form can say."""
        return FormatError(
            self._reader.path,
            Text("the field {name} stands twice in one message, which a text can't say", name=name),
            offset=item.start,
        )

    def flush(self) -> None:
        """Hand on what is waiting."""
        if self._out:
            self._sink.write("".join(self._out).encode("ascii"))
            self._out.clear()
            self._waiting = 0
        if self._tick is not None:
            self._tick()

    def _put(self, text: str, out: list[str]) -> None:
        out.append(text)
        if out is self._out:
            self._waiting += len(text)
            if self._waiting > PIECE:
                self.flush()

    def _message(self, source: _Memory | _File, form: _Form, item: Field, depth: int, out: list[str]) -> None:
        """The fields of the message in item."""
        if depth > limits.MESSAGE_DEPTH:
            raise LimitExceeded(
                self._reader.path,
                Text("the message is nested more than {limit} deep", limit=limits.MESSAGE_DEPTH),
            )
        seen: set[str] = set()
        known_fields = form.fields
        for each in source.fields(item.start, item.end):
            known = known_fields.get(each.number)
            if known is not None and known.group:
                if known.group in seen:
                    raise _Twice(known.name)
                seen.add(known.group)
            self._field(source, form, each, depth, out)

    def _field(self, source: _Memory | _File, form: _Form, item: Field, depth: int, out: list[str]) -> None:
        known = form.fields.get(item.number)
        kind = known.kind if known is not None else 0
        # A number that may stand only once is not packed: protobuf doesn't know such a field either.
        if known is None or not (
            (item.kind == LENGTH and (kind in _LENGTHS or not known.group))
            or item.kind == _WIRE.get(kind, VARINT if kind in _VARINTS else -1)
        ):
            self.unknown[f"{form.name}.{item.number}"] = None
            return
        indent = "  " * depth
        if item.kind != LENGTH:
            self._put(f"{indent}{known.name}: {_scalar(known, item.value)}\n", out)
        elif kind == _MESSAGE:
            inner = _inner(form, item.number)
            if item.value > _SHARED:
                self._put(f"{indent}{known.name} {{\n", out)
                self._message(source, inner, item, depth + 1, out)
                self._put(f"{indent}}}\n", out)
            else:
                self._put(self._remembered(source.read(item.start, item.value), inner, known.name, depth), out)
        elif kind in (_STRING, _BYTES):
            self._put(f'{indent}{known.name}: "', out)
            for done in range(item.start, item.end, PIECE):
                self._put(escape(source.read(done, min(PIECE, item.end - done))), out)
            self._put('"\n', out)
        else:
            self._packed(source, known, item, indent, out)

    def _remembered(self, data: bytes, inner: _Form, name: str, depth: int) -> str:
        key = (f"{inner.name} {name}", depth, data)
        text = self._shared.get(key)
        if text is None:
            indent, parts = "  " * depth, list[str]()
            self._message(_Memory(data), inner, Field(0, LENGTH, len(data), 0, len(data)), depth + 1, parts)
            text = f"{indent}{name} {{\n{''.join(parts)}{indent}}}\n"
            if len(self._shared) >= _MOST_SHARED:
                self._shared.clear()
            self._shared[key] = text
        return text

    def _packed(self, source: _Memory | _File, known: _Known, item: Field, indent: str, out: list[str]) -> None:
        """Many numbers in one field: each gets its line."""
        head = f"{indent}{known.name}: "
        width = {FIXED64: 8, FIXED32: 4}.get(_WIRE.get(known.kind, VARINT), 0)
        if width and item.value % width:
            raise WireError("numbers that are cut off", item.start)
        rest = b""
        for done in range(item.start, item.end, PIECE):
            data = rest + source.read(done, min(PIECE, item.end - done))
            if width:
                numbers: Sequence[int] = struct.unpack(f"<{len(data) // width}{'Q' if width == 8 else 'I'}", data)
            else:
                numbers, rest = _varints(data)
            self._put("".join(f"{head}{_scalar(known, number)}\n" for number in numbers), out)
        if rest:
            raise WireError("a number that is cut off", item.end)


def _varints(data: bytes) -> tuple[list[int], bytes]:
    """All varints of a piece, and what is left of one that goes on in the next."""
    numbers, value, shift, last = [], 0, 0, 0
    for at, byte in enumerate(data):
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value & 0xFFFFFFFFFFFFFFFF)
            value = shift = 0
            last = at + 1
        elif shift > 63:
            raise WireError("a number of more than ten bytes", at)
    return numbers, data[last:]


def _scalar(known: _Known, value: int) -> str:
    """A number as text, from its bits."""
    kind = known.kind
    if kind == _FLOAT:
        return _float(struct.unpack("<f", value.to_bytes(4, "little"))[0], single=True)
    if kind == _DOUBLE:
        return _float(struct.unpack("<d", value.to_bytes(8, "little"))[0], single=False)
    if kind == _BOOL:
        return "true" if value else "false"
    if kind in (_INT32, _ENUM):
        low = value & 0xFFFFFFFF
        number = low - (1 << 32) if low >= 1 << 31 else low
        name = known.numbers.get(number) if known.numbers is not None else None
        return name or str(number)
    if kind == _UINT32:
        return str(value & 0xFFFFFFFF)
    return str(value - (1 << 64) if kind == _SIGNED64 and value >= 1 << 63 else value)


def _float(value: float, *, single: bool) -> str:
    """The shortest text that gives the same bits again (of a NaN: its sign)."""
    if value != value:
        return "-nan" if struct.pack("<d", value)[7] & 0x80 else "nan"
    if not single:
        return repr(value)
    for digits in (6, 7, 8):  # what nine digits say, fewer mostly do
        text = f"{value:.{digits}g}"
        if struct.pack("<f", float(text)) == struct.pack("<f", value):
            return text
    return f"{value:.9g}"


def escape(data: bytes) -> str:
    """Bytes as they stand between quotes."""
    if _PLAIN.fullmatch(data):
        return data.decode("ascii")
    return codecs.escape_encode(data)[0].replace(b'"', b'\\"').decode("ascii")
