"""What the colours mean, in a corner of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.canvas.fonts import fonts
from gui.theme import theme

ROW = 18
WIDEST = 260


class Legend(QWidget):
    """A child of the viewport; hidden while the colours are those of the categories."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[tuple[str, QColor, int]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme().changed.connect(self.update)
        self.hide()

    def show_entries(self, entries: list[tuple[str, QColor, int]]) -> None:
        """Show (text, colour, count) rows; none hides it."""
        self._entries = entries
        self.setVisible(bool(entries))
        self.setAccessibleName(", ".join(f"{text}: {count:,}" for text, _, count in entries))
        metrics = QFontMetricsF(fonts().detail)
        widest = max((metrics.horizontalAdvance(self._text(entry)) for entry in entries), default=0.0)
        self.resize(int(min(widest + 42, WIDEST)), len(entries) * ROW + 12)
        self.update()

    @staticmethod
    def _text(entry: tuple[str, QColor, int]) -> str:
        return f"{entry[0]}  {entry[2]:,}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme().palette
        painter.setPen(QPen(palette.colour("line"), 1))
        painter.setBrush(palette.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(fonts().detail)
        metrics = QFontMetricsF(fonts().detail)
        for i, entry in enumerate(self._entries):
            top = 6 + i * ROW
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(entry[1])
            painter.drawRoundedRect(QRectF(10, top + 4, 10, 10), 2, 2)
            painter.setPen(palette.colour("text"))
            text = metrics.elidedText(self._text(entry), Qt.TextElideMode.ElideMiddle, self.width() - 38)
            painter.drawText(QRectF(28, top, self.width() - 34, ROW), Qt.AlignmentFlag.AlignVCenter, text)
