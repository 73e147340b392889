"""A directed graph that holds just what a layout asks for: a stand-in for `nx.DiGraph` where nobody needs the rest.

Importing networkx takes as long as drawing a small model does (it looks through every installed package for
others that extend it), and a window that has just opened would stand still meanwhile.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)


class LightGraph(Generic[N]):
    """Nodes and weighted edges in networkx' order: edges by their source, each in the order they were added."""

    def __init__(self) -> None:
        self._targets: dict[N, dict[N, float | None]] = {}

    def add_node(self, node: N) -> None:
        """Add a node, unless it is there."""
        self._targets.setdefault(node, {})

    def add_edge(self, source: N, target: N, *, weight: float | None = None) -> None:
        """Add an edge and its ends; one that is there takes the new weight."""
        self._targets.setdefault(source, {})[target] = weight
        self._targets.setdefault(target, {})

    def edges(self, data: str, default: float) -> Iterator[tuple[N, N, float]]:
        """(source, target, weight) of each edge, `default` if it has none. The parameters are networkx'."""
        assert data == "weight", "there is no other attribute"
        for source, targets in self._targets.items():
            for target, weight in targets.items():
                yield source, target, default if weight is None else weight

    def __iter__(self) -> Iterator[N]:
        return iter(self._targets)

    def __len__(self) -> int:
        return len(self._targets)

    def __contains__(self, node: object) -> bool:
        return node in self._targets
