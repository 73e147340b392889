"""The widget that shows a scene: frames, pointer, wheel and pinch. It decides nothing about the graph."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from gui.canvas import words
from gui.canvas.box_painter import chip_rects
from gui.canvas.camera import Camera, fitting
from gui.canvas.fonts import fonts
from gui.canvas.highlights import Highlights
from gui.canvas.painting import DETAIL, Style, paint_region
from gui.canvas.scene import Scene, on_chevron
from gui.canvas.tiles import Tiles
from gui.canvas.transition import Anchor, Transition
from gui.theme import theme

FRAME_SECONDS = 0.007
"""How long a frame paints missing tiles."""

HEAVY = 1500
"""Pictures with more boxes get an overview to fall back on while they are zoomed."""

REST_MILLISECONDS = 90
"""So long after the last step a zoom is over."""

STEP = 1.0015
"""Zoom per eighth of a degree of the wheel: a notch of a mouse is 120 of them, about 1.2."""


class Viewport(QWidget):
    """Shows a scene through a camera."""

    camera_changed = Signal()
    scene_shown = Signal()
    """The first complete frame of a scene was painted."""
    first_look_wanted = Signal()
    """The size changed while nobody has looked elsewhere yet."""
    box_clicked = Signal(str, bool)
    """(key, added): a click on a box; `""` on nothing. Ctrl adds to the selection."""
    chip_clicked = Signal(str, str)
    """(key of the op's box, node of the weight)."""
    route_clicked = Signal(int)
    toggled = Signal(str, QPointF)
    """(key, where in the window): a container is to be opened or closed."""
    op_opened = Signal(str, bool)
    """(key, in place): an op's box was double-clicked; with Shift what it calls is to be drawn in its place."""
    menu_wanted = Signal(str, QPoint)
    """(key, global position)."""
    key_pressed = Signal(QKeyEvent)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene: Scene | None = None
        self.camera = Camera()
        self.highlights = Highlights()
        self.style_ = Style(theme().palette)
        self.frame_seconds: list[float] = []
        """Durations of the newest frames, for measuring."""
        fonts()  # the table of widths is made here, on the GUI thread
        self._tiles = Tiles(self._paint_region)
        self._transition: Transition | None = None
        self._shown = True
        self._first_look: Camera | None = None
        self._press: QPointF | None = None
        self._last = QPointF()
        self._dragging = False
        self._space = False
        self._space_dragged = False
        self._zooming = False
        self._pinch_scale = 1.0
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rest)
        self._idle = QTimer(self, singleShot=True, interval=30)
        self._idle.timeout.connect(self._on_idle)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.grabGesture(Qt.GestureType.PinchGesture)
        theme().changed.connect(self._on_theme)

    # What is shown.

    def show_scene(self, scene: Scene | None, anchor: Anchor | None = None) -> None:
        """Show another scene; with an anchor, move to it from the present one."""
        old, self.scene = self.scene, scene
        self._first_look = None
        self.style_.lines = {}
        self._transition = None
        self.highlights.hover, self.highlights.hover_route, self.highlights.route = "", -1, -1
        self._shown = scene is None
        if scene is not None and anchor is not None and old is not None:
            if Transition.fits(old, scene, self.camera, anchor, self.width(), self.height()):
                self._transition = Transition(old, scene, self.camera, anchor)
                self.camera = self._transition.camera(1.0)
            else:
                self.camera.place(*anchor.new, *anchor.landing)
        self._forget_tiles()
        self.camera_changed.emit()

    def look(self, camera: Camera) -> None:
        """Look through another camera."""
        self._transition = None
        self.camera = camera
        self._moved()

    def look_first(self, camera: Camera) -> None:
        """Look at another scene through a camera that is to be chosen anew should the size change."""
        self.look(camera)
        self._first_look = self.camera.copy()

    def look_again(self) -> None:
        """Keep the picture in view after it changed; a transition that runs ends where it ends."""
        if self._transition is None:
            self._moved()

    def repaint_scene(self) -> None:
        """Colours changed: paint everything anew."""
        self._forget_tiles()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a point of the window, the middle by default."""
        if self.scene is None:
            return
        self._transition = None
        at = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        self.camera.zoom_at(at.x(), at.y(), factor, farthest=self._farthest())
        self._zooming = True
        self._rest.start()
        self._moved()

    def _farthest(self) -> float:
        assert self.scene is not None
        whole = fitting(self.scene.width, self.scene.height, self.width(), self.height(), 1.0)
        return min(whole * 0.7, 0.25)

    def _moved(self) -> None:
        if self.scene is not None:
            self.camera.keep_in_view(self.scene.width, self.scene.height, self.width(), self.height())
        self.update()
        self.camera_changed.emit()

    def _forget_tiles(self) -> None:
        scene = self.scene
        if scene is None:
            self._tiles.clear(extent=(0.0, 0.0), overview_scale=None)
        else:
            heavy = len(scene.boxes) > HEAVY
            whole = fitting(scene.width, scene.height, max(self.width(), 800), max(self.height(), 600), 0.5)
            self._tiles.clear(extent=(scene.width, scene.height), overview_scale=whole if heavy else None)
        self.update()

    def _on_theme(self) -> None:
        self.style_.palette = theme().palette
        self._forget_tiles()

    def describe(self, text: str) -> None:
        """Tell a screen reader what is selected."""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # Frames.

    def paintEvent(self, event: QPaintEvent) -> None:
        start = time.perf_counter()
        with QPainter(self) as painter:  # ends with an exception too; Qt aborts on a painter left behind
            complete = self._paint_frame(painter)
        self.frame_seconds.append(time.perf_counter() - start)
        del self.frame_seconds[:-2000]
        if not complete and not (self._zooming and self._transition is None and self._rest.isActive()):
            QTimer.singleShot(0, self, self.update)
        elif complete:
            self._idle.start()
            if not self._shown:
                self._shown = True
                self.scene_shown.emit()

    def _paint_frame(self, painter: QPainter) -> bool:
        """Paint what is seen now; True if nothing is missing from it."""
        background = self.style_.palette.colour("canvas")
        size = float(self.width()), float(self.height())
        if self.scene is None:
            painter.fillRect(self.rect(), background)
            return True
        if self._transition is not None:
            painter.fillRect(self.rect(), background)
            self._transition.paint(painter, self.style_, *size)
            if self._transition.over:
                self._transition = None
            return False
        start = time.perf_counter()
        seconds = FRAME_SECONDS if self._shown else FRAME_SECONDS * 1.5
        complete = self._tiles.draw(
            painter, self.camera, *size, background=background, seconds=seconds, zooming=self._zooming
        )
        self.highlights.paint(painter, self.scene, self.style_, self.camera, *size, focus=self.hasFocus())
        if complete and self._shown:
            self._tiles.prefetch(self.camera, *size, background, FRAME_SECONDS - (time.perf_counter() - start))
        return complete

    def _paint_region(
        self, painter: QPainter, scale: float, left: float, top: float, width: float, height: float
    ) -> None:
        if self.scene is not None:
            paint_region(painter, self.scene, self.style_, scale, left, top, width, height)

    def _on_rest(self) -> None:
        self._zooming = False
        self.update()

    def _on_idle(self) -> None:
        if self._dragging or self._zooming or self.scene is None:
            return
        background = self.style_.palette.colour("canvas")
        size = float(self.width()), float(self.height())
        more = self._tiles.prefetch(self.camera, *size, background, FRAME_SECONDS)
        if more or self._tiles.refine_overview(background, FRAME_SECONDS):
            self._idle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A first look that nobody has changed is taken again: panels find their sizes while the graph is laid out.
        if self.scene is not None and self.camera == self._first_look:
            self.first_look_wanted.emit()
            return
        # Else the middle stays in the middle.
        if event.oldSize().isValid() and self.scene is not None:
            change = event.size() - event.oldSize()
            self.camera.pan(round(change.width() / 2), 0)
        self._moved()

    # Pointer.

    def box_key_at(self, point: QPointF) -> str:
        """Key of the box under a point of the window."""
        box = self.scene.box_at(*self.camera.to_scene(point.x(), point.y())) if self.scene is not None else None
        return box.key if box is not None else ""

    def _route_at(self, point: QPointF) -> int:
        if self.scene is None:
            return -1
        return self.scene.route_at(*self.camera.to_scene(point.x(), point.y()), 5.0 / self.camera.scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._press = self._last = event.position()
            self._dragging = event.button() == Qt.MouseButton.MiddleButton or self._space
            if self._dragging:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._press is None:
            self._point_at(at)
            return
        if not self._dragging and (at - self._press).manhattanLength() > 4:
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self._transition = None
            self._space_dragged = self._space_dragged or self._space
            self.camera.pan(at.x() - self._last.x(), at.y() - self._last.y())
            self._last = at
            self._moved()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if press is None:
            return
        if self._dragging:
            self._dragging = False
            self._point_at(event.position())
            return
        if event.button() != Qt.MouseButton.LeftButton or self.scene is None:
            return
        at = event.position()
        added = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        place = self.camera.to_scene(at.x(), at.y())
        box = self.scene.box_at(*place)
        if box is not None and on_chevron(box, *place) and not added:
            self.toggled.emit(box.key, at)
            return
        if box is None or box.expanded:
            route = self._route_at(at)
            if route >= 0:
                self.route_clicked.emit(route)
                return
        if box is not None and not added and self.camera.scale >= DETAIL:
            for chip, rect in zip(box.chips, chip_rects(box), strict=True):
                if rect.contains(*place):
                    self.chip_clicked.emit(box.key, chip.node)
                    return
        self.box_clicked.emit(box.key if box is not None else "", added)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.scene is None:
            return
        at = event.position()
        place = self.camera.to_scene(at.x(), at.y())
        box = self.scene.box_at(*place)
        if box is None or on_chevron(box, *place):
            return  # the chevron's own clicks have done it
        if box.expandable or box.expanded:
            self.toggled.emit(box.key, at)
        elif box.kind == "op":
            self.op_opened.emit(box.key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover("", -1)

    def _point_at(self, at: QPointF) -> None:
        """Light what is under the pointer."""
        if self.scene is None or self._transition is not None:
            return
        place = self.camera.to_scene(at.x(), at.y())
        box = self.scene.box_at(*place)
        route = self._route_at(at) if (box is None or box.expanded) and self.camera.scale > 0.2 else -1
        chevron = box is not None and on_chevron(box, *place)
        hand = Qt.CursorShape.OpenHandCursor if self._space else None
        shape = hand or (Qt.CursorShape.PointingHandCursor if chevron or route >= 0 else Qt.CursorShape.ArrowCursor)
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        self._set_hover(box.key if box is not None and (route < 0 or not box.expanded) else "", route)

    def _set_hover(self, key: str, route: int) -> None:
        if (key, route) != (self.highlights.hover, self.highlights.hover_route):
            self.highlights.hover, self.highlights.hover_route = key, route
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, angle = event.pixelDelta(), event.angleDelta()
        touchpad = event.device().type() == QPointingDevice.DeviceType.TouchPad or (
            event.phase() != Qt.ScrollPhase.NoScrollPhase and not pixels.isNull()
        )
        zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) or not touchpad
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not touchpad:
            self._transition = None
            self.camera.pan(angle.y() / 2 + angle.x() / 2, 0)
            self._moved()
        elif zoom:
            self.zoom(STEP ** (angle.y() or angle.x()), event.position())
        else:
            self._transition = None
            step = pixels if not pixels.isNull() else angle / 4
            self.camera.pan(step.x(), step.y())
            self._moved()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(self.box_key_at(QPointF(event.pos())), event.globalPos())
            return
        key = self.highlights.selected[-1] if self.highlights.selected else ""
        box = self.scene.box(key) if self.scene is not None else None
        at = QPoint(self.width() // 2, self.height() // 2)
        if box is not None:
            at = QPointF(*self.camera.to_screen(box.x + box.w / 2, box.y + box.h / 2)).toPoint()
        self.menu_wanted.emit(key, self.mapToGlobal(at))

    # Keys, gestures, tooltips.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self._space, self._space_dragged = True, False
            return
        event.ignore()
        self.key_pressed.emit(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            dragged, self._space = self._space_dragged, False
            self.setCursor(Qt.CursorShape.ArrowCursor)
            if not dragged:  # space held to pan does not open what is selected
                self.key_pressed.emit(event)
            return
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1.0 + event.value(), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinch(pinch)
                return True
        return super().event(event)

    def _pinch(self, pinch: QPinchGesture) -> None:
        centre = QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
        change = pinch.centerPoint() - pinch.lastCenterPoint()
        self.camera.pan(change.x(), change.y())
        self.zoom(max(pinch.scaleFactor(), 0.01), centre)

    def _show_tip(self, event: QHelpEvent) -> None:
        at = QPointF(event.pos())
        box = self.scene.box(self.box_key_at(at)) if self.scene is not None else None
        route = self._route_at(at) if box is None or box.expanded else -1
        if self.scene is not None and route >= 0:
            QToolTip.showText(event.globalPos(), words.route_tip(self.scene.routes[route]), self)
        elif box is not None:
            x, y = self.camera.to_screen(box.x, box.y)
            area = QRectF(x, y, box.w * self.camera.scale, box.h * self.camera.scale).toRect()
            QToolTip.showText(event.globalPos(), words.box_tip(box), self, QRect(area))
        else:
            QToolTip.hideText()
