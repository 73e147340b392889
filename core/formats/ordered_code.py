"""The keys under which checkpoints keep the slices of a partitioned variable.

Source: `tensorflow/core/util/saved_tensor_slice_util.cc` (EncodeTensorNameSlice) and
`tensorflow/core/lib/strings/ordered_code.cc`, v2.21.0. A key is: the number 0, the name, the rank, and for each
axis start and length (-1: the whole axis), each in an encoding whose bytes sort as the values do.

| what | bytes |
|---|---|
| unsigned number | a byte that counts the bytes, then these, most significant first (0 is one zero byte) |
| string | 00 as `00 FF`, FF as `FF 00`, and `00 01` at the end |
| signed number | as many leading one-bits as bytes, then the number; of a negative one all bits flipped |
"""

from __future__ import annotations

import re

WHOLE_AXIS = -1
"""The length that stands for an axis taken whole."""

SLICE_KEY = b"\x00"
"""What every slice's key begins with, and no variable's name."""


def encode_number(value: int) -> bytes:
    """An unsigned number."""
    content = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return bytes([len(content)]) + content


def encode_string(value: bytes) -> bytes:
    """A string with its end mark."""
    escaped = re.sub(rb"[\x00\xff]", lambda found: b"\x00\xff" if found[0] == b"\x00" else b"\xff\x00", value)
    return escaped + b"\x00\x01"


def encode_signed(value: int) -> bytes:
    """A signed number of 64 bits."""
    magnitude = ~value if value < 0 else value
    length = magnitude.bit_length() // 7 + 1
    raw = bytearray((b"\xff\xff" if value < 0 else b"\x00\x00") + value.to_bytes(8, "big", signed=True))[-length:]
    header = ((0xFFFF << (16 - length)) & 0xFFFF) if length < 16 else 0xFFFF
    raw[0] ^= header >> 8
    if length > 8:
        raw[1] ^= header & 0xFF
    return bytes(raw)


def slice_key(name: str, starts: tuple[int, ...], lengths: tuple[int, ...]) -> bytes:
    """The key of one slice; lengths are `WHOLE_AXIS` where the slice proto gives none."""
    parts = [b"\x00", encode_string(name.encode()), encode_number(len(starts))]
    for start, length in zip(starts, lengths, strict=True):
        parts += (encode_signed(start), encode_signed(length))
    return b"".join(parts)
