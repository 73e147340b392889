"""Whatever changes what is drawn of a graph: what is open, aside, folded, how it flows, what the colours say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QPointF

from gui.canvas.transition import CHEVRON, Anchor

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.graph.view import GraphView
    from gui.canvas.colouring import Ran
    from gui.canvas.graph_view import GraphCanvas
    from gui.canvas.layouts import Change, Laid

    Then = Callable[[Laid], None]

Flow = Literal["TB", "LR"]


class Arranging:
    """Changes the view of the graph that a canvas shows, and shows what comes of it.

    Args:
        canvas: whose graph.
    """

    def __init__(self, canvas: GraphCanvas) -> None:
        self._canvas = canvas
        self.folded = True
        self.direction: Flow = "TB"
        self.dot = False

    def reset(self) -> None:
        """Another model."""
        canvas = self._canvas
        canvas.layouts.colour_by = "category"
        self.folded = True
        self.direction = "TB"
        self.dot = False
        canvas.breadcrumbs.show_folded(True)
        canvas.breadcrumbs.show_colour("category")
        canvas.breadcrumbs.offer_run(False)

    def apply(self, view: GraphView) -> None:
        """Let a view of another graph be like that of the last one."""
        view.fold_weights(self.folded)
        view.set_direction(self.direction)
        view.use_dot(self.dot)

    # Opening and closing.

    def toggle(self, key: str, at: QPointF | None = None) -> None:
        """Open or close a container in place; what is at `at` (in the viewport) stays there."""
        canvas = self._canvas
        old = canvas.scene.box(key) if canvas.scene is not None else None
        if old is None or not (old.expandable or old.expanded):
            return
        opens = not old.expanded
        self._in_place(key, at, lambda view: view.expand(key) if opens else view.collapse(key))

    def open_in_place(self, key: str, at: QPointF | None = None) -> None:
        """Draw the functions that an op calls where it stands; closing them brings it back."""
        if self._canvas.sheets.can_inline(key):
            self._in_place(key, at, lambda view: view.inline(key))

    def _in_place(self, key: str, at: QPointF | None, change: Change) -> None:
        """Change a box, and keep it where it is."""
        canvas = self._canvas
        old = canvas.scene.box(key) if canvas.scene is not None else None
        if old is None:
            return
        camera = canvas.viewport.camera
        place = camera.to_scene(at.x(), at.y()) if at is not None else (old.x + old.w / 2, old.y + 12.0)

        def show(laid: Laid) -> None:
            now = canvas.scene.box(key) if canvas.scene is not None else None
            new = laid.scene.box(key)
            anchor = None
            if now is not None and new is not None:
                anchor = Anchor.of(now, new, place, canvas.viewport.camera.to_screen(*place))
                end = canvas.going.landing(anchor, new)
                if at is None:
                    anchor.end = end
                elif place[0] - old.x > CHEVRON:
                    # The pointer stays over the header, wherever in it; what opens isn't cut off at a side.
                    anchor.end = (end[0], anchor.screen[1])
            canvas.show_laid(laid, anchor)
            canvas.viewport.look_again()

        canvas.going.leave()
        canvas.lay_out(change, show)

    def open_to_depth(self, depth: int) -> None:
        """Open containers less than `depth` levels down and close the others; −1 opens all."""
        canvas = self._canvas
        cut_short: list[bool] = []

        def change(view: GraphView) -> None:
            if depth < 0:
                cut_short.append(not view.expand_all())
            else:
                view.expand_to_depth(depth)

        def show(laid: Laid) -> None:
            canvas.show_laid(laid)
            canvas.going.begin()
            if any(cut_short):
                canvas.message_changed.emit(_tr("The graph is too large to open everything at once."))

        canvas.going.leave()
        canvas.lay_out(change, show)

    def open_inside(self, key: str) -> None:
        """Open everything in a container."""

        def change(view: GraphView) -> None:
            view.expand(key)
            view.expand_all(key)

        self._canvas.going.leave()
        self._canvas.lay_out(change, self._anchored(key))

    def put_aside(self, key: str, aside: bool) -> None:
        """Move a top level box to the area at the side, or back."""
        self._canvas.going.leave()
        self._canvas.lay_out(lambda view: view.put_aside(key, aside), self._anchored(key))

    # How it is drawn.

    def fold_weights(self, fold: bool) -> None:
        """Weights inside the ops that read them, or as nodes."""
        canvas = self._canvas
        if canvas.laid is None or fold == self.folded:
            return
        self.folded = fold
        canvas.breadcrumbs.show_folded(fold)
        canvas.lay_out(lambda view: view.fold_weights(fold), self._anchored(self._middle_key()))

    def set_direction(self, direction: Flow) -> None:
        """Let the data flow downwards (`TB`) or to the right (`LR`)."""
        canvas = self._canvas
        if canvas.laid is None or direction == self.direction:
            return
        self.direction = direction

        def show(laid: Laid) -> None:
            canvas.show_laid(laid)
            canvas.going.begin()

        canvas.lay_out(lambda view: view.set_direction(direction), show)

    def use_dot(self, dot: bool) -> None:
        """Let Graphviz' `dot` lay out, where it is installed, or the program itself."""
        canvas = self._canvas
        if canvas.laid is None or dot == self.dot:
            return
        self.dot = dot

        def show(laid: Laid) -> None:
            canvas.show_laid(laid)
            canvas.going.begin()

        canvas.lay_out(lambda view: view.use_dot(dot), show)

    def recover(self) -> None:
        """A layout failed: do without `dot` from now on, if that did it."""
        if self.dot:
            self.dot = False
            self._canvas.lay_out(lambda view: view.use_dot(False), lambda laid: self._canvas.show_laid(laid))

    def colour_by(self, what: str) -> None:
        """What the strips show: see `gui.canvas.colouring`."""
        canvas = self._canvas
        canvas.layouts.colour_by = what
        canvas.breadcrumbs.show_colour(what)
        canvas.lay_out(None, lambda laid: canvas.show_laid(laid, self.still()))

    def offer_run(self, ran: Ran) -> None:
        """The times and places of a run can be painted from now on; they are at once, if the last run's are."""
        canvas = self._canvas
        if canvas.sheets.main is None:
            return
        canvas.sheets.main.slot.ran = ran
        canvas.breadcrumbs.offer_run(True)
        if canvas.layouts.colour_by in ("time", "ran"):
            self.colour_by(canvas.layouts.colour_by)

    # Keeping the eye.

    def _anchored(self, key: str) -> Then:
        """Show a scene with the box `key` where it was."""
        canvas = self._canvas

        def show(laid: Laid) -> None:
            old = canvas.scene.box(key) if canvas.scene is not None else None
            new = laid.scene.box(key)
            anchor = None
            if old is not None and new is not None:
                at = (old.x + min(old.w / 2, 200), old.y + min(old.h / 2, 12))
                anchor = Anchor.of(old, new, at, canvas.viewport.camera.to_screen(*at))
            canvas.show_laid(laid, anchor)
            canvas.viewport.look_again()

        return show

    def _middle_key(self) -> str:
        """The selected box, or the one nearest to the middle of the window."""
        canvas = self._canvas
        scene = canvas.scene
        if canvas.selecting.current or scene is None or not len(scene.leaves):
            return canvas.selecting.current
        viewport = canvas.viewport
        x, y = viewport.camera.to_scene(viewport.width() / 2, viewport.height() / 2)
        rects = scene.rects[scene.leaves]
        distance = abs((rects[:, 0] + rects[:, 2]) / 2 - x) + abs((rects[:, 1] + rects[:, 3]) / 2 - y)
        nearest: int = scene.leaves[int(distance.argmin())]
        return scene.boxes[nearest].key

    def still(self) -> Anchor:
        """The anchor of a scene that hasn't moved."""
        at = self._canvas.viewport.camera.to_scene(0, 0)
        return Anchor(at, at, (0.0, 0.0))


def _tr(text: str) -> str:
    return QCoreApplication.translate("GraphCanvas", text)
