"""What is visible of a graph: which containers are open, and the picture that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal

from core.layout.picture import Picture

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model
    from core.progress import Progress

TextKind = Literal["label", "detail", "chip"]
Measure = Callable[[str, TextKind], float]
"""Width in pixels of a text in one of the canvas' fonts."""


class GraphView:
    """What is expanded in a graph, and the picture of it.

    Args:
        graph: the graph or function body to draw.
        model: where it comes from; gives variables their shapes and parameter counts. None: from the graph alone.
        direction: `TB` (data flows downwards) or `LR` (to the right).
    """

    def __init__(self, graph: OpGraph, model: Model | None = None, *, direction: Literal["TB", "LR"] = "TB") -> None:
        self.graph = graph
        self.model = model
        self.direction = direction
        self.expanded: set[str] = set()

    def expand(self, key: str) -> None:
        """Open a scope or series. Does nothing for what can't be opened."""
        raise NotImplementedError

    def collapse(self, key: str) -> None:
        """Close it. What was open inside is remembered for the next time it opens."""
        raise NotImplementedError

    def toggle(self, key: str) -> None:
        """Open it if it is closed, else close it."""
        raise NotImplementedError

    def expand_all(self, key: str = "", *, limit: int = 20_000) -> bool:
        """Open everything inside `key` (whole graph: `""`), up to `limit` boxes. False if the limit cut it short."""
        raise NotImplementedError

    def expand_to_depth(self, depth: int) -> None:
        """Open all containers less than `depth` levels down, close the others; 0 closes everything."""
        raise NotImplementedError

    def collapse_all(self) -> None:
        """Close everything."""
        raise NotImplementedError

    def fold_weights(self, fold: bool) -> None:
        """Weights as chips on the ops that read them (True, the default), or as nodes (False)."""
        raise NotImplementedError

    def put_aside(self, key: str, aside: bool) -> None:
        """Move a top level box to the aside area, or bring it back among the others."""
        raise NotImplementedError

    def reveal(self, node: str) -> list[str]:
        """Keys to expand, outermost first, so that `node` is visible. Empty if it is visible already."""
        raise NotImplementedError

    def box_of(self, node: str) -> str:
        """Key of the innermost visible box that holds `node`; `""` if the graph has no such node."""
        raise NotImplementedError

    def nodes_in(self, key: str) -> Iterable[str]:
        """Names of all nodes in a box, folded ones included."""
        raise NotImplementedError

    def path_of(self, key: str) -> list[tuple[str, str]]:
        """For the breadcrumbs: (key, label) of the containers around `key` and of itself, outermost first."""
        raise NotImplementedError

    def picture(self, measure: Measure | None = None, progress: Progress | None = None) -> Picture:
        """Lay out what is visible. Levels that didn't change come from a cache.

        Raises:
            Cancelled: `progress` was cancelled; the view is as it was.
        """
        raise NotImplementedError
