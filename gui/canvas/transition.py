"""The short move from one picture to the next, so that the eye can follow what a click did."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from core.layout.picture import Box, Point
from gui.canvas.box_painter import BoxPainter
from gui.canvas.camera import Camera
from gui.canvas.edge_painter import EdgePainter
from gui.canvas.painting import DETAIL, Style
from gui.canvas.scene import Scene

SECONDS = 0.15
MOST_BOXES = 160
"""With more boxes in view there is no animation: a frame would take too long."""

CHEVRON = 34.0
"""Width of a container's chevron with the room around it, in units of the scene."""

Rect = tuple[float, float, float, float]


@dataclass(slots=True)
class Anchor:
    """What stays where it is on the screen: a point of the old scene, its counterpart in the new one.

    Attributes:
        old: in the old scene.
        new: in the new one.
        screen: where both are in the window.
        end: where it is to be at the end, if not there: what opens under no pointer may move into view.
    """

    old: Point
    new: Point
    screen: Point
    end: Point | None = None

    @property
    def landing(self) -> Point:
        """Where the new point will be in the window."""
        return self.end if self.end is not None else self.screen

    @staticmethod
    def of(old: Box, new: Box, at: Point, screen: Point) -> Anchor:
        """Keep the place of a container under a point that is in it.

        The chevron stays under the pointer if that is what was clicked; elsewhere the pointer stays over the
        container's header, at the same part of its width.
        """
        dx, dy = at[0] - old.x, at[1] - old.y
        beyond = max(dx - CHEVRON, 0.0) / max(old.w - CHEVRON, 1.0)
        x = new.x + min(dx, CHEVRON) + beyond * max(new.w - CHEVRON, 1.0)
        old_height = old.header if old.expanded and old.header else old.h
        new_height = new.header if new.expanded and new.header else new.h
        part = min(max(dy / max(old_height, 1.0), 0.0), 1.0)
        return Anchor(at, (x, new.y + part * new_height), screen)


class Transition:
    """Paints the frames between two scenes.

    Args:
        old: the scene that was shown.
        new: the scene that will be.
        camera: the camera at the start; the scale stays.
        anchor: what stays in place.
        clock: seconds, for tests.
    """

    def __init__(
        self, old: Scene, new: Scene, camera: Camera, anchor: Anchor, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._old, self._new = old, new
        self._scale = camera.scale
        self._anchor = anchor
        self._clock = clock
        self._start = clock()

    @staticmethod
    def fits(old: Scene, new: Scene, camera: Camera, anchor: Anchor, width: float, height: float) -> bool:
        """Whether the frames can be painted in time, and show something readable."""
        if camera.scale < DETAIL * 0.6:
            return False
        seen = 0
        end = camera.copy()
        end.place(*anchor.new, *anchor.landing)
        for scene, view in ((old, camera), (new, end)):
            area = (*view.to_scene(0, 0), *view.to_scene(width, height))
            seen = max(seen, len(scene.leaves_in(*area)) + len(scene.segments_in(*area)) // 3)
        return seen <= MOST_BOXES

    @property
    def part(self) -> float:
        """How far it is, 0 to 1, slow at both ends."""
        t = min(max((self._clock() - self._start) / SECONDS, 0.0), 1.0)
        return t * t * (3 - 2 * t)

    @property
    def over(self) -> bool:
        return self._clock() - self._start >= SECONDS

    def camera(self, part: float) -> Camera:
        """The camera of a frame: the anchor stays where it is."""
        camera = Camera(self._scale)
        at = _mixed(self._anchor.old, self._anchor.new, part)
        camera.place(*at, *_mixed(self._anchor.screen, self._anchor.landing, part))
        return camera

    def paint(self, painter: QPainter, style: Style, width: float, height: float) -> None:
        """Paint the frame of this moment."""
        part = self.part
        camera = self.camera(part)
        left, top = camera.to_scene(0, 0)
        right, bottom = camera.to_scene(width, height)
        seen = QRectF(left, top, right - left, bottom - top)
        shown = [entry for entry in self._frame(part) if seen.intersects(_rect(entry[0]))]
        painter.translate(camera.x, camera.y)
        painter.scale(camera.scale, camera.scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = BoxPainter(painter, style.palette, camera.scale, style.strip)
        for box, depth, opacity in shown:
            if box.expanded or box.kind == "aside":
                painter.setOpacity(opacity)
                boxes.paint(box, depth)
        self._edges(painter, style, part, (left, top, right, bottom))
        for box, depth, opacity in shown:
            if not (box.expanded or box.kind == "aside"):
                painter.setOpacity(opacity)
                boxes.paint(box, depth)
        painter.setOpacity(1.0)

    def _frame(self, part: float) -> list[tuple[Box, int, float]]:
        """Boxes between their old and new places, with depth and opacity; containers before their children."""
        old, new = self._old.picture.boxes, self._new.picture.boxes
        result = []
        for i, box in enumerate(self._new.boxes):
            before = old.get(box.key)
            depth = int(self._new.depth[i])
            if before is not None:
                result.append((_between(before, box, part), depth, 1.0))
            else:
                result.append((_between(_shrunk(box, self._new, self._old), box, part), depth, part * part))
        for i, box in enumerate(self._old.boxes):
            if box.key not in new and part < 1.0:
                moved = _between(box, _shrunk(box, self._old, self._new), part)
                result.append((moved, int(self._old.depth[i]), (1.0 - part) ** 2))
        return result

    def _edges(self, painter: QPainter, style: Style, part: float, area: Rect) -> None:
        """Edges that both scenes have move, the others fade."""
        old = {(route.source, route.target): i for i, route in enumerate(self._old.routes)}
        new = {(route.source, route.target): i for i, route in enumerate(self._new.routes)}
        for scene, mine, others, opacity in (
            (self._new, new, old, part * part),
            (self._old, old, new, (1 - part) ** 2),
        ):
            edges = EdgePainter(painter, scene, style.palette, self._scale, {})
            painter.setOpacity(opacity)
            near = set(scene.segment_route[scene.segments_in(*area)].tolist())
            edges.paint(i for ends, i in mine.items() if ends not in others and i in near)
        painter.setOpacity(1.0)
        edges = EdgePainter(painter, self._new, style.palette, self._scale, {})
        for ends, i in new.items():
            j = old.get(ends)
            if j is not None:
                edges.between(self._old.routes[j], i, part)


def _mixed(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _between(a: Box, b: Box, part: float) -> Box:
    drawn = b if b.expanded or not a.expanded or part > 0.5 else a
    x, y = a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part
    return replace(drawn, x=x, y=y, w=a.w + (b.w - a.w) * part, h=a.h + (b.h - a.h) * part)


def _shrunk(box: Box, scene: Scene, other: Scene) -> Box:
    """A box that only `scene` has, where it comes out of or goes into a container in `other`.

    It keeps its size (so its text needs no shortening on the way) and its place among its siblings, drawn together.
    """
    own = _around(scene, other, box)
    there = other.picture.boxes.get(own.key) if own is not None else None
    if own is None or there is None:
        return box
    x = there.x + (box.x + box.w / 2 - own.x) / max(own.w, 1.0) * there.w - box.w / 2
    y = there.y + (box.y + box.h / 2 - own.y) / max(own.h, 1.0) * there.h - box.h / 2
    return replace(box, x=x, y=y)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, max(box.w, 1.0), max(box.h, 1.0))


def _around(scene: Scene, other: Scene, box: Box) -> Box | None:
    """The innermost container around a box of `scene` that `other` has too, as it is in `scene`."""
    around = scene.picture.boxes.get(box.parent)
    while around is not None and around.key not in other.picture.boxes:
        around = scene.picture.boxes.get(around.parent)
    return around
