"""How a result is best looked at: the likeliest classes, a picture, a table; and how two results differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import FormatError, Text
from core.limits import STATE_FILE

Array = np.ndarray[Any, np.dtype[Any]]
MOST_CLASSES = 100_000
MOST_ROWS = 100
MOST_NUMBERS = 1_000_000
PICTURE_SIDE = 4096


@dataclass(frozen=True, slots=True)
class ClassValue:
    """One class: its number, its label (the number where there is none), its probability."""

    index: int
    label: str
    value: float


def top_classes(value: Array, labels: Sequence[str] = (), count: int = 5) -> list[list[ClassValue]] | None:
    """The likeliest classes of each row of probabilities; None if it is no such thing.

    A row of probabilities has at least two numbers between 0 and 1 that add up to 1.
    """
    if value.dtype.kind not in "f" and "float" not in value.dtype.name:
        return None
    if value.ndim == 0 or value.shape[-1] < 2 or value.shape[-1] > MOST_CLASSES:
        return None
    if value.ndim > 2 or value.size // value.shape[-1] > MOST_ROWS or not 0 < value.size <= MOST_NUMBERS:
        return None
    rows = value.reshape(-1, value.shape[-1]).astype(np.float64)
    if not np.isfinite(rows).all() or rows.min() < 0 or rows.max() > 1.001:
        return None
    if not np.allclose(rows.sum(axis=1), 1, atol=1e-2):
        return None
    found = []
    for row in rows:
        best = np.argsort(-row, kind="stable")[:count]
        found.append([ClassValue(int(index), _label(labels, int(index)), float(row[index])) for index in best])
    return found


def read_labels(path: Path) -> list[str]:
    """A file of labels, one per line, in the order of the classes.

    Raises:
        FormatError: it can't be read, or is no text.
    """
    try:
        if path.stat().st_size > STATE_FILE:
            raise FormatError(path, Text("it is too large for a list of labels"))
        return path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise FormatError(path, Text("it can't be read: {reason}", reason=error.strerror or str(error))) from error
    except UnicodeDecodeError as error:
        raise FormatError(path, Text("it is no text (UTF-8)"), offset=error.start) from error


def is_picture(value: Array) -> bool:
    """Whether it looks like a picture, by its dtype and shape alone.

    Taken for pictures: batch × height × width × 1, 3 or 4 channels, the same without a batch, channels first too, and
    height × width of at least 8 × 8.
    """
    if value.dtype.kind not in "iuf" and "float" not in value.dtype.name:
        return False
    picture = _first_picture(value)
    return picture is not None and min(picture.shape[:2]) >= 8 and max(picture.shape[:2]) <= PICTURE_SIDE


def as_picture(value: Array) -> Array | None:
    """The first picture in a tensor as uint8 height × width (× 3); None if it doesn't look like one.

    Values of 0..1 and −1..1 are stretched to 0..255, others from the least to the greatest.
    """
    if not is_picture(value):
        return None
    picture = _first_picture(value)
    assert picture is not None
    if value.dtype == np.uint8:
        return np.ascontiguousarray(picture)
    numbers = np.nan_to_num(picture.astype(np.float32), posinf=0.0, neginf=0.0)
    low, high = float(numbers.min()), float(numbers.max())
    if low >= 0 and high <= 1 and value.dtype.kind != "i":
        low, high = 0.0, 1.0
    elif low >= -1 and high <= 1 and value.dtype.kind != "i":
        low, high = -1.0, 1.0
    elif low >= 0 and 1 < high <= 255:
        low, high = 0.0, 255.0
    span = high - low or 1.0
    return np.ascontiguousarray(((numbers - low) / span * 255).round().astype(np.uint8))


def _first_picture(value: Array) -> Array | None:
    picture = value[0] if value.ndim == 4 and value.shape[0] else value
    if picture.ndim == 3 and picture.shape[-1] in (1, 3, 4):
        return picture[..., :3] if picture.shape[-1] >= 3 else picture[..., 0]
    if picture.ndim == 3 and picture.shape[0] in (1, 3):
        return picture.transpose(1, 2, 0) if picture.shape[0] == 3 else picture[0]
    return picture if picture.ndim == 2 and value.ndim == 2 else None


@dataclass(frozen=True, slots=True)
class Difference:
    """How one output differs between two runs.

    Attributes:
        equal: bit for bit (NaN equal to NaN).
        max_abs_diff: None where there is none: other shapes or dtypes, texts, infinities.
        reason: why there is no number.
    """

    name: str
    equal: bool
    max_abs_diff: float | None = None
    reason: Text | None = None


def differences(first: dict[str, Array], second: dict[str, Array]) -> list[Difference]:
    """Two results, output by output; those that only one has are left out."""
    found = []
    for name, one in first.items():
        other = second.get(name)
        if other is not None:
            found.append(_difference(name, one, other))
    return found


def _difference(name: str, one: Array, other: Array) -> Difference:
    if one.shape != other.shape or one.dtype != other.dtype:
        return Difference(name, False, None, Text("not of the same dtype and shape"))
    if one.dtype.kind in "OSUb":
        return Difference(name, bool(np.array_equal(one, other)))
    wide = np.complex128 if one.dtype.kind == "c" else np.float64
    left, right = one.astype(wide), other.astype(wide)
    same = (left == right) | (np.isnan(left) & np.isnan(right))
    if same.all():
        return Difference(name, True, 0.0)
    with np.errstate(invalid="ignore"):
        distance = np.where(same, 0.0, np.abs(left - right))
    if not np.isfinite(distance).all():
        return Difference(name, False, None, Text("infinite or not a number in one of them only"))
    return Difference(name, False, float(distance.max()))


def difference_of(one: Array, other: Array) -> Array | None:
    """`one` − `other`, number by number; None where there is no such thing: other shapes, texts, truth values."""
    numbers = all(each.dtype.kind in "iufc" or "float" in each.dtype.name for each in (one, other))
    if one.shape != other.shape or not numbers:
        return None
    if one.dtype.kind in "iu" and other.dtype.kind in "iu" and max(one.dtype.itemsize, other.dtype.itemsize) < 8:
        return one.astype(np.int64) - other.astype(np.int64)
    wide = np.complex128 if "c" in one.dtype.kind + other.dtype.kind else np.float64
    with np.errstate(invalid="ignore"):
        return np.asarray(one.astype(wide) - other.astype(wide))


def _label(labels: Sequence[str], index: int) -> str:
    return labels[index] if index < len(labels) and labels[index] else str(index)
