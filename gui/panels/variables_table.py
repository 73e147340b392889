"""The table of the Variables tab: columns that share the width, headings that fold."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from gui.models.variable_columns import Column
from gui.stylesheet import digits_font

SHARES = {Column.NAME: 0.36, Column.DTYPE: 0.13, Column.SHAPE: 0.14, Column.SIZE: 0.11, Column.GROUP: 0.16}
SHARES |= {Column.WHERE: 0.18, Column.USED: 0.2}
SHARE = 0.15
"""The columns' parts of the width, until the person moves one; of those not named, `SHARE`."""


class VariablesTable(QTableView):
    """A plain table that says when it has painted rows for the first time."""

    painted = Signal()
    fold_wanted = Signal(int, object)
    """A row's heading is to be folded (True), unfolded (False), or the other way (None)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._resized_by_hand = False
        self._arranging = False
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSortingEnabled(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # The lines between the rows come from the style sheet: a delegate in Python costs more than all the rest.
        self.setProperty("role", "lined")
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(50)
        header.sectionResized.connect(self._section_resized)
        self._fit_rows()

    def arrange(self) -> None:
        """Give each column its part of the width, unless the person has chosen otherwise."""
        if self._resized_by_hand or self.model() is None:
            return
        self._arranging = True
        shown = [column for column in Column if not self.isColumnHidden(column)]
        weights = [SHARES.get(column, SHARE) for column in shown]
        # More columns than there is room for are scrolled to.
        room = max(self.viewport().width(), round(sum(weights) * 80 * self.fontMetrics().horizontalAdvance("0")))
        for column, weight in zip(shown, weights, strict=True):
            self.setColumnWidth(column, int(room * weight / sum(weights)))
        self._arranging = False

    def show_columns(self, columns: Collection[Column]) -> None:
        """Show these columns and no others."""
        for column in Column:
            self.setColumnHidden(column, column not in columns)
        self.arrange()

    @property
    def widths(self) -> dict[Column, int]:
        """Of the columns that are shown; 0 as long as the person has moved none."""
        shown = [column for column in Column if not self.isColumnHidden(column)]
        return {column: self.columnWidth(column) if self._resized_by_hand else 0 for column in shown}

    def set_widths(self, widths: Mapping[Column, int]) -> None:
        """As the person left them; 0: shared."""
        if all(widths.values()):
            self._resized_by_hand = True
            for column, width in widths.items():
                self.setColumnWidth(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False, Qt.Key.Key_Space: None}
        row = self.currentIndex().row()
        key = Qt.Key(event.key())
        if row >= 0 and key in keys and not event.modifiers():
            self.fold_wanted.emit(row, keys[key])
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and not event.modifiers() and index.column() == Column.NAME:
            self.fold_wanted.emit(index.row(), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model() is not None and self.model().rowCount():
            self.painted.emit()

    def _fit_rows(self) -> None:
        if self.font() != digits_font(self.font()):
            self.setFont(digits_font(self.font()))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)

    def _section_resized(self) -> None:
        if not self._arranging and self.isVisible() and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._resized_by_hand = True
