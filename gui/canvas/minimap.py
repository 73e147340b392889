"""The whole picture in a corner, with the part that is seen as a rectangle to drag."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.canvas.box_painter import mix
from gui.canvas.bulk_painter import draw_rects
from gui.canvas.scene import Scene
from gui.theme import theme

SIZE = QSize(148, 108)
PAD = 8.0
MOST_BOXES = 20_000
"""Of a larger picture every so-manyth box is drawn; at this size nobody can tell."""


class Minimap(QWidget):
    """A child of the viewport.

    Signals:
        centred: the scene's point that should come to the middle of the window.
    """

    centred = Signal(QPointF)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._seen = QRectF()
        self._image: QPixmap | None = None
        self._grip: QPointF | None = None
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.retranslate()
        theme().changed.connect(self._forget)

    def retranslate(self) -> None:
        """Take the texts in the language in force."""
        self.setAccessibleName(self.tr("Overview of the graph"))
        self.setToolTip(self.tr("Drag to move what is seen"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def show_scene(self, scene: Scene | None) -> None:
        """Another picture."""
        self._scene = scene
        self._forget()

    def show_seen(self, seen: QRectF) -> None:
        """The part of the scene in view, in scene units. Hides itself when everything is."""
        self._seen = seen
        scene = self._scene
        whole = scene is None or seen.contains(QRectF(1, 1, scene.width - 2, scene.height - 2))
        self.setVisible(not whole)
        self.update()

    def _forget(self) -> None:
        self._image = None
        self.update()

    def _place(self) -> tuple[float, float, float]:
        """(scale, x, y): where the picture is in the minimap."""
        scene = self._scene
        assert scene is not None
        scale = min(
            (self.width() - 2 * PAD) / max(scene.width, 1.0), (self.height() - 2 * PAD) / max(scene.height, 1.0)
        )
        return scale, (self.width() - scene.width * scale) / 2, (self.height() - scene.height * scale) / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme().palette
        painter.setPen(QPen(palette.colour("line"), 1))
        painter.setBrush(palette.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._scene is None:
            return
        if self._image is None:
            self._image = self._painted()
        painter.drawPixmap(0, 0, self._image)
        scale, x, y = self._place()
        seen = self._seen
        view = QRectF(x + seen.x() * scale, y + seen.y() * scale, seen.width() * scale, seen.height() * scale)
        view = view.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        if view.isEmpty():
            return
        accent = palette.colour("accent")
        painter.setPen(QPen(accent, 1.5))
        accent.setAlphaF(0.08)
        painter.setBrush(accent)
        painter.drawRect(view)

    def _painted(self) -> QPixmap:
        scene = self._scene
        assert scene is not None
        ratio = self.devicePixelRatioF()
        image = QPixmap(self.size() * ratio)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        scale, x, y = self._place()
        with QPainter(image) as painter:
            self._paint_boxes(painter, scene, scale, x, y)
        return image

    def _paint_boxes(self, painter: QPainter, scene: Scene, scale: float, x: float, y: float) -> None:
        palette = theme().palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        scope = palette.colour("scope_line")
        for indices, colour in (
            (scene.containers, mix(palette.colour("panel"), scope, 0.3)),
            (scene.leaves, mix(palette.colour("panel"), scope, 0.95)),
        ):
            rects = scene.rects[indices[:: max(1, len(indices) // MOST_BOXES)]] * scale
            rects[:, 2:] = np.maximum(rects[:, 2:] - rects[:, :2], 1.0)
            rects[:, :2] += (x, y)
            painter.setBrush(colour)
            draw_rects(painter, rects)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._scene is None:
            return
        at = self._to_scene(event.position())
        # The rectangle is dragged by where it was taken; a click outside of it jumps there.
        self._grip = at - self._seen.center() if self._seen.contains(at) else QPointF()
        self.centred.emit(at - self._grip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.centred.emit(self._to_scene(event.position()) - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def _to_scene(self, at: QPointF) -> QPointF:
        scale, x, y = self._place()
        return QPointF((at.x() - x) / scale, (at.y() - y) / scale)
