"""Several models were found: which one is meant?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.formatting import format_kind
from gui.panels.widgets import label
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from core.opening import Found

MANY = 8
"""From so many on there is a field to search in them."""


class ModelChooser(QDialog):
    """A list of models; `chosen` is the path of the one to open."""

    def __init__(self, found: list[Found], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Which model?"))
        self.resize(560, 420)
        self.chosen: Path | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(label(self.tr("{count} models are here. Which one is to be opened?").format(count=len(found))))
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search"))
        self.field.textChanged.connect(self._filter)
        self.field.setVisible(len(found) >= MANY)
        column.addWidget(self.field)
        self.list = QListWidget()
        self.list.setAlternatingRowColors(False)
        for each in found:
            item = QListWidgetItem(f"{each.label}   ·   {format_kind(each.format)}")
            item.setData(Qt.ItemDataRole.UserRole, each.path)
            item.setToolTip(str(each.path))
            # The padding in the style sheet moves the text, but makes no row higher.
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 14))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self.accept)
        self.list.itemDoubleClicked.connect(self.accept)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.open_button = QPushButton(self.tr("Open"))
        set_role(self.open_button, "primary")
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self.accept)
        row.addWidget(cancel)
        row.addWidget(self.open_button)
        column.addLayout(row)
        self.list.setFocus()

    def accept(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            super().accept()

    def _filter(self, text: str) -> None:
        wanted = text.lower()
        first = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in item.text().lower())
            if first is None and not item.isHidden():
                first = item
        if first is not None:
            self.list.setCurrentItem(first)
        self.open_button.setEnabled(first is not None)
