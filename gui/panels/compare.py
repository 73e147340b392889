"""The Compare tab: the open model against another step, or against any other model; and one variable over all steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.errors import CryographError
from core.progress import Progress
from gui.document import Document, Selection
from gui.drops import dropped_paths
from gui.formatting import format_count
from gui.i18n import text_of
from gui.models.changes import graph_rows, graph_titles, variable_rows, variable_titles
from gui.models.rows_model import RowsModel
from gui.panels.compare_detail import CompareDetail
from gui.panels.compare_series import CompareSeries
from gui.panels.problem_text import remedy_of, sentence
from gui.panels.widgets import Elided, HintedEdit, clear, label, rule
from gui.stylesheet import digits_font, set_role

if TYPE_CHECKING:
    from core.comparison import ModelDiff
    from core.model import Model

NAMES, LEAST = 0.42, 0.3
"""Share of a table's width that the names get at first, and what they make do with where all columns fit then."""
NONE, SERIES, FILE, FOLDER, PATH = "none", "series", "file", "folder", "path:"


class ComparePanel(QWidget):
    """Chooses what to compare with, and shows what differs."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._other: Model | None = None
        self._compared: Path | None = None
        self.diff: ModelDiff | None = None
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 6, 12, 6)
        bar.setSpacing(10)
        self._with = label("", "quiet")
        bar.addWidget(self._with)
        self.chooser = QComboBox()
        set_role(self.chooser, "compact")
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chooser.activated.connect(lambda _: self._chosen(self.chooser.currentData()))
        bar.addWidget(self.chooser)
        self.rules = HintedEdit()
        self.rules.setAcceptDrops(False)
        self.rules.setMaximumWidth(260)
        self.rules.setClearButtonEnabled(True)
        set_role(self.rules, "compact")
        self.rules.editingFinished.connect(self._rules_changed)
        bar.addWidget(self.rules, 1)
        self._summary = QHBoxLayout()
        bar.addLayout(self._summary, 2)
        column.addLayout(bar)
        column.addWidget(rule())
        self.note = label("", "quiet", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setMargin(16)
        self.variables = RowsModel(variable_titles, (2, 3, 4, 5), self)
        self.graph = RowsModel(graph_titles, (), self)
        self.variables_table = _table(self.variables, (92, 116, 104, 92, 92))
        self.graph_table = _table(self.graph, (92,))
        self.detail = CompareDetail(document)
        self.series = CompareSeries(document)
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.sides = QTabBar()
        self.sides.setExpanding(False)
        self.sides.setDrawBase(False)
        self.sides.addTab("")
        self.sides.addTab("")
        self._side = QStackedWidget()
        self._side.addWidget(self.graph_table)
        self._side.addWidget(self.detail)
        self.sides.currentChanged.connect(self._side.setCurrentIndex)
        layout.addWidget(self.sides)
        layout.addWidget(rule())
        layout.addWidget(self._side, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.variables_table)
        self._splitter.addWidget(side)
        self._splitter.setSizes([580, 420])
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 1)
        self._pages = QStackedWidget()
        for page in (self.note, self._splitter, self.series):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        self.variables_table.selectionModel().selectionChanged.connect(self._row_selected)
        self.graph_table.activated.connect(lambda index: self._go_to(self.graph.subject(index.row())))
        document.model_opened.connect(lambda _: self._reset())
        document.model_closed.connect(self._reset)
        document.selection_changed.connect(self._selected)
        self._retranslate()
        self._reset()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill_chooser()
            self._show()
        super().changeEvent(event)

    # What to compare with.

    def compare_with(self, path: Path) -> None:
        """Open what is at `path` and compare, in a task; the newest call wins."""
        self._run(path, None)

    def _reset(self) -> None:
        self._document.tasks.drop("compare")
        self._other, self._compared, self.diff = None, None, None
        self._fill_chooser()
        self._show()

    def _fill_chooser(self) -> None:
        model = self._document.model
        chosen = self.chooser.currentData()
        self.chooser.clear()
        self.chooser.addItem(self.tr("choose…"), NONE)
        steps = model.steps if model is not None else []
        for step in steps:
            if not step.current:
                self.chooser.addItem(step.label, PATH + str(step.prefix))
        if len(steps) > 1:
            self.chooser.addItem(self.tr("all steps, as a plot"), SERIES)
        compared = PATH + str(self._compared) if self._compared is not None else ""
        if self._compared is not None and self.chooser.findData(compared) < 0:
            self.chooser.addItem(self._compared.name, compared)
        self.chooser.addItem(self.tr("another file…"), FILE)
        self.chooser.addItem(self.tr("another folder…"), FOLDER)
        wanted = compared or (SERIES if chosen == SERIES and len(steps) > 1 else NONE)
        self.chooser.setCurrentIndex(max(self.chooser.findData(wanted), 0))
        self.chooser.setEnabled(model is not None)
        self.rules.setEnabled(model is not None)

    def _chosen(self, what: str) -> None:
        if what.startswith(PATH):
            self.compare_with(Path(what.removeprefix(PATH)))
        elif what == SERIES:
            self._compared = None
            selection = self._document.selection
            self._pages.setCurrentWidget(self.series)
            self.series.show_variable(selection.name if selection.kind == "variable" else "")
            self._say("")
        elif what in (FILE, FOLDER):
            model = self._document.model
            start = str(model.folder.parent) if model is not None else ""
            title = self.tr("Compare with")
            if what == FILE:
                chosen = QFileDialog.getOpenFileName(self, title, start)[0]
            else:
                chosen = QFileDialog.getExistingDirectory(self, title, start)
            if chosen:
                self.compare_with(Path(chosen))
            else:
                self._fill_chooser()
        else:
            self._reset()

    def _rules_changed(self) -> None:
        if self._other is not None and self._compared is not None and self.rules.isModified():
            self.rules.setModified(False)
            self._run(self._compared, self._other)

    def _run(self, path: Path, other: Model | None) -> None:
        """Compare; `other` is what is at `path`, if it is open already."""
        model = self._document.model
        if model is None:
            return
        texts = self.rules.text().split()
        self._compared = path
        self._fill_chooser()
        self.detail.show_change(None)

        def work(progress: Progress) -> tuple[Model, ModelDiff]:
            from core.comparison import diff_models  # only who compares needs these
            from core.opening import open_model
            from core.variables.matching import parse_rule

            rules = [parse_rule(text) for text in texts]
            second = other if other is not None else open_model(path, progress=progress)
            return second, diff_models(model, second, rules=rules, progress=progress)

        self._document.tasks.run(
            work,
            title=self.tr("Comparing with {name}").format(name=path.name),
            done=lambda found: self._found(*found),
            failed=self._failed,
            cancelled=lambda: None,
            slot="compare",
            owner=self,
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._document.model is not None and len(dropped_paths(event.mimeData())) == 1:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.compare_with(paths[0])

    # What was found.

    def _found(self, other: Model, diff: ModelDiff) -> None:
        self._other, self.diff = other, diff
        self._show()

    def _failed(self, error: CryographError) -> None:
        self._other, self.diff = None, None
        self._show()
        self.note.setText(f"{sentence(error.text)} {remedy_of(error)}".strip())

    def _show(self) -> None:
        diff, model = self.diff, self._document.model
        if diff is None:
            self._say("")
            self.note.setText(
                self.tr("Nothing is open.")
                if model is None
                else self.tr("Choose another step or another model above, or drop one here, to see what differs.")
            )
            self._pages.setCurrentWidget(self.note)
            return
        assert self._other is not None
        self.variables.set_rows(variable_rows(diff))
        self.graph.set_rows(graph_rows(diff.graph) if diff.graph is not None else [])
        found = diff.variables
        counts = [
            self.tr("{count} the same").format(count=format_count(found.same)),
            self.tr("{count} differ").format(count=format_count(len(found.changed))),
        ]
        if found.removed or found.added:
            counts.append(
                self.tr("{removed} removed, {added} added").format(
                    removed=format_count(len(found.removed)), added=format_count(len(found.added))
                )
            )
        counts += [text_of(note) for note in diff.notes]
        names = [each.title for each in (model, self._other) if each is not None]
        if len(set(names)) == 1:
            # The same step of two trainings: the folders tell them apart.
            names = [f"{each.folder.name}/{each.title}" for each in (model, self._other) if each is not None]
        told = " · ".join(counts)
        self._say(f"{' → '.join(names)}: {told}", told)
        self.sides.setTabText(0, self.tr("Graph") + f" {format_count(self.graph.rowCount())}")
        self._pages.setCurrentWidget(self._splitter)
        if diff.same:
            self.note.setText(self.tr("There is no difference."))
            self._pages.setCurrentWidget(self.note)

    def _say(self, text: str, shorter: str = "") -> None:
        clear(self._summary)
        self._summary.addWidget(Elided(text, "quiet", shorter=shorter))

    def _row_selected(self, selected: QItemSelection, _: QItemSelection) -> None:
        rows = [index.row() for index in selected.indexes()]
        subject = self.variables.subject(rows[0]) if rows else None
        change = None if subject is None or isinstance(subject, str) else subject
        self.detail.show_change(change, self._document.model, self._other)
        if change is not None:
            self.sides.setCurrentIndex(1)

    def _go_to(self, name: object) -> None:
        model = self._document.model
        if isinstance(name, str) and model is not None and model.graph is not None and name in model.graph:
            self._document.select(Selection("node", name), self)

    def _selected(self, selection: Selection) -> None:
        if self._pages.currentWidget() is self.series and selection.kind == "variable":
            self.series.show_variable(selection.name)

    def _retranslate(self) -> None:
        self._with.setText(self.tr("Compare with"))
        self.chooser.setAccessibleName(self.tr("Compare with"))
        self.rules.set_hints(self.tr("Renamed: generator/*=g/*"), self.tr("Renamed scopes"), self.tr("Renamed"))
        self.rules.setToolTip(
            self.tr("Scopes that were renamed, as pattern=replacement; several with spaces between.\n"
                    "* stands for anything; after re: it is a regular expression.")
        )  # fmt: skip
        self.sides.setTabText(0, self.tr("Graph"))
        self.sides.setTabText(1, self.tr("Difference"))


class _Table(QTableView):
    """The first column has its share of the width until the person moves one: names give way before what they are.

    Args:
        others: what the other columns have together; 0 where they share what is left.
    """

    def __init__(self, others: int) -> None:
        super().__init__()
        self._others = others
        self._by_hand = False
        self.horizontalHeader().sectionResized.connect(self._moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._by_hand:
            return
        width = self.viewport().width()
        left = width - self._others if self._others else 0
        self.setColumnWidth(0, left if left >= LEAST * width else round(NAMES * width))

    def _moved(self) -> None:
        self._by_hand |= bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)


def _table(model: RowsModel, widths: tuple[int, ...]) -> QTableView:
    """A table of `model`; `widths`: of the columns after the first."""
    table = _Table(sum(widths) if len(widths) == model.columnCount() - 1 else 0)
    table.setModel(model)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setProperty("role", "lined")
    table.setTabKeyNavigation(False)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setFont(digits_font(table.font()))
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 9)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setSectionsClickable(True)
    header.sectionClicked.connect(model.sort_next)
    for column, width in enumerate(widths, 1):
        table.setColumnWidth(column, width)
    return table
