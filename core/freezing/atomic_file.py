"""A file that appears whole or not at all, whatever kills the process, and when.

On Linux the file has no name until it is complete (`O_TMPFILE`, then `linkat`): even SIGKILL leaves nothing behind.
Where that is not possible (another system, some network file systems), a named temporary file beside the destination
is renamed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path
from types import TracebackType

from core.errors import FormatError, Text, UsageError
from core.files import describe_write_error
from core.limits import MIB

_NO_COPY = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM, errno.EBADF}
_NO_TMPFILE = {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT}


class AtomicFile:
    """Open for writing at once; `commit` gives it its name, leaving the block without that discards it.

    Args:
        destination: where it is to appear.

    Raises:
        WriteError: the folder is absent or can't be written.
    """

    def __init__(self, destination: Path) -> None:
        # A link keeps pointing to where it does: what it leads to is replaced, not the link.
        self.destination = destination = destination.resolve()
        self._named: Path | None = None
        self._sources: dict[Path, int] = {}
        self._copies = hasattr(os, "copy_file_range")
        folder = destination.parent
        try:
            self._fd = self._open(folder)
        except OSError as error:
            raise describe_write_error(error, destination) from error
        self._file = os.fdopen(self._fd, "wb", buffering=1 << 20)

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
            self._file.write(data)
        except OSError as error:
            raise describe_write_error(error, self.destination) from error

    def copy(self, path: Path, offset: int, nbytes: int) -> None:
        """Append bytes of another file, without them passing through this process where the system can do that.

        Raises:
            WriteError: as for `write`.
            FormatError: the other file ends before.
        """
        self.flush()
        source = self._sources.get(path)
        if source is None:
            source = self._sources[path] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            while nbytes:
                done = self._copy_some(source, offset, nbytes)
                if not done:
                    raise FormatError(path, Text("the file is cut off"), offset=offset)
                offset += done
                nbytes -= done
        except OSError as error:
            raise describe_write_error(error, self.destination) from error

    def _copy_some(self, source: int, offset: int, nbytes: int) -> int:
        if self._copies:
            try:
                return os.copy_file_range(source, self._fd, nbytes, offset_src=offset)
            except OSError as error:
                if error.errno not in _NO_COPY:
                    raise
                self._copies = False
        return os.write(self._fd, os.pread(source, min(nbytes, MIB), offset))

    def flush(self) -> None:
        """All that was written can be read through `path`."""
        try:
            self._file.flush()
        except OSError as error:
            raise describe_write_error(error, self.destination) from error

    @property
    def size(self) -> int:
        """Bytes written."""
        self.flush()
        return os.fstat(self._fd).st_size

    @property
    def path(self) -> str:
        """Where another process of the same user can read it before it has its name."""
        return str(self._named) if self._named else f"/proc/{os.getpid()}/fd/{self._fd}"

    def commit(self, *, overwrite: bool) -> None:
        """Put it on the disk and give it its name.

        Raises:
            UsageError: the destination exists by now and `overwrite` is off.
            WriteError: the system refuses.
        """
        try:
            self.flush()
            os.fsync(self._fd)
            if self._named is None:
                self._link(overwrite)
            elif overwrite:
                self._named.replace(self.destination)
            else:
                os.link(self._named, self.destination)
                self._named.unlink()
            self._named = None
            folder = os.open(self.destination.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except FileExistsError as error:
            raise UsageError(
                Text("{name} exists already.", name=self.destination.name),
                Text("Choose another name, or overwrite it (--force)."),
            ) from error
        except OSError as error:
            raise describe_write_error(error, self.destination) from error

    def _link(self, overwrite: bool) -> None:
        target = self.destination
        if overwrite and target.exists():
            target = self._beside()  # a link never replaces; a complete file under another name can
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            # With a folder's descriptor Python calls linkat(2), which follows the link in /proc; link(2) does not.
            os.link(f"/proc/self/fd/{self._fd}", target.name, src_dir_fd=folder, dst_dir_fd=folder,
                    follow_symlinks=True)
        finally:
            os.close(folder)
        if target != self.destination:
            self._named = target
            target.chmod(self.destination.stat().st_mode & 0o777)  # what is replaced keeps its permissions
            target.replace(self.destination)

    def _beside(self) -> Path:
        return self.destination.with_name(f".{self.destination.name}.{secrets.token_hex(4)}.part")

    def discard(self) -> None:
        """Close it; without a commit nothing remains."""
        with contextlib.suppress(OSError):  # what could not be written any more need not be
            self._file.close()
        for source in self._sources.values():
            os.close(source)
        self._sources.clear()
        if self._named is not None:
            self._named.unlink(missing_ok=True)
            self._named = None

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:
        self.discard()
