"""The last page: what was checked of the result, what it is, and how to do it again; of several a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gui.dialogs.export_sources import Source, SourcesTable, framed
from gui.dialogs.export_words import Verdict, check_words, facts_of, verdict_of
from gui.dialogs.widgets import Card, CodeBlock, quiet_label
from gui.dialogs.widgets.cards import banner
from gui.dialogs.widgets.tables import LEFT, RIGHT, facts_table, plain_label, report_page, rule, table
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.conversion.convert import Conversion
    from core.conversion.target import Target


class ExportReportPage(QScrollArea):
    """A `Conversion`, laid out to be read from top to bottom."""

    def __init__(self, result: Conversion, target: Target, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = report_page(self)
        verdict = verdict_of(result)
        self.banner = banner(verdict.severity, verdict.headline, verdict.sentence)
        layout.addWidget(self.banner)
        if result.checks:
            layout.addWidget(self._checks(result))
        layout.addWidget(facts_table(facts_of(result, target)))
        notes = result.outcome.notes if result.outcome is not None else []
        if notes:
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(quiet_label(self.tr("What was changed or left out")))
            for note in notes:
                column.addWidget(Card("info", text_of(note)))
            layout.addLayout(column)
        self.command = CodeBlock(self.tr("The same from a &terminal"), result.command)
        layout.addWidget(self.command)
        layout.addStretch(1)

    def _checks(self, result: Conversion) -> QWidget:
        grid, box = table()
        grid.addWidget(quiet_label(self.tr("Checked")), 0, 0, LEFT)
        row = 1
        for check in result.checks:
            grid.addWidget(rule(), row, 0, 1, 2)
            what = plain_label(text_of(check.what))
            what.setWordWrap(True)
            grid.addWidget(what, row + 1, 0)
            words, kind = check_words(check.ok)
            state = plain_label(words)
            state.setProperty("kind", kind)
            grid.addWidget(state, row + 1, 1, RIGHT | Qt.AlignmentFlag.AlignTop)
            row += 2
            if check.detail is not None:
                detail = quiet_label(text_of(check.detail), wrap=True)
                detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(detail, row, 0, 1, 2)
                row += 1
        grid.addWidget(rule(), row, 0, 1, 2)
        return box


class BatchReportPage(QWidget):
    """What became of several: the count, a row each, the command."""

    def __init__(self, verdict: Verdict, sources: list[Source], command: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 16)
        layout.setSpacing(14)
        self.banner = banner(verdict.severity, verdict.headline, verdict.sentence)
        layout.addWidget(self.banner)
        self.table = SourcesTable()
        self.table.set_sources(sources)
        layout.addWidget(framed(self.table), 1)
        self.command = CodeBlock(self.tr("The same from a &terminal"), command)
        layout.addWidget(self.command)
