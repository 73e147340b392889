"""The last page: the verdict of the proof, what came out, and how to do it again and use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gui.dialogs.freeze_words import facts_of, in_dialog_words, output_rows, verdict_of
from gui.dialogs.widgets import CodeBlock, ElidedLabel, quiet_label
from gui.dialogs.widgets.cards import banner
from gui.dialogs.widgets.findings import card_of
from gui.dialogs.widgets.tables import LEFT, RIGHT, facts_table, plain_label, report_page, rule, table

if TYPE_CHECKING:
    from core.freezing.report import FreezeReport


class ReportPage(QScrollArea):
    """A `FreezeReport`, laid out to be read from top to bottom."""

    def __init__(self, report: FreezeReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = report_page(self)
        verdict = verdict_of(report)
        self.banner = banner(verdict.severity, verdict.headline, verdict.sentence)
        layout.addWidget(self.banner)
        layout.addWidget(self._outputs(report))
        layout.addWidget(facts_table(facts_of(report)))
        notes = [finding for finding in report.findings if finding.severity == "warning"]
        if notes:
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(quiet_label(self.tr("What you should know")))
            for finding in notes:
                column.addWidget(card_of(finding, in_dialog_words))
            layout.addLayout(column)
        self.command = CodeBlock(self.tr("The same from a &terminal"), report.command)
        self.python = CodeBlock(self.tr("Use it from &Python"), report.python)
        for block in (self.command, self.python):
            block.setVisible(bool(block.code))
            layout.addWidget(block)
        layout.addStretch(1)

    def _outputs(self, report: FreezeReport) -> QWidget:
        grid, box = table()
        heads = [self.tr("Output")]
        if report.verified is not None:
            heads += [self.tr("Shape"), self.tr("Largest difference")]
        for column, head in enumerate(heads):
            grid.addWidget(quiet_label(head), 0, column, RIGHT if column in (1, 2) else LEFT)
        for index, row in enumerate(output_rows(report)):
            line = 2 * index + 2
            grid.addWidget(rule(), line - 1, 0, 1, 4)
            name = ElidedLabel(row.name)
            name.setProperty("kind", "heading")
            name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, line, 0)
            grid.addWidget(plain_label(row.shape), line, 1, RIGHT)
            grid.addWidget(plain_label(row.difference), line, 2, RIGHT)
            state = plain_label(row.state)
            state.setProperty("kind", row.kind)
            grid.addWidget(state, line, 3, LEFT)
            # What the banner says already is not said again.
            if row.reason and row.reason != verdict_of(report).sentence:
                reason = quiet_label(row.reason, wrap=True)
                grid.addWidget(reason, line + 1, 0, 1, 4)
        grid.addWidget(rule(), 2 * len(output_rows(report)) + 2, 0, 1, 4)
        return box
