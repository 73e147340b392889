"""The last page: the verdict of the proof, what came out, and how to do it again and use it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.dialogs.freeze_findings import card_of
from gui.dialogs.freeze_words import facts_of, output_rows, verdict_of
from gui.dialogs.widgets import Card, CodeBlock, ElidedLabel, quiet_label

if TYPE_CHECKING:
    from core.freezing.report import FreezeReport

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ReportPage(QScrollArea):
    """A `FreezeReport`, laid out to be read from top to bottom."""

    def __init__(self, report: FreezeReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("kind", "page")
        self.setWidget(page)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(18, 18, 18, 16)
        layout.setSpacing(14)

        verdict = verdict_of(report)
        self.banner = Card(verdict.severity, verdict.sentence)
        self.banner.what.setTextFormat(Qt.TextFormat.RichText)
        self.banner.what.setText(f"<b>{escape(verdict.headline)}</b> {escape(verdict.sentence)}")
        layout.addWidget(self.banner)
        layout.addWidget(self._outputs(report))
        layout.addWidget(self._facts(report))
        notes = [finding for finding in report.findings if finding.severity == "warning"]
        if notes:
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(quiet_label(self.tr("What you should know")))
            for finding in notes:
                column.addWidget(card_of(finding))
            layout.addLayout(column)
        self.command = CodeBlock(self.tr("The same from a &terminal"), report.command)
        self.python = CodeBlock(self.tr("Use it from &Python"), report.python)
        for block in (self.command, self.python):
            block.setVisible(bool(block.code))
            layout.addWidget(block)
        layout.addStretch(1)

    def _outputs(self, report: FreezeReport) -> QWidget:
        grid, box = _table()
        heads = [self.tr("Output")]
        if report.verified is not None:
            heads += [self.tr("Shape"), self.tr("Largest difference")]
        for column, head in enumerate(heads):
            grid.addWidget(quiet_label(head), 0, column, RIGHT if column in (1, 2) else LEFT)
        for index, row in enumerate(output_rows(report)):
            line = 2 * index + 2
            grid.addWidget(_rule(), line - 1, 0, 1, 4)
            name = ElidedLabel(row.name)
            name.setProperty("kind", "heading")
            name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, line, 0)
            grid.addWidget(_plain(row.shape), line, 1, RIGHT)
            grid.addWidget(_plain(row.difference), line, 2, RIGHT)
            state = _plain(row.state)
            state.setProperty("kind", row.kind)
            grid.addWidget(state, line, 3, LEFT)
            # What the banner says already is not said again.
            if row.reason and row.reason != verdict_of(report).sentence:
                reason = quiet_label(row.reason, wrap=True)
                grid.addWidget(reason, line + 1, 0, 1, 4)
        grid.addWidget(_rule(), 2 * len(output_rows(report)) + 2, 0, 1, 4)
        return box

    def _facts(self, report: FreezeReport) -> QWidget:
        grid, box = _table()
        grid.setColumnStretch(0, 0)
        grid.setColumnStretch(1, 1)
        for index, (name, value) in enumerate(facts_of(report)):
            label = quiet_label(name)
            grid.addWidget(label, 2 * index, 0, LEFT)
            text = _plain(value)
            text.setWordWrap(True)
            text.setAlignment(RIGHT)
            grid.addWidget(text, 2 * index, 1)
            grid.addWidget(_rule(), 2 * index + 1, 0, 1, 2)
        return box


def _table() -> tuple[QGridLayout, QWidget]:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    return grid, box


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("kind", "rule")
    rule.setFixedHeight(1)
    return rule
