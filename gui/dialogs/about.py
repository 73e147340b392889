"""About: what the program is, its version, and on what it runs."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import core
from gui.icons import app_pixmap
from gui.panels.widgets import label
from gui.stylesheet import set_role


class AboutDialog(QDialog):
    """The versions can be copied for a report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Cryograph"))
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 20)
        column.setSpacing(8)
        picture = QLabel()
        picture.setPixmap(app_pixmap(80, self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        for text, role in (
            ("Cryograph", "headline"),
            (self.tr("See what is in a folder of TensorFlow files, and freeze it into a .pb that predicts."), ""),
            (self.versions(), "small"),
        ):
            line = label(text, role, wrap=True, selectable=role == "small")
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        column.addSpacing(12)
        row = QHBoxLayout()
        copy = QPushButton(self.tr("Copy &versions"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.versions()))
        close = QPushButton(self.tr("Close"))
        set_role(close, "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        self.setFixedWidth(420)
        close.setFocus()

    @staticmethod
    def versions() -> str:
        """What is asked for in a report of a mistake."""
        return (
            f"Cryograph {core.__version__} · Python {platform.python_version()} · Qt {PySide6.__version__} · "
            f"{platform.system()} {platform.machine()}"
        )
