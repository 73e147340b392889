"""The GUI thread goes first.

Python runs one thread at a time. Work in other threads gives way whenever the GUI thread asks, but the GUI thread has
to ask again after each of its many short calls, and so a turn of the event loop that needs 20 ms takes 50. While a turn
is under way, other threads therefore wait at their next `Progress.check`, until the event loop has nothing more to do.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QObject, QTimer

LONGEST = 0.02
"""Seconds that other threads wait at most, so that they come forward however busy the window is."""


class Courtesy(QObject):
    """Whether a turn of the event loop is under way; one for the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._gui = threading.get_ident()
        self._idle = threading.Event()
        self._idle.set()
        # A timer of its own is served when what was posted is done, and the window has painted.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._idle.set)

    @property
    def busy(self) -> bool:
        """Whether a turn is under way."""
        return not self._idle.is_set()

    def turn_begins(self) -> None:
        """Said by whoever begins something on the GUI thread that takes milliseconds."""
        self._idle.clear()
        self._timer.start(0)

    def give_way(self) -> None:
        """Wait, in another thread, while a turn is under way."""
        if self.busy and threading.get_ident() != self._gui:
            self._idle.wait(LONGEST)


def courtesy() -> Courtesy:
    """The application's. To be asked for on the GUI thread."""
    app = QCoreApplication.instance()
    assert app is not None
    return app.findChild(Courtesy) or Courtesy(app)
