r"""The `checkpoint` file: a text-format CheckpointState that says which prefix of a folder is the newest.

Source: `tensorflow/python/training/checkpoint_state.proto`, v2.21.0; written by `checkpoint_management.py`.

    model_checkpoint_path: "model.ckpt-1000"
    all_model_checkpoint_paths: "model.ckpt-900"

One in ten holds absolute paths of another machine (`/home/…`, `D:\\…`), and some name prefixes that are gone. So
only the last component of a path means anything to us, and only beside the file: `..` leads nowhere. The two
fields are picked out line by line; a parser would refuse the Windows paths that people edited by hand.
Limit: `STATE_FILE`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from core import limits
from core.errors import FormatError, Text
from core.formats.reader import Reader

_LINE = re.compile(
    r"^[ \t]*(model_checkpoint_path|all_model_checkpoint_paths)[ \t]*:[ \t]*"
    r"""(?:"((?:[^"\\\n]++|\\.)*+)"|'((?:[^'\\\n]++|\\.)*+)')""",
    re.MULTILINE,
)
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))", re.DOTALL)
_SHARDS = re.compile(r"-\?{5}-of-\d{5}$")
"""What the saver of sharded V1 checkpoints puts behind the prefix: a pattern of their names."""

_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


@dataclass(frozen=True, slots=True)
class CheckpointState:
    """What a state file says.

    Attributes:
        path: the file.
        newest: `model_checkpoint_path` as written.
        all_paths: `all_model_checkpoint_paths` as written, oldest first.
    """

    path: Path
    newest: str
    all_paths: tuple[str, ...]

    @property
    def newest_name(self) -> str:
        """The last component of the newest path, whichever system wrote it."""
        return base_name(self.newest)

    @property
    def names_own_folder(self) -> bool:
        """Whether the newest path leads to the folder that the file is in, by this system's rules."""
        newest = without_shards(self.newest)
        folder = newest[: len(newest) - len(self.newest_name)]
        if not folder:
            return True
        if "\\" in folder or "\x00" in folder:
            return False
        own = os.path.realpath(self.path.parent)
        return os.path.realpath(os.path.join(own, folder)) == own  # noqa: PTH118 an absolute one replaces `own`

    @property
    def below(self) -> Path | None:
        """The folder below its own that the newest path leads to, if it is relative and leads to one."""
        parts = re.split(r"[/\\]", self.newest)[:-1]
        if not parts or "\x00" in self.newest or any(part in ("", "..") or ":" in part for part in parts):
            return None
        folder = self.path.parent.joinpath(*parts)
        return folder if folder.is_dir() else None

    @property
    def names(self) -> list[str]:
        """The last components of all paths."""
        return [base_name(path) for path in self.all_paths]


def without_shards(path: str) -> str:
    """A path without the pattern that stands for the shards of a V1 checkpoint."""
    return _SHARDS.sub("", path)


def base_name(path: str) -> str:
    """The last component of a Unix or Windows path; empty for one that ends in `..`."""
    name = re.split(r"[/\\]", without_shards(path.rstrip("/\\")))[-1]
    return "" if name in (".", "..") or "\x00" in name else name


def looks_like_state(data: bytes) -> bool:
    """Whether these first bytes of a file are those of a state file."""
    return _LINE.search(data[:65536].decode("utf-8-sig", errors="replace")) is not None


def read_state(path: Path) -> CheckpointState:
    """Read a state file.

    Raises:
        FormatError: it can't be read, is too large, or names nothing.
    """
    reader = Reader(path)
    if reader.size > limits.STATE_FILE:
        raise FormatError(
            path, Text("{size} bytes are too many for a checkpoint's state file", size=f"{reader.size:,}")
        )
    text = reader.read(0, reader.size).decode("utf-8-sig", errors="replace")
    newest = ""
    paths = []
    for found in _LINE.finditer(text):
        value = _unescape(found[2] if found[2] is not None else found[3])
        if found[1] == "model_checkpoint_path":
            newest = value
        else:
            paths.append(value)
    if not newest and not paths:
        raise FormatError(path, Text("this file names no checkpoint"))
    return CheckpointState(path, newest or paths[-1], tuple(paths))


def _unescape(text: str) -> str:
    r"""Undo the escapes of the text format, but leave `D:\models` alone, which escapes nothing it should."""
    if re.match(r"^[A-Za-z]:\\[^\\]", text) and "\\\\" not in text:
        return text

    def one(found: re.Match[str]) -> str:
        if found[1]:
            return chr(int(found[1], 8) & 0xFF)
        if found[2]:
            return chr(int(found[2], 16))
        return _NAMED.get(found[3], found[3])

    plain = _ESCAPE.sub(one, text)
    # Octal escapes are the bytes of UTF-8.
    try:
        return plain.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return plain
