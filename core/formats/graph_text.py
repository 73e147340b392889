"""Graphs in protobuf's text format: `.pbtxt`, and not a few files called `.pb`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from google.protobuf import text_format
from tensorboard.compat.proto import graph_pb2, meta_graph_pb2

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.graphdef import ScannedGraph
from core.formats.metagraph import ScannedMetaGraph
from core.formats.reader import Reader
from core.formats.tensor import PIECE, Tick


def read_text(reader: Reader, tick: Tick = None) -> str:
    """A text file's text, without a byte order mark."""
    if reader.size > limits.TEXT_FILE:
        raise LimitExceeded(reader.path, Text("{size} bytes of text are too many", size=f"{reader.size:,}"))
    pieces = []
    for done in range(0, reader.size, PIECE):
        pieces.append(reader.read(done, min(PIECE, reader.size - done)))
        if tick is not None:
            tick()
    try:
        return b"".join(pieces).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(reader.path, Text("this text holds bytes that are no text"), offset=error.start) from None


def parse_text(path: Path, text: str, message: Any) -> Any:
    """Parse text into a message."""
    try:
        return text_format.Parse(text, message)
    except text_format.ParseError as error:
        raise FormatError(path, Text("the text can't be read: {detail}", detail=str(error))) from None


def _scanned(graph_def: Any) -> ScannedGraph:
    return ScannedGraph(list(graph_def.node), graph_def.versions, graph_def.library)


def scan_text_graph(reader: Reader, *, tick: Tick = None) -> ScannedGraph:
    """A GraphDef in text form; its constants are in memory.

    Raises:
        FormatError: the text is no GraphDef; says on which line.
    """
    return _scanned(parse_text(reader.path, read_text(reader, tick), graph_pb2.GraphDef()))


def _meta(meta: Any) -> ScannedMetaGraph:
    graph = _scanned(meta.graph_def) if meta.HasField("graph_def") else None
    rest = type(meta)()
    for name in ("meta_info_def", "saver_def", "object_graph_def"):
        if meta.HasField(name):
            getattr(rest, name).CopyFrom(getattr(meta, name))
    for name in ("collection_def", "signature_def"):
        for key, value in getattr(meta, name).items():
            getattr(rest, name)[key].CopyFrom(value)
    rest.asset_file_def.extend(meta.asset_file_def)
    return ScannedMetaGraph(rest, graph)


def scan_text_metagraph(reader: Reader, *, tick: Tick = None) -> ScannedMetaGraph:
    """A MetaGraphDef in text form."""
    return _meta(parse_text(reader.path, read_text(reader, tick), meta_graph_pb2.MetaGraphDef()))
