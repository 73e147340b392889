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
    if value.ndim == 0 or value.shape[-1] < 2 or value.shape[-1] > MOST_CLASSES or not value.size:
        return None
    rows = value.reshape(-1, value.shape[-1]).astype(np.float64)
    if len(rows) > MOST_ROWS or value.ndim > 2:
        return None
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


def as_picture(value: Array) -> Array | None:
    """The first picture in a tensor as uint8 height × width (× 3); None if it doesn't look like one.

    Taken for pictures: batch × height × width × 1, 3 or 4 channels, the same without a batch, and height × width of
    at least 8 × 8. Values of 0..1 and −1..1 are stretched to 0..255, others from the least to the greatest.
    """
    if value.dtype.kind not in "iuf" and "float" not in value.dtype.name:
        return None
    picture = value[0] if value.ndim == 4 and value.shape[0] else value
    if picture.ndim == 3 and picture.shape[-1] in (1, 3, 4):
        picture = picture[..., :3] if picture.shape[-1] >= 3 else picture[..., 0]
    elif picture.ndim == 3 and picture.shape[0] in (1, 3):
        picture = picture.transpose(1, 2, 0) if picture.shape[0] == 3 else picture[0]
    elif picture.ndim != 2 or value.ndim == 4:
        return None
    if min(picture.shape[:2]) < 8 or max(picture.shape[:2]) > 8192:
        return None
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


def _label(labels: Sequence[str], index: int) -> str:
    return labels[index] if index < len(labels) and labels[index] else str(index)
