"""Which edges run backward: a layered drawing needs a graph without cycles."""

from __future__ import annotations

from collections.abc import Sequence

Edge = tuple[int, int]


def back_edges(n: int, edges: Sequence[Edge]) -> set[int]:
    """Indices of edges to reverse so that no cycle is left, found by an iterative depth-first search.

    Sources come first, then the nodes in their given order; so a loop is entered where the data enters it,
    and the edge that closes it is the one that runs back. A node's edges are followed in their given order.

    Args:
        n: nodes 0 … n-1.
        edges: (source, target) pairs, no self-loops.

    Returns:
        Indices into `edges`; the same for the same arguments. Empty if there is no cycle.
    """
    if not _has_cycle(n, edges):
        return set()
    out: list[list[int]] = [[] for _ in range(n)]
    indegree = [0] * n
    for index, (source, target) in enumerate(edges):
        out[source].append(index)
        indegree[target] += 1
    found: set[int] = set()
    state = bytearray(n)  # 0 not seen, 1 on the path, 2 done
    starts = [v for v in range(n) if not indegree[v]]
    starts.extend(v for v in range(n) if indegree[v])
    for start in starts:
        if state[start]:
            continue
        state[start] = 1
        path = [start]
        rest = [iter(out[start])]
        while path:
            for index in rest[-1]:
                target = edges[index][1]
                if state[target] == 1:
                    found.add(index)
                elif not state[target]:
                    state[target] = 1
                    path.append(target)
                    rest.append(iter(out[target]))
                    break
            else:
                state[path.pop()] = 2
                rest.pop()
    return found


def topological_order(n: int, edges: Sequence[Edge]) -> list[int]:
    """Nodes so that every edge points forward; nodes on a cycle and behind it are missing."""
    out: list[list[int]] = [[] for _ in range(n)]
    indegree = [0] * n
    for source, target in edges:
        out[source].append(target)
        indegree[target] += 1
    order = [v for v in range(n) if not indegree[v]]
    for v in order:  # grows while it is walked
        for target in out[v]:
            indegree[target] -= 1
            if not indegree[target]:
                order.append(target)
    return order


def _has_cycle(n: int, edges: Sequence[Edge]) -> bool:
    return len(topological_order(n, edges)) < n
