"""The layout of one connected component, downwards: from sizes and edges to centres and routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from core.layout.coordinates import Offsets, place_across
from core.layout.cycles import back_edges
from core.layout.dummies import Layers, split_long_edges
from core.layout.layering import layers_of
from core.layout.ordering import order_rows

Point = tuple[float, float]
Edge = tuple[int, int]

DUMMY_WIDTH = 8.0
WIDE = 360.0
"""A box wider than this lets its edges attach where they come from, a narrower one at its middle."""

LOOP = 16.0
"""How far a self-loop reaches to the right of its node."""


@dataclass(slots=True)
class Spacing:
    """Least spaces between layers and between the nodes of a layer."""

    layer: float
    node: float


@dataclass(slots=True)
class Piece:
    """One component: what goes in (down to `anchors`), what comes out, and where the whole is packed."""

    nodes: list[int]
    sizes: list[tuple[float, float]]
    edges: list[Edge] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    loops: list[int] = field(default_factory=list)
    first: set[int] = field(default_factory=set)
    last: set[int] = field(default_factory=set)
    anchors: dict[Edge, tuple[float, float]] = field(default_factory=dict)
    centres: list[Point] = field(default_factory=list)
    routes: dict[Edge, list[Point]] = field(default_factory=dict)
    reversed: set[Edge] = field(default_factory=set)
    width: float = 0.0
    height: float = 0.0
    crossings: int = 0
    x: float = 0.0
    y: float = 0.0


def lay_out_piece(piece: Piece, spacing: Spacing, tick: Callable[[], None] | None = None) -> None:
    """Fills in the results of `piece`."""
    n = len(piece.nodes)
    if n == 1:
        width, height = piece.sizes[0]
        piece.centres = [(width / 2, height / 2)]
        piece.width, piece.height = width, height
    else:
        _lay_out_joined(piece, spacing, tick)
    _add_loops(piece)


def _lay_out_joined(piece: Piece, spacing: Spacing, tick: Callable[[], None] | None) -> None:
    n = len(piece.nodes)
    backward = back_edges(n, piece.edges)
    if tick:
        tick()
    piece.reversed = {piece.edges[i] for i in backward}
    # A pair of opposite edges becomes one edge of the drawing's skeleton, with two routes.
    skeleton: dict[Edge, float] = {}
    for index, (a, b) in enumerate(piece.edges):
        edge = (b, a) if index in backward else (a, b)
        skeleton[edge] = skeleton.get(edge, 0.0) + piece.weights[index]
    edges = list(skeleton)
    layer = _layers(n, edges, list(skeleton.values()), piece.first, piece.last)
    if tick:
        tick()
    graph = split_long_edges(n, edges, layer)
    piece.crossings = order_rows(graph, tick)
    widths = [w for w, _ in piece.sizes] + [DUMMY_WIDTH] * (len(graph) - n)
    for v in piece.loops:
        widths[v] += 2 * LOOP
    x = place_across(graph, widths, spacing.node, _offsets(piece, graph, edges), tick)
    tops, heights = _rows_down(piece, graph, x, spacing.layer)
    piece.centres = [(x[v], tops[layer[v]] + heights[layer[v]] / 2) for v in range(n)]
    piece.width = max(x[v] + widths[v] / 2 for v in range(len(graph)))
    piece.height = tops[-1] + heights[-1]
    chains = dict(zip(edges, graph.chains, strict=True))
    for count, edge in enumerate(piece.edges):
        if tick and not count % 2_000:
            tick()
        back = edge in piece.reversed
        upper, lower = edge[::-1] if back else edge
        way = _route(piece, x, tops, heights, graph, edge, chains[upper, lower])
        piece.routes[edge] = way


def _layers(n: int, edges: list[Edge], weights: list[float], first: set[int], last: set[int]) -> list[int]:
    """Layers with the pinned nodes outside of all others, without a say in where the others stand."""
    pinned = first | last
    if not pinned:
        return layers_of(n, edges, weights)
    inner = [v for v in range(n) if v not in pinned]
    local = {v: i for i, v in enumerate(inner)}
    kept = [(i, (local[a], local[b])) for i, (a, b) in enumerate(edges) if a in local and b in local]
    found = layers_of(len(inner), [e for _, e in kept], [weights[i] for i, _ in kept])
    layer = [0] * n
    for v, value in zip(inner, found, strict=True):
        layer[v] = value + 1
    bottom = max(found, default=-1) + 2
    for v in last:
        layer[v] = bottom
    if not first:
        layer = [value - 1 for value in layer]
    return layer


def _offsets(piece: Piece, graph: Layers, edges: list[Edge]) -> Offsets:
    """Anchors as offsets between neighbours of the proper graph."""
    offsets: Offsets = {}
    if not piece.anchors:
        return offsets
    for (a, b), chain in zip(edges, graph.chains, strict=True):
        anchor = piece.anchors.get((a, b))
        if anchor is None:
            continue
        path = [a, *chain, b]
        offsets[path[0], path[1]] = offsets.get((path[0], path[1]), 0.0) + anchor[0]
        offsets[path[-2], path[-1]] = offsets.get((path[-2], path[-1]), 0.0) - anchor[1]
    return offsets


def _rows_down(piece: Piece, graph: Layers, x: list[float], gap: float) -> tuple[list[float], list[float]]:
    """Top and height of every layer; where edges lean far, the layers stand farther apart."""
    tops: list[float] = []
    heights: list[float] = []
    at = 0.0
    for row in graph.rows:
        heights.append(max((piece.sizes[v][1] for v in row if v < graph.real), default=0.0))
        tops.append(at)
        lean = max((abs(x[v] - x[u]) for v in row for u in graph.down[v]), default=0.0)
        at += heights[-1] + gap + min(3 * gap, max(0.0, lean - 150.0) / 10)
    return tops, heights


def _route(
    piece: Piece,
    x: list[float],
    tops: list[float],
    heights: list[float],
    graph: Layers,
    edge: Edge,
    chain: list[int],
) -> list[Point]:
    """From the source's border to the target's, upright where it passes through a layer."""
    back = edge in piece.reversed
    upper, lower = edge[::-1] if back else edge
    anchor = piece.anchors.get(edge)
    upper_at, lower_at = (None, None) if anchor is None else anchor[::-1] if back else anchor
    towards_upper = x[chain[0]] if chain else x[lower]
    towards_lower = x[chain[-1]] if chain else x[upper]
    start = _attach(piece, upper, towards_upper, x[upper], upper_at)
    end = _attach(piece, lower, towards_lower, x[lower], lower_at)
    top = piece.centres[upper][1] + piece.sizes[upper][1] / 2
    level = graph.layer[upper]
    points = [(start, top), (start, tops[level] + heights[level])]
    for dummy in chain:
        level = graph.layer[dummy]
        points.append((x[dummy], tops[level]))
        points.append((x[dummy], tops[level] + heights[level]))
    level = graph.layer[lower]
    points.append((end, tops[level]))
    points.append((end, piece.centres[lower][1] - piece.sizes[lower][1] / 2))
    points = straightened(points)
    if back:
        points.reverse()
    return points


def _attach(piece: Piece, v: int, towards: float, centre: float, anchor: float | None) -> float:
    if anchor is not None:
        return centre + anchor
    width = piece.sizes[v][0]
    if width <= WIDE:
        return centre
    reach = width / 2 - 24.0
    return min(max(towards, centre - reach), centre + reach)


def straightened(points: list[Point]) -> list[Point]:
    """Without doubled points, and without those on a straight upright line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-1][1] - point[1]) < 0.01:
            continue
        if len(kept) > 1 and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-2][0] - point[0]) < 0.01:
            kept[-1] = point
            continue
        kept.append(point)
    return kept if len(kept) > 1 else [*kept, points[-1]]


def _add_loops(piece: Piece) -> None:
    for v in piece.loops:
        x, y = piece.centres[v]
        width, height = piece.sizes[v]
        right, out = x + width / 2, x + width / 2 + LOOP
        piece.routes[v, v] = [
            (right, y + height / 4),
            (out, y + height / 4),
            (out, y - height / 4),
            (right, y - height / 4),
        ]
        piece.reversed.add((v, v))
        piece.width = max(piece.width, out)
