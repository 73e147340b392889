"""GraphDef, MetaGraphDef and SavedModel in protobuf's text format: `.pbtxt`, and not a few files called `.pb`.

The text is translated into its binary form (`text_proto`) and read as that is (`graphdef`, `metagraph`), large
constants left where they are; a byte order mark and CRLF are no obstacle. Limits: `TEXT_FILE`.
"""

from __future__ import annotations

from tensorboard.compat.proto import graph_pb2, meta_graph_pb2

from core import limits
from core.errors import LimitExceeded, Problem, Text
from core.formats.graphdef import ScannedGraph, scan_graph
from core.formats.metagraph import ScannedMetaGraph, scan_metagraph, scan_saved_model
from core.formats.reader import ByteSource
from core.formats.tensor import Tick
from core.formats.text_form import BinaryForm, Scratch
from core.formats.text_proto import translate
from core.formats.text_schema import Schema, known_field, schema_of

_GRAPH = graph_pb2.GraphDef.DESCRIPTOR
_META = meta_graph_pb2.MetaGraphDef.DESCRIPTOR
_SAVED_MODEL: Schema = {b"saved_model_schema_version": known_field(1), b"meta_graphs": known_field(2, _META)}


def binary_form(reader: ByteSource, kind: str, tick: Tick = None, *, scratch: Scratch | None = None) -> BinaryForm:
    """A text file as its binary form.

    Args:
        reader: the file.
        kind: `graphdef-text`, `metagraph-text` or `saved-model-text`.
        tick: called often; may raise to cancel.
        scratch: takes what would else be in memory.

    Raises:
        FormatError: the text is no such message; says on which line.
    """
    schemas = {"graphdef-text": schema_of(_GRAPH), "metagraph-text": schema_of(_META)}
    return _binary(reader, schemas.get(kind, _SAVED_MODEL), tick, scratch)[0]


def _binary(
    reader: ByteSource, schema: Schema, tick: Tick, scratch: Scratch | None = None
) -> tuple[BinaryForm, list[Problem]]:
    if reader.size > limits.TEXT_FILE:
        raise LimitExceeded(reader.path, Text("{size} bytes of text are too many", size=f"{reader.size:,}"))
    data, unknown = translate(reader, schema, scratch=scratch, tick=tick)
    if not unknown:
        return data, []
    what = Text("fields that are not known were left out: {names}", names=", ".join(unknown[:10]))
    return data, [Problem("warning", what, where=str(reader.path))]


def scan_text_graph(reader: ByteSource, *, tick: Tick = None) -> ScannedGraph:
    """A GraphDef in text form.

    Raises:
        FormatError: the text is no GraphDef; says on which line.
    """
    data, problems = _binary(reader, schema_of(_GRAPH), tick)
    graph = scan_graph(data, tick=tick)
    graph.problems += problems
    return graph


def scan_text_metagraph(reader: ByteSource, *, tick: Tick = None) -> ScannedMetaGraph:
    """A MetaGraphDef in text form."""
    data, problems = _binary(reader, schema_of(_META), tick)
    meta = scan_metagraph(data, tick=tick)
    if meta.graph is not None:
        meta.graph.problems += problems
    return meta


def scan_text_saved_model(reader: ByteSource, *, tick: Tick = None) -> list[ScannedMetaGraph]:
    """A SavedModel in text form."""
    data, problems = _binary(reader, _SAVED_MODEL, tick)
    metas = scan_saved_model(data, tick=tick)
    for meta in metas[:1]:
        if meta.graph is not None:
            meta.graph.problems += problems
    return metas
