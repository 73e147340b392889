"""Runs that were made, kept to be looked at again and held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.running.looking import Difference, differences
from core.running.result import RunResult

Array = np.ndarray[Any, np.dtype[Any]]
KEPT = 50
KEPT_BYTES = 512 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One run.

    Attributes:
        number: from 1, in the order of the runs.
        title: of the model (`digits-2000`, `digits.pb`).
        feeds: by name.
        result: what it gave.
    """

    number: int
    title: str
    feeds: Mapping[str, Array]
    result: RunResult

    @property
    def nbytes(self) -> int:
        """Bytes of all values."""
        return sum(value.nbytes for value in [*self.feeds.values(), *self.result.outputs.values()])


class History:
    """The runs of one window, the newest last. The oldest make way when there are many, or large ones."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._count = 0

    def add(self, title: str, feeds: Mapping[str, Array], result: RunResult) -> Record:
        """Keep a run."""
        self._count += 1
        record = Record(self._count, title, dict(feeds), result)
        self.records.append(record)
        while len(self.records) > 1 and (len(self.records) > KEPT or self._nbytes() > KEPT_BYTES):
            del self.records[0]
        return record

    def _nbytes(self) -> int:
        return sum(record.nbytes for record in self.records)


def same_input(one: Record, other: Record) -> bool:
    """Whether both were fed the same values; a single one may have another name, as before and after freezing."""
    if one.feeds.keys() != other.feeds.keys():
        if len(one.feeds) != 1 or len(other.feeds) != 1:
            return False
        return _equal(next(iter(one.feeds.values())), next(iter(other.feeds.values())))
    return all(_equal(value, other.feeds[name]) for name, value in one.feeds.items())


def compare(one: Record, other: Record) -> list[Difference]:
    """The outputs that both have; where each has a single one, these, whatever their names."""
    mine, theirs = one.result.outputs, other.result.outputs
    if len(mine) == len(theirs) == 1:
        theirs = {next(iter(mine)): next(iter(theirs.values()))}
    return differences(dict(mine), dict(theirs))


def _equal(one: Array, other: Array) -> bool:
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return one.tobytes() == other.tobytes() if one.dtype.kind != "O" else bool(np.array_equal(one, other))
