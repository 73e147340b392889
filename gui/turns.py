"""Work for the GUI thread that would take too long at once, done in several turns of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer


def in_turns(owner: QObject, steps: Iterable[Callable[[], object]]) -> None:
    """Run each step in a turn of the event loop of its own, in order, beginning with the next one.

    Between two steps the window paints and answers. Nothing more is run once `owner` is gone.
    """
    remaining = iter(steps)
    # A timer, for a posted event comes before a repaint: two steps would often share one turn.
    timer = QTimer(owner)

    def go_on() -> None:
        step = next(remaining, None)
        if step is None:
            timer.stop()
            timer.deleteLater()
        else:
            step()

    timer.timeout.connect(go_on)
    timer.start(0)
