"""A window of one's own for each test: settings in a temporary file, everything ended afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
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


@pytest.fixture
def hollow(tmp_path: Path) -> Path:
    """A graph of two constants, `small` and `vast`: the second one is 1 GB of zeros that take no room on the disk."""

    def varint(value: int) -> bytes:
        more = bytearray()
        while value > 0x7F:
            more.append(value & 0x7F | 0x80)
            value >>= 7
        return bytes([*more, value])

    def field(number: int, data: bytes, hole: int = 0) -> bytes:
        """A field with `data`; `hole` bytes that follow belong to it too."""
        return varint(number << 3 | 2) + varint(len(data) + hole) + data

    def constant(name: bytes, values: bytes, hole: int) -> bytes:
        size = varint((len(values) + hole) // 4)
        tensor = b"\x08\x01" + field(2, field(2, b"\x08" + size)) + field(4, values, hole)
        value = field(1, b"value") + field(2, field(8, tensor, hole), hole)
        kind = field(5, field(1, b"dtype") + field(2, b"\x30\x01"))
        return field(1, field(1, name) + field(2, b"Const") + kind + field(5, value, hole), hole)

    path, hole = tmp_path / "hollow.pb", 1 << 30
    with path.open("wb") as file:
        file.write(constant(b"small", np.arange(4, dtype="<f4").tobytes(), 0) + constant(b"vast", b"", hole))
        file.truncate(file.tell() + hole)
    return path
