"""The middle of the window: the welcome page, a page that says why opening failed, or the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from core.errors import CryographError
from core.progress import Progress
from gui.document import Document
from gui.panels.error_page import ErrorPage, OpeningPage
from gui.panels.message_bar import MessageBar
from gui.panels.problem_text import remedy_of, sentence
from gui.panels.welcome import WelcomePage
from gui.tasks import Task
from gui.turns import in_turns

if TYPE_CHECKING:
    from gui.canvas.graph_view import GraphCanvas

PATIENCE = 250
"""Milliseconds before a first model's opening gets a page of its own."""


def _import_canvas(progress: Progress) -> None:
    import gui.canvas.graph_view  # noqa: F401  also loads numpy

    progress.check()


class Central(QWidget):
    """Shows what fits the document's state. A failed opening replaces the page only if no model is open."""

    canvas_made = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._opening: Task | None = None
        self.message = MessageBar()
        self.welcome = WelcomePage()
        self.opening = OpeningPage()
        self.error = ErrorPage()
        self.canvas: GraphCanvas | None = None
        self._built: GraphCanvas | None = None
        self._preparing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        self.pages = QStackedWidget()
        for page in (self.welcome, self.opening, self.error):
            self.pages.addWidget(page)
        column.addWidget(self.pages, 1)
        self.pages.currentChanged.connect(self._focus_page)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._show_opening)
        self._path: Path | None = None
        document.opening_started.connect(self._started)
        document.open_cancelled.connect(self._cancelled)
        document.model_opened.connect(self._opened)
        document.model_closed.connect(self.show_welcome)
        self.error.retry_wanted.connect(self._retry)
        self.error.back_wanted.connect(self.show_welcome)
        self.opening.cancel_wanted.connect(self._cancel)

    def prepare(self) -> None:
        """Make the graph's widget. Its modules take a third of a second, so they are imported in a task first."""
        if self.canvas is None and not self._preparing:
            self._preparing = True
            self._document.tasks.run(_import_canvas, title="", done=self._canvas_imported)

    def _canvas_imported(self, _: None) -> None:
        in_turns(self, (self._build_canvas, self.make_canvas, self._show_canvas))

    def make_canvas(self) -> GraphCanvas:
        """The graph's widget, made at once if it is not there yet."""
        if self.canvas is None:
            self.canvas = self._build_canvas()
            self.pages.addWidget(self.canvas)
            self.canvas_made.emit()
        return self.canvas

    def _build_canvas(self) -> GraphCanvas:
        """The graph's widget, without its place in the window: that takes a turn of its own."""
        if self._built is None:
            from gui.canvas.graph_view import GraphCanvas

            self._built = GraphCanvas(self._document)
            # However long the path in its bar, the panels beside it keep their widths.
            self._built.setMinimumSize(260, 160)
        return self._built

    def _show_canvas(self) -> None:
        if self.canvas is not None and self._document.model is not None:
            self.pages.setCurrentWidget(self.canvas)

    def show_welcome(self) -> None:
        self._patience.stop()
        self.message.hide()
        self.pages.setCurrentWidget(self.welcome)

    def show_error(self, error: CryographError, path: Path | None) -> None:
        """A page if nothing is open, else a strip above what is."""
        self._patience.stop()
        if self._document.model is None:
            self.error.show_error(error, path)
            self.pages.setCurrentWidget(self.error)
        else:
            self.message.say(sentence(error.text), remedy_of(error))

    def _focus_page(self) -> None:
        # Else the focus of a page that is hidden wanders to the first button of the toolbar.
        page = self.pages.currentWidget()
        focus = QApplication.focusWidget()
        if page is not None and (focus is None or not focus.isVisible() or self.isAncestorOf(focus)):
            page.setFocus()

    # The document's life.

    def _started(self, path: Path) -> None:
        self._path = path
        self.message.hide()
        if self._document.model is None:
            self._patience.start()

    def _show_opening(self) -> None:
        if self._document.model is None and self._path is not None:
            self.opening.show_path(self._path)
            self.pages.setCurrentWidget(self.opening)

    def _opened(self) -> None:
        self._patience.stop()
        self.message.hide()
        if self.canvas is not None:
            self._show_canvas()
        else:
            self.prepare()

    def _cancelled(self) -> None:
        # Superseded openings are cancelled too; then the next one has begun and keeps the page.
        if not any(task.slot == "open" for task in self._document.tasks.running) and self._document.model is None:
            self.show_welcome()

    def _cancel(self) -> None:
        for task in self._document.tasks.running:
            if task.slot == "open":
                task.cancel()

    def _retry(self) -> None:
        if self._document.failed_path is not None:
            self._document.open_path(self._document.failed_path)
