"""Sums and products of long arrays: fast, and on one thread.

BLAS takes a thread per core for a long dot product, and on a busy machine these wait for each other. In rows of
8,192 it doesn't, and is as fast. The rows' results are added in float64, so that float32 keeps its seven digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

_ROW = 8192


def dot(first: Array, second: Array) -> float:
    """The sum of products of two contiguous one-dimensional arrays, both float32 or float64; may be inf or NaN."""
    whole = first.size - first.size % _ROW
    with np.errstate(over="ignore", invalid="ignore"):
        rest = float(np.dot(first[whole:], second[whole:])) if whole < first.size else 0.0
        if not whole:
            return rest
        return _rows(first[:whole].reshape(-1, _ROW), second[:whole].reshape(-1, _ROW)) + rest


def total(values: Array) -> float:
    """The sum of a contiguous one-dimensional float32 or float64 array; may be inf or NaN."""
    # One row of ones for all: it stays in the cache.
    ones = _ones(values.dtype.str)
    whole = values.size - values.size % ones.size
    with np.errstate(over="ignore", invalid="ignore"):
        rest = float(np.dot(values[whole:], ones[: values.size - whole])) if whole < values.size else 0.0
        return (_rows(values[:whole].reshape(-1, ones.size), ones) if whole else 0.0) + rest


def _rows(left: Array, right: Array) -> float:
    """The sum of products of rows with rows, or with one row."""
    # numpy 1 has no vecdot; matmul of a row and a column is the same.
    sums = np.vecdot(left, right) if hasattr(np, "vecdot") else np.matmul(left[:, None, :], right[..., :, None])
    return float(sum(sums.ravel().tolist()))


@cache
def _ones(kind: str) -> Array:
    return np.ones(_ROW // 4, kind)


def exact_sum(parts: Iterable[float]) -> float:
    """The correctly rounded sum of many; inf where it is beyond float64."""
    try:
        return math.fsum(parts)
    except (OverflowError, ValueError):
        return math.inf
