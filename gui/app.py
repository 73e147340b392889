"""The application: from a list of paths to a running window, and what it tells on the way."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from core.errors import CryographError, Text
from gui import stylesheet
from gui.i18n import install_language
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.theme import theme
from gui.timings import Timings

log = logging.getLogger(__name__)


def run_app(paths: list[Path], *, timings: bool = False, quit_after_paint: bool = False, debug: bool = False) -> int:
    """Show the window on `paths`.

    Args:
        paths: what to open; several are offered in a chooser.
        timings: write milestones to stderr.
        quit_after_paint: end at the first picture.
        debug: log more, and to stderr.

    Returns:
        The exit status: 1 if `quit_after_paint` and the model did not open.
    """
    _start_log(debug)
    window = make_window(opening=bool(paths))
    sys.excepthook = _Hook(window)
    milestones = Milestones(window, Timings(timings), quit_after_paint)
    window.show()
    milestones.window_shown()
    window.start([path.expanduser() for path in paths])
    status = make_app().exec()
    window.document.shutdown()
    sys.excepthook = sys.__excepthook__
    return milestones.status or status


def make_window(*, opening: bool) -> MainWindow:
    """The window, not shown yet, in an interpreter that is set for one.

    Args:
        opening: a model will be opened at once: what that needs is imported meanwhile.
    """
    # The default collects garbage 200 times while modules are imported, and finds none.
    gc.set_threshold(20_000, 20, 20)
    if opening:
        # Qt's own start leaves the interpreter lock free now and then.
        threading.Thread(target=_import_ahead, name="imports", daemon=True).start()
    app = make_app()
    settings = Settings()
    # A thread that computes gives the interpreter lock back after so many seconds; painting takes the lock some
    # hundred times per frame, so the usual 5 ms would make the window stutter while a model is read.
    sys.setswitchinterval(0.00005)
    install_language(app, settings.language)
    theme().choose(settings.theme)
    stylesheet.apply(app, settings.font_size)
    window = MainWindow(settings)
    # Modules, classes and widgets stay as long as the program does: a collection need not walk them again and again.
    gc.freeze()
    return window


def _import_ahead() -> None:
    """Import what the first model needs. A module that is missing is reported by whoever really needs it."""
    with contextlib.suppress(ImportError):
        import core.graph.view
        import core.opening  # noqa: F401


def make_app() -> QApplication:
    """The one `QApplication`, made at the first call, with the names that desktops and settings know the program by."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setApplicationName("cryograph")
        QApplication.setApplicationDisplayName("Cryograph")
        QApplication.setDesktopFileName("cryograph")
        app = QApplication(sys.argv[:1])
    # The same everywhere: the style sheet is made for it.
    app.setStyle("Fusion")
    return app


class Milestones(QObject):
    """Notes when the window, the model and the first picture are there, and ends the program if that is wanted."""

    def __init__(self, window: MainWindow, timings: Timings, quit_after_paint: bool) -> None:
        super().__init__(window)
        self._window = window
        self._timings = timings
        self._quit = quit_after_paint
        self._painted = False
        self.status = 0
        document = window.document
        document.opening_started.connect(self._started)
        document.model_opened.connect(self._opened)
        document.open_failed.connect(self._failed)
        window.canvas_made.connect(self._watch_canvas)
        window.variables.first_painted.connect(self._table_painted)

    def window_shown(self) -> None:
        """The window has been shown; what it shows first is painted before anything else runs."""
        self._timings.note("window_shown")

    def _started(self) -> None:
        self._painted = False

    def _watch_canvas(self) -> None:
        canvas = self._window.central.canvas
        assert canvas is not None
        canvas.first_painted.connect(self._first_paint)
        canvas.first_failed.connect(self._failed)

    def _opened(self) -> None:
        self._timings.note("opened")
        document = self._window.document
        model = document.model
        graph = model is not None and model.graph is not None and len(model.graph) > 0
        if not graph and not document.variables:
            # Neither a graph nor a row will ever be painted: the page that says so is the picture.
            QTimer.singleShot(0, self._first_paint)

    def _table_painted(self) -> None:
        model = self._window.document.model
        if model is not None and (model.graph is None or not len(model.graph)):
            self._first_paint()

    def _first_paint(self) -> None:
        if self._painted:
            return
        self._painted = True
        self._timings.note("first_paint")
        self._end(0)

    def _failed(self, error: CryographError) -> None:
        self._timings.note("error", what=str(error))
        self._end(1)

    def _end(self, status: int) -> None:
        if self._quit:
            self.status = status
            # Not from inside a paint event.
            QTimer.singleShot(0, self._window.close)


class _Hook:
    """What no code caught: a traceback for the log, a sentence for the person."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        log.error("not caught", exc_info=(kind, error, trace))
        self._window.say_failed(
            CryographError(
                Text("Something went wrong in Cryograph itself ({kind}).", kind=kind.__name__),
                Text("The log has the details; please report them."),
            )
        )


def log_file() -> Path:
    """Where the log is."""
    from platformdirs import user_log_path

    return user_log_path("cryograph", "cryograph") / "cryograph.log"


def _start_log(debug: bool) -> None:
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    stderr = logging.StreamHandler()
    stderr.setLevel(logging.DEBUG if debug else logging.CRITICAL)
    stderr.setFormatter(form)
    root.addHandler(stderr)
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        to_file = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError as error:
        # A home that can't be written to is no reason not to start.
        stderr.setLevel(logging.WARNING)
        log.warning("no log is kept in %s: %s", path, error)
        return
    to_file.setFormatter(form)
    root.addHandler(to_file)
    if debug:
        faulthandler.enable()
