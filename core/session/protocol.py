"""What the app and its TensorFlow worker say to each other: frames of a JSON header and raw array bytes.

A frame is 4 bytes `CgF1`, the header's length (u32, little endian), the header (UTF-8 JSON), then the bytes of each
array that the header's `arrays` announces, in that order, without padding. Nothing is ever unpickled: a worker that a
hostile op library has taken over can send wrong numbers, not code.

An array is announced as `{"name", "dtype", "shape", "nbytes"}` and sent as little-endian row-major elements; `dtype`
is NumPy's name, or that of `ml_dtypes` (bfloat16, float8_*, int4 one element per byte, …). Strings (`"dtype":
"string"`) are sent as one u64 length per element, then all elements' bytes.

App to worker: `job`. Worker to app: `ready` once, then for each job any number of `progress` and `array` frames and
one `done` or `failed`.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from core.errors import Text
from core.limits import MIB

MAGIC = b"CgF1"
PREFIX = struct.Struct("<4sI")
HEADER_LIMIT = 64 * MIB
PIECE = 4 * MIB


class ProtocolError(Exception):
    """The other side ended, or sent something that is no frame."""


@dataclass(frozen=True, slots=True)
class ArrayHeader:
    """An array to come: its dtype by name, its shape, and how many bytes follow."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    nbytes: int

    @classmethod
    def of(cls, name: str, array: np.ndarray) -> ArrayHeader:
        if array.dtype.kind in "OSU":
            nbytes = 8 * array.size + sum(len(_as_bytes(item)) for item in array.ravel())
            return cls(name, "string", array.shape, nbytes)
        return cls(name, array.dtype.name, array.shape, array.nbytes)

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "dtype": self.dtype, "shape": list(self.shape), "nbytes": self.nbytes}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ArrayHeader:
        header = cls(str(value["name"]), str(value["dtype"]), tuple(map(int, value["shape"])), int(value["nbytes"]))
        count = math.prod(header.shape)
        if header.nbytes < 0 or min(header.shape, default=0) < 0:
            raise ProtocolError(f"array {header.name} has a negative size")
        if header.dtype != "string" and header.nbytes != count * numpy_dtype(header.dtype).itemsize:
            raise ProtocolError(f"array {header.name} announces {header.nbytes} bytes for {header.shape}")
        if header.dtype == "string" and header.nbytes < 8 * count:
            raise ProtocolError(f"string array {header.name} announces too few bytes")
        return header


def numpy_dtype(name: str) -> np.dtype[Any]:
    """NumPy's dtype of that name, from `ml_dtypes` where NumPy has none.

    Raises:
        ProtocolError: there is no such dtype of plain bytes.
    """
    try:
        dtype = np.dtype(name)
    except TypeError:
        import ml_dtypes  # only for the few dtypes that need it

        kind = getattr(ml_dtypes, name, None)
        if kind is None:
            raise ProtocolError(f"no dtype {name!r}") from None
        dtype = np.dtype(kind)
    if dtype.hasobject:
        raise ProtocolError(f"dtype {name!r} is not made of plain bytes")
    return dtype


def array_pieces(array: np.ndarray) -> Iterator[bytes | memoryview]:
    """An array's bytes as they are sent, in bounded pieces, without a copy of a contiguous one."""
    if array.dtype.kind in "OSU":
        items = [_as_bytes(item) for item in array.ravel()]
        yield np.array([len(item) for item in items], "<u8").tobytes()
        yield from items
        return
    # The machine that runs TensorFlow is little endian (there is no other build); a reshape keeps 0-d arrays simple.
    flat = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    for start in range(0, flat.size, PIECE):
        yield flat[start : start + PIECE].data


def array_from_pieces(header: ArrayHeader, pieces: Iterable[bytes | memoryview]) -> np.ndarray:
    """Build the array that `array_pieces` took apart. Strings become an object array of bytes."""
    data = bytearray(header.nbytes)
    at = 0
    for piece in pieces:
        data[at : at + len(piece)] = piece
        at += len(piece)
    if header.dtype != "string":
        return np.frombuffer(data, numpy_dtype(header.dtype)).reshape(header.shape)
    result = np.empty(math.prod(header.shape), object)
    lengths = np.frombuffer(data, "<u8", len(result))
    at = 8 * len(result)
    for index, length in enumerate(lengths.tolist()):
        if at + length > len(data):
            raise ProtocolError(f"string array {header.name} is cut off")
        result[index] = bytes(data[at : at + length])
        at += length
    return result.reshape(header.shape)


def send(stream: BinaryIO, header: Mapping[str, Any], arrays: Mapping[str, np.ndarray] | None = None) -> None:
    """Write one frame and flush it."""
    arrays = arrays or {}
    announced = [ArrayHeader.of(name, array).to_json() for name, array in arrays.items()]
    text = json.dumps({**header, "arrays": announced}).encode()
    stream.write(PREFIX.pack(MAGIC, len(text)) + text)
    for array in arrays.values():
        for piece in array_pieces(array):
            stream.write(piece)
    stream.flush()


def receive_header(stream: BinaryIO) -> tuple[dict[str, Any], list[ArrayHeader]]:
    """Read one frame's header; the caller then reads each announced array with `receive_pieces`.

    Raises:
        ProtocolError: the stream ended or is out of step.
    """
    magic, length = PREFIX.unpack(_exactly(stream, PREFIX.size))
    if magic != MAGIC or length > HEADER_LIMIT:
        raise ProtocolError("not a frame")
    try:
        header = json.loads(_exactly(stream, length))
        return header, [ArrayHeader.from_json(value) for value in header.pop("arrays")]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProtocolError(f"a frame's header is damaged: {error}") from error


def receive_pieces(stream: BinaryIO, header: ArrayHeader) -> Iterator[bytes]:
    """The announced bytes of one array, in bounded pieces."""
    left = header.nbytes
    while left:
        piece = stream.read(min(left, PIECE))
        if not piece:
            raise ProtocolError("the stream ended within an array")
        left -= len(piece)
        yield piece


def receive(stream: BinaryIO) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Read one frame with all its arrays."""
    header, announced = receive_header(stream)
    return header, {item.name: array_from_pieces(item, receive_pieces(stream, item)) for item in announced}


def text_to_json(text: Text | None) -> dict[str, Any] | None:
    """A sentence as template and values, so that it can still be translated on the other side."""
    if text is None:
        return None
    values = {
        key: text_to_json(value) if isinstance(value, Text) else value if isinstance(value, int | float) else str(value)
        for key, value in text.values.items()
    }
    return {"template": text.template, "values": values}


def text_from_json(value: Any) -> Text | None:
    """The opposite of `text_to_json`."""
    if value is None:
        return None
    values = {key: text_from_json(item) if isinstance(item, dict) else item for key, item in value["values"].items()}
    return Text(value["template"], **values)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise ProtocolError("the stream ended")
    return data


def _as_bytes(item: object) -> bytes:
    if isinstance(item, bytes):
        return item
    return str(item).encode()
