"""The likeliest classes of a row of probabilities, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.theme import theme

if TYPE_CHECKING:
    from core.running.looking import ClassValue


class ClassBars(QWidget):
    """For each row of the batch its classes, the likeliest first: label, bar, number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[list[ClassValue]] = []
        theme().changed.connect(self.update)

    def show_rows(self, rows: list[list[ClassValue]]) -> None:
        """Draw these."""
        self._rows = rows
        self.setAccessibleDescription("; ".join(f"{row[0].label}: {row[0].value:.1%}" for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = sum(len(row) for row in self._rows)
        return QSize(320, lines * self._line() + (len(self._rows) + 1) * 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme().palette
        line = self._line()
        metrics = self.fontMetrics()
        names = [each.label for row in self._rows for each in row]
        label_width = min(max((metrics.horizontalAdvance(name) for name in names), default=0) + 14, self.width() // 3)
        number_width = metrics.horizontalAdvance("100.00 %") + 12
        room = max(min(self.width() - 32 - label_width - number_width, 420), 40)
        y = 12.0
        for row in self._rows:
            for place, each in enumerate(row):
                strong = place == 0
                painter.setPen(QColor(colours.text if strong else colours.quiet))
                name = metrics.elidedText(each.label, Qt.TextElideMode.ElideRight, label_width - 12)
                painter.drawText(QRectF(16, y, label_width, line), Qt.AlignmentFlag.AlignVCenter, name)
                bar = QRectF(16 + label_width, y + line * 0.22, room, line * 0.56)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.line))
                painter.drawRoundedRect(bar, 3, 3)
                bar.setWidth(max(room * each.value, 2))
                painter.setBrush(QColor(colours.accent if strong else colours.quiet))
                painter.drawRoundedRect(bar, 3, 3)
                painter.setPen(QColor(colours.text if strong else colours.quiet))
                number = QRectF(16 + label_width + room + 10, y, number_width, line)
                painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, _percent(each.value))
                y += line
            y += 12

    def _line(self) -> int:
        return self.fontMetrics().height() + 8


def _percent(value: float) -> str:
    """`99.87 %`; what would be a plain 0 without being one is `< 0.01 %`."""
    return "< 0.01 %" if 0 < value < 0.00005 else f"{value * 100:.2f} %"
