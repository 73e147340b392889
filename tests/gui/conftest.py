"""A window of one's own for each test: settings in a temporary file, everything ended afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication


@pytest.fixture
def settings(tmp_path: Path):
    from gui.settings import Settings

    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def window(qtbot, qapp: QApplication, settings) -> Iterator:
    from gui import stylesheet
    from gui.main_window import MainWindow

    stylesheet.apply(qapp)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.resize(1600, 1000)
    window.show()
    window.start([])
    qtbot.waitExposed(window)
    yield window
    window.close()


@pytest.fixture
def opened(window, qtbot) -> Callable[[Path], object]:
    """Opens a path in the window and waits for the model."""

    def open_path(path: Path):
        with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
            window.document.open_path(path)
        qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=20_000)
        return window.document.model

    return open_path
