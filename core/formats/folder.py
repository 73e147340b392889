"""The files of one folder, sorted out: checkpoints by prefix, graphs, the state file, what was left over.

Names decide where TensorFlow gives them (`PREFIX.index`, `PREFIX.data-00000-of-00001`, `PREFIX.meta`,
`saved_model.pb`), content everywhere else. Limits: `FOLDER_ENTRIES` files are looked at by name, and
`CONTENT_CHECKS` by content.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.detect import Detected, detect
from core.formats.reader import describe_os_error
from core.formats.tensor import Tick

CONTENT_CHECKS = 2_000

_DATA = re.compile(r"(?P<prefix>.+)\.data-(?P<index>\d{5})-of-(?P<count>\d{5})")
_LEFTOVER = re.compile(
    r".+(\.data-\d{5}-of-\d{5}\.tempstate\d+|\.(index|meta|data-\d{5}-of-\d{5})\.tmp\w*|"
    r"_temp_[0-9a-f]{32}.*|\.tempstate\d+|checkpoint\.tmp\w*)|checkpoint\.tmp\w*"
)
_V1_SHARD = re.compile(r"(?P<prefix>.+)-(?P<index>\d{5})-of-(?P<count>\d{5})")
_STEP = re.compile(r"-(\d{1,18})$")
_INNER_STEP = re.compile(r"[-_.](\d{1,18})(?=\.|$|-)")
_NEVER = frozenset((
    ".py", ".pyc", ".ipynb", ".txt", ".md", ".rst", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".json", ".csv",
    ".tsv", ".xml", ".yaml", ".yml", ".npy", ".npz", ".html", ".css", ".js", ".sh", ".bat", ".c", ".cc", ".cpp", ".h",
    ".java", ".log", ".mp4", ".avi", ".wav", ".mp3", ".tfrecord", ".tfrecords", ".record", ".jar", ".so", ".dll",
    ".exe", ".pdf", ".ttf", ".toml", ".cfg", ".ini", ".lock", ".gitignore", ".gitattributes", ".tflite",
))  # fmt: skip


@dataclass(slots=True)
class PrefixFiles:
    """The files of one checkpoint."""

    name: str
    index: Path | None = None
    meta: Path | None = None
    data: list[Path] = field(default_factory=list)
    v1: list[Path] = field(default_factory=list)

    @property
    def step(self) -> int | None:
        """The step in its name: `PNet-18`, `cp-0030.ckpt`; None if there is none."""
        found = _STEP.search(self.name) or _INNER_STEP.search(self.name)
        return int(found[1]) if found else None

    @property
    def is_checkpoint(self) -> bool:
        """Whether there are names of variables: an index, or a file of version 1."""
        return self.index is not None or bool(self.v1)


@dataclass(slots=True)
class Folder:
    """What a folder holds.

    Attributes:
        state: the `checkpoint` file, if there is one.
        graphs: files that hold a graph of their own, with what they are.
        foreign: files of other programs, with what they are.
        sizes: of every regular file, by name.
        folders: its subfolders.
    """

    path: Path
    state: Path | None = None
    saved_model: Path | None = None
    prefixes: dict[str, PrefixFiles] = field(default_factory=dict)
    graphs: dict[Path, Detected] = field(default_factory=dict)
    foreign: dict[Path, Detected] = field(default_factory=dict)
    leftovers: list[Path] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)

    @property
    def checkpoints(self) -> list[PrefixFiles]:
        """The prefixes that can be opened as checkpoints, by step and name."""
        found = [files for files in self.prefixes.values() if files.is_checkpoint]
        return sorted(found, key=lambda files: (files.step is not None, files.step or 0, files.name))

    @property
    def lone_metas(self) -> list[PrefixFiles]:
        """Prefixes of which only the graph is there."""
        return [files for files in self.prefixes.values() if files.meta is not None and not files.is_checkpoint]


def look(path: Path, *, content: bool = True, tick: Tick = None) -> Folder:
    """Sort out a folder's files.

    Args:
        path: the folder.
        tick: called often; may raise to cancel.
        content: whether files whose names say nothing are looked into.

    Raises:
        FormatError: the folder can't be read.
        LimitExceeded: it has more than `FOLDER_ENTRIES` files.
    """
    folder = Folder(path)
    unclear: list[Path] = []
    try:
        with os.scandir(path) as found:
            for count, entry in enumerate(found):
                if count >= limits.FOLDER_ENTRIES:
                    raise LimitExceeded(
                        path,
                        Text("there are more than {limit} files in this folder", limit=f"{limits.FOLDER_ENTRIES:,}"),
                    )
                if tick is not None and count % 256 == 0:
                    tick()
                _sort(folder, entry, unclear)
    except OSError as error:
        raise FormatError(path, describe_os_error(error)) from None
    folder.folders.sort()
    folder.leftovers.sort()
    for files in folder.prefixes.values():
        files.data.sort()
    _old_checkpoints(folder, unclear)
    if content:
        # Without a name that says it, content does; in a folder of checkpoints only graphs are looked for.
        for each in sorted(unclear)[:CONTENT_CHECKS]:
            _look_inside(folder, each)
            if tick is not None:
                tick()
    folder.prefixes = {name: folder.prefixes[name] for name in sorted(folder.prefixes)}
    return folder


def _sort(folder: Folder, entry: os.DirEntry[str], unclear: list[Path]) -> None:
    name = entry.name
    path = folder.path / name
    try:
        status = entry.stat()
    except OSError:
        status = None  # a dangling link: still a name that belongs to a prefix
    if status is not None and stat.S_ISDIR(status.st_mode):
        folder.folders.append(path)
        return
    if status is not None and not stat.S_ISREG(status.st_mode):
        return  # FIFOs, sockets, devices
    size = status.st_size if status is not None else 0
    if _LEFTOVER.fullmatch(name):
        folder.leftovers.append(path)
    elif name == "checkpoint":
        folder.state = path
    elif name in ("saved_model.pb", "saved_model.pbtxt"):
        if folder.saved_model is None or name.endswith(".pb"):
            folder.saved_model = path
    elif found := _DATA.fullmatch(name):
        _prefix(folder, found["prefix"]).data.append(path)
    elif name.endswith(".index") and len(name) > 6:
        _prefix(folder, name[:-6]).index = path
    elif name.endswith(".meta") and len(name) > 5:
        _prefix(folder, name[:-5]).meta = path
    elif size and path.suffix.lower() not in _NEVER and not name.startswith("."):
        unclear.append(path)
    folder.sizes[name] = size


def _prefix(folder: Folder, name: str) -> PrefixFiles:
    found = folder.prefixes.get(name)
    if found is None:
        found = folder.prefixes[name] = PrefixFiles(name)
    return found


def _old_checkpoints(folder: Folder, unclear: list[Path]) -> None:
    """Version 1 has no suffix of its own: the file `X` beside `X.meta`, or `X-00000-of-00002`."""
    for path in list(unclear):
        name = path.name
        shard = _V1_SHARD.fullmatch(name)
        prefix = shard["prefix"] if shard else name
        if prefix in folder.prefixes or "ckpt" in name or shard or name.endswith((".model", "-0")):
            try:
                if detect(path).kind != "checkpoint-v1":
                    continue
            except FormatError:
                continue
            _prefix(folder, prefix).v1.append(path)
            unclear.remove(path)
    for files in folder.prefixes.values():
        files.v1.sort()


def _look_inside(folder: Folder, path: Path) -> None:
    try:
        found = detect(path)
    except FormatError as error:
        folder.foreign[path] = Detected("other", error.what, error.remedy)
        return
    if found.kind == "checkpoint-v1":
        _prefix(folder, path.name).v1.append(path)
    elif found.kind == "state":
        folder.state = folder.state or path
    elif found.kind == "other":
        if found.what is not None:
            folder.foreign[path] = found
    elif found.kind not in ("index", "data"):
        folder.graphs[path] = found
