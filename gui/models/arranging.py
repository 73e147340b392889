"""Rows under headings that fold: variables by scope or by group, flattened, so that a plain table can show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
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
    """Where each row belongs: its path, and the order of the paths."""

    paths: list[Path]
    ranks: list[int]


def places_of(paths: list[Path], order: dict[Path, int] | None = None) -> Places:
    """The paths with their ranks; `order` where they are not to be sorted by name."""
    if order is None:
        order = {path: rank for rank, path in enumerate(sorted(set(paths)))}
    # One tuple for all that are equal: then most comparisons are over before they begin.
    same: dict[Path, Path] = {}
    return Places([same.setdefault(path, path) for path in paths], [order[path] for path in paths])


def scope_paths(names: Sequence[str]) -> list[Path]:
    """The scopes that each variable is in."""
    return [tuple(name.split("/")[:-1]) for name in names]


def arrange(
    rows: Sequence[int], places: Places, folded: Collection[Path], elements: Sequence[int], sizes: Sequence[int]
) -> tuple[list[int], list[Section]]:
    """What the table shows, from above: a row's number, or -1, -2, … for the first, second, … section.

    Args:
        rows: those that pass the filter, in the order that they have within a section.
        places: of all rows.
        folded: paths whose rows are not shown.
        elements: of all rows.
        sizes: in bytes, of all rows.
    """
    shown: list[int] = []
    sections: list[Section] = []
    open_: list[Section] = []
    path: Path = ()
    visible = True
    for row in sorted(rows, key=places.ranks.__getitem__):
        new = places.paths[row]
        if new is not path:
            common = 0
            while common < min(len(path), len(new)) and path[common] == new[common]:
                common += 1
            del open_[common:]
            for depth in range(common, len(new)):
                section = Section(new[: depth + 1], new[: depth + 1] in folded)
                sections.append(section)
                if not any(each.folded for each in open_):
                    shown.append(-len(sections))
                open_.append(section)
            path, visible = new, not any(each.folded for each in open_)
        for section in open_:
            section.count += 1
            section.elements += elements[row]
            section.nbytes += sizes[row]
        if visible:
            shown.append(row)
    return shown, sections
