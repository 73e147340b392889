"""The one way bytes of a file are read: bounded `pread`, with the length checked before anything is allocated.

Never `mmap`: a mapped file that shrinks kills the process with SIGBUS, and mapped pages count as memory.
Never a path that is not a regular file: opening a FIFO or a device can block for ever.
"""

from __future__ import annotations

import errno
import os
import stat
import weakref
from pathlib import Path
from typing import Protocol

from core import limits
from core.errors import FormatError, LimitExceeded, Text, counted

_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


def describe_os_error(error: OSError) -> Text:
    """An operating system's refusal as a sentence about the file."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Text("there is no such file")
    if error.errno in (errno.EACCES, errno.EPERM):
        return Text("you may not read this file")
    if error.errno == errno.ELOOP:
        return Text("this is a symbolic link that leads back to itself")
    if error.errno == errno.ENAMETOOLONG:
        return Text("the name is too long")
    return Text("it can't be read: {reason}", reason=os.strerror(error.errno) if error.errno else str(error))


class ByteSource(Protocol):
    """What parsers read from: a file (`Reader`), decompressed bytes (`MemoryReader`), a text's `BinaryForm`."""

    path: Path
    size: int

    def check(self, offset: int, length: int) -> None: ...
    def check_unchanged(self) -> None: ...
    def read(self, offset: int, length: int, *, limit: int = limits.READ_AT_ONCE) -> bytes: ...


class Reader:
    """A regular file, open for bounded reads. Safe to share between threads; closed when nobody holds it.

    Args:
        path: the file. Symbolic links are followed.
        expect: identity (`Reader.identity`) that the file must still have, when it was looked at before.

    Raises:
        FormatError: it is not there, is not a regular file, can't be read, or is no longer the same file.
    """

    __slots__ = ("__weakref__", "_descriptor", "identity", "path", "size")

    def __init__(self, path: str | os.PathLike[str], *, expect: tuple[int, ...] | None = None) -> None:
        self.path = Path(path)
        try:
            descriptor = os.open(self.path, _FLAGS)
        except OSError as error:
            if error.errno == errno.ENXIO:
                raise FormatError(self.path, Text("this is not a regular file")) from None
            raise FormatError(self.path, describe_os_error(error)) from None
        except ValueError:
            raise FormatError(self.path, Text("the name holds a character that no file can have")) from None
        self._descriptor = descriptor
        weakref.finalize(self, os.close, descriptor)
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise FormatError(self.path, Text("this is a folder, not a file"))
        if not stat.S_ISREG(status.st_mode):
            raise FormatError(self.path, Text("this is not a regular file"))
        self.size = status.st_size
        self.identity = _identity(status)
        if expect is not None and expect != self.identity:
            raise self._changed()

    def _changed(self) -> FormatError:
        return FormatError(
            self.path, Text("this file was changed after it was opened"), remedy=Text("Open the model again.")
        )

    def check_unchanged(self) -> None:
        """Raises `FormatError` if the file was written to since it was opened: what is known of it may be wrong."""
        try:
            status = os.fstat(self._descriptor)
        except OSError as error:  # a network's file can go stale
            raise FormatError(self.path, describe_os_error(error)) from None
        if _identity(status) != self.identity:
            raise self._changed()

    def check(self, offset: int, length: int) -> None:
        """Raises `FormatError` unless the file holds `length` bytes at `offset`."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise FormatError(
                self.path,
                counted(
                    length,
                    Text("one byte is expected, and the file ends before it"),
                    Text("{length} bytes are expected, and the file ends before them", length=f"{length:,}"),
                ),
                offset=offset,
                remedy=Text("The file is cut off or damaged: copy or download it again."),
            )

    def read(self, offset: int, length: int, *, limit: int = limits.READ_AT_ONCE) -> bytes:
        """Exactly `length` bytes at `offset`.

        Raises:
            FormatError: the file ends before them, or has become shorter since it was opened.
            LimitExceeded: more than `limit` was asked for.
        """
        self.check(offset, length)
        if length > limit:
            raise LimitExceeded(
                self.path,
                Text(
                    "{length} bytes in one piece are more than the {limit} allowed",
                    length=f"{length:,}",
                    limit=f"{limit:,}",
                ),
                offset=offset,
            )
        try:
            data = os.pread(self._descriptor, length, offset)
            if len(data) == length:
                return data
            pieces = [data]
            done = len(data)
            while data and done < length:
                data = os.pread(self._descriptor, length - done, offset + done)
                pieces.append(data)
                done += len(data)
        except OSError as error:
            raise FormatError(self.path, describe_os_error(error), offset=offset) from None
        if done < length:
            raise FormatError(
                self.path,
                Text("the file became shorter while it was being read"),
                offset=offset + done,
                remedy=Text("Open the model again once it is complete."),
            )
        return b"".join(pieces)

    def read_upto(self, offset: int, length: int) -> bytes:
        """The bytes at `offset`, fewer than `length` where the file ends."""
        return self.read(offset, max(0, min(length, self.size - offset)))

    def __repr__(self) -> str:
        return f"Reader({str(self.path)!r}, {self.size} bytes)"


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class MemoryReader:
    """Bytes in memory, read as a file is. `path` is the file they are from, for errors."""

    __slots__ = ("_data", "path", "size")

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.size = len(data)
        self._data = data

    def check(self, offset: int, length: int) -> None:
        """Raises `FormatError` unless there are `length` bytes at `offset`."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise FormatError(self.path, Text("a part of the file ends before it should"))

    def check_unchanged(self) -> None:
        """Nothing can change what is in memory."""

    def read(self, offset: int, length: int, *, limit: int = limits.READ_AT_ONCE) -> bytes:  # noqa: ARG002
        """Exactly `length` bytes at `offset`."""
        self.check(offset, length)
        return self._data[offset : offset + length]
