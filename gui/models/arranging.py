"""Rows under headings that fold: variables by scope or by group, flattened, so that a plain table can show them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

Arrangement = Literal["list", "scopes", "groups"]
Path = tuple[str, ...]


@dataclass(slots=True)
class Section:
    """A heading and the totals of what is under it, folded or not."""

    path: Path
    folded: bool
    count: int = 0
    elements: int = 0
    nbytes: int = 0

    @property
    def depth(self) -> int:
        return len(self.path) - 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where each row belongs: its path, the order of the paths, and every heading that there can be."""

    paths: list[Path]
    ranks: list[int]
    headings: frozenset[Path]


def places_of(paths: list[Path], order: dict[Path, int] | None = None) -> Places:
    """The paths with their ranks; `order` where they are not to be sorted by name."""
    if order is None:
        order = {path: rank for rank, path in enumerate(sorted(set(paths)))}
    # One tuple for all that are equal: then most comparisons are over before they begin.
    same: dict[Path, Path] = {}
    headings = frozenset(path[:depth] for path in order for depth in range(1, len(path) + 1))
    return Places([same.setdefault(path, path) for path in paths], [order[path] for path in paths], headings)


def scope_paths(names: Sequence[str]) -> list[Path]:
    """The scopes that each variable is in."""
    return [tuple(name.split("/")[:-1]) for name in names]


def arrange(
    rows: Sequence[int], places: Places, folded: Collection[Path], elements: Sequence[int], sizes: Sequence[int]
) -> tuple[list[int], list[Section]]:
    """What the table shows, from above: a row's number, or -1, -2, … for the first, second, … section.

    What is under a folded heading costs next to nothing, however much it is.

    Args:
        rows: those that pass the filter, in the order of their ranks.
        places: of all rows.
        folded: paths whose rows are not shown.
        elements: of all rows.
        sizes: in bytes, of all rows.
    """
    paths = places.paths
    # Totals of rows that follow each other are differences of these.
    elements_before = [0, *accumulate(map(elements.__getitem__, rows))]
    bytes_before = [0, *accumulate(map(sizes.__getitem__, rows))]
    shown: list[int] = []
    sections: list[Section] = []
    open_: list[tuple[Section, int]] = []
    path: Path = ()

    def close(depth: int, end: int) -> None:
        for section, start in open_[depth:]:
            section.count = end - start
            section.elements = elements_before[end] - elements_before[start]
            section.nbytes = bytes_before[end] - bytes_before[start]
        del open_[depth:]

    at = 0
    while at < len(rows):
        new = paths[rows[at]]
        if new is not path:
            common = 0
            while common < min(len(path), len(new)) and path[common] == new[common]:
                common += 1
            close(common, at)
            path = new
            for depth in range(common + 1, len(new) + 1):
                section = Section(new[:depth], new[:depth] in folded)
                sections.append(section)
                shown.append(-len(sections))
                open_.append((section, at))
                if section.folded:
                    path = section.path
                    at = _end_of(path, at, rows, paths)
                    break
            else:
                shown.append(rows[at])
                at += 1
        else:
            shown.append(rows[at])
            at += 1
    close(0, len(rows))
    return shown, sections


def _end_of(path: Path, start: int, rows: Sequence[int], paths: Sequence[Path]) -> int:
    """The first of the ordered rows from `start` on that is not under `path`."""
    depth = len(path)
    return bisect_left(range(len(rows)), True, lo=start, key=lambda at: paths[rows[at]][:depth] != path)
