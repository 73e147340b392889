"""Paints edges in full detail: curves, arrowheads, shapes beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from core.layout.picture import Route
from gui.canvas.box_painter import ink_of
from gui.canvas.curves import HEAD, curve, leaves_sideways
from gui.canvas.fonts import PIXELS, READABLE
from gui.canvas.labels import draw_text, static_text
from gui.canvas.scene import Scene, label_place
from gui.theme import Palette

THIN = 1.4
THICKEST = 4.5

Line = tuple[QPainterPath, QPolygonF]


def width_of(route: Route) -> float:
    """Line width in scene units: grows with the logarithm of the edges merged."""
    return min(THIN + 0.45 * math.log2(max(route.count, 1)), THICKEST)


class EdgePainter:
    """Paints routes with one painter.

    Args:
        painter: in scene units, antialiased.
        scene: where the routes are from.
        palette: the colours.
        scale: device-independent pixels per scene unit.
        lines: paths made before, by route index; filled here.
    """

    def __init__(self, painter: QPainter, scene: Scene, palette: Palette, scale: float, lines: dict[int, Line]) -> None:
        self._painter = painter
        self._scene = scene
        self._ink = ink_of(palette)
        self._back = palette.colour("maths")
        self._lines = lines
        self._texts = PIXELS["chip"] * scale >= READABLE

    def paint(self, indices: Iterable[int], colour: QColor | None = None, extra: float = 0.0) -> None:
        """The lines and arrowheads of the routes; `colour` and `extra` width when they are lit."""
        for i in indices:
            self._line(i, colour, extra)

    def line(self, i: int) -> Line:
        """The path of a route, made once."""
        made = self._lines.get(i)
        if made is None:
            route, boxes = self._scene.routes[i], self._scene.picture.boxes
            head = HEAD + (width_of(route) - THIN) * 1.2
            made = self._lines[i] = curve(
                route.points,
                start_sideways=leaves_sideways(boxes.get(route.source), route.points[0]),
                end_sideways=leaves_sideways(boxes.get(route.target), route.points[-1]),
                head=head,
            )
        return made

    def between(self, old: Route, i: int, part: float) -> None:
        """The line of a route on its way from where it was in another picture."""
        route = self._scene.routes[i]
        if min(len(old.points), len(route.points)) < 2:
            return
        # With another number of points there is nothing to pair: the ends move, the rest is the new line's.
        before = old.points if len(old.points) == len(route.points) else [old.points[0], old.points[-1]]
        after = route.points if len(before) == len(route.points) else [route.points[0], route.points[-1]]
        points = [
            (ax + (bx - ax) * part, ay + (by - ay) * part) for (ax, ay), (bx, by) in zip(before, after, strict=True)
        ]
        self._draw(route, curve(points), None, 0.0)

    def _line(self, i: int, colour: QColor | None, extra: float) -> None:
        route = self._scene.routes[i]
        if len(route.points) >= 2:
            self._draw(route, self.line(i), colour, extra)

    def _draw(self, route: Route, line: Line, colour: QColor | None, extra: float) -> None:
        path, head = line
        colour = colour or (self._back if route.reversed else self._ink.edge)
        pen = QPen(colour, width_of(route) + extra)
        if route.control:
            pen.setDashPattern([3.0, 2.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter = self._painter
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if route.reversed:  # a hollow head, so that it differs without its colour too
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(self._ink.canvas)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        painter.drawPolygon(head)
        if route.ref:  # a variable's reference, not its value
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(self._ink.canvas)
            painter.drawEllipse(QPointF(*route.points[0]), 3.0, 3.0)

    def label(self, i: int, background: QColor) -> None:
        """The shape beside a route, on a patch of the background so that lines don't cross the text."""
        route = self._scene.routes[i]
        if not (self._texts and route.label):
            return
        x, y = label_place(route)
        _, width, height = static_text(route.label, "chip", 0)
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        halo = QColor(background)
        halo.setAlphaF(0.86)
        painter.setBrush(halo)
        painter.drawRoundedRect(QRectF(x - 3, y - height / 2 + 1, width + 6, height - 2), 3, 3)
        painter.setPen(self._ink.quiet)
        draw_text(painter, route.label, "chip", x, y)
