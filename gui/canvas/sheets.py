"""The graphs that a canvas can show, one at a time: the model's, a function's body, or some boxes of either.

Each keeps what was open in it. The bar above the graph leads from one back to those above it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.canvas.highlights import Highlights
from gui.canvas.layouts import Laid, Slot
from gui.document import NOTHING, Document, Selection

if TYPE_CHECKING:
    from core.graph.calls import Call
    from core.graph.op_graph import OpGraph
    from core.graph.view import GraphView
    from core.progress import Progress
    from gui.canvas.graph_view import GraphCanvas

_CRUMB = "\0sheet:"
"""Before the number of a sheet in the key of its crumb: no name of a node has a NUL."""


@dataclass(slots=True, eq=False)
class Sheet:
    """One graph to show.

    Attributes:
        graph: its nodes.
        title: in the bar.
        function: the function that the nodes are of, `""` for the model's own graph.
        above: where it was opened from.
        slot: its view.
        part: some of the nodes only.
    """

    graph: OpGraph
    title: str
    function: str
    above: Sheet | None
    slot: Slot
    part: bool = False

    def path(self) -> list[Sheet]:
        """From the model's graph to this one."""
        path: list[Sheet] = [self]
        while path[-1].above is not None:
            path.append(path[-1].above)
        return path[::-1]


class Sheets:
    """Which graph the canvas shows.

    Args:
        canvas: the canvas.
        document: whose model's graphs.
    """

    def __init__(self, canvas: GraphCanvas, document: Document) -> None:
        self._canvas = canvas
        self._document = document
        self.main: Sheet | None = None
        self.current: Sheet | None = None
        self._shown: Sheet | None = None
        self._functions: dict[str, Sheet] = {}

    def reset(self) -> None:
        """There is no graph any more."""
        self.main = self.current = self._shown = None
        self._functions.clear()

    def begin(self, graph: OpGraph, title: str, done: Callable[[Laid], None]) -> None:
        """Show the graph of a model that was opened."""
        assert self._document.model is not None
        self.main = self.current = Sheet(graph, title, "", None, Slot(graph, self._document.model))
        self._canvas.layouts.open_slot(self.main.slot, None, done)

    @property
    def function(self) -> str:
        """The function whose nodes are shown, `""` for the main graph."""
        return self.current.function if self.current is not None else ""

    @property
    def whole(self) -> Selection:
        """What is selected where no part of the graph is: the function whose body it is, nothing in the main graph."""
        return Selection("function", self.function, self.function) if self.function else NOTHING

    # Functions.

    def calls(self, key: str) -> list[Call]:
        """The functions that the op of a box calls, or whose bodies are drawn in a box."""
        laid = self._canvas.laid
        box = laid.scene.box(key) if laid is not None else None
        if laid is None or box is None or not box.detail:
            return []
        from core.graph.calls import Call, calls_of

        if box.kind != "op":
            return [Call("", name) for name in box.detail.split(", ")]
        return calls_of(laid.graph, laid.graph.node(box.node)) if box.node in laid.graph else []

    def can_inline(self, key: str) -> bool:
        """Whether the functions that the op of a box calls can be drawn in its place."""
        laid = self._canvas.laid
        box = laid.scene.box(key) if laid is not None else None
        if laid is None or box is None or box.kind != "op" or box.node not in laid.graph:
            return False
        from core.graph.inlining import can_inline

        return can_inline(laid.graph, laid.graph.node(box.node))

    def open_function(self, name: str, *, reveal: str = "") -> None:
        """Show a function's body, as it was left if it was open before."""
        main, current, model = self.main, self.current, self._document.model
        if main is None or current is None or model is None or name not in main.graph.functions:
            return
        if current.function == name and not current.part:
            return
        sheet = self._functions.get(name)
        if sheet is None:
            body = main.graph.function(name)
            sheet = self._functions[name] = Sheet(body, name, name, current, Slot(body, model))
        elif sheet not in current.path():  # from where one comes now, without going in circles
            sheet.above = current
        self.show(sheet, reveal=reveal)

    # Parts.

    def open_part(self, keys: list[str]) -> None:
        """Show some boxes, with all that is in them, as a graph of its own."""
        sheet, model = self.current, self._document.model
        scene = self._canvas.scene
        if sheet is None or model is None or scene is None or not keys:
            return
        boxes = [box for key in keys if (box := scene.box(key)) is not None]
        title = boxes[0].label if len(boxes) == 1 else _tr("{count} boxes").format(count=len(boxes))

        def gather(progress: Progress) -> OpGraph:
            return sheet.slot.part_of(keys, progress)

        def show(graph: OpGraph) -> None:
            if self.current is sheet and len(graph):
                self.show(Sheet(graph, title, sheet.function, sheet, Slot(graph, model), part=True))

        self._document.tasks.run(gather, title="", done=show, slot="part", owner=self._canvas)

    # Going from one to the other.

    def show(
        self,
        sheet: Sheet,
        *,
        reveal: str = "",
        change: Callable[[GraphView], None] | None = None,
        done: Callable[[Laid], None] | None = None,
    ) -> None:
        """Show another graph; `change` and `done` as for a layout, without `done` from its beginning."""
        canvas = self._canvas
        if sheet is self.current:
            return
        if done is None:
            canvas.going.leave()

        def prepare(view: GraphView) -> None:
            canvas.arranging.apply(view)
            if change is not None:
                change(view)

        def show(laid: Laid) -> None:
            canvas.show_laid(laid)
            if done is not None:
                done(laid)
                return
            canvas.going.begin()
            if reveal:
                canvas.reveal(reveal)
            elif self._document.selection.function != sheet.function or self._document.selection.kind == "function":
                self._document.select(self.whole, canvas)
            canvas.selecting.show()

        self.current = sheet
        canvas.layouts.open_slot(sheet.slot, prepare, show, reveal=reveal, hits=canvas.going.hits.nodes)

    def arrived(self) -> None:
        """A picture of the present graph is shown."""
        if self._shown is not self.current:
            self._canvas.viewport.highlights = Highlights()
            self._shown = self.current

    def stay(self) -> None:
        """The way to another graph was cancelled, or failed: the one that is shown remains the present one."""
        if self._shown is not None and self.current is not self._shown:
            self.current = self._shown
            self._canvas.layouts.return_to(self._shown.slot)

    def show_for(self, selection: Selection) -> bool:
        """Go to the graph that something selected elsewhere is in. False if it is shown already."""
        sheet, main = self.current, self.main
        if sheet is None or main is None:
            return False
        name = self._canvas.selecting.node
        if self._shown is sheet and self._canvas.selecting.shown_as:
            return False
        if selection.function == sheet.function and (not sheet.part or not name):
            return False
        if selection.kind == "function" and selection.name != sheet.function:
            self.open_function(selection.name)
            return True
        if selection.kind not in ("node", "scope", "variable"):
            return False
        if selection.kind == "variable" and not name:
            return False
        if selection.function:
            self.open_function(selection.function, reveal=name)
        else:
            self.show(main, reveal=name)
        return True

    def up(self) -> bool:
        """Back to the graph above. False at the model's own."""
        if self.current is None or self.current.above is None:
            return False
        self.show(self.current.above)
        return True

    # The bar.

    def crumbs(self) -> list[tuple[str, str]]:
        """(key, title) of the graphs from the model's to the present one, for the bar."""
        if self.current is None:
            return []
        path = self.current.path()
        return [("" if sheet is path[-1] else f"{_CRUMB}{n}", sheet.title) for n, sheet in enumerate(path)]

    def click(self, key: str) -> bool:
        """A crumb was clicked. False if it is not that of a graph."""
        if not key.startswith(_CRUMB) or self.current is None:
            return False
        self.show(self.current.path()[int(key.removeprefix(_CRUMB))])
        return True


def _tr(text: str) -> str:
    return QCoreApplication.translate("GraphCanvas", text)
