"""The data files of a checkpoint: which are there, and a few of them open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from core import limits
from core.errors import FormatError, Text
from core.formats import lfs
from core.formats.checkpoint import ShardFile
from core.formats.reader import Reader


def look_at_shard(path: Path, index: int) -> ShardFile:
    """Whether a shard is there, is a file, and is not a pointer to one."""
    try:
        reader = Reader(path)
    except FormatError as error:
        missing = not path.is_symlink() and not path.exists()
        return ShardFile(
            path,
            index,
            0,
            False,
            Text("this shard is missing, and with it the values of its variables") if missing else error.what,
        )
    if reader.size <= lfs.LARGEST:
        size = lfs.pointer_size(reader.read_upto(0, lfs.LARGEST))
        if size is not None:
            what, remedy = lfs.explain(size)
            return ShardFile(path, index, 0, False, Text("{what}. {remedy}", what=what, remedy=remedy))
    return ShardFile(path, index, 0, True, size=reader.size)


class ShardPool:
    """Opens shards when they are read, and keeps the most recent `OPEN_SHARDS` open.

    A shard that was replaced between two readings is an error, not a mixture of two checkpoints.
    """

    def __init__(self) -> None:
        self._open: OrderedDict[int, Reader] = OrderedDict()
        self._identity: dict[int, tuple[int, ...]] = {}
        self._lock = threading.Lock()

    def open(self, shard: ShardFile) -> Reader:
        """The shard, open.

        Raises:
            FormatError: it is absent, a pointer, or no longer the file that it was.
        """
        with self._lock:
            reader = self._open.get(shard.index)
            if reader is not None:
                self._open.move_to_end(shard.index)
                reader.check_unchanged()
                return reader
            if not shard.present:
                raise FormatError(shard.path, shard.note or Text("this shard can't be read"))
            reader = Reader(shard.path, expect=self._identity.get(shard.index))
            self._identity[shard.index] = reader.identity
            self._open[shard.index] = reader
            if len(self._open) > limits.OPEN_SHARDS:
                self._open.popitem(last=False)  # closes once the last reading thread lets go of it
            return reader
