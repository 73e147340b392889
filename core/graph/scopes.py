"""The tree of name scopes, as ranges of positions: counting and slicing a scope costs nothing.

Every node gets a position such that a scope's nodes are one range, its own ops first, then its sub-scopes.
A node whose name is also a scope (`conv1/weights` beside `conv1/weights/read`) stands inside that scope.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

ROOT = 0
DEPTH = 200
"""Levels of scopes that are told apart; what lies deeper belongs to the deepest (a name may hold any number)."""


class ScopeTree:
    """Name scopes by number; 0 is the whole graph.

    Attributes:
        path: of each scope, `""` for the root.
        parent: of each scope; -1 for the root.
        children: sub-scopes of each scope, in order of appearance.
        scope_of: int64 per node: the scope it stands in directly.
        position: int64 per node.
        at: int64 per position: the node.
        low: first position of each scope.
        high: one past the last position of each scope.
        own: how many nodes stand directly in each scope (they come first in its range).
    """

    def __init__(self, names: Sequence[str], tick: Callable[[], None] | None = None) -> None:
        self.path: list[str] = [""]
        self.parent: list[int] = [-1]
        self.children: list[list[int]] = [[]]
        self.number: dict[str, int] = {"": ROOT}
        scopes = array("q", bytes(8 * len(names)))  # an array is taken over by numpy as it is
        number = self.number
        for index, name in enumerate(names):
            if tick and not index % 5_000:
                tick()
            slash = name.rfind("/")
            if slash > 0:
                known = number.get(name[:slash])
                scopes[index] = self._scope(name[:slash]) if known is None else known
        if len(number) > 1:
            for index, name in enumerate(names):
                if tick and not index % 5_000:
                    tick()
                own = number.get(name)
                if own:
                    scopes[index] = own
        self.scope_of: Ints = np.asarray(scopes)
        self._number_positions(tick)

    def _scope(self, path: str) -> int:
        """The number of a scope, made with those around it if it is new."""
        number = self.number
        missing: list[str] = []
        known = path
        while (found := number.get(known)) is None:
            missing.append(known)
            known = known.rpartition("/")[0]
        for new in reversed(missing):
            if new.count("/") >= DEPTH:
                number[new] = found
                continue
            parent, found = found, len(self.path)
            number[new] = found
            self.path.append(new)
            self.parent.append(parent)
            self.children.append([])
            self.children[parent].append(found)
        return found

    def _number_positions(self, tick: Callable[[], None] | None) -> None:
        count = len(self.path)
        order: list[int] = []
        stack = [ROOT]
        while stack:
            scope = stack.pop()
            order.append(scope)
            stack.extend(reversed(self.children[scope]))
        rank = np.empty(count, dtype=np.int64)
        rank[order] = np.arange(count)
        if tick:
            tick()
        ranks = rank[self.scope_of]
        self.at: Ints = np.argsort(ranks, kind="stable")
        self.position: Ints = np.empty(len(self.at), dtype=np.int64)
        self.position[self.at] = np.arange(len(self.at))
        own = np.bincount(self.scope_of, minlength=count)
        starts = np.concatenate(([0], np.cumsum(own[order])))[:-1]
        size = [int(value) for value in own]
        for scope in reversed(order[1:]):
            size[self.parent[scope]] += size[scope]
        self.own: list[int] = [int(value) for value in own]
        self.low: list[int] = [0] * count
        for scope, start in zip(order, starts, strict=True):
            self.low[scope] = int(start)
        self.high: list[int] = [low + n for low, n in zip(self.low, size, strict=True)]

    def label(self, scope: int) -> str:
        """The last part of its path."""
        return self.path[scope].rpartition("/")[2]

    def ancestors(self, scope: int) -> list[int]:
        """From the root down to `scope` itself."""
        chain = [scope]
        while self.parent[chain[-1]] >= 0:
            chain.append(self.parent[chain[-1]])
        return chain[::-1]

    def nodes(self, scope: int) -> Ints:
        """Indices of all nodes in a scope, however deep."""
        return self.at[self.low[scope] : self.high[scope]]

    def child_at(self, scope: int, position: int) -> int:
        """The sub-scope of `scope` that holds a position, -1 if it is a node of its own."""
        if position < self.low[scope] + self.own[scope]:
            return -1
        children = self.children[scope]
        return children[bisect_right(children, position, key=self.low.__getitem__) - 1]
