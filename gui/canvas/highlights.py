"""What lies over the picture: selection, what the pointer is on, search hits, a lit part with the rest dimmed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.canvas.box_painter import BoxPainter, Ink, ink_of
from gui.canvas.bulk_painter import draw_rects
from gui.canvas.camera import Camera
from gui.canvas.edge_painter import EdgePainter
from gui.canvas.grid import Ints
from gui.canvas.painting import DETAIL, Style, background_of
from gui.canvas.scene import OUTSET, Scene

MOST_LIT = 300
"""Edges of the selection that are lit; a hub with thousands would cover the picture."""


@dataclass(slots=True)
class Highlights:
    """Keys of boxes and indices of routes that are drawn differently.

    Attributes:
        selected: keys of the selected boxes, the newest last.
        route: index of the selected route, −1 if none.
        hover: key of the box under the pointer.
        hover_route: index of the route under the pointer.
        hits: keys of the boxes that hold what was searched for.
        lit: if not None, only these boxes are at full strength.
    """

    selected: list[str] = field(default_factory=list)
    route: int = -1
    hover: str = ""
    hover_route: int = -1
    hits: set[str] = field(default_factory=set)
    lit: set[str] | None = None
    _hits_of: Scene | None = None
    _hit_indices: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def paint(
        self, painter: QPainter, scene: Scene, style: Style, camera: Camera, width: float, height: float, *, focus: bool
    ) -> None:
        """Paint over the picture; the painter is in the window's units."""
        left, top = camera.to_scene(0, 0)
        right, bottom = camera.to_scene(width, height)
        area = QRectF(left - OUTSET, top - OUTSET, right - left + 2 * OUTSET, bottom - top + 2 * OUTSET)
        ink = ink_of(style.palette)
        painter.save()
        if self.lit is not None:
            veil = QColor(ink.canvas)
            veil.setAlphaF(0.72)
            painter.fillRect(QRectF(0, 0, width, height), veil)
        painter.translate(camera.x, camera.y)
        painter.scale(camera.scale, camera.scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = BoxPainter(painter, style.palette, camera.scale, style.strip)
        edges = EdgePainter(painter, scene, style.palette, camera.scale, style.lines)
        if self.lit is not None:
            self._paint_lit(scene, style, camera, area, boxes, edges)
        thin = 1.0 / camera.scale
        self._paint_routes(scene, edges, style, ink, thin)
        self._paint_hits(painter, scene, boxes, area, style.palette.colour("warning"), thin)
        if self.hover and self.hover not in self.selected:
            colour = QColor(ink.accent)
            colour.setAlphaF(0.55)
            self._outline(scene, boxes, self.hover, area, colour, max(1.2, thin))
        for key in self.selected:
            self._outline(scene, boxes, key, area, ink.accent, max(2.2, 2 * thin))
        if focus and self.selected:
            self._focus_ring(painter, scene, self.selected[-1], ink, thin)
        painter.restore()

    def _paint_lit(
        self, scene: Scene, style: Style, camera: Camera, area: QRectF, boxes: BoxPainter, edges: EdgePainter
    ) -> None:
        assert self.lit is not None
        seen = (area.left(), area.top(), area.right(), area.bottom())
        lit = [i for i in scene.leaves_in(*seen) if scene.boxes[i].key in self.lit]
        if camera.scale < DETAIL and len(lit) > MOST_LIT:
            lit = lit[:MOST_LIT]
        near = set(scene.segment_route[scene.segments_in(*seen)].tolist())
        between = [i for i in near if scene.routes[i].source in self.lit and scene.routes[i].target in self.lit]
        edges.paint(between[:MOST_LIT])
        for i in lit:
            boxes.paint(scene.boxes[i], int(scene.depth[i]))
        for i in between[:MOST_LIT]:
            edges.label(i, background_of(scene, i, style.palette))

    def _paint_routes(self, scene: Scene, edges: EdgePainter, style: Style, ink: Ink, thin: float) -> None:
        """Edges of the selection, the selected edge and the one under the pointer."""
        extra = max(0.5, thin - 1.0)
        colour = QColor(ink.accent)
        if self.selected and self.route < 0:
            i = scene.index.get(self.selected[-1])
            if i is not None:
                of_box = scene.routes_of(i)[:MOST_LIT].tolist()
                colour.setAlphaF(0.8)
                edges.paint(of_box, colour, extra)
        for route, strength in ((self.hover_route, 0.7), (self.route, 1.0)):
            if 0 <= route < len(scene.routes):
                colour.setAlphaF(strength)
                edges.paint([route], colour, extra + 0.8)
                edges.label(route, background_of(scene, route, style.palette))

    def _paint_hits(
        self, painter: QPainter, scene: Scene, boxes: BoxPainter, area: QRectF, colour: QColor, thin: float
    ) -> None:
        """Outlines around what was found; thousands of them in one call."""
        if not self.hits:
            return
        if self._hits_of is not scene or len(self._hit_indices) != len(self.hits):
            found = [i for key in self.hits if (i := scene.index.get(key)) is not None]
            self._hits_of, self._hit_indices = scene, np.array(found, np.int64)
        rects = scene.rects[self._hit_indices]
        left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
        seen = (rects[:, 0] <= right) & (rects[:, 2] >= left) & (rects[:, 1] <= bottom) & (rects[:, 3] >= top)
        width = max(2.0, 1.5 * thin)
        if np.count_nonzero(seen) <= MOST_LIT:
            for i in self._hit_indices[seen].tolist():
                boxes.outline(scene.boxes[i], colour, width)
            return
        rects = rects[seen]
        rects[:, 2:] -= rects[:, :2]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_rects(painter, rects)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _outline(self, scene: Scene, boxes: BoxPainter, key: str, area: QRectF, colour: QColor, width: float) -> None:
        box = scene.box(key)
        if box is not None and area.intersects(QRectF(box.x, box.y, max(box.w, 1), max(box.h, 1))):
            boxes.outline(box, colour, width)

    def _focus_ring(self, painter: QPainter, scene: Scene, key: str, ink: Ink, thin: float) -> None:
        """A second line around the box that the keyboard acts on."""
        box = scene.box(key)
        if box is None:
            return
        colour = QColor(ink.accent)
        colour.setAlphaF(0.3)
        pen = painter.pen()
        pen.setColor(colour)
        pen.setWidthF(max(3.0, 3 * thin))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        out = max(2.8, 2.8 * thin)
        painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h).adjusted(-out, -out, out, out), 9, 9)
