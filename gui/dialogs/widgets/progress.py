"""The page shown while a job runs: the stages, the one that runs, how far it is, how long it has taken."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from core.errors import Text
from gui.dialogs.widgets.labels import quiet_label
from gui.dialogs.widgets.style import set_state
from gui.i18n import text_of

DONE, RUNNING, WAITING = "✓", "●", "○"
STEPS = 1000
"""Resolution of the progress bar."""


class StageRow:
    """One stage: a mark, its name, the time it took."""

    def __init__(self, name: Text, grid: QGridLayout, row: int) -> None:
        self.name = name
        self.mark = QLabel(WAITING)
        self.label = QLabel(text_of(name))
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.time = quiet_label()
        self.started: float | None = None
        self.place(grid, row)
        self.set_mark(WAITING)

    def place(self, grid: QGridLayout, row: int) -> None:
        grid.addWidget(self.mark, row, 0)
        grid.addWidget(self.label, row, 1)
        grid.addWidget(self.time, row, 2, Qt.AlignmentFlag.AlignRight)

    def set_mark(self, mark: str) -> None:
        self.mark.setText(mark)
        set_state(self.mark, "kind", {DONE: "good", RUNNING: "running", WAITING: "quiet"}[mark])
        set_state(self.label, "kind", {DONE: "", RUNNING: "heading", WAITING: "quiet"}[mark])

    @property
    def state(self) -> str:
        return self.mark.text()


class ProgressPage(QWidget):
    """Stages as a list. Those expected stand there from the start; one that nobody expected is put where it happens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(16)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("kind", "title")
        self.elapsed = quiet_label()
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.elapsed)
        layout.addLayout(head)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        layout.addWidget(self.bar)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        layout.addLayout(self._grid)
        layout.addStretch(1)
        self._layout = layout
        self._below: QWidget | None = None
        self._one_line = False
        self.rows: list[StageRow] = []
        self._began = 0.0
        self._note = ""
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self._tick)

    def show_below(self, widget: QWidget | None) -> None:
        """Show `widget` below the stages, or nothing; what was shown there is gone."""
        if self._below is not None:
            self._layout.removeWidget(self._below)
            self._below.hide()
            self._below.deleteLater()
        self._below = widget
        if widget is not None:
            self._layout.insertWidget(self._layout.count() - 1, widget, 100)
            widget.show()

    def begin(self, title: str, stages: Sequence[Text], *, one_line: bool = False) -> None:
        """A job begins that is expected to go through `stages`.

        Args:
            title: what it does.
            stages: those expected, in order.
            one_line: a stage takes the place of the one before it: the same ones come for each of many.
        """
        self._one_line = one_line
        for row in self.rows:
            for widget in (row.mark, row.label, row.time):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.rows = [StageRow(name, self._grid, index) for index, name in enumerate(stages)]
        self.title.setText(title)
        self.bar.setRange(0, 0)
        self._note = ""
        self._began = time.monotonic()
        self._tick()
        self._clock.start()

    def show_progress(self, stage: Text | None, fraction: float | None) -> None:
        """The newest report of the work."""
        if stage is not None:
            self._enter(stage)
        if fraction is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, STEPS)
            self.bar.setValue(round(max(0.0, min(fraction, 1.0)) * STEPS))

    def set_cancelling(self) -> None:
        """The person cancelled; the work has yet to stop."""
        self._note = self.tr("Cancelling…")
        self.bar.setRange(0, 0)
        self._tick()

    def end(self) -> None:
        self._clock.stop()

    @property
    def running_stage(self) -> str:
        return next((row.label.text() for row in self.rows if row.state == RUNNING), "")

    def _enter(self, stage: Text) -> None:
        if self._one_line:
            if not self.rows:
                self.rows = [StageRow(stage, self._grid, 0)]
            self.rows[0].label.setText(text_of(stage))
            self.rows[0].set_mark(RUNNING)
            return
        current = next((index for index, row in enumerate(self.rows) if row.state == RUNNING), None)
        if current is not None and self.rows[current].name.template == stage.template:
            self.rows[current].label.setText(text_of(stage))
            return
        found = next(
            (
                index
                for index, row in enumerate(self.rows)
                if row.name.template == stage.template and row.state == WAITING
            ),
            None,
        )
        now = time.monotonic()
        if current is not None:
            self._finish(self.rows[current], now)
        if found is None:
            found = 0 if current is None else current + 1
            for index in range(len(self.rows) - 1, found - 1, -1):
                self.rows[index].place(self._grid, index + 1)
            self.rows.insert(found, StageRow(stage, self._grid, found))
        # What was passed over without a report is done all the same: stages come in order.
        for row in self.rows[:found]:
            if row.state == WAITING:
                row.set_mark(DONE)
        self.rows[found].started = now
        self.rows[found].label.setText(text_of(stage))
        self.rows[found].set_mark(RUNNING)

    def _finish(self, row: StageRow, now: float) -> None:
        row.set_mark(DONE)
        if row.started is not None:
            row.time.setText(self._seconds(now - row.started))

    def _seconds(self, seconds: float) -> str:
        return self.tr("{seconds} s").format(seconds=f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}")

    def _tick(self) -> None:
        seconds = time.monotonic() - self._began
        if seconds < 60:
            text = self.tr("{seconds} s").format(seconds=f"{seconds:.1f}")
        else:
            text = self.tr("{minutes} min {seconds} s").format(minutes=int(seconds // 60), seconds=int(seconds % 60))
        self.elapsed.setText(f"{self._note} {text}" if self._note else text)
