"""The bar at the top: open, freeze, export, run, search, device."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from gui.actions import Actions
from gui.device_chooser import DeviceChooser
from gui.document import Document
from gui.search import SearchField
from gui.stylesheet import set_role


class TopBar(QToolBar):
    """What is used most, within reach."""

    def __init__(self, document: Document, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.open = QToolButton()
        self.open.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.open)
        menu.addActions([actions.open_file, actions.open_folder])
        menu.addMenu(actions.recent_menu)
        self.open.setMenu(menu)
        self.freeze = QPushButton()
        set_role(self.freeze, "primary")
        self.freeze.clicked.connect(actions.freeze.trigger)
        self.freeze.setEnabled(actions.freeze.isEnabled())
        actions.freeze.enabledChanged.connect(self.freeze.setEnabled)
        self.export = QPushButton()
        self.export.clicked.connect(actions.export.trigger)
        self.export.setEnabled(actions.export.isEnabled())
        actions.export.enabledChanged.connect(self.export.setEnabled)
        self.run = QPushButton()
        self.run.clicked.connect(actions.run.trigger)
        self.run.setEnabled(actions.run.isEnabled())
        actions.run.enabledChanged.connect(self.run.setEnabled)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.search = SearchField(document)
        self.device = DeviceChooser(document)
        for widget in (self.open, self.freeze, self.export, self.run, gap, self.search, self.device):
            self.addWidget(widget)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Toolbar"))
        self.open.setText(self.tr("Open") + " ▾")
        self.freeze.setText(self.tr("Freeze…"))
        self.export.setText(self.tr("Export…"))
        self.export.setToolTip(self.tr("Write it in another format: model, graph, values or drawing (Ctrl+S)"))
        self.run.setText(self.tr("Run…"))
        self.run.setToolTip(self.tr("Give it an input and see what comes out (Ctrl+R)"))
        self.freeze.setToolTip(self.tr("Make one .pb of the graph and its values (Ctrl+E)"))
