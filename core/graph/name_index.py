"""Where in the file each name is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

_LARGE = 400_000
"""Names from which on one dict would grow for tens of milliseconds, in which no other thread runs."""

_PARTS = 64


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def index(self) -> int: ...


def name_index(nodes: Sequence[_Named]) -> Mapping[str, int]:
    """The number of each name; of a name that several nodes have, that of the first."""
    if len(nodes) < _LARGE:
        return {node.name: node.index for node in reversed(nodes)}
    return _NameIndex(nodes)


class _NameIndex(Mapping[str, int]):
    """One dict for each of `_PARTS` values of the hash's upper bits (a dict itself goes by the lower ones)."""

    __slots__ = ("_parts",)

    def __init__(self, nodes: Sequence[_Named]) -> None:
        self._parts: list[dict[str, int]] = [{} for _ in range(_PARTS)]
        for node in reversed(nodes):
            name = node.name
            self._parts[hash(name) >> 40 & _PARTS - 1][name] = node.index

    def __getitem__(self, name: str) -> int:
        return self._parts[hash(name) >> 40 & _PARTS - 1][name]

    def __contains__(self, name: object) -> bool:
        return name in self._parts[hash(name) >> 40 & _PARTS - 1]

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[str]:
        for part in self._parts:
            yield from part
