"""Weighted isotonic regression: the ascending values nearest to those wanted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def nearest_ascending(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The ascending sequence of least weighted squared distance (pool adjacent violators, linear time).

    Args:
        wanted: one value per place.
        weights: positive, as many.

    Returns:
        Ascending values, as many.
    """
    if len(wanted) < 2:
        return list(wanted)
    if len(wanted) > 64:
        array = np.asarray(wanted)
        if bool((array[1:] >= array[:-1]).all()):
            return list(wanted)
    values: list[float] = []
    masses: list[float] = []
    counts: list[int] = []
    for value, mass in zip(wanted, weights, strict=True):
        count = 1
        while values and values[-1] > value:
            other = masses.pop()
            value = (value * mass + values.pop() * other) / (mass + other)
            mass += other
            count += counts.pop()
        values.append(value)
        masses.append(mass)
        counts.append(count)
    result: list[float] = []
    for value, count in zip(values, counts, strict=True):
        result.extend([value] * count)
    return result
