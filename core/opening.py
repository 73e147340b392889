"""From whatever a person has to a model: a folder, a prefix, any one of the files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from core import limits
from core.assembly import Assembler
from core.errors import CryographError, FormatError, NotAModel, Text, UsageError
from core.file_entries import BESIDE_SAVED_MODEL
from core.formats.checkpoint_state import without_shards
from core.formats.detect import Detected, detect
from core.formats.folder import Folder, PrefixFiles, look
from core.formats.tensor import Tick
from core.model import Model
from core.progress import Progress

_DATA = re.compile(r"\.data-\d{5}-of-\d{5}$")
_V1_SHARD = re.compile(r"-\d{5}-of-\d{5}$")
_FORMATS = {
    "graphdef": "graphdef", "graphdef-text": "graphdef-text", "metagraph": "metagraph",
    "metagraph-text": "metagraph", "saved-model": "saved-model", "saved-model-text": "saved-model",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A model that a search came upon: what to open, a short name for a list, its format."""

    path: Path
    label: str
    format: str


class AmbiguousModel(CryographError):
    """A folder holds several models; `found` are they."""

    def __init__(self, path: Path, found: list[Found]) -> None:
        self.path = path
        self.found = found
        shown = ", ".join(each.label for each in found[:12])
        if len(found) > 12:
            shown += ", …"
        super().__init__(
            Text("{name} holds {count} models: {models}.", name=path.name or str(path), count=len(found), models=shown),
            Text("Open one of them."),
        )


def find_models(path: Path | str, *, tick: Tick = None) -> list[Found]:
    """The models at a path: of the folder itself, else of its subfolders, three levels down.

    Raises:
        FormatError: the path can't be read.
    """
    path = Path(path)
    try:
        if path.is_dir():
            return _search(path, tick)[0]
    except (OSError, ValueError):
        pass  # whoever opens it says why
    kind = detect(path).kind
    return [] if kind == "other" else [Found(path, path.name, _FORMATS.get(kind, "checkpoint-v2"))]


def open_model(path: Path | str, *, step: int | None = None, progress: Progress | None = None) -> Model:
    """Open what is at a path.

    Args:
        path: a folder, a checkpoint prefix, or any file of a model.
        step: which of a folder's checkpoints; the newest if None.
        progress: asked whether to go on; may be None.

    Raises:
        NotAModel: nothing that can be opened is there; says what is.
        FormatError: it is damaged.
        AmbiguousModel: a folder holds several models.
        UsageError: there is no checkpoint of this step.
    """
    path = Path(path)
    assembler = Assembler(path, tick=progress.check if progress is not None else None)
    try:
        if path.is_dir():
            return _open_folder(path, step, assembler)
        if path.is_file() or path.exists() or path.is_symlink():
            return _open_file(path, step, assembler)
        return _open_prefix(path, assembler)
    except OSError as error:
        from core.formats.reader import describe_os_error

        raise FormatError(path, describe_os_error(error)) from None
    except ValueError:
        if "\x00" not in str(path):
            raise
        raise NotAModel(path, Text("the name holds a character that no file can have")) from None


def _open_folder(path: Path, step: int | None, assembler: Assembler) -> Model:
    found, folder = _search(path, assembler.tick)
    if len(found) > 1:
        raise AmbiguousModel(path, found)
    if found:
        target = found[0].path
        if target.is_dir():
            if target != path:
                folder = look(target, tick=assembler.tick)
            return _open_own(folder, step, assembler)
        return _open_file(target, step, assembler)
    beside = path.with_name(path.name + ".index")
    if beside.is_file():
        return _open_prefix(path, assembler)
    raise _nothing(folder)


def _nothing(folder: Folder) -> NotAModel:
    """Why a folder has nothing to open: often there is something, only not a model."""
    for path, detected in folder.foreign.items():
        return detected.error(path)
    stranded = next((files for files in folder.prefixes.values() if files.data), None)
    if stranded is not None:
        return NotAModel(
            stranded.data[0],
            Text("these are values without names: {index} is missing", index=stranded.name + ".index"),
            remedy=Text("Copy it from where this file came from."),
        )
    return NotAModel(
        folder.path,
        Text("there is no TensorFlow model in this folder or three levels below it"),
        remedy=Text("A model is a checkpoint (.index, .data-…, .meta), a graph (.pb, .pbtxt) or a SavedModel folder."),
    )


def _search(path: Path, tick: Tick) -> tuple[list[Found], Folder]:
    """The models of a folder, or of the folders below it; and the folder itself, with what was foreign below."""
    top = look(path, tick=tick)
    found = _own(top)
    level = [top]
    seen = {(path.stat().st_dev, path.stat().st_ino)}
    for _ in range(limits.SEARCH_DEPTH):
        if found:
            break
        below: list[Folder] = []
        for parent in level:
            for child in parent.folders:
                if child.name.startswith(".") or child.name == "__pycache__":
                    continue
                try:
                    status = child.stat()
                    if (status.st_dev, status.st_ino) in seen:
                        continue
                    seen.add((status.st_dev, status.st_ino))
                    folder = look(child, tick=tick)
                except (OSError, FormatError):
                    continue  # a folder that may not be read holds nothing for us
                below.append(folder)
                top.foreign.update(folder.foreign)
        # All folders of a level are looked at: a model beside another is for the person to choose.
        for folder in below:
            found += [Found(each.path, str(each.path.relative_to(path)), each.format) for each in _own(folder)]
        level = [folder for folder in below if not _own(folder)]
        if found:
            found += _deeper(level, path, seen, tick)
            break
    return found, top


def _deeper(level: list[Folder], top: Path, seen: set[tuple[int, int]], tick: Tick) -> list[Found]:
    """Models below the siblings of one that was found."""
    found: list[Found] = []
    while level:
        below = []
        for parent in level:
            for child in parent.folders:
                if child.name.startswith(".") or len(child.relative_to(top).parts) > limits.SEARCH_DEPTH:
                    continue
                try:
                    status = child.stat()
                    if (status.st_dev, status.st_ino) in seen:
                        continue
                    seen.add((status.st_dev, status.st_ino))
                    folder = look(child, tick=tick)
                except (OSError, FormatError):
                    continue
                own = _own(folder)
                found += [Found(each.path, str(each.path.relative_to(top)), each.format) for each in own]
                if not own:
                    below.append(folder)
        level = below
    return found


def _own(folder: Folder) -> list[Found]:
    """The models of one folder, not of those below."""
    found = []
    if folder.saved_model is not None:
        found.append(Found(folder.path, folder.path.name, "saved-model"))
    checkpoints = folder.checkpoints
    if checkpoints:
        form = "checkpoint-v2" if checkpoints[-1].index is not None else "checkpoint-v1"
        path = folder.path
        if found:  # a checkpoint beside a SavedModel: the folder alone would not say which
            state = checkpoints[-1]
            path = state.index or state.v1[0]
        found.append(Found(path, path.name, form))
    if found:
        return found
    found = [Found(files.meta, files.meta.name, "metagraph") for files in folder.lone_metas if files.meta]
    for path, kind in sorted(folder.graphs.items()):
        if not found or path.name not in ("graph.pbtxt", "graph.pb"):  # those say what the .meta says
            found.append(Found(path, path.name, _FORMATS.get(kind.kind, kind.kind)))
    return found


def _open_own(folder: Folder, step: int | None, assembler: Assembler) -> Model:
    if folder.saved_model is not None:
        return assembler.saved_model(folder.saved_model, folder)
    return assembler.newest(folder, step)


def _open_file(path: Path, step: int | None, assembler: Assembler) -> Model:
    name = path.name
    if name in BESIDE_SAVED_MODEL and (path.parent / "saved_model.pb").is_file():
        return assembler.saved_model(path.parent / "saved_model.pb", look(path.parent, content=False))
    detected = detect(path)
    kind = detected.kind
    if kind == "other":
        prefix = name.removesuffix(".meta").removesuffix(".index")
        if prefix != name and not name.endswith(".index"):
            folder = look(path.parent, content=False)
            files = folder.prefixes.get(prefix)
            if files is not None and files.is_checkpoint:  # the checkpoint opens; its graph is the problem
                return assembler.checkpoint(files, folder)
        raise detected.error(path)
    if kind == "state":
        return assembler.newest(look(path.parent, tick=assembler.tick), step, state=path)
    if kind in ("graphdef", "graphdef-text"):
        return assembler.graph(path, detected)
    if kind in ("saved-model", "saved-model-text"):
        folder = look(path.parent, content=False, tick=assembler.tick)
        return assembler.saved_model(path, folder, text=kind.endswith("text"))
    folder = look(path.parent, tick=assembler.tick)
    if kind in ("metagraph", "metagraph-text"):
        files = folder.prefixes.get(name.removesuffix(".meta")) if name.endswith(".meta") else None
        if files is not None and files.is_checkpoint:
            return assembler.checkpoint_or_graph(files, folder, path, detected)
        return assembler.graph(path, detected)
    if kind == "checkpoint-v1":
        shard = _V1_SHARD.search(name)
        prefix = name[: shard.start()] if shard else name
        files = folder.prefixes.get(prefix) or PrefixFiles(prefix)
        return assembler.checkpoint(PrefixFiles(prefix, None, files.meta, [], files.v1 or [path]), folder)
    if kind == "index":
        prefix = name.removesuffix(".index")
        files = folder.prefixes.get(prefix) or PrefixFiles(prefix)
        return assembler.checkpoint(PrefixFiles(prefix, path, files.meta, files.data, []), folder)
    prefix = _DATA.sub("", name)
    files = folder.prefixes.get(prefix) or PrefixFiles(prefix)
    if files.is_checkpoint:
        return assembler.checkpoint(files, folder)
    if files.meta is not None:
        return assembler.graph(files.meta, Detected("metagraph"), missing=files)
    raise NotAModel(
        path,
        Text("these are values without names: {index} is missing", index=prefix + ".index"),
        remedy=Text("Copy it from where this file came from."),
    )


def _open_prefix(path: Path, assembler: Assembler) -> Model:
    """A checkpoint prefix: a path that is no file itself."""
    path = path.with_name(without_shards(path.name)) if path.name else path  # as `Saver.save` returns it
    parent = path.parent
    if parent.is_dir():
        folder = look(parent, content=False, tick=assembler.tick)
        files = folder.prefixes.get(path.name)
        if files is not None and (files.is_checkpoint or files.meta is not None):
            if files.is_checkpoint:
                return assembler.checkpoint(files, folder)
            assert files.meta is not None
            return assembler.graph(files.meta, detect(files.meta), missing=files)
        if files is not None and files.data:
            raise NotAModel(
                files.data[0], Text("these are values without names: {index} is missing", index=path.name + ".index")
            )
        near = [name for name in folder.prefixes if name.startswith(path.name)] or list(folder.prefixes)
        if near:
            raise NotAModel(
                path,
                Text("there is no such file and no such checkpoint"),
                remedy=Text("There is {names}.", names=", ".join(near[:5])),
            )
    raise NotAModel(path, Text("there is no such file"))


def no_such_step(step: int, steps: list[int]) -> UsageError:
    """The error for a step that isn't there."""
    shown = ", ".join(str(each) for each in steps[:20]) + (", …" if len(steps) > 20 else "")
    return UsageError(Text("there is no step {step} here; there is {steps}", step=step, steps=shown or "–"))
