"""A figure over the steps: points joined by lines, the ends of both axes written at their edges."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.formatting import format_number
from gui.panels.plotting import Plot, small_font
from gui.theme import theme

NEAR = 12
"""Pixels from a point at which the mouse is on it."""


class LinePlot(Plot):
    """Points (x, y, name); a y of None leaves a gap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[tuple[float, float | None, str]] = []
        self._heading = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def empty(self) -> bool:
        return not self._points

    @property
    def points(self) -> list[tuple[float, float | None, str]]:
        return self._points

    def show_points(self, heading: str, points: Sequence[tuple[float, float | None, str]]) -> None:
        self._heading = heading
        # An infinite figure has no place on an axis.
        self._points = [(x, y if y is not None and math.isfinite(y) else None, name) for x, y, name in points]
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def draw(self, painter: QPainter, size: QSize) -> None:
        palette = theme().palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self))
        metrics = QFontMetrics(painter.font())
        painter.setPen(palette.colour("text"))
        painter.drawText(QRectF(12, 8, size.width() - 24, metrics.height()), Qt.AlignmentFlag.AlignLeft, self._heading)
        known = [y for _, y, _ in self._points if y is not None]
        if not known:
            return
        area = self._area(size)
        painter.setPen(QPen(palette.colour("line"), 1))
        for part in (0.0, 0.5, 1.0):
            y = area.bottom() - part * area.height()
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(palette.colour("quiet"))
        low, high = self._range()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for part in (0.0, 0.5, 1.0):
            y = area.bottom() - part * area.height()
            place = QRectF(4, y - metrics.height() / 2, area.left() - 12, metrics.height())
            painter.drawText(place, right, format_number(low + part * (high - low)))
        below = QRectF(area.left(), area.bottom() + 4, area.width(), metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._points[0][2])
        if len(self._points) > 1:
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._points[-1][2])
        painter.setPen(QPen(palette.colour("accent"), 2))
        run: list[QPointF] = []
        for place_of in [*self._places(size), None]:
            if place_of is not None:
                run.append(place_of)
                continue
            painter.drawPolyline(QPolygonF(run))
            run = []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.colour("accent"))
        for dot in self._places(size):
            if dot is not None:
                painter.drawEllipse(dot, 3.5, 3.5)

    def _area(self, size: QSize) -> QRectF:
        metrics = QFontMetrics(small_font(self))
        low, high = self._range()
        texts = [format_number(low + part * (high - low)) for part in (0.0, 0.5, 1.0)]
        left = max(metrics.horizontalAdvance(text) for text in texts) + 18
        top = 14 + metrics.height() + 6
        return QRectF(
            left, top, max(size.width() - left - 18, 20), max(size.height() - top - metrics.height() - 12, 20)
        )

    def _range(self) -> tuple[float, float]:
        known = [y for _, y, _ in self._points if y is not None] or [0.0]
        low, high = min(known), max(known)
        if low == high:
            margin = abs(low) * 0.1 or 1.0
            return low - margin, high + margin
        return low, high

    def _places(self, size: QSize) -> list[QPointF | None]:
        area, (low, high) = self._area(size), self._range()
        first, last = self._points[0][0], self._points[-1][0]
        places: list[QPointF | None] = []
        for x, y, _ in self._points:
            across = (x - first) / (last - first) if last != first else 0.5
            if y is None:
                places.append(None)
            else:
                up = (y - low) / (high - low)
                places.append(QPointF(area.left() + across * area.width(), area.bottom() - up * area.height()))
        return places

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        near = [
            (math.hypot(place.x() - event.position().x(), place.y() - event.position().y()), index)
            for index, place in enumerate(self._places(self.size()) if self._points else [])
            if place is not None
        ]
        if near and min(near)[0] <= NEAR:
            _, y, name = self._points[min(near)[1]]
            assert y is not None
            QToolTip.showText(event.globalPosition().toPoint(), f"{name}: {format_number(y, digits=6)}", self)
        else:
            QToolTip.hideText()
