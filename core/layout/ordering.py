"""The order of the nodes within their layers: few crossings.

Several starts, each followed by median and barycentre sweeps in both directions; then adjacent exchanges and
sifting on the best one. How much is done depends on the size only, never on the clock, so that the same graph
always gives the same picture.
"""

from __future__ import annotations

from collections.abc import Callable

from core.layout.crossings import crossings, positions
from core.layout.dummies import Layers
from core.layout.large import is_large, order_large

Tick = Callable[[], None]
Rows = list[list[int]]

SMALL = 700
"""Nodes and dummies up to which every means is used."""

MIDDLE = 4_000
"""Up to here: two starts and adjacent exchanges."""


def order_rows(graph: Layers, tick: Tick | None = None) -> int:
    """Orders `graph.rows` in place.

    Returns:
        The number of crossings left (-1 for a graph too large to count cheaply).
    """
    size = len(graph)
    if size > MIDDLE:
        graph.rows = _depth_first(graph, downward=True)
        if is_large(graph):
            order_large(graph, 6 if size < 200_000 else 4, tick)
        else:
            _sweep(graph, 4 if size < 100_000 else 2, use_median=False, tick=tick)
        return -1
    starts = [_depth_first(graph, downward=True)]
    if size <= SMALL:
        starts += [_depth_first(graph, downward=False), _breadth_first(graph), [list(row) for row in graph.rows]]
    elif size <= MIDDLE:
        starts.append(_depth_first(graph, downward=False))
    best: Rows = []
    least = -1
    rounds = 12 if size <= SMALL else 6
    for start in starts:
        for use_median in (False, True) if size <= SMALL else (False,):
            graph.rows = [list(row) for row in start]
            found, rows = _improve(graph, rounds, use_median, size <= SMALL, tick)
            if least < 0 or found < least:
                least, best = found, rows
            if not least:
                graph.rows = best
                return 0
    graph.rows = best
    if size <= SMALL:
        least = _sift(graph, least, tick)
    return least


def _improve(graph: Layers, rounds: int, use_median: bool, with_exchanges: bool, tick: Tick | None) -> tuple[int, Rows]:
    """Sweeps from the current rows; the best rows seen and their crossings."""
    if with_exchanges:
        _exchange(graph, 2)
    least = crossings(graph)
    best = [list(row) for row in graph.rows]
    stale = 0
    for turn in range(rounds):
        if not least or stale > 3:
            break
        if tick:
            tick()
        _sweep_once(graph, downward=turn % 2 == 0, use_median=use_median, reverse_ties=turn % 4 > 1)
        if with_exchanges:
            _exchange(graph, 2)
        found = crossings(graph)
        if found < least:
            least, best, stale = found, [list(row) for row in graph.rows], 0
        else:
            stale += 1
    graph.rows = [list(row) for row in best]
    if with_exchanges and least:
        _exchange(graph, 8)
        found = crossings(graph)
        if found < least:
            least, best = found, graph.rows
    return least, best


def _depth_first(graph: Layers, *, downward: bool) -> Rows:
    """Rows in the order of an iterative depth-first walk: what belongs together starts together."""
    rows: Rows = [[] for _ in graph.rows]
    near = graph.down if downward else graph.up
    far = graph.up if downward else graph.down
    seen = bytearray(len(graph))
    layers = graph.rows if downward else graph.rows[::-1]
    for row in layers:
        for start in row:
            if seen[start] or far[start]:
                continue
            stack = [start]
            while stack:
                v = stack.pop()
                if seen[v]:
                    continue
                seen[v] = 1
                rows[graph.layer[v]].append(v)
                stack.extend(reversed(near[v]))
    return rows


def _breadth_first(graph: Layers) -> Rows:
    """Rows in the order of a walk over edges in both directions, from the first node of the top row."""
    rows: Rows = [[] for _ in graph.rows]
    seen = bytearray(len(graph))
    for row in graph.rows:
        for start in row:
            if seen[start]:
                continue
            seen[start] = 1
            queue = [start]
            for v in queue:  # grows while it is walked
                rows[graph.layer[v]].append(v)
                for neighbours in (graph.down[v], graph.up[v]):
                    for other in neighbours:
                        if not seen[other]:
                            seen[other] = 1
                            queue.append(other)
    return rows


def _sweep(graph: Layers, rounds: int, *, use_median: bool, tick: Tick | None) -> None:
    for turn in range(rounds):
        _sweep_once(graph, downward=turn % 2 == 0, use_median=use_median, reverse_ties=False, tick=tick)


def _sweep_once(
    graph: Layers, *, downward: bool, use_median: bool, reverse_ties: bool, tick: Tick | None = None
) -> None:
    """Sorts every row by where its neighbours in the row before stand; a node without any keeps its place."""
    position = positions(graph)
    fixed = graph.up if downward else graph.down
    indices = range(1, len(graph.rows)) if downward else range(len(graph.rows) - 2, -1, -1)
    work = 0
    for index in indices:
        row = graph.rows[index]
        work += len(row)
        if tick and work > 4_000:
            tick()
            work = 0
        if len(row) > 1:
            keys = _keys(row, fixed, position, use_median)
            if reverse_ties:
                row.reverse()
            row.sort(key=keys.__getitem__)
            for place, v in enumerate(row):
                position[v] = place


def _keys(row: list[int], fixed: list[list[int]], position: list[int], use_median: bool) -> dict[int, float]:
    keys: dict[int, float] = {}
    homeless: list[int] = []
    for place, v in enumerate(row):
        near = fixed[v]
        if len(near) == 1:
            keys[v] = position[near[0]]
        elif not near:
            homeless.append(place)
        elif use_median:
            keys[v] = _median(sorted([position[other] for other in near]))
        else:
            keys[v] = sum([position[other] for other in near]) / len(near)
    for place in homeless:  # between the keys of those that stand beside it
        left = next((keys[row[i]] for i in range(place - 1, max(-1, place - 50), -1) if row[i] in keys), None)
        right = next((keys[row[i]] for i in range(place + 1, min(len(row), place + 50)) if row[i] in keys), None)
        if left is None or right is None:
            keys[row[place]] = float(place) if left is right is None else (right if left is None else left) or 0.0
        else:
            keys[row[place]] = (left + right) / 2
    return keys


def _median(places: list[int]) -> float:
    """Weighted median of Gansner et al.: between the two middle ones, towards the denser side."""
    count = len(places)
    middle = count // 2
    if count % 2:
        return float(places[middle])
    if count == 2:
        return (places[0] + places[1]) / 2
    left = places[middle - 1] - places[0]
    right = places[-1] - places[middle]
    if left + right == 0:
        return (places[middle - 1] + places[middle]) / 2
    return (places[middle - 1] * right + places[middle] * left) / (left + right)


def _pair(first: list[int], second: list[int]) -> int:
    """Crossings of the edges of two neighbours, the one with `first` standing left; both lists sorted."""
    count = 0
    if len(first) == 1 and len(second) == 1:
        return 1 if first[0] > second[0] else 0
    passed = 0
    size = len(second)
    for place in first:
        while passed < size and second[passed] < place:
            passed += 1
        count += passed
    return count


def _exchange(graph: Layers, rounds: int) -> None:
    """Exchanges neighbours in a row while that removes crossings (equal ones too, every other round)."""
    position = positions(graph)
    for turn in range(rounds):
        gained = False
        for index, row in enumerate(graph.rows):
            if len(row) < 2:
                continue
            above = {v: sorted([position[u] for u in graph.up[v]]) for v in row} if index else {}
            below = {v: sorted([position[u] for u in graph.down[v]]) for v in row}
            improved = True
            while improved:
                improved = False
                for place in range(len(row) - 1):
                    v, w = row[place], row[place + 1]
                    now = _pair(below[v], below[w])
                    then = _pair(below[w], below[v])
                    if above:
                        now += _pair(above[v], above[w])
                        then += _pair(above[w], above[v])
                    if then < now:
                        row[place], row[place + 1] = w, v
                        improved = gained = True
                    elif then == now and turn % 2 and now:
                        row[place], row[place + 1] = w, v
            for place, v in enumerate(row):
                position[v] = place
        if not gained and turn:
            return


def _sift(graph: Layers, least: int, tick: Tick | None) -> int:
    """Moves each node to the best place of its row, the others staying, until nothing is gained."""
    position = positions(graph)
    for _ in range(4):
        if not least:
            break
        before = least
        for index, row in enumerate(graph.rows):
            if len(row) < 3:
                continue
            if tick:
                tick()
            above = {v: sorted([position[u] for u in graph.up[v]]) for v in row} if index else {}
            below = {v: sorted([position[u] for u in graph.down[v]]) for v in row}
            for v in list(row):
                least += _sift_one(row, v, above, below)
            for place, v in enumerate(row):
                position[v] = place
        if least >= before:
            break
    return least


def _sift_one(row: list[int], v: int, above: dict[int, list[int]], below: dict[int, list[int]]) -> int:
    """Moves `v` to its best place in `row`; the change in crossings (0 or less)."""
    start = row.index(v)
    best, gain = start, 0
    for step in (-1, 1):
        change = 0
        place = start + step
        while 0 <= place < len(row):
            other = row[place]
            left, right = (v, other) if step > 0 else (other, v)  # as they stand now
            change += _pair(below[right], below[left]) - _pair(below[left], below[right])
            if above:
                change += _pair(above[right], above[left]) - _pair(above[left], above[right])
            if change < gain:
                best, gain = place, change
            place += step
    if gain:
        row.pop(start)
        row.insert(best, v)
    return gain
