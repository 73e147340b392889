"""The context menu of the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
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
                add(_tr("Close scope"), lambda: canvas.toggle(key), "Enter")
            elif box.expandable:
                add(_tr("Open scope"), lambda: canvas.toggle(key), "Enter")
            if container:
                add(_tr("Open everything inside"), lambda: canvas.open_inside(key))
            parent = canvas.scene.box(box.parent) if canvas.scene is not None else None
            if parent is not None and parent.kind == "aside":
                add(_tr("Bring back into the graph"), lambda: canvas.put_aside(key, False))
            elif container and not box.parent:
                add(_tr("Put aside"), lambda: canvas.put_aside(key, True))
            if not menu.isEmpty():
                menu.addSeparator()
            add(_tr("Copy name"), lambda: QGuiApplication.clipboard().setText(box.node or box.key))
            name = canvas.selecting.variable_of(box)
            if name:
                add(_tr("Reveal in variables"), lambda: canvas.variable_wanted.emit(name))
            menu.addSeparator()
            add(_tr("Neighbours"), lambda: canvas.trace(key, up=True, down=True, far=False))
            add(_tr("What it is computed from"), lambda: canvas.trace(key, up=True, down=False, far=True))
            add(_tr("What it feeds"), lambda: canvas.trace(key, up=False, down=True, far=True))
            others = [k for k in canvas.selecting.keys if k != key]
            if others:
                add(_tr("Path between the selected"), lambda: canvas.trace_between(others[-1], key))
        if canvas.viewport.highlights.lit is not None:
            add(_tr("Show everything again"), canvas.clear_trace, "Esc")
        if not menu.isEmpty():
            menu.addSeparator()
        if box is not None:
            add(_tr("Zoom to selection"), lambda: canvas.zoom_to(canvas.selecting.keys), "Shift+F")
        add(_tr("Fit"), canvas.fit, "F")
        if box is None:
            add(_tr("100 %"), canvas.zoom_100, "0")
            add(_tr("Open all"), canvas.expand_all)
            add(_tr("Close all"), canvas.collapse_all)
            if canvas.direction == "TB":
                add(_tr("Let data flow to the right"), lambda: canvas.set_direction("LR"))
            else:
                add(_tr("Let data flow downwards"), lambda: canvas.set_direction("TB"))
        menu.addSeparator()
        back = menu.addAction(f"{_tr('Back')}\tAlt+Left")
        back.setEnabled(canvas.going.history.has_back)
        back.triggered.connect(lambda _=False: canvas.go_back())
        forward = menu.addAction(f"{_tr('Forward')}\tAlt+Right")
        forward.setEnabled(canvas.going.history.has_forward)
        forward.triggered.connect(lambda _=False: canvas.go_forward())
        return menu


def _tr(text: str) -> str:
    return QCoreApplication.translate("CanvasMenu", text)
