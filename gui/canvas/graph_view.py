"""The graph canvas: the bar above, the picture, and what one does with them.

The canvas listens to the document (another model, another selection) and asks for layouts in tasks; the
viewport paints and tells what the pointer did. Whatever changes the picture goes through `_lay_out`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.layout.picture import Picture
from gui.canvas import walking
from gui.canvas.breadcrumbs import Breadcrumbs
from gui.canvas.busy import BusyBar
from gui.canvas.camera import Camera
from gui.canvas.highlights import Highlights
from gui.canvas.history import History, Place
from gui.canvas.hits import Hits
from gui.canvas.layouts import Change, Laid, Layouts
from gui.canvas.legend import Legend
from gui.canvas.menu import CanvasMenu
from gui.canvas.minimap import Minimap
from gui.canvas.notice import Notice
from gui.canvas.scene import Scene
from gui.canvas.searching import find_nodes
from gui.canvas.transition import Anchor
from gui.canvas.viewport import Viewport
from gui.document import NOTHING, Document, Selection
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.errors import CryographError
    from core.model import Model

EDGE = 14
"""Distance of the minimap and the legend from the canvas' border, in pixels."""

Then = Callable[[Laid], None]


class GraphCanvas(QWidget):
    """Shows the graph of the document's model.

    Args:
        document: what the window is about.
    """

    first_painted = Signal()
    """The first complete frame with the graph of a model was painted; once per model."""
    message_changed = Signal(str)
    """A sentence for the status bar; empty: none."""
    variable_wanted = Signal(str)
    """A node whose variable is to be shown in the table."""
    hits_changed = Signal(int, int)
    """(number of the current hit from 1, 0 if none; how many there are)."""
    history_changed = Signal(bool, bool)
    """(can go back, can go forward)."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.breadcrumbs = Breadcrumbs(self)
        self.viewport = Viewport(self)
        self.minimap = Minimap(self.viewport)
        self.legend = Legend(self.viewport)
        self.busy = BusyBar(self.viewport)
        self.notice = Notice(self.viewport)
        self.layouts = Layouts(document.tasks, self)
        self.history = History()
        self.hits = Hits()
        self._laid: Laid | None = None
        self._first = False
        self._folded = True
        self._then: list[Then] = []
        self._menu = CanvasMenu(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.breadcrumbs)
        column.addWidget(self.viewport, 1)
        self.setFocusProxy(self.viewport)
        self._connect()
        self.retranslate()
        if document.model is not None:
            self._open(document.model)
        else:
            self._close()

    def _connect(self) -> None:
        document, viewport, bar, layouts = self.document, self.viewport, self.breadcrumbs, self.layouts
        document.model_opened.connect(self._open)
        document.model_closed.connect(self._close)
        document.selection_changed.connect(self._follow_selection)
        viewport.camera_changed.connect(self._on_camera)
        viewport.scene_shown.connect(self._on_shown)
        viewport.box_clicked.connect(self._on_box_clicked)
        viewport.chip_clicked.connect(lambda _key, node: self.document.select(Selection("node", node), self))
        viewport.route_clicked.connect(self._on_route_clicked)
        viewport.toggled.connect(self.toggle)
        viewport.menu_wanted.connect(self._on_menu)
        viewport.key_pressed.connect(self._on_key)
        viewport.installEventFilter(self)
        self.minimap.centred.connect(self._centre_on)
        bar.crumb_clicked.connect(self._on_crumb)
        bar.fit_clicked.connect(self.fit)
        bar.full_size_clicked.connect(self.zoom_100)
        bar.fold_chosen.connect(self.fold_weights)
        bar.colour_chosen.connect(self.colour_by)
        bar.depth_chosen.connect(self.open_to_depth)
        layouts.begun.connect(self.busy.begin)
        layouts.ended.connect(self.busy.end)
        layouts.progressed.connect(self.busy.progress)
        layouts.failed.connect(self._on_failed)
        layouts.cancelled.connect(self._on_cancelled)
        self.busy.cancel_clicked.connect(layouts.cancel)

    # The model.

    @property
    def scene(self) -> Scene | None:
        return self.viewport.scene

    @property
    def picture(self) -> Picture | None:
        """What is drawn, for export; None without a graph."""
        return self._laid.scene.picture if self._laid is not None else None

    @property
    def expanded(self) -> frozenset[str]:
        """Keys of the open containers."""
        return self._laid.expanded if self._laid is not None else frozenset()

    def _open(self, model: Model) -> None:
        self._reset()
        if model.graph is None or not len(model.graph):
            self._say_no_graph(model)
            return
        self._first = True
        self.breadcrumbs.setVisible(True)
        self.breadcrumbs.enable_view(False)
        self.breadcrumbs.show_path(model.title, [])
        self.layouts.open_graph(model.graph, model, self._show_first)

    def _close(self) -> None:
        self._reset()
        self.breadcrumbs.setVisible(False)

    def _reset(self) -> None:
        self.layouts.close_graph()
        self.history.clear()
        self.hits = Hits()
        self._laid = None
        self._then = []
        self._first = False
        self._folded = True
        self.layouts.colour_by = "category"
        self.breadcrumbs.show_folded(True)
        self.breadcrumbs.show_colour("category")
        self.viewport.highlights = Highlights()
        self.viewport.style_.strip = {}
        self.viewport.show_scene(None)
        self.minimap.show_scene(None)
        self.minimap.hide()
        self.legend.show_entries([])
        self.notice.hide()
        self.busy.end()

    def _say_no_graph(self, model: Model) -> None:
        self.breadcrumbs.setVisible(True)
        self.breadcrumbs.enable_view(False)
        self.breadcrumbs.show_path(model.title, [])
        count = len(self.document.variables)
        if model.graph is not None:
            title, text = self.tr("The graph is empty"), self.tr("The file holds a graph without a single op.")
        elif count or model.checkpoint is not None:
            title = self.tr("No graph here, but {count} variables").format(count=f"{count:,}")
            if count == 1:
                title = self.tr("No graph here, but one variable")
            text = self.tr(
                "The graph of a checkpoint is in its .meta file, and that is not in this folder. The variables and"
                " their values are listed below. With the .meta file beside the others the graph appears here."
            )
        else:
            title = self.tr("No graph here")
            text = self.tr("The files that were opened hold no graph. The list at the left says what each of them is.")
        self.notice.say(title, text)
        self._place_children()
        if not self._first:
            # Nothing will be painted later than this: what waits for the first picture need not wait.
            self.viewport.update()

    def _show_first(self, laid: Laid) -> None:
        scene = laid.scene
        self.breadcrumbs.enable_view(True)
        roots = [box for key in scene.picture.roots if (box := scene.box(key)) is not None and box.kind != "aside"]
        widest = max(roots, key=lambda box: box.w, default=None)
        middle = widest.x + widest.w / 2 if widest is not None else scene.width / 2
        self._show(laid, None)
        camera = Camera()
        camera.begin(scene.width, scene.height, self.viewport.width(), self.viewport.height(), middle)
        self.viewport.look(camera)
        self._follow_selection(self.document.selection)

    def _show(self, laid: Laid, anchor: Anchor | None) -> None:
        self._laid = laid
        self.viewport.style_.strip = laid.colouring.strips if laid.colouring is not None else {}
        self.legend.show_entries(laid.colouring.legend if laid.colouring is not None else [])
        self.minimap.show_scene(laid.scene)
        self.viewport.show_scene(laid.scene, anchor)
        self._place_children()
        if self.hits.names:
            self._mark_hits(laid.boxes)

    def _on_shown(self) -> None:
        if self._first:
            self._first = False
            self.first_painted.emit()

    def _on_failed(self, error: CryographError) -> None:
        self._then = []
        self.message_changed.emit(text_of(error.text))
        if self._laid is None:
            self.notice.say(self.tr("The graph could not be drawn"), text_of(error.text))

    def _on_cancelled(self) -> None:
        self._then = []
        if self._laid is None:
            self.notice.say(
                self.tr("The layout was cancelled"),
                self.tr("Press F to draw the graph after all; files and values are open."),
            )

    def _lay_out(
        self,
        change: Change | None,
        then: Then,
        *,
        reveal: str = "",
        leaves: bool = True,
    ) -> None:
        """Change the view in a task, show what comes of it, then do something with it."""
        if leaves:
            self._leave()
        names = [self.document.selection.name] if self.document.selection.kind in ("node", "variable") else []
        self.layouts.request(change, then, reveal=reveal, names=[*map(self._node_of, names), *self.hits.names])

    # Opening and closing scopes.

    def toggle(self, key: str, at: QPointF | None = None) -> None:
        """Open or close a container in place; what is at `at` (in the viewport) stays there."""
        scene = self.scene
        old = scene.box(key) if scene is not None else None
        if old is None or not (old.expandable or old.expanded):
            return
        camera = self.viewport.camera
        place = camera.to_scene(at.x(), at.y()) if at is not None else (old.x + old.w / 2, old.y + 12.0)
        opens = not old.expanded

        def show(laid: Laid) -> None:
            now = self.scene.box(key) if self.scene is not None else None
            new = laid.scene.box(key)
            anchor = None
            if now is not None and new is not None:
                anchor = Anchor.of(now, new, place, self.viewport.camera.to_screen(*place))
            self._show(laid, anchor)
            if new is None:
                self._keep_in_view()
            elif at is None:
                self._bring_into_view(new.key)
            self._select_boxes()

        self._lay_out(lambda view: view.expand(key) if opens else view.collapse(key), show)

    def expand_all(self) -> None:
        """Open everything, up to the view's limit."""
        self.open_to_depth(-1)

    def collapse_all(self) -> None:
        """Close everything."""
        self.open_to_depth(0)

    def open_to_depth(self, depth: int) -> None:
        """Open containers less than `depth` levels down and close the others; −1 opens all."""
        cut_short: list[bool] = []

        def change(view: object) -> None:
            from core.graph.view import GraphView

            assert isinstance(view, GraphView)
            if depth < 0:
                cut_short.append(not view.expand_all())
            else:
                view.expand_to_depth(depth)

        def show(laid: Laid) -> None:
            self._show(laid, None)
            self.fit()
            self._select_boxes()
            if any(cut_short):
                self.message_changed.emit(self.tr("The graph is too large to open everything at once."))

        self._lay_out(change, show)

    def open_inside(self, key: str) -> None:
        """Open everything in a container."""

        def change(view: object) -> None:
            from core.graph.view import GraphView

            assert isinstance(view, GraphView)
            view.expand(key)
            view.expand_all(key)

        self._lay_out(change, self._anchored(key))

    def put_aside(self, key: str, aside: bool) -> None:
        """Move a top level box to the area at the side, or back."""
        self._lay_out(lambda view: view.put_aside(key, aside), self._anchored(key))

    def fold_weights(self, fold: bool) -> None:
        """Weights inside the ops that read them, or as nodes."""
        if self._laid is None or fold == self._folded:
            return
        self._folded = fold
        self.breadcrumbs.show_folded(fold)
        self._lay_out(lambda view: view.fold_weights(fold), self._anchored(self._middle_key()), leaves=False)

    def colour_by(self, what: str) -> None:
        """Let the strips show the `category`, the `device` or the `dtype`."""
        self.layouts.colour_by = what
        self.breadcrumbs.show_colour(what)
        self._lay_out(None, self._anchored(""), leaves=False)

    def _anchored(self, key: str) -> Then:
        """Show a scene with the box `key` where it was."""

        def show(laid: Laid) -> None:
            old = self.scene.box(key) if self.scene is not None else None
            new = laid.scene.box(key)
            anchor = None
            if old is not None and new is not None:
                at = (old.x + min(old.w / 2, 200), old.y + min(old.h / 2, 12))
                anchor = Anchor.of(old, new, at, self.viewport.camera.to_screen(*at))
            self._show(laid, anchor)
            self._select_boxes()

        return show

    def _middle_key(self) -> str:
        """The selected box, or the one nearest to the middle of the window."""
        if self.viewport.highlights.selected:
            return self.viewport.highlights.selected[-1]
        scene = self.scene
        if scene is None or not len(scene.leaves):
            return ""
        x, y = self.viewport.camera.to_scene(self.viewport.width() / 2, self.viewport.height() / 2)
        rects = scene.rects[scene.leaves]
        distance = abs((rects[:, 0] + rects[:, 2]) / 2 - x) + abs((rects[:, 1] + rects[:, 3]) / 2 - y)
        nearest: int = scene.leaves[int(distance.argmin())]
        return scene.boxes[nearest].key

    # Selection.

    def _on_box_clicked(self, key: str, added: bool) -> None:
        box = self.scene.box(key) if self.scene is not None else None
        lights = self.viewport.highlights
        lights.lit = None if not key else lights.lit
        if box is None:
            self.document.select(NOTHING, self)
            self._mark([])
            return
        if added:
            selected = [k for k in lights.selected if k != key]
            if len(selected) == len(lights.selected):
                selected.append(key)
            self._mark(selected)
            box = self.scene.box(selected[-1]) if selected and self.scene is not None else None
            if box is None:
                self.document.select(NOTHING, self)
                return
        else:
            self._mark([key])
        kind = "scope" if box.kind in ("scope", "series") else "node"
        self.document.select(Selection(kind, box.node or box.key), self)  # type: ignore[arg-type]

    def _on_route_clicked(self, i: int) -> None:
        if self.scene is None:
            return
        route = self.scene.routes[i]
        source, target = route.tensors[0] if route.tensors else (route.source, route.target)
        self._mark([])
        self.viewport.highlights.route = i
        self.viewport.update()
        self.document.select(Selection("edge", f"{source} -> {target}"), self)

    def _follow_selection(self, selection: Selection) -> None:
        """Somebody selected something: show it, and go there if it was not the canvas itself."""
        if self._laid is None:
            return
        if self.document.selection_origin is self:
            self._select_boxes()
            return
        if selection.kind in ("node", "variable"):
            name = self._node_of(selection.name)
            if name:
                self.reveal(name)
                return
        elif selection.kind == "scope":
            self._select_boxes()
            if self.viewport.highlights.selected:
                self._bring_into_view(self.viewport.highlights.selected[-1])
            return
        self._select_boxes()

    def _node_of(self, name: str) -> str:
        """The node of a selected node or variable, `""` if the graph has none."""
        selection = self.document.selection
        if selection.kind != "variable":
            return name
        for variable in self.document.variables:
            if variable.name == name:
                return variable.node or ""
        return ""

    def _select_boxes(self) -> None:
        """Outline the boxes of the document's selection."""
        lights, scene, laid = self.viewport.highlights, self.scene, self._laid
        selection = self.document.selection
        if scene is None or laid is None:
            return
        if selection.kind == "none":
            self._mark([])
        elif selection.kind == "scope":
            self._mark([key] if (key := self._visible_scope(selection.name)) else [])
        elif selection.kind in ("node", "variable"):
            node = self._node_of(selection.name)
            # Several may be marked; the document knows the last one only.
            kept = [key for key in lights.selected if key in scene.index]
            key = self._box_key(node)
            if not key:
                self._mark([])
            elif kept and kept[-1] == key:
                self._mark(kept)
            else:
                self._mark([key])
        else:
            ends = tuple(selection.name.split(" -> ", 1))
            lights.selected = []
            lights.route = next(
                (i for i, r in enumerate(scene.routes) if ends in r.tensors or ends == (r.source, r.target)), -1
            )
            self._show_path()
            self.viewport.update()

    def _box_key(self, node: str) -> str:
        """Key of the visible box that holds a node."""
        scene, laid = self.scene, self._laid
        if scene is None or laid is None or not node:
            return ""
        box = scene.box(node)
        if box is not None and box.node == node:
            return node
        key = self.layouts.box_of(node)
        if key is None:  # being laid out: what the last layout knew, else nothing until the next one shows
            key = laid.boxes.get(node, "")
        return key if key in scene.index else ""

    def _visible_scope(self, key: str) -> str:
        """The scope itself, or the innermost one around it that is drawn."""
        scene = self.scene
        while key and scene is not None and key not in scene.index:
            key = key.rpartition("/")[0]
        return key

    def _mark(self, keys: list[str]) -> None:
        lights = self.viewport.highlights
        lights.selected, lights.route = keys, -1
        self._show_path()
        self.viewport.update()

    def _show_path(self) -> None:
        model = self.document.model
        if model is None:
            return
        selected = self.viewport.highlights.selected
        self.breadcrumbs.show_path(model.title, self.path_of(selected[-1]) if selected else [])

    def path_of(self, key: str) -> list[tuple[str, str]]:
        """(key, label) of the drawn containers around a box and of itself, outermost first."""
        path: list[tuple[str, str]] = []
        box = self.scene.box(key) if self.scene is not None else None
        while box is not None:
            if box.kind != "aside":
                path.append((box.key, box.label))
            box = self.scene.box(box.parent) if self.scene is not None else None
        return path[::-1]

    # Going somewhere.

    def reveal(self, name: str) -> None:
        """Open what is around a node, select its box and bring it into view."""
        if self._laid is None:
            return
        key = self._box_key(name)
        box = self.scene.box(key) if self.scene is not None and key else None
        if box is not None and box.kind not in ("scope", "series"):
            self._mark([key])
            self._bring_into_view(key)
            return

        def show(laid: Laid) -> None:
            self._show(laid, None)
            found = laid.boxes.get(name, "")
            if found in laid.scene.index:
                self._mark([found])
                self._bring_into_view(found)

        self._lay_out(None, show, reveal=name)

    def _bring_into_view(self, key: str) -> None:
        """Pan so that a box is in view, in the middle if it wasn't; come near enough to read it."""
        scene = self.scene
        box = scene.box(key) if scene is not None else None
        if box is None:
            return
        viewport = self.viewport
        camera = viewport.camera.copy()
        if camera.scale < 0.5 and not box.expanded:
            camera.scale = 0.8
        left, top = camera.to_screen(box.x, box.y)
        right, bottom = camera.to_screen(box.x + box.w, box.y + (min(box.h, 120) if box.expanded else box.h))
        margin = 24
        inside = left >= margin and top >= margin and right <= viewport.width() - margin
        if inside and bottom <= viewport.height() - margin and camera.scale == viewport.camera.scale:
            return
        camera.place(box.x + box.w / 2, box.y + min(box.h, 240) / 2, viewport.width() / 2, viewport.height() / 2)
        viewport.look(camera)

    def zoom_to(self, keys: Iterable[str]) -> None:
        """Show boxes as large as they fit, not above 100 %."""
        scene = self.scene
        boxes = [box for key in keys if scene is not None and (box := scene.box(key)) is not None]
        if not boxes:
            return
        self._leave()
        camera = Camera()
        camera.fit(
            min(box.x for box in boxes),
            min(box.y for box in boxes),
            max(box.x + box.w for box in boxes),
            max(box.y + box.h for box in boxes),
            self.viewport.width(),
            self.viewport.height(),
        )
        self.viewport.look(camera)

    def fit(self) -> None:
        """Show the whole graph."""
        scene = self.scene
        if scene is None:
            model = self.document.model
            if model is not None and model.graph is not None and not self.layouts.busy:
                self._open(model)  # the layout was cancelled
            return
        camera = Camera()
        camera.fit(0, 0, scene.width, scene.height, self.viewport.width(), self.viewport.height())
        self.viewport.look(camera)

    def zoom_in(self) -> None:
        """A step nearer."""
        self.viewport.zoom(1.25)

    def zoom_out(self) -> None:
        """A step farther."""
        self.viewport.zoom(0.8)

    def zoom_100(self) -> None:
        """One scene unit is one pixel."""
        self.viewport.zoom(1.0 / self.viewport.camera.scale)

    def _centre_on(self, at: QPointF) -> None:
        camera = self.viewport.camera.copy()
        camera.place(at.x(), at.y(), self.viewport.width() / 2, self.viewport.height() / 2)
        self.viewport.look(camera)

    def _keep_in_view(self) -> None:
        self.viewport.look(self.viewport.camera)

    def _on_crumb(self, key: str) -> None:
        if not key:
            self.fit()
            return
        self.zoom_to([key])
        self._on_box_clicked(key, False)

    # Back and forward.

    def _present(self) -> Place:
        return Place(self.expanded, self.viewport.camera.copy(), self.document.selection)

    def _leave(self) -> None:
        if self._laid is not None:
            self.history.leave(self._present())
            self.history_changed.emit(self.history.has_back, self.history.has_forward)

    def go_back(self) -> None:
        """To the place before."""
        if self._laid is not None:
            self._return_to(self.history.back(self._present()))

    def go_forward(self) -> None:
        """To the place that was left by going back."""
        if self._laid is not None:
            self._return_to(self.history.forward(self._present()))

    def _return_to(self, place: Place | None) -> None:
        if place is None:
            return
        self.history_changed.emit(self.history.has_back, self.history.has_forward)
        self.document.select(place.selection, self)
        if place.expanded == self.expanded:
            self.viewport.look(place.camera.copy())
            return

        def change(view: object) -> None:
            from core.graph.view import GraphView

            assert isinstance(view, GraphView)
            view.expanded = set(place.expanded)

        def show(laid: Laid) -> None:
            self._show(laid, None)
            self.viewport.look(place.camera.copy())
            self._select_boxes()

        self._lay_out(change, show, leaves=False)

    # Searching.

    def find(self, text: str, *, limit: int | None = None) -> list[str]:  # type: ignore[override]
        """Names of the nodes that match; see `gui.canvas.searching`."""
        model = self.document.model
        if model is None or model.graph is None:
            return []
        return find_nodes(model.graph, text, limit=limit)

    def show_hits(self, names: Iterable[str]) -> None:
        """Light the boxes that hold these nodes; none clears them."""
        self.hits = Hits(list(names))
        if self._laid is None:
            return
        if not self.hits.names:
            self.viewport.highlights.hits = set()
            self.viewport.update()
        else:
            self._lay_out(None, lambda laid: self._show(laid, self._still()), leaves=False)
        self.hits_changed.emit(self.hits.number, len(self.hits.names))

    def next_hit(self) -> str:
        """Go to the next node that was found; its name, `""` if nothing was."""
        return self._go_to_hit(self.hits.step(1))

    def previous_hit(self) -> str:
        """Go to the one before."""
        return self._go_to_hit(self.hits.step(-1))

    def _go_to_hit(self, name: str) -> str:
        if name:
            self.document.select(Selection("node", name), self)
            self.reveal(name)
            self.hits_changed.emit(self.hits.number, len(self.hits.names))
        return name

    def _still(self) -> Anchor:
        """The anchor of a scene that hasn't moved."""
        at = self.viewport.camera.to_scene(0, 0)
        return Anchor(at, at, (0.0, 0.0))

    def _mark_hits(self, boxes: dict[str, str]) -> None:
        keys = {boxes.get(name, "") for name in self.hits.names}
        self.viewport.highlights.hits = {key for key in keys if key}
        self.viewport.update()

    # Tracing.

    def trace(self, key: str, *, up: bool, down: bool, far: bool) -> None:
        """Light what a box is computed from (up) or feeds (down), next to it or all the way; dim the rest."""
        scene = self.scene
        if scene is None or key not in scene.index:
            return
        lit = {key}
        for forward in ([False] if up else []) + ([True] if down else []):
            here, there = (scene.source, scene.target) if forward else (scene.target, scene.source)
            front = [scene.index[key]]
            reached = set(front)
            after: dict[int, list[int]] = {}
            for a, b in zip(here.tolist(), there.tolist(), strict=True):
                after.setdefault(a, []).append(b)
            while front:
                front = [b for a in front for b in after.get(a, ()) if b >= 0]
                front = [b for b in dict.fromkeys(front) if b not in reached]
                reached.update(front)
                if not far:
                    break
            lit |= {scene.boxes[i].key for i in reached}
        self.viewport.highlights.lit = lit
        self.viewport.update()

    def clear_trace(self) -> None:
        """Nothing is dimmed any more."""
        self.viewport.highlights.lit = None
        self.viewport.update()

    # Events.

    def _on_menu(self, key: str, at: QPoint) -> None:
        if self._laid is None:
            return
        if key and key not in self.viewport.highlights.selected:
            self._on_box_clicked(key, False)
        self._menu.show_for(key, at)

    def _on_key(self, event: QKeyEvent) -> None:
        """Keys of the canvas; what it doesn't know goes to the window."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        selected = self.viewport.highlights.selected
        current = selected[-1] if selected else ""
        arrows = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right"}
        shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
        act: Callable[[], object] | None = None
        if key in arrows and modifiers == Qt.KeyboardModifier.NoModifier:
            act = lambda: self._walk(current, arrows[Qt.Key(key)])  # noqa: E731
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and modifiers == shift:
            move = walking.outside if key == Qt.Key.Key_Up else walking.inside
            act = lambda: self._go_to_box(move(self.scene, current) if self.scene is not None else "")  # noqa: E731
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and modifiers == alt:
            act = self.go_back if key == Qt.Key.Key_Left else self.go_forward
        elif key == Qt.Key.Key_F and modifiers == shift:
            act = lambda: self.zoom_to(selected)  # noqa: E731
        elif not modifiers & ~shift:
            act = {
                Qt.Key.Key_Return: lambda: self.toggle(current),
                Qt.Key.Key_Enter: lambda: self.toggle(current),
                Qt.Key.Key_Space: lambda: self.toggle(current),
                Qt.Key.Key_Plus: self.zoom_in,
                Qt.Key.Key_Equal: self.zoom_in,
                Qt.Key.Key_Minus: self.zoom_out,
                Qt.Key.Key_Underscore: self.zoom_out,
                Qt.Key.Key_0: self.zoom_100,
                Qt.Key.Key_F: self.fit,
                Qt.Key.Key_Home: self.fit,
                Qt.Key.Key_Backspace: self.go_back,
                Qt.Key.Key_Escape: self._escape,
            }.get(Qt.Key(key))
        if act is not None:
            act()
            event.accept()

    def _walk(self, current: str, direction: str) -> None:
        if self.scene is not None:
            self._go_to_box(walking.step(self.scene, current, direction))  # type: ignore[arg-type]

    def _go_to_box(self, key: str) -> None:
        if key:
            self._on_box_clicked(key, False)
            self._bring_into_view(key)

    def _escape(self) -> None:
        """Undo one thing after another: the layout that runs, the dimming, the selection."""
        if self.layouts.busy:
            self.layouts.cancel()
        elif self.viewport.highlights.lit is not None:
            self.clear_trace()
        else:
            self._on_box_clicked("", False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go_forward()
        else:
            super().mousePressEvent(event)

    def _on_camera(self) -> None:
        viewport, camera = self.viewport, self.viewport.camera
        self.breadcrumbs.show_zoom(camera.scale)
        left, top = camera.to_scene(0, 0)
        self.minimap.show_seen(QRectF(left, top, viewport.width() / camera.scale, viewport.height() / camera.scale))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.viewport and event.type() == QEvent.Type.Resize:
            self._place_children()
        return False

    def _place_children(self) -> None:
        viewport = self.viewport
        width, height = viewport.width(), viewport.height()
        self.minimap.move(width - self.minimap.width() - EDGE, height - self.minimap.height() - EDGE)
        self.legend.move(EDGE, height - self.legend.height() - EDGE)
        self.notice.setGeometry(0, 0, width, height)
        self.busy.resize(width, self.busy.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.viewport.repaint_scene()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take the texts in the language in force."""
        self.setAccessibleName(self.tr("Graph"))
        self.viewport.setAccessibleName(self.tr("Graph"))
        self.viewport.setAccessibleDescription(
            self.tr("Arrow keys walk along the edges, Enter opens and closes a name scope, + and − zoom, F shows all.")
        )
        if self._laid is None and self.document.model is not None and self.notice.isVisible():
            self._say_no_graph(self.document.model)
