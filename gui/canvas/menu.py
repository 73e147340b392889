"""The context menu of the canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from core.layout.outside_dot import dot_program

if TYPE_CHECKING:
    from core.graph.calls import Call
    from gui.canvas.graph_view import GraphCanvas


class CanvasMenu:
    """Builds the menu for a box, or for the canvas itself.

    Args:
        canvas: what the entries act on.
    """

    def __init__(self, canvas: GraphCanvas) -> None:
        self._canvas = canvas

    def show_for(self, key: str, at: QPoint) -> QMenu:
        """Show the menu of the box `key` (`""`: of the canvas) at a global position."""
        menu = self.made_for(key)
        menu.popup(at)
        return menu

    def made_for(self, key: str) -> QMenu:
        """The menu with its entries; deletes itself when it closes."""
        canvas = self._canvas
        menu = QMenu(canvas)
        menu.aboutToHide.connect(menu.deleteLater)
        box = canvas.scene.box(key) if canvas.scene is not None and key else None

        def add(text: str, act: Callable[[], object], shortcut: str = "") -> None:
            # The tab puts the key at the right; it is handled by the canvas, not by the menu.
            menu.addAction(f"{text}\t{shortcut}" if shortcut else text).triggered.connect(lambda _=False: act())

        if box is not None:
            container = box.kind in ("scope", "series")
            if box.expanded:
                close = _tr("Close function") if box.detail else _tr("Close scope")
                add(close, lambda: canvas.toggle(key), "Enter")
            elif box.expandable:
                add(_tr("Open scope"), lambda: canvas.toggle(key), "Enter")
            if container:
                add(_tr("Open &everything inside"), lambda: canvas.arranging.open_inside(key))
            key_of_calls = "Enter" if box.kind == "op" else ""
            for call in canvas.sheets.calls(key):
                add(_function_text(call), partial(canvas.sheets.open_function, call.function), key_of_calls)
            if canvas.sheets.can_inline(key):
                add(_tr("Open in place"), lambda: canvas.arranging.open_in_place(key), "Shift+Enter")
            parent = canvas.scene.box(box.parent) if canvas.scene is not None else None
            if parent is not None and parent.kind == "aside":
                add(_tr("&Bring back into the graph"), lambda: canvas.arranging.put_aside(key, False))
            elif container and not box.parent:
                add(_tr("Put &aside"), lambda: canvas.arranging.put_aside(key, True))
            if not menu.isEmpty():
                menu.addSeparator()
            origin = canvas.laid.origin(box.node) if canvas.laid is not None and box.node else None
            told = origin.node if origin is not None else box.key
            add(_tr("&Copy name"), lambda: QGuiApplication.clipboard().setText(told))
            name = canvas.selecting.variable_of(box)
            if name:
                add(_tr("&Reveal in variables"), lambda: canvas.variable_wanted.emit(name))
            if origin is not None and box.kind == "op" and not origin.function:
                menu.addSeparator()
                add(_tr("&Feed here"), lambda: canvas.feed_wanted.emit(told))
                add(_tr("Fetc&h here"), lambda: canvas.fetch_wanted.emit(told))
            menu.addSeparator()
            add(_tr("Neighbours"), lambda: canvas.lighting.trace(key, up=True, down=True, far=False), "N")
            add(_tr("What it is computed from"), lambda: canvas.lighting.trace(key, up=True, down=False, far=True), "U")
            add(_tr("What it feeds"), lambda: canvas.lighting.trace(key, up=False, down=True, far=True), "D")
            keys = canvas.selecting.keys
            if len(keys) > 1:
                add(_tr("Path between the selected"), lambda: canvas.lighting.between(keys), "P")
                add(_tr("Show the selected as a graph of its own"), lambda: canvas.sheets.open_part(keys), "O")
            elif container:
                add(_tr("Show as a graph of its own"), lambda: canvas.sheets.open_part([key]), "O")
        if canvas.viewport.highlights.lit is not None:
            add(_tr("Show everything again"), canvas.lighting.clear, "Esc")
        if not menu.isEmpty():
            menu.addSeparator()
        if box is not None:
            add(_tr("Zoom to selection"), lambda: canvas.zoom_to(canvas.selecting.keys), "Shift+F")
        add(_tr("Fit"), canvas.fit, "F")
        if box is None:
            add(_tr("100 %"), canvas.zoom_100, "0")
            add(_tr("&Open all"), canvas.expand_all)
            add(_tr("C&lose all"), canvas.collapse_all)
            if canvas.arranging.direction == "TB":
                add(_tr("Let data flow to the &right"), lambda: canvas.arranging.set_direction("LR"))
            else:
                add(_tr("Let data flow &downwards"), lambda: canvas.arranging.set_direction("TB"))
            if canvas.arranging.dot:
                add(_tr("La&y out without Graphviz"), lambda: canvas.arranging.use_dot(False))
            elif dot_program() is not None:
                add(_tr("La&y out with Graphviz' dot"), lambda: canvas.arranging.use_dot(True))
        above = canvas.sheets.current.above if canvas.sheets.current is not None else None
        if above is not None:
            add(_tr("Back &to {graph}").format(graph=above.title), canvas.sheets.up)
        menu.addSeparator()
        back = menu.addAction(f"{_tr('Back')}\tAlt+Left")
        back.setEnabled(canvas.going.history.has_back)
        back.triggered.connect(lambda _=False: canvas.go_back())
        forward = menu.addAction(f"{_tr('Forward')}\tAlt+Right")
        forward.setEnabled(canvas.going.history.has_forward)
        forward.triggered.connect(lambda _=False: canvas.go_forward())
        return menu

    def choose_function(self, key: str, calls: list[Call]) -> QMenu:
        """Ask which of the functions that an op calls is to be opened, beside the op."""
        canvas = self._canvas
        menu = QMenu(canvas)
        menu.aboutToHide.connect(menu.deleteLater)
        for call in calls:
            action = menu.addAction(_function_text(call))
            action.triggered.connect(lambda _=False, name=call.function: canvas.sheets.open_function(name))
        box = canvas.scene.box(key) if canvas.scene is not None else None
        if box is not None:
            x, y = canvas.viewport.camera.to_screen(box.x, box.y + box.h)
            menu.popup(canvas.viewport.mapToGlobal(QPoint(round(x), round(y))))
            menu.setActiveAction(menu.actions()[0])
        return menu


def _function_text(call: Call) -> str:
    name = call.function.replace("&", "&&")
    if call.role in ("", "f"):
        return _tr("Open function {name}").format(name=name)
    return _tr("Open {role}: {name}").format(role=call.role, name=name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CanvasMenu", text)
