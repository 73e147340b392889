"""Optimal layers by network simplex: the sum of edge lengths is the least possible.

After Gansner, Koutsofios, North, Vo, "A technique for drawing directed graphs" (IEEE TSE 19(3), 1993),
section 2: a spanning tree of tight edges, and one tree edge exchanged per pivot. The cut value of a tree edge
is a plain sum: over the nodes below it, outgoing minus incoming weight (edges inside cancel out).
"""

from __future__ import annotations

from collections.abc import Sequence

Edge = tuple[int, int]


def shortest_layers(
    n: int,
    edges: Sequence[Edge],
    weights: Sequence[float],
    layer: Sequence[int],
    *,
    spans: Sequence[int] | None = None,
    max_pivots: int = 10_000,
) -> list[int]:
    """Layers of least total weighted edge length, starting from feasible ones.

    Args:
        n: nodes 0 … n-1, connected by `edges`.
        edges: (source, target) pairs without cycles.
        weights: one per edge.
        layer: a feasible start: `layer[target] - layer[source] >= span`.
        spans: least length of each edge; 1 each if None.
        max_pivots: stop after so many exchanges, with what has been reached (feasible at any moment).

    Returns:
        The new layers, not normalised. The start, if the graph is not connected.
    """
    simplex = _Simplex(n, edges, weights, list(layer), spans or [1] * len(edges))
    simplex.solve(max_pivots)
    return simplex.layer


class _Simplex:
    def __init__(
        self, n: int, edges: Sequence[Edge], weights: Sequence[float], layer: list[int], spans: Sequence[int]
    ) -> None:
        self.n = n
        self.tail = [source for source, _ in edges]
        self.head = [target for _, target in edges]
        self.span = spans
        self.layer = layer
        self.around: list[list[int]] = [[] for _ in range(n)]
        self.surplus = [0.0] * n  # outgoing minus incoming weight of a node
        for index, (source, target) in enumerate(edges):
            self.around[source].append(index)
            self.around[target].append(index)
            self.surplus[source] += weights[index]
            self.surplus[target] -= weights[index]
        self.in_tree = bytearray(len(edges))
        self.tree: list[list[int]] = [[] for _ in range(n)]  # tree edges at each node
        self.parent_edge = [-1] * n  # towards node 0
        self.low = [0] * n
        self.lim = [0] * n
        self.by_lim = [0] * n  # postorder: the subtree of v is by_lim[low[v] : lim[v] + 1]
        self.below = [0.0] * n  # sum of `surplus` over the subtree

    def solve(self, max_pivots: int) -> None:
        if not self._tight_tree():
            return
        self._number(0, 0)
        start = 0
        for _ in range(max_pivots):
            leave = self._leaving(start)
            if leave < 0:
                return
            start = leave + 1
            enter, slack = self._entering(leave)
            if enter < 0:
                return
            self._exchange(leave, enter, slack)

    def _slack(self, edge: int) -> int:
        return self.layer[self.head[edge]] - self.layer[self.tail[edge]] - self.span[edge]

    def _tight_tree(self) -> bool:
        """Grows a spanning tree of tight edges from node 0, shifting the tree where no tight edge leads on."""
        layer, tail, head = self.layer, self.tail, self.head
        inside = bytearray(self.n)
        inside[0] = 1
        members = [0]
        done = 0
        while True:
            while done < len(members):
                v = members[done]
                done += 1
                for edge in self.around[v]:
                    other = head[edge] if tail[edge] == v else tail[edge]
                    if not inside[other] and not self._slack(edge):
                        inside[other] = 1
                        self.in_tree[edge] = 1
                        self.tree[v].append(edge)
                        self.tree[other].append(edge)
                        members.append(other)
            if len(members) == self.n:
                return True
            best, shift = -1, 0
            for v in members:
                for edge in self.around[v]:
                    if inside[tail[edge]] != inside[head[edge]]:
                        slack = self._slack(edge)
                        if best < 0 or slack < abs(shift):
                            best, shift = edge, slack if inside[tail[edge]] else -slack
            if best < 0:
                return False
            for v in members:
                layer[v] += shift
            done = 0

    def _number(self, root: int, first: int) -> None:
        """Postorder numbers and sums below `root`, whose parent edge stays as it is."""
        tail, head, low, lim, tree, parent = self.tail, self.head, self.low, self.lim, self.tree, self.parent_edge
        order: list[int] = []
        stack = [root]
        while stack:  # reversed postorder: a node before its children, the last child's subtree first
            v = stack.pop()
            order.append(v)
            up = parent[v]
            for edge in tree[v]:
                if edge != up:
                    child = head[edge] if tail[edge] == v else tail[edge]
                    parent[child] = edge
                    stack.append(child)
        order.reverse()
        below, surplus = self.below, self.surplus
        for number, v in enumerate(order, first):
            lim[v] = number
            low[v] = number
            below[v] = surplus[v]
            for edge in tree[v]:
                if edge != parent[v]:
                    child = head[edge] if tail[edge] == v else tail[edge]
                    below[v] += below[child]
                    if low[child] < low[v]:
                        low[v] = low[child]
        self.by_lim[first : first + len(order)] = order

    def _leaving(self, start: int) -> int:
        """The node whose parent edge has the most negative cut value, of the first some found; -1 if none."""
        best, worst, seen = -1, -1e-9, 0
        n, tail, below, parent = self.n, self.tail, self.below, self.parent_edge
        for step in range(n):
            v = start + step
            if v >= n:
                v -= n
            edge = parent[v]
            if edge < 0:
                continue
            cut = below[v] if tail[edge] == v else -below[v]
            if cut < -1e-9:
                if cut < worst:
                    best, worst = v, cut
                seen += 1
                if seen >= 30:
                    break
        return best

    def _entering(self, v: int) -> tuple[int, int]:
        """The tightest edge that can take the place of `v`'s parent edge, and its slack."""
        tail, head, lim, layer, span = self.tail, self.head, self.lim, self.layer, self.span
        low, high = self.low[v], lim[v]
        tail_below = tail[self.parent_edge[v]] == v
        best, least = -1, 0
        for u in self.by_lim[low : high + 1]:
            for edge in self.around[u]:
                if tail_below:  # wanted: from above into the subtree
                    if head[edge] != u or low <= lim[tail[edge]] <= high:
                        continue
                elif tail[edge] != u or low <= lim[head[edge]] <= high:
                    continue
                slack = layer[head[edge]] - layer[tail[edge]] - span[edge]
                if best < 0 or slack < least:
                    best, least = edge, slack
                    if not slack:
                        return best, 0
        return best, least

    def _exchange(self, v: int, enter: int, slack: int) -> None:
        leave = self.parent_edge[v]
        tail, head, lim, low = self.tail, self.head, self.lim, self.low
        if slack:
            shift = -slack if tail[leave] == v else slack
            for u in self.by_lim[low[v] : lim[v] + 1]:
                self.layer[u] += shift
        # The lowest node above both ends of both edges: only its subtree is renumbered.
        root = tail[leave] if head[leave] == v else head[leave]
        for end in (tail[enter], head[enter]):
            while not low[root] <= lim[end] <= lim[root]:
                edge = self.parent_edge[root]
                root = tail[edge] if head[edge] == root else head[edge]
        first = low[root]
        self.in_tree[leave], self.in_tree[enter] = 0, 1
        self.tree[tail[leave]].remove(leave)
        self.tree[head[leave]].remove(leave)
        self.tree[tail[enter]].append(enter)
        self.tree[head[enter]].append(enter)
        self._number(root, first)
