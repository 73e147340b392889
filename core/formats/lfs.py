"""Git-lfs pointers: small text files that stand where a large file should be.

Source: https://github.com/git-lfs/git-lfs/blob/v3.5.1/docs/spec.md. People meet them as `.pb`, `.meta`,
`.index` and `.data-…` after a clone without git-lfs, or a download of a repository's archive.
"""

from __future__ import annotations

import re

from core.errors import Text

_START = b"version https://git-lfs.github.com/spec/"
LARGEST = 1024


def pointer_size(data: bytes) -> int | None:
    """The size of the file that a pointer stands for (0 if it doesn't say); None if this is no pointer."""
    if not data.startswith(_START):
        return None
    size = re.search(rb"(?m)^size (\d{1,18})\r?$", data[:LARGEST])
    return int(size[1]) if size else 0


def explain(size: int) -> tuple[Text, Text]:
    """What a pointer is, and what to do."""
    return (
        Text("this is a git-lfs pointer, not the file itself, which has {size} bytes", size=f"{size:,}"),
        Text("Run `git lfs pull` in its repository, or download the file by itself."),
    )
