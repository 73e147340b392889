"""Runs that were made, kept to be looked at again and held against each other."""

from __future__ import annotations

import hashlib
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
        fed: {name: `fingerprint` of the value}.
        result: what it gave.
    """

    number: int
    title: str
    fed: Mapping[str, str]
    result: RunResult

    @property
    def nbytes(self) -> int:
        """Bytes of all results."""
        return sum(value.nbytes for value in self.result.outputs.values())


class History:
    """The runs of one window, the newest last. The oldest make way when there are many, or large ones."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._count = 0

    def add(self, title: str, fed: Mapping[str, str], result: RunResult) -> Record:
        """Keep a run."""
        self._count += 1
        record = Record(self._count, title, dict(fed), result)
        self.records.append(record)
        while len(self.records) > 1 and (len(self.records) > KEPT or self._nbytes() > KEPT_BYTES):
            del self.records[0]
        return record

    def _nbytes(self) -> int:
        return sum(record.nbytes for record in self.records)


def fingerprint(value: Array) -> str:
    """The same for two arrays of the same dtype, shape and bits, and for no others."""
    kind = "texts" if value.dtype.kind in "OSU" else value.dtype.name
    sum_ = hashlib.sha256(f"{kind} {value.shape} ".encode())
    if kind == "texts":
        for each in value.ravel().tolist():
            text = each if isinstance(each, bytes) else str(each).encode()
            sum_.update(f"{len(text)} ".encode() + text)
    else:
        sum_.update(np.ascontiguousarray(value).tobytes())
    return sum_.hexdigest()


def same_input(one: Record, other: Record) -> bool:
    """Whether both were fed the same values; a single one may have another name, as before and after freezing."""
    if len(one.fed) == len(other.fed) == 1:
        return list(one.fed.values()) == list(other.fed.values())
    return one.fed == other.fed


def compare(one: Record, other: Record) -> list[Difference]:
    """The outputs that both have; where each has a single one, these, whatever their names."""
    mine, theirs = one.result.outputs, other.result.outputs
    if len(mine) == len(theirs) == 1:
        theirs = {next(iter(mine)): next(iter(theirs.values()))}
    return differences(dict(mine), dict(theirs))
