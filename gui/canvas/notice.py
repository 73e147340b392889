"""What stands in the canvas when there is no graph to draw: calmly, what is there and what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.theme import theme


class Notice(QWidget):
    """A title and a sentence in the middle of the canvas."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        self.title = QLabel(self)
        self.text = QLabel(self)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addStretch(3)
        column.setContentsMargins(48, 24, 48, 24)
        self._restyle()
        theme().changed.connect(self._restyle)
        self.hide()

    def say(self, title: str, text: str) -> None:
        """Show a title and a sentence."""
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleName(f"{title}. {text}")
        self.show()

    def _restyle(self) -> None:
        palette = theme().palette
        self.title.setStyleSheet(f"color: {palette.text}; font-size: 16px; font-weight: 600;")
        self.text.setStyleSheet(f"color: {palette.quiet}; font-size: 13px;")
