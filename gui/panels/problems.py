"""The Problems tab: everything that was tolerated or found, in full width, with what it is about and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.progress import Progress
from gui.document import Document
from gui.formatting import format_count
from gui.panels.problem_text import problem_html, problem_remedy
from gui.panels.widgets import Card, Column, clear, label

if TYPE_CHECKING:
    from core.scanning import Scan

SHOWN = 500


class ProblemsPanel(Column):
    """One card per problem, the most severe first; above them a button that looks for more."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._found: Scan | None = None
        self.scan = QPushButton()
        self.scan.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.scan.clicked.connect(self._scan)
        self.said = label("", "quiet", wrap=True)
        head = QHBoxLayout()
        head.setContentsMargins(14, 12, 14, 0)
        head.setSpacing(12)
        head.addWidget(self.scan)
        head.addWidget(self.said, 1)
        head.addStretch()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(0)
        self.column.addLayout(head)
        self.column.addLayout(self._cards)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.refresh)
        document.problems_changed.connect(self._later.start)
        document.model_closed.connect(self._forget)
        document.model_opened.connect(self._forget)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def refresh(self) -> None:
        """Build the list anew from the document."""
        self._retranslate()
        clear(self._cards)
        order = {"error": 0, "warning": 1, "info": 2}
        problems = sorted(self._document.problems, key=lambda problem: order[problem.severity])
        if not problems:
            text = self.tr("No problems.") if self._document.model is not None else self.tr("Nothing is open.")
            self._add(label(text, "quiet"), 12)
        for problem in problems[:SHOWN]:
            self._add(Card(problem.severity, problem_html(problem), problem_remedy(problem)), 8)
        if len(problems) > SHOWN:
            self._add(label(self.tr("… and {count} more").format(count=len(problems) - SHOWN), "quiet"), 8)

    def _retranslate(self) -> None:
        self.scan.setText(self.tr("S&can the model"))
        self.scan.setToolTip(
            self.tr("Reads every value and compares its checksum, and says what the ops of the graph could do if they\n"
                    "were run: read or write files, run Python, talk to other machines. Nothing is run.")
        )  # fmt: skip
        self.scan.setVisible(self._document.model is not None)
        found = self._found
        self.said.setVisible(found is not None)
        if found is not None:
            text = self.tr("Scanned. Checksums compared: {checked} · read, without a checksum: {without} · ops: {ops}")
            checked, without, ops = map(format_count, (found.checked, found.without, found.ops))
            self.said.setText(text.format(checked=checked, without=without, ops=ops))

    def _forget(self, _model: object = None) -> None:
        self._found = None
        self.refresh()

    def _scan(self) -> None:
        model = self._document.model
        if model is None:
            return

        def work(progress: Progress) -> Scan:
            from core.scanning import scan  # only who scans needs it

            return scan(model, progress=progress)

        self._document.tasks.run(
            work, title=self.tr("Scanning {name}").format(name=model.title), done=self._scanned, slot="scan", owner=self
        )

    def _scanned(self, found: Scan) -> None:
        self._found = found
        for problem in found.problems:
            self._document.add_problem(problem)
        self.refresh()

    def _add(self, widget: QWidget, top: int) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(14, top, 14, 0)
        holder.addWidget(widget)
        self._cards.addLayout(holder)
