"""The list of formats: what each is for, by what it keeps; those that don't apply with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.errors import Text
from gui.dialogs.widgets.labels import smaller
from gui.i18n import text_of
from gui.theme import theme

if TYPE_CHECKING:
    from core.conversion.target import Target

WIDTH = 292
"""Of the list, in pixels."""
MARGIN, INDENT = 8, 10
LINE = Qt.ItemDataRole.UserRole + 1
TARGET = Qt.ItemDataRole.UserRole + 2
WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)

SHOW = QAbstractItemView.ScrollHint.EnsureVisible

Index = QModelIndex | QPersistentModelIndex
Listed = tuple["Target", Text | None]
"""A format, and why it can't be chosen."""


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result


class TargetDelegate(QStyledItemDelegate):
    """Paints a heading, or a format's name with its line (or the reason) below, wrapped."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else WIDTH
        if index.data(LINE) is None:
            return QSize(width, QFontMetrics(smaller(option.font)).height() + (20 if index.row() else 14))
        room = QRect(0, 0, width - 2 * (MARGIN + INDENT), 1000)
        name = QFontMetrics(_bold(option.font)).boundingRect(room, WRAPPED, str(index.data())).height()
        line = QFontMetrics(smaller(option.font, 1)).boundingRect(room, WRAPPED, str(index.data(LINE))).height()
        return QSize(width, name + line + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme().palette
        rect: QRect = option.rect
        painter.save()
        inner = rect.adjusted(MARGIN + INDENT, 0, -MARGIN - INDENT, 0)
        line = index.data(LINE)
        if line is None:
            painter.setFont(_bold(smaller(option.font)))
            painter.setPen(colours.colour("quiet"))
            painter.drawText(
                inner.adjusted(0, 0, 0, -4),
                int(Qt.AlignmentFlag.AlignBottom) | int(Qt.AlignmentFlag.AlignLeft),
                str(index.data()).upper(),
            )
            painter.restore()
            return
        state = option.state
        enabled = bool(state & QStyle.StateFlag.State_Enabled)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or (enabled and state & QStyle.StateFlag.State_MouseOver):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("selection" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(MARGIN, 1, -MARGIN, -1), 6, 6)
        inner.adjust(0, 6, 0, -6)
        font = _bold(option.font)
        painter.setFont(font)
        painter.setPen(colours.colour("text" if enabled else "quiet"))
        painter.drawText(inner, WRAPPED, str(index.data()))
        height = QFontMetrics(font).boundingRect(inner, WRAPPED, str(index.data())).height()
        painter.setFont(smaller(option.font, 1))
        painter.setPen(colours.colour("text" if chosen else "quiet"))
        painter.drawText(inner.adjusted(0, height + 2, 0, 4), WRAPPED, str(line))
        painter.restore()


class TargetList(QListWidget):
    """Formats to choose one of; arrow keys step over those that can't be chosen."""

    target_chosen = Signal(object)
    """Target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "side")
        self.setFixedWidth(WIDTH)
        self.setItemDelegate(TargetDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Formats"))
        self.currentItemChanged.connect(self._chosen)
        theme().changed.connect(self.viewport().update)

    def set_targets(self, listed: Sequence[Listed], wanted: str) -> None:
        """List `listed`, grouped by what they keep; choose the one called `wanted`, else the first that applies."""
        blocked = self.blockSignals(True)
        self.clear()
        for group, heading in (
            ("model", self.tr("A model that runs")),
            ("graph", self.tr("The graph")),
            ("values", self.tr("The values")),
            ("picture", self.tr("To look at")),
        ):
            members = [(target, reason) for target, reason in listed if target.group == group]
            if members:
                head = QListWidgetItem(heading)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(head)
            for target, reason in members:
                self._append(target, reason)
        self.blockSignals(blocked)
        applying = [item for item in self._items() if item.flags() & Qt.ItemFlag.ItemIsEnabled]
        chosen = next((item for item in applying if item.data(TARGET).name == wanted), None)
        if chosen is None and applying:
            chosen = applying[0]
        if chosen is not None:
            self.setCurrentItem(chosen)

    def target(self) -> Target | None:
        """The chosen one; None while nothing applies."""
        item = self.currentItem()
        target: Target | None = item.data(TARGET) if item is not None else None
        return target

    def choose(self, name: str) -> bool:
        """Choose a format by its name. False if it isn't there or can't be chosen."""
        for item in self._items():
            if item.data(TARGET).name == name and item.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.setCurrentItem(item)
                return True
        return False

    def reason(self, name: str) -> str | None:
        """Why the format of this name can't be chosen, as its row says; None if it can."""
        for item in self._items():
            if item.data(TARGET).name == name:
                return None if item.flags() & Qt.ItemFlag.ItemIsEnabled else str(item.data(LINE))
        return None

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = SHOW) -> None:
        """The first of a group is shown with its heading."""
        above = index.sibling(index.row() - 1, index.column())
        if above.isValid() and above.data(TARGET) is None:
            super().scrollTo(above, hint)
        super().scrollTo(index, hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A scroll bar came or went: the lines wrap elsewhere.
        self.scheduleDelayedItemsLayout()

    def _items(self) -> list[QListWidgetItem]:
        items = [self.item(row) for row in range(self.count())]
        return [item for item in items if item.data(TARGET) is not None]

    def _append(self, target: Target, reason: Text | None) -> None:
        item = QListWidgetItem(text_of(target.title))
        below = text_of(reason if reason is not None else target.line)
        item.setData(LINE, below)
        item.setData(TARGET, target)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, below)
        if reason is not None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _chosen(self, item: QListWidgetItem | None, _: object) -> None:
        if item is not None and item.data(TARGET) is not None:
            self.target_chosen.emit(item.data(TARGET))
