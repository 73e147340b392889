"""Room on the disk for what is needed only on the way to a result."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from core.errors import Text
from core.files import WriteError, describe_write_error


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for what is needed only on the way, where the system keeps such things; gone after the block.

    Raises:
        WriteError: it can't be made, or a file in it can't be written: says which folder is full, not which file was
            on its way there.
    """
    try:
        holder = tempfile.TemporaryDirectory(prefix="cryograph-")
    except OSError as error:
        raise _unwritable(error, Path(error.filename).parent if error.filename else None) from error
    with holder as name:
        folder = Path(name).resolve()
        try:
            yield folder
        except WriteError as error:
            if folder in error.path.parents:
                raise _unwritable(error.refusal, folder.parent) from error
            raise


def _unwritable(error: OSError, folder: Path | None) -> WriteError:
    if folder is None:  # what Python says where there is none at all
        what = Text("There is no folder for temporary files: {reason}.", reason=error.strerror or str(error))
    elif error.errno in (errno.ENOSPC, errno.EDQUOT):
        what = Text("There is no space left in {folder}, the folder for temporary files.", folder=str(folder))
    else:
        reason = os.strerror(error.errno) if error.errno else str(error)
        what = Text("Temporary files can't be written in {folder}: {reason}.", folder=str(folder), reason=reason)
    remedy = Text("Free some space there, or name another folder in the environment variable TMPDIR.")
    return WriteError(what, remedy, path=folder or Path(), refusal=error)


class ScratchFile:
    """A file without a name, for what is needed only on the way to a file; it lies in the same folder.

    Made when something is first written to it, gone with the block.

    Args:
        destination: the file that it serves.
    """

    def __init__(self, destination: Path) -> None:
        self._destination = destination.resolve()
        self._file: IO[bytes] | None = None
        self._size = 0

    def append(self, data: bytes) -> int:
        """Write bytes and return where they are.

        Raises:
            WriteError: the disk is full, or whatever the system says.
        """
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0, dir=self._destination.parent)  # noqa: SIM115 closed at the block's end
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise describe_write_error(error, self._destination) from error
        self._size += len(data)
        return self._size - len(data)

    def read(self, offset: int, length: int) -> bytes:
        """Exactly `length` bytes at `offset`, which were written.

        Raises:
            WriteError: the disk does not give them back.
        """
        assert self._file is not None
        pieces: list[bytes] = []
        try:
            while length > 0:
                data = os.pread(self._file.fileno(), length, offset)
                if not data:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                pieces.append(data)
                offset += len(data)
                length -= len(data)
        except OSError as error:
            raise describe_write_error(error, self._destination) from error
        return b"".join(pieces)

    def __enter__(self) -> ScratchFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
