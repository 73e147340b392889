"""A table of texts that is made once and sorted by plain keys: results, as opposed to what is still in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Row:
    """What the columns show, what they are sorted by, and what the row stands for."""

    texts: tuple[str, ...]
    keys: tuple[Any, ...]
    subject: Any = None


class RowsModel(QAbstractTableModel):
    """Rows in the order given until a column is chosen to sort by."""

    def __init__(self, titles: Callable[[], Sequence[str]], right: Sequence[int] = (), parent: QObject | None = None):
        super().__init__(parent)
        self._titles, self._right = titles, frozenset(right)
        self._given: list[Row] = []
        self._rows: list[Row] = []
        self._column, self._descending = -1, False

    def set_rows(self, rows: list[Row]) -> None:
        """Show these, in their own order."""
        self.beginResetModel()
        self._given = self._rows = rows
        self._column = -1
        self.endResetModel()

    def subject(self, row: int) -> Any:
        """What a row stands for."""
        return self._rows[row].subject

    def sort_next(self, column: int) -> None:
        """Sort by `column`, the other way if it is that already."""
        descending = not self._descending if column == self._column else column in self._right
        self.sort(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    # Qt's side.

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._titles())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()].texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() in self._right else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in self._right else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        arrow = "" if section != self._column else " ▾" if self._descending else " ▴"
        return self._titles()[section] + arrow

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < self.columnCount():
            return
        self.beginResetModel()
        self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self._rows = sorted(self._given, key=lambda row: row.keys[column], reverse=self._descending)
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
