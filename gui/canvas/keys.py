"""The keys of the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gui.canvas import walking

if TYPE_CHECKING:
    from gui.canvas.graph_view import GraphCanvas

Act = Callable[[], object]

_ARROWS: dict[int, walking.Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class Keys:
    """What a key does on a canvas.

    Arrows walk along edges and to neighbours, with Shift into a container and out of it, with Alt back and
    forward. Enter and space open and close. + − 0 F Home zoom, Shift+F to the selection. Escape undoes one thing
    after another.

    Args:
        canvas: what they act on.
    """

    def __init__(self, canvas: GraphCanvas) -> None:
        self._canvas = canvas
        toggle = self._toggle
        self._plain: dict[int, Act] = {
            Qt.Key.Key_Return: toggle,
            Qt.Key.Key_Enter: toggle,
            Qt.Key.Key_Space: toggle,
            Qt.Key.Key_Plus: canvas.zoom_in,
            Qt.Key.Key_Equal: canvas.zoom_in,
            Qt.Key.Key_Minus: canvas.zoom_out,
            Qt.Key.Key_Underscore: canvas.zoom_out,
            Qt.Key.Key_0: canvas.zoom_100,
            Qt.Key.Key_F: canvas.fit,
            Qt.Key.Key_Home: canvas.fit,
            Qt.Key.Key_Backspace: canvas.go_back,
            Qt.Key.Key_Escape: self._escape,
        }

    def handle(self, event: QKeyEvent) -> None:
        """Act on a key; what is not the canvas' goes on to the window."""
        act = self._act(event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        if act is not None:
            act()
            event.accept()

    def _act(self, key: int, modifiers: Qt.KeyboardModifier) -> Act | None:
        canvas, current = self._canvas, self._canvas.selecting.current
        scene = canvas.scene
        if modifiers == Qt.KeyboardModifier.AltModifier:
            return {Qt.Key.Key_Left: canvas.go_back, Qt.Key.Key_Right: canvas.go_forward}.get(Qt.Key(key))
        if modifiers == Qt.KeyboardModifier.ShiftModifier and scene is not None:
            if key == Qt.Key.Key_F:
                return lambda: canvas.zoom_to(canvas.selecting.keys)
            if key == Qt.Key.Key_Up:
                return lambda: self._go(walking.outside(scene, current))
            if key == Qt.Key.Key_Down:
                return lambda: self._go(walking.inside(scene, current))
        if modifiers == Qt.KeyboardModifier.NoModifier and key in _ARROWS and scene is not None:
            return lambda: self._go(walking.step(scene, current, _ARROWS[key]))
        if modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return self._plain.get(key)
        return None

    def _go(self, key: str) -> None:
        if key:
            self._canvas.selecting.click(key)
            self._canvas.going.bring_into_view(key)

    def _toggle(self) -> None:
        self._canvas.toggle(self._canvas.selecting.current)

    def _escape(self) -> None:
        canvas = self._canvas
        if canvas.layouts.busy:
            canvas.layouts.cancel()
        elif canvas.viewport.highlights.lit is not None:
            canvas.clear_trace()
        else:
            canvas.selecting.click("")
