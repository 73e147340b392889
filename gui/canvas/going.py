"""Going somewhere: fit, zoom, to a box, back and forward, from hit to hit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF

from core.layout.picture import Box, Point
from gui.canvas.camera import LEGIBLE, Camera
from gui.canvas.highlights import Highlights
from gui.canvas.history import History, Place
from gui.canvas.hits import Hits
from gui.canvas.transition import Anchor
from gui.document import Document, Selection

if TYPE_CHECKING:
    from core.graph.view import GraphView
    from gui.canvas.graph_view import GraphCanvas
    from gui.canvas.layouts import Laid

MARGIN = 24
"""A box this near to the border of the window, in pixels, is not in view."""

READING = 0.8
"""Where names can't be read, going to a box comes as near as this."""


class Going:
    """Moves the canvas' camera.

    Args:
        canvas: whose camera.
        document: whose selection belongs to a place.
    """

    def __init__(self, canvas: GraphCanvas, document: Document) -> None:
        self._canvas = canvas
        self._document = document
        self.history = History()
        self.hits = Hits()

    def reset(self) -> None:
        """Another model."""
        self.history.clear()
        self.hits = Hits()
        self._canvas.viewport.highlights = Highlights()

    @property
    def _size(self) -> tuple[int, int]:
        return self._canvas.viewport.width(), self._canvas.viewport.height()

    def begin(self) -> None:
        """The first look at a graph."""
        scene = self._canvas.scene
        if scene is None:
            return
        camera = Camera()
        middle = scene.middle_of_top(self._size[1] / LEGIBLE)
        camera.begin(scene.width, scene.height, *self._size, (*scene.main, middle))
        self._canvas.viewport.look_first(camera)

    def fit(self) -> None:
        """Show the whole graph."""
        scene = self._canvas.scene
        if scene is None:
            self._canvas.draw_after_all()
            return
        camera = Camera()
        camera.fit(0, 0, scene.width, scene.height, *self._size)
        self._canvas.viewport.look(camera)

    def to_boxes(self, keys: Iterable[str]) -> None:
        """Show boxes as large as they fit, not above 100 %."""
        scene = self._canvas.scene
        boxes = [box for key in keys if scene is not None and (box := scene.box(key)) is not None]
        if not boxes:
            return
        self.leave()
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.x + box.w for box in boxes), max(box.y + box.h for box in boxes)
        camera = Camera()
        camera.fit(left, top, right, bottom, *self._size)
        self._canvas.viewport.look(camera)

    def centre_on(self, at: QPointF) -> None:
        """Bring a point of the scene to the middle."""
        camera = self._canvas.viewport.camera.copy()
        camera.place(at.x(), at.y(), self._size[0] / 2, self._size[1] / 2)
        self._canvas.viewport.look(camera)

    def bring_into_view(self, key: str) -> None:
        """Pan so that a box is in view, to the middle if it wasn't; come near enough to read it."""
        scene, viewport = self._canvas.scene, self._canvas.viewport
        box = scene.box(key) if scene is not None else None
        if box is None:
            return
        width, height = self._size
        shown = min(box.h, 120.0) if box.expanded else box.h
        left, top = viewport.camera.to_screen(box.x, box.y)
        right, bottom = viewport.camera.to_screen(box.x + box.w, box.y + shown)
        inside = left >= MARGIN and top >= MARGIN and right <= width - MARGIN and bottom <= height - MARGIN
        far = viewport.camera.scale < READING * 0.6 and not box.expanded
        if inside and not far:
            return
        camera = viewport.camera.copy()
        if far:
            camera.scale = READING
        camera.place(box.x + box.w / 2, box.y + shown / 2, width / 2, height / 2)
        viewport.look(camera)

    def landing(self, anchor: Anchor, box: Box) -> Point:
        """Where an anchor should land so that its box is in view, as far as it fits, its top left corner first."""
        camera = self._canvas.viewport.camera.copy()
        camera.place(*anchor.new, *anchor.screen)
        width, height = self._size
        left, top = camera.to_screen(box.x, box.y)
        right, bottom = camera.to_screen(box.x + box.w, box.y + box.h)
        dx = max(min(0.0, width - MARGIN - right), MARGIN - left) if right > width - MARGIN or left < MARGIN else 0.0
        dy = max(min(0.0, height - MARGIN - bottom), MARGIN - top) if bottom > height - MARGIN or top < MARGIN else 0.0
        return anchor.screen[0] + dx, anchor.screen[1] + dy

    # Back and forward.

    def _present(self) -> Place:
        canvas = self._canvas
        return Place(canvas.expanded, canvas.viewport.camera.copy(), self._document.selection, canvas.sheets.current)

    def leave(self) -> None:
        """The person goes somewhere else: this place can be gone back to."""
        if self._canvas.scene is not None:
            self.history.leave(self._present())
            self._tell_history()

    def back(self) -> None:
        """To the place before."""
        if self._canvas.scene is not None:
            self._return_to(self.history.back(self._present()))

    def forward(self) -> None:
        """To the place that was left by going back."""
        if self._canvas.scene is not None:
            self._return_to(self.history.forward(self._present()))

    def _tell_history(self) -> None:
        self._canvas.history_changed.emit(self.history.has_back, self.history.has_forward)

    def _return_to(self, place: Place | None) -> None:
        if place is None:
            return
        canvas = self._canvas
        self._tell_history()
        elsewhere = place.sheet is not canvas.sheets.current
        if not elsewhere:
            self._document.select(place.selection, canvas)
            if place.expanded == canvas.expanded:
                canvas.viewport.look(place.camera.copy())
                return

        def change(view: GraphView) -> None:
            view.expanded = set(place.expanded)

        def show(laid: Laid) -> None:
            canvas.show_laid(laid)
            canvas.viewport.look(place.camera.copy())

        def arrive(_: Laid) -> None:
            self._document.select(place.selection, canvas)
            canvas.selecting.show()
            canvas.viewport.look(place.camera.copy())

        if elsewhere and place.sheet is not None:
            canvas.sheets.show(place.sheet, change=change, done=arrive)
        else:
            canvas.lay_out(change, show)

    # From hit to hit.

    def step_hit(self, by: int) -> None:
        """Select the next or the previous node that was found, in whichever graph it is, and say which it is."""
        found = self.hits.step(by)
        if found is None:
            return
        function, name = found
        self._document.select(Selection("node", name, function), self)
        text = QCoreApplication.translate("GraphCanvas", "{number} of {count} found: {name}")
        text = text.format(number=f"{self.hits.number:,}", count=f"{len(self.hits.nodes):,}", name=name)
        self._canvas.message_changed.emit(text)
