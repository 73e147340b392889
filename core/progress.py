"""Progress and cancelling, as seen from the work that is being done.

Long functions take a `Progress` (default: one that nobody watches). They call `stage` when a named
part begins and `tick` often (every few milliseconds of work); both raise `Cancelled` once the person
has cancelled. The GUI and the command line subclass `Progress` to show it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from core.errors import Cancelled, Text


class Progress:
    """Where long work reports to, and how it learns that it was cancelled. Thread-safe."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._on_cancel: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def stage(self, name: Text) -> None:
        """A named part of the work begins (e.g. `Text("Restoring")`)."""
        self.check()
        self.show(name, None)

    def tick(self, fraction: float | None = None) -> None:
        """Work goes on; `fraction` of the current stage (0 to 1) is done, None if unknown."""
        self.check()
        self.show(None, fraction)

    def check(self) -> None:
        """Raises `Cancelled` if the person has cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def show(self, stage: Text | None, fraction: float | None) -> None:
        """Overridden by those who show progress. `stage` is None within the same stage."""

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to end. Callbacks given to `on_cancel` run at once, in the caller's thread."""
        with self._lock:
            already = self._cancelled.is_set()
            self._cancelled.set()
            callbacks, self._on_cancel = self._on_cancel, []
        if not already:
            for callback in callbacks:
                callback()

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Call `callback` when cancelled (at once, if that has happened already)."""
        with self._lock:
            if not self._cancelled.is_set():
                self._on_cancel.append(callback)
                return
        callback()
