"""Half-written folders of processes that were killed: told from those of living ones by a lock.

The system takes the lock from its holder when that dies, however it does, so that whoever can take it knows. Where
there are no such locks (Windows, some network file systems) nothing is ever taken for a leftover.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

YOUNG = 60.0
"""Seconds for which a folder is let be: it may have been made just now, and be locked in the next moment."""


def part_name(name: str) -> str:
    """A new name for the folder that is to become `name`."""
    return f".{name[:60]}.{os.urandom(4).hex()}.part"


@contextlib.contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder that is being written."""
    with _locked(folder):
        yield


def remove_leftovers(target: Path) -> None:
    """Remove what killed processes left of the same target."""
    known = re.compile(rf"\.{re.escape(target.name[:60])}\.[0-9a-f]{{8}}\.part")
    for path in target.parent.glob(".*.part"):
        if not known.fullmatch(path.name) or path.is_symlink() or not path.is_dir():
            continue
        with contextlib.suppress(OSError):  # another one may be removing it, or it is not ours to remove
            if time.time() - path.stat().st_mtime > YOUNG:
                with _locked(path) as is_free:
                    if is_free:
                        shutil.rmtree(path)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """The folder's lock for the length of the block, and whether it could be had."""
    try:
        import fcntl
    except ImportError:
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        is_free = True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            is_free = False
        yield is_free
    finally:
        os.close(descriptor)
