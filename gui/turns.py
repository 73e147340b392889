"""Work for the GUI thread that would take too long at once, done in several turns of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer


def in_turns(owner: QObject, steps: Iterable[Callable[[], object]]) -> None:
    """Run each step in a turn of the event loop of its own, in order; the first one at once.

    Between two steps the window paints and answers. Nothing more is run once `owner` is gone.
    """
    remaining = iter(steps)

    def go_on() -> None:
        step = next(remaining, None)
        if step is not None:
            step()
            QTimer.singleShot(0, owner, go_on)

    go_on()
