"""Which layer each node stands in: every edge downward, and all edges together as short as can be."""

from __future__ import annotations

from collections.abc import Sequence

from core.layout.cycles import topological_order
from core.layout.simplex import shortest_layers

Edge = tuple[int, int]

SIMPLEX_WORK = 400_000
"""Nodes times pivots that the exact method may spend on a component; it keeps the best found until then."""

SIMPLEX_NODES = 3_000
"""Above this many nodes a pivot costs too much; the local improvement alone is used."""


def layers_of(n: int, edges: Sequence[Edge], weights: Sequence[float] | None = None) -> list[int]:
    """A layer for every node, 0 at the top.

    Longest path first, then each node is moved towards its heavier side while that shortens edges (this pulls
    parameter chains down to their reader); small components then get the optimum, by network simplex.

    Args:
        n: nodes 0 … n-1.
        edges: (source, target) pairs without cycles.
        weights: how much each edge minds its length; 1 each if None.

    Returns:
        Layers with `layer[source] < layer[target]` for every edge.
    """
    order = topological_order(n, edges)
    if len(order) < n:
        raise ValueError("layers_of needs a graph without cycles")
    weight = [1.0] * len(edges) if weights is None else list(weights)
    out: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    into: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    for (source, target), w in zip(edges, weight, strict=True):
        out[source].append((target, w))
        into[target].append((source, w))
    layer = [0] * n
    for v in order:
        for target, _ in out[v]:
            if layer[target] <= layer[v]:
                layer[target] = layer[v] + 1
    _pull(order, out, into, layer)
    if 2 < n <= SIMPLEX_NODES and len(edges) >= n:
        layer = shortest_layers(n, edges, weight, layer, max_pivots=max(20, SIMPLEX_WORK // n))
    lowest = min(layer, default=0)
    return [value - lowest for value in layer]


def _pull(
    order: Sequence[int],
    out: Sequence[list[tuple[int, float]]],
    into: Sequence[list[tuple[int, float]]],
    layer: list[int],
) -> None:
    """Moves single nodes within their slack while the weighted length of the edges gets smaller."""
    balance = [sum(w for _, w in out[v]) - sum(w for _, w in into[v]) for v in range(len(layer))]
    for _ in range(8):
        moved = False
        for v in reversed(order):
            if balance[v] > 0 and out[v]:
                lowest = min([layer[target] for target, _ in out[v]]) - 1
                if lowest > layer[v]:
                    layer[v] = lowest
                    moved = True
        for v in order:
            if balance[v] < 0 and into[v]:
                highest = max([layer[source] for source, _ in into[v]]) + 1
                if highest < layer[v]:
                    layer[v] = highest
                    moved = True
        if not moved:
            return
