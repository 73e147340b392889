"""Where each node stands across its layer: edges straight where they can be, nothing overlapping.

Sweeps of weighted isotonic regression (pool adjacent violators) with the real widths give every layer the
positions nearest to what its neighbours ask for. Small graphs then get the optimum of the weighted sum of
horizontal distances by network simplex, on the auxiliary graph of Gansner et al., section 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.layout.dummies import EDGE_WEIGHTS, SERIES_WEIGHT, Layers
from core.layout.isotonic import nearest_ascending
from core.layout.large import is_large, place_large
from core.layout.simplex import shortest_layers

Tick = Callable[[], None]
Offsets = dict[tuple[int, int], float]

BESIDE_WEIGHT = 0.5
"""Of an edge from a node that nothing leads to, into one that others lead to."""

EXACT_NODES = 900
"""Nodes of the auxiliary graph up to which the exact method is used."""

EXACT_WORK = 500_000
"""Its nodes times pivots."""


def place_across(
    graph: Layers,
    widths: Sequence[float],
    gap: float,
    offsets: Offsets | None = None,
    tick: Tick | None = None,
) -> list[float]:
    """The centre of every node, dummies included, along its row.

    Args:
        graph: with its rows in their final order.
        widths: of every node, dummies included.
        gap: least space between two nodes of a row (dummies need half of it).
        offsets: for an edge (upper, lower) of the proper graph: by how much the upper end's attachment lies to
            the right of its node's centre, minus the same for the lower end.
        tick: called often.

    Returns:
        Centres; least left edge is 0.
    """
    offsets = offsets or {}
    shifts = [_separations(graph, row, widths, gap) for row in graph.rows]
    x = [0.0] * len(graph)
    for row, shift in zip(graph.rows, shifts, strict=True):
        middle = shift[-1] / 2 if shift else 0.0
        for v, s in zip(row, shift, strict=True):
            x[v] = s - middle
    size = len(graph)
    joined = [any(graph.up[u] for u in above) for above in graph.up]
    rounds = 8 if size <= 4_000 else 4 if size < 60_000 else 2
    if is_large(graph) and not offsets:
        x = place_large(graph, x, shifts, rounds, tick)
        rounds = 0
    for turn in range(rounds):
        _sweep(graph, joined, x, shifts, offsets, downward=turn % 2 == 0, both=turn >= 2, tick=tick)
    if size + sum(map(len, graph.down)) <= EXACT_NODES and any(len(row) > 1 for row in graph.rows):
        x = _exact(graph, joined, x, shifts, offsets)
    left = min((x[v] - widths[v] / 2 for v in range(size)), default=0.0)
    return [value - left for value in x]


def _separations(graph: Layers, row: list[int], widths: Sequence[float], gap: float) -> list[float]:
    """Each node's centre if the row is packed tightly, from 0 on."""
    shift: list[float] = []
    at = 0.0
    real = graph.real
    for place, v in enumerate(row):
        if place:
            u = row[place - 1]
            space = gap if u < real and v < real else gap * 0.6
            at += (widths[u] + widths[v]) / 2 + space
        shift.append(at)
    return shift


def _edge_weight(graph: Layers, joined: list[bool], upper: int, lower: int) -> float:
    dummies = (upper >= graph.real) + (lower >= graph.real)
    if not dummies and len(graph.down[upper]) == 1 and len(graph.up[lower]) == 1:
        return SERIES_WEIGHT
    if joined[lower] and not graph.up[upper]:
        return BESIDE_WEIGHT  # a parameter: what flows through the graph is kept straight, not what joins it
    return EDGE_WEIGHTS[dummies]


def _sweep(
    graph: Layers,
    joined: list[bool],
    x: list[float],
    shifts: list[list[float]],
    offsets: Offsets,
    *,
    downward: bool,
    both: bool,
    tick: Tick | None,
) -> None:
    indices = range(len(graph.rows)) if downward else range(len(graph.rows) - 1, -1, -1)
    work = 0
    for index in indices:
        row = graph.rows[index]
        work += len(row)
        if tick and work > 3_000:
            tick()
            work = 0
        wanted: list[float] = []
        weights: list[float] = []
        for v in row:
            total = weight = 0.0
            if downward or both:
                for u in graph.up[v]:
                    w = _edge_weight(graph, joined, u, v)
                    total += w * (x[u] + offsets.get((u, v), 0.0)) if offsets else w * x[u]
                    weight += w
            if not downward or both:
                for u in graph.down[v]:
                    w = _edge_weight(graph, joined, v, u)
                    total += w * (x[u] - offsets.get((v, u), 0.0)) if offsets else w * x[u]
                    weight += w
            wanted.append(total / weight if weight else x[v])
            weights.append(weight or 0.01)
        shift = shifts[index]
        found = nearest_ascending([want - s for want, s in zip(wanted, shift, strict=True)], weights)
        for v, value, s in zip(row, found, shift, strict=True):
            x[v] = value + s


def _exact(
    graph: Layers, joined: list[bool], x: list[float], shifts: list[list[float]], offsets: Offsets
) -> list[float]:
    """The least weighted sum of |x(upper) + offset - x(lower)|, in whole units."""
    edges: list[tuple[int, int]] = []
    weights: list[float] = []
    spans: list[int] = []
    start = [0] * len(graph)
    for row, shift in zip(graph.rows, shifts, strict=True):
        for place, v in enumerate(row):
            start[v] = round(x[v])
            if place:
                u = row[place - 1]
                span = -int(-(shift[place] - shift[place - 1]) // 1)
                start[v] = max(start[v], start[u] + span)
                edges.append((u, v))
                weights.append(0.0)
                spans.append(span)
    for upper, targets in enumerate(graph.down):
        for lower in targets:
            offset = round(offsets.get((upper, lower), 0.0))
            between = len(start)
            a, b = start[upper] + offset, start[lower]
            start.append(min(a, b))
            weight = _edge_weight(graph, joined, upper, lower)
            for end, lead in ((upper, -offset), (lower, 0)):
                edges.append((between, end))
                weights.append(weight)
                spans.append(lead)
    found = shortest_layers(
        len(start), edges, weights, start, spans=spans, max_pivots=max(50, EXACT_WORK // len(start))
    )
    return [float(value) for value in found[: len(graph)]]
