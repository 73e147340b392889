"""The main window: puts the panels around one document and connects them. No logic of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from core.errors import CryographError
from gui import stylesheet
from gui.actions import Actions
from gui.central import Central
from gui.docks import PanelDock, TabsDock
from gui.document import Document, Selection
from gui.drops import Drops
from gui.formatting import format_count
from gui.i18n import install_language
from gui.icons import app_icon
from gui.opening import Opening
from gui.panels.compare import ComparePanel
from gui.panels.files import FilesPanel
from gui.panels.inspector import Inspector
from gui.panels.problem_text import remedy_of, sentence
from gui.panels.problems import ProblemsPanel
from gui.panels.run_tab import RunTab
from gui.panels.selected_tensor import SelectedTensor
from gui.panels.values import ValuesPanel
from gui.panels.variables import VariablesPanel
from gui.settings import Settings
from gui.status_bar import StatusBar
from gui.tasks import TURN
from gui.theme import theme
from gui.toolbar import TopBar
from gui.turns import in_turns

if TYPE_CHECKING:
    from core.model import Model
    from core.running.history import Record

LEFT, RIGHT, BOTTOM = 258, 322, 268
"""Sizes of the panels in a new window, in pixels."""
RUN = 400
"""Height of the lower panel for a run."""


class MainWindow(QMainWindow):
    """The window around a document."""

    canvas_made = Signal()

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings if settings is not None else Settings()
        self.document = Document(self)
        self._layout: QByteArray | None = self.settings.bytes("layout")
        self._height_with_graph: int | None = None
        self.setWindowIcon(app_icon())
        self.setDockNestingEnabled(True)
        self.actions_ = Actions(self)
        self.toolbar = TopBar(self.document, self.actions_, self)
        self.addToolBar(self.toolbar)
        self.central = Central(self.document)
        self.setCentralWidget(self.central)
        self.files = FilesPanel(self.document)
        self.inspector = Inspector(self.document)
        self.variables = VariablesPanel(self.document)
        self.values = ValuesPanel(self.document)
        SelectedTensor(self.document, self.values)
        self.run_tab = RunTab(self.document)
        self.compare = ComparePanel(self.document)
        self.problems = ProblemsPanel(self.document)
        self._make_docks()
        self.setStatusBar(StatusBar(self.document))
        self.opening = Opening(self.document, self.settings, self.central)
        self.drops = Drops(self)
        for dock in self._docks:
            self.drops.also(dock)
        self._connect()
        self.actions_.fill(
            self.menuBar(), [dock.toggleViewAction() for dock in (self.files_dock, self.data_dock, self.inspector_dock)]
        )
        help_menu = self.menuBar().actions()[-1]
        self.menuBar().insertMenu(help_menu, self.variables.commands.menu)
        self._retranslate()
        self._restore_geometry()
        self.variables.commands.restore_columns(self.settings.columns)
        self._model_closed()
        self.central.welcome.setFocus()

    # Composition.

    def _make_docks(self) -> None:
        self.files_dock = PanelDock("files", self.files)
        self.inspector_dock = PanelDock("inspector", self.inspector)
        self.data_dock = TabsDock("data")
        self.data_dock.add_panel(self.variables, self.variables.filter_bar)
        self.data_dock.add_panel(self.values)
        self.data_dock.add_panel(self.run_tab)
        self.data_dock.add_panel(self.compare)
        self.data_dock.add_panel(self.problems)
        for area, dock in (
            (Qt.DockWidgetArea.LeftDockWidgetArea, self.files_dock),
            (Qt.DockWidgetArea.RightDockWidgetArea, self.inspector_dock),
            (Qt.DockWidgetArea.BottomDockWidgetArea, self.data_dock),
        ):
            self.addDockWidget(area, dock)
        # The side panels reach from the toolbar to the status bar.
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)

    def _connect(self) -> None:
        document, actions = self.document, self.actions_
        document.model_opened.connect(self._model_opened)
        document.model_closed.connect(self._model_closed)
        document.problems_changed.connect(self._show_counts)
        document.tasks.task_failed.connect(lambda _, error: self.say_failed(error))
        self.variables.shown_changed.connect(self._show_counts)
        self.variables.said.connect(lambda text: self._status.say(text))
        self.values.tensor_shown.connect(self.variables.mark)
        self.variables.values_wanted.connect(lambda: self.data_dock.show_panel(self.values))
        self.toolbar.search.chosen.connect(self._go_to)
        self.drops.dropped.connect(self.open_paths)
        self.run_tab.made.connect(lambda: self.run_tab.panel.ran.connect(self._run_ended))
        welcome, error = self.central.welcome, self.central.error
        for page in (welcome, error):
            page.files_wanted.connect(self.opening.ask_for_files)
            page.folder_wanted.connect(self.opening.ask_for_folder)
        welcome.path_wanted.connect(lambda path: self.open_paths([path]))
        welcome.sample_wanted.connect(self.opening.open_sample)
        actions.set_recent(
            lambda: self.settings.recent, lambda path: self.open_paths([path]), self.opening.forget_recent
        )
        for action, act in (
            (actions.open_file, self.opening.ask_for_files),
            (actions.open_folder, self.opening.ask_for_folder),
            (actions.reopen, self.opening.read_again),
            (actions.freeze, self.freeze),
            (actions.export, self.export),
            (actions.run, self.run),
            (actions.export_drawing, self.export_drawing),
            (actions.print_drawing, self.print_drawing),
            (actions.close_model, document.close_model),
            (actions.settings, self.show_settings),
            (actions.quit, self.close),
            (actions.find, self._focus_search),
            (actions.filter, self._focus_filter),
            (actions.show_variables, lambda: self._show_tab(self.variables, self.variables.table)),
            (actions.show_values, lambda: self._show_tab(self.values, self.values.table)),
            (actions.show_compare, lambda: self._show_tab(self.compare, self.compare.chooser)),
            (actions.show_problems, lambda: self._show_tab(self.problems, self.problems)),
            (actions.about, self.show_about),
        ):
            action.triggered.connect(act)
        theme().changed.connect(self.restyle)
        self.central.canvas_made.connect(self._connect_canvas)

    def _connect_canvas(self) -> None:
        canvas, actions = self.central.canvas, self.actions_
        assert canvas is not None
        for action, act in (
            (actions.fit, canvas.fit),
            (actions.zoom_in, canvas.zoom_in),
            (actions.zoom_out, canvas.zoom_out),
            (actions.zoom_100, canvas.zoom_100),
            (actions.expand_all, canvas.expand_all),
            (actions.collapse_all, canvas.collapse_all),
            (actions.next_hit, canvas.next_hit),
            (actions.previous_hit, canvas.previous_hit),
            (actions.back, canvas.go_back),
            (actions.forward, canvas.go_forward),
            (actions.to_graph, canvas.setFocus),
        ):
            action.triggered.connect(lambda _=False, act=act: act())
        canvas.message_changed.connect(self._status.say)
        canvas.variable_wanted.connect(lambda name: self.document.select(Selection("variable", name), canvas))
        canvas.feed_wanted.connect(lambda name: self._run_with(name, feed=True))
        canvas.fetch_wanted.connect(lambda name: self._run_with(name, feed=False))
        canvas.history_changed.connect(self._history_changed)
        self.toolbar.search.found.connect(canvas.show_hits)
        self.inspector.scope = canvas.layouts.content_of
        self.inspector.edge = canvas.selecting.edge
        self._history_changed(False, False)
        if self.document.model is not None and not self.toolbar.search.hasFocus():
            canvas.setFocus()
        self.canvas_made.emit()

    def open_paths(self, paths: list[Path]) -> None:
        """Open what was dropped or named."""
        self.opening.open_paths(paths)

    # The document's life.

    def _model_opened(self) -> None:
        model = self.document.model
        assert model is not None
        self._enable(True)
        self._retitle()
        in_turns(self, self._show_panels(model))
        if self.central.canvas is not None and not self.toolbar.search.hasFocus():
            self.central.canvas.setFocus()

    def _model_closed(self) -> None:
        if any(dock.isVisible() for dock in self._docks):
            self._layout = self.saveState()
        for dock in self._docks:
            dock.hide()
        self._enable(False)
        self._retitle()

    def _enable(self, there: bool) -> None:
        model = self.document.model
        graph = model is not None and model.graph is not None
        actions = self.actions_
        for action in (actions.close_model, actions.export, actions.find, actions.filter):
            action.setEnabled(there)
        for action in (actions.show_variables, actions.show_values, actions.show_compare, actions.show_problems):
            action.setEnabled(there)
        for action in (
            actions.freeze,
            actions.run,
            actions.fit,
            actions.zoom_in,
            actions.zoom_out,
            actions.zoom_100,
            actions.expand_all,
            actions.collapse_all,
            actions.next_hit,
            actions.previous_hit,
            actions.to_graph,
            actions.export_drawing,
            actions.print_drawing,
        ):
            action.setEnabled(graph)
        for dock in self._docks:
            dock.toggleViewAction().setEnabled(there)

    def _history_changed(self, back: bool, forward: bool) -> None:
        self.actions_.back.setEnabled(back)
        self.actions_.forward.setEnabled(forward)

    def _show_panels(self, model: Model) -> Iterator[Callable[[], object]]:
        """The steps that show the panels as they were left, or in their first places, one after the other."""
        if not any(dock.isVisible() for dock in self._docks):
            yield self._place_panels
            for dock in self._docks:
                yield partial(dock.setUpdatesEnabled, True)
        yield lambda: self._share_height(model.graph is not None)

    def _place_panels(self) -> None:
        if self.document.model is None:  # closed again meanwhile
            return
        for dock in self._docks:
            # They are painted one after the other, not all in the turn that lays them out.
            dock.setUpdatesEnabled(False)
        if self._layout is None or not self.restoreState(self._layout):
            for dock in self._docks:
                dock.show()
            self._first_places()

    def _first_places(self) -> None:
        self.resizeDocks([self.files_dock, self.inspector_dock], [LEFT, RIGHT], Qt.Orientation.Horizontal)
        self.resizeDocks([self.data_dock], [BOTTOM], Qt.Orientation.Vertical)

    def _share_height(self, graph: bool) -> None:
        """Without a graph the variables get most of the window; with one, what they had before."""
        if graph and self._height_with_graph is not None:
            self.resizeDocks([self.data_dock], [self._height_with_graph], Qt.Orientation.Vertical)
            self._height_with_graph = None
        elif not graph and self._height_with_graph is None:
            self._height_with_graph = max(self.data_dock.height(), 120) if self.data_dock.isVisible() else BOTTOM
            self.resizeDocks([self.data_dock], [round(self.height() * 0.66)], Qt.Orientation.Vertical)

    def _go_to(self, selection: Selection) -> None:
        self.document.select(selection, self.toolbar.search)
        if self.central.canvas is not None:
            self.central.canvas.setFocus()

    # Dialogs.

    def freeze(self) -> None:
        """The freeze dialog, for what is open."""
        if self.document.model is None:
            return
        from gui.dialogs.freeze import FreezeDialog

        dialog = FreezeDialog(self.document, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.run_wanted.connect(lambda path: self.opening.open_then(path, self.run))
        dialog.open()

    def export(self) -> None:
        """The export dialog, for what is open."""
        if self.document.model is None:
            return
        from gui.dialogs.export import ExportDialog

        canvas = self.central.canvas
        shown = canvas.open_scopes if canvas is not None else []
        dialog = ExportDialog(self.document, self.settings, self, shown=shown)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.drawing_wanted.connect(self.export_drawing)
        dialog.open()

    def run(self) -> None:
        """The Run tab, ready for a value."""
        self._show_run()
        self.run_tab.panel.take_focus()

    def _show_run(self) -> None:
        """A form and its results need more room than a table; a low window keeps half of its own for the graph."""
        self.data_dock.show_panel(self.run_tab)
        wanted = min(RUN, self.height() // 2)
        if self.data_dock.height() < wanted and not self.data_dock.isFloating():
            self.resizeDocks([self.data_dock], [wanted], Qt.Orientation.Vertical)

    def _run_ended(self, record: Record) -> None:
        """What a run took can be painted on the graph."""
        from core.running.result import devices_of, op_seconds
        from gui.canvas.colouring import Ran

        if self.central.canvas is not None:
            times = record.result.times
            self.central.canvas.arranging.offer_run(Ran(op_seconds(times), devices_of(times)))

    def _run_with(self, name: str, *, feed: bool) -> None:
        """The Run tab with an op's output to be fed or fetched."""
        self._show_run()
        form = self.run_tab.panel.form
        (form.feed_here if feed else form.fetch_here)(name)

    def export_drawing(self) -> None:
        """The dialog that writes what the canvas shows into a file."""
        if self.central.canvas is None or self.central.canvas.scene is None:
            return
        from gui.dialogs.export_drawing import ExportDrawingDialog

        dialog = ExportDrawingDialog(self.document, self.central.canvas, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def print_drawing(self) -> None:
        """Print what the canvas shows."""
        if self.central.canvas is not None and self.central.canvas.scene is not None:
            from gui.dialogs.export_drawing import print_drawing

            print_drawing(self.document, self.central.canvas, self)

    def show_settings(self) -> None:
        """Language, theme, size of the text."""
        from gui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self.settings, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.language_chosen.connect(self._language_chosen)
        dialog.look_chosen.connect(self._look_chosen)
        dialog.open()

    def show_about(self) -> None:
        """What the program is."""
        from gui.dialogs.about import AboutDialog

        dialog = AboutDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def say_failed(self, error: CryographError) -> None:
        """Something in the background failed; what is open stays as it is."""
        self.central.message.say(sentence(error.text), remedy_of(error))

    # Look and language.

    def _language_chosen(self) -> None:
        app = QApplication.instance()
        assert app is not None
        install_language(app, self.settings.language)
        self.restyle()

    def _look_chosen(self) -> None:
        theme().choose(self.settings.theme)
        self.restyle()

    def restyle(self) -> None:
        """Put the theme's colours and the chosen size of text in force everywhere."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        stylesheet.apply(app, self.settings.font_size)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.actions_.retranslate()
        self.files_dock.set_title(self.tr("Files"))
        self.inspector_dock.set_title(self.tr("Inspector"))
        self._show_counts()
        # The docks name their actions after themselves; a key they get here.
        for dock, text in (
            (self.files_dock, self.tr("Fi&les")),
            (self.data_dock, self.tr("&Data")),
            (self.inspector_dock, self.tr("I&nspector")),
        ):
            dock.toggleViewAction().setText(text)
        self._retitle()

    def _retitle(self) -> None:
        model = self.document.model
        name = (model.folder.name or model.title) if model is not None else ""
        self.setWindowTitle(f"{name} — Cryograph" if name else "Cryograph")

    def _show_counts(self) -> None:
        problems = self.document.problems
        severities = {problem.severity for problem in problems}
        worst = "tab-error" if "error" in severities else "tab-warning" if "warning" in severities else "tab-count"
        variables = self.variables.model.total
        model = self.document.model
        constants = model is not None and model.checkpoint is None
        name = self.tr("Constants") if constants else self.tr("Variables")
        self.data_dock.set_titles(
            self.tr("Data"),
            [
                (name, format_count(variables) if variables else "", "tab-count"),
                (self.tr("Values"), "", "tab-count"),
                (self.tr("Run"), "", "tab-count"),
                (self.tr("Compare"), "", "tab-count"),
                (self.tr("Problems"), format_count(len(problems)) if problems else "", worst),
            ],
        )

    # Focus.

    def _focus_search(self) -> None:
        self.toolbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.search.selectAll()

    def _focus_filter(self) -> None:
        self.data_dock.show_panel(self.variables)
        self.variables.filter_bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.variables.filter_bar.field.selectAll()

    def _show_tab(self, panel: QWidget, focus: QWidget) -> None:
        self.data_dock.show_panel(panel)
        focus.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def _docks(self) -> tuple[PanelDock | TabsDock, ...]:
        return (self.files_dock, self.inspector_dock, self.data_dock)

    @property
    def _status(self) -> StatusBar:
        bar = self.statusBar()
        assert isinstance(bar, StatusBar)
        return bar

    # Coming and going.

    def start(self, paths: list[Path]) -> None:
        """Open `paths`; the graph's widget is made while they are read."""
        self.open_paths(paths)
        self.central.prepare()
        in_turns(self, self._polish_ahead())

    def _polish_ahead(self) -> Iterator[Callable[[], object]]:
        """Find the look of the hidden panels' parts, a few at a time, so that showing them is quick."""
        parts: list[QWidget] = [part for dock in self._docks for part in (dock, *dock.findChildren(QWidget))]

        def polish() -> None:
            began = time.monotonic()
            while parts and time.monotonic() - began < TURN:
                part = parts.pop()
                if shiboken6.isValid(part):
                    part.ensurePolished()

        while parts:
            yield polish

    def _restore_geometry(self) -> None:
        geometry = self.settings.bytes("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1600, 1000)
            screen = self.screen()
            if screen is not None:
                free = screen.availableGeometry()
                self.resize(min(1600, round(free.width() * 0.92)), min(1000, round(free.height() * 0.92)))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.document.model is not None:
            self._layout = self.saveState()
        if self._layout is not None:
            self.settings.set_bytes("layout", self._layout)
        self.settings.set_bytes("geometry", self.saveGeometry())
        self.settings.columns = self.variables.commands.chosen_columns
        self.settings.sync()
        self.document.shutdown()
        super().closeEvent(event)
