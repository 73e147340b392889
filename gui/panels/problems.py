"""The Problems tab: everything that was tolerated, in full width, with what it is about and what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.document import Document
from gui.panels.problem_text import problem_html, problem_remedy
from gui.panels.widgets import Card, Column, clear, label

SHOWN = 500


class ProblemsPanel(Column):
    """One card per problem, the most severe first."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.refresh)
        document.problems_changed.connect(self._later.start)
        document.model_closed.connect(self.refresh)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def refresh(self) -> None:
        """Build the list anew from the document."""
        clear(self.column)
        order = {"error": 0, "warning": 1, "info": 2}
        problems = sorted(self._document.problems, key=lambda problem: order[problem.severity])
        if not problems:
            text = self.tr("No problems.") if self._document.model is not None else self.tr("Nothing is open.")
            self._add(label(text, "quiet"), 12)
        for problem in problems[:SHOWN]:
            self._add(Card(problem.severity, problem_html(problem), problem_remedy(problem)), 8)
        if len(problems) > SHOWN:
            self._add(label(self.tr("… and {count} more").format(count=len(problems) - SHOWN), "quiet"), 8)

    def _add(self, widget: QWidget, top: int) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(14, top, 14, 0)
        holder.addWidget(widget)
        self.column.addLayout(holder)
