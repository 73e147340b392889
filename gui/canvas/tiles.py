"""The painted picture, kept in tiles, so that a frame costs a copy and not a painting.

A frame blits the tiles that exist and paints missing ones for a few milliseconds; what is still missing shows
the tiles of the scale before, or the overview, scaled. So panning and zooming stay smooth at any size, and
the picture sharpens within a few frames.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from gui.canvas.camera import Camera

SIDE = 256
"""Of a tile, in device-independent pixels."""

KEPT_TILES = 400
"""Of the current scale (about 100 MB at most)."""

PaintRegion = Callable[[QPainter, float, float, float, float, float], None]
"""(painter, scale, left, top, width, height): paints a region given in scene units at the painter's origin."""

Key = tuple[int, int]


class Layer:
    """Tiles of one scale."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.tiles: dict[Key, QPixmap] = {}

    def visible(self, camera: Camera, width: float, height: float) -> list[Key]:
        """The tiles that the window shows, the middle ones first."""
        side = SIDE * camera.scale / self.scale
        x0, x1 = math.floor(-camera.x / side), math.floor((width - camera.x - 1) / side)
        y0, y1 = math.floor(-camera.y / side), math.floor((height - camera.y - 1) / side)
        middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
        keys = [(x, y) for y in range(y0, y1 + 1) for x in range(x0, x1 + 1)]
        keys.sort(key=lambda key: (key[0] - middle_x) ** 2 + (key[1] - middle_y) ** 2)
        return keys

    def draw(self, painter: QPainter, camera: Camera, width: float, height: float) -> None:
        """Draw the tiles that exist, scaled to the camera's scale if it is another one."""
        if self.scale == camera.scale:
            for (x, y), tile in self.tiles.items():
                left, top = x * SIDE + camera.x, y * SIDE + camera.y
                if -SIDE < left < width and -SIDE < top < height:
                    painter.drawPixmap(QPointF(left, top), tile)
            return
        side = SIDE * camera.scale / self.scale
        for (x, y), tile in self.tiles.items():
            # Edges on whole pixels: no seams between scaled tiles.
            left, right = round(x * side + camera.x), round((x + 1) * side + camera.x)
            top, bottom = round(y * side + camera.y), round((y + 1) * side + camera.y)
            if right > 0 and left < width and bottom > 0 and top < height:
                painter.drawPixmap(QRectF(left, top, right - left, bottom - top), tile, QRectF(tile.rect()))


class Tiles:
    """Tiles of the current scale, of the one before, and of an overview.

    Args:
        paint: paints a region.
    """

    def __init__(self, paint: PaintRegion) -> None:
        self._paint = paint
        self._current = Layer(1.0)
        self._before: Layer | None = None
        self._overview: Layer | None = None
        self._overview_camera: Camera | None = None
        self._extent = (0.0, 0.0)
        self._tile_seconds = 0.001
        self._dpr = 1.0
        self.painted = 0

    def clear(self, *, extent: tuple[float, float], overview_scale: float | None) -> None:
        """Forget everything: another picture, or other colours.

        Args:
            extent: width and height of the picture in scene units.
            overview_scale: scale of the overview to fall back on, None for pictures that paint fast.
        """
        self._extent = extent
        self._current = Layer(self._current.scale)
        self._before = None
        self._overview = Layer(overview_scale) if overview_scale else None
        self._tile_seconds = 0.001

    def draw(
        self,
        painter: QPainter,
        camera: Camera,
        width: float,
        height: float,
        *,
        background: QColor,
        seconds: float,
        zooming: bool,
    ) -> bool:
        """Draw a frame; True if nothing is missing from it.

        Args:
            painter: on the window.
            camera: what is seen.
            width: of the window.
            height: of the window.
            background: the canvas' colour.
            seconds: how long to paint missing tiles, at least one tile.
            zooming: the scale is changing right now; slow pictures are painted at rest.
        """
        end = time.perf_counter() + seconds
        self._dpr = painter.device().devicePixelRatio()
        self._follow(camera, width, height, zooming=zooming)
        missing: list[Key] = []
        sharp = self._current.scale == camera.scale
        if sharp:
            wanted = self._current.visible(camera, width, height)
            missing = [key for key in wanted if key not in self._current.tiles]
            missing = self._fill(self._current, missing, background, end)
            self._trim(set(wanted))
        if missing or not sharp:
            painter.fillRect(QRectF(0, 0, width, height), background)
            for layer in (self._overview, self._before):
                if layer is not None:
                    layer.draw(painter, camera, width, height)
        else:
            self._before = None
        self._current.draw(painter, camera, width, height)
        return sharp and not missing

    def prefetch(self, camera: Camera, width: float, height: float, background: QColor, seconds: float) -> bool:
        """Paint one tile just outside the window, if there is time for it; True if more are missing there.

        So a picture that is panned finds its next tiles ready.
        """
        if camera.scale != self._current.scale:
            return False
        around = camera.copy()
        around.pan(SIDE, SIDE)
        ring = self._current.visible(around, width + 2 * SIDE, height + 2 * SIDE)
        missing = [key for key in ring if key not in self._current.tiles]
        if missing and self._tile_seconds < seconds:
            self._fill(self._current, missing[:1], background, time.perf_counter() + seconds)
        return len(missing) > 1

    def refine_overview(self, background: QColor, seconds: float) -> bool:
        """Paint a piece of the overview while nothing else is to be done; True if more is to come."""
        layer = self._overview
        if layer is None:
            return False
        columns = math.ceil(self._extent[0] * layer.scale / SIDE)
        rows = math.ceil(self._extent[1] * layer.scale / SIDE)
        missing = [(x, y) for y in range(rows) for x in range(columns) if (x, y) not in layer.tiles]
        return bool(self._fill(layer, missing, background, time.perf_counter() + seconds))

    def _follow(self, camera: Camera, width: float, height: float, *, zooming: bool) -> None:
        """Begin a new layer if the scale is another one and there is time to paint it."""
        if camera.scale == self._current.scale:
            return
        tiles = (math.ceil(width / SIDE) + 1) * (math.ceil(height / SIDE) + 1)
        fast = self._tile_seconds * tiles < 0.008
        if zooming and not fast and 0.4 < camera.scale / self._current.scale < 2.5:
            return
        # The richer of the two layers stays as what is seen until the new one is there.
        if self._before is None or len(self._current.tiles) >= 4:
            self._before = self._current
        self._current = Layer(camera.scale)

    def _fill(self, layer: Layer, missing: list[Key], background: QColor, end: float) -> list[Key]:
        """Paint tiles until the time is over; what is still missing."""
        first = True
        while missing:
            start = time.perf_counter()
            if start + self._tile_seconds > end and not first:
                break
            first = False
            key = missing.pop(0)
            layer.tiles[key] = self._tile(layer.scale, key, background)
            self._tile_seconds += (time.perf_counter() - start - self._tile_seconds) * 0.2
        return missing

    def _tile(self, scale: float, key: Key, background: QColor) -> QPixmap:
        pixels = math.ceil(SIDE * self._dpr)
        tile = QPixmap(pixels, pixels)
        tile.setDevicePixelRatio(self._dpr)
        tile.fill(background)
        left, top, side = key[0] * SIDE / scale, key[1] * SIDE / scale, SIDE / scale
        if left < self._extent[0] and top < self._extent[1] and left + side > 0 and top + side > 0:
            with QPainter(tile) as painter:
                self._paint(painter, scale, left, top, side, side)
        self.painted += 1
        return tile

    def _trim(self, wanted: set[Key]) -> None:
        tiles = self._current.tiles
        if len(tiles) > KEPT_TILES:
            for key in [key for key in tiles if key not in wanted][: len(tiles) - KEPT_TILES // 2]:
                del tiles[key]
