"""The GraphDef of a model as the file has it: found in whatever file it is in, and written as bytes or as text.

Nothing is pruned, frozen or put in order; large contents go through in pieces, from text too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.conversion.target import Check, Outcome, Preflight, Request
from core.conversion.work import Work
from core.errors import FormatError, Text, counted
from core.files import AtomicFile, check_destination
from core.freezing.findings import Finding
from core.scratch import ScratchFile

if TYPE_CHECKING:
    from core.formats.reader import ByteSource
    from core.formats.tensor import Tick
    from core.graph.op_graph import OpGraph
    from core.model import Model

PIECE = 4 << 20
"""Bytes that are copied at once."""

READ_BACK = 64 << 20
"""Text up to this size is read back and compared: comparing takes memory several times as much."""

Put = Callable[["GraphBytes", AtomicFile, "Tick"], list[str]]


@dataclass(frozen=True, slots=True)
class GraphBytes:
    """A serialised GraphDef: runs of bytes that together are the message."""

    reader: ByteSource
    ranges: list[tuple[int, int]]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(end - start for start, end in self.ranges)


def is_whole(model: Model, request: Request, wanted: str) -> bool:
    """Whether the graph is written as the file has it, and not frozen: asked for, or there is nothing to freeze.

    Nor is there anything to freeze variables with beside a lone GraphDef; a MetaGraph is half of a checkpoint.
    """
    if wanted != "auto":
        return wanted == "whole"
    chosen = request.outputs or request.inputs or request.signature or request.tags
    if chosen or model.graph is None or model.checkpoint is not None or model.format == "saved-model":
        return False
    return model.format in ("graphdef", "graphdef-text") or not _variables(model.graph)


def _variables(graph: OpGraph) -> int:
    from core.freezing.rewrite import VARIABLES  # the list of formats is shown without it

    return sum(node.op in VARIABLES for node in graph.nodes)


def _lacking(graph: OpGraph) -> Text | None:
    """What a graph with variables can't do alone; None if it has none."""
    count = _variables(graph)
    if not count:
        return None
    return counted(
        count,
        Text("The value of its variable is not in a graph: it can't predict alone."),
        Text("The values of its {count} variables are not in a graph: it can't predict alone.", count=count),
    )


def graph_bytes(model: Model, tick: Tick = None, scratch: ScratchFile | None = None) -> GraphBytes:
    """Where the open graph of a model is.

    Args:
        model: the model.
        tick: called often while a text is gone through; may raise to cancel.
        scratch: takes what of a text's binary form would else be in memory; must stay open while that is read.

    Raises:
        FormatError: the file is no longer what it was.
    """
    from core.formats.detect import detect
    from core.formats.graph_text import binary_form
    from core.formats.reader import Reader

    path = model.meta_path or model.path
    kind = detect(path).kind
    reader: ByteSource = Reader(path)
    if kind.endswith("-text"):
        reader = binary_form(reader, kind, tick, scratch=scratch)
        kind = kind.removesuffix("-text")  # type: ignore[assignment]  # each has its binary form
    whole = [(0, reader.size)]
    if kind == "saved-model":
        whole = [_open_meta_graph(reader)]
    ranges = whole if kind == "graphdef" else [piece for start, end in whole for piece in _inside(reader, start, end)]
    if not ranges:
        raise FormatError(path, Text("there is no graph in this file any more"), remedy=Text("Open the model again."))
    return GraphBytes(reader, ranges)


def _inside(reader: ByteSource, start: int, end: int) -> list[tuple[int, int]]:
    """The runs of field 2: `graph_def` of a MetaGraphDef, `meta_graphs` of a SavedModel."""
    from core.formats.wire import LENGTH, Cursor

    return [(item.start, item.end) for item in Cursor(reader).fields(start, end)
            if item.number == 2 and item.kind == LENGTH]  # fmt: skip


def _open_meta_graph(reader: ByteSource) -> tuple[int, int]:
    """Of a SavedModel, the meta graph that is opened: the one that predicts, else the first."""
    from core.formats.metagraph import scan_metagraph

    found = _inside(reader, 0, reader.size)
    serving = (each for each in found if "serve" in scan_metagraph(reader, *each, graph=False).meta.meta_info_def.tags)
    return next(serving, found[0])


def preflight_whole(model: Model, *, text: bool) -> Preflight:
    """What is known before a graph is written as it is."""
    result = Preflight()
    graph = model.graph
    if graph is None:
        return result
    result.findings.append(
        Finding(
            "info",
            counted(
                len(graph),
                Text("The one op is written as the file has it; nothing is frozen."),
                Text("All {count} ops are written as the file has them; nothing is frozen.", count=len(graph)),
            ),
        )
    )
    lacking = _lacking(graph)
    if lacking is not None:
        result.findings.append(Finding("warning", lacking))
    try:
        size = graph_bytes(model).size if not model.format.endswith("-text") else None
    except FormatError as error:
        result.findings.append(Finding("error", error.text, "", error.remedy))
        return result
    result.predicted_bytes = None if size is None else predicted_text(size) if text else size
    if text:
        result.findings += text_findings(result.predicted_bytes or 0)
    return result


def predicted_text(size: int) -> int:
    """About how long a GraphDef of this many bytes is as text: most bytes of a weight take four letters."""
    return size * 3


def text_findings(predicted: int) -> list[Finding]:
    """What is to be said of a long text."""
    from core import limits

    if predicted <= limits.TEXT_FILE:
        return []
    what = Text("A text of this size can't be read by TensorFlow: protobuf's limit is 2 GiB.")
    return [Finding("warning", what, "", Text("Write a .pb instead."))]


def convert_whole(model: Model, request: Request, work: Work, *, text: bool) -> Outcome:
    """Write the graph as the file has it.

    Raises:
        CryographError: it can't be read or written.
        Cancelled: by the person.
    """
    check_destination(request.destination, overwrite=request.overwrite or request.force)
    with ScratchFile(request.destination) as scratch:
        work.progress.stage(Text("Reading the graph"))
        source = graph_bytes(model, work.progress.tick, scratch)
        outcome = write_graph(source, request, work, text=text)
    lacking = _lacking(model.graph) if model.graph is not None else None
    if lacking is not None:
        outcome.notes.append(lacking)
    return outcome


def write_graph(source: GraphBytes, request: Request, work: Work, *, text: bool) -> Outcome:
    """Write a GraphDef into a file, read it back, and only then give the file its name."""
    progress = work.progress
    outcome = Outcome(0)
    total = max(1, predicted_text(source.size) if text else source.size)
    with AtomicFile(request.destination, overwrite=request.overwrite or request.force) as file:
        progress.stage(Text("Writing"))
        put = _put_text if text else _put_bytes
        left_out = put(source, file, lambda: progress.tick(min(1.0, file.size / total)))
        file.flush()
        progress.stage(Text("Checking"))
        check = _same_text(source, file, progress.check) if text else _same_bytes(source, file, progress.check)
        if check.ok is False and not request.force:
            raise FormatError(
                request.destination,
                Text("what was written does not read back as the same graph, and was not kept"),
                remedy=Text("To keep the result all the same: --force."),
            )
        outcome.nbytes = file.size
        file.commit()
    outcome.checks.append(check)
    if left_out:
        names = ", ".join(left_out[:10])
        outcome.notes.append(Text("Fields that have no name yet were left out: {names}.", names=names))
    return outcome


def _put_bytes(source: GraphBytes, file: AtomicFile, tick: Tick) -> list[str]:
    for start, end in source.ranges:
        for done in range(start, end, PIECE):
            file.write(source.reader.read(done, min(PIECE, end - done)))
            if tick is not None:
                tick()
    return []


def _put_text(source: GraphBytes, file: AtomicFile, tick: Tick) -> list[str]:
    from tensorboard.compat.proto import graph_pb2

    from core.formats.text_writer import write_text

    return write_text(source.reader, source.ranges, graph_pb2.GraphDef.DESCRIPTOR, file, tick=tick)


_SAME = Text("The file reads back as the same graph.")


def _same_bytes(source: GraphBytes, file: AtomicFile, tick: Callable[[], None]) -> Check:
    from core.formats.reader import Reader

    written, at = Reader(Path(file.path)), 0
    same = written.size == source.size
    for start, end in source.ranges if same else ():
        for done in range(start, end, PIECE):
            count = min(PIECE, end - done)
            same = same and written.read(at, count) == source.reader.read(done, count)
            at += count
            tick()
    return Check(_SAME, same)


def _same_text(source: GraphBytes, file: AtomicFile, tick: Callable[[], None]) -> Check:
    from tensorboard.compat.proto import graph_pb2

    from core.formats.graph_text import binary_form
    from core.formats.reader import Reader

    if file.size > READ_BACK:
        return Check(_SAME, None, Text("a text of this size is not read back"))
    back = binary_form(Reader(Path(file.path)), "graphdef-text", tick)
    pieces = [source.reader.read(start, end - start) for start, end in source.ranges]
    one, other = (_canonical(graph_pb2.GraphDef, data) for data in (b"".join(pieces), back.read(0, back.size)))
    return Check(_SAME, one == other)


def _canonical(message: Any, data: bytes) -> bytes:
    parsed = message.FromString(data)
    parsed.DiscardUnknownFields()
    return bytes(parsed.SerializeToString(deterministic=True))
