"""An event file, whose graph TensorBoard shows on its graph page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.conversion.frozen import no_graph
from core.conversion.target import Check, Outcome, Preflight, Request, Target
from core.conversion.work import Work
from core.errors import CryographError, Text, UsageError, counted
from core.freezing.findings import Finding

if TYPE_CHECKING:
    from core.files import AtomicFile
    from core.model import Model

SHOWN = 1024
"""Bytes of an attribute that TensorBoard shows; larger ones it leaves out itself."""

MOST = (1 << 31) - 1
"""Bytes of one message: protobuf's own limit."""


def _preflight(model: Model, request: Request) -> Preflight:
    result = Preflight()
    if model.graph is None:
        return result
    count, large = len(model.graph), len(model.graph.tensors)
    result.findings.append(
        Finding(
            "info",
            counted(
                count,
                Text("The graph page will show 1 op."),
                Text("The graph page will show {count} ops.", count=f"{count:,}"),
            ),
        )
    )
    if large:
        result.findings.append(
            Finding(
                "info",
                counted(
                    large,
                    Text("The values of one large constant are left out."),
                    Text("The values of {count} large constants are left out.", count=large),
                ),
            )
        )
    try:
        _place(request)
    except CryographError as error:
        result.findings.append(Finding("error", error.text, "", error.remedy))
    return result


def _convert(model: Model, request: Request, work: Work) -> Outcome:
    from core.files import AtomicFile, atomic_folder

    file, folder = _place(request)
    if folder is None or folder.is_dir():
        with AtomicFile(file, overwrite=request.overwrite or request.force) as atomic:
            outcome = _write(model, atomic, work)
            atomic.commit()
        return outcome
    with atomic_folder(folder) as temporary, AtomicFile(temporary / file.name) as atomic:
        outcome = _write(model, atomic, work)
        atomic.commit()
    return outcome


def _place(request: Request) -> tuple[Path, Path | None]:
    """The event file, and the folder it is in where that is what was asked for.

    A folder that is there keeps what is in it: TensorBoard reads every event file of it.
    """
    path = request.destination
    if "tfevents" in path.name:
        return path, None
    if path.exists() and not path.is_dir():
        raise UsageError(
            Text("{path} is a file; TensorBoard needs a folder.", path=str(path)), Text("Choose another name.")
        )
    if path.is_dir() and any(path.iterdir()) and not (request.overwrite or request.force):
        raise UsageError(
            Text("{path} is there already, and is not an empty folder.", path=str(path)),
            Text("Choose another name, or allow the event file to be put beside what is there."),
        )
    return path / f"events.out.tfevents.{int(time.time()):010d}.cryograph", path


def _write(model: Model, file: AtomicFile, work: Work) -> Outcome:
    from core.formats.event_file import EventWriter

    work.progress.stage(Text("Writing"))
    graph, left_out = _graph_def(model, work)
    data = graph.SerializeToString(deterministic=True)
    writer = EventWriter(file, time.time(), "cryograph")
    step = model.step or 0
    writer.graph(data, step)
    if model.meta is not None:
        meta = type(model.meta)()
        meta.CopyFrom(model.meta)
        meta.graph_def.CopyFrom(graph)
        writer.meta_graph(meta.SerializeToString(deterministic=True), step)
    file.flush()
    work.progress.stage(Text("Checking"))
    check = _read_back(file, data)
    work.progress.check()
    if check.ok is False:
        raise CryographError(Text("What was written does not read back as the same graph, and was not kept."))
    notes = []
    if left_out:
        notes.append(
            counted(
                left_out,
                Text("The values of one constant of more than 1 KiB are not in it: TensorBoard does not show them."),
                Text(
                    "The values of {count} constants of more than 1 KiB are not in it: TensorBoard does not show them.",
                    count=f"{left_out:,}",
                ),
            )
        )
    return Outcome(file.size, [check], notes)


def _graph_def(model: Model, work: Work) -> tuple[Any, int]:
    """The graph without what is too large to be shown, and how many constants that concerns."""
    from tensorboard.compat.proto import graph_pb2

    graph = model.graph
    assert graph is not None
    result = graph_pb2.GraphDef()
    result.versions.CopyFrom(graph.versions)
    result.library.CopyFrom(graph.library)
    result.node.extend(node.proto for node in graph.nodes)
    work.progress.check()
    left_out = len(graph.tensors) + sum(map(len, graph.function_tensors.values()))
    for count, node in enumerate(result.node):
        left_out += _shorten(node)
        if not count % 1000:
            work.progress.tick(count / max(1, len(result.node)))
    for function in result.library.function:
        left_out += sum(_shorten(node) for node in function.node_def)
        work.progress.check()
    if result.ByteSize() > MOST:
        raise CryographError(
            Text("The graph of {name} is too large for an event: protobuf's limit is 2 GiB.", name=model.title)
        )
    return result, left_out


def _shorten(node: Any) -> int:
    """Take a large constant's elements out of a node of ours; 1 if there were any."""
    if node.op not in ("Const", "HostConst", "ConstV2") or "value" not in node.attr:
        return 0
    value = node.attr["value"]
    if not value.HasField("tensor") or value.tensor.ByteSize() <= SHOWN:
        return 0
    kept = type(value.tensor)(dtype=value.tensor.dtype, tensor_shape=value.tensor.tensor_shape)
    value.tensor.CopyFrom(kept)
    return 1


def _read_back(file: AtomicFile, data: bytes) -> Check:
    from core.formats.event_file import read_events
    from core.formats.reader import Reader

    # Not with TensorBoard's own reader: where TensorFlow is installed, that one would import it.
    found = next((event.graph_def for event in read_events(Reader(Path(file.path))) if event.graph_def), b"")
    return Check(Text("The file reads back with right checksums and the same graph."), found == data)


TARGETS = (
    Target(
        name="tensorboard",
        title=Text("TensorBoard event file"),
        line=Text("A log folder whose graph page shows this graph"),
        group="graph",
        suffixes=(),
        refusal=no_graph,
        preflight=_preflight,
        convert=_convert,
        folder=True,
    ),
)
