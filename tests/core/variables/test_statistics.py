from __future__ import annotations

import math
import threading
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.errors import Cancelled, UsageError
from core.formats.dtypes import dtype_named
from core.formats.reader import Reader
from core.formats.tensor import FileTensor
from core.variables import statistics as module
from core.variables.statistics import StatisticsCache, can_count, statistics

NAMES = [
    "float64", "float32", "float16", "bfloat16", "float8_e5m2", "float8_e4m3fn", "float8_e4m3fnuz",
    "float8_e4m3b11fnuz", "float8_e5m2fnuz", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "bool", "qint8", "quint8", "qint32", "qint16", "quint16", "int4", "uint4", "int2", "uint2",
]  # fmt: skip
LARGE = module.EXACT + 12_345


def stored(folder: Path, values: np.ndarray[Any, Any], name: str) -> FileTensor:
    path = folder / f"{name}.bin"
    path.write_bytes(values.tobytes())
    return FileTensor(
        name, dtype_named(name), values.shape, open_reader=lambda: Reader(path), path=path, offset=0,
        nbytes=values.nbytes,
    )  # fmt: skip


def made(name: str, count: int) -> np.ndarray[Any, Any]:
    random = np.random.default_rng(7)
    kind = dtype_named(name).numpy
    assert kind is not None
    if name.startswith(("float", "bfloat")):
        values = (random.standard_normal(count) * 0.3).astype(kind)
        values[3:9] = np.array([0, -0.0, np.nan, np.inf, -np.inf, 0.25]).astype(kind)
        return values
    if name == "bool":
        return random.random(count) < 0.3
    if name in ("int4", "uint4", "int2", "uint2"):
        low, high = {"int4": (-8, 8), "uint4": (0, 16), "int2": (-2, 2), "uint2": (0, 4)}[name]
        return random.integers(low, high, count).astype(kind)
    info = np.iinfo(kind)
    return random.integers(info.min, info.max, count, dtype=kind, endpoint=True)


def check(found: module.Statistics, values: np.ndarray[Any, Any]) -> None:
    wide = values.astype(np.float64).ravel()
    finite = wide[np.isfinite(wide)]
    assert found.count == wide.size
    assert found.finite == finite.size
    assert found.nans == np.isnan(wide).sum()
    assert found.infs == np.isinf(wide).sum()
    assert found.zeros == (finite == 0).sum()
    if not finite.size:
        assert found.minimum is found.mean is found.median is found.histogram is None
        return
    integers = values.dtype.kind in "iu"
    assert found.minimum == (int(values.min()) if integers else finite.min())
    assert found.maximum == (int(values.max()) if integers else finite.max())
    scale = float(np.abs(finite).max()) or 1.0
    assert found.mean == pytest.approx(finite.mean(), rel=1e-9, abs=1e-12 * scale)
    assert found.std == pytest.approx(finite.std(), rel=1e-8, abs=1e-12 * scale)
    assert found.l2 == pytest.approx(np.linalg.norm(finite), rel=1e-9)
    assert found.median is not None
    assert found.median_error is not None
    assert abs(found.median - np.median(finite)) <= found.median_error + 1e-12 * scale
    assert found.histogram is not None
    edges = found.histogram.edges
    assert edges[0] <= finite.min()
    assert edges[-1] >= finite.max()
    assert sum(found.histogram.counts) == finite.size
    if len(edges) > 2:
        assert list(found.histogram.counts) == np.histogram(finite, edges)[0].tolist()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [1, 10, 4999, LARGE])
def test_every_type_has_the_figures_that_numpy_has(tmp_path: Path, name: str, count: int) -> None:
    values = made(name, max(count, 10))[-count:]
    found = statistics(stored(tmp_path, values, name))
    check(found, values)
    if count <= module.EXACT or dtype_named(name).itemsize <= 2:
        assert found.median_error == 0.0


@pytest.mark.parametrize("name", ["complex64", "complex128"])
@pytest.mark.parametrize("count", [10, LARGE])
def test_complex_numbers_are_taken_by_magnitude(tmp_path: Path, name: str, count: int) -> None:
    random = np.random.default_rng(1)
    values = (random.standard_normal(count) + 1j * random.standard_normal(count)).astype(name)
    values[:3] = [0, complex(np.nan, 1), complex(np.inf, 1)]
    found = statistics(stored(tmp_path, values, name))
    assert found.magnitude
    check(found, np.abs(values))


def test_sixty_four_bit_integers_are_exact(tmp_path: Path) -> None:
    values = np.array([2**63 - 1, 2**63 - 3, 5], np.int64)
    found = statistics(stored(tmp_path, values, "int64"))
    assert (found.minimum, found.maximum) == (5, 2**63 - 1)
    assert found.mean == (2**63 - 1 + 2**63 - 3 + 5) / 3
    assert found.median == 2**63 - 3
    top = np.full(LARGE, 2**64 - 1, np.uint64)
    found = statistics(stored(tmp_path, top, "uint64"))
    assert (found.minimum, found.maximum, found.mean, found.std) == (2**64 - 1, 2**64 - 1, float(2**64 - 1), 0.0)


@pytest.mark.parametrize("count", [100, LARGE])
def test_a_small_spread_on_a_large_offset_keeps_its_figures(tmp_path: Path, count: int) -> None:
    values = 1e9 + np.random.default_rng(0).standard_normal(count)
    assert statistics(stored(tmp_path, values, "float64")).std == pytest.approx(values.std(), rel=1e-9)


@pytest.mark.parametrize("top", [1e300, 1e-300, 1.7e308, 5e-324])
@pytest.mark.parametrize("count", [100, LARGE])
def test_the_ends_of_float64_neither_overflow_nor_vanish(tmp_path: Path, top: float, count: int) -> None:
    values = np.linspace(-1, 1, count) * top
    found = statistics(stored(tmp_path, values, "float64"))
    assert (found.minimum, found.maximum) == (-top, top)
    assert found.histogram is not None
    assert sum(found.histogram.counts) == count
    assert found.mean == pytest.approx(0, abs=1e-3 * top)
    if 1e-300 <= top <= 1e300 and np.finfo(np.longdouble).max > 1e4000:
        assert found.l2 == pytest.approx(np.linalg.norm(values / top) * top, rel=1e-9)


@pytest.mark.parametrize(
    "values",
    [
        np.array([3.4028235e38, -1.0141205e31], np.float32),
        np.full(LARGE, np.nan, np.float32),
        np.zeros(LARGE, np.float32),
        np.full(LARGE, 0.1, np.float32),
        np.where(np.arange(LARGE) == 77, 1e30, np.sin(np.arange(LARGE))).astype(np.float32),
        np.where(np.arange(LARGE) % 10 < 9, 0, np.sin(np.arange(LARGE))).astype(np.float32),
        np.arange(LARGE, dtype=np.float32) * 1e-42,
        np.cumsum(np.ones(LARGE)) ** 3,
        np.exp(np.linspace(-300, 300, LARGE)),
        np.empty(0, np.float32),
        np.empty((3, 0, 2), np.int32),
        np.array(3.5),
    ],
    ids=[
        "ends",
        "nan",
        "zeros",
        "same",
        "outlier",
        "sparse",
        "denormal",
        "growing",
        "exponential",
        "empty",
        "none",
        "scalar",
    ],
)
def test_unusual_values_have_right_figures_too(tmp_path: Path, values: np.ndarray[Any, Any]) -> None:
    check(statistics(stored(tmp_path, values, values.dtype.name)), values)


def test_the_median_of_many_zeros_is_zero_exactly(tmp_path: Path) -> None:
    values = np.where(np.arange(LARGE) % 10 < 6, 0, np.sin(np.arange(LARGE))).astype(np.float32)
    found = statistics(stored(tmp_path, values, "float32"))
    assert (found.median, found.median_error) == (0.0, 0.0)


@settings(max_examples=60, deadline=None)
@given(values=hnp.arrays(np.float32, st.integers(1, 40), elements=st.floats(width=32)))
def test_any_float32_values(tmp_path_factory: pytest.TempPathFactory, values: np.ndarray[Any, Any]) -> None:
    check(statistics(stored(tmp_path_factory.mktemp("any"), values, "float32")), values)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), powers=st.lists(st.integers(-60, 60), min_size=1, max_size=6))
def test_the_grid_grows_with_any_order_of_ranges(
    tmp_path_factory: pytest.TempPathFactory, seed: int, powers: list[int]
) -> None:
    random = np.random.default_rng(seed)
    parts = [random.standard_normal(LARGE // len(powers) + 1) * 2.0**power for power in powers]
    values = np.concatenate(parts).astype(np.float32)
    check(statistics(stored(tmp_path_factory.mktemp("grid"), values, "float32")), values)


def test_strings_have_no_figures(tmp_path: Path) -> None:
    source = FileTensor("s", dtype_named("string"), (1,), open_reader=lambda: Reader(tmp_path), path=tmp_path,
                        offset=0, nbytes=0)  # fmt: skip
    assert not can_count(source)
    with pytest.raises(UsageError, match="holds no numbers"):
        statistics(source)


def test_memory_does_not_grow_with_the_tensor(tmp_path: Path) -> None:
    source = stored(tmp_path, np.ones(48 << 20, np.float32), "float32")
    statistics(source)
    tracemalloc.start()
    statistics(source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 << 20


def test_progress_reaches_the_end_and_cancelling_stops(tmp_path: Path) -> None:
    source = stored(tmp_path, made("float32", LARGE * 2), "float32")
    seen: list[float] = []
    statistics(source, tick=seen.append)
    assert seen == sorted(seen)
    assert math.isclose(seen[-1], 1.0)

    def cancel(fraction: float) -> None:
        if fraction > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        statistics(source, tick=cancel)
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("counting")]


def test_known_figures_are_kept_until_the_file_changes(tmp_path: Path) -> None:
    source = stored(tmp_path, np.arange(10, dtype=np.float32), "float32")
    cache = StatisticsCache()
    assert cache.peek(source) is None
    first = cache.get(source)
    assert cache.get(source) is first
    assert cache.peek(source) is first
    changed = stored(tmp_path, np.arange(11, dtype=np.float32), "float32")
    assert cache.get(changed).count == 11
