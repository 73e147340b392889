"""Writes values into a bundle's files and a graph into a MetaGraphDef, a few hundred KiB at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from core.conversion.restorable.stored import Stored
from core.errors import FormatError, Text
from core.formats.bundle_writer import BundleWriter
from core.formats.dtypes import DType
from core.formats.string_tensor import VariantTensor
from core.formats.tensor import FileTensor, TensorSource
from core.formats.wire import LENGTH, encode_varint
from core.freezing.frozen import PlannedGraph
from core.freezing.values import STRING
from core.freezing.writer import NoSink, inline, with_value

if TYPE_CHECKING:
    from core.progress import Progress

_PIECE = 256 << 10
"""What is read and written at once: it is still in the processor's cache when its crc is taken and it is written."""


def shard_name(prefix: str, index: int, count: int) -> str:
    """A data file's name."""
    return f"{prefix}.data-{index:05d}-of-{count:05d}"


def write_bundle(folder: Path, prefix: str, values: list[Stored], shards: int, progress: Progress) -> int:
    """Write values as a V2 checkpoint; gives the bytes of all its files.

    Args:
        folder: where.
        prefix: of the files' names.
        values: in the order of their keys, which are spread over the shards by size, in this order.
        shards: number of data files.
        progress: may cancel.

    Raises:
        FormatError: a value can't be read, or its crc is wrong.
        OSError: the disk is full, or whatever the system says.
    """
    total = sum(value.nbytes for value in values)
    done = 0
    with ExitStack() as stack:
        opened: list[IO[bytes]] = []

        def open_shard(index: int) -> IO[bytes]:
            if opened:
                opened.pop().close()  # they are filled one after the other
            file = stack.enter_context((folder / shard_name(prefix, index, shards)).open("wb"))
            opened.append(file)
            return file

        writer = BundleWriter(open_shard, shards)

        def tick() -> None:
            progress.tick(min(1.0, writer.nbytes / total) if total else None)

        for value in values:
            _write(writer, value, min(shards - 1, done * shards // total) if total else 0, tick)
            done += value.nbytes
        with (folder / f"{prefix}.index").open("wb") as index:
            return writer.finish(index) + writer.nbytes


def _write(writer: BundleWriter, value: Stored, shard: int, tick: Callable[[], None]) -> None:
    key, dtype, source = value.key, value.dtype, value.source
    if isinstance(source, VariantTensor):
        data, crc = source.stored()
        writer.add_stored(key, dtype, source.shape, [data], crc, shard=shard)
    elif value.parts:
        writer.add_whole(key, dtype, source.shape, [part.box for part in value.parts])
        for part in value.parts:
            text = dtype.enum == STRING
            writer.add_slice(
                key,
                dtype,
                part.box,
                pieces=None if text else pieces(part.source, tick),
                items=strings(part.source, tick) if text else (),
                shard=shard,
            )
    elif dtype.enum == STRING:
        writer.add_strings(key, dtype, source.shape, strings(source, tick), shard=shard)
    else:
        writer.add(key, dtype, source.shape, pieces(source, tick), shard=shard)
    tick()


def pieces(source: TensorSource, tick: Callable[[], None]) -> Iterator[bytes | memoryview]:
    """The elements' bytes; a crc that the file has is checked."""
    if isinstance(source, FileTensor):
        return source.pieces(tick=tick, check_crc=True, size=_PIECE)
    return source.pieces(tick=tick, check_crc=True)


def strings(source: TensorSource, tick: Callable[[], None]) -> list[bytes]:
    """All strings of a tensor, row-major.

    Raises:
        FormatError: their crc is wrong.
    """
    if source.verify(tick=tick) is False:
        raise FormatError(
            source.path or Path(source.name),
            Text("the checksum of {name} is wrong", name=source.name),
            offset=source.offset,
            remedy=Text("Its values are damaged: copy or download the file again."),
        )
    return [bytes(item) for item in np.asarray(source.read(tick=tick), object).ravel()]


def unreadable(dtype: DType) -> bool:
    """Whether values of this type can't be written."""
    return not dtype.itemsize and dtype.enum not in (STRING, 21)


def settled(graph: PlannedGraph, *, tick: Callable[[], None]) -> PlannedGraph:
    """The graph with its small values in their nodes, so that its size is known to the byte."""
    small = {name: content for name, content in graph.contents.items() if inline(content.dtype, content.shape)}
    nodes = [
        with_value(node, small[node.name], small[node.name].pieces(tick=tick)) if node.name in small else node
        for node in graph.nodes
    ]
    rest = {name: content for name, content in graph.contents.items() if name not in small}
    return PlannedGraph(nodes, rest, graph.functions, graph.gradients, graph.versions)


def meta_size(graph: PlannedGraph, meta: Any) -> int:
    """Bytes of a MetaGraphDef, about: as exact as its graph is settled."""
    size = graph.writer(NoSink()).predicted()
    return int(meta.ByteSize()) + len(_head(2, size)) + size


def write_meta(file: IO[bytes], graph: PlannedGraph, meta: Any, progress: Progress, *, as_saved_model: bool) -> int:
    """Write a MetaGraphDef, or a SavedModel that holds it; gives its size.

    Args:
        file: takes the bytes.
        graph: of the MetaGraphDef.
        meta: everything else in it.
        progress: may cancel.
        as_saved_model: whether it is wrapped in a SavedModel message (schema version 1).
    """
    graph = settled(graph, tick=progress.check)
    rest = meta.SerializeToString(deterministic=True)
    size = graph.writer(NoSink()).predicted()
    head = rest + _head(2, size)
    start = b"\x08\x01" + _head(2, len(head) + size) if as_saved_model else b""
    file.write(start + head)
    graph.writer(file).finish(tick=progress.check)
    written = file.tell()
    expected = len(start) + len(head) + size
    if written != expected:
        raise AssertionError(f"{written} bytes were written and {expected} announced")
    return written


def _head(number: int, size: int) -> bytes:
    return encode_varint(number << 3 | LENGTH) + encode_varint(size)
