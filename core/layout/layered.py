"""The layered layout of a directed graph, with networkx's own convention: a graph in, positions out.

Cycles are broken, nodes put in layers, long edges cut by dummies, the layers ordered for few crossings, the
nodes placed for straight edges; what isn't connected is packed beside. Deterministic and free of recursion;
the nodes' sizes are respected; every edge comes back with the way it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from core.layout.component import Piece, Spacing, lay_out_piece
from core.layout.components import components, shelves
from core.layout.light_graph import LightGraph

if TYPE_CHECKING:
    import networkx as nx

Point = tuple[float, float]
N = TypeVar("N", bound=Hashable)


class Layout(dict[N, Point], Generic[N]):
    """`{node: (x, y)}` of the centres, y downwards, so that it serves as networkx's `pos`; and the routes.

    Attributes:
        routes: the way of every edge, as points from the source's border to the target's.
        reversed: edges that run against the layers (they close a cycle).
        width: of the drawing; its top left corner is (0, 0).
        height: of the drawing.
        crossings: edges that cross, summed over the components; -1 if one was too large to count.
    """

    def __init__(self) -> None:
        super().__init__()
        self.routes: dict[tuple[N, N], list[Point]] = {}
        self.reversed: set[tuple[N, N]] = set()
        self.width = 0.0
        self.height = 0.0
        self.crossings = 0


def layered_layout(
    G: nx.DiGraph[N] | LightGraph[N],  # noqa: N803 - networkx's convention
    *,
    sizes: Mapping[N, tuple[float, float]] | None = None,
    direction: Literal["TB", "LR"] = "TB",
    layer_gap: float = 34.0,
    node_gap: float = 22.0,
    first: Collection[N] = (),
    last: Collection[N] = (),
    anchors: Mapping[tuple[N, N], tuple[float, float]] | None = None,
    tick: Callable[[], None] | None = None,
) -> Layout[N]:
    """Positions and routes for a directed graph.

    Args:
        G: the graph; its node and edge order decides among equals. An edge attribute `weight` (default 1) says
            how much the edge minds its length.
        sizes: (width, height) of the nodes; 1×1 for those missing.
        direction: `TB`: edges run downwards; `LR`: to the right.
        layer_gap: least space between two layers.
        node_gap: least space between two nodes of a layer.
        first: nodes to stand alone in the first layer. They must have no incoming edges.
        last: nodes to stand alone in the last layer. They must have no outgoing edges.
        anchors: for an edge: where along the layer it attaches to its source and to its target, as offsets
            from their centres; for those missing the layout chooses.
        tick: called often; may raise to cancel, and gives other threads their turn.

    Returns:
        The layout; no two nodes overlap.
    """
    nodes = list(G)
    number = {v: i for i, v in enumerate(nodes)}
    sideways = direction == "LR"
    dimensions = [(1.0, 1.0) if sizes is None else sizes.get(v, (1.0, 1.0)) for v in nodes]
    if sideways:
        dimensions = [(h, w) for w, h in dimensions]
    edges: list[tuple[int, int]] = []
    weights: list[float] = []
    loops: list[int] = []
    for u, v, weight in G.edges(data="weight", default=1.0):
        if u == v:
            loops.append(number[u])
        else:
            edges.append((number[u], number[v]))
            weights.append(float(weight))
    pinned_first = {number[v] for v in first}
    pinned_last = {number[v] for v in last}
    anchored = {(number[u], number[v]): pair for (u, v), pair in (anchors or {}).items()}
    spacing = Spacing(layer_gap, node_gap)
    pieces = _pieces(dimensions, edges, weights, loops, pinned_first, pinned_last, anchored)
    result: Layout[N] = Layout()
    for piece in pieces:
        lay_out_piece(piece, spacing, tick)
        result.crossings = -1 if piece.crossings < 0 or result.crossings < 0 else result.crossings + piece.crossings
    _pack(pieces, node_gap)
    _collect(result, nodes, pieces, sideways)
    return result


def _pieces(
    dimensions: list[tuple[float, float]],
    edges: list[tuple[int, int]],
    weights: list[float],
    loops: list[int],
    first: set[int],
    last: set[int],
    anchors: dict[tuple[int, int], tuple[float, float]],
) -> list[Piece]:
    groups = components(len(dimensions), edges, sorted(first | last))
    piece_of = [0] * len(dimensions)
    local = [0] * len(dimensions)
    pieces: list[Piece] = []
    for index, group in enumerate(groups):
        for place, v in enumerate(group):
            piece_of[v], local[v] = index, place
        pieces.append(Piece(group, [dimensions[v] for v in group]))
    for (a, b), weight in zip(edges, weights, strict=True):
        piece = pieces[piece_of[a]]
        piece.edges.append((local[a], local[b]))
        piece.weights.append(weight)
    for (a, b), pair in anchors.items():
        pieces[piece_of[a]].anchors[local[a], local[b]] = pair
    for v in loops:
        pieces[piece_of[v]].loops.append(local[v])
    for v in first:
        pieces[piece_of[v]].first.add(local[v])
    for v in last:
        pieces[piece_of[v]].last.add(local[v])
    return pieces


def _pack(pieces: list[Piece], gap: float) -> None:
    """The component with pinned nodes, else the largest, first; single nodes last; each in its own order."""
    pieces.sort(key=lambda p: (not (p.first or p.last), len(p.nodes) == 1, -len(p.nodes)))
    if not pieces:
        return
    anchor = pieces[0]
    if anchor.first or anchor.last:  # it spans the whole height: the others stand at its right
        rest = pieces[1:]
        places, _, _ = shelves([(p.width, p.height) for p in rest], gap * 1.5, least_width=anchor.height * 0.4)
        for piece, (x, y) in zip(rest, places, strict=True):
            piece.x, piece.y = anchor.width + gap * 1.5 + x, y
        return
    places, _, _ = shelves([(p.width, p.height) for p in pieces], gap * 1.5, least_width=anchor.width)
    for piece, (piece.x, piece.y) in zip(pieces, places, strict=True):  # noqa: B007 - assigned in the target
        pass


def _collect(result: Layout[Any], nodes: list[Any], pieces: list[Piece], sideways: bool) -> None:
    centres: list[Point] = [(0.0, 0.0)] * len(nodes)
    for piece in pieces:
        dx, dy = piece.x, piece.y
        for v, (x, y) in zip(piece.nodes, piece.centres, strict=True):
            centres[v] = (y + dy, x + dx) if sideways else (x + dx, y + dy)
        for (a, b), points in piece.routes.items():
            way = [(y + dy, x + dx) if sideways else (x + dx, y + dy) for x, y in points]
            result.routes[nodes[piece.nodes[a]], nodes[piece.nodes[b]]] = way
        for a, b in piece.reversed:
            result.reversed.add((nodes[piece.nodes[a]], nodes[piece.nodes[b]]))
    for v, centre in zip(nodes, centres, strict=True):
        result[v] = centre
    width = max((p.x + p.width for p in pieces), default=0.0)
    height = max((p.y + p.height for p in pieces), default=0.0)
    result.width, result.height = (height, width) if sideways else (width, height)
