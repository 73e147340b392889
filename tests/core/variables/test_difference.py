"""The difference of two values is numpy's, slice by slice and as a whole."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import UsageError
from core.formats.dtypes import dtype_named
from core.variables.difference import DifferenceSource
from core.variables.statistics import statistics


class Memory:
    path = offset = None

    def __init__(self, values: np.ndarray) -> None:
        self.name, self.dtype, self.shape, self.nbytes = (
            "t",
            dtype_named(values.dtype.name),
            values.shape,
            values.nbytes,
        )
        self.values = values

    def read(self, index=None, *, tick=None):
        return self.values[index] if index is not None else self.values

    def pieces(self, *, tick=None, check_crc=False):
        yield self.values.tobytes()


def tensor(values: np.ndarray) -> Memory:
    return Memory(values)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int8", "int64", "uint8", "bool"])
def test_it_is_numpys(dtype):
    random = np.random.default_rng(0)
    first, second = ((random.normal(size=(4, 5)) * 50).astype(dtype) for _ in range(2))
    source = DifferenceSource(tensor(first), tensor(second))
    expected = second.astype(np.float64) - first.astype(np.float64)
    np.testing.assert_array_equal(source.read((slice(1, 3), 2)), expected[1:3, 2])
    assert b"".join(source.pieces()) == expected.tobytes()
    assert statistics(source).maximum == expected.max()


def test_what_is_the_same_on_both_sides_differs_by_nothing():
    first = np.array([np.nan, np.inf, -np.inf, np.nan, 1.0], np.float32)
    second = np.array([np.nan, np.inf, np.inf, 1.0, np.nan], np.float32)
    found = DifferenceSource(tensor(first), tensor(second)).read()
    np.testing.assert_array_equal(found, [0, 0, np.inf, np.nan, np.nan])


def test_other_shapes_can_not_be_subtracted():
    with pytest.raises(UsageError):
        DifferenceSource(tensor(np.zeros(3)), tensor(np.zeros(4)))
