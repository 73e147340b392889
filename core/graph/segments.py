"""Segments: a level too large to be read, cut into pieces that follow one another.

A graph may hold a hundred thousand ops side by side, without a scope or a series to gather them by. Nobody reads such
a picture, so its ops are put in an order in which the data flows forward, and that is cut where few edges cross. As
every edge leads forward, the segments follow one another and close no cycle. A segment that is still too large is cut
again when it is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.layout.cycles import back_edges

Ints = NDArray[np.int64]
Edge = tuple[int, int]

MOST_WHOLE = 3_000
"""Parts that a level may have without being cut."""

MOST_IN_SEGMENT = 150
"""The same inside a segment, which is cut anyway: as many as one can take in."""

MOST_SEGMENTS = 60

HUB = 40
"""Edges from which on a part stands by itself: what many read belongs to no segment."""


def find_segments(
    n: int, edges: Sequence[Edge], *, inside: bool = False, tick: Callable[[], None] | None = None
) -> list[list[int]]:
    """Cuts items into segments.

    Args:
        n: how many items.
        edges: (source, target) pairs.
        inside: they are a segment's own.
        tick: called often.

    Returns:
        The items of each segment, segments and items in the order of the flow; hubs are in none. Nothing if the level
        can be read as it is.
    """
    if n <= (MOST_IN_SEGMENT if inside else MOST_WHOLE):
        return []
    # One by one in Python: a list of so many pairs handed to numpy at once would stop all other threads.
    ends = (end for pair in edges if pair[0] != pair[1] for end in pair)
    pairs: Ints = np.fromiter(ends, np.int64).reshape(-1, 2)
    hub = np.bincount(pairs[:, 0], minlength=n) >= HUB
    kept = pairs[~(hub[pairs[:, 0]] | hub[pairs[:, 1]])]
    order = _flow_order(n, kept, tick)
    order = order[~hub[order]]
    if len(order) < 2:
        return []
    count = int(min(MOST_SEGMENTS, np.ceil(np.sqrt(len(order)))))
    return [order[a:b].tolist() for a, b in _cuts(order, n, kept, count)]


def _flow_order(n: int, edges: Ints, tick: Callable[[], None] | None) -> Ints:
    """All items so that edges lead forward (but those that close a cycle), as near to their given order as can be."""
    if not len(edges) or bool((edges[:, 0] < edges[:, 1]).all()):
        return np.arange(n, dtype=np.int64)
    pairs: list[Edge] = [(a, b) for a, b in edges.tolist()]
    backward = back_edges(n, pairs)
    out: list[list[int]] = [[] for _ in range(n)]
    waits = [0] * n
    for number, (a, b) in enumerate(pairs):
        if number not in backward:
            out[a].append(b)
            waits[b] += 1
    ready = [item for item in range(n) if not waits[item]]
    heapify(ready)
    order: list[int] = []
    while ready:
        item = heappop(ready)
        order.append(item)
        if tick and not len(order) % 2_000:
            tick()
        for other in out[item]:
            waits[other] -= 1
            if not waits[other]:
                heappush(ready, other)
    return np.asarray(order, dtype=np.int64)


def _cuts(order: Ints, n: int, edges: Ints, count: int) -> list[tuple[int, int]]:
    """(begin, end) of about equal pieces of the order, cut where the fewest edges cross near there."""
    size = len(order)
    place = np.zeros(n, dtype=np.int64)
    place[order] = np.arange(size)
    low, high = place[edges].min(axis=1), place[edges].max(axis=1)
    # An edge from place a to place b crosses the cuts before a+1 … b.
    change = np.bincount(low + 1, minlength=size + 1) - np.bincount(high + 1, minlength=size + 1)[: size + 1]
    crossing = np.cumsum(change)
    bounds = [0]
    reach = max(1, size // (4 * count))
    for piece in range(1, count):
        ideal = piece * size // count
        first, last = max(bounds[-1] + 1, ideal - reach), min(size - 1, ideal + reach)
        if first <= last:
            window = crossing[first : last + 1]
            best = np.flatnonzero(window == window.min()) + first
            bounds.append(int(best[np.abs(best - ideal).argmin()]))
    bounds.append(size)
    return list(pairwise(bounds))
