"""Where it runs: left open, or in a session on a device that TensorFlow has, here or on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.errors import CryographError
from gui.dialogs.widgets.choice import Choice
from gui.dialogs.widgets.fields import EnterLineEdit
from gui.dialogs.widgets.labels import LinkButton, quiet_label
from gui.dialogs.widgets.style import dialog_style
from gui.i18n import text_of
from gui.theme import theme

if TYPE_CHECKING:
    from core.session.devices import Device
    from gui.document import Document

SERVER = "server"
"""What the last item means: the address of a server is going to be typed."""


def why_not(device: Device) -> str:
    """A sentence that says that `device` can't be used, and why."""
    if device.reason is None:
        sentence = QCoreApplication.translate("DeviceChooser", "{device} is not available.")
        return sentence.format(device=device.name)
    sentence = QCoreApplication.translate("DeviceChooser", "{device} is not available: {reason}.")
    return sentence.format(device=device.name, reason=text_of(device.reason))


class DeviceChooser(QWidget):
    """The choice of a device, and below it why one can't be chosen.

    Args:
        document: knows the devices, and which one is chosen.
        automatic: what it means to choose none.
        elsewhere: what becomes of a result made without the device that is missing.
        servers: whether it can be a TensorFlow server's, too.
    """

    device_changed = Signal()

    def __init__(
        self,
        document: Document,
        *,
        automatic: str,
        elsewhere: str,
        servers: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._servers = servers
        self._automatic, self._elsewhere = automatic, elsewhere
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        self.choice = Choice()
        layout.addWidget(self.choice)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.note = quiet_label(wrap=True)
        self.how = LinkButton("")
        self.how.clicked.connect(self._explain)
        row.addWidget(self.note, 1)
        row.addWidget(self.how, 0, Qt.AlignmentFlag.AlignBottom)
        self._row = QWidget()
        self._row.setLayout(row)
        layout.addWidget(self._row)
        self.server = EnterLineEdit()
        self.server.setProperty("kind", "plain")
        self.server.setPlaceholderText("grpc://host:2222")
        self.server.setAccessibleName(self.tr("Address of a TensorFlow server"))
        self.server.setToolTip(self.tr("Address of a TensorFlow server, then Enter"))
        self.server.returnPressed.connect(self._find_server)
        self.server.hide()
        layout.insertWidget(1, self.server)
        self._asked = ""
        self._unavailable: list[Device] = []
        self._failed: CryographError | None = None
        self.popup: Explanation | None = None

        document.devices_found.connect(self._fill)
        document.devices_failed.connect(self._fail)
        document.device_changed.connect(self._follow)
        document.server_found.connect(self._server_found)
        document.server_failed.connect(self._server_failed)
        self.choice.currentIndexChanged.connect(self._choose)
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # TensorFlow is asked for them when somebody sees the choice, not before.
        self._document.find_devices()

    def device(self) -> str | None:
        """`CPU:0`, or None for automatic; None, too, while `pending`."""
        chosen = self.choice.currentData()
        return str(chosen) if chosen and chosen != SERVER else None

    @property
    def pending(self) -> bool:
        """A server is to be chosen, and which one isn't known yet."""
        return bool(self.choice.currentData() == SERVER)

    def _fill(self, _: object = None) -> None:
        self._failed = None
        devices, pending = self._document.devices, self.pending
        blocked = self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.add(self._automatic, None)
        for device in devices or []:
            self.choice.add(
                self._label(device),
                device.name,
                enabled=device.available,
                tip=text_of(device.reason) if device.reason else device.description,
            )
        if devices is None:
            self.choice.add(self.tr("Looking for devices…"), "", enabled=False)
        if self._servers:
            self._add_remote()
        if pending:
            self.choice.setCurrentIndex(self.choice.count() - 1)
        self.choice.blockSignals(blocked)
        self._unavailable = [device for device in devices or [] if not device.available]
        if not pending:
            self._follow()
        self._tell()

    def _add_remote(self) -> None:
        remote = {device.name: self._label(device) for device in self._document.remote_devices}
        wanted = self._document.device
        if wanted is not None and "://" in wanted and wanted not in remote:
            remote[wanted] = self.tr("{device}, in a TensorFlow session").format(device=wanted)
        for name, text in remote.items():
            self.choice.add(text, name, tip=name)
        self.choice.add(self.tr("On a TensorFlow server…"), SERVER)

    def _label(self, device: Device) -> str:
        if not device.available:
            return self.tr("{device}, not available").format(device=device.name)
        if device.kind != "CPU" and device.description:
            return self.tr("{device} ({description}), in a TensorFlow session").format(
                device=device.name, description=device.description
            )
        return self.tr("{device}, in a TensorFlow session").format(device=device.name)

    def _tell(self) -> None:
        text, how = "", ""
        if self._failed is not None:
            text = text_of(self._failed.text)
            how = self.tr("Try a&gain")
        elif self.pending:
            text = self.tr("Type the server's address, then press Enter: its devices are listed here.")
        elif self._document.devices is None:
            text = self.tr("Looking for devices…")
        elif self._unavailable:
            text, how = "\n".join(map(why_not, self._unavailable)), self.tr("&How to change that")
        self.note.setText(text)
        self.how.setText(how)
        self.how.setVisible(bool(how))
        self._row.setVisible(bool(text))

    def _fail(self, error: CryographError) -> None:
        self._fill()
        self._failed = error
        index = self.choice.findData("")
        if index >= 0:
            self.choice.removeItem(index)
        self._tell()

    def _follow(self, _: object = None) -> None:
        wanted = self._document.device
        index = self.choice.findData(wanted) if wanted else 0
        if index >= 0 and index != self.choice.currentIndex():
            self.choice.setCurrentIndex(index)

    def _choose(self, _: int) -> None:
        self.server.setVisible(self.pending)
        self._tell()
        if self.pending:
            self.server.setFocus()
        else:
            self._document.device = self.device()
        self.device_changed.emit()

    def _find_server(self) -> None:
        from core.session.devices import server_of  # only where a server is named

        text = self.server.text().strip()
        address = text if "://" in text else f"grpc://{text}"
        if text:
            self._asked = server_of(address) or address
            self._say(self.tr("Looking for devices…"))
            self._document.find_server(self._asked)

    def _server_found(self, address: str) -> None:
        found = address == self._asked
        self._fill()
        if found:
            self._asked = ""
            self.choice.setCurrentIndex(self.choice.findData(self._document.servers[address][0].name))

    def _server_failed(self, address: str, error: CryographError) -> None:
        if address == self._asked:
            self._asked = ""
            self._say(" ".join(map(text_of, filter(None, (error.text, error.remedy)))))

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.how.hide()
        self._row.setVisible(bool(text))

    def _explain(self) -> None:
        if self._failed is not None:
            self._document.find_devices()
            self._fill()
            return
        self.popup = Explanation(self._unavailable, self._elsewhere, self)
        self.popup.adjustSize()
        corner = self.how.mapToGlobal(QPoint(self.how.width() - self.popup.width(), self.how.height() + 4))
        self.popup.move(corner)
        self.popup.show()


class Explanation(QFrame):
    """Why devices can't be used and what to do about it; goes away with Esc or a click beside it."""

    def __init__(self, devices: list[Device], last: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        colours = theme().palette
        self.setObjectName("explanation")
        self.setStyleSheet(
            dialog_style(colours)
            + f"#explanation {{ background: {colours.panel}; border: 1px solid {colours.line_strong};"
            " border-radius: 6px; }"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(6)
        for device in devices:
            named = device.description and device.description != device.name
            title = QLabel(f"{device.name} · {device.description}" if named else device.name)
            title.setTextFormat(Qt.TextFormat.PlainText)
            title.setProperty("kind", "heading")
            layout.addWidget(title)
            sentences = [why_not(device), text_of(device.remedy) if device.remedy else ""]
            for text in filter(None, sentences):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(True)
                label.setMinimumWidth(400)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                layout.addWidget(label)
        layout.addWidget(quiet_label(last, wrap=True))
