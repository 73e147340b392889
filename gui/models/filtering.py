"""What is typed above the variables table: `conv* dtype:float32 size:>1M`, as a test over rows.

Words are separated by spaces and all have to hold:

- plain text: the name contains it, in any case; with `*` or `?`: the whole name fits the pattern
- `dtype:float32`, `group:optimiser`: begins with it
- `shape:3x3x*`: the shape, written with `x`, fits the pattern
- `size:>1M`, `elements:<=100`: compared with a number; K, M and G are powers of 1,000, KiB and so on of 1,024
- a `-` in front turns a word around
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fnmatch import translate

from PySide6.QtCore import QCoreApplication

_COMPARE = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq}
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_BINARY = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_KEYS = ("dtype", "type", "group", "shape", "size", "elements")
_NUMBER = re.compile(r"(<=|>=|<|>|=)?\s*([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)


class FilterError(ValueError):
    """A word of the filter makes no sense; the message says which, in the person's language."""


@dataclass(slots=True)
class Columns:
    """What is filtered, column by column, ready to be compared; all of one length."""

    names: list[str] = field(default_factory=list)
    """in lower case"""
    dtypes: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    """with `x` between the sizes"""
    sizes: list[int] = field(default_factory=list)
    """bytes"""
    elements: list[int] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


def matching(text: str, columns: Columns, rows: Sequence[int]) -> list[int]:
    """Those of `rows` that pass the filter `text`, in the same order.

    Raises:
        FilterError: a word makes no sense.
    """
    result = rows
    for word in text.split():
        turned = len(word) > 1 and word.startswith("-")
        word = word.removeprefix("-") if turned else word
        plain = _plain(word)
        if plain is None:
            test = _test(word, columns)
            result = [row for row in result if test(row) is not turned]
        else:  # what is typed most often, without a call for each row
            names = columns.names
            result = [row for row in result if (plain in names[row]) is not turned]
    return list(result)


def _plain(word: str) -> str | None:
    """What names are to contain; None if the word is a pattern or is about another column."""
    key, colon, _ = word.partition(":")
    if any(sign in word for sign in "*?") or (colon and key.lower() in _KEYS):
        return None
    return word.lower()


def _test(word: str, columns: Columns) -> Callable[[int], bool]:
    """Of a word that is not plain."""
    key, colon, value = word.partition(":")
    key = key.lower()
    if colon and key in ("dtype", "type", "group"):
        texts = columns.groups if key == "group" else columns.dtypes
        start = value.lower()
        return lambda row: texts[row].startswith(start)
    if colon and key == "shape":
        fits = re.compile(translate(value.lower().replace("×", "x") or "*")).match
        shapes = columns.shapes
        return lambda row: fits(shapes[row]) is not None
    if colon and key in ("size", "elements"):
        if not value.lstrip("<>="):
            return lambda _row: True  # still being typed
        compare, bound = _number(value, word)
        numbers = columns.sizes if key == "size" else columns.elements
        return lambda row: compare(numbers[row], bound)
    names = columns.names
    whole = re.compile(translate(word.lower())).match
    return lambda row: whole(names[row]) is not None


def _number(value: str, word: str) -> tuple[Callable[[float, float], bool], float]:
    match = _NUMBER.fullmatch(value)
    if match is None:
        raise FilterError(
            QCoreApplication.translate(
                "filter", "{word}: expected a number such as 100, >1K or <=2.5MB after the colon"
            ).format(word=word)
        )
    sign, number, unit, binary = match.groups()
    scale = (_BINARY if binary else _UNITS).get(unit.lower(), 1)
    return _COMPARE[sign or "="], float(number) * scale
