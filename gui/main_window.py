"""The main window."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from gui.document import Document


class MainWindow(QMainWindow):
    """Composition of panels around one document."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(self)
