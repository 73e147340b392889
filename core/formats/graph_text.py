"""GraphDef, MetaGraphDef and SavedModel in protobuf's text format: `.pbtxt`, and not a few files called `.pb`.

The text is translated into the binary form in memory (`text_proto`) and read as that is (`graphdef`,
`metagraph`); a byte order mark and CRLF are no obstacle. Constants of a text file are in memory.
Limits: `TEXT_FILE`.
"""

from __future__ import annotations

from tensorboard.compat.proto import graph_pb2, meta_graph_pb2

from core import limits
from core.errors import FormatError, LimitExceeded, Problem, Text
from core.formats.graphdef import ScannedGraph, scan_graph
from core.formats.metagraph import ScannedMetaGraph, scan_metagraph, scan_saved_model
from core.formats.reader import MemoryReader, Reader
from core.formats.tensor import PIECE, Tick
from core.formats.text_proto import _KIND_MESSAGE, _KIND_VARINT, Schema, encode_text, schema_of
from core.formats.wire import encode_varint

_GRAPH = graph_pb2.GraphDef.DESCRIPTOR
_META = meta_graph_pb2.MetaGraphDef.DESCRIPTOR


def read_text(reader: Reader, tick: Tick = None) -> str:
    """A text file's text, without a byte order mark.

    Raises:
        FormatError: it holds bytes that are no UTF-8.
    """
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


def binary_form(reader: Reader, kind: str, tick: Tick = None) -> MemoryReader:
    """A text file as its binary form, in memory.

    Args:
        reader: the file.
        kind: `graphdef-text`, `metagraph-text` or `saved-model-text`.
        tick: called often; may raise to cancel.

    Raises:
        FormatError: the text is no such message; says on which line.
    """
    schemas = {"graphdef-text": schema_of(_GRAPH), "metagraph-text": schema_of(_META)}
    return _binary(reader, schemas.get(kind) or _saved_model(), tick)[0]


def _saved_model() -> Schema:
    schema = Schema("SavedModel")
    schema.fields = {
        "saved_model_schema_version": (_KIND_VARINT, encode_varint(1 << 3), None),
        "meta_graphs": (_KIND_MESSAGE, encode_varint(2 << 3 | 2), _META),
    }
    return schema


def _binary(reader: Reader, schema: Schema, tick: Tick) -> tuple[MemoryReader, list[Problem]]:
    """The text file as the binary form of the message, in memory."""
    text = read_text(reader, tick)
    problems: list[Problem] = []
    data, unknown = encode_text(reader, text, schema, tick=tick)
    if unknown:
        problems.append(
            Problem(
                "warning",
                Text("fields that are not known were left out: {names}", names=", ".join(unknown[:10])),
                where=str(reader.path),
            )
        )
    return MemoryReader(reader.path, data), problems


def scan_text_graph(reader: Reader, *, tick: Tick = None) -> ScannedGraph:
    """A GraphDef in text form.

    Raises:
        FormatError: the text is no GraphDef; says on which line.
    """
    data, problems = _binary(reader, schema_of(_GRAPH), tick)
    graph = scan_graph(data, tick=tick)
    graph.problems += problems
    return graph


def scan_text_metagraph(reader: Reader, *, tick: Tick = None) -> ScannedMetaGraph:
    """A MetaGraphDef in text form."""
    data, problems = _binary(reader, schema_of(_META), tick)
    meta = scan_metagraph(data, tick=tick)
    if meta.graph is not None:
        meta.graph.problems += problems
    return meta


def scan_text_saved_model(reader: Reader, *, tick: Tick = None) -> list[ScannedMetaGraph]:
    """A SavedModel in text form."""
    data, problems = _binary(reader, _saved_model(), tick)
    metas = scan_saved_model(data, tick=tick)
    for meta in metas[:1]:
        if meta.graph is not None:
            meta.graph.problems += problems
    return metas
