"""TensorShapeProto and TensorSliceProto as tuples, for those who read many of them.

Source: `tensorflow/core/framework/tensor_shape.proto` and `tensor_slice.proto`, v2.21.0.
"""

from __future__ import annotations

from core.formats.ordered_code import WHOLE_AXIS
from core.formats.wire import LENGTH, VARINT, fields, signed

Box = tuple[tuple[int, ...], tuple[int, ...]]


def parse_shape(data: bytes, start: int, end: int) -> tuple[int, ...]:
    """The sizes in a TensorShapeProto."""
    sizes = []
    for field in fields(data, start, end):
        if field.number == 2 and field.kind == LENGTH:
            size = 0
            for inner in fields(data, field.start, field.end):
                if inner.number == 1 and inner.kind == VARINT:
                    size = signed(inner.value)
            sizes.append(size)
    return tuple(sizes)


def parse_slice(data: bytes, start: int, end: int) -> Box:
    """Starts and lengths of a TensorSliceProto; an axis taken whole has start 0 and length `WHOLE_AXIS`."""
    starts, lengths = [], []
    for field in fields(data, start, end):
        if field.number == 1 and field.kind == LENGTH:
            begin, length = 0, WHOLE_AXIS
            for inner in fields(data, field.start, field.end):
                if inner.kind == VARINT and inner.number == 1:
                    begin = signed(inner.value)
                elif inner.kind == VARINT and inner.number == 2:
                    length = signed(inner.value)
            starts.append(begin)
            lengths.append(length)
    return tuple(starts), tuple(lengths)


def resolve(box: Box, shape: tuple[int, ...]) -> Box:
    """The same box with the length of every axis spelt out."""
    starts, lengths = box
    return starts, tuple(
        shape[axis] - start if length == WHOLE_AXIS else length
        for axis, (start, length) in enumerate(zip(starts, lengths, strict=True))
    )
