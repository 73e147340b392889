"""The device button in the toolbar: automatic, or one of those TensorFlow reports. Looks for them when first opened."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.errors import CryographError
from gui.document import Document
from gui.formatting import format_bytes
from gui.i18n import text_of
from gui.stylesheet import set_role

NAME = 170
"""Pixels for the device's name."""


class DeviceChooser(QToolButton):
    """Shows and sets the document's device."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._failed: CryographError | None = None
        set_role(self, "boxed")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self._group = QActionGroup(self)
        self._menu.aboutToShow.connect(self._opened)
        document.device_changed.connect(self._refresh)
        document.devices_found.connect(self._refresh)
        document.devices_failed.connect(self._fail)
        document.server_found.connect(self._refresh)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._refresh()
        super().changeEvent(event)

    def _opened(self) -> None:
        self._failed = None
        self._document.find_devices()
        self._refresh()

    def _fail(self, error: CryographError) -> None:
        self._failed = error
        self._refresh()

    def _refresh(self) -> None:
        chosen = self._document.device
        # A server's device has a long name: what tells it from others is at both ends.
        shown = self.fontMetrics().elidedText(chosen or self.tr("Automatic"), Qt.TextElideMode.ElideMiddle, NAME)
        self.setText(self.tr("Device: {name}").format(name=shown) + " ▾")
        about = self.tr(
            "Where a TensorFlow session runs. Automatic freezes straight from the files, without a session."
        )
        self.setToolTip(f"{chosen}\n{about}" if chosen and shown != chosen else about)
        self._menu.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
        self._choice(self.tr("Automatic"), None)
        self._menu.addSeparator()
        for device in self._document.devices or []:
            text = device.name if not device.description else f"{device.name} · {device.description}"
            if device.memory_bytes:
                text += f" · {format_bytes(device.memory_bytes)}"
            action = self._choice(text, device.name)
            action.setEnabled(device.available)
            if device.reason is not None:
                reason = text_of(device.reason)
                action.setToolTip(reason)
                note = self._menu.addAction("      " + reason)
                note.setEnabled(False)
        for device in self._document.remote_devices:
            self._choice(device.name, device.name)
        if self._failed is not None:
            self._menu.addAction(text_of(self._failed.text)).setEnabled(False)
        elif self._document.devices is None:
            self._menu.addAction(self.tr("Asking TensorFlow…")).setEnabled(False)

    def _choice(self, text: str, name: str | None) -> QAction:
        action = self._menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(name == self._document.device)
        action.setData(name)
        self._group.addAction(action)
        action.triggered.connect(lambda: setattr(self._document, "device", name))
        return action
