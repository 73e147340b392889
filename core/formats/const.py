"""The values of `TensorProto`: what a Const holds, inline in the graph or left in its file.

Source: `tensorflow/core/framework/tensor.proto` and `Tensor::FromProto` in `tensor.cc`, v2.21.0. Elements are in
`tensor_content` (raw, little-endian), or else in the typed field of their dtype; there, when fewer values are
given than the shape has elements, the last one is repeated, and none at all means zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.dtypes import DType, dtype_of
from core.formats.reader import ByteSource
from core.formats.tensor import PIECE, Array, Index, Tick, check_whole, element_count, normalise_index, numeric

if TYPE_CHECKING:
    import numpy as np

CONTENT_FIELDS = frozenset((4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17, 18))
"""The fields of TensorProto that hold elements."""

_RAW = frozenset(((5, "float32"), (6, "float64"), (9, "complex64"), (12, "complex128")))

_VALUES = {
    "float32": "float_val", "float64": "double_val", "string": "string_val", "complex64": "scomplex_val",
    "complex128": "dcomplex_val", "int64": "int64_val", "bool": "bool_val", "float16": "half_val",
    "bfloat16": "half_val", "uint32": "uint32_val", "uint64": "uint64_val", "int32": "int_val", "uint8": "int_val",
    "int16": "int_val", "int8": "int_val", "qint8": "int_val", "quint8": "int_val", "qint32": "int_val",
    "qint16": "int_val", "quint16": "int_val", "uint16": "int_val", "int4": "int_val", "uint4": "int_val",
    "int2": "int_val", "uint2": "int_val",
}  # fmt: skip


def is_raw(number: int, dtype: DType) -> bool:
    """Whether this field of TensorProto, packed, is the elements' bytes as they lie in memory."""
    return number == 4 or (number, dtype.name) in _RAW or (number == 18 and dtype.name.startswith("float8"))


def shape_of(proto: Any) -> tuple[int, ...] | None:
    """The sizes of a TensorShapeProto, -1 where unknown; None if not even the rank is known."""
    return None if proto.unknown_rank else tuple(dim.size for dim in proto.dim)


def decode_tensor(proto: Any, path: Path | None = None) -> Array:
    """The whole array of a TensorProto (strings as an object array of bytes).

    Args:
        proto: a `tensor_pb2.TensorProto`.
        path: the file it is from, for errors.

    Raises:
        FormatError: the bytes don't fit dtype and shape, or the dtype has no values.
    """
    import numpy as np

    where = path or Path("tensor")
    dtype = dtype_of(proto.dtype)
    shape = tuple(dim.size for dim in proto.tensor_shape.dim)
    if any(size < 0 for size in shape) or len(shape) > limits.RANK:
        raise FormatError(where, Text("a constant has the impossible shape {shape}", shape=str(shape)))
    count = element_count(shape)
    if dtype.name == "string":
        return _repeat(np.array([None, *proto.string_val], object)[1:], count, shape, b"", where)
    target = numeric(dtype, path)
    check_whole(path, count * target.itemsize)
    if proto.tensor_content:
        if len(proto.tensor_content) != count * dtype.itemsize:
            raise FormatError(
                where,
                Text(
                    "a constant of shape {shape} holds {size} bytes",
                    shape=str(shape),
                    size=f"{len(proto.tensor_content):,}",
                ),
            )
        return np.frombuffer(proto.tensor_content, target).reshape(shape).copy()
    return _repeat(_typed_values(proto, dtype, target, where), count, shape, np.zeros(1, target)[0], where)


def _typed_values(proto: Any, dtype: DType, target: np.dtype[Any], where: Path) -> Array:
    """The values in the typed field of a dtype, as many as are given."""
    import numpy as np

    name = dtype.name
    if name.startswith("float8"):
        return np.frombuffer(proto.float8_val, np.uint8).view(target)
    if name not in _VALUES:
        raise FormatError(where, Text("values of type {dtype} can't be read", dtype=name))
    given = getattr(proto, _VALUES[name])[:]
    if _VALUES[name] == "half_val":  # the bits, as integers
        return np.array(given, np.int64).astype(np.uint16).view(target)
    if _VALUES[name] == "int_val":
        return np.array(given, np.int64).astype(target)
    if target.kind == "c":  # real and imaginary parts alternate
        parts = np.array(given, np.float32 if name == "complex64" else np.float64)
        return parts[: len(parts) // 2 * 2].view(target)
    return np.array(given, target)


def _repeat(values: Array, count: int, shape: tuple[int, ...], zero: object, where: Path) -> Array:
    allowed = limits.VALUE_AT_ONCE if len(values) >= count else limits.FILLED_VALUE
    if count > allowed // max(1, values.dtype.itemsize):
        raise LimitExceeded(where, Text("a constant of shape {shape} is too large to be shown", shape=str(shape)))
    import numpy as np

    out = np.empty(count, values.dtype)
    given = min(len(values), count)
    out[:given] = values[:given]
    out[given:] = values[-1] if len(values) else zero
    return out.reshape(shape)


class _DecodedTensor:
    """What tensors that must be decoded before they can be sliced have in common."""

    __slots__ = ("dtype", "name", "nbytes", "offset", "path", "shape")

    name: str
    dtype: DType
    shape: tuple[int, ...]
    nbytes: int
    path: Path | None
    offset: int | None

    def _decode(self) -> Array:
        raise NotImplementedError

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        import numpy as np

        array = self._decode()
        normalise_index(index, self.shape)
        if tick is not None:
            tick()
        if index is None:
            return array
        picked = array[index]
        result = np.empty(np.shape(picked) if isinstance(picked, np.ndarray) else (), array.dtype)
        result[...] = picked
        return result

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:  # noqa: ARG002
        array = self._decode()
        if array.dtype == object:
            raise FormatError(self.path or Path(self.name), Text("strings have no row-major bytes"))
        data = array.tobytes()
        for done in range(0, len(data), PIECE):
            yield memoryview(data)[done : done + PIECE]
            if tick is not None:
                tick()

    def verify(self, *, tick: Tick = None) -> bool | None:  # noqa: ARG002 graphs have no checksums
        return None


class InlineTensor(_DecodedTensor):
    """A constant that lies in the graph's own structure."""

    __slots__ = ("proto",)

    def __init__(self, name: str, proto: Any, path: Path | None = None) -> None:
        self.name = name
        self.proto = proto
        self.dtype = dtype_of(proto.dtype)
        self.shape = tuple(dim.size for dim in proto.tensor_shape.dim)
        self.path = path
        self.offset = None
        if self.dtype.name == "string":
            self.nbytes = sum(map(len, proto.string_val))
        else:
            self.nbytes = len(proto.tensor_content) or (
                0 if -1 in self.shape else element_count(self.shape) * self.dtype.itemsize
            )

    def _decode(self) -> Array:
        return decode_tensor(self.proto, self.path)


class StoredProtoTensor(_DecodedTensor):
    """A large constant in typed fields: the TensorProto stays in the file and is parsed when somebody looks."""

    __slots__ = ("_end", "_open", "_start")

    def __init__(
        self,
        name: str,
        dtype: DType,
        shape: tuple[int, ...],
        *,
        open_reader: Callable[[], ByteSource],
        path: Path,
        start: int,
        end: int,
        nbytes: int,
    ) -> None:
        self.name = name
        self.dtype = dtype
        self.shape = shape
        self.nbytes = nbytes
        self.path = path
        self.offset = None
        self._open = open_reader
        self._start = start
        self._end = end

    def _decode(self) -> Array:
        from google.protobuf.message import DecodeError
        from tensorboard.compat.proto import tensor_pb2

        reader = self._open()
        check_whole(self.path, self._end - self._start)
        data = b"".join(
            reader.read(done, min(PIECE, self._end - done)) for done in range(self._start, self._end, PIECE)
        )
        try:
            proto = tensor_pb2.TensorProto.FromString(data)
        except DecodeError:
            raise FormatError(
                reader.path, Text("the constant {name} is damaged", name=self.name), offset=self._start
            ) from None
        proto.dtype = self.dtype.enum  # a slice of a V1 checkpoint states neither
        proto.tensor_shape.Clear()
        for size in self.shape:
            proto.tensor_shape.dim.add(size=size)
        return decode_tensor(proto, self.path)
