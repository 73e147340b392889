"""MetaGraphDef and SavedModel in binary form, their graphs scanned and everything else parsed.

Source: `tensorflow/core/protobuf/meta_graph.proto` and `saved_model.proto`, v2.21.0.

| message | fields |
|---|---|
| MetaGraphDef | 1 meta_info_def, 2 graph_def, 3 saver_def, 4 collection_def, 5 signature_def, 6 asset_file_def, |
| | 7 object_graph_def |
| SavedModel | 1 schema version, 2 meta_graphs |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError
from tensorboard.compat.proto import meta_graph_pb2

from core import limits
from core.errors import LimitExceeded, Text
from core.formats.graphdef import ScannedGraph, _copy, scan_graph
from core.formats.reader import ByteSource
from core.formats.tensor import Tick
from core.formats.wire import LENGTH, Cursor, not_a_message


@dataclass(slots=True)
class ScannedMetaGraph:
    """A MetaGraphDef: `meta` is the message without `graph_def`, `graph` what was in that."""

    meta: Any
    graph: ScannedGraph | None


def scan_metagraph(
    reader: ByteSource, start: int = 0, end: int | None = None, *, graph: bool = True, tick: Tick = None
) -> ScannedMetaGraph:
    """The MetaGraphDef in start…end of a file.

    Args:
        reader: the file.
        start: where the message begins.
        end: where it ends; the file's end if None.
        tick: called often; may raise to cancel.
        graph: whether to read its graph too.

    Raises:
        FormatError: the bytes are no MetaGraphDef.
    """
    meta = meta_graph_pb2.MetaGraphDef()
    scanned: ScannedGraph | None = None
    for item in Cursor(reader).fields(start, reader.size if end is None else end):
        if item.number == 2 and item.kind == LENGTH:
            if graph:
                scanned = scan_graph(reader, item.start, item.end, tick=tick)
            continue
        if item.kind == LENGTH and item.value > limits.NODE_STRUCTURE:
            raise LimitExceeded(
                reader.path,
                Text("a part of the meta graph takes {size} bytes", size=f"{item.value:,}"),
                offset=item.start,
            )
        try:
            meta.MergeFromString(_copy(reader, item))
        except DecodeError:
            raise not_a_message(reader, item.start, "MetaGraphDef") from None
        if tick is not None:
            tick()
    return ScannedMetaGraph(meta, scanned)


def scan_saved_model(reader: ByteSource, *, tick: Tick = None) -> list[ScannedMetaGraph]:
    """The meta graphs of a SavedModel, in the order of the file.

    Raises:
        FormatError: the bytes are no SavedModel.
    """
    metas: list[ScannedMetaGraph] = []
    for item in Cursor(reader).fields(0, reader.size):
        if item.number == 2 and item.kind == LENGTH:
            if len(metas) >= limits.META_GRAPHS:
                raise LimitExceeded(
                    reader.path, Text("more than {limit} meta graphs", limit=limits.META_GRAPHS), offset=item.start
                )
            metas.append(scan_metagraph(reader, item.start, item.end, tick=tick))
    return metas
