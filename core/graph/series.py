"""Series: things of a level that repeat, gathered under one box.

Plain scopes are not enough: a graph may hold a thousand scopes `checkpoint_initializer_17` side by side. What has
the same base name, and neighbours of the same base names, is a series when it has at least five members.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from core.layout.cycles import back_edges, topological_order

LEAST = 5

LONGEST_CHAIN = 40
"""Things in a row up to which they are better seen one by one."""

_NUMBERS = re.compile(r"\d+")


@lru_cache(maxsize=65_536)
def base_name(label: str) -> str:
    """A label without its numbers: `conv_12` → `conv_#`, `Conv2d_1a_3x3` → `Conv2d_#a_#x#`, `conv` → `conv_#`."""
    found = _NUMBERS.sub("#", label)
    return found if found.endswith("_#") else found + "_#" if "#" not in found else found


def find_series(
    labels: Sequence[str], kinds: Sequence[str], edges: Sequence[tuple[int, int]], least: int = LEAST
) -> list[list[int]]:
    """Groups of items that repeat.

    Args:
        labels: of the items of a level.
        kinds: what must be equal besides (the op's type, or that it is a scope).
        edges: between items.
        least: how many make a series.

    Returns:
        Lists of items, each in the order given; items in no series are in none. Items are never grouped when
        that would leave less than two boxes on a level that could be read as it is.
    """
    if len(labels) < least:
        return []
    bases = [f"{kind}:{base_name(label)}" for label, kind in zip(labels, kinds, strict=True)]
    sizes: dict[str, int] = {}
    for base in bases:
        sizes[base] = sizes.get(base, 0) + 1
    if max(sizes.values()) < least:
        return []
    sources: list[set[str]] = [set() for _ in labels]
    targets: list[set[str]] = [set() for _ in labels]
    for a, b in edges:
        targets[a].add(bases[b])
        sources[b].add(bases[a])
    groups: dict[tuple[object, ...], list[int]] = {}
    for item, base in enumerate(bases):
        key = (base, frozenset(sources[item] - {base}), frozenset(targets[item] - {base}))
        groups.setdefault(key, []).append(item)
    found = [members for members in groups.values() if len(members) >= least]
    chains = _chains(found, edges)
    return _without_cycles(len(labels), [m for n, m in enumerate(found) if n not in chains], edges)


def _without_cycles(n: int, groups: list[list[int]], edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Only the groups that, drawn as one box, close no cycle: else what follows would stand before."""
    if not groups:
        return groups
    backward = back_edges(n, [e for e in edges if e[0] != e[1]])
    forward = [e for i, e in enumerate(e for e in edges if e[0] != e[1]) if i not in backward]
    for _ in range(4):
        of = list(range(n))
        for members in groups:
            for member in members:
                of[member] = members[0]
        merged = list(dict.fromkeys((of[a], of[b]) for a, b in forward if of[a] != of[b]))
        free = set(topological_order(n, merged)) | set(topological_order(n, [(b, a) for a, b in merged]))
        kept = [members for members in groups if members[0] in free]
        if len(kept) == len(groups):
            break
        groups = kept
        if not groups:
            break
    return groups


def _chains(groups: list[list[int]], edges: Sequence[tuple[int, int]]) -> set[int]:
    """Groups one after the other: layers of a network, which read better one by one while there are few of them."""
    of = {member: number for number, members in enumerate(groups) for member in members}
    links = [0] * len(groups)
    for a, b in edges:
        number = of.get(a)
        if number is not None and number == of.get(b):
            links[number] += 1
    return {n for n, members in enumerate(groups) if links[n] >= len(members) - 1 and len(members) <= LONGEST_CHAIN}
