"""The variables as a table. Filtering and sorting work on plain columns, because a proxy model with a Python
test per row takes half a second for 100,000 rows; `data()` looks things up and reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from gui.formatting import format_bytes, format_count
from gui.models.arranging import Arrangement, Path, Places, Section, arrange, places_of, scope_paths
from gui.models.filtering import Columns, matching
from gui.models.variable_columns import FIGURES, NUMERIC, Column, group_name, text_of_column, tip_of, title

if TYPE_CHECKING:
    from core.variables.catalogue import Variable
    from core.variables.statistics import Statistics
    from gui.models.arranging import Array

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


NATURAL = 20_000
"""Up to so many variables the numbers in their names are sorted by value."""
UNFOLDED = 500
"""Up to so many variables all headings begin unfolded."""
_DIGITS = re.compile(r"(\d{1,15})")


_GROUPS = ("model", "optimizer", "average", "step", "other")
_INDENT = "\u2003"
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class VariablesModel(QAbstractTableModel):
    """Rows are the variables that pass the filter, in the chosen order; under headings, if so arranged."""

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
        self._ranked: tuple[object, list[int]] = (None, [])
        self._numbers: dict[str, int] = {}
        self._shown: list[int] = []
        self._sections: Sequence[Section] = []
        self._arrangement: Arrangement = "list"
        self._places: dict[Arrangement, Places] = {}
        self._folded: dict[Arrangement, Array] = {}
        self.figures: dict[str, Statistics] = {}
        """By name, as far as they have been asked for."""

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
        self._columns, self._numbers = prepared.columns, prepared.numbers
        self._orders = {Column.NAME: prepared.by_name}
        self._places, self._folded, self.figures = {}, {}, {}
        self._ranked = (None, [])
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

    # Headings.

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """A plain list, or under the headings of scopes or groups."""
        self.beginResetModel()
        self._arrangement = arrangement
        self._refresh()
        self.endResetModel()

    def section(self, row: int) -> Section | None:
        """The heading in this row; None if it is a variable's."""
        shown = self._shown[row]
        return self._sections[-shown - 1] if shown < 0 else None

    def fold(self, row: int, folded: bool | None = None) -> None:
        """Fold or unfold the heading in this row (None: the other way)."""
        section = self.section(row)
        if section is not None and section.folded is not folded:
            self._fold([section.number], folded=not section.folded)

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold every heading."""
        if self._arrangement != "list":
            self._fold(range(len(self._placed().headings)), folded=folded)

    def reveal(self, name: str) -> None:
        """Unfold the headings over a variable."""
        if self._arrangement == "list" or self.row_of(name) is not None:
            return
        row = self._numbers.get(name)
        if row is not None and row in self._rows:
            self._fold(self._placed().over(row), folded=False)

    def _fold(self, headings: Sequence[int], *, folded: bool) -> None:
        self.beginResetModel()
        marks = self._folded[self._arrangement].copy()  # what is shown keeps its own
        marks[headings] = folded
        self._folded[self._arrangement] = marks
        self._flatten()
        self.endResetModel()

    def prepare_headings(self, arrangement: Arrangement) -> Headings | None:
        """Find each variable's heading. Touches nothing that is shown, so that a task can do it for many."""
        if arrangement == "list" or arrangement in self._places:
            return None
        variables = self._variables  # others may be shown before this is done
        elements, sizes = [v.elements for v in variables], [v.nbytes for v in variables]
        if arrangement == "groups":
            headings: dict[Path, None] = dict.fromkeys((group_name(group),) for group in _GROUPS)
            places = places_of([(group_name(v.group),) for v in variables], elements, sizes, list(headings))
        else:
            places = places_of(scope_paths([v.name for v in variables]), elements, sizes)
        many = len(variables) > UNFOLDED
        return Headings(variables, places, places.marked(all_of_them=many))

    def take_headings(self, arrangement: Arrangement, headings: Headings) -> None:
        """What `prepare_headings` made, unless other variables are shown by now."""
        if headings.of is self._variables:
            self._places[arrangement], self._folded[arrangement] = headings.places, headings.folded

    def _placed(self) -> Places:
        headings = self.prepare_headings(self._arrangement)
        if headings is not None:
            self.take_headings(self._arrangement, headings)
        return self._places[self._arrangement]

    def _flatten(self) -> None:
        if self._arrangement == "list":
            self._shown, self._sections = self._rows, []
            return
        places = self._placed()
        folded = self._folded[self._arrangement]
        self._shown, self._sections = arrange(self._rows, places, folded)

    def figures_changed(self) -> None:
        """Figures have been added."""
        for column in FIGURES:
            self._orders.pop(column, None)
        if self._column in FIGURES:
            self._ranked = (None, [])
        if self._shown:
            self.dataChanged.emit(self.index(0, Column.MIN), self.index(len(self._shown) - 1, Column.INFS))

    def shown_variables(self) -> list[Variable]:
        """All that pass the filter, also those under a folded heading."""
        return [self._variables[row] for row in self._rows]

    def variables_of(self, rows: Iterable[int]) -> list[Variable]:
        """The variables in these rows of the table; a heading stands for all that are under it."""
        chosen: dict[int, None] = {}
        for row in rows:
            section = self.section(row)
            if section is None:
                chosen[self._shown[row]] = None
            else:
                chosen |= dict.fromkeys(self._rows[section.start : section.start + section.count])
        return [self._variables[row] for row in chosen]

    # What is shown.

    @property
    def filter(self) -> str:
        return self._filter

    @property
    def total(self) -> int:
        return len(self._variables)

    def totals(self) -> tuple[int, int, int]:
        """Of the rows shown: how many, their elements, their bytes."""
        elements, sizes = self._columns.elements, self._columns.sizes
        return len(self._rows), sum(map(elements.__getitem__, self._rows)), sum(map(sizes.__getitem__, self._rows))

    def variable(self, row: int) -> Variable | None:
        """The variable in a row; None if that is a heading."""
        shown = self._shown[row]
        return self._variables[shown] if shown >= 0 else None

    def row_of(self, name: str) -> int | None:
        """The row that shows variable `name`; None if there is none or it is filtered out."""
        number = self._numbers.get(name)
        try:
            return None if number is None else self._shown.index(number)
        except ValueError:
            return None

    # Qt's side.

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in NUMERIC else _LEFT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        variable = self.variable(index.row())
        if variable is None:
            section = self.section(index.row())
            return self._heading(section, column) if section is not None else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(variable, column)
        text = text_of_column(variable, column, self.figures.get(variable.name))
        if column is Column.NAME and self._arrangement != "list":
            depth = len(self._placed().path(self._shown[index.row()]))
            leaf = text.rpartition("/")[2] if self._arrangement == "scopes" else text
            return _INDENT * (depth + 1) + leaf
        return text

    def _heading(self, section: Section, column: Column) -> str:
        if column is Column.NAME:
            sign = "▸" if section.folded else "▾"
            return f"{_INDENT * section.depth}{sign}{_INDENT}{section.path[-1]}  ({format_count(section.count)})"
        if column is Column.SIZE:
            return format_bytes(section.nbytes)
        if column is Column.ELEMENTS:
            return format_count(section.elements)
        return ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in NUMERIC else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        shown = title(Column(section))
        # The style's own arrow stands above the text or takes its place, so the title carries one.
        return shown + (" ▾" if self._descending else " ▴") if section == self._column else shown

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(Column):
            return
        self.beginResetModel()
        self._column = Column(column)
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._refresh()
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _refresh(self) -> None:
        self._take(matching(self._filter, self._columns, self._order()))

    def _take(self, rows: list[int]) -> None:
        self._rows = rows
        self._flatten()

    def _order(self) -> list[int]:
        if self._column not in self._orders:
            c, variables = self._columns, self._variables
            shapes = [variable.shape for variable in variables]
            keys: dict[Column, Callable[[int], Any]] = {
                Column.DTYPE: lambda row: c.dtypes[row],
                Column.SHAPE: lambda row: (len(shapes[row]), shapes[row]),
                Column.SIZE: lambda row: c.sizes[row],
                Column.GROUP: lambda row: c.groups[row],
                Column.ELEMENTS: lambda row: c.elements[row],
                Column.WHERE: lambda row: (variables[row].shard or 0, variables[row].offset or 0),
                Column.TRAINABLE: lambda row: str(variables[row].trainable),
                Column.USED: lambda row: variables[row].node is not None,
            }
            key = keys.get(self._column) or self._by_figure
            self._orders[self._column] = sorted(range(len(variables)), key=key)
        order = self._orders[self._column]
        order = order[::-1] if self._descending else order
        if self._arrangement == "list":
            return order
        # Under headings: kept, so that a keystroke in the filter need not sort.
        state = (self._arrangement, self._column, self._descending)
        if self._ranked[0] != state:
            self._ranked = (state, self._placed().ordered(order))
        return self._ranked[1]

    def _by_figure(self, row: int) -> tuple[bool, float]:
        """Those without a figure come first, and so last when the greatest is first."""
        figures = self.figures.get(self._variables[row].name)
        value = getattr(figures, FIGURES[self._column]) if figures is not None else None
        return (False, 0.0) if value is None else (True, value)


@dataclass(frozen=True, slots=True, eq=False)
class Headings:
    """Where the variables `of` belong, and for each heading whether it begins folded."""

    of: list[Variable]
    places: Places
    folded: Array


@dataclass(frozen=True, slots=True)
class Prepared:
    """What filtering and the first sorting need."""

    columns: Columns
    by_name: list[int]
    numbers: dict[str, int]
    """where each name stands among the variables"""


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
    numbers = {variable.name: number for number, variable in enumerate(variables)}
    return Prepared(columns, sorted(range(len(names)), key=keys.__getitem__), numbers)


def natural(name: str) -> list[str | int]:
    """A key that sorts numbers within names by their value; texts and numbers alternate, so that keys compare."""
    parts: list[str | int] = list(_DIGITS.split(name))
    parts[1::2] = [int(part) for part in parts[1::2]]
    return parts


def _searchable(group: str) -> str:
    """The group under the word that is shown, and so typed."""
    return group_name(group).lower()
