"""The inspector's two little pictures: a histogram and a corner of the values. Painted in the theme's colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.formatting import format_count, format_number
from gui.panels.plotting import Plot, small_font
from gui.stylesheet import digits_font
from gui.theme import theme


class Histogram(Plot):
    """Equal bins from `low` to `high` as bars, the two ends written beneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: list[int] = []
        self._low = self._high = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_counts(self, counts: list[int], low: float, high: float) -> None:
        self._counts, self._low, self._high = counts, low, high
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 88)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 88)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._counts:
            return
        index = min(max(int(event.position().x() / self.width() * len(self._counts)), 0), len(self._counts) - 1)
        width = (self._high - self._low) / len(self._counts)
        start, end = self._low + index * width, self._low + (index + 1) * width
        QToolTip.showText(
            event.globalPosition().toPoint(),
            f"{format_number(start, signed=True)} … {format_number(end, signed=True)}: "
            f"{format_count(self._counts[index])}",
            self,
        )

    @property
    def empty(self) -> bool:
        return not self._counts

    def draw(self, painter: QPainter, size: QSize) -> None:
        palette = theme().palette
        font = small_font(self)
        painter.setFont(font)
        base = size.height() - QFontMetrics(font).height() - 4
        painter.setPen(QPen(palette.colour("line"), 1))
        painter.drawLine(QPointF(0, base + 0.5), QPointF(size.width(), base + 0.5))
        most = max(self._counts, default=0)
        if most:
            bar = palette.colour("accent")
            bar.setAlphaF(0.78)
            step = size.width() / len(self._counts)
            gap = 1.5 if step > 5 else 0.5
            for index, count in enumerate(self._counts):
                if count:
                    height = max(count / most * (base - 4), 1.0)
                    painter.fillRect(QRectF(index * step, base - height, max(step - gap, 1), height), bar)
        painter.setPen(palette.colour("quiet"))
        area = QRectF(0, base + 3, size.width(), size.height() - base - 3)
        if self._counts:
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft, format_number(self._low, signed=True))
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, format_number(self._high, signed=True))


class NumberGrid(QWidget):
    """A few rows of texts in right-aligned columns with thin lines between; as many columns as fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[list[str]] = []
        self._more_rows = self._more_columns = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: list[list[str]], *, more_rows: bool, more_columns: bool) -> None:
        """`more_…`: the tensor goes on beyond what is given."""
        self._rows, self._more_rows, self._more_columns = rows, more_rows, more_columns
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row_height() * (len(self._rows) + (1 if self._more_rows else 0)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 9

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        palette = theme().palette
        painter = QPainter(self)
        font = digits_font(self.font())
        painter.setFont(font)
        metrics = QFontMetrics(font)
        widest = max((metrics.horizontalAdvance(text) for row in self._rows for text in row), default=0) + 14
        given = max(len(row) for row in self._rows)
        whole = self.width() - 28
        cut = self._more_columns or given * widest > whole
        room = whole - (metrics.horizontalAdvance("…") + 6 if cut else 0)
        columns = min(given, max(1, int(room // max(widest, 1))))
        height = self._row_height()
        width = room / columns
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for index, row in enumerate(self._rows):
            top = index * height
            painter.setPen(palette.colour("text"))
            for column, text in enumerate(row[:columns]):
                elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))
                painter.drawText(QRectF(14 + column * width, top, width, height - 1), right, elided)
            if cut and len(row) >= columns:
                painter.setPen(palette.colour("quiet"))
                painter.drawText(QRectF(14, top, whole, height - 1), right, "…")
            painter.setPen(palette.colour("line"))
            painter.drawLine(QPointF(0, top + height - 0.5), QPointF(self.width(), top + height - 0.5))
        if self._more_rows:
            painter.setPen(palette.colour("quiet"))
            area = QRectF(14, len(self._rows) * height, self.width() - 28, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "⋮")
        painter.end()
