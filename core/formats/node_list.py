"""NodeDef messages in file order, of which Python's objects are made when they are asked for.

protobuf keeps every message object that is alive in one table. With a million of them the table's growth takes tens
of milliseconds in which no other thread runs, and the objects take as much memory as a fourth of the messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any


class NodeList:
    """Nodes of several runs (a repeated field of NodeDef) and single ones, in the order in which they were added."""

    __slots__ = ("_count", "_holders")

    def __init__(self, nodes: Iterable[Any] = ()) -> None:
        self._holders: list[Sequence[Any]] = []
        self._count = 0
        given = list(nodes)
        if given:
            self.add_run(given)

    def add_run(self, run: Sequence[Any]) -> None:
        """Take over what holds nodes: it is asked again at each use and must not change."""
        self._holders.append(run)
        self._count += len(run)

    def append(self, node: Any) -> None:
        """Add one."""
        self.add_run((node,))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        for holder in self._holders:
            yield from holder

    def places(self) -> Iterator[tuple[Sequence[Any], int]]:
        """For each node what holds it, and where."""
        for holder in self._holders:
            yield from zip(repeat(holder), range(len(holder)))
