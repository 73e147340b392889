r"""Protocol buffer text format, translated into the binary form that the other readers take.

Source: https://protobuf.dev/reference/protobuf/textformat-spec/ (2024). Field names and types are those of the
descriptors in `tensorboard.compat.proto`. protobuf's own text parser does 3 MB/s, holds on to the interpreter
and can't be cancelled; this one takes a line at a time from one regular expression, keeps a stack instead of
recursing, and gives way between lines.

Extensions and `Any` in brackets are read past, as fields that the message doesn't have. Limits: `MESSAGE_DEPTH`
of nesting.
"""

from __future__ import annotations

import codecs
import re
import struct
from functools import cache
from typing import Any

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.reader import ByteSource
from core.formats.tensor import Tick
from core.formats.wire import encode_varint

# Possessive throughout (`*+`, `++`): nothing here is ever tried another way, and what the engine keeps in order to
# go back would be two hundred bytes for each escape of a long string.
_STRING = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|' + r"'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
_GAP = r"(?:\s++|\#[^\n]*+\n)*+"
_STRINGS = rf"(?P<string>(?:{_STRING})(?:{_GAP}(?:{_STRING}))*+)"
_VALUE = r"(?P<value>-?\s*+[+.\w][-+.\w]*+)"
_TOKEN = re.compile(
    r"(?:[\s,;]++|\#[^\n]*+)*+"
    rf"(?:(?P<name>[A-Za-z_]\w*+|\[[\w./%+~-]++\]){_GAP}"
    r"(?::?\s*+(?P<open>[{<])"
    r"|:?\s*+(?P<list>\[)"
    rf"|:{_GAP}{_STRINGS}"
    rf"|:{_GAP}{_VALUE})"
    r"|(?P<close>[}>])"
    r"|(?P<end>\Z)"
    r"|(?P<else>.))",
    re.DOTALL,
)
_ELEMENT = re.compile(
    rf"(?:[\s,]++|\#[^\n]*+\n)*+(?:(?P<open>[{{<])|(?P<close>\])|{_STRINGS}|{_VALUE})",
    re.DOTALL,
)
_ONE_STRING = re.compile(_STRING, re.DOTALL)
# What Python's own decoder reads as protobuf does: from its beginning, so that in `\\\\477` no `\\477` is seen.
_USUAL = re.compile(
    rb"(?:[^\\]++|\\(?:[0-3][0-7]{0,2}+|[4-7][0-7]?+(?![0-7])|x[0-9a-fA-F]{2}|[nrtabfv\\'\"]))*+", re.DOTALL
)
_ANY_ESCAPE = re.compile(
    rb"\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL
)
_PLAIN = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_LINES_PER_TICK = 4096

# google.protobuf.descriptor.FieldDescriptor.TYPE_*
_DOUBLE, _FLOAT, _BOOL, _STRING_TYPE, _MESSAGE, _BYTES, _ENUM = 1, 2, 8, 9, 11, 12, 14
_ZIGZAG, _FIXED = frozenset((17, 18)), {6: "<Q", 7: "<I", 15: "<i", 16: "<q"}

_KIND_VARINT, _KIND_FLOAT, _KIND_DOUBLE, _KIND_BYTES, _KIND_MESSAGE, _KIND_ENUM, _KIND_BOOL = range(7)


class Schema:
    """The fields of a message type: name → (kind, tag bytes, inner schema or enum's numbers)."""

    __slots__ = ("fields", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, tuple[int, bytes, Any]] = {}


@cache
def schema_of(descriptor: Any) -> Schema:
    """The schema of a descriptor; messages inside are looked up when they are met."""
    schema = Schema(descriptor.name)
    for field in descriptor.fields:
        number, kind = field.number, field.type
        if kind == _MESSAGE:
            schema.fields[field.name] = (_KIND_MESSAGE, encode_varint(number << 3 | 2), field.message_type)
        elif kind in (_STRING_TYPE, _BYTES):
            schema.fields[field.name] = (_KIND_BYTES, encode_varint(number << 3 | 2), None)
        elif kind == _FLOAT:
            schema.fields[field.name] = (_KIND_FLOAT, encode_varint(number << 3 | 5), None)
        elif kind == _DOUBLE:
            schema.fields[field.name] = (_KIND_DOUBLE, encode_varint(number << 3 | 1), None)
        elif kind == _ENUM:
            numbers = {value.name: value.number for value in field.enum_type.values}
            schema.fields[field.name] = (_KIND_ENUM, encode_varint(number << 3), numbers)
        elif kind == _BOOL:
            schema.fields[field.name] = (_KIND_BOOL, encode_varint(number << 3), None)
        elif kind not in _ZIGZAG and kind not in _FIXED:
            schema.fields[field.name] = (_KIND_VARINT, encode_varint(number << 3), None)
    return schema


def encode_text(source: ByteSource, text: str, schema: Schema, *, tick: Tick = None) -> tuple[bytes, list[str]]:
    """A message in text form as its binary form.

    Args:
        source: where the text is from, for errors.
        text: the text.
        schema: of the message.
        tick: called every few thousand lines.

    Returns:
        The bytes, and the names of fields that the message doesn't have; these were left out.

    Raises:
        FormatError: it is no such text; says where.
        LimitExceeded: it is nested too deeply.
    """
    unknown: dict[str, None] = {}
    parts: list[bytes] = []
    # What was open around a message: its parts, schema and tag, and the name if the message is in a list.
    stack: list[tuple[list[bytes], Schema | None, bytes, str | None]] = []
    current: Schema | None = schema
    tag = b""
    listed: str | None = None
    count = 0
    at: int | None = 0
    while at is not None:
        found_here, at = _TOKEN.finditer(text, at), None
        for found in found_here:
            group = found.lastgroup
            count += 1
            if tick is not None and count % _LINES_PER_TICK == 0:
                tick()
            if group == "value" or group == "string":
                if current is None:
                    continue
                name = found["name"]
                field = current.fields.get(name)
                if field is None:
                    unknown[name] = None
                    continue
                try:
                    parts.append(field[1] + _scalar(field[0], field[2], found["value"], found["string"]))
                except (ValueError, OverflowError, KeyError, struct.error):
                    raise _error(source, text, found.start("name"), found["value"] or found["string"]) from None
                continue
            if group == "end":
                break
            if group == "close":
                if not stack:
                    raise _error(source, text, found.start("close"), found["close"])
                content = b"".join(parts)
                is_known, closed, name = current is not None, tag, listed
                parts, current, tag, listed = stack.pop()
                if is_known:
                    parts.append(closed + encode_varint(len(content)))
                    parts.append(content)
                if name is None:
                    continue
                at, is_open = _elements(source, text, found.end(), current, name, parts)
            elif group == "list":
                name = found["name"]
                at, is_open = _elements(source, text, found.end(), current, name, parts)
            elif group == "open":
                name = found["name"]
                is_open = True
            else:
                raise _error(source, text, found.start("else"), text[found.start("else") : found.start("else") + 20])
            if is_open:
                if len(stack) >= limits.MESSAGE_DEPTH:
                    raise LimitExceeded(
                        source.path,
                        Text("the text is nested more than {limit} deep", limit=limits.MESSAGE_DEPTH),
                        offset=found.start(),
                    )
                stack.append((parts, current, tag, listed))
                field = current.fields.get(name) if current is not None else None
                if field is not None and field[0] != _KIND_MESSAGE:
                    raise _error(source, text, found.start("name"), name)
                tag = field[1] if field is not None else b""
                listed = None if at is None else name
                if field is None and current is not None:
                    unknown[name] = None
                current = schema_of(field[2]) if field is not None else None
                parts = []
            if at is not None:
                break  # goes on behind what was read of the list
    if stack:
        raise FormatError(
            source.path,
            Text("the text ends in the middle of a message"),
            offset=len(text),
            remedy=Text("The file is cut off: copy or download it again."),
        )
    return b"".join(parts), list(unknown)


def _elements(
    source: ByteSource, text: str, at: int, schema: Schema | None, name: str, parts: list[bytes]
) -> tuple[int, bool]:
    """Scalars of a list in brackets, appended to the parts, from `at` to its end or to a message in it.

    Returns:
        Where that is, and whether it is a message that begins there.
    """
    field = schema.fields.get(name) if schema is not None else None
    while True:
        found = _ELEMENT.match(text, at)
        if found is None:
            raise _error(source, text, at, text[at : at + 20])
        at = found.end()
        if found["open"] or found["close"]:
            return at, found["open"] is not None
        if field is not None:
            try:
                parts.append(field[1] + _scalar(field[0], field[2], found["value"], found["string"]))
            except (ValueError, OverflowError, KeyError, struct.error):
                raise _error(source, text, found.start(), found[0].strip()) from None


def _error(source: ByteSource, text: str, at: int, what: str) -> FormatError:
    line = text.count("\n", 0, at) + 1
    return FormatError(source.path, Text("line {line} can't be read: {text}", line=f"{line:,}", text=repr(what[:40])))


def _scalar(kind: int, numbers: dict[str, int] | None, value: str | None, string: str | None) -> bytes:
    """A scalar's payload. Raises ValueError and the like for text that is no such value."""
    if kind == _KIND_BYTES:
        if string is None:
            raise ValueError
        data = _unquote(string)
        return encode_varint(len(data)) + data
    if value is None or kind == _KIND_MESSAGE:
        raise ValueError
    if value[0] == "-":
        value = "-" + value[1:].lstrip()
    if kind == _KIND_ENUM and numbers is not None and value in numbers:
        return encode_varint(numbers[value] & 0xFFFFFFFFFFFFFFFF)
    if kind in (_KIND_VARINT, _KIND_ENUM):
        number = int(value, 8 if re.fullmatch(r"-?0[0-7]+", value) else 0)
        if not -(1 << 63) <= number < 1 << 64:
            raise OverflowError
        return encode_varint(number & 0xFFFFFFFFFFFFFFFF)
    if kind == _KIND_BOOL:
        return {"true": b"\x01", "True": b"\x01", "t": b"\x01", "1": b"\x01",
                "false": b"\x00", "False": b"\x00", "f": b"\x00", "0": b"\x00"}[value]  # fmt: skip
    number_text = value[:-1] if value[-1] in "fF" and value[-3:].lower() != "inf" else value
    real = float(number_text)
    if kind == _KIND_DOUBLE:
        return struct.pack("<d", real)
    try:
        return struct.pack("<f", real)
    except OverflowError:  # beyond a float's range, as TensorFlow's parser takes it
        return struct.pack("<f", float("inf") if real > 0 else float("-inf"))


def _unquote(string: str) -> bytes:
    """The bytes of one or more adjacent string literals."""
    raw = string.encode()
    if raw.count(raw[:1]) == 2 and len(raw) >= 2 and raw[-1:] == raw[:1]:
        return _unescape(raw[1:-1])
    return b"".join(_unescape(found[0][1:-1].encode()) for found in _ONE_STRING.finditer(string))


def _unescape(raw: bytes) -> bytes:
    if b"\\" not in raw:
        return raw
    if _USUAL.fullmatch(raw):
        return codecs.escape_decode(raw)[0]

    def one(found: re.Match[bytes]) -> bytes:
        octal, hexadecimal, short, long, letter = found.groups()
        if octal:
            return bytes([int(octal, 8)])  # ValueError above 255
        if hexadecimal:
            return bytes([int(hexadecimal, 16)])
        if short or long:
            return chr(int(short or long, 16)).encode()
        return _PLAIN.get(letter, letter)

    return _ANY_ESCAPE.sub(one, raw)
