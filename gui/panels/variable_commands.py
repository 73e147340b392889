"""What can be done with variables: how the table shows them, statistics, checking, export. One menu for all places."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from core.errors import Problem, Text
from core.progress import Progress
from gui.document import Document
from gui.formatting import format_count
from gui.models.arranging import Arrangement
from gui.models.figures import collect
from gui.models.variable_columns import FIGURES, FIRST, Column, title

if TYPE_CHECKING:
    from core.variables.catalogue import Variable
    from core.variables.integrity import IntegrityReport
    from gui.models.variables_model import Headings
    from gui.panels.variables import VariablesPanel

AT_ONCE = 2_000
"""Up to so many variables headings are found on the spot."""

SAID = 200
"""Problems of one run that are listed each; of more there is a number."""


class VariableCommands(QObject):
    """The commands of a `VariablesPanel`, and their menu."""

    def __init__(self, document: Document, panel: VariablesPanel) -> None:
        super().__init__(panel)
        self._document, self._panel = document, panel
        self.columns: set[Column] = set(FIRST)
        self._chosen: set[Column] = set(FIRST)
        self.menu = QMenu(panel)
        group = QActionGroup(self)
        self._ways: dict[Arrangement, QAction] = {}
        ways: tuple[Arrangement, ...] = ("list", "scopes", "groups")
        for way in ways:
            action = self.menu.addAction("", partial(self.arrange, way))
            action.setCheckable(True)
            group.addAction(action)
            self._ways[way] = action
        self._ways["list"].setChecked(True)
        self._fold_all = self.menu.addAction("", lambda: panel.model.fold_all(True))
        self._unfold_all = self.menu.addAction("", lambda: panel.model.fold_all(False))
        self.menu.addSeparator()
        self._columns_menu = self.menu.addMenu("")
        self._column_actions: dict[Column, QAction] = {}
        for column in list(Column)[1:]:
            action = self._columns_menu.addAction("", self._columns_chosen)
            action.setCheckable(True)
            self._column_actions[column] = action
        self.menu.addSeparator()
        self.statistics = self.menu.addAction("", lambda: self.compute(panel.chosen()))
        self.statistics_all = self.menu.addAction("", lambda: self.compute(panel.model.shown_variables()))
        self.menu.addSeparator()
        self.check = self.menu.addAction("", lambda: self.verify(panel.chosen()))
        self.check_all = self.menu.addAction("", lambda: self.verify(self._document.variables, all_of_it=True))
        self.menu.addSeparator()
        self.export = self.menu.addAction("", lambda: self.ask_to_export(panel.chosen()))
        self.export_all = self.menu.addAction("", lambda: self.ask_to_export(panel.model.shown_variables()))
        self.export.setShortcut(QKeySequence("Ctrl+Shift+X"))
        self.statistics.setShortcut(QKeySequence("Ctrl+Shift+S"))
        self.check.setShortcut(QKeySequence("Ctrl+Shift+K"))
        self.menu.aboutToShow.connect(self._refresh)
        panel.addActions([self.statistics, self.check, self.export])
        self.retranslate()

    @property
    def on_selected(self) -> list[QAction]:
        """What the table's context menu has too."""
        return [self.statistics, self.check, self.export]

    def retranslate(self) -> None:
        """All texts in the language that is in force."""
        self.menu.setTitle(self.tr("V&ariables"))
        self._columns_menu.setTitle(self.tr("&Columns"))
        for action, text in (
            (self._ways["list"], self.tr("As a &list")),
            (self._ways["scopes"], self.tr("By &scope")),
            (self._ways["groups"], self.tr("By &group")),
            (self._fold_all, self.tr("&Fold all")),
            (self._unfold_all, self.tr("&Unfold all")),
            (self.statistics, self.tr("S&tatistics of the selected")),
            (self.statistics_all, self.tr("Statistics of all &shown")),
            (self.check, self.tr("C&heck the selected")),
            (self.check_all, self.tr("Check &all")),
            (self.export, self.tr("&Export the selected…")),
            (self.export_all, self.tr("Ex&port all shown…")),
        ):
            action.setText(text)
        for column, action in self._column_actions.items():
            action.setText(title(column))

    def _refresh(self) -> None:
        some = bool(self._document.variables)
        selected = self._panel.table.selectionModel().hasSelection()
        for action in (self.statistics_all, self.check_all, self.export_all, *self._ways.values()):
            action.setEnabled(some)
        for action in self.on_selected:
            action.setEnabled(selected)
        headings = self._panel.model.arrangement != "list"
        self._fold_all.setEnabled(headings)
        self._unfold_all.setEnabled(headings)
        for column, action in self._column_actions.items():
            action.setChecked(column in self.columns)

    # The table.

    def arrange(self, way: Arrangement) -> None:
        """List, or headings of scopes or groups."""
        self._ways[way].setChecked(True)
        model = self._panel.model
        if model.total <= AT_ONCE:
            model.set_arrangement(way)
            return

        def done(headings: Headings | None) -> None:
            if headings is not None:
                model.take_headings(way, headings)
            model.set_arrangement(way)

        self._document.tasks.run(
            lambda _: model.prepare_headings(way), title="", done=done, slot="variables headings", owner=self._panel
        )

    def show_columns(self, columns: Collection[Column]) -> None:
        """Show these columns and no others."""
        self.columns = {Column.NAME, *columns}
        self._panel.table.show_columns(self.columns)

    def _columns_chosen(self) -> None:
        self.show_columns([column for column, action in self._column_actions.items() if action.isChecked()])
        self._chosen = set(self.columns)

    @property
    def chosen_columns(self) -> dict[str, int]:
        """What the person chose, to be remembered: columns and their widths. Those that statistics brought are not."""
        widths = self._panel.table.widths
        return {column.name.lower(): widths.get(column, 0) for column in sorted(self._chosen)}

    def restore_columns(self, chosen: Mapping[str, int]) -> None:
        """The columns that were chosen before; names that there are no columns of are passed over."""
        known = {column.name.lower(): column for column in Column}
        widths = {known[name]: width for name, width in chosen.items() if name in known}
        if Column.NAME in widths:
            self.show_columns(widths)
            self._chosen = set(self.columns)
            self._panel.table.set_widths(widths)

    # Statistics.

    def compute(self, variables: list[Variable]) -> None:
        """Fill the columns of the statistics, off the GUI thread; cancelling keeps those that are there."""
        if not variables:
            return
        model = self._panel.model
        known = model.figures
        self.show_columns({*self.columns, *FIGURES})

        def show(*_: object) -> None:
            if model.figures is known:
                model.figures_changed()

        def done(problems: list[Problem]) -> None:
            show()
            self._report(problems)

        self._document.tasks.run(
            lambda progress: collect(variables, known, progress),
            title=self._title(variables, self.tr("Statistics of {name}"), self.tr("Statistics of {count} variables")),
            done=done,
            cancelled=show,
            progressed=show,
            slot="variables statistics",
            owner=self._panel,
        )

    # Export.

    def ask_to_export(self, variables: list[Variable]) -> None:
        """The export dialog for these."""
        if not variables:
            return
        from gui.dialogs.export_values import ExportValuesDialog  # only who exports needs it

        dialog = ExportValuesDialog(self._document, variables, self._panel.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # Integrity.

    def verify(self, variables: list[Variable], *, all_of_it: bool = False) -> None:
        """Check checksums; of all, also the sizes and that no values overlap."""
        model = self._document.model
        if not variables or model is None:
            return
        checkpoint = model.checkpoint if all_of_it else None

        def work(progress: Progress) -> IntegrityReport:
            from core.variables.integrity import check_layout, verify  # only who checks needs it

            report = verify(variables, progress=progress)
            if checkpoint is not None:
                report.problems += check_layout(checkpoint, progress=progress)
            return report

        self._document.tasks.run(
            work,
            title=self._title(variables, self.tr("Checking {name}"), self.tr("Checking {count} variables")),
            done=self._checked,
            slot="variables check",
            owner=self._panel,
        )

    def _checked(self, report: IntegrityReport) -> None:
        self._report(report.problems)
        damaged, checked, without = len(report.damaged), len(report.checked), len(report.without)
        if not report.ok:
            text = self.tr("{damaged} of {checked} variables are damaged: see Problems.")
            if damaged == 1:
                text = self.tr("One of {checked} variables is damaged: see Problems.")
            if checked == 1:
                text = self.tr("The variable is damaged: see Problems.")
        elif report.checked:
            text = self.tr("The checksums of {checked} variables are right.")
            if checked == 1:
                text = self.tr("The checksum of the variable is right.")
        else:
            text = self.tr("The file stores no checksums for these {without} variables.")
            if without == 1:
                text = self.tr("The file stores no checksum for this variable.")
        numbers = {"damaged": damaged, "checked": checked, "without": without}
        self._panel.said.emit(text.format(**{name: format_count(number) for name, number in numbers.items()}))

    def _report(self, problems: list[Problem]) -> None:
        for problem in problems[:SAID]:
            self._document.add_problem(problem)
        if len(problems) > SAID:
            rest = format_count(len(problems) - SAID)
            self._document.add_problem(Problem("warning", Text("The same is the case for {count} more.", count=rest)))

    def _title(self, variables: list[Variable], one: str, many: str) -> str:
        if len(variables) == 1:
            return one.format(name=variables[0].name)
        return many.format(count=format_count(len(variables)))
