"""Progress on the terminal, and Ctrl-C as a cancel that leaves nothing half-written."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from core.progress import Progress

if TYPE_CHECKING:
    from types import FrameType

    from core.errors import Text


class TerminalProgress(Progress):
    """Shows stages and a bar on stderr with rich. Made only where stderr is a terminal."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: Any = None

    def show(self, stage: Text | None, fraction: float | None) -> None:
        """Show the stage's name, and how far it is where that is known."""
        if self._task is None:
            self._bar.start()
            self._task = self._bar.add_task("", total=None)
        if stage is not None:
            self._bar.reset(self._task, total=None, description=str(stage))
        elif fraction is not None:
            self._bar.update(self._task, total=1.0, completed=fraction)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()


@contextlib.contextmanager
def watched_progress(*, quiet: bool = False) -> Iterator[Progress]:
    """A progress for one command: shown where stderr is a terminal, cancelled by Ctrl-C (and by a polite kill).

    A second Ctrl-C doesn't wait for the work to notice.
    """
    progress = Progress() if quiet or not sys.stderr.isatty() else TerminalProgress()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        if progress.cancelled:
            raise KeyboardInterrupt
        # In a thread: the main one, which is interrupted here, may be holding the locks that cancelling takes.
        threading.Thread(target=progress.cancel, name="cancel").start()

    previous = {}
    if threading.current_thread() is threading.main_thread():
        previous = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield progress
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
        if isinstance(progress, TerminalProgress):
            progress.close()
