"""Settings: language, theme, size of the text. Everything takes effect at once, so there is nothing to apply."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.i18n import LANGUAGES
from gui.panels.widgets import label
from gui.settings import FONT_SIZES, Settings
from gui.stylesheet import set_role


class SettingsDialog(QDialog):
    """Writes to `settings` and says what changed."""

    language_chosen = Signal()
    look_chosen = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._filling = False
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(18)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        self.language = QComboBox()
        self.theme = QComboBox()
        self.text_size = QComboBox()
        self._labels = [QLabel(), QLabel(), QLabel()]
        boxes: tuple[QComboBox, ...] = (self.language, self.theme, self.text_size)
        for text, box in zip(self._labels, boxes, strict=True):
            set_role(text, "quiet")
            text.setBuddy(box)
            form.addRow(text, box)
        column.addLayout(form)
        self._note = label("", "small", wrap=True)
        column.addWidget(self._note)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self._close = QPushButton()
        set_role(self._close, "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        row.addWidget(self._close)
        column.addLayout(row)
        self._fill()
        self.language.activated.connect(self._choose_language)
        self.theme.activated.connect(self._choose_look)
        self.text_size.activated.connect(self._choose_look)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        for text, title in zip(
            self._labels, (self.tr("&Language"), self.tr("&Theme"), self.tr("Text &size")), strict=True
        ):
            text.setText(title)
        self._close.setText(self.tr("Close"))
        self._note.setText(self.tr("Nothing about you or your models leaves this computer."))
        _set(
            self.language,
            [(self.tr("As the system"), None), *((n, c) for c, n in LANGUAGES.items())],
            self._settings.language,
        )
        _set(
            self.theme,
            [(self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")],
            self._settings.theme,
        )
        _set(self.text_size, [(f"{size} px", size) for size in FONT_SIZES], self._settings.font_size)

    def _choose_language(self) -> None:
        self._settings.language = self.language.currentData()
        self.language_chosen.emit()

    def _choose_look(self) -> None:
        self._settings.theme = self.theme.currentData()
        self._settings.font_size = self.text_size.currentData()
        self.look_chosen.emit()


def _set(box: QComboBox, items: Sequence[tuple[str, object]], current: object) -> None:
    box.clear()
    for text, value in items:
        box.addItem(text, value)
        if value == current:
            box.setCurrentIndex(box.count() - 1)
