"""Putting a model together from the files that belong to it, and saying what each is for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import FormatError, NotAModel, Problem, Text
from core.file_entries import BESIDE_SAVED_MODEL, checkpoint_files, graph_line
from core.formats.bundle import Bundle
from core.formats.checkpoint import Checkpoint
from core.formats.checkpoint_state import CheckpointState, read_state
from core.formats.detect import Detected, detect
from core.formats.dtypes import dtype_of
from core.formats.folder import Folder, PrefixFiles, look
from core.formats.object_graph import OBJECT_GRAPH_KEY, ObjectGraph, parse_object_graph
from core.formats.reader import Reader
from core.formats.tensor import Tick
from core.graph.op_graph import OpGraph
from core.model import FileEntry, MetaGraph, Model, Signature, StepEntry

if TYPE_CHECKING:
    # The protocol buffers cost 40 ms that a checkpoint without a graph doesn't need.
    from core.formats.graphdef import ScannedGraph
    from core.formats.metagraph import ScannedMetaGraph


class Assembler:
    """Opens one model.

    Args:
        path: what the person asked for.
        tick: called often; may raise to cancel.
    """

    def __init__(self, path: Path, tick: Tick = None) -> None:
        self.path = path
        self.tick = tick
        self.problems: list[Problem] = []

    # ── graphs ────────────────────────────────────────────────────────────────────────────────────

    def graph(self, path: Path, detected: Detected, missing: PrefixFiles | None = None) -> Model:
        """A graph alone: GraphDef or MetaGraphDef. `missing` is the prefix whose checkpoint isn't there."""
        scanned = self._scan(path, detected)
        form = "metagraph" if detected.kind.startswith("metagraph") else detected.kind
        name = path.name
        title = name[:-5] if name.endswith(".meta") else name
        model = Model(self.path, path.parent, title, form)  # type: ignore[arg-type]
        self._set_graph(model, scanned, path)
        if form == "metagraph":
            if missing is not None or name.endswith(".meta"):
                index = (missing.name if missing else title) + ".index"
                what = Text("Only the graph is here: {index}, which names the variables, is missing.", index=index)
                model.problems.append(Problem("info", what))
            model.signatures = signatures_of(model.meta)
        model.files = self._graph_files(model, path)
        return self._finish(model)

    def _scan(self, path: Path, detected: Detected | None = None) -> ScannedMetaGraph:
        """A graph's file, binary or text, as a meta graph (`meta` None for a bare GraphDef)."""
        from core.formats.graphdef import scan_graph
        from core.formats.metagraph import ScannedMetaGraph, scan_metagraph

        detected = detected or detect(path)
        if detected.kind == "metagraph":
            return scan_metagraph(Reader(path), tick=self.tick)
        if detected.kind == "graphdef":
            return ScannedMetaGraph(None, scan_graph(Reader(path), tick=self.tick))
        if detected.kind in ("graphdef-text", "metagraph-text"):
            from core.formats.graph_text import scan_text_graph, scan_text_metagraph

            if detected.kind == "graphdef-text":
                return ScannedMetaGraph(None, scan_text_graph(Reader(path), tick=self.tick))
            return scan_text_metagraph(Reader(path), tick=self.tick)
        raise detected.error(path)

    def _set_graph(self, model: Model, scanned: ScannedMetaGraph, path: Path) -> None:
        model.meta = scanned.meta
        model.meta_path = path
        if scanned.graph is not None:
            model.graph = op_graph(scanned.graph, path)
        if scanned.meta is not None:
            model.tensorflow_version = scanned.meta.meta_info_def.tensorflow_version

    def _graph_files(self, model: Model, path: Path) -> list[FileEntry]:
        role = "graph-text" if model.format.endswith("text") else "graph"
        return [FileEntry(path, role, graph_line(model.graph), path.stat().st_size, True)]  # type: ignore[arg-type]

    # ── checkpoints ───────────────────────────────────────────────────────────────────────────────

    def newest(self, folder: Folder, step: int | None, state: Path | None = None) -> Model:
        """The checkpoint of a folder that its state file names, or that of a step."""
        found = folder.checkpoints
        state_path = state or folder.state
        read: CheckpointState | None = None
        if state_path is not None:
            try:
                read = read_state(state_path)
            except FormatError as error:
                self.problems.append(Problem("warning", error.text, where=str(state_path), remedy=error.remedy))
        if not found:
            below = read.below if read is not None else None
            if below is not None and below != folder.path:
                return self.newest(look(below, tick=self.tick), step)
            for files in folder.lone_metas:
                assert files.meta is not None
                return self.graph(files.meta, detect(files.meta), missing=files)
            raise NotAModel(
                state_path or folder.path,
                Text("the checkpoint that this file names is not here: {name}", name=read.newest if read else "–"),
                remedy=Text("Copy the .index, .data-… and .meta files into the same folder."),
            )
        if step is not None:
            chosen = next((files for files in reversed(found) if files.step == step), None)
            if chosen is None:
                from core.opening import no_such_step

                raise no_such_step(step, sorted({files.step for files in found if files.step is not None}))
        else:
            chosen = self._chosen(found, read)
        return self.checkpoint(chosen, folder, state_path=state_path)

    def _chosen(self, found: list[PrefixFiles], state: CheckpointState | None) -> PrefixFiles:
        newest = found[-1]
        if state is None:
            return newest
        by_name = {files.name: files for files in found}
        named = by_name.get(state.newest_name)
        where = str(state.path)
        if named is not None:
            if not state.names_own_folder:
                self.problems.append(
                    Problem(
                        "warning",
                        Text(
                            "{state} holds a path of another machine, {named}. {opened} beside it was opened.",
                            state=state.path.name,
                            named=state.newest,
                            opened=named.name,
                        ),
                        where,
                    )
                )
            return named
        listed = [by_name[name] for name in state.names if name in by_name]
        newest = listed[-1] if listed else newest
        self.problems.append(
            Problem(
                "warning",
                Text(
                    "{state} names {named}, which is not here. {opened} is, and was opened.",
                    state=state.path.name,
                    named=state.newest,
                    opened=newest.name,
                ),
                where,
            )
        )
        return newest

    def checkpoint_or_graph(self, files: PrefixFiles, folder: Folder, meta: Path, detected: Detected) -> Model:
        """A checkpoint by its `.meta`: if its names can't be read, the graph alone, and why."""
        try:
            return self.checkpoint(files, folder)
        except FormatError as error:
            self.problems.append(Problem("error", error.text, where=str(error.path), remedy=error.remedy))
            return self.graph(meta, detected, missing=files)

    def checkpoint(self, files: PrefixFiles, folder: Folder, *, state_path: Path | None = None) -> Model:
        """The checkpoint of one prefix, with its graph if there is one."""
        prefix = folder.path / files.name
        checkpoint = self._values(files, prefix)
        model = Model(self.path, folder.path, files.name, checkpoint.kind, step=files.step)  # type: ignore[arg-type]
        model.checkpoint = checkpoint
        self._objects(model)
        if model.object_graph is not None:
            model.format = "checkpoint-object"
        self._graph_beside(model, files, folder)
        model.steps = [
            StepEntry(folder.path / each.name, each.step, each.name, each.name == files.name)
            for each in folder.checkpoints
        ]
        model.files = checkpoint_files(model, files, folder, state_path or folder.state)
        model.problems += checkpoint.problems
        return self._finish(model)

    def _values(self, files: PrefixFiles, prefix: Path) -> Checkpoint:
        if files.index is not None:
            reader = Reader(files.index)
            self._refuse_pointer(files.index)
            try:
                return Bundle(prefix, reader=reader, tick=self.tick)
            except FormatError as error:
                raise _without_names(explain_damage(error, reader), files) from None
        from core.formats.checkpoint_v1 import CheckpointV1

        return CheckpointV1(prefix, files.v1, tick=self.tick)

    def _refuse_pointer(self, path: Path) -> None:
        found = detect(path)
        if found.kind == "other":
            raise found.error(path)

    def _objects(self, model: Model) -> None:
        checkpoint = model.checkpoint
        if checkpoint is None or OBJECT_GRAPH_KEY not in checkpoint.entries:
            return
        try:
            source = checkpoint.tensor(OBJECT_GRAPH_KEY)
            if source.dtype.name != "string" or source.shape:
                raise FormatError(checkpoint.prefix, Text("the entry of the object tree is no string"))
            model.object_graph = parse_object_graph(source.read().item(), checkpoint.prefix)
        except FormatError as error:
            model.object_graph = ObjectGraph.empty()
            model.problems.append(
                Problem("warning", Text("The object tree can't be read: {reason}", reason=error.text))
            )

    def _graph_beside(self, model: Model, files: PrefixFiles, folder: Folder) -> None:
        """The graph of a checkpoint: its own `.meta`, else that of another step, else a text graph beside it."""
        candidates: list[Path] = [files.meta] if files.meta is not None else []
        others = [each.meta for each in reversed(folder.checkpoints) if each.meta is not None]
        others += [each.meta for each in folder.lone_metas if each.meta is not None]
        candidates += others[:1] if files.meta is None else []
        if not candidates and model.object_graph is None:
            candidates += [
                path
                for path, kind in folder.graphs.items()
                if path.name in ("graph.pbtxt", "graph.pb") and kind.kind.startswith("graphdef")
            ]
        for path in candidates[:1]:
            try:
                self._set_graph(model, self._scan(path), path)
            except FormatError as error:
                model.problems.append(
                    Problem(
                        "error",
                        Text("The graph can't be read: {reason}", reason=error.text),
                        where=str(path),
                        remedy=error.remedy,
                    )
                )
                continue
            if path != files.meta:
                model.problems.append(
                    Problem(
                        "info",
                        Text(
                            "{prefix} has no .meta of its own; the graph is that of {file}.",
                            prefix=files.name,
                            file=path.name,
                        ),
                        where=str(path),
                    )
                )

    # ── SavedModels ───────────────────────────────────────────────────────────────────────────────

    def saved_model(self, path: Path, folder: Folder, *, text: bool = False) -> Model:
        """A SavedModel: graphs, signatures, and the variables beside it."""
        from core.formats.metagraph import scan_saved_model

        reader = Reader(path)
        if text or path.suffix == ".pbtxt":
            from core.formats.graph_text import scan_text_saved_model

            metas = scan_text_saved_model(reader, tick=self.tick)
        else:
            self._refuse_pointer(path)
            try:
                metas = scan_saved_model(reader, tick=self.tick)
            except FormatError as error:
                raise explain_damage(error, reader) from None
        if not metas:
            raise FormatError(path, Text("this SavedModel holds no graph"))
        metas.sort(key=lambda each: "serve" not in each.meta.meta_info_def.tags)  # the one that predicts comes first
        title = folder.path.resolve().name or path.name
        model = Model(self.path, folder.path, title, "saved-model")
        self._set_graph(model, metas[0], path)
        for i, scanned in enumerate(metas):
            graph = model.graph if i == 0 else (op_graph(scanned.graph, path) if scanned.graph is not None else None)
            tags = tuple(scanned.meta.meta_info_def.tags)
            model.meta_graphs.append(MetaGraph(tags, scanned.meta, graph, signatures_of(scanned.meta, tags)))
        model.tags = [list(each.tags) for each in model.meta_graphs]
        model.signatures = [each for one in model.meta_graphs for each in one.signatures]
        variables = folder.path / "variables"
        if variables.is_dir():
            self._saved_variables(model, look(variables, content=False))
        model.files.insert(0, FileEntry(path, "saved-model", graph_line(model.graph), reader.size, True))
        for name, what in BESIDE_SAVED_MODEL.items():
            if name in folder.sizes:
                model.files.append(FileEntry(folder.path / name, "other", what, folder.sizes[name]))
        return self._finish(model)

    def _saved_variables(self, model: Model, folder: Folder) -> None:
        files = folder.prefixes.get("variables")
        if files is None or not files.is_checkpoint:
            model.problems.append(
                Problem(
                    "warning",
                    Text("The folder variables holds no checkpoint: the graph is shown without values."),
                    where=str(folder.path),
                )
            )
            return
        try:
            model.checkpoint = self._values(files, folder.path / "variables")
        except FormatError as error:
            model.problems.append(
                Problem(
                    "error",
                    Text("The variables can't be read: {reason}", reason=error.text),
                    where=str(error.path),
                    remedy=error.remedy,
                )
            )
            return
        self._objects(model)
        model.problems += model.checkpoint.problems
        model.files += checkpoint_files(model, files, folder, None)

    # ── all ───────────────────────────────────────────────────────────────────────────────────────

    def _finish(self, model: Model) -> Model:
        model.problems[:0] = self.problems
        if model.graph is not None:
            model.problems += model.graph.problems
        return model


def op_graph(scanned: ScannedGraph, path: Path) -> OpGraph:
    """The graph model of a scanned GraphDef."""
    graph = OpGraph(
        scanned.nodes,
        versions=scanned.versions,
        library=scanned.library,
        tensors=scanned.tensors,
        function_tensors=scanned.function_tensors,
        path=path,
    )
    graph.problems += scanned.problems
    return graph


def signatures_of(meta: Any, tags: tuple[str, ...] = ()) -> list[Signature]:
    """The signatures of a MetaGraphDef, by name; TensorFlow's own `__saved_model_init_op` is left out."""
    if meta is None:
        return []

    def tensors(infos: Any) -> dict[str, tuple[str, Any, tuple[int, ...] | None]]:
        return {
            key: (
                infos[key].name,
                dtype_of(infos[key].dtype),
                None
                if infos[key].tensor_shape.unknown_rank
                else tuple(dim.size for dim in infos[key].tensor_shape.dim),
            )
            for key in sorted(infos)
        }

    return [
        Signature(name, proto.method_name, tensors(proto.inputs), tensors(proto.outputs), tags)
        for name, proto in sorted(meta.signature_def.items())
        if name != "__saved_model_init_op"
    ]


def _without_names(error: FormatError, files: PrefixFiles) -> FormatError:
    """An index's error, with the way that is left: the graph alone."""
    if files.meta is not None:
        error.remedy = Text(
            "{remedy} Without it, the graph alone can be opened: {meta}.",
            remedy=error.remedy or Text("The names of the variables are lost."),
            meta=files.meta.name,
        )
    return error


def explain_damage(error: FormatError, reader: Reader) -> FormatError:
    """The same error, or the reason behind it where the bytes give it away."""
    from core.formats.detect import newline_damage

    if newline_damage(reader.read_upto(0, 1 << 20)):
        return FormatError(
            reader.path,
            Text("this binary file was damaged by a conversion of its line ends"),
            remedy=Text("Copy it again in binary mode (in git: mark it as binary)."),
        )
    return error
