"""Where a run happens: TensorFlow's devices, those of servers that are known, or a server's address typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from core.errors import CryographError
from core.session.devices import server_of
from gui.i18n import text_of

if TYPE_CHECKING:
    from gui.document import Document

EXTRA = "CPU:1"
"""A logical CPU is made when it is asked for; one is offered, so that people know."""


class DeviceField(QComboBox):
    """The document's device, to be chosen or typed.

    The address of a TensorFlow server is asked for its devices; then they are in this list and in the others.
    """

    failed = Signal(object)
    """CryographError: the server that was typed in doesn't answer."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._asked = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # The list is as wide as its longest name, the field as the room there is.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line = self.lineEdit()
        assert line is not None
        line.setAcceptDrops(False)
        line.editingFinished.connect(self.take)
        self.activated.connect(lambda _: self.take())
        document.device_changed.connect(self._follow)
        document.devices_found.connect(lambda _: self._fill())
        document.server_found.connect(self._server_found)
        document.server_failed.connect(self._server_failed)
        self.retranslate()

    def name(self) -> str | None:
        """The device's name as it stands there, None for automatic."""
        text = self.currentText().strip()
        return None if text in ("", self.itemText(0)) else text

    def take(self) -> None:
        """Make what stands there the document's device; a server is asked first whether it is there."""
        name = self.name()
        address = server_of(name)
        if not address or address in self._document.servers:
            self._asked = ""
            self._document.device = name
        elif address != self._asked:
            self._asked = address
            self._document.find_server(address)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Device"))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.tr("Automatic")) + 50)
        self._fill()
        self._tip()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        typed = self.currentText().strip()
        text = typed if "://" in typed else self._document.device or ""
        blocked = self.blockSignals(True)
        self.clear()
        self.addItem(self.tr("Automatic"), None)
        devices = self._document.devices or []
        for name in dict.fromkeys([*([each.name for each in devices if each.available] or ["CPU:0"]), EXTRA]):
            self.addItem(name, name)
        for device in self._document.remote_devices:
            self.addItem(device.name, device.name)
        for device in devices:
            if not device.available:
                self._add_greyed(device.name, text_of(device.reason) if device.reason else "")
        self.setEditText(text or self.tr("Automatic"))
        self.blockSignals(blocked)
        view = self.view()
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + 24, 520))

    def _add_greyed(self, name: str, reason: str) -> None:
        self.addItem(name, name)
        index = self.model().index(self.count() - 1, 0)
        self.model().setData(index, 0, Qt.ItemDataRole.UserRole - 1)  # no flags: not to be chosen
        self.model().setData(index, reason, Qt.ItemDataRole.ToolTipRole)

    def _follow(self, name: str | None) -> None:
        self.setEditText(name or self.tr("Automatic"))
        self._tip()

    def _tip(self) -> None:
        """A server's device may be too long for the field."""
        about = self.tr("CPU:0, GPU:0, or a TensorFlow server: grpc://host:2222/CPU:0")
        name = self.name()
        self.setToolTip(f"{name}\n{about}" if name and "://" in name else about)

    def _server_found(self, address: str) -> None:
        wanted = self.name()
        self._fill()
        if address == self._asked and server_of(wanted) == address:
            self._document.device = wanted
        self._asked = ""

    def _server_failed(self, address: str, error: CryographError) -> None:
        if address == self._asked:
            self._asked = ""
            self.failed.emit(error)
