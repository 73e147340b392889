"""Work for the GUI thread that would take too long at once, done in several turns of the event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer

from gui.courtesy import courtesy

Step = Callable[[], object]


def in_turns(owner: QObject, steps: Iterable[Step]) -> None:
    """Run each step in a turn of the event loop of its own, in order, beginning with the next one.

    Between two steps the window paints and answers; no turn runs two steps, whoever asked for them. Nothing more is
    run once `owner` is gone.
    """
    app = QCoreApplication.instance()
    assert app is not None
    turns = app.findChild(_Turns) or _Turns(app)
    turns.add(owner, iter(steps))


class _Turns(QObject):
    """Those who have steps left, each in its turn."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[QObject, Iterator[Step]]] = deque()
        # A timer, for a posted event comes before a repaint: two steps would often share one turn.
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._courtesy = courtesy()

    def add(self, owner: QObject, steps: Iterator[Step]) -> None:
        self._waiting.append((owner, steps))
        self._timer.start(0)

    def _go_on(self) -> None:
        self._courtesy.turn_begins()
        while self._waiting:
            owner, steps = self._waiting.popleft()
            step = next(steps, None) if shiboken6.isValid(owner) else None
            if step is not None:
                self._waiting.append((owner, steps))
                step()
                return
        self._timer.stop()
