"""Ordering and placing of large graphs, a row at a time in numpy. For wide rows; narrow ones go faster in Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.layout.dummies import EDGE_WEIGHTS, Layers
from core.layout.isotonic import nearest_ascending

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tick = Callable[[], None]

LEAST_NODES = 4_000
LEAST_WIDTH = 16
"""Nodes in an average row from which numpy's cost per call is worth it."""


def is_large(graph: Layers) -> bool:
    """Whether the functions of this module are the faster ones."""
    return len(graph) > LEAST_NODES and len(graph) >= LEAST_WIDTH * len(graph.rows)


class Rows:
    """The edges of a proper graph by row, in arrays.

    Attributes:
        nodes: per row, its nodes in their order.
    """

    def __init__(self, graph: Layers) -> None:
        self.nodes: list[Ints] = [np.asarray(row, dtype=np.int64) for row in graph.rows]
        layer = np.asarray(graph.layer, dtype=np.int64)
        counts = np.fromiter((len(d) for d in graph.down), dtype=np.int64, count=len(graph))
        self.upper: Ints = np.repeat(np.arange(len(graph), dtype=np.int64), counts)
        self.lower: Ints = np.fromiter((v for d in graph.down for v in d), dtype=np.int64, count=int(counts.sum()))
        order = np.argsort(layer[self.upper], kind="stable")
        self.upper, self.lower = self.upper[order], self.lower[order]
        # The edges below row i are start[i] … start[i+1]; those above it start[i-1] … start[i].
        self.start: list[int] = np.searchsorted(layer[self.upper], np.arange(len(graph.rows) + 1)).tolist()

    def edges(self, row: int, *, above: bool) -> tuple[Ints, Ints, slice]:
        """(ends in the row, other ends, which edges) of the edges above or below a row."""
        if above:
            piece = slice(self.start[row - 1], self.start[row]) if row else slice(0, 0)
            return self.lower[piece], self.upper[piece], piece
        piece = slice(self.start[row], self.start[row + 1])
        return self.upper[piece], self.lower[piece], piece


def order_large(graph: Layers, rounds: int, tick: Tick | None = None) -> None:
    """Barycentre sweeps down and up over the current rows of `graph`, in place."""
    rows = Rows(graph)
    place = np.zeros(len(graph), dtype=np.float64)
    for nodes in rows.nodes:
        place[nodes] = np.arange(len(nodes))
    within = np.zeros(len(graph), dtype=np.int64)
    for turn in range(rounds):
        downward = turn % 2 == 0
        count = len(rows.nodes)
        for row in range(1, count) if downward else range(count - 2, -1, -1):
            if tick and not row % 64:
                tick()
            nodes = rows.nodes[row]
            if len(nodes) < 2:
                continue
            within[nodes] = np.arange(len(nodes))
            ends, others, _ = rows.edges(row, above=downward)
            at = within[ends]
            degree = np.bincount(at, minlength=len(nodes))
            total = np.bincount(at, weights=place[others], minlength=len(nodes))
            lone = degree == 0
            keys = total / np.maximum(degree, 1)
            if lone.any() and not lone.all():  # a node without neighbours there stays beside those it stands with
                known = np.flatnonzero(~lone)
                keys[lone] = np.interp(np.flatnonzero(lone), known, keys[known])
            elif lone.all():
                continue
            nodes = nodes[np.argsort(keys, kind="stable")]
            rows.nodes[row] = nodes
            place[nodes] = np.arange(len(nodes))
    graph.rows = [nodes.tolist() for nodes in rows.nodes]


def place_large(
    graph: Layers, x: list[float], shifts: Sequence[list[float]], rounds: int, tick: Tick | None = None
) -> list[float]:
    """Sweeps of isotonic regression over all rows.

    Args:
        graph: in its final order.
        x: centres to begin with.
        shifts: per row, the centres when it is packed tightly.
        rounds: how many sweeps, alternately down and up.
        tick: called often.

    Returns:
        Centres with nothing overlapping.
    """
    rows = Rows(graph)
    centre = np.asarray(x, dtype=np.float64)
    packed = [np.asarray(shift, dtype=np.float64) for shift in shifts]
    dummy = np.arange(len(graph)) >= graph.real
    ends = dummy[rows.upper].astype(np.int64) + dummy[rows.lower]
    weight = np.asarray(EDGE_WEIGHTS)[ends]
    within = np.zeros(len(graph), dtype=np.int64)
    for turn in range(rounds):
        downward, both = turn % 2 == 0, turn >= 2
        count = len(rows.nodes)
        for row in range(count) if downward else range(count - 1, -1, -1):
            if tick and not row % 64:
                tick()
            nodes = rows.nodes[row]
            within[nodes] = np.arange(len(nodes))
            total = np.zeros(len(nodes))
            mass = np.zeros(len(nodes))
            for above in (True, False):
                if above != downward and not both:
                    continue
                near, far, piece = rows.edges(row, above=above)
                at = within[near]
                total += np.bincount(at, weights=weight[piece] * centre[far], minlength=len(nodes))
                mass += np.bincount(at, weights=weight[piece], minlength=len(nodes))
            wanted = np.where(mass > 0, total / np.maximum(mass, 1e-9), centre[nodes])
            aligned = wanted - packed[row]
            if len(nodes) > 1 and bool((aligned[1:] < aligned[:-1]).any()):
                aligned = np.asarray(nearest_ascending(aligned.tolist(), np.maximum(mass, 0.01).tolist()))
            centre[nodes] = aligned + packed[row]
    result: list[float] = centre.tolist()
    return result
