"""The Variables tab: the table, and the filter field that stands in the tab bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.document import Document, Selection
from gui.formatting import format_bytes, format_count
from gui.models.filtering import FilterError
from gui.models.variables_model import Column, Prepared, VariablesModel, prepare
from gui.panels.widgets import label
from gui.stylesheet import digits_font, set_role

if TYPE_CHECKING:
    from core.variables.catalogue import Variable

AT_ONCE = 500
"""Up to so many variables the table is filled on the spot."""

SHARES = (0.37, 0.17, 0.17, 0.13, 0.16)
"""The columns' parts of the width, until the person moves one."""


class VariablesTable(QTableView):
    """A plain table that says when it has painted rows for the first time."""

    painted = Signal()

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
        for column, share in enumerate(SHARES):
            self.setColumnWidth(column, int(self.viewport().width() * share))
        self._arranging = False

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


class VariablesPanel(QWidget):
    """Lists the open model's variables. A chosen row is the document's selection."""

    shown_changed = Signal()
    first_painted = Signal()
    values_wanted = Signal()
    """A row was activated: its values are what the person wants to see."""

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
        self.filter_bar = FilterBar(self.model)
        self.filter_bar.applied.connect(self._filtered)
        self._sort_column, self._descending = 0, False
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.table.selectionModel().selectionChanged.connect(self._row_selected)
        self.table.activated.connect(lambda _: self.values_wanted.emit())
        self.table.painted.connect(self._table_painted)
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
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
            self._shown_changed()
        super().changeEvent(event)

    @property
    def current(self) -> Variable | None:
        index = self.table.currentIndex()
        return self.model.variable(index.row()) if index.isValid() else None

    def copy(self) -> None:
        """The selected rows to the clipboard, tabs between the columns."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        shown = [self.model.variable(row) for row in rows]
        lines = ["\t".join((v.name, v.dtype.name, "x".join(map(str, v.shape)), str(v.nbytes), v.group)) for v in shown]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _opened(self) -> None:
        self._painted = False
        variables = self._document.variables
        # Always through the slot, so that what was being prepared for another model is dropped.
        if len(variables) <= AT_ONCE:
            self._document.tasks.run(lambda _: None, title="", slot="variables")
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
        menu.addAction(self.tr("Copy"), self.copy)
        current = self.current
        menu.addAction(self.tr("Copy name"), lambda: QGuiApplication.clipboard().setText(current.name))
        menu.popup(self.table.viewport().mapToGlobal(point))


class _FilterField(QLineEdit):
    """As wide as its hint where there is room, narrower before the tabs beside it are cut."""

    def sizeHint(self) -> QSize:
        return QSize(262, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(90, super().minimumSizeHint().height())


class FilterBar(QWidget):
    """What is shown in all, and the field that filters while one types."""

    applied = Signal()

    def __init__(self, model: VariablesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.setSpacing(12)
        self.totals = label("", "small")
        self.field = _FilterField()
        self.field.setClearButtonEnabled(True)
        self.field.setAcceptDrops(False)
        self.field.setMaximumWidth(262)
        set_role(self.field, "compact")
        layout.addWidget(self.totals)
        layout.addWidget(self.field)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self.apply)
        self.field.textChanged.connect(lambda _: self._timer.start())
        self.field.returnPressed.connect(self.apply)
        model.shown_changed.connect(self._show_totals)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def apply(self) -> None:
        """Filter by what is in the field; what makes no sense colours the field and says why."""
        self._timer.stop()
        text = self.field.text()
        problem = ""
        if text != self._model.filter:
            try:
                self._model.set_filter(text)
            except FilterError as error:
                problem = str(error)
            else:
                self.applied.emit()
        self.field.setProperty("bad", "true" if problem else "false")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.field.setToolTip(problem or self._help)

    def _retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Filter: name, dtype:float32, size:>1K"))
        self._help = self.tr(
            "Part of a name, or a pattern with * and ?\n"
            "dtype:float32   group:model   shape:3x3x*\n"
            "size:>1M   elements:<=100   -word: without"
        )
        self.field.setToolTip(self._help)
        self._show_totals()

    def _show_totals(self) -> None:
        rows, elements, size = self._model.totals()
        if rows == self._model.total:
            self.totals.setText("" if not rows else format_bytes(size))
        else:
            shown = self.tr("{rows} of {total}").format(rows=format_count(rows), total=format_count(self._model.total))
            self.totals.setText(f"{shown} · {format_bytes(size)}")
        self.totals.setToolTip(
            self.tr("{count} values, {size}").format(count=format_count(elements), size=format_bytes(size))
        )
