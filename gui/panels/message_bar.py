"""A strip above the graph: something did not work, and what is open stays as it is."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from gui.icons import follow_theme, pixmap, set_icon
from gui.stylesheet import set_role
from gui.theme import theme


class MessageBar(QFrame):
    """One message at a time, until it is closed or the next model opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 8, 7)
        row.setSpacing(9)
        picture = QLabel()
        follow_theme(
            picture,
            lambda: picture.setPixmap(pixmap("warning", theme().palette.warning, 16, picture.devicePixelRatioF())),
        )
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._label, 1)
        close = QToolButton()
        set_role(close, "tiny")
        set_icon(close, "close")
        close.clicked.connect(self.hide)
        close.setAccessibleName(self.tr("Close"))
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.text = ""
        self.hide()

    def say(self, text: str, remedy: str = "") -> None:
        self.text = f"{text} {remedy}".strip()
        self._label.setText(f"<b>{escape(text)}</b> {escape(remedy)}".strip())
        self.show()
