"""When two values are the same, as the proof sees it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.session.compare_job import difference

NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (np.float32([1, NAN]), np.float32([1, NAN]), True),
        (np.float32([1, NAN]), np.float32([NAN, 1]), False),
        (np.float32([INFINITE]), np.float32([INFINITE]), True),
        (np.float32([INFINITE]), np.float32([-INFINITE]), False),
        (np.float32([INFINITE]), np.float32([3]), False),
        (np.float32([3]), np.float32([INFINITE]), False),
        (np.float32([1000]), np.float32([1000.005]), True),
        (np.float32([1000]), np.float32([1000.05]), False),
        (np.float32([0]), np.float32([9e-7]), True),
        (np.float32([0]), np.float32([3e-6]), False),
        (np.float32([1]), np.float64([1]), False),
        (np.float32([[1]]), np.float32([1]), False),
        (np.complex64([1 + 1j]), np.complex64([1 + 2j]), False),
        (np.int64([2**53]), np.int64([2**53 + 1]), False),
        (np.uint64([2**64 - 1]), np.uint64([2**64 - 2]), False),
        (np.int8([-128]), np.int8([-128]), True),
        (np.array([True, False]), np.array([True, False]), True),
        (np.array([True, False]), np.array([True, True]), False),
        (np.array([b"a", b""], object), np.array([b"a", b""], object), True),
        (np.array([b"a"], object), np.array([b"b"], object), False),
        (np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32), True),
    ],
)
def test_floats_within_the_tolerance_and_everything_else_exactly(one: Any, other: Any, same: bool) -> None:
    assert difference(one, other)[0] is same


def test_the_distance_is_the_largest_one_and_none_where_there_is_none() -> None:
    assert difference(np.float32([1, 2]), np.float32([1, 2.5]))[1] == 0.5
    assert difference(np.int32([1, 2]), np.int32([1, 9]))[1] == 7
    assert difference(np.float32([1]), np.float32([NAN]))[1] is None
    assert difference(np.array([b"a"], object), np.array([b"b"], object))[1] is None
