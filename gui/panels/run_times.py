"""How long each op of a run took: a table that sorts, by op, by op type, by scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.running.result import by_op, by_scope, totals
from gui.formatting import format_count

if TYPE_CHECKING:
    from core.running.result import OpTime

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

_FIGURES = (1, 2, 3)
ONLY_OF_OPS = (4, 5)
"""Columns that mean nothing where rows are sums: the op's type and its device."""


class TimesModel(QAbstractTableModel):
    """Executions added up by `op` (each op by itself), `type` or `scope`; the longest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._times: list[OpTime] = []
        self._kind = "op"
        self._rows: list[tuple[str, float, float, int, str, str]] = []

    def set_times(self, times: list[OpTime], kind: str) -> None:
        """Show these, added up as asked."""
        self.beginResetModel()
        self._times, self._kind = times, kind
        self._rows = self._made()
        self.endResetModel()

    def name_at(self, row: int) -> str:
        """The op's name of a row; empty where rows are sums of several."""
        return self._rows[row][0] if self._kind == "op" and 0 <= row < len(self._rows) else ""

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 6

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name, seconds, share, count, op, device = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            texts = (name, f"{seconds * 1e6:,.1f} µs", f"{share * 100:.1f} %", format_count(count), op, device)
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return name
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _FIGURES:
            return _RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            first = {"op": self.tr("Op"), "type": self.tr("Type"), "scope": self.tr("Scope")}[self._kind]
            figures = (self.tr("Time"), self.tr("Share"), self.tr("Runs"))
            return (first, *figures, self.tr("Type"), self.tr("Device"))[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in _FIGURES else _LEFT
        return super().headerData(section, orientation, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._rows.sort(key=lambda row: row[column], reverse=order == Qt.SortOrder.DescendingOrder)
        self.endResetModel()

    def _made(self) -> list[tuple[str, float, float, int, str, str]]:
        if self._kind == "op":
            ops = {row.name: row for row in self._times}
            return [(each.name, each.seconds, each.share, each.count, ops[each.name].op, ops[each.name].device)
                    for each in totals(self._times, lambda row: row.name)]  # fmt: skip
        key = by_op if self._kind == "type" else by_scope
        return [(each.name, each.seconds, each.share, each.count, "", "") for each in totals(self._times, key)]
