"""The Variables tab: the table, and what can be done with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QMenu,
    QVBoxLayout,
    QWidget,
)

from gui.document import Document, Selection
from gui.models.variable_columns import FIGURES, FIRST, Column
from gui.models.variables_model import Prepared, VariablesModel, prepare
from gui.panels.filter_bar import FilterBar
from gui.panels.variable_commands import VariableCommands
from gui.panels.variables_table import VariablesTable
from gui.panels.widgets import label

if TYPE_CHECKING:
    from core.variables.catalogue import Variable


AT_ONCE = 500
"""Up to so many variables the table is filled on the spot."""


class VariablesPanel(QWidget):
    """Lists the open model's variables. A chosen row is the document's selection."""

    shown_changed = Signal()
    first_painted = Signal()
    values_wanted = Signal()
    """A row was activated: its values are what the person wants to see."""
    said = Signal(str)
    """A sentence about work that ended well, for the status bar."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._following = False
        self._painted = False
        self._marked = ""
        self.model = VariablesModel(self)
        self.table = VariablesTable()
        self.table.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.empty = label("", "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        layout.addWidget(self.empty)
        self.commands = VariableCommands(document, self)
        self.filter_bar = FilterBar(self.model, self.commands.menu)
        self.filter_bar.applied.connect(self._filtered)
        self._sort_column, self._descending = 0, False
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.table.selectionModel().selectionChanged.connect(self._row_selected)
        self.table.activated.connect(self._activated)
        self.table.painted.connect(self._table_painted)
        self.table.fold_wanted.connect(self._fold)
        self.table.show_columns(FIRST)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self._copy = QAction(self.tr("Copy"), self.table)
        self._copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy)
        self.table.addAction(self._copy)
        self.model.shown_changed.connect(self._shown_changed)
        document.model_opened.connect(self._opened)
        document.model_closed.connect(self._opened)
        document.selection_changed.connect(self._selected)
        self._shown_changed()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._copy.setText(self.tr("Copy"))
            self.commands.retranslate()
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
            self._shown_changed()
        super().changeEvent(event)

    @property
    def current(self) -> Variable | None:
        index = self.table.currentIndex()
        return self.model.variable(index.row()) if index.isValid() else None

    def copy(self) -> None:
        """The selected rows to the clipboard, tabs between the columns."""
        lines = []
        for v in self.chosen():
            cells = [v.name, v.dtype.name, "x".join(map(str, v.shape)), str(v.nbytes), v.group]
            figures = self.model.figures.get(v.name)
            if figures is not None:
                cells += [str(getattr(figures, name)) for name in FIGURES.values()]
            lines.append("\t".join(cells))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def chosen(self) -> list[Variable]:
        """The selected variables, in the order of the table; a heading stands for what is under it."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return self.model.variables_of(rows)

    def show_figures(self) -> None:
        """Bring the columns of the statistics into sight."""
        self.commands.show_columns({*self.commands.columns, *FIGURES})

    def _fold(self, row: int, folded: bool | None) -> None:
        section = self.model.section(row)
        if section is None or section.folded is folded:
            return
        self._following = True
        self.model.fold(row, folded)
        self.table.setCurrentIndex(self.model.index(row, 0))
        self._following = False

    def _activated(self, index: QModelIndex) -> None:
        if self.model.section(index.row()) is None:
            self.values_wanted.emit()

    def _opened(self) -> None:
        self._painted = False
        variables = self._document.variables
        # Always through the slot, so that what was being prepared for another model is dropped.
        if len(variables) <= AT_ONCE:
            self._document.tasks.drop("variables")
            self._fill(variables, prepare(variables))
            return
        self._fill([], prepare([]))
        self._document.tasks.run(
            lambda progress: prepare(variables, progress.check),
            title="",
            done=lambda prepared: self._fill(variables, prepared),
            slot="variables",
            owner=self,
        )

    def _fill(self, variables: list[Variable], prepared: Prepared) -> None:
        self._following = True
        self.model.set_variables(variables, prepared)
        self.table.arrange()
        self.table.scrollToTop()
        self._following = False
        self._highlight(self._marked if self._document.selection.kind in ("variable", "node") else "")

    def _shown_changed(self) -> None:
        rows = self.model.rowCount()
        self.table.setVisible(rows > 0)
        self.empty.setVisible(rows == 0)
        if self._document.model is None:
            self.empty.setText(self.tr("Nothing is open."))
        elif self.model.total:
            self.empty.setText(self.tr("No variable fits the filter."))
        else:
            self.empty.setText(self.tr("There are no variables in this file."))
        self.shown_changed.emit()

    def _filtered(self) -> None:
        # The table was reset: the row of what is selected is another one now, or gone.
        self._highlight(self._marked)

    def _sort(self, column: int) -> None:
        self._descending = not self._descending if column == self._sort_column else column == Column.SIZE
        self._sort_column = column
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.model.sort(column, order)
        self._highlight(self._marked)

    def _row_selected(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        self.filter_bar.show_selected(len(self.table.selectionModel().selectedRows()), self.chosen)
        current = self.current
        if self._following or current is None or not selected.indexes():
            return
        self._marked = current.name
        self._document.select(Selection("variable", current.name), self)

    def mark(self, name: str) -> None:
        """Highlight the variable whose values are shown for a selected node, without selecting it anew."""
        if self._document.selection.kind == "node":
            self._highlight(name)

    def _selected(self, selection: Selection) -> None:
        if self._document.model is not None and selection.kind != "node":
            self._highlight(selection.name if selection.kind == "variable" else "")

    def _highlight(self, name: str) -> None:
        self._marked = name
        self._following = True
        if name:
            self.model.reveal(name)
        row = self.model.row_of(name) if name else None
        if row is None:
            self.table.selectionModel().clear()
        elif self._document.selection_origin is not self or self.table.currentIndex().row() != row:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))
        self._following = False

    def _table_painted(self) -> None:
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def _show_menu(self, point: QPoint) -> None:
        if self.current is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show values"), self.values_wanted.emit)
        menu.addSeparator()
        menu.addAction(self._copy)
        current = self.current
        menu.addAction(self.tr("Copy name"), lambda: QGuiApplication.clipboard().setText(current.name))
        menu.addSeparator()
        menu.addActions(self.commands.on_selected)
        menu.popup(self.table.viewport().mapToGlobal(point))
