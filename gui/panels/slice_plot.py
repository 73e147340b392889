"""A slice as an image: a diverging map over a symmetric range, its legend, and each cell's value under the mouse."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QLinearGradient, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.formatting import format_count, format_number
from gui.models.slice_picture import SlicePicture
from gui.panels.plotting import Plot, small_font
from gui.theme import Palette, theme

LEGEND = 92
MARGIN = 12
STRIP = 7
"""Height of an embedding's row, at least."""
SHADES = 256
"""On each side of zero."""


class SlicePlot(Plot):
    """Shows a `SlicePicture`; None: nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: SlicePicture | None = None
        self._image: QImage | None = None
        self._palette = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def picture(self) -> SlicePicture | None:
        return self._picture

    @property
    def empty(self) -> bool:
        return self._picture is None

    def show_picture(self, picture: SlicePicture | None) -> None:
        self._picture, self._image = picture, None
        rows = picture.values.shape[0] if picture is not None and picture.stretched else 0
        self.setMinimumHeight(rows * STRIP + 2 * MARGIN if rows else 0)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    # Painting.

    def draw(self, painter: QPainter, size: QSize) -> None:
        picture = self._picture
        if picture is None or not picture.values.size:
            return
        palette = theme().palette
        if self._image is None or self._palette != palette.name:
            self._image, self._palette = coloured(picture, palette), palette.name
        area = self._area(size)
        painter.setFont(small_font(self))
        # More cells than pixels are smoothed; fewer keep their edges.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, area.width() < picture.values.shape[1])
        painter.drawImage(area, self._image)
        if picture.stretched:
            self._row_numbers(painter, area, picture)
        self._legend(painter, QRectF(area.right() + 16, MARGIN, LEGEND, self._legend_height(size)), picture)

    def _legend_height(self, size: QSize) -> float:
        # Where rows are scrolled, the legend stays short enough to be seen whole.
        most = 130 if self._picture is not None and self._picture.stretched else 190
        return max(min(size.height() - 2 * MARGIN, most), 40)

    def _area(self, size: QSize) -> QRectF:
        """Where the cells are."""
        assert self._picture is not None
        rows, columns = self._picture.values.shape
        gutter = self._gutter() if self._picture.stretched else 0
        room = QRectF(MARGIN + gutter, MARGIN, size.width() - LEGEND - 2 * MARGIN - 16 - gutter,
                      size.height() - 2 * MARGIN)  # fmt: skip
        room.setSize(room.size().expandedTo(QSizeF(1, 1)))
        if self._picture.stretched:
            return room
        cell = min(room.width() / columns, room.height() / rows, 48)
        # Whole pixels keep the cells of one size.
        cell = float(int(cell)) if cell >= 2 else cell
        return QRectF(room.x(), room.y(), cell * columns, cell * rows)

    def _gutter(self) -> int:
        assert self._picture is not None
        last = self._picture.first_row + self._picture.values.shape[0]
        return QFontMetrics(small_font(self)).horizontalAdvance(format_count(last)) + 10

    def _row_numbers(self, painter: QPainter, area: QRectF, picture: SlicePicture) -> None:
        rows = picture.values.shape[0]
        height = area.height() / rows
        every = max(1, int(np.ceil(22 / height)))
        painter.setPen(theme().palette.colour("quiet"))
        metrics = QFontMetrics(painter.font())
        for row in range(0, rows, every):
            middle = area.y() + (row + 0.5) * height
            place = QRectF(MARGIN, middle - metrics.height() / 2, self._gutter() - 10, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, format_count(row + picture.first_row))

    def _legend(self, painter: QPainter, place: QRectF, picture: SlicePicture) -> None:
        palette = theme().palette
        metrics = QFontMetrics(painter.font())
        notes = []
        if picture.nans:
            notes.append((self.tr("NaN") + " " + format_count(picture.nans), "warning"))
        if picture.infs:
            notes.append((self.tr("Inf") + " " + format_count(picture.infs), "error"))
        line = metrics.height() + 3
        bar = QRectF(place.x(), place.y() + 2, 12, max(place.height() - len(notes) * line - 6, 24))
        gradient = QLinearGradient(bar.topLeft(), bar.bottomLeft())
        for at in range(11):
            red, green, blue, _ = shades(palette)[round((1 - at / 10) * 2 * SHADES)].tolist()
            gradient.setColorAt(at / 10, QColor(red, green, blue))
        painter.fillRect(bar, gradient)
        painter.setPen(palette.colour("quiet"))
        for part, value in ((0.0, picture.limit), (0.5, 0.0), (1.0, -picture.limit)):
            y = bar.y() + part * bar.height()
            beside = QRectF(bar.right() + 7, y - metrics.height() / 2, LEGEND - 20, metrics.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, format_number(value, signed=True))
        for number, (text, role) in enumerate(notes):
            top = bar.bottom() + 8 + number * line
            painter.fillRect(QRectF(bar.x(), top + metrics.height() / 2 - 5, 12, 10), palette.colour(role))
            painter.setPen(palette.colour("text"))
            label_at = QRectF(bar.right() + 7, top, LEGEND - 20, metrics.height())
            painter.drawText(label_at, Qt.AlignmentFlag.AlignVCenter, text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        text = self.text_at(event.position())
        if text:
            QToolTip.showText(event.globalPosition().toPoint(), text, self)
        else:
            QToolTip.hideText()

    def text_at(self, point: QPointF) -> str:
        """The index and the value of the cell at a place; empty between cells."""
        picture = self._picture
        if picture is None or not picture.values.size:
            return ""
        area = self._area(self.size())
        if not area.contains(point):
            return ""
        rows, columns = picture.values.shape
        row = min(int((point.y() - area.y()) / area.height() * rows), rows - 1)
        column = min(int((point.x() - area.x()) / area.width() * columns), columns - 1)
        if not picture.present[row, column]:
            return ""
        return f"{picture.name(row, column)}: {format_number(float(picture.values[row, column]), digits=6)}"


def coloured(picture: SlicePicture, palette: Palette) -> QImage:
    """The cells' colours, one pixel each; transparent where there is no cell."""
    values = picture.values
    scaled = np.zeros(values.shape) if not picture.limit else np.nan_to_num(values / picture.limit, posinf=0, neginf=0)
    pixels = shades(palette)[np.rint((np.clip(scaled, -1, 1) + 1) * SHADES).astype(np.intp)]
    for places, role in ((np.isnan(values), "warning"), (np.isinf(values), "error")):
        pixels[places] = _rgba(palette.colour(role))
    pixels[~picture.present] = 0
    rows, columns = values.shape
    image = QImage(pixels.tobytes(), columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
    return image.copy()  # the bytes are ours no longer than this call


def shades(palette: Palette) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Colours from the lowest value over zero to the highest, RGBA."""
    return _shades(palette.name, palette.categories["activation"], palette.window, palette.categories["nn"])


@cache
def _shades(_name: str, *stops: str) -> np.ndarray[Any, np.dtype[np.uint8]]:
    places = np.linspace(-1, 1, 2 * SHADES + 1)
    channels = np.array([_rgba(QColor(stop)) for stop in stops]).T
    mixed = [np.interp(places, (-1, 0, 1), channel) for channel in channels]
    return np.stack(mixed, axis=1).round().astype(np.uint8)


def _rgba(colour: QColor) -> list[int]:
    return [colour.red(), colour.green(), colour.blue(), colour.alpha()]
