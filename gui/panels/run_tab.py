"""The place of the Run tab in the window. Its panel is made when it is first looked at: opening a file needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from gui.document import Document
    from gui.panels.run import RunPanel


class RunTab(QWidget):
    """Holds the panel."""

    made = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._panel: RunPanel | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    @property
    def panel(self) -> RunPanel:
        """The panel, made if there is none yet."""
        if self._panel is None:
            from gui.panels.run import RunPanel  # not on the way to the first picture

            self._panel = RunPanel(self._document)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._panel)
            self.made.emit()
        return self._panel

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._document.find_devices()  # TensorFlow is imported while the person fills in the form
        self.panel.show()
