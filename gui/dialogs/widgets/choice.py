"""A combo box that looks like the other fields: quiet box, its text, a small arrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QStyledItemDelegate, QWidget

from gui.theme import theme


class Choice(QComboBox):
    """A combo box painted in the palette's colours; one of its items may be greyed with a reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        # The style's own delegate paints rows like a menu's, in colours that the style sheet does not reach.
        view = QListView(self)
        self.setView(view)
        view.setItemDelegate(QStyledItemDelegate(view))
        # The page scrolls with the wheel; a value must not change because the pointer passed over it.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def add(self, text: str, data: object, *, enabled: bool = True, tip: str = "") -> None:
        """Add an item that means `data`; a disabled one is shown greyed and can't be chosen."""
        self.addItem(text, data)
        model = self.model()
        if isinstance(model, QStandardItemModel):
            item: QStandardItem = model.item(self.count() - 1)
            item.setEnabled(enabled)
            item.setToolTip(tip)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.fontMetrics().height() + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        hovered = self.underMouse() and self.isEnabled()
        painter.setBrush(colours.colour("hover" if hovered else "canvas"))
        painter.setPen(QPen(colours.colour("accent" if self.hasFocus() else "line"), 1))
        painter.drawRoundedRect(box, 6, 6)
        ink = colours.colour("text" if self.isEnabled() else "quiet")
        painter.setPen(ink)
        inner = self.rect().adjusted(11, 0, -28, 0)
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        x, y = self.width() - 17.0, self.height() / 2 - 1.5
        painter.setPen(QPen(colours.colour("quiet"), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x, y + 4), QPointF(x + 4, y)])
        painter.end()
