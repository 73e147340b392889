"""Check marks in the palette's colours: for a check box and for the rows of a list alike."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QWidget

from gui.theme import theme

TICK = 15
"""The side of the square, in pixels."""

CHECK_LINE = 3
"""Pixels above the text of a check box: what stands beside it begins as far down."""


def paint_tick(painter: QPainter, box: QRectF, *, checked: bool, enabled: bool = True, focused: bool = False) -> None:
    """Paint a check mark's square into `box`."""
    colours = theme().palette
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    square = box.adjusted(0.5, 0.5, -0.5, -0.5)
    filled = checked and enabled
    painter.setBrush(colours.colour("accent" if filled else "panel"))
    painter.setPen(QPen(colours.colour("accent" if filled or focused else "line_strong"), 1.2))
    painter.drawRoundedRect(square, 3, 3)
    if checked:
        ink = colours.colour("on_accent" if enabled else "quiet")
        painter.setPen(QPen(ink, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        left, top, side = box.left(), box.top(), box.width()
        painter.drawPolyline(
            [
                QPointF(left + side * 0.25, top + side * 0.53),
                QPointF(left + side * 0.43, top + side * 0.71),
                QPointF(left + side * 0.76, top + side * 0.31),
            ]
        )
    painter.restore()


class CheckBox(QCheckBox):
    """A check box whose square is painted in the palette's colours."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 8, max(hint.height(), TICK + 8))

    def hitButton(self, position: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = (self.height() - TICK) / 2
        paint_tick(
            painter,
            QRectF(1, top, TICK, TICK),
            checked=self.isChecked(),
            enabled=self.isEnabled(),
            focused=self.hasFocus(),
        )
        painter.setPen(theme().palette.colour("text" if self.isEnabled() else "quiet"))
        option = QStyleOptionButton()
        self.initStyleOption(option)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
        if not self.style().styleHint(QStyle.StyleHint.SH_UnderlineShortcut, option, self):
            flags |= Qt.TextFlag.TextHideMnemonic
        area = QRect(TICK + 9, 0, self.width() - TICK - 9, self.height())
        painter.drawText(area, int(flags), self.text())
        painter.end()
