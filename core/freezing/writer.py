"""Writes a GraphDef in protobuf's wire format, with large contents streamed, never the whole in memory.

Fields (`graph.proto`, `node_def.proto`, `attr_value.proto`, `tensor.proto`, v2.21.0): GraphDef 1 node, 2 library,
4 versions; NodeDef 5 attr (a map: entries 1 key, 2 value); AttrValue 8 tensor; TensorProto 1 dtype, 2 tensor_shape,
4 tensor_content. A Const's content comes last in its node, so that a node is a head, then the elements.

Values follow `make_tensor_proto`: one element goes to the typed field of its dtype, more to `tensor_content`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import FreezeError, Text
from core.formats.dtypes import DType
from core.formats.tensor import Tick, element_count
from core.formats.wire import encode_field, encode_varint
from core.freezing.body import copy_of
from core.freezing.values import STRING, Content

if TYPE_CHECKING:
    import numpy as np  # imported where single values are written, which many graphs don't have

Pieces = Iterable[bytes | memoryview]


class Sink(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes | memoryview, /) -> object:
        """Append bytes."""


class NoSink:
    """Takes nothing: for predicting a size."""

    def write(self, data: bytes | memoryview, /) -> None:
        """Not used."""


_LENGTH = 2


class GraphWriter:
    """Writes one graph, node by node, in order; values may come when their turn comes.

    Args:
        nodes: NodeDef messages in order.
        contents: by node name, the elements that are not in the NodeDef.
        functions: FunctionDefs.
        gradients: of the library.
        versions: VersionDef.
        sink: takes the bytes.
    """

    def __init__(
        self,
        nodes: list[Any],
        contents: Mapping[str, Content],
        functions: list[Any],
        gradients: list[Any],
        versions: Any,
        sink: Sink,
    ) -> None:
        self._nodes = nodes
        self._contents = contents
        self._functions = functions
        self._gradients = gradients
        self._versions = versions
        self._sink = sink
        self._next = 0

    def write_until(self, name: str, pieces: Pieces, *, tick: Tick = None) -> None:
        """Write everything before a node, and the node with these elements."""
        while self._next < len(self._nodes):
            node = self._nodes[self._next]
            self._next += 1
            if node.name == name:
                self._write(node, self._contents[name], pieces)
                return
            self._write_own(node, tick)
        raise LookupError(name)

    def finish(self, *, tick: Tick = None) -> None:
        """Write the remaining nodes from their own sources, then library and versions."""
        for node in self._nodes[self._next :]:
            self._next += 1
            self._write_own(node, tick)
        if self._functions or self._gradients:
            self._sink.write(_field_head(2, sum(self._library_sizes())))
            for number, items in ((1, self._functions), (2, self._gradients)):
                for item in items:
                    data = item.SerializeToString(deterministic=True)
                    self._sink.write(_field_head(number, len(data)) + data)
        versions = self._versions.SerializeToString(deterministic=True)
        self._sink.write(encode_field(4, versions))

    def predicted(self) -> int:
        """The size of the file, without reading a value: scalar integers and strings may differ by a few bytes each."""
        total = 0
        for node in self._nodes:
            content = self._contents.get(node.name)
            if content is None:
                size = node.ByteSize()
            elif inline(content.dtype, content.shape):
                size = with_value(node, content, [_zeros(content)]).ByteSize()
                size += content.source.nbytes if content.dtype.enum == STRING else 0
            else:
                head, tail = _heads(node, content)
                size = head + tail
            total += len(_field_head(1, size)) + size
        if self._functions or self._gradients:
            size = sum(self._library_sizes())
            total += len(_field_head(2, size)) + size
        return total + len(encode_field(4, self._versions.SerializeToString()))

    def _library_sizes(self) -> Iterator[int]:
        for item in [*self._functions, *self._gradients]:
            size = item.ByteSize()
            yield len(_field_head(1, size)) + size

    def _write_own(self, node: Any, tick: Tick) -> None:
        content = self._contents.get(node.name)
        self._write(node, content, content.pieces(tick=tick) if content is not None else ())
        if tick is not None:
            tick()

    def _write(self, node: Any, content: Content | None, pieces: Pieces) -> None:
        if content is None:
            self._sink.write(encode_field(1, node.SerializeToString(deterministic=True)))
            return
        if inline(content.dtype, content.shape):
            whole = with_value(node, content, pieces)
            self._sink.write(encode_field(1, whole.SerializeToString(deterministic=True)))
            return
        self._sink.write(_node_head(node, content))
        written = 0
        for piece in pieces:
            written += len(piece)
            self._sink.write(piece)
        if written != content.nbytes:
            raise FreezeError(
                Text(
                    "{name} gave {given} bytes where its shape needs {needed}.",
                    name=node.name,
                    given=f"{written:,}",
                    needed=f"{content.nbytes:,}",
                )
            )


def inline(dtype: DType, shape: tuple[int, ...]) -> bool:
    """Whether a value goes into the typed field of its dtype: one element or none, and strings always."""
    return element_count(shape) <= 1 or dtype.enum == STRING


def strings_from(pieces: Pieces, count: int) -> list[bytes]:
    """Strings as the session's protocol and `Content.pieces` give them: u64 lengths, then the bytes."""
    data = b"".join(bytes(piece) for piece in pieces)
    at = 8 * count
    result = []
    for length in struct.unpack_from(f"<{count}Q", data):
        result.append(data[at : at + length])
        at += length
    return result


def with_value(node: Any, content: Content, pieces: Pieces) -> Any:
    """The node with its value, which `inline` says goes there, inside."""
    whole = copy_of(node)
    tensor = whole.attr["value"].tensor
    _set_type_and_shape(tensor, content)
    count = element_count(content.shape)
    if content.dtype.enum == STRING:
        tensor.string_val.extend(strings_from(pieces, count))
    elif count:
        import numpy as np

        dtype = content.dtype.numpy
        assert dtype is not None
        _set_values(tensor, content.dtype, np.frombuffer(b"".join(bytes(piece) for piece in pieces), dtype))
    return whole


def _set_values(tensor: Any, dtype: DType, values: np.ndarray[Any, Any]) -> None:
    """The typed field of a TensorProto, as `make_tensor_proto` fills it."""
    import numpy as np

    name = dtype.name
    if name in ("float16", "bfloat16"):
        tensor.half_val.extend(values.view(np.uint16).tolist())
    elif name.startswith(("float8", "float4")):
        tensor.float8_val = values.tobytes()
    elif name in ("complex64", "complex128"):
        field = tensor.scomplex_val if name == "complex64" else tensor.dcomplex_val
        field.extend(part for value in values.tolist() for part in (value.real, value.imag))
    elif name in ("float32", "float64", "int64", "bool", "uint32", "uint64"):
        field = {"float32": "float_val", "float64": "double_val"}.get(name, f"{name}_val")
        getattr(tensor, field).extend(values.tolist())
    else:
        tensor.int_val.extend(values.astype(np.int32).tolist())


def _set_type_and_shape(tensor: Any, content: Content) -> None:
    tensor.dtype = content.dtype.enum
    tensor.tensor_shape.SetInParent()
    if not tensor.tensor_shape.dim:
        for size in content.shape:
            tensor.tensor_shape.dim.add(size=size)


def _zeros(content: Content) -> bytes:
    count = element_count(content.shape)
    return bytes(count * 8 if content.dtype.enum == STRING else count * content.dtype.itemsize)


def _parts(node: Any, content: Content) -> tuple[bytes, bytes]:
    """A node without its value, and the TensorProto without its elements."""
    rest = copy_of(node)
    stub = rest.attr["value"].tensor
    _set_type_and_shape(stub, content)
    tensor = stub.SerializeToString(deterministic=True)
    del rest.attr["value"]
    return rest.SerializeToString(deterministic=True), tensor


def _node_head(node: Any, content: Content) -> bytes:
    """Everything of `GraphDef.node` up to the elements."""
    rest, tensor = _parts(node, content)
    tensor += _field_head(4, content.nbytes)
    size = len(tensor) + content.nbytes
    value = _field_head(8, size)
    size += len(value)
    entry = encode_field(1, b"value") + _field_head(2, size)
    size += len(entry)
    attr = _field_head(5, size)
    size += len(attr) + len(rest)
    return b"".join([_field_head(1, size), rest, attr, entry, value, tensor])


def _heads(node: Any, content: Content) -> tuple[int, int]:
    """Sizes of what is before and of the elements, without the node's own tag and length."""
    head = _node_head(node, content)
    # The tag takes one byte; the length, as many as it needs.
    at = 1
    while head[at] & 0x80:
        at += 1
    return len(head) - at - 1, content.nbytes


def _field_head(number: int, size: int) -> bytes:
    return encode_varint(number << 3 | _LENGTH) + encode_varint(size)
