"""GraphDef in binary form, with large constants left in the file.

Source: `tensorflow/core/framework/{graph,node_def,attr_value,function}.proto`, v2.21.0.

| message | fields that matter here |
|---|---|
| GraphDef | 1 node, 2 library, 3 version (old), 4 versions, 5 debug_info |
| NodeDef | 1 name, 2 op, 3 input, 4 device, 5 attr (map), 6 experimental_debug_info |
| attr entry | 1 key, 2 AttrValue, of which 8 is a TensorProto |
| TensorProto | 1 dtype, 2 shape, 4 tensor_content, 5… typed values |
| FunctionDefLibrary | 1 function, 2 gradient; FunctionDef: 1 signature, 3 node_def |

Small nodes are parsed in bulk by protobuf's C parser, in runs of at most `RUN` bytes, because it holds the
interpreter's lock for a whole parse. A node that is larger than `INLINE_CONST` is walked, and if a tensor in it
is that large, the node is parsed without the tensor's elements, and where they are is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from google.protobuf.message import DecodeError
from tensorboard.compat.proto import function_pb2, graph_pb2, node_def_pb2, tensor_pb2, versions_pb2

from core import limits
from core.errors import FormatError, LimitExceeded, Problem, Text
from core.formats.collector import collector_paused
from core.formats.const import CONTENT_FIELDS, StoredProtoTensor, is_raw
from core.formats.dtypes import dtype_of
from core.formats.node_list import NodeList
from core.formats.reader import ByteSource, Reader
from core.formats.tensor import FileTensor, TensorSource, Tick, element_count
from core.formats.wire import LENGTH, VARINT, Cursor, Field, encode_field, encode_varint, not_a_message

RUN = 512 << 10
"""Bytes of small nodes that are parsed at once (a few milliseconds)."""

_NODE = 0x0A
_MAX_INLINE = limits.INLINE_CONST


@dataclass(slots=True)
class ScannedGraph:
    """A GraphDef without its large tensors.

    Attributes:
        nodes: NodeDef messages in file order; elements of large tensors removed.
        library: all functions; elements of large tensors removed.
        tensors: by node name, where the elements of the large ones are.
        function_tensors: the same for the nodes of functions, by function name.
    """

    nodes: NodeList = field(default_factory=NodeList)
    versions: Any = field(default_factory=versions_pb2.VersionDef)
    library: Any = field(default_factory=function_pb2.FunctionDefLibrary)
    tensors: dict[str, TensorSource] = field(default_factory=dict)
    function_tensors: dict[str, dict[str, TensorSource]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def scan_graph(reader: ByteSource, start: int = 0, end: int | None = None, *, tick: Tick = None) -> ScannedGraph:
    """The GraphDef in start…end of a file.

    Args:
        reader: the file.
        start: where the message begins.
        end: where it ends; the file's end if None.
        tick: called between runs; may raise to cancel.

    Raises:
        FormatError: the bytes are no GraphDef; says where.
        LimitExceeded: a node's structure is larger than `NODE_STRUCTURE`, or there are more than `NODES`.
    """
    with collector_paused():
        return _scan(reader, start, reader.size if end is None else end, tick)


def _scan(reader: ByteSource, start: int, end: int, tick: Tick) -> ScannedGraph:
    graph = ScannedGraph()
    cursor = Cursor(reader)
    for item in _runs(reader, cursor, start, end):
        if not isinstance(item, Field):
            data, offset = item
            graph.nodes.add_run(_parse_run(reader, data, offset))
            if len(graph.nodes) > limits.NODES:
                raise LimitExceeded(
                    reader.path, Text("more than {limit} nodes", limit=f"{limits.NODES:,}"), offset=offset
                )
        elif item.number == 1 and item.kind == LENGTH:
            node, source = _parse_large(reader, cursor, item)
            graph.nodes.append(node)
            if source is not None and source.name not in graph.tensors:
                graph.tensors[source.name] = source
        elif item.number == 2 and item.kind == LENGTH:
            _scan_library(reader, cursor, item, graph, tick)
        elif item.number == 4 and item.kind == LENGTH:
            graph.versions.MergeFrom(_parse(versions_pb2.VersionDef, reader, item))
        if tick is not None:
            tick()
    return graph


def _runs(reader: ByteSource, cursor: Cursor, start: int, end: int) -> Iterator[tuple[bytes, int] | Field]:
    """The fields of a GraphDef: small nodes as runs of bytes with their offset, everything else as a field."""
    position = start
    while position < end:
        buffer = reader.read(position, min(RUN, end - position))
        size = len(buffer)
        i = 0
        while i < size and buffer[i] == _NODE:
            # The tag and a length of one or two bytes (below 16,384, and INLINE_CONST is), all within the buffer.
            if i + 3 > size:
                break
            length = buffer[i + 1]
            if length < 0x80:
                after = i + 2 + length
            else:
                high = buffer[i + 2]
                length = length & 0x7F | high << 7
                if high >= 0x80 or length > _MAX_INLINE:
                    break
                after = i + 3 + length
            if after > size:
                break
            i = after
        if i:
            yield buffer[:i], position
            position += i
            continue
        # Not a small node at the beginning of the buffer: one field through the cursor.
        found = next(cursor.fields(position, end))
        if found.number == 1 and found.kind == LENGTH and found.value <= _MAX_INLINE:
            yield reader.read(position, found.end - position), position
        else:
            yield found
        position = found.end


def _parse_run(reader: ByteSource, data: bytes, offset: int) -> Sequence[Any]:
    try:
        nodes: Sequence[Any] = graph_pb2.GraphDef.FromString(data).node
        return nodes
    except DecodeError:
        pass
    for found in Cursor(reader).fields(offset, offset + len(data)):  # which node is it?
        _parse(node_def_pb2.NodeDef, reader, found)
    raise not_a_message(reader, offset, "nodes")


def _parse(message: Any, reader: ByteSource, found: Field) -> Any:
    if found.value > limits.NODE_STRUCTURE:
        raise LimitExceeded(
            reader.path, Text("a part of the graph takes {size} bytes", size=f"{found.value:,}"), offset=found.start
        )
    try:
        return message.FromString(reader.read(found.start, found.value))
    except DecodeError:
        raise not_a_message(reader, found.start, message.DESCRIPTOR.name) from None


def _parse_large(reader: ByteSource, cursor: Cursor, found: Field) -> tuple[Any, TensorSource | None]:
    """A node whose bytes are many, without the elements of its tensor, and where these are."""
    data, source = strip_node(reader, cursor, found)
    if data is None:
        return _parse(node_def_pb2.NodeDef, reader, found), None
    try:
        return node_def_pb2.NodeDef.FromString(data), source
    except DecodeError:
        raise not_a_message(reader, found.start, "NodeDef") from None


def strip_node(reader: ByteSource, cursor: Cursor, node: Field) -> tuple[bytes | None, TensorSource | None]:
    """A NodeDef's bytes without the elements of the tensor in its attr `value`, and a source for these.

    Returns:
        (None, None) if the node has no such tensor or it is small.
    """
    name = ""
    kept: list[bytes] = []
    kept_size = 0
    make: Callable[[str], TensorSource] | None = None
    for item in cursor.fields(node.start, node.end):
        if item.number == 5 and item.kind == LENGTH and item.value > _MAX_INLINE and make is None:
            stripped = _strip_attr(reader, cursor, item)
            if stripped is not None:
                kept.append(encode_field(5, stripped[0]))
                make = stripped[1]
                continue
        if item.number == 1 and item.kind == LENGTH:
            name = reader.read(item.start, item.value, limit=limits.NODE_STRUCTURE).decode(errors="replace")
        kept_size += item.value if item.kind == LENGTH else 10
        if kept_size > limits.NODE_STRUCTURE:
            raise LimitExceeded(
                reader.path,
                Text(
                    "the node {name} takes more than {limit} bytes besides its tensor",
                    name=name,
                    limit=f"{limits.NODE_STRUCTURE:,}",
                ),
                offset=node.start,
            )
        kept.append(_copy(reader, item))
    return (None, None) if make is None else (b"".join(kept), make(name))


def _copy(reader: ByteSource, item: Field) -> bytes:
    """A field as it is."""
    if item.kind == LENGTH:
        return encode_field(item.number, reader.read(item.start, item.value))
    tag = encode_varint(item.number << 3 | item.kind)
    if item.kind == VARINT:
        return tag + encode_varint(item.value)
    return tag + item.value.to_bytes(8 if item.kind == 1 else 4, "little")


def _strip_attr(reader: ByteSource, cursor: Cursor, attr: Field) -> tuple[bytes, Callable[[str], TensorSource]] | None:
    """An attr map entry without its tensor's elements; None if it holds no large tensor under the key `value`."""
    key = b""
    for item in cursor.fields(attr.start, attr.end):
        if item.kind != LENGTH:
            continue
        if item.number == 1:
            key = reader.read(item.start, min(item.value, 16))
        elif item.number == 2 and key == b"value":
            for inner in cursor.fields(item.start, item.end):
                if inner.number == 8 and inner.kind == LENGTH and inner.value > _MAX_INLINE:
                    stripped = _strip_tensor(reader, cursor, inner)
                    if stripped is None:
                        return None
                    stub, make = stripped
                    return encode_field(1, key) + encode_field(2, encode_field(8, stub)), make
    return None


def _strip_tensor(
    reader: ByteSource, cursor: Cursor, tensor: Field
) -> tuple[bytes, Callable[[str], TensorSource]] | None:
    """A TensorProto without its elements, and what makes a source of them once the name is known."""
    kept: list[bytes] = []
    contents: list[Field] = []
    content_size = count = 0
    for item in cursor.fields(tensor.start, tensor.end):
        if item.number in CONTENT_FIELDS:
            count += 1
            content_size += item.value if item.kind == LENGTH else 8
            if count < 2:
                contents.append(item)
        else:
            kept.append(_copy(reader, item))
    if content_size <= _MAX_INLINE:
        return None
    stub = b"".join(kept)
    try:
        proto = tensor_pb2.TensorProto.FromString(stub)
    except DecodeError:
        raise not_a_message(reader, tensor.start, "TensorProto") from None
    dtype = dtype_of(proto.dtype)
    shape = tuple(dim.size for dim in proto.tensor_shape.dim)
    if any(size < 0 for size in shape) or len(shape) > limits.RANK:
        raise FormatError(
            reader.path, Text("a constant has the impossible shape {shape}", shape=str(shape)), offset=tensor.start
        )
    needed = element_count(shape) * dtype.itemsize
    open_reader = partial(_same, reader)
    only = contents[0]
    if count == 1 and is_raw(only.number, dtype) and only.kind == LENGTH and only.value == needed and dtype.itemsize:
        return stub, partial(
            _file_tensor,
            dtype=dtype,
            shape=shape,
            open_reader=open_reader,
            path=reader.path,
            offset=only.start,
            nbytes=needed,
            is_in_file=isinstance(reader, Reader),
        )
    nbytes = content_size if dtype.name == "string" else needed
    return stub, partial(
        _proto_tensor,
        dtype=dtype,
        shape=shape,
        open_reader=open_reader,
        path=reader.path,
        start=tensor.start,
        end=tensor.end,
        nbytes=nbytes,
    )


def _same(reader: ByteSource) -> ByteSource:
    reader.check_unchanged()
    return reader


def _file_tensor(name: str, **place: Any) -> TensorSource:
    return FileTensor(name, place.pop("dtype"), place.pop("shape"), **place)


def _proto_tensor(name: str, **place: Any) -> TensorSource:
    return StoredProtoTensor(name, place.pop("dtype"), place.pop("shape"), **place)


def _scan_library(reader: ByteSource, cursor: Cursor, library: Field, graph: ScannedGraph, tick: Tick) -> None:
    """The functions, each parsed by itself and without its large tensors."""
    for item in cursor.fields(library.start, library.end):
        if item.number == 1 and item.kind == LENGTH:
            data, sources = _strip_function(reader, cursor, item)
            try:
                function = function_pb2.FunctionDef.FromString(data)
            except DecodeError:
                raise not_a_message(reader, item.start, "FunctionDef") from None
            graph.library.function.append(function)
            if sources:
                graph.function_tensors.setdefault(function.signature.name, {}).update(sources)
        else:
            try:
                graph.library.MergeFromString(_copy(reader, item))
            except DecodeError:
                raise not_a_message(reader, item.start, "FunctionDefLibrary") from None
        if tick is not None:
            tick()


def _strip_function(reader: ByteSource, cursor: Cursor, function: Field) -> tuple[bytes, dict[str, TensorSource]]:
    if function.value <= _MAX_INLINE:
        return reader.read(function.start, function.value), {}
    kept: list[bytes] = []
    sources: dict[str, TensorSource] = {}
    position = function.start
    large = [
        item
        for item in cursor.fields(function.start, function.end)
        if item.number == 3 and item.kind == LENGTH and item.value > _MAX_INLINE
    ]
    for item in large:
        data, source = strip_node(reader, cursor, item)
        if data is None or source is None:
            continue
        tag = encode_field(3, data)
        head = len(encode_varint(3 << 3 | LENGTH)) + len(encode_varint(item.value))
        kept.append(_between(reader, position, item.start - head))
        kept.append(tag)
        sources[source.name] = source
        position = item.end
    kept.append(_between(reader, position, function.end))
    return b"".join(kept), sources


def _between(reader: ByteSource, start: int, end: int) -> bytes:
    if end - start > limits.NODE_STRUCTURE:
        raise LimitExceeded(
            reader.path,
            Text("a function takes {size} bytes besides its tensors", size=f"{end - start:,}"),
            offset=start,
        )
    return reader.read(start, end - start)
