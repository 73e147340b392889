"""The document's selection on the canvas, and the canvas' clicks in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.canvas import words
from gui.document import Document, Selection
from gui.models.edge_description import DrawnEdge

if TYPE_CHECKING:
    from core.layout.picture import Box
    from gui.canvas.graph_view import GraphCanvas


class Selecting:
    """Keeps the outlined boxes and the document's selection the same.

    Args:
        canvas: where the boxes are.
        document: where the selection is.
    """

    def __init__(self, canvas: GraphCanvas, document: Document) -> None:
        self._canvas = canvas
        self._document = document

    @property
    def keys(self) -> list[str]:
        """Keys of the selected boxes, the newest last."""
        return self._canvas.viewport.highlights.selected

    @property
    def current(self) -> str:
        """The newest, `""` if there is none."""
        return self.keys[-1] if self.keys else ""

    # From the canvas to the document.

    def click(self, key: str, added: bool = False) -> None:
        """A box was clicked; `""`: the canvas was. `added` adds it to the others, or takes it away."""
        canvas = self._canvas
        if not key:
            canvas.viewport.highlights.lit = None
        keys = [key] if key else []
        if added and key:
            keys = [k for k in self.keys if k != key]
            if key not in self.keys:
                keys.append(key)
        self.mark(keys)
        box = canvas.scene.box(keys[-1]) if keys and canvas.scene is not None else None
        if box is None:
            self._document.select(canvas.sheets.whole, canvas)
        elif box.kind in ("scope", "series"):
            self._document.select(Selection("scope", box.key, canvas.sheets.function), canvas)
        else:
            self._select_node(box.node or box.key)

    def click_chip(self, _key: str, node: str) -> None:
        """The chip of a weight was clicked."""
        self._select_node(node)

    def _select_node(self, name: str) -> None:
        """Select a node by its name in the picture."""
        canvas = self._canvas
        if canvas.laid is not None:
            function, node = canvas.laid.origin(name)
            self._document.select(Selection("node", node, function), canvas)

    def click_route(self, i: int) -> None:
        """An edge was clicked."""
        canvas = self._canvas
        if canvas.scene is None:
            return
        route = canvas.scene.routes[i]
        source, target = route.tensors[0] if route.tensors else (route.source, route.target)
        self.mark([])
        canvas.viewport.highlights.route = i
        self._document.select(Selection("edge", f"{source} -> {target}", canvas.sheets.function), canvas)

    def edge(self) -> DrawnEdge | None:
        """The selected edge, with its ends as they are in the file; None if none is."""
        laid, chosen = self._canvas.laid, self._canvas.viewport.highlights.route
        if laid is None or not 0 <= chosen < len(laid.scene.routes):
            return None
        route = laid.scene.routes[chosen]
        ends = [(laid.origin(source), laid.origin(target)) for source, target in route.tensors]
        return DrawnEdge(ends, route.count, route.label, route.control, route.reversed, route.ref)

    # From the document to the canvas.

    def follow(self, selection: Selection) -> None:
        """Something was selected: show it, and go there if it was not the canvas that selected it."""
        canvas = self._canvas
        if canvas.scene is None:
            return
        if self._document.selection_origin is not canvas:
            if canvas.sheets.show_for(selection):
                return
            name = self.shown_as
            if name:
                canvas.reveal(name)
                return
        self.show()
        if selection.kind == "scope" and self._document.selection_origin is not canvas and self.current:
            canvas.going.bring_into_view(self.current)

    @property
    def node(self) -> str:
        """The selected node, or that of the selected variable; `""` if there is none in the graph."""
        selection = self._document.selection
        if selection.kind == "node":
            return selection.name
        if selection.kind == "variable":
            for variable in self._document.variables:
                if variable.name == selection.name:
                    return variable.node or ""
        return ""

    @property
    def shown_as(self) -> str:
        """The selected node's name in the picture; `""` if it isn't in it."""
        laid, node = self._canvas.laid, self.node
        if laid is None or not node:
            return ""
        return laid.name_of(self._document.selection.function, node, near=self.current)

    def variable_of(self, box: Box) -> str:
        """Name of the variable behind an op or the first of its chips, `""` if there is none."""
        model, laid = self._document.model, self._canvas.laid
        for name in (box.node, *(chip.node for chip in box.chips)):
            function, node = laid.origin(name) if laid is not None else ("", name)
            variable = model.variable_of_node(node) if node and not function and model is not None else None
            if variable is not None:
                return variable.name
        return ""

    def show(self) -> None:
        """Outline what stands for the document's selection in the present picture."""
        scene, lights, selection = self._canvas.scene, self._canvas.viewport.highlights, self._document.selection
        if scene is None:
            return
        name = self.shown_as
        if not name and selection.function != self._canvas.sheets.function:
            self.mark([])
            return
        if selection.kind == "edge":
            ends = tuple(selection.name.split(" -> ", 1))
            self.mark([])
            routes = enumerate(scene.routes)
            lights.route = next((i for i, r in routes if ends in r.tensors or ends == (r.source, r.target)), -1)
            return
        key = ""
        if selection.kind == "scope":
            key = self._visible_scope(selection.name)
        elif name:
            key = self.box_key(name)
        # Several may be marked; the document knows the last one only.
        kept = [k for k in self.keys if k in scene.index]
        self.mark(kept if kept and kept[-1] == key else [key] if key else [])

    def box_key(self, node: str) -> str:
        """Key of the visible box that holds a node of the picture, `""` if that is not known now."""
        scene, laid = self._canvas.scene, self._canvas.laid
        if scene is None or laid is None:
            return ""
        box = scene.box(node)
        if box is not None and box.node == node:
            return node
        key = self._canvas.layouts.box_of(node)
        if key is None:  # being laid out: what the last layout knew; the next one brings it up to date
            key = laid.boxes.get(node, "")
        return key if key in scene.index else ""

    def _visible_scope(self, key: str) -> str:
        """The scope itself, or the innermost one around it that is drawn."""
        scene = self._canvas.scene
        while key and scene is not None and key not in scene.index:
            key = key.rpartition("/")[0]
        return key

    def mark(self, keys: list[str]) -> None:
        """Outline these boxes."""
        canvas = self._canvas
        lights = canvas.viewport.highlights
        lights.selected, lights.route = keys, -1
        if self._document.model is not None:
            canvas.breadcrumbs.show_path(canvas.sheets.crumbs(), self.path_of(keys[-1]) if keys else [])
        box = canvas.scene.box(keys[-1]) if keys and canvas.scene is not None else None
        canvas.viewport.describe(words.box_tip(box) if box is not None else "")
        canvas.viewport.update()

    def path_of(self, key: str) -> list[tuple[str, str]]:
        """(key, label) of the drawn containers around a box and of itself, outermost first."""
        scene = self._canvas.scene
        path: list[tuple[str, str]] = []
        box = scene.box(key) if scene is not None else None
        while box is not None and scene is not None:
            if box.kind != "aside":
                path.append((box.key, box.label))
            box = scene.box(box.parent)
        return path[::-1]
