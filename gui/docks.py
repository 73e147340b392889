"""Panels that dock: a quiet heading in place of the system's title bar, and the tabbed panel at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.icons import set_icon
from gui.panels.widgets import label, rule
from gui.stylesheet import set_role

AREAS = Qt.DockWidgetArea.AllDockWidgetAreas


def _tiny_button(icon: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    set_role(button, "tiny")
    set_icon(button, icon)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # The buttons would be noise while nobody is near the panel, but their place stays reserved.
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.hide()
    return button


class _Heading(QWidget):
    """What stands at the top of a dock. Where it doesn't react to the mouse itself, it drags the dock."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.row = QHBoxLayout(self)
        self.row.setSpacing(2)
        self._offered = True
        self._float = _tiny_button("float", self)
        self._close = _tiny_button("close", self)
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._close.clicked.connect(dock.close)

    def add_buttons(self) -> None:
        self.row.addWidget(self._float)
        self.row.addWidget(self._close)

    def offer_buttons(self, offer: bool) -> None:
        """Whether the buttons appear, and have their place, at all."""
        self._offered = offer
        for button in (self._float, self._close):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(offer)
            button.setSizePolicy(policy)
            button.hide()

    def set_tips(self, detach: str, close: str) -> None:
        self._float.setToolTip(detach)
        self._close.setToolTip(close)

    def enterEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self._float.setVisible(self._offered)
        self._close.setVisible(self._offered)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._float.hide()
        self._close.hide()
        super().leaveEvent(event)


class PanelDock(QDockWidget):
    """One panel under its name in small capitals."""

    def __init__(self, name: str, panel: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAllowedAreas(AREAS)
        heading = _Heading(self)
        heading.row.setContentsMargins(14, 7, 8, 3)
        self._label = label("", "section")
        font = QFont(self._label.font())
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        self._label.setFont(font)
        heading.row.addWidget(self._label, 1)
        heading.add_buttons()
        self._heading = heading
        self.setTitleBarWidget(heading)
        self.setWidget(panel)

    def set_title(self, title: str) -> None:
        self.setWindowTitle(title)
        self._label.setText(title.upper())
        self._heading.set_tips(self.tr("Detach"), self.tr("Close"))


class TabsDock(QDockWidget):
    """Panels behind underlined tabs; a widget of the current panel stands at the right of the tabs."""

    current_changed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAllowedAreas(AREAS)
        heading = _Heading(self)
        heading.row.setContentsMargins(4, 0, 6, 0)
        self._counts: list[QLabel] = []
        self.bar = QTabBar(heading)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._corner = QStackedWidget()
        self._corner.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        heading.row.addWidget(self.bar)
        heading.row.addStretch(1)
        heading.row.addWidget(self._corner)
        heading.add_buttons()
        # In the window the filter reaches to the edge; the panel is hidden from the menu, or dragged by the tabs' row.
        heading.offer_buttons(False)
        self.topLevelChanged.connect(heading.offer_buttons)
        self._heading = heading
        self.setTitleBarWidget(heading)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        self._pages = QStackedWidget()
        column.addWidget(self._pages, 1)
        self.setWidget(body)
        self.bar.currentChanged.connect(self._show)

    def add_panel(self, panel: QWidget, corner: QWidget | None = None) -> None:
        self._pages.addWidget(panel)
        self._corner.addWidget(corner if corner is not None else QWidget())
        index = self.bar.addTab("")
        count = label("", "tab-count")
        count.setContentsMargins(0, 0, 13, 1)
        self._counts.append(count)
        self.bar.setTabButton(index, QTabBar.ButtonPosition.RightSide, count)

    def set_titles(self, window_title: str, titles: list[tuple[str, str, str]]) -> None:
        """`titles`: for each tab its name, the count beside it (empty: none), and the count's look."""
        self.setWindowTitle(window_title)
        for index, (title, count, role) in enumerate(titles):
            self._counts[index].setText(count)
            set_role(self._counts[index], role)
            self._counts[index].adjustSize()
            # The text comes last: only it makes the bar measure the tab anew. A lone & would be a mnemonic.
            self.bar.setTabText(index, title.replace("&", "&&"))
        self._heading.set_tips(self.tr("Detach"), self.tr("Close"))

    def show_panel(self, panel: QWidget) -> None:
        """Bring the tab of `panel` to the front, and the dock if it is hidden."""
        self.bar.setCurrentIndex(self._pages.indexOf(panel))
        self.show()
        self.raise_()

    def current_panel(self) -> QWidget | None:
        return self._pages.currentWidget()

    def _show(self, index: int) -> None:
        # The current tab is in bold: the bar needs another width, but doesn't say so.
        self.bar.updateGeometry()
        self._pages.setCurrentIndex(index)
        self._corner.setCurrentIndex(index)
        corner = self._corner.currentWidget()
        self._corner.setVisible(corner is not None and corner.layout() is not None)
        self.current_changed.emit(index)
