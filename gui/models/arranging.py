"""Rows under headings that fold: variables by scope or by group, flattened, so that a plain table can show them.

There may be as many headings as variables, and all of it happens between two keystrokes: so it is done with whole
arrays, and a heading's totals are added up only where it is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    # The window is shown without numpy; whoever arranges by headings has it by then.
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

Arrangement = Literal["list", "scopes", "groups"]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the totals of what is under it, folded or not.

    Attributes:
        number: its place in `Places.headings`.
        start: the first of the ordered rows that is under it; `count` follow each other.
    """

    number: int
    path: Path
    folded: bool
    start: int
    count: int
    elements: int
    nbytes: int

    @property
    def depth(self) -> int:
        return len(self.path) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where each row belongs.

    Attributes:
        headings: every heading that there can be, each followed by those under it.
        ends: for each heading, the number of the first after it that is not under it.
        leaves: for each row, the number of the innermost heading over it; -1 if there is none.
        elements: of each row.
        sizes: of each row, in bytes.
    """

    headings: list[Path]
    ends: Array
    leaves: Array
    elements: Array
    sizes: Array

    def path(self, row: int) -> Path:
        """The names of the headings over a row, from the outermost on."""
        leaf = int(self.leaves[row])
        return self.headings[leaf] if leaf >= 0 else ()

    def ordered(self, rows: Sequence[int]) -> list[int]:
        """The rows by their headings; those of one heading stay as they are."""
        import numpy as np

        given = np.array(rows, np.int64)
        ordered: list[int] = given[np.argsort(self.leaves[given], kind="stable")].tolist()
        return ordered

    def over(self, row: int) -> list[int]:
        """The numbers of the headings over a row."""
        import numpy as np

        leaf = int(self.leaves[row])
        numbers: list[int] = np.flatnonzero(self.ends[: leaf + 1] > leaf).tolist()
        return numbers

    def marked(self, numbers: Iterable[int] = (), *, all_of_them: bool = False) -> Array:
        """Truth values, one for each heading: whether it is among `numbers`."""
        import numpy as np

        marks = np.full(len(self.headings), all_of_them)
        marks[list(numbers)] = True
        return marks


def places_of(
    paths: Sequence[Path], elements: Sequence[int], sizes: Sequence[int], headings: list[Path] | None = None
) -> Places:
    """Where rows with these paths belong; `headings` where they are not to be sorted by name."""
    import numpy as np

    if headings is None:
        headings = sorted({path[:depth] for path in set(paths) for depth in range(1, len(path) + 1)})
    numbers = {path: number for number, path in enumerate(headings)}
    ends = np.full(len(headings), len(headings), np.int64)
    open_: list[int] = []
    for number, path in enumerate(headings):
        while len(open_) >= len(path):
            ends[open_.pop()] = number
        open_.append(number)
    leaves = np.array([numbers.get(path, -1) for path in paths], np.int64)
    return Places(headings, ends, leaves, _summable(elements), _summable(sizes))


def _summable(numbers: Sequence[int]) -> Array:
    """An array whose sums do not wrap: a damaged file may claim shapes of any size."""
    import numpy as np

    return np.array(numbers, np.int64 if sum(numbers) < 1 << 63 else object)


def scope_paths(names: Sequence[str]) -> list[Path]:
    """The scopes that each variable is in."""
    return [tuple(name.split("/")[:-1]) for name in names]


class Sections(Sequence[Section]):
    """The headings that are shown, from above; each is made when it is asked for."""

    def __init__(
        self,
        places: Places,
        shown: Array,
        folded: Array,
        starts: Array,
        ordered: Array,
    ) -> None:
        self._places, self._shown, self._folded = places, shown, folded
        self._starts, self._ordered = starts, ordered

    def __len__(self) -> int:
        return len(self._shown)

    @overload
    def __getitem__(self, place: int) -> Section: ...
    @overload
    def __getitem__(self, place: slice) -> list[Section]: ...
    def __getitem__(self, place: int | slice) -> Section | list[Section]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = int(self._shown[place])
        start, end = int(self._starts[number]), int(self._starts[self._places.ends[number]])
        elements, nbytes = self._before
        return Section(
            number,
            self._places.headings[number],
            bool(self._folded[number]),
            start,
            end - start,
            int(elements[end] - elements[start]),
            int(nbytes[end] - nbytes[start]),
        )

    @cached_property
    def _before(self) -> tuple[Array, Array]:
        """Elements and bytes up to each row: totals of rows that follow each other are differences of these."""
        import numpy as np

        places, rows = self._places, self._ordered
        return np.append(0, np.cumsum(places.elements[rows])), np.append(0, np.cumsum(places.sizes[rows]))


def arrange(rows: Sequence[int], places: Places, folded: Array) -> tuple[list[int], Sections]:
    """What the table shows, from above: a row's number, or -1, -2, … for the first, second, … section.

    Args:
        rows: those that pass the filter, as `Places.ordered` has them.
        places: of all rows.
        folded: for each heading, whether what is under it is not shown.
    """
    import numpy as np

    every = len(places.headings)
    ordered = np.array(rows, np.int64)
    leaves = places.leaves[ordered]
    # The rows before each heading's own; one more for the end.
    starts = np.cumsum(np.bincount(leaves + 1, minlength=every + 1))
    # A folded heading covers those from the next one to its end.
    change = np.zeros(every + 1, np.int64)
    change[1:] += folded
    change -= np.bincount(places.ends[folded], minlength=every + 1)
    covered = np.cumsum(change)[:every] > 0
    seen = ~covered & (starts[places.ends] > starts[:every])
    # Leaf -1, no heading, finds the last of these: nothing hides it.
    rows_hidden = np.append(covered | folded, False)[leaves]
    kept, leaves = ordered[~rows_hidden], leaves[~rows_hidden]
    headings = np.flatnonzero(seen)
    shown = np.empty(kept.size + headings.size, np.int64)
    above = np.append(0, np.cumsum(seen))[leaves + 1]
    places_of_rows = np.arange(kept.size) + above
    shown[places_of_rows] = kept
    rest = np.ones(shown.size, bool)
    rest[places_of_rows] = False
    shown[rest] = -1 - np.arange(headings.size)
    return shown.tolist(), Sections(places, headings, folded, starts, ordered)
