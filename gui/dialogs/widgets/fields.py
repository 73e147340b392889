"""One-line fields: a frame that lights up while what is in it has the focus, and line edits that keep Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from gui.dialogs.widgets.style import set_state


class FieldFrame(QFrame):
    """The box around a field's parts; its border takes the accent colour while `watch`ed parts have the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "field")

    def watch(self, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            set_state(self, "focused", "true" if event.gotFocus() else "false")
        return super().eventFilter(watched, event)


class EnterLineEdit(QLineEdit):
    """A line edit that keeps Enter to itself while it holds text: the default button is not pressed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        holds = bool(self.text().strip())
        super().keyPressEvent(event)
        if holds and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
