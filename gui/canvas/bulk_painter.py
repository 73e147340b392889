"""Paints thousands of boxes and edges in a few calls, for scales at which nobody reads a label.

Coordinates are computed for all of them at once with numpy and handed to Qt as plain arrays; nothing is painted
one by one but the titles of containers that have room for one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from shiboken6 import Shiboken

from gui.canvas.box_painter import ink_of, mix
from gui.canvas.fonts import fonts
from gui.canvas.grid import Floats, Ints, distinct
from gui.canvas.scene import CATEGORIES, Scene
from gui.theme import Palette

TITLES = (11, 10, 9, 8)
"""Sizes of names at scales where their own would be unreadable, in pixels; the largest that fits is taken."""

SMALL = 9.0
"""Below this height in pixels a box is one patch of its category's colour."""


def draw_rects(painter: QPainter, rects: Floats) -> None:
    """Draw float64 (n, 4) rectangles: x, y, width, height."""
    if len(rects):
        rects = np.ascontiguousarray(rects, np.float64)
        painter.drawRects(cast(QRectF, Shiboken.wrapInstance(rects.ctypes.data, QRectF)), len(rects))


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw float64 (n, 4) lines: x1, y1, x2, y2."""
    if len(lines):
        lines = np.ascontiguousarray(lines, np.float64)
        painter.drawLines(cast(QLineF, Shiboken.wrapInstance(lines.ctypes.data, QLineF)), len(lines))


class BulkPainter:
    """Paints parts of a scene in device-independent pixels.

    Args:
        painter: its origin is the scene's point (left, top) × scale.
        scene: what to paint.
        palette: the colours.
        scale: pixels per scene unit.
        left: the region's left edge in scene units.
        top: its top edge.
    """

    def __init__(
        self, painter: QPainter, scene: Scene, palette: Palette, scale: float, left: float, top: float
    ) -> None:
        self._painter = painter
        self._scene = scene
        self._ink = ink_of(palette)
        self._scale = scale
        self._origin = np.array([left, top, left, top])

    def _pixels(self, indices: Ints) -> Floats:
        """(n, 4) left, top, width, height on whole pixels, at least one pixel each."""
        corners: Floats = np.round((self._scene.rects[indices] - self._origin) * self._scale)
        corners[:, 2:] = np.maximum(corners[:, 2:] - corners[:, :2], 1.0)
        return corners

    def containers(self, indices: Ints) -> None:
        """Panels of the open containers, outer ones first."""
        painter, ink = self._painter, self._ink
        pixels = self._pixels(indices)
        for i, rect in zip(indices, pixels, strict=True):
            aside = self._scene.boxes[i].kind == "aside"
            painter.setPen(QPen(ink.aside_border.color() if aside else ink.scope_border.color(), 0))
            fill = ink.inner_scope if self._scene.depth[i] % 2 else ink.scope
            painter.setBrush(Qt.BrushStyle.NoBrush if aside else fill)
            painter.drawRect(QRectF(*rect))

    def edges(self, segments: Ints) -> None:
        """The polylines' segments, one pixel wide; control edges fainter."""
        painter, ink = self._painter, self._ink
        scene = self._scene
        lines = (scene.segments[segments] - self._origin) * self._scale
        control = scene.route_control[scene.segment_route[segments]]
        faint = min(1.0, 0.35 + 600.0 / max(len(segments), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(segments) < 4000)
        for chosen, part in ((control, 0.5 * faint), (~control, faint)):
            # Blended beforehand: an opaque colour paints faster than a transparent one.
            painter.setPen(QPen(mix(ink.canvas, ink.edge, part), 0))
            draw_lines(painter, lines[chosen])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def boxes(self, indices: Ints, strip: dict[str, QColor] | None = None) -> None:
        """Closed boxes: patches of colour, or boxes with their strip where there is room."""
        painter, ink, scene = self._painter, self._ink, self._scene
        pixels = self._pixels(indices)
        group = scene.group[indices]
        painter.setPen(QPen(ink.scope_border.color(), 0))
        painter.setBrush(mix(ink.scope, ink.scope_border.color(), 0.25))
        draw_rects(painter, pixels[group])
        tall = (pixels[:, 3] >= SMALL) | scene.ref[indices]
        painter.setPen(QPen(ink.border.color(), 0))
        painter.setBrush(ink.card)
        draw_rects(painter, pixels[tall & ~group])
        painter.setPen(Qt.PenStyle.NoPen)
        patches = pixels.copy()
        patches[tall | group, 2] = np.maximum(np.round(6 * self._scale), 2)
        codes = scene.category[indices]
        single = ~group
        if strip:
            recoloured = np.array([scene.boxes[i].key in strip for i in indices], np.bool_)
            for i in np.flatnonzero(recoloured):
                painter.fillRect(QRectF(*patches[i]), strip[scene.boxes[indices[i]].key])
            single &= ~recoloured
        for code in distinct(codes[single]):
            colour = ink.strip(CATEGORIES[code])
            chosen = single & (codes == code)
            painter.setBrush(colour)
            draw_rects(painter, patches[chosen & tall])
            painter.setBrush(mix(ink.canvas, colour, 0.6))  # many full patches side by side would shout
            draw_rects(painter, patches[chosen & ~tall])

    def titles(self, indices: Ints) -> None:
        """Names at a readable size of their own, where there is room for one: for scales at which theirs is not."""
        pixels = self._pixels(indices)
        roomy = (pixels[:, 2] >= 24) & (pixels[:, 3] >= TITLES[-1])
        painter, scene = self._painter, self._scene
        for i, (x, y, w, h) in zip(indices[roomy].tolist(), pixels[roomy].tolist(), strict=True):
            box = scene.boxes[i]
            # The header of an open container shrinks with the scale: no title where it would lie on the children.
            if box.kind == "aside":
                continue
            if box.chips and not box.expanded:
                h *= 1 - len(box.chips) * 21.0 / max(box.h, 1.0)  # the chips stand below the name
            height = (box.header or h) * self._scale if box.expanded else h
            fitted = _fitted(box.label, w - 6, height)
            if fitted is None:
                continue
            text, font, width, capital = fitted
            painter.setFont(font)
            painter.setPen(self._ink.text)
            left = x + 4 if box.expanded else x + (w - width) / 2
            painter.drawText(QPointF(left, y + (height + capital) / 2), text)


@lru_cache(20_000)
def _fitted(label: str, width: float, height: float) -> tuple[str, QFont, float, float] | None:
    """The label in the largest font that fits: (text, font, width, height of a capital); None if none does."""
    for pixels in TITLES:
        if pixels > height:
            continue
        font, metrics = _title_font(pixels)
        wide = metrics.horizontalAdvance(label)
        if wide <= width:
            return label, font, wide, metrics.capHeight()
    if height < TITLES[-1]:
        return None
    text = metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, width)
    if len(text) < 6:  # `c…1` tells nothing
        return None
    return text, font, metrics.horizontalAdvance(text), metrics.capHeight()


@lru_cache(8)
def _title_font(pixels: int) -> tuple[QFont, QFontMetricsF]:
    font = QFont(fonts().label)
    font.setPixelSize(pixels)
    return font, QFontMetricsF(font)
