"""The application: from a list of paths to a running window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication


def run_app(paths: list[Path], *, timings: bool = False, quit_after_paint: bool = False, debug: bool = False) -> int:
    """Show the window on `paths`; returns the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    from gui.main_window import MainWindow

    window = MainWindow()
    window.show()
    for path in paths:
        window.document.open_path(path)
    return app.exec()
