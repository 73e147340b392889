"""The variables as a table. Filtering and sorting work on plain columns, because a proxy model with a Python
test per row takes half a second for 100,000 rows; `data()` looks things up and reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from gui.formatting import format_bytes, format_count, format_shape
from gui.models.filtering import Columns, matching

if TYPE_CHECKING:
    from core.variables.catalogue import Variable

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


NATURAL = 20_000
"""Up to so many variables the numbers in their names are sorted by value."""
_DIGITS = re.compile(r"(\d{1,15})")


class Column(IntEnum):
    """The table's columns, from the left."""

    NAME = 0
    DTYPE = 1
    SHAPE = 2
    SIZE = 3
    GROUP = 4


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def group_name(group: str) -> str:
    """A group in the person's language."""
    translate = QCoreApplication.translate
    names = {
        "model": translate("variables", "model"),
        "optimizer": translate("variables", "optimiser"),
        "average": translate("variables", "moving average"),
        "step": translate("variables", "step"),
        "other": translate("variables", "other"),
    }
    return names.get(group, group)


class VariablesModel(QAbstractTableModel):
    """Rows are the variables that pass the filter, in the chosen order."""

    shown_changed = Signal()
    """The filter or the variables changed: counts and totals with them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._variables: list[Variable] = []
        self._columns = Columns()
        self._rows: list[int] = []
        self._filter = ""
        self._column = Column.NAME
        self._descending = False
        self._orders: dict[Column, list[int]] = {}
        self._position: dict[str, int] | None = None

    def set_variables(self, variables: list[Variable], prepared: Prepared | None = None) -> None:
        """Show these, with the filter and the order that are in force.

        Args:
            variables: what to show.
            prepared: what `prepare` made of them in a task; many take a second.
        """
        if prepared is None:
            prepared = prepare(variables)
        self.beginResetModel()
        self._variables = variables
        self._columns = prepared.columns
        self._orders = {Column.NAME: prepared.by_name}
        self._refresh()
        self.endResetModel()
        self.shown_changed.emit()

    def set_filter(self, text: str) -> None:
        """Keep the rows that pass.

        Raises:
            FilterError: the text makes no sense; the rows stay as they are.
        """
        rows = matching(text, self._columns, self._order())
        self.beginResetModel()
        self._filter = text
        self._take(rows)
        self.endResetModel()
        self.shown_changed.emit()

    @property
    def filter(self) -> str:
        return self._filter

    @property
    def total(self) -> int:
        return len(self._variables)

    def totals(self) -> tuple[int, int, int]:
        """Of the rows shown: how many, their elements, their bytes."""
        elements, sizes = self._columns.elements, self._columns.sizes
        return len(self._rows), sum(elements[row] for row in self._rows), sum(sizes[row] for row in self._rows)

    def variable(self, row: int) -> Variable:
        return self._variables[self._rows[row]]

    def row_of(self, name: str) -> int | None:
        """The row that shows variable `name`; None if there is none or it is filtered out."""
        if self._position is None:
            self._position = {self._variables[source].name: row for row, source in enumerate(self._rows)}
        return self._position.get(name)

    # Qt's side.

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self.variable(index.row()), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in (Column.SHAPE, Column.SIZE) else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(self.variable(index.row()), column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (Column.SHAPE, Column.SIZE) else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        title = (self.tr("Name"), self.tr("dtype"), self.tr("Shape"), self.tr("Size"), self.tr("Group"))[section]
        # The style's own arrow stands above the text or takes its place, so the title carries one.
        return title + (" ▾" if self._descending else " ▴") if section == self._column else title

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(Column):
            return
        self.beginResetModel()
        self._column = Column(column)
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._refresh()
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _text(self, variable: Variable, column: int) -> str:
        if column == Column.NAME:
            return variable.name
        if column == Column.DTYPE:
            return variable.dtype.name
        if column == Column.SHAPE:
            return format_shape(variable.shape)
        if column == Column.SIZE:
            return format_bytes(variable.nbytes)
        return group_name(variable.group)

    def _tip(self, variable: Variable, column: int) -> str:
        if column == Column.SIZE:
            return self.tr("{count} bytes").format(count=format_count(variable.nbytes))
        if column == Column.SHAPE:
            return self.tr("{count} elements").format(count=format_count(variable.elements))
        if column == Column.NAME and variable.shard is not None and variable.offset is not None:
            place = self.tr("shard {shard}, offset {offset}")
            return f"{variable.name}\n{place.format(shard=variable.shard, offset=format_count(variable.offset))}"
        return self._text(variable, column)

    def _refresh(self) -> None:
        self._take(matching(self._filter, self._columns, self._order()))

    def _take(self, rows: list[int]) -> None:
        self._rows, self._position = rows, None

    def _order(self) -> list[int]:
        if self._column not in self._orders:
            c, shapes = self._columns, [variable.shape for variable in self._variables]
            keys: dict[Column, Callable[[int], Any]] = {
                Column.DTYPE: lambda row: c.dtypes[row],
                Column.SHAPE: lambda row: (len(shapes[row]), shapes[row]),
                Column.SIZE: lambda row: c.sizes[row],
                Column.GROUP: lambda row: c.groups[row],
            }
            self._orders[self._column] = sorted(range(len(self._variables)), key=keys[self._column])
        order = self._orders[self._column]
        return order[::-1] if self._descending else order


@dataclass(frozen=True, slots=True)
class Prepared:
    """What filtering and the first sorting need."""

    columns: Columns
    by_name: list[int]


def prepare(variables: list[Variable], tick: Callable[[], None] | None = None) -> Prepared:
    """The columns of `variables` and their order by name. Touches no widget, so that a task can do it."""
    columns = Columns()
    for number, variable in enumerate(variables):
        if tick is not None and number % 1000 == 0:
            tick()
        columns.names.append(variable.name.lower())
        columns.dtypes.append(variable.dtype.name)
        columns.shapes.append("x".join(map(str, variable.shape)))
        columns.sizes.append(variable.nbytes)
        columns.elements.append(variable.elements)
        columns.groups.append(_searchable(variable.group))
    names = columns.names
    # conv2 before conv10, where there is time for it.
    keys: list[Any] = [natural(name) for name in names] if len(names) <= NATURAL else list(names)
    return Prepared(columns, sorted(range(len(names)), key=keys.__getitem__))


def natural(name: str) -> list[str | int]:
    """A key that sorts numbers within names by their value; texts and numbers alternate, so that keys compare."""
    parts: list[str | int] = list(_DIGITS.split(name))
    parts[1::2] = [int(part) for part in parts[1::2]]
    return parts


def _searchable(group: str) -> str:
    """The group under the word that is shown, and so typed."""
    return group_name(group).lower()
