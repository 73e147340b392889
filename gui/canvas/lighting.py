"""What is lit on the canvas: the hits of a search, and what a trace follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.canvas.hits import Hits, Where
from gui.canvas.tracing import path_between, traced

if TYPE_CHECKING:
    from gui.canvas.graph_view import GraphCanvas


class Lighting:
    """Lights boxes of a canvas.

    Args:
        canvas: whose boxes.
    """

    def __init__(self, canvas: GraphCanvas) -> None:
        self._canvas = canvas

    def show_hits(self, nodes: Iterable[Where]) -> None:
        """Light the boxes that hold these nodes; none clears them."""
        canvas = self._canvas
        canvas.going.hits = Hits(list(nodes))
        if canvas.laid is None:
            return
        if canvas.going.hits.nodes:
            canvas.lay_out(None, lambda laid: canvas.show_laid(laid, canvas.arranging.still()))
        else:
            canvas.viewport.highlights.hits = set()
            canvas.viewport.update()

    def trace(self, key: str, *, up: bool, down: bool, far: bool) -> None:
        """Light what a box is computed from (up) or feeds (down), next to it or all the way; dim the rest."""
        canvas = self._canvas
        if canvas.scene is not None and key:
            canvas.viewport.highlights.lit = traced(canvas.scene, key, up=up, down=down, far=far) or None
            canvas.viewport.update()

    def between(self, keys: list[str]) -> None:
        """Light the ways between the first and the last of some boxes, dim the rest."""
        canvas = self._canvas
        if canvas.scene is None:
            return
        if len(keys) < 2:
            canvas.message_changed.emit(_tr("Select two boxes first: click one, then the other with Ctrl held down."))
            return
        lit = path_between(canvas.scene, keys[0], keys[-1])
        canvas.viewport.highlights.lit = lit or None
        canvas.viewport.update()
        if not lit:
            canvas.message_changed.emit(_tr("No path along the edges leads from one to the other."))

    def clear(self) -> None:
        """Nothing is dimmed any more."""
        self._canvas.viewport.highlights.lit = None
        self._canvas.viewport.update()


def _tr(text: str) -> str:
    return QCoreApplication.translate("GraphCanvas", text)
