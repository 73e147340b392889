"""What each file of a model is for, in one line: the texts of the Files panel."""

from __future__ import annotations

from pathlib import Path

from core.errors import Problem, Text, counted
from core.formats.folder import Folder, PrefixFiles
from core.graph.op_graph import OpGraph
from core.model import FileEntry, Model, Role

BESIDE_SAVED_MODEL = {
    "keras_metadata.pb": Text("what Keras knows of its layers"),
    "fingerprint.pb": Text("a checksum that identifies the model"),
}


def size_text(nbytes: int) -> str:
    """A size as people read it: `54 KB`, `1.1 KB`, `148 B` (1 KB is 1,024 bytes)."""
    value = float(nbytes)
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"
        value /= 1024
    raise AssertionError


def graph_line(graph: OpGraph | None) -> Text:
    """What a graph's file is for."""
    if graph is None:
        return Text("the graph")
    ops, functions = f"{len(graph):,}", f"{len(graph.functions):,}"
    if not graph.functions:
        return counted(len(graph), Text("the graph: one op"), Text("the graph: {ops} ops", ops=ops))
    return counted(
        len(graph.functions),
        counted(
            len(graph), Text("the graph: one op, one function"), Text("the graph: {ops} ops, one function", ops=ops)
        ),
        counted(
            len(graph),
            Text("the graph: one op, {functions} functions", functions=functions),
            Text("the graph: {ops} ops, {functions} functions", ops=ops, functions=functions),
        ),
    )


def _names_line(count: int) -> Text:
    """What an index is for."""
    return counted(count, Text("name of one variable"), Text("names of {count} variables", count=f"{count:,}"))


def checkpoint_files(model: Model, files: PrefixFiles, folder: Folder, state: Path | None) -> list[FileEntry]:
    """The files of a folder of checkpoints: those of the open one first, then other steps, graphs, leftovers.

    Args:
        model: the model, its graph and checkpoint in place.
        files: those of the open prefix.
        folder: all.
        state: the `checkpoint` file, if there is one.
    """
    sizes = folder.sizes
    listed: list[FileEntry] = []
    if state is not None:
        listed.append(FileEntry(state, "state", Text("says which model is the newest"), sizes.get(state.name, 0), True))
    ordered = [files, *(each for each in reversed(folder.checkpoints) if each.name != files.name)]
    assert model.checkpoint is not None
    for each in ordered:
        mine = each.name == files.name
        if each.meta is not None:
            what = graph_line(model.graph) if mine and model.meta_path == each.meta else Text("the graph")
            listed.append(
                FileEntry(
                    each.meta,
                    "graph",
                    what,
                    sizes.get(each.meta.name, 0),
                    mine and model.meta_path == each.meta,
                    prefix=each.name,
                )
            )
        if each.index is not None:
            what = _names_line(len(model.checkpoint.entries)) if mine else Text("names of the variables")
            listed.append(FileEntry(each.index, "index", what, sizes.get(each.index.name, 0), mine, prefix=each.name))
        for path in each.data if each.index is not None or not each.v1 else []:
            size = sizes.get(path.name, 0)
            listed.append(
                FileEntry(
                    path, "data", Text("their values: {size}", size=size_text(size)), size, mine, prefix=each.name
                )
            )
        for path in each.v1:
            size = sizes.get(path.name, 0)
            listed.append(
                FileEntry(
                    path,
                    "variables",
                    Text("variables and their values: {size}", size=size_text(size)),
                    size,
                    mine and files.index is None,
                    prefix=each.name,
                )
            )
    for path, detected in folder.graphs.items():
        role: Role = "graph-text" if detected.kind.endswith("text") else "graph"
        what = Text("a graph of its own")
        listed.append(FileEntry(path, role, what, sizes.get(path.name, 0), path == model.meta_path))
    left = Text("left over from an interrupted save")
    listed += [FileEntry(path, "leftover", left, sizes.get(path.name, 0)) for path in folder.leftovers]
    for entry in listed:
        if entry.opened:
            note = next((shard.note for shard in model.checkpoint.shards if shard.path == entry.path), None)
            if note is not None:
                entry.problem = Problem("error", note, where=str(entry.path))
    return listed
