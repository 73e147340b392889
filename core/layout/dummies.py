"""The proper layered graph: long edges cut into pieces from layer to layer by dummy nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Edge = tuple[int, int]

DUMMIES_PER_NODE = 12
DUMMIES_AT_LEAST = 20_000
DUMMIES_AT_MOST = 150_000
"""Together the cap on dummies: the longest edges beyond it are drawn straight."""


SERIES_WEIGHT = 2.0
"""How much the only edge between two nodes in a row minds leaning."""

EDGE_WEIGHTS = (1.0, 2.0, 8.0)
"""How much an edge of the proper graph minds leaning, by how many of its ends are dummies: long edges most."""


@dataclass(slots=True)
class Layers:
    """Nodes in layers; every edge of it joins neighbouring layers.

    Attributes:
        real: how many nodes are real; those from `real` on are dummies.
        layer: of each node, dummies included.
        up: each node's neighbours one layer above.
        down: each node's neighbours one layer below.
        chains: for each edge given, its dummies from top to bottom; empty for short and for straight ones.
        straight: indices of edges that got no dummies because of the cap.
        rows: nodes by layer, in drawing order once ordered.
    """

    real: int
    layer: list[int]
    up: list[list[int]]
    down: list[list[int]]
    chains: list[list[int]]
    straight: set[int]
    rows: list[list[int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.layer)


def split_long_edges(n: int, edges: Sequence[Edge], layer: Sequence[int]) -> Layers:
    """Puts a dummy on every layer that an edge crosses.

    Args:
        n: real nodes.
        edges: (upper, lower) pairs: `layer[upper] < layer[lower]`.
        layer: of each node.

    Returns:
        The proper graph, its rows in the order of the node numbers.
    """
    cap = max(DUMMIES_AT_LEAST, min(DUMMIES_PER_NODE * n, DUMMIES_AT_MOST), n)
    spans = [layer[b] - layer[a] - 1 for a, b in edges]
    straight: set[int] = set()
    total = sum(spans)
    if total > cap:
        for index in sorted(range(len(edges)), key=spans.__getitem__, reverse=True):
            if total <= cap:
                break
            total -= spans[index]
            straight.add(index)
    layers = list(layer)
    up: list[list[int]] = [[] for _ in range(n)]
    down: list[list[int]] = [[] for _ in range(n)]
    chains: list[list[int]] = []
    for index, (a, b) in enumerate(edges):
        chain: list[int] = []
        chains.append(chain)
        if index in straight:
            continue
        above = a
        for level in range(layers[a] + 1, layers[b]):
            dummy = len(layers)
            layers.append(level)
            chain.append(dummy)
            up.append([above])
            down.append([])
            down[above].append(dummy)
            above = dummy
        down[above].append(b)
        up[b].append(above)
    rows: list[list[int]] = [[] for _ in range(max(layers, default=-1) + 1)]
    for v, level in enumerate(layers):
        rows[level].append(v)
    return Layers(n, layers, up, down, chains, straight, rows)
