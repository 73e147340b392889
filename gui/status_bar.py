"""The line at the bottom: what is open, what is running and how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStatusBar, QWidget

from gui.document import Document
from gui.formatting import format_count
from gui.i18n import text_of
from gui.panels.widgets import Dot, label
from gui.stylesheet import set_role
from gui.tasks import Task

PATIENCE = 150
"""Milliseconds before a task is worth mentioning: what is over sooner would only flicker."""
MESSAGE = 6000


class StatusBar(QStatusBar):
    """Follows the document and its tasks."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown: Task | None = None
        self._message = ""
        self.setSizeGripEnabled(False)
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(14, 0, 0, 0)
        row.setSpacing(10)
        self.dot = Dot("quiet")
        self.text = label()
        row.addWidget(self.dot)
        row.addWidget(self.text)
        self.addWidget(left)
        self._right = QWidget()
        row = QHBoxLayout(self._right)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(12)
        self.task_text = label()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(150)
        self.cancel = QPushButton()
        set_role(self.cancel, "quiet")
        self.cancel.clicked.connect(self._cancel)
        row.addWidget(self.task_text)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        self.addPermanentWidget(self._right)
        self._right.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._refresh_task)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(lambda: self.say(""))
        tasks = document.tasks
        tasks.task_started.connect(lambda _: self._patience.start() if not self._patience.isActive() else None)
        tasks.task_progressed.connect(self._progressed)
        tasks.task_ended.connect(lambda _: self._refresh_task())
        document.model_opened.connect(self.refresh)
        document.model_closed.connect(self.refresh)
        document.problems_changed.connect(self.refresh)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def say(self, message: str) -> None:
        """A sentence in place of what is open, for a few seconds."""
        self._message = message
        if message:
            self._forget.start(MESSAGE)
        self.refresh()

    def refresh(self) -> None:
        """Say what is open."""
        model = self._document.model
        if model is None:
            self.dot.set_role("quiet")
            self.text.setText(self._message or self.tr("Nothing is open"))
            return
        severities = {problem.severity for problem in self._document.problems}
        self.dot.set_role("error" if "error" in severities else "warning" if "warning" in severities else "good")
        self.text.setText(self._message or self._summary())

    def _summary(self) -> str:
        model = self._document.model
        assert model is not None
        parts = [model.title]
        if model.graph is not None:
            count = len(model.graph)
            parts.append(self.tr("1 op") if count == 1 else self.tr("{count} ops").format(count=format_count(count)))
        variables = self._document.variables
        if variables:
            count = len(variables)
            one, many = (
                (self.tr("1 constant"), self.tr("{count} constants"))
                if model.checkpoint is None
                else (self.tr("1 variable"), self.tr("{count} variables"))
            )
            parts.append(one if count == 1 else many.format(count=format_count(count)))
            count = self._document.parameters
            one, many = (
                (self.tr("1 value"), self.tr("{count} values"))
                if model.checkpoint is None
                else (self.tr("1 parameter"), self.tr("{count} parameters"))
            )
            parts.append(one if count == 1 else many.format(count=format_count(count)))
        return " · ".join(parts)

    # The running task.

    def _progressed(self, task: Task) -> None:
        if task is self._shown:
            self._refresh_task()

    def _refresh_task(self) -> None:
        worth = [task for task in self._document.tasks.running if task.title]
        self._shown = worth[-1] if worth else None
        if self._patience.isActive() and not self._right.isVisible():
            return
        self._right.setVisible(self._shown is not None)
        task = self._shown
        if task is None:
            return
        if task.cancelling:
            text = self.tr("Cancelling…")
        elif task.stage is not None:
            text = f"{task.title}: {text_of(task.stage)}"
        else:
            text = f"{task.title}…"
        self.task_text.setText(text)
        self.cancel.setEnabled(not task.cancelling)
        if task.fraction is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(task.fraction * 1000))

    def _cancel(self) -> None:
        if self._shown is not None:
            self._shown.cancel()

    def _retranslate(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.refresh()
        self._refresh_task()
