"""Writing files so that nothing half-written ever stands where a file is expected.

The content goes to a temporary file beside the destination (the same file system, so that the rename is
atomic), is flushed to the disk, and takes the destination's place at the very end. On an error, on cancelling,
or when the process is killed, the destination is what it was before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from core.errors import CryographError, Text, UsageError


class WriteError(CryographError):
    """A file could not be written: no space, no permission, no such folder."""


def describe_write_error(error: OSError, path: Path) -> WriteError:
    """The operating system's refusal as a sentence with a way out."""
    name = path.name or str(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return WriteError(
            Text("{name} was not written: there is no space left on the disk.", name=name),
            Text("Free some space, or choose another folder."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return WriteError(
            Text("{name} was not written: you may not write in {folder}.", name=name, folder=str(path.parent)),
            Text("Choose another folder."),
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return WriteError(
            Text("{name} was not written: there is no folder {folder}.", name=name, folder=str(path.parent))
        )
    if error.errno == errno.EFBIG:
        return WriteError(Text("{name} was not written: the disk can't hold a file of this size.", name=name))
    if error.errno == errno.ENAMETOOLONG:
        return WriteError(Text("{name} was not written: the name is too long.", name=name))
    reason = os.strerror(error.errno) if error.errno else str(error)
    return WriteError(Text("{name} was not written: {reason}.", name=name, reason=reason))


def check_destination(path: Path, *, overwrite: bool) -> None:
    """Say before the work what would go wrong after it.

    Raises:
        UsageError: it is there and may not be overwritten, or it is a folder.
        WriteError: its folder is not there.
    """
    if path.is_dir():
        raise UsageError(Text("{path} is a folder; a file's name is needed.", path=str(path)))
    if not overwrite and path.exists():
        raise UsageError(
            Text("{path} is there already.", path=str(path)), Text("Choose another name, or allow overwriting.")
        )
    if not path.absolute().parent.is_dir():
        raise describe_write_error(OSError(errno.ENOENT, ""), path)


@contextlib.contextmanager
def atomic_path(destination: str | os.PathLike[str], *, overwrite: bool = True) -> Iterator[Path]:
    """A temporary path to write to; it becomes `destination` when the block ends well, and is removed otherwise.

    The temporary file exists already, is empty and keeps the suffix, for writers that go by it.

    Raises:
        UsageError: the destination is there and `overwrite` is False.
        WriteError: it can't be written; also for an `OSError` of the block that is about writing.
    """
    # A link keeps pointing to where it does: what it leads to is replaced, not the link.
    target = Path(destination).resolve()
    check_destination(target, overwrite=overwrite)
    temporary = target.with_name(f".{target.stem[:60]}.{secrets.token_hex(4)}.part{target.suffix[:20]}")
    try:
        # Not tempfile.mkstemp: the file would be for its owner alone, and the process's umask can't be asked for.
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o666))
    except OSError as error:
        raise describe_write_error(error, target) from error
    try:
        yield temporary
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(target.stat().st_mode & 0o777)  # what is replaced keeps its permissions
        _flush(temporary)
        if overwrite:
            temporary.replace(target)
        else:
            _rename_new(temporary, target)
    except OSError as error:
        raise describe_write_error(error, target) from error
    finally:
        # Whatever happened, also Cancelled and KeyboardInterrupt: after a replace there is nothing left of it.
        temporary.unlink(missing_ok=True)
    _flush_folder(target.parent)


@contextlib.contextmanager
def atomic_file(destination: str | os.PathLike[str], *, overwrite: bool = True) -> Iterator[BinaryIO]:
    """Like `atomic_path`, but gives the file open for writing (and reading back), in bytes."""
    with atomic_path(destination, overwrite=overwrite) as temporary, temporary.open("w+b", buffering=1 << 20) as file:
        yield file


@contextlib.contextmanager
def atomic_folder(destination: str | os.PathLike[str]) -> Iterator[Path]:
    """A temporary folder to fill; it becomes `destination`, which may be absent or an empty folder.

    Raises:
        UsageError: the destination is there and not empty.
        WriteError: it can't be written.
    """
    target = Path(destination).resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(
            Text("{path} is there already, and is not an empty folder.", path=str(target)),
            Text("Choose another name."),
        )
    if not target.parent.is_dir():
        raise describe_write_error(OSError(errno.ENOENT, ""), target)
    temporary = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.part")
    try:
        temporary.mkdir()
    except OSError as error:
        raise describe_write_error(error, target) from error
    try:
        yield temporary
        for file in temporary.rglob("*"):
            if file.is_file():
                _flush(file)
        temporary.replace(target)
    except OSError as error:
        raise describe_write_error(error, target) from error
    finally:
        if temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)
    _flush_folder(target.parent)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the file system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _rename_new(temporary: Path, target: Path) -> None:
    """Rename without ever overwriting: a link fails where somebody else made the file in the meantime."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise UsageError(
            Text("{path} is there already.", path=str(target)), Text("Choose another name, or allow overwriting.")
        ) from None
    except OSError:
        # A file system without hard links (exFAT): the check before is all there is.
        check_destination(target, overwrite=False)
        temporary.replace(target)
