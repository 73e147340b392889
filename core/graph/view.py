"""What is visible of a graph: which containers are open, and the picture that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from core.formats.collector import collector_paused
from core.graph.compose import Composer
from core.graph.hierarchy import Hierarchy, Part
from core.graph.inlining import InlinedGraph, Origin, body_scopes, can_inline, inline
from core.graph.levels import Levels
from core.graph.metrics import Measure, TextKind, default_measure
from core.layout.picture import Picture

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model
    from core.progress import Progress

__all__ = ["GraphView", "Measure", "TextKind"]

LARGE = 5_000
"""Nodes from which on it pays to pause the garbage collector while a picture is made."""


class GraphView:
    """What is expanded in a graph, and the picture of it.

    Not for several threads at a time: while `picture` runs in one, the others leave the view alone.

    Attributes:
        graph: what is drawn: the graph that was given, with the functions in it that were opened in place.
        expanded: keys of the containers that are open; a function that was opened in place is one of them.

    Args:
        graph: the graph or function body to draw.
        model: where it comes from. None: from the graph alone.
        direction: `TB` (data flows downwards) or `LR` (to the right).
    """

    def __init__(self, graph: OpGraph, model: Model | None = None, *, direction: Literal["TB", "LR"] = "TB") -> None:
        self.graph = graph
        self.model = model
        self.direction: Literal["TB", "LR"] = direction
        self.expanded: set[str] = set()
        self.folded = True
        self.dot = False
        self._whole = graph
        self._calls: dict[str, str] = {}
        """By the scope that takes its place: the op that calls, for every function that was opened in place so far."""
        self._wishes: dict[str, bool] = {}
        self._by_fold: dict[tuple[OpGraph, bool], Levels] = {}
        self._inlined: list[tuple[str, str]] = []
        self._composer: Composer | None = None

    def _levels(self, progress: Progress | None = None) -> Levels:
        tick = None if progress is None else progress.tick
        inlined = [(scope, call) for scope, call in self._calls.items() if scope in self.expanded]
        if inlined != self._inlined:
            self._by_fold = {key: levels for key, levels in self._by_fold.items() if key[0] is self._whole}
            self.graph, self._inlined = inline(self._whole, inlined), inlined
        levels = self._by_fold.get((self.graph, self.folded))
        if levels is None:
            levels = Levels(Hierarchy(self.graph, fold=self.folded, tick=tick), self._wishes)
            self._by_fold[self.graph, self.folded] = levels
        return levels

    def set_direction(self, direction: Literal["TB", "LR"]) -> None:
        """Let the data flow downwards (`TB`) or to the right (`LR`)."""
        self.direction = direction

    def use_dot(self, dot: bool) -> None:
        """Let Graphviz' `dot` lay out the levels that are not too large for it, or do without it (the default)."""
        self.dot = dot

    def part(self, key: str) -> Part | None:
        """The container or op of a key, visible or not; None if there is none such."""
        levels = self._levels()
        if key in levels.parts:
            return levels.parts[key]
        for part in self._chain_of_key(key):
            if part.key == key:
                return part
        return None

    def expand(self, key: str) -> None:
        """Open a scope or series. Does nothing for what can't be opened."""
        part = self.part(key)
        if key in self._calls or (part is not None and part.container):
            self.expanded.add(key)

    def inline(self, key: str) -> None:
        """Draw the functions that an op calls in its place; `collapse` brings the op back. Nothing if it calls none."""
        part = self.part(key)
        if part is None or part.container or not self.can_inline(key):
            return
        node = self.graph.nodes[part.node]
        self._calls[key] = node.name
        self.expanded.update(body_scopes(self.graph, node, key))

    def can_inline(self, key: str) -> bool:
        """Whether it is an op that calls functions whose bodies can be drawn in its place."""
        part = self.part(key)
        return part is not None and not part.container and can_inline(self.graph, self.graph.nodes[part.node])

    def origin(self, name: str) -> Origin:
        """Where a node of the picture is in the file."""
        graph = self.graph
        return graph.origin(name) if isinstance(graph, InlinedGraph) else Origin(graph.name, name)

    def names_of(self, function: str, node: str) -> list[str]:
        """What a node of the file is called in the picture; several names if its function is drawn more than once."""
        graph = self.graph
        if function == graph.name and node in graph:
            return [node]
        return graph.places.get(Origin(function, node), []) if isinstance(graph, InlinedGraph) else []

    def collapse(self, key: str) -> None:
        """Close it. What was open inside is remembered for the next time it opens."""
        self.expanded.discard(key)

    def toggle(self, key: str) -> None:
        """Open it if it is closed, else close it."""
        if key in self.expanded:
            self.collapse(key)
        else:
            self.expand(key)

    def expand_all(self, key: str = "", *, limit: int = 20_000) -> bool:
        """Open everything inside `key` (whole graph: `""`), up to `limit` boxes. False if the limit cut it short.

        What stands aside is opened only when it is `key` itself.
        """
        return self._open(key, limit, depth=None)

    def expand_to_depth(self, depth: int, *, limit: int = 20_000) -> bool:
        """Open all containers less than `depth` levels down, close the others; 0 closes everything."""
        self.expanded.clear()
        return self._open("", limit, depth) if depth > 0 else True

    def _open(self, key: str, limit: int, depth: int | None) -> bool:
        levels = self._levels()
        start = self.part(key)
        if start is None or not start.container:
            return True
        if key:
            self.expanded.add(key)
        count = 0
        queue: list[tuple[Part, int]] = [(start, 0)]
        for part, deep in queue:  # grows while it is walked; level by level
            level = levels.level(part)
            count += len(level.parts)
            if count > limit:
                return False
            if part.key:
                self.expanded.add(part.key)
            if depth is None or deep < depth:
                aside = set(level.aside)
                queue.extend(
                    (inner, deep + 1) for n, inner in enumerate(level.parts) if inner.container and n not in aside
                )
        return True

    def collapse_all(self) -> None:
        """Close everything."""
        self.expanded.clear()

    def fold_weights(self, fold: bool) -> None:
        """Weights as chips on the ops that read them (True, the default), or as nodes (False)."""
        if fold != self.folded:
            self.folded = fold
            self._composer = None

    def put_aside(self, key: str, aside: bool) -> None:
        """Move a top level box to the aside area, or bring it back among the others."""
        self._wishes[key] = aside
        for levels in self._by_fold.values():
            levels.forget_top()
        self._composer = None

    def reveal(self, node: str) -> list[str]:
        """Keys to expand, outermost first, so that `node` is visible. Empty if it is visible already.

        For a folded weight: so that the op that carries its chip is visible.
        """
        return [part.key for part in self._chain(node) if part.container and part.key not in self.expanded]

    def box_of(self, node: str) -> str:
        """Key of the innermost visible box that holds `node`; `""` if the graph has no such node."""
        found = ""
        for part in self._chain(node):
            found = part.key
            if part.container and part.key not in self.expanded:
                break
        return found

    def nodes_in(self, key: str) -> Iterable[str]:
        """Names of all nodes in a box, folded ones included."""
        part = self.part(key)
        if part is None:
            return []
        levels = self._levels()
        hierarchy = levels.hierarchy
        names, at = hierarchy.skeleton.names, hierarchy.tree.at
        if part.parent is None:
            return names
        items = hierarchy.items(part.parent)
        wanted = part.members or [i for i, each in enumerate(items.parts) if each.key == part.key]
        found: list[str] = []
        for item in wanted:
            found.extend(names[int(n)] for n in at[int(items.low[item]) : int(items.high[item])])
        return found

    def parameter_bytes(self, key: str) -> int:
        """Bytes of the model's variables in a box, 0 if there is no such box."""
        part = self.part(key)
        return 0 if part is None else self._levels().hierarchy.parameter_bytes(part)

    def nodes_of(self, keys: Iterable[str]) -> set[str]:
        """Names of all nodes in some boxes, with the weights that are folded into their ops wherever those stand."""
        hierarchy = self._levels().hierarchy
        names, folding = hierarchy.skeleton.names, hierarchy.folding
        found: set[str] = set()
        for key in keys:
            found.update(self.nodes_in(key))
        for name in list(found):
            for head in folding.chips.get(self.graph.index[name], ()):
                found.update(names[each] for each in folding.family[head])
        return found

    def path_of(self, key: str) -> list[tuple[str, str]]:
        """For the breadcrumbs: (key, label) of the containers around `key` and of itself, outermost first."""
        part = self.part(key)
        found: list[tuple[str, str]] = []
        while part is not None and part.parent is not None:
            found.append((part.key, part.label))
            part = part.parent
        return found[::-1]

    def _chain(self, node: str) -> list[Part]:
        """The parts around a node, the outermost first, itself (or the bearer of its chip) last."""
        levels = self._levels()
        index = self.graph.index.get(node)
        if index is None and isinstance(self.graph, InlinedGraph):  # a call whose body is drawn, or beside its bodies
            node = next(iter(self.graph.places.get(Origin(self._whole.name, node), ())), "")
            index = self.graph.index.get(node)
            if index is None and node in levels.hierarchy.tree.number:
                around = self._chain_of_key(node)
                keys = [part.key for part in around]
                return around[: keys.index(node) + 1] if node in keys else []
        if index is None:
            return []
        folding = levels.hierarchy.folding
        if folding.hidden[index] and folding.host.get(index, -1) >= 0:
            index = folding.host[index]
        position = int(levels.hierarchy.tree.position[index])
        part = levels.hierarchy.root
        chain: list[Part] = []
        while part.container:
            item = levels.hierarchy.items(part).item_at(position)
            if item < 0:
                break
            level = levels.level(part)
            part = level.parts[level.of_item[item]]
            chain.append(part)
        return chain

    def _chain_of_key(self, key: str) -> list[Part]:
        """The parts on the way to a key that names a node or a scope."""
        if key in self.graph.index:
            return self._chain(key)
        hierarchy = self._levels().hierarchy
        scope = hierarchy.tree.number.get(key)
        if scope is None or not len(hierarchy.tree.nodes(scope)):
            return []
        for node in hierarchy.tree.nodes(scope).tolist():
            if not hierarchy.folding.hidden[node]:
                return self._chain(hierarchy.skeleton.names[node])
        return []

    @property
    def functions(self) -> list[str]:
        """Names of the library's functions; `GraphView(graph.function(name))` draws one."""
        return list(self.graph.functions)

    def picture(self, measure: Measure | None = None, progress: Progress | None = None) -> Picture:
        """Lay out what is visible. Levels that didn't change come from a cache.

        Args:
            measure: width in pixels of a text in one of the canvas' fonts; always the same function for a view.
            progress: told how far it is.

        Raises:
            Cancelled: `progress` was cancelled; the view is as it was.
        """
        measure = measure or default_measure
        with collector_paused(when=len(self.graph) > LARGE):
            levels = self._levels(progress)
            if self._composer is None or not self._composer.fits(levels, measure, self.direction, self.dot):
                self._composer = Composer(levels, measure, self.direction, dot=self.dot)
            return self._composer.picture(self.expanded, progress)
