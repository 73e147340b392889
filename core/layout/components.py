"""The parts of a graph that nothing joins, and packing their drawings side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

Edge = tuple[int, int]


def components(n: int, edges: Iterable[Edge], together: Sequence[int] = ()) -> list[list[int]]:
    """Nodes by weakly connected component, both in the order of the node numbers.

    Args:
        n: nodes 0 … n-1.
        edges: pairs.
        together: nodes to be held for one component, joined or not.
    """
    leader = list(range(n))

    def find(v: int) -> int:
        while leader[v] != v:
            leader[v] = leader[leader[v]]
            v = leader[v]
        return v

    for a, b in edges:
        a, b = find(a), find(b)
        if a != b:
            leader[max(a, b)] = min(a, b)
    for a, b in pairwise(together):
        a, b = find(a), find(b)
        if a != b:
            leader[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for v in range(n):
        groups.setdefault(find(v), []).append(v)
    return list(groups.values())


def shelves(
    sizes: Sequence[tuple[float, float]], gap: float, aspect: float = 1.6, least_width: float = 0.0
) -> tuple[list[tuple[float, float]], float, float]:
    """Packs rectangles in rows, in the order given.

    Args:
        sizes: (width, height) of each.
        gap: space between them.
        aspect: width to height that the whole should come near to.
        least_width: the whole may be at least this wide.

    Returns:
        The top left corner of each, and width and height of the whole.
    """
    area = sum((w + gap) * (h + gap) for w, h in sizes)
    limit = max([(area * aspect) ** 0.5, least_width, *(w for w, _ in sizes)])
    places: list[tuple[float, float]] = []
    x = y = shelf = width = 0.0
    for w, h in sizes:
        if x and x + w > limit:
            x, y, shelf = 0.0, y + shelf + gap, 0.0
        places.append((x, y))
        x += w + gap
        shelf = max(shelf, h)
        width = max(width, x - gap)
    return places, width, y + shelf
