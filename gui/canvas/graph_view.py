"""The graph canvas: the bar above, the picture, and what one does with them.

The canvas listens to the document (another model, another selection) and asks for layouts in tasks; the
viewport paints and tells what the pointer did. Whatever changes the picture goes through `lay_out`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.errors import CryographError, Text
from core.layout.picture import Picture
from gui.canvas.arranging import Arranging
from gui.canvas.breadcrumbs import Breadcrumbs
from gui.canvas.busy import BusyBar
from gui.canvas.going import Going
from gui.canvas.hits import Where
from gui.canvas.keys import Keys
from gui.canvas.layouts import Change, Laid, Layouts
from gui.canvas.legend import Legend
from gui.canvas.lighting import Lighting
from gui.canvas.menu import CanvasMenu
from gui.canvas.minimap import Minimap
from gui.canvas.notice import Notice
from gui.canvas.scene import Scene
from gui.canvas.searching import find_nodes
from gui.canvas.selecting import Selecting
from gui.canvas.sheets import Sheets
from gui.canvas.transition import Anchor
from gui.canvas.viewport import Viewport
from gui.document import Document
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.model import Model
    from core.progress import Progress

CORNER = 14
"""Distance of the minimap and the legend from the canvas' border, in pixels."""


class GraphCanvas(QWidget):
    """Shows the graph of the document's model.

    Args:
        document: what the window is about.
    """

    first_painted = Signal()
    """The first complete frame with the graph of a model was painted; once per model."""
    first_failed = Signal(object)
    """CryographError: the first layout of a model's graph failed, or was cancelled; there will be no picture."""
    message_changed = Signal(str)
    """A sentence for the status bar; empty: none."""
    variable_wanted = Signal(str)
    """Name of a variable that is to be shown in the table."""
    feed_wanted = Signal(str)
    """Name of an op whose output is to be fed in the next run."""
    fetch_wanted = Signal(str)
    """Name of an op whose output is to be fetched in the next run."""
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
        self.selecting = Selecting(self, document)
        self.going = Going(self, document)
        self.arranging = Arranging(self)
        self.lighting = Lighting(self)
        self.sheets = Sheets(self, document)
        self.menu = CanvasMenu(self)
        self.laid: Laid | None = None
        self._keys = Keys(self)
        self._first = False
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
        document.selection_changed.connect(self.selecting.follow)
        viewport.camera_changed.connect(self._on_camera)
        viewport.scene_shown.connect(self._on_shown)
        viewport.first_look_wanted.connect(self.going.begin)
        viewport.box_clicked.connect(self.selecting.click)
        viewport.chip_clicked.connect(self.selecting.click_chip)
        viewport.route_clicked.connect(self.selecting.click_route)
        viewport.toggled.connect(self.toggle)
        viewport.op_opened.connect(self.open_called)
        viewport.menu_wanted.connect(self._on_menu)
        viewport.key_pressed.connect(self._keys.handle)
        viewport.installEventFilter(self)
        self.minimap.centred.connect(self.going.centre_on)
        bar.crumb_clicked.connect(self._on_crumb)
        bar.fit_clicked.connect(self.fit)
        bar.full_size_clicked.connect(self.zoom_100)
        bar.fold_chosen.connect(self.arranging.fold_weights)
        bar.colour_chosen.connect(self.arranging.colour_by)
        bar.depth_chosen.connect(self.arranging.open_to_depth)
        bar.function_chosen.connect(self.sheets.open_function)
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
        return self.laid.scene.picture if self.laid is not None else None

    @property
    def expanded(self) -> frozenset[str]:
        """Keys of the open containers."""
        return self.laid.expanded if self.laid is not None else frozenset()

    @property
    def open_scopes(self) -> list[str]:
        """The name scopes that are drawn open, outer ones first."""
        boxes = self.picture.boxes.values() if self.picture is not None else []
        return sorted(box.key for box in boxes if box.kind == "scope" and box.expanded)

    def _open(self, model: Model) -> None:
        self._reset()
        self.breadcrumbs.setVisible(True)
        self.breadcrumbs.show_path([("", model.title)], [])
        self.breadcrumbs.show_functions([])
        if model.graph is None or not len(model.graph):
            self._say_no_graph(model)
            return
        self._first = True
        self.sheets.begin(model.graph, model.title, self._show_first)

    def _close(self) -> None:
        self._reset()
        self.breadcrumbs.setVisible(False)

    def _reset(self) -> None:
        self.layouts.close_graph()
        self.sheets.reset()
        self.arranging.reset()
        self.going.reset()
        self.laid = None
        self._first = False
        self.breadcrumbs.enable_view(False)
        self.viewport.style_.strip = {}
        self.viewport.show_scene(None)
        self.minimap.show_scene(None)
        self.minimap.hide()
        self.legend.show_entries([])
        self.notice.hide()
        self.busy.end()

    def draw_after_all(self) -> None:
        """Lay the graph out again after its first layout was cancelled."""
        model = self.document.model
        if model is not None and model.graph is not None and self.laid is None and not self.layouts.busy:
            self._open(model)

    def _say_no_graph(self, model: Model) -> None:
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
            if model.object_graph is not None:
                text = self.tr(
                    "A checkpoint of TensorFlow 2 holds no graph. The variables and their values are listed below; the"
                    " graph is in the SavedModel that the same model was exported to, if it was."
                )
        else:
            title = self.tr("No graph here")
            text = self.tr("The files that were opened hold no graph. The list at the left says what each of them is.")
        self.notice.say(title, text)
        self._place_children()

    # Laying out, and showing what comes of it.

    def lay_out(self, change: Change | None, then: Callable[[Laid], None], *, reveal: str = "") -> None:
        """Change the view in a task, then do something with what comes of it, on the GUI thread."""
        names = [self.selecting.shown_as] if self.selecting.shown_as else []
        self.layouts.request(change, then, reveal=reveal, names=names, hits=self.going.hits.nodes)

    def show_laid(self, laid: Laid, anchor: Anchor | None = None) -> None:
        """Show another picture of the graph; with an anchor, move to it from the present one."""
        self.laid = laid
        self.sheets.arrived()
        self.viewport.style_.strip = laid.colouring.strips if laid.colouring is not None else {}
        self.legend.show_entries(laid.colouring.legend if laid.colouring is not None else [])
        self.minimap.show_scene(laid.scene)
        self.viewport.show_scene(laid.scene, anchor)
        self.viewport.highlights.hits = laid.hits
        lit = self.viewport.highlights.lit
        if lit is not None and not lit & laid.scene.index.keys():
            self.viewport.highlights.lit = None
        self.selecting.show()
        self._place_children()

    def _show_first(self, laid: Laid) -> None:
        self.breadcrumbs.enable_view(True)
        self.show_laid(laid)
        self.going.begin()
        if self.selecting.node:
            self.selecting.follow(self.document.selection)
        self._list_functions()

    def _list_functions(self) -> None:
        """Find the functions for the bar's menu, those that are called first."""
        main = self.sheets.main
        if main is None or not main.graph.functions:
            return
        graph = main.graph

        def find(_: Progress) -> list[str]:
            from core.graph.calls import reachable_functions

            return list(dict.fromkeys((*reachable_functions(graph), *graph.functions)))

        def show(names: list[str]) -> None:
            if self.sheets.main is main:
                self.breadcrumbs.show_functions(names)

        self.document.tasks.run(find, title="", done=show, slot="functions", owner=self)

    def _on_shown(self) -> None:
        if self._first:
            self._first = False
            self.first_painted.emit()

    def _on_failed(self, error: CryographError) -> None:
        self.message_changed.emit(text_of(error.text))
        self.sheets.stay()
        self.arranging.recover()
        if self.laid is None:
            self.notice.say(self.tr("The graph could not be drawn"), text_of(error.text))
            self._place_children()
            self.first_failed.emit(error)

    def _on_cancelled(self) -> None:
        self.sheets.stay()
        if self.laid is None:
            self.notice.say(
                self.tr("The layout was cancelled"),
                self.tr("Press F to draw the graph after all. Its files and values are open."),
            )
            self._place_children()
            self.first_failed.emit(CryographError(Text("The layout of the graph was cancelled.")))

    # What the window's menus do.

    def toggle(self, key: str, at: QPointF | None = None) -> None:
        """Open or close a container in place; what is at `at` (in the viewport) stays there."""
        self.arranging.toggle(key, at)

    def expand_all(self) -> None:
        """Open everything, up to the view's limit."""
        self.arranging.open_to_depth(-1)

    def collapse_all(self) -> None:
        """Close everything."""
        self.arranging.open_to_depth(0)

    def show_hits(self, nodes: Iterable[Where]) -> None:
        """Light the boxes that hold these nodes, (function, name) each; none clears them."""
        self.lighting.show_hits(nodes)

    def next_hit(self) -> None:
        """Select the next node that was found, if any was."""
        self.going.step_hit(1)

    def previous_hit(self) -> None:
        """Select the one before."""
        self.going.step_hit(-1)

    def open_called(self, key: str, in_place: bool = False) -> None:
        """Open the function that an op calls, in place or as a graph of its own; of several, the chosen one."""
        if in_place and self.sheets.can_inline(key):
            self.arranging.open_in_place(key)
            return
        calls = self.sheets.calls(key)
        if len(calls) == 1:
            self.sheets.open_function(calls[0].function)
        elif calls:
            self.menu.choose_function(key, calls)

    # Going somewhere.

    def reveal(self, name: str) -> None:
        """Open what is around a node, outline its box and bring it into view."""
        if self.laid is None:
            return
        key = self.selecting.box_key(name)
        box = self.scene.box(key) if self.scene is not None else None
        if box is not None and box.kind not in ("scope", "series"):
            self.selecting.mark([key])
            self.going.bring_into_view(key)
            return

        def show(laid: Laid) -> None:
            self.show_laid(laid)
            found = laid.boxes.get(name, "")
            if found in laid.scene.index:
                self.selecting.mark([found])
                self.going.bring_into_view(found)

        self.going.leave()
        self.lay_out(None, show, reveal=name)

    def fit(self) -> None:
        """Show the whole graph."""
        self.going.fit()

    def zoom_in(self) -> None:
        """A step nearer."""
        self.viewport.zoom(1.25)

    def zoom_out(self) -> None:
        """A step farther."""
        self.viewport.zoom(0.8)

    def zoom_100(self) -> None:
        """One scene unit is one pixel."""
        self.viewport.zoom(1.0 / self.viewport.camera.scale)

    def zoom_to(self, keys: Iterable[str]) -> None:
        """Show boxes as large as they fit, not above 100 %."""
        self.going.to_boxes(keys)

    def go_back(self) -> None:
        """To the place before."""
        self.going.back()

    def go_forward(self) -> None:
        """To the place that was left by going back."""
        self.going.forward()

    def _on_crumb(self, key: str) -> None:
        if not key:
            self.fit()
            return
        if self.sheets.click(key):
            return
        self.zoom_to([key])
        self.selecting.click(key)

    # Searching and tracing.

    def find(self, text: str, *, limit: int | None = None) -> list[str]:  # type: ignore[override]
        """Names of the nodes that match; see `gui.canvas.searching`."""
        sheet = self.sheets.current
        return find_nodes(sheet.graph, text, limit=limit) if sheet is not None else []

    # Events.

    def _on_menu(self, key: str, at: QPoint) -> None:
        if self.laid is None:
            return
        if key and key not in self.selecting.keys:
            self.selecting.click(key)
        self.menu.show_for(key, at)

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.viewport and event.type() == QEvent.Type.Resize:
            self._place_children()
        return False

    def _place_children(self) -> None:
        viewport = self.viewport
        width, height = viewport.width(), viewport.height()
        self.minimap.move(width - self.minimap.width() - CORNER, height - self.minimap.height() - CORNER)
        self.legend.move(CORNER, height - self.legend.height() - CORNER)
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
        self.viewport.setAccessibleName(
            self.tr(
                "Graph. Arrow keys walk along the edges, Enter opens or closes a name scope, + and − zoom, F shows all."
            )
        )
        if self.laid is None and self.document.model is not None and not self.notice.isHidden():
            self._say_no_graph(self.document.model)
