"""What is exported: the open model (a step of it), or several models with a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.dialogs.widgets import ElidedLabel, FieldFrame, LinkButton
from gui.dialogs.widgets.run_fields import StepChoice
from gui.formatting import format_count
from gui.theme import theme

if TYPE_CHECKING:
    from core.model import Model

State = Literal["unknown", "ready", "refused", "running", "written", "unsure", "wrong", "failed", "cancelled"]

_COLOURS: dict[State, str] = {
    "ready": "good", "refused": "error", "running": "accent", "written": "good", "unsure": "warning",
    "wrong": "error", "failed": "error",
}  # fmt: skip
NAMES = 0.28
"""Share of the table's width that the models' names get."""
SHOWN = 6
"""Rows that the form shows at once."""


@dataclass(slots=True)
class Source:
    """One of several.

    Attributes:
        path: what is opened.
        label: as the row names it.
        step: whether it is a step of the open model, so that it has the same graph.
        state: how it stands with it.
        text: the reason, or the result.
    """

    path: Path
    label: str
    step: bool = False
    state: State = "unknown"
    text: str = ""


def state_words(state: State) -> str:
    """A state as its row says it."""
    translate = QCoreApplication.translate
    return {
        "unknown": "",
        "ready": translate("ExportStates", "ready"),
        "refused": translate("ExportStates", "not possible"),
        "running": translate("ExportStates", "being exported"),
        "written": translate("ExportStates", "written"),
        "unsure": translate("ExportStates", "written, not fully checked"),
        "wrong": translate("ExportStates", "wrong"),
        "failed": translate("ExportStates", "failed"),
        "cancelled": translate("ExportStates", "cancelled"),
    }[state]


class _Elided(QStyledItemDelegate):
    """Names lose their middle, sentences their end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight if index.column() == 2 else Qt.TextElideMode.ElideMiddle


class SourcesTable(QTreeWidget):
    """A row per source: what, how it stands, the result or why there is none."""

    removal_wanted = Signal(list)
    """list[int]: rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(3)
        self.setHeaderLabels([self.tr("Model"), self.tr("State"), self.tr("Result")])
        self.setRootIsDecorated(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(_Elided(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Models"))
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        theme().changed.connect(self._colour)

    def set_sources(self, sources: Sequence[Source]) -> None:
        """Show `sources`, keeping where the view stands if they are as many as before."""
        while self.topLevelItemCount() > len(sources):
            self.takeTopLevelItem(self.topLevelItemCount() - 1)
        while self.topLevelItemCount() < len(sources):
            self.addTopLevelItem(QTreeWidgetItem())
        for row, source in enumerate(sources):
            self.set_source(row, source)

    def set_source(self, row: int, source: Source) -> None:
        """Show one source anew."""
        item = self.topLevelItem(row)
        if item is None:
            return
        for column, text in enumerate((source.label, state_words(source.state), source.text)):
            item.setText(column, text)
            item.setToolTip(column, str(source.path) if column == 0 else text)
        item.setData(1, Qt.ItemDataRole.UserRole, source.state)
        self._colour_item(item)

    def states(self) -> list[State]:
        """The rows' states, from the top."""
        items = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        return [item.data(1, Qt.ItemDataRole.UserRole) for item in items if item is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Both the names and what is said of them can be long: the names get their share of what there is.
        self.setColumnWidth(0, round(self.viewport().width() * NAMES))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_wanted.emit(sorted(index.row() for index in self.selectionModel().selectedRows()))
            return
        super().keyPressEvent(event)

    def _colour(self) -> None:
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None:
                self._colour_item(item)

    def _colour_item(self, item: QTreeWidgetItem) -> None:
        name = _COLOURS.get(item.data(1, Qt.ItemDataRole.UserRole), "quiet")
        item.setForeground(1, QBrush(theme().palette.colour(name)))
        item.setForeground(2, QBrush(theme().palette.colour("quiet")))


def framed(table: SourcesTable) -> FieldFrame:
    """A table in a field's frame."""
    frame = FieldFrame()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(table)
    frame.watch(table)
    return frame


class SourcesField(QWidget):
    """The open model with its steps; with more added, a table. `sources_changed` when they are others."""

    sources_changed = Signal()
    files_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self.sources: list[Source] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.title = ElidedLabel()
        self.title.setMinimumHeight(28)
        self.step = StepChoice()
        column.addWidget(self.title)
        column.addWidget(self.step)
        self.table = SourcesTable()
        self.table.removal_wanted.connect(self.remove)
        self._frame = framed(self.table)
        column.addWidget(self._frame)
        links = QHBoxLayout()
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(18)
        self.add_files = LinkButton(self.tr("Add &files…"))
        self.add_files.setToolTip(self.tr("Export several models at once; they can also be dropped here."))
        self.add_files.clicked.connect(self.files_wanted)
        self.all_steps = LinkButton("")
        self.all_steps.clicked.connect(self._add_steps)
        self.remove_button = LinkButton(self.tr("Remo&ve"))
        self.remove_button.setToolTip(self.tr("Take the selected rows off the list (Delete)"))
        self.remove_button.clicked.connect(self._remove_selected)
        self.only_open = LinkButton("")
        self.only_open.clicked.connect(self.clear)
        for link in (self.add_files, self.all_steps, self.remove_button, self.only_open):
            links.addWidget(link)
        links.addStretch(1)
        column.addLayout(links)

    def set_model(self, model: Model, *, first: bool) -> None:
        """The model that is exported where nothing is added; its steps only the first time, one is chosen later."""
        self._model = model
        if first:
            self.step.set_steps(model.steps)
        self.title.set_full_text(model.title)
        self.all_steps.setText(self.tr("All {count} s&teps").format(count=format_count(len(model.steps))))
        self.only_open.setText(self.tr("Onl&y {name}").format(name=model.title.replace("&", "&&")))
        self._show()

    @property
    def several(self) -> bool:
        """Whether more than the open model is exported."""
        return bool(self.sources)

    @property
    def same_graph(self) -> bool:
        """Whether all have the open model's graph, so that its ops can be named."""
        return all(source.step for source in self.sources)

    def paths(self) -> list[Path]:
        return [source.path for source in self.sources]

    def add(self, found: Sequence[tuple[Path, str]]) -> None:
        """Export these (path, name) too; those listed already are not listed again."""
        sources = self.sources or self._open_one()
        known = {source.path for source in sources}
        fresh = [Source(path, label) for path, label in found if path not in known]
        if fresh:
            self._set([*sources, *fresh])

    def remove(self, rows: Sequence[int]) -> None:
        """Take rows off the list; with none left the open model remains."""
        if rows:
            self._set([source for row, source in enumerate(self.sources) if row not in rows])

    def clear(self) -> None:
        """Only the open model."""
        self._set([])

    def begin(self) -> None:
        """Nothing is known of any yet."""
        for source in self.sources:
            source.state, source.text = "unknown", ""
        self.table.set_sources(self.sources)

    def tell(self, row: int, state: State, text: str = "") -> None:
        """How it stands with one."""
        if row < len(self.sources):
            self.sources[row].state, self.sources[row].text = state, text
            self.table.set_source(row, self.sources[row])

    def _open_one(self) -> list[Source]:
        model = self._model
        if model is None:
            return []
        current = self.step.currentData()
        if current is not None:
            return [Source(current.prefix, current.label or current.prefix.name, step=True)]
        return [Source(model.path, model.title, step=True)]

    def _add_steps(self) -> None:
        if self._model is None:
            return
        steps = [Source(entry.prefix, entry.label or entry.prefix.name, step=True) for entry in self._model.steps]
        listed = {source.path for source in steps}
        self._set([*steps, *(source for source in self.sources if source.path not in listed)])

    def _remove_selected(self) -> None:
        self.remove(sorted(index.row() for index in self.table.selectionModel().selectedRows()))

    def _set(self, sources: list[Source]) -> None:
        self.sources = sources
        self._show()
        self.sources_changed.emit()

    def _show(self) -> None:
        steps = self._model.steps if self._model is not None else []
        several = self.several
        self.title.setVisible(not several and not steps)
        self.step.setVisible(not several and bool(steps))
        self._frame.setVisible(several)
        listed = {source.path for source in self.sources}
        self.all_steps.setVisible(len(steps) > 1 and any(entry.prefix not in listed for entry in steps))
        self.remove_button.setVisible(several)
        self.only_open.setVisible(several)
        self.table.set_sources(self.sources)
        self._fit()

    def _fit(self) -> None:
        row = self.table.sizeHintForRow(0) if self.sources else 0
        rows = min(max(len(self.sources), 2), SHOWN)
        self.table.setFixedHeight(rows * max(row, 24) + self.table.header().sizeHint().height() + 4)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
