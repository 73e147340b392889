"""Makes scenes off the GUI thread: one at a time, the newest request supersedes the older ones.

The graph's view belongs to the threads that lay out, under one lock. The window hands in changes; the next
layout applies all that have come in since, in their order, so a superseded request loses its picture and
not its effect.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import CryographError
from core.formats.collector import collector_paused, release
from core.progress import Progress
from gui.canvas.colouring import Colouring, Ran, colour_scene
from gui.canvas.fonts import fonts
from gui.canvas.hits import Where
from gui.canvas.scene import Scene
from gui.canvas.words import name_groups
from gui.models.node_description import ScopeContent
from gui.tasks import Task, Tasks

if TYPE_CHECKING:
    from core.graph.inlining import Origin
    from core.graph.op_graph import OpGraph
    from core.graph.view import GraphView
    from core.model import Model

Change = Callable[["GraphView"], None]

_MOST_LOOKED_UP = 20_000
"""Names that are not drawn themselves whose boxes are looked up for one picture."""


@dataclass(slots=True)
class Laid:
    """A scene, and what the window needs to know about the view that it is of.

    Attributes:
        scene: what to paint.
        graph: the graph that is drawn, with the functions in it that were opened in place.
        expanded: the open containers.
        boxes: for the names that were asked for: the key of the innermost visible box that holds it.
        hits: keys of the visible boxes that hold what a search found.
        colouring: colours of the strips and the legend, if they don't show the category.
        revealed: the name that was asked to be revealed, `""` if none was.
    """

    scene: Scene
    graph: OpGraph
    expanded: frozenset[str]
    boxes: dict[str, str] = field(default_factory=dict)
    hits: set[str] = field(default_factory=set)
    colouring: Colouring | None = None
    revealed: str = ""

    def origin(self, name: str) -> Origin:
        """Where a node that is drawn is in the file."""
        from core.graph.inlining import InlinedGraph, Origin  # the graph is there, so this costs nothing

        graph = self.graph
        return graph.origin(name) if isinstance(graph, InlinedGraph) else Origin(graph.name, name)

    def name_of(self, function: str, node: str, near: str = "") -> str:
        """What a node of the file is called in this picture; `""` if it isn't in it.

        Args:
            function: the function that it is in, `""` for the main graph.
            node: its name there.
            near: of a function that is drawn more than once, the one around this name is meant.
        """
        from core.graph.inlining import InlinedGraph, Origin

        graph = self.graph
        if function == graph.name and node in graph:
            return node
        names = graph.places.get(Origin(function, node), []) if isinstance(graph, InlinedGraph) else []
        return max(names, key=lambda name: sum(1 for _ in takewhile(_same, zip(name, near, strict=False))), default="")


class Layouts(QObject):
    """Runs layouts as tasks.

    Signals:
        begun: a layout is being made.
        ended: none is any more.
        progressed: how much of it is done, None if unknown.
        failed: a CryographError; the picture is as it was.
        cancelled: the person cancelled; the picture is as it was.
    """

    begun = Signal()
    ended = Signal()
    progressed = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task | None = None
        self._slot: Slot | None = None
        self.colour_by = "category"

    def open_slot(
        self,
        slot: Slot,
        change: Change | None,
        done: Callable[[Laid], None],
        *,
        reveal: str = "",
        hits: Iterable[Where] = (),
    ) -> None:
        """Lay out another graph, or one that was open before, as it was left but for the change."""
        self._slot = slot
        self.request(change, done, reveal=reveal, hits=hits)

    def return_to(self, slot: Slot) -> None:
        """What is shown is still the picture of this slot; the layout of another one came to nothing."""
        self._slot = slot

    def close_graph(self) -> None:
        """There is no graph any more."""
        self._slot = None
        release()
        if self._task is not None:
            self._task.cancel()

    def cancel(self) -> None:
        """Stop what is being made."""
        if self._task is not None:
            self._task.cancel()

    @property
    def busy(self) -> bool:
        return self._task is not None

    def request(
        self,
        change: Change | None,
        done: Callable[[Laid], None],
        *,
        reveal: str = "",
        names: Iterable[str] = (),
        hits: Iterable[Where] = (),
    ) -> None:
        """Apply a change to the view and lay it out.

        Args:
            change: what to do with the view; called in the task.
            done: gets the result on the GUI thread, unless a newer request comes first.
            reveal: a node whose containers are opened too.
            names: nodes whose boxes are looked up.
            hits: what a search found, whose boxes are looked up too.
        """
        slot = self._slot
        if slot is None:
            return
        if change is not None:
            slot.changes.append(change)
        looked_up, found = tuple(names), tuple(hits)
        colour_by = self.colour_by
        task: Task | None = None

        def ended() -> None:
            if self._task is task:
                self._task = None
                self.ended.emit()

        def finish(laid: Laid) -> None:
            ended()
            done(laid)

        def fail(error: CryographError) -> None:
            ended()
            self.failed.emit(error)

        def cancel() -> None:
            if task is not None and self._task is task:  # cancelled by the person, not superseded
                ended()
                self.cancelled.emit()

        previous, self._task = self._task, None  # superseded: its end is not the end
        task = self._tasks.run(
            lambda progress: slot.lay_out(progress, reveal, looked_up, found, colour_by),
            title=self.tr("Laying out the graph"),
            done=finish,
            failed=fail,
            cancelled=cancel,
            progressed=lambda _stage, fraction: self.progressed.emit(fraction),
            slot="layout",
            owner=self,
        )
        if not task.running:  # the window was closed
            return
        self._task = task
        if previous is None:
            self.begun.emit()

    def content_of(self, key: str) -> ScopeContent:
        """What is in a box, folded weights included; from any thread, waits for a layout that runs."""
        slot = self._slot
        return slot.content_of(key) if slot is not None else ScopeContent(())

    def box_of(self, node: str) -> str | None:
        """Key of the innermost visible box that holds a node; None while the view is being laid out."""
        slot = self._slot
        if slot is None or slot.view is None or not slot.lock.acquire(blocking=False):
            return None
        try:
            return slot.view.box_of(node)
        finally:
            slot.lock.release()


class Slot:
    """One graph's view with its lock. Only `lay_out`, `content_of` and `part_of` run in threads."""

    def __init__(self, graph: OpGraph, model: Model) -> None:
        self.graph = graph
        self.model = model
        self.view: GraphView | None = None
        self.measure = fonts().measure  # the very same object each time: the view's cache depends on it
        self.lock = threading.Lock()
        self.changes: deque[Change] = deque()
        self.ran: Ran | None = None

    def content_of(self, key: str) -> ScopeContent:
        """What is in a box, as it is in the file."""
        with self.lock:
            view = self.view
            part = view.part(key) if view is not None else None
            if view is None or part is None:
                return ScopeContent(())
            names = list(view.nodes_in(key))
            reads = sorted(view.nodes_of([key]) - set(names), key=view.graph.index.__getitem__)
            return ScopeContent([view.origin(n) for n in names], [view.origin(n) for n in reads], part.parameters)

    def part_of(self, keys: list[str], progress: Progress) -> OpGraph:
        """All nodes in some boxes as a graph of their own, folded weights included."""
        from core.graph.subgraph import subgraph

        while not self.lock.acquire(timeout=0.02):
            progress.check()
        try:
            view = self.view
            return subgraph(view.graph, view.nodes_of(keys)) if view is not None else subgraph(self.graph, ())
        finally:
            self.lock.release()

    def lay_out(
        self, progress: Progress, reveal: str, names: tuple[str, ...], hits: tuple[Where, ...], colour_by: str
    ) -> Laid:
        while not self.lock.acquire(timeout=0.02):
            progress.check()
        try:
            progress.check()
            with collector_paused(keep=True):
                return self._lay_out(progress, reveal, names, hits, colour_by)
        finally:
            self.lock.release()

    def _lay_out(
        self, progress: Progress, reveal: str, names: tuple[str, ...], hits: tuple[Where, ...], colour_by: str
    ) -> Laid:
        from core.graph.view import GraphView  # not before there is a graph to lay out

        view = self.view
        if view is None:
            view = self.view = GraphView(self.graph, self.model)
        while self.changes:
            self.changes.popleft()(view)
        if reveal:
            for key in view.reveal(reveal):
                view.expand(key)
        picture = view.picture(self.measure, progress)
        name_groups(picture.boxes)
        progress.check()
        scene = Scene(picture)
        boxes = {name: view.box_of(name) for name in names}
        if reveal:
            boxes[reveal] = view.box_of(reveal)
        colouring = colour_scene(scene, view.graph, colour_by, view, self.ran)
        lit = _boxes_with(view, scene, hits, progress)
        return Laid(scene, view.graph, frozenset(view.expanded), boxes, lit, colouring, reveal)


def _boxes_with(view: GraphView, scene: Scene, nodes: Iterable[Where], progress: Progress) -> set[str]:
    """Keys of the visible boxes that hold some nodes; of what isn't drawn itself, only so many are looked for."""
    found: set[str] = set()
    looked_up = 0
    for function, node in nodes:
        for name in view.names_of(function, node):
            box = scene.box(name)
            if box is not None and box.node == name:
                found.add(name)
            elif looked_up < _MOST_LOOKED_UP:
                looked_up += 1
                progress.check()
                found.add(view.box_of(name))
    return found - {""}


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]
