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
    forward. Enter and space open and close, also the function that an op calls: as a graph of its own, with Shift in
    place of the op. Backspace leads back. + − 0 F Home
    zoom, Shift+F to the selection. N lights the neighbours, U and D what is upstream and downstream, P the path
    between the selected; O shows the selected as a graph of its own. Escape undoes one thing after another.

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
            Qt.Key.Key_Backspace: self._back,
            Qt.Key.Key_Escape: self._escape,
            Qt.Key.Key_N: lambda: self._trace(up=True, down=True, far=False),
            Qt.Key.Key_U: lambda: self._trace(up=True, down=False, far=True),
            Qt.Key.Key_D: lambda: self._trace(up=False, down=True, far=True),
            Qt.Key.Key_P: lambda: canvas.lighting.between(canvas.selecting.keys),
            Qt.Key.Key_O: lambda: canvas.sheets.open_part(canvas.selecting.keys),
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
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return lambda: self._toggle(in_place=True)
        if modifiers == Qt.KeyboardModifier.NoModifier and key in _ARROWS and scene is not None:
            return lambda: self._go(walking.step(scene, current, _ARROWS[key]))
        if modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return self._plain.get(key)
        return None

    def _go(self, key: str) -> None:
        if key:
            self._canvas.selecting.click(key)
            self._canvas.going.bring_into_view(key)

    def _toggle(self, *, in_place: bool = False) -> None:
        canvas = self._canvas
        box = canvas.scene.box(canvas.selecting.current) if canvas.scene is not None else None
        if box is not None and box.kind == "op":
            canvas.open_called(box.key, in_place)
        else:
            canvas.toggle(canvas.selecting.current)

    def _back(self) -> None:
        """To the place before; where there is none, to the graph above."""
        if self._canvas.going.history.has_back:
            self._canvas.go_back()
        else:
            self._canvas.sheets.up()

    def _trace(self, *, up: bool, down: bool, far: bool) -> None:
        self._canvas.lighting.trace(self._canvas.selecting.current, up=up, down=down, far=far)

    def _escape(self) -> None:
        canvas = self._canvas
        if canvas.layouts.busy:
            canvas.layouts.cancel()
        elif canvas.viewport.highlights.lit is not None:
            canvas.lighting.clear()
        else:
            canvas.selecting.click("")
