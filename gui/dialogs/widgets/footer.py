"""The bar of buttons at the foot of a dialog whose pages have different ones, and the questions a dialog asks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox, QPushButton, QWidget


class Footer(QFrame):
    """Buttons from left to right. Each page clears it and puts its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "footer")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(18, 12, 18, 12)
        self._row.setSpacing(10)

    def clear(self) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)

    def add_wide(self, widget: QWidget) -> None:
        """A part that takes what room there is: what follows stands at the right."""
        self._row.addWidget(widget, 1)

    def add_space(self) -> None:
        """What follows stands at the right."""
        self._row.addStretch(1)

    def add_button(self, text: str, pressed: Callable[[], object], *, primary: bool = False) -> QPushButton:
        """A button; the primary one is the default."""
        button = QPushButton(text)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        if primary:
            button.setProperty("kind", "primary")
        button.clicked.connect(lambda: pressed())
        self._row.addWidget(button)
        # A layout shows what is new only later, and what is not shown can't take the focus.
        button.show()
        return button


def ask(parent: QWidget, title: str, text: str, more: str, *, yes: str, no: str) -> bool:
    """Ask a question whose safe answer, `no`, is the default and what Esc means."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    # Names of files are never taken as markup.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(more)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    declined = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(declined)
    box.setEscapeButton(declined)
    box.exec()
    return box.clickedButton() is agreed
