"""What V1 and V2 checkpoints have in common: names, types and shapes first, values when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from core.errors import Problem, Text
from core.formats.dtypes import DType
from core.formats.tensor import TensorSource


class Entry(NamedTuple):
    """One variable's line in the directory of a checkpoint.

    Attributes:
        name: the exact key, as `tf.train.list_variables` gives it.
        nbytes: bytes as stored (all slices together).
        shard: index of the shard that holds it; None where there are several, or where there are no shards.
        offset: of its bytes in that file; None where they are in several places or compressed.
        parts: the number of slices that it is stored in, 1 if whole.
    """

    name: str
    dtype: DType
    shape: tuple[int, ...]
    nbytes: int
    shard: int | None
    offset: int | None
    parts: int


@dataclass(slots=True)
class ShardFile:
    """One of the files that hold the values.

    Attributes:
        index: its number.
        expected: bytes that it must have at least, as far as that is known.
        present: whether it is there and can be what its name says.
        note: why it can't be used, if so.
        size: bytes that it has.
    """

    path: Path
    index: int
    expected: int
    present: bool
    note: Text | None = None
    size: int = 0


class Totals(NamedTuple):
    """What a checkpoint amounts to. Strings count as elements, as TensorFlow counts them."""

    variables: int
    elements: int
    nbytes: int


class Checkpoint(Protocol):
    """A checkpoint of either version."""

    kind: str
    prefix: Path
    shards: list[ShardFile]
    problems: list[Problem]

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry but the header, in name order."""

    def all_entries(self) -> Iterator[Entry]:
        """The same in one go, quicker than through the mapping."""

    def totals(self) -> Totals:
        """Counted without making the entries."""

    def tensor(self, name: str) -> TensorSource:
        """The value of one entry. KeyError if there is none of this name."""


class LazyEntries(Mapping[str, Entry]):
    """Entries that are made when they are looked at: a checkpoint may have a hundred thousand."""

    __slots__ = ("_made", "_make", "_raw")

    def __init__(self, raw: dict[str, bytes], make: Callable[[str, bytes], Entry]) -> None:
        self._raw = raw
        self._make = make
        self._made: dict[str, Entry] = {}

    def __getitem__(self, name: str) -> Entry:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._make(name, self._raw[name])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def __contains__(self, name: object) -> bool:
        return name in self._raw
