"""The fields of protocol buffer messages as text format names them, and their values' way into the binary form."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

from core.formats.wire import encode_varint

# google.protobuf.descriptor.FieldDescriptor.TYPE_*
_DOUBLE, _FLOAT, _BOOL, _STRING, _MESSAGE, _BYTES, _ENUM = 1, 2, 8, 9, 11, 12, 14
_RANGES = {
    3: range(-1 << 63, 1 << 63), 4: range(1 << 64), 5: range(-1 << 31, 1 << 31), 13: range(1 << 32),
    _ENUM: range(-1 << 31, 1 << 31),
}  # fmt: skip
"""What fits the integers; zigzag and fixed ones are in no message of TensorFlow."""

_BOOLS = {
    word: data
    for data, words in ((b"\x01", (b"true", b"True", b"t", b"1")), (b"\x00", (b"false", b"False", b"f", b"0")))
    for word in words
}
REFUSED = (ValueError, OverflowError, KeyError, struct.error)
"""What encoding raises for a text that is no such value."""


_PACK_FLOAT, _PACK_DOUBLE = struct.Struct("<f").pack, struct.Struct("<d").pack
_OCTAL = re.compile(rb"-?0[0-7]+")


class Known(NamedTuple):
    """A field of a message type.

    Attributes:
        tag: its tag's bytes.
        encode: makes a payload of a number's or an enum's text; raises one of `REFUSED`.
        message: descriptor of the message in it, if it is one.
        packed: whether values that follow each other share one field.
        is_bytes: whether its values are strings.
    """

    tag: bytes
    encode: Callable[[bytes], bytes]
    message: Any = None
    packed: bool = False
    is_bytes: bool = False


def _no_number(value: bytes) -> bytes:
    raise ValueError(value)


Schema = dict[bytes, Known]
"""The fields of a message type by name."""


@cache
def schema_of(descriptor: Any) -> Schema:
    """The schema of a descriptor; messages inside are looked up when they are met."""
    schema: Schema = {}
    for field in descriptor.fields:
        name, number, kind = field.name.encode(), field.number, field.type
        if kind in (_STRING, _BYTES, _MESSAGE):
            schema[name] = Known(
                encode_varint(number << 3 | 2), _no_number, field.message_type, is_bytes=kind != _MESSAGE
            )
            continue
        numbers: dict[bytes, bytes] = {}
        encode: Callable[[bytes], bytes]
        if kind == _FLOAT:
            wire, encode = 5, _float
        elif kind == _DOUBLE:
            wire, encode = 1, _double
        elif kind == _BOOL:
            wire, encode = 0, _BOOLS.__getitem__
        elif kind in _RANGES:
            if kind == _ENUM:
                numbers = {value.name.encode(): _varint(value.number) for value in field.enum_type.values}
            wire, encode = 0, partial(_integer, numbers, _RANGES[kind])
        else:
            continue
        packed = _is_repeated(field)
        schema[name] = Known(encode_varint(number << 3 | (2 if packed else wire)), encode, None, packed)
    return schema


def known_field(number: int, descriptor: Any = None) -> Known:
    """A field of a message that has no descriptor here: an integer, or messages of a type.

    Args:
        number: of the field.
        descriptor: the messages' type.
    """
    if descriptor is None:
        return Known(encode_varint(number << 3), partial(_integer, {}, _RANGES[3]))
    return Known(encode_varint(number << 3 | 2), _no_number, descriptor)


def _is_repeated(field: Any) -> bool:
    if hasattr(field, "is_repeated"):  # since protobuf 6.30; `label` is gone in 7
        return bool(field.is_repeated)
    return bool(field.label == field.LABEL_REPEATED)


def _varint(number: int) -> bytes:
    return encode_varint(number & 0xFFFFFFFFFFFFFFFF)


def _signed(value: bytes) -> bytes:
    """A number without the spaces that may stand after its sign."""
    return b"-" + value[1:].lstrip() if value[1:2].isspace() else value


def _integer(numbers: dict[bytes, bytes], fits: range, value: bytes) -> bytes:
    if value in numbers:
        return numbers[value]
    value = _signed(value)
    try:
        number = int(value, 0)
    except ValueError:
        if not _OCTAL.fullmatch(value):
            raise
        number = int(value, 8)
    if number not in fits:
        raise OverflowError
    return _varint(number)


def _real(value: bytes) -> float:
    value = _signed(value)
    try:
        return float(value)
    except ValueError:
        if value[-1:] not in b"fF":
            raise
        return float(value[:-1])


def _double(value: bytes) -> bytes:
    return _PACK_DOUBLE(_real(value))


def _float(value: bytes) -> bytes:
    real = _real(value)
    try:
        return _PACK_FLOAT(real)
    except OverflowError:  # beyond a float's range, as TensorFlow's parser takes it
        return _PACK_FLOAT(math.copysign(math.inf, real))
