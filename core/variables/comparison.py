"""How the values of two models differ: block by block, so that memory does not grow with them.

NaN equals NaN, an infinity the same infinity, and -0.0 equals 0.0. Where only one side is NaN or infinite there is
no difference to put a number to; such elements are counted apart. Values of different types are compared as
numbers, complex ones by the magnitude of their difference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np

from core.errors import FormatError, Text
from core.formats.dtypes import DType
from core.formats.tensor import TensorSource, element_count
from core.progress import Progress
from core.variables.blocks import LARGE_BLOCK_BYTES, Array, blocks, is_numeric
from core.variables.matching import Rule, renamed
from core.variables.pair_tally import Difference, PairTally

Kind = Literal["changed", "reshaped", "retyped"]


class Described(Protocol):
    """What is compared: a variable of the catalogue, or anything like it."""

    @property
    def name(self) -> str: ...
    @property
    def dtype(self) -> DType: ...
    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def nbytes(self) -> int: ...
    @property
    def source(self) -> TensorSource: ...


@dataclass(frozen=True, slots=True)
class Change:
    """A variable that both models have, and that is not the same.

    Attributes:
        name: in the first model.
        other_name: in the second; differs where a rule renamed it.
        kind: `reshaped`: no values were compared. `retyped`: values were, as numbers (strings against numbers not).
        difference: None where no values could be compared.
        problem: why they could not be read, if so.
    """

    name: str
    other_name: str
    kind: Kind
    dtypes: tuple[str, str]
    shapes: tuple[tuple[int, ...], tuple[int, ...]]
    difference: Difference | None = None
    problem: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """As `cryograph diff --json` has it; numbers that there are none of are null."""
        found = self.difference
        return {
            "name": self.name,
            "other_name": self.other_name,
            "kind": self.kind,
            "dtypes": list(self.dtypes),
            "shapes": [list(shape) for shape in self.shapes],
            "max_abs_diff": found.max_abs if found else None,
            "mean_abs_diff": found.mean_abs if found else None,
            "cosine": found.cosine if found else None,
            "differing": found.differing if found else None,
            "incomparable": found.incomparable if found else None,
            "elements": found.count if found else None,
            "problem": str(self.problem) if self.problem else None,
        }


@dataclass(slots=True)
class VariablesDiff:
    """What was found. Names are in name order, changes by what matters most first.

    Attributes:
        same: how many are equal.
        matched: pairs of names that were held against each other.
    """

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    matched: list[tuple[str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "added": self.added,
            "removed": self.removed,
            "changed": [change.to_json() for change in self.changed],
            "same": self.same,
        }


def compare_variables(
    first: Iterable[Described],
    second: Iterable[Described],
    *,
    rules: Sequence[Rule] = (),
    progress: Progress | None = None,
) -> VariablesDiff:
    """Every variable of two models, matched by name.

    Args:
        first: of the older model.
        second: of the newer one.
        rules: renamings that turn names of the first into names of the second.
        progress: told by bytes.

    Raises:
        UsageError: two names become the same by the rules.
    """
    progress = progress or Progress()
    left = {variable.name: variable for variable in first}
    right = {variable.name: variable for variable in second}
    names = renamed(left, rules)
    result = VariablesDiff()
    result.matched = sorted((old, new) for old, new in names.items() if new in right)
    result.removed = sorted(old for old, new in names.items() if new not in right)
    result.added = sorted(right.keys() - names.values())
    total = sum(left[old].nbytes for old, _ in result.matched) or 1
    done = 0
    for old, new in result.matched:
        progress.tick(done / total)
        change = _compare_one(left[old], right[new], progress)
        if change is None:
            result.same += 1
        else:
            result.changed.append(change)
        done += left[old].nbytes
    result.changed.sort(key=_importance)
    return result


def _importance(change: Change) -> tuple[int, float, str]:
    """Other shapes and types first, then what has no number, then the largest difference."""
    order = {"reshaped": 0, "retyped": 1, "changed": 2}[change.kind]
    if change.difference is None or change.difference.incomparable or change.difference.max_abs is None:
        return order, -math.inf, change.name
    return order, -float(change.difference.max_abs), change.name


def _compare_one(first: Described, second: Described, progress: Progress) -> Change | None:
    """What changed, None if nothing."""
    retyped = first.dtype.enum != second.dtype.enum
    kind: Kind = "reshaped" if first.shape != second.shape else "retyped" if retyped else "changed"
    difference, problem = None, None
    if kind != "reshaped":
        try:
            difference = compare(first.source, second.source, tick=progress.check)
        except FormatError as error:
            problem = error.text
        if kind == "changed" and problem is None and (difference is None or not difference.differing):
            return None
    return Change(
        first.name, second.name, kind, (first.dtype.name, second.dtype.name), (first.shape, second.shape),
        difference, problem,
    )  # fmt: skip


def compare(first: TensorSource, second: TensorSource, *, tick: Callable[[], None] | None = None) -> Difference | None:
    """Two values of the same shape; None where they are of kinds that can't be compared.

    Raises:
        FormatError: one of them can't be read.
    """
    count = element_count(first.shape)
    if is_numeric(first) and is_numeric(second):
        tally = PairTally()
        for left, right in pairs(first, second):
            tally.add(left, right)
            if tick is not None:
                tick()
        return tally.result(count)
    if first.dtype.name == second.dtype.name == "string":
        differing = int(np.count_nonzero(first.read(tick=tick) != second.read(tick=tick)))
        return Difference(count, differing)
    return None


def pairs(first: TensorSource, second: TensorSource) -> Iterator[tuple[Array, Array]]:
    """The elements of both in step, whatever their types and the sizes of their pieces."""
    left, right = (blocks(source, block_bytes=LARGE_BLOCK_BYTES) for source in (first, second))
    a = b = np.empty(0)
    for _ in range(2 * element_count(first.shape) + 1):
        if not a.size:
            a = next(left, a)
        if not b.size:
            b = next(right, b)
        step = min(a.size, b.size)
        if not step:
            return
        yield a[:step], b[:step]
        a, b = a[step:], b[step:]
