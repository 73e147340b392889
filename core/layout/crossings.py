"""Counting edge crossings between neighbouring layers."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.layout.dummies import Layers

BIG_ROW = 400
"""Edges between two layers above which numpy counts faster than a Python loop."""


def crossings(graph: Layers) -> int:
    """How many pairs of edges cross in the current order of the rows."""
    position = positions(graph)
    return sum(crossings_below(graph, row, position) for row in graph.rows[:-1])


def positions(graph: Layers) -> list[int]:
    """Each node's place within its row."""
    position = [0] * len(graph)
    for row in graph.rows:
        for place, v in enumerate(row):
            position[v] = place
    return position


def crossings_below(graph: Layers, row: Sequence[int], position: Sequence[int]) -> int:
    """Crossings between a row and the one below it."""
    ends: list[int] = []
    down = graph.down
    for v in row:
        targets = down[v]
        if len(targets) == 1:
            ends.append(position[targets[0]])
        elif targets:
            ends.extend(sorted([position[t] for t in targets]))
    return inversions(ends)


def inversions(values: list[int]) -> int:
    """Pairs that stand in the wrong order (equal ones do not)."""
    if len(values) > BIG_ROW:
        return int(_inversions_by_merging(np.asarray(values, dtype=np.int64)))
    count = 0
    seen: list[int] = []
    for value in values:
        if seen and seen[-1] > value:
            count += len(seen) - bisect_right(seen, value)
            insort(seen, value)
        else:
            seen.append(value)
    return count


def _inversions_by_merging(values: NDArray[np.int64]) -> int:
    """Bottom-up merge count: at each width all pairs of blocks are sorted in one call."""
    n = len(values)
    size = 1 << (n - 1).bit_length()
    top = int(values.max()) + 1
    padded = np.full(size, top, dtype=np.int64)
    padded[:n] = values
    total = 0
    width = 1
    while width < size:
        blocks = padded.reshape(-1, 2 * width)
        # In a stable sort by value each element of the right half overtakes the left ones greater than it.
        order = np.argsort(blocks, axis=1, kind="stable")
        right = order >= width
        left_before = np.cumsum(~right, axis=1)
        total += int(((width - left_before) * right).sum())
        padded = np.take_along_axis(blocks, order, axis=1).reshape(-1)
        width *= 2
    return total
