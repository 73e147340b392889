"""Writing files so that nothing half-written ever stands where a file is expected, whatever kills the process.

`AtomicFile` is the way to write; on Linux it has no name until it is complete (`O_TMPFILE`, then `linkat`), so that
even SIGKILL leaves nothing behind. `atomic_path`, `atomic_files` and `atomic_folder` are for writers that need a name:
a temporary one beside the destination (the same file system, so that the rename is atomic), which a SIGKILL leaves
under its own name. A folder that was left so is removed when the same destination is written again.

What replaces a file is flushed to the disk first, so that a power cut can't take the old and the new one. A new file
is not: nothing is lost that was there before, and waiting for a slow disk takes longer than all the rest of a freeze.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from core.errors import CryographError, Text, UsageError
from core.leftovers import claimed, part_name, remove_leftovers


class WriteError(CryographError):
    """A file could not be written: no space, no permission, no such folder.

    Attributes:
        path: the file.
        refusal: the operating system's error.
    """

    def __init__(self, text: Text, remedy: Text | None = None, *, path: Path, refusal: OSError) -> None:
        super().__init__(text, remedy)
        self.path = path
        self.refusal = refusal


def describe_write_error(error: OSError, path: Path) -> WriteError:
    """The operating system's refusal as a sentence with a way out."""
    return WriteError(*_in_words(error, path), path=path, refusal=error)


def _in_words(error: OSError, path: Path) -> tuple[Text, Text | None]:
    name = path.name or str(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            Text("{name} was not written: there is no space left on the disk.", name=name),
            Text("Free some space, or choose another folder."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            Text("{name} was not written: you may not write in {folder}.", name=name, folder=str(path.parent)),
            Text("Choose another folder."),
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Text("{name} was not written: there is no folder {folder}.", name=name, folder=str(path.parent)), None
    if error.errno == errno.EFBIG:
        return Text("{name} was not written: the disk can't hold a file of this size.", name=name), None
    if error.errno == errno.ENAMETOOLONG:
        return Text("{name} was not written: the name is too long.", name=name), None
    reason = os.strerror(error.errno) if error.errno else str(error)
    return Text("{name} was not written: {reason}.", name=name, reason=reason), None


def check_destination(path: Path, *, overwrite: bool) -> None:
    """Say before the work what would go wrong after it.

    Raises:
        UsageError: it is there and may not be overwritten, or it is a folder.
        WriteError: its folder is not there.
    """
    if path.is_dir():
        raise UsageError(Text("{path} is a folder; a file's name is needed.", path=str(path)))
    if not overwrite and path.exists():
        raise _there_already(path)
    if not path.absolute().parent.is_dir():
        raise describe_write_error(OSError(errno.ENOENT, ""), path)


_NO_TMPFILE = {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT}
_BUFFER = 1 << 16
"""Bytes that many small writes are gathered into; larger ones go straight to the system."""


class AtomicFile:
    """Open for writing at once; `commit` gives it its name, leaving the block without that discards it.

    Args:
        destination: where it is to appear.
        overwrite: whether it may take the place of another file.

    Raises:
        UsageError: the destination is there and `overwrite` is off, or it is a folder.
        WriteError: the folder is absent or can't be written.
    """

    def __init__(self, destination: Path, *, overwrite: bool = False) -> None:
        # A link keeps pointing to where it does: what it leads to is replaced, not the link.
        self.destination = destination = destination.resolve()
        self.overwrite = overwrite
        check_destination(destination, overwrite=overwrite)
        self._named: Path | None = None
        self._written = 0
        folder = destination.parent
        try:
            self._fd = self._open(folder)
        except OSError as error:
            raise describe_write_error(error, destination) from error
        self._file = os.fdopen(self._fd, "wb", buffering=_BUFFER)

    def _open(self, folder: Path) -> int:
        if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir() and folder.is_dir():
            try:
                return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o666)
            except OSError as error:
                if error.errno not in _NO_TMPFILE:
                    raise
        self._named = self._beside()
        return os.open(self._named, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o666)

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes.

        Raises:
            WriteError: the disk is full, or whatever the system says.
        """
        try:
            self._written += self._file.write(data)
        except OSError as error:
            raise describe_write_error(error, self.destination) from error

    def flush(self) -> None:
        """All that was written can be read through `path`."""
        try:
            self._file.flush()
        except OSError as error:
            raise describe_write_error(error, self.destination) from error

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._written

    @property
    def path(self) -> str:
        """Where another process of the same user can read it before it has its name."""
        return str(self._named) if self._named else f"/proc/{os.getpid()}/fd/{self._fd}"

    def commit(self) -> None:
        """Give it its name.

        Raises:
            UsageError: the destination exists by now and `overwrite` is off.
            WriteError: the system refuses.
        """
        try:
            self.flush()
            replaces = self.overwrite and self.destination.exists()
            if replaces:
                os.fsync(self._fd)
            if self._named is None:
                self._link(replaces)
            elif replaces:
                _keep_permissions(self._named, self.destination)
                self._named.replace(self.destination)
            else:
                _rename_new(self._named, self.destination)
                self._named.unlink(missing_ok=True)
            self._named = None
            if replaces:
                _flush_folder(self.destination.parent)
        except FileExistsError:
            raise _there_already(self.destination) from None
        except OSError as error:
            raise describe_write_error(error, self.destination) from error

    def _link(self, replaces: bool) -> None:
        # A link never replaces; a complete file under another name can.
        target = self._beside() if replaces else self.destination
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            # With a folder's descriptor Python calls linkat(2), which follows the link in /proc; link(2) does not.
            os.link(
                f"/proc/self/fd/{self._fd}", target.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True
            )
        finally:
            os.close(folder)
        if target != self.destination:
            self._named = target
            _keep_permissions(target, self.destination)
            target.replace(self.destination)

    def _beside(self) -> Path:
        return self.destination.with_name(f".{self.destination.name}.{os.urandom(4).hex()}.part")

    def discard(self) -> None:
        """Close it; without a commit nothing remains."""
        with contextlib.suppress(OSError):  # what could not be written any more need not be
            self._file.close()
        if self._named is not None:
            self._named.unlink(missing_ok=True)
            self._named = None

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()


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
    temporary = target.with_name(f".{target.stem[:60]}.{os.urandom(4).hex()}.part{target.suffix[:20]}")
    try:
        # Not tempfile.mkstemp: the file would be for its owner alone, and the process's umask can't be asked for.
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o666))
    except OSError as error:
        raise describe_write_error(error, target) from error
    try:
        yield temporary
        if overwrite and target.exists():
            _keep_permissions(temporary, target)
            _flush(temporary)
            temporary.replace(target)
            _flush_folder(target.parent)
        else:
            _rename_new(temporary, target)
    except OSError as error:
        raise describe_write_error(error, target) from error
    finally:
        # Whatever happened, also Cancelled and KeyboardInterrupt: after a replace there is nothing left of it.
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def atomic_files(destinations: Sequence[Path], *, overwrite: bool = False) -> Iterator[Path]:
    """A temporary folder to write files of these names in, which belong together and name each other.

    Those that were written take their places in the order given when the block ends well; if one can't, those that are
    new are taken away again. Whatever else is in the folder goes with it.

    Args:
        destinations: where they are to appear, all in one folder.
        overwrite: whether they may take the place of others.

    Raises:
        UsageError: one is there and `overwrite` is False.
        WriteError: they can't be written; also for an `OSError` of the block.
    """
    for target in destinations:
        check_destination(target, overwrite=overwrite)
    last = destinations[-1]
    remove_leftovers(last)
    temporary = last.with_name(part_name(last.name))
    new: list[Path] = []
    replaces = False
    try:
        temporary.mkdir()
        with claimed(temporary):
            yield temporary
            for target in (target for target in destinations if (temporary / target.name).exists()):
                if overwrite and target.exists():
                    replaces = True
                    _keep_permissions(temporary / target.name, target)
                    _flush(temporary / target.name)
                    (temporary / target.name).replace(target)
                else:
                    _rename_new(temporary / target.name, target)
                    new.append(target)
            if replaces:
                _flush_folder(last.parent)
        new.clear()
    except OSError as error:
        raise describe_write_error(error, last) from error
    finally:
        for target in new:
            target.unlink(missing_ok=True)
        shutil.rmtree(temporary, ignore_errors=True)


@contextlib.contextmanager
def atomic_folder(
    destination: str | os.PathLike[str],
    *,
    replaceable: Callable[[Path], bool] | None = None,
    source: Path | None = None,
) -> Iterator[Path]:
    """A temporary folder to fill; it becomes `destination`, which may be absent or an empty folder.

    Args:
        destination: where it is to appear.
        replaceable: asked whether a folder that is there and not empty may be replaced; None: none may.
        source: what is read for it, a folder that must not be replaced while it is.

    Raises:
        UsageError: the destination is there, not empty, and may not be replaced.
        WriteError: it can't be written.
    """
    target = Path(destination).resolve()
    replaces = _may_replace(target, replaceable, source)
    if not target.parent.is_dir():
        raise describe_write_error(OSError(errno.ENOENT, ""), target)
    remove_leftovers(target)
    temporary = target.with_name(part_name(target.name))
    try:
        temporary.mkdir()
    except OSError as error:
        raise describe_write_error(error, target) from error
    try:
        with claimed(temporary):
            yield temporary
            if replaces:
                _swap_in(temporary, target)
            else:
                temporary.replace(target)
    except OSError as error:
        raise describe_write_error(error, target) from error
    finally:
        if temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)


def _may_replace(target: Path, replaceable: Callable[[Path], bool] | None, source: Path | None) -> bool:
    """Whether a folder is there that is to be replaced. Raises `UsageError` if it may not be."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return False
    if replaceable is None or not target.is_dir():
        raise UsageError(
            Text("{path} is there already, and is not an empty folder.", path=str(target)),
            Text("Choose another name."),
        )
    if source is not None and (source.resolve() == target or target in source.resolve().parents):
        raise UsageError(
            Text("{path} holds what is converted, and can't be replaced by it.", path=str(target)),
            Text("Choose another name."),
        )
    if not replaceable(target):
        raise UsageError(
            Text("{path} holds other files than a result of this kind, and is not replaced.", path=str(target)),
            Text("Choose another name, or empty the folder yourself."),
        )
    return True


def _swap_in(temporary: Path, target: Path) -> None:
    """Put a complete folder in the place of another; if that fails, the other is back where it was."""
    for path in temporary.rglob("*"):
        if path.is_file():
            _flush(path)
    old = target.with_name(f".{target.name[:60]}.{os.urandom(4).hex()}.old")
    target.replace(old)
    try:
        temporary.replace(target)
    except OSError:
        old.replace(target)
        raise
    _flush_folder(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _there_already(path: Path) -> UsageError:
    return UsageError(
        Text("{path} is there already.", path=str(path)), Text("Choose another name, or allow overwriting.")
    )


def _keep_permissions(path: Path, replaced: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.chmod(replaced.stat().st_mode & 0o777)


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
        raise _there_already(target) from None
    except OSError:
        # A file system without hard links (exFAT): the check before is all there is.
        check_destination(target, overwrite=False)
        temporary.replace(target)
