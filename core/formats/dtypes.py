"""TensorFlow's element types: their enum, name, and how an element lies in a file.

Source: `tensorflow/core/framework/types.proto` (v2.21.0), enum DataType. A ref type is its base plus 100.
All multi-byte elements are little-endian here; a big-endian checkpoint is swapped while it is read.
The 2- and 4-bit types take one byte per element, as TensorFlow writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np  # 60 ms that looking at names doesn't need; imported where values are read

_REF = 100

_TABLE: tuple[tuple[int, str, str, int], ...] = (
    # enum, TensorFlow's name, numpy's name ('' none, 'ml:' from ml_dtypes), bytes per element
    (1, "float32", "<f4", 4),
    (2, "float64", "<f8", 8),
    (3, "int32", "<i4", 4),
    (4, "uint8", "u1", 1),
    (5, "int16", "<i2", 2),
    (6, "int8", "i1", 1),
    (7, "string", "O", 0),
    (8, "complex64", "<c8", 8),
    (9, "int64", "<i8", 8),
    (10, "bool", "?", 1),
    (11, "qint8", "i1", 1),
    (12, "quint8", "u1", 1),
    (13, "qint32", "<i4", 4),
    (14, "bfloat16", "ml:bfloat16", 2),
    (15, "qint16", "<i2", 2),
    (16, "quint16", "<u2", 2),
    (17, "uint16", "<u2", 2),
    (18, "complex128", "<c16", 16),
    (19, "float16", "<f2", 2),
    (20, "resource", "", 0),
    (21, "variant", "", 0),
    (22, "uint32", "<u4", 4),
    (23, "uint64", "<u8", 8),
    (24, "float8_e5m2", "ml:float8_e5m2", 1),
    (25, "float8_e4m3fn", "ml:float8_e4m3fn", 1),
    (26, "float8_e4m3fnuz", "ml:float8_e4m3fnuz", 1),
    (27, "float8_e4m3b11fnuz", "ml:float8_e4m3b11fnuz", 1),
    (28, "float8_e5m2fnuz", "ml:float8_e5m2fnuz", 1),
    (29, "int4", "ml:int4", 1),
    (30, "uint4", "ml:uint4", 1),
    (31, "int2", "ml:int2", 1),
    (32, "uint2", "ml:uint2", 1),
    (33, "float4_e2m1fn", "ml:float4_e2m1fn", 1),
)


@dataclass(frozen=True, slots=True)
class DType:
    """One element type.

    Attributes:
        name: TensorFlow's own name, as `tf.DType.name` gives it.
        enum: the number in `types.proto`, never that of a ref type.
        itemsize: bytes per element as stored; 0 where elements have no fixed size (string, variant, resource).
    """

    name: str
    enum: int
    itemsize: int

    @property
    def numpy(self) -> np.dtype[Any] | None:
        """The dtype of arrays holding such elements; object for strings, None where there are no values."""
        return _numpy_of(self.enum)

    @property
    def swap(self) -> int:
        """Bytes that are reversed in a big-endian file: half an element for complex numbers, else an element."""
        return self.itemsize // 2 if self.enum in (8, 18) else self.itemsize

    def __str__(self) -> str:
        return self.name


_BY_ENUM = {enum: DType(name, enum, size) for enum, name, _, size in _TABLE}
_BY_NAME = {dtype.name: dtype for dtype in _BY_ENUM.values()}
_NUMPY = {enum: numpy_name for enum, _, numpy_name, _ in _TABLE}


@cache
def _numpy_of(enum: int) -> np.dtype[Any] | None:
    name = _NUMPY.get(enum, "")
    if not name:
        return None
    import numpy as np

    if name.startswith("ml:"):
        import ml_dtypes  # 15 ms that most models never need

        scalar: Any = getattr(ml_dtypes, name[3:], None)
        return None if scalar is None else np.dtype(scalar)
    return np.dtype(name)


def is_ref(enum: int) -> bool:
    """Whether the enum is that of a reference type (`float32_ref`), as `VariableV2` gives it."""
    return enum > _REF


def dtype_of(enum: int) -> DType:
    """The type of an enum. A ref type gives its base; an enum newer than this table a name like `dtype77`."""
    base = enum - _REF if enum > _REF else enum
    known = _BY_ENUM.get(base)
    return known if known is not None else DType(f"dtype{base}", base, 0)


def type_of(node: Any, key: str = "dtype") -> DType:
    """The type that an attribute of a NodeDef names; that of the enum 0 where it has no such attribute.

    (Asking a protobuf map for what it lacks puts it there, and the node may be an opened file's own.)
    """
    return dtype_of(int(node.attr[key].type) if key in node.attr else 0)


def dtype_named(name: str) -> DType:
    """The type of a name (`float32`, also `half` and `float32_ref`).

    Raises:
        KeyError: no type has this name.
    """
    name = name.removesuffix("_ref")
    return _BY_NAME[{"half": "float16", "float": "float32", "double": "float64"}.get(name, name)]
