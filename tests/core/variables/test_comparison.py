from __future__ import annotations

import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.errors import Cancelled, FormatError, Text, UsageError
from core.formats.dtypes import DType, dtype_named
from core.formats.reader import Reader
from core.formats.tensor import FileTensor, TensorSource
from core.progress import Progress
from core.variables.comparison import Difference, compare, compare_variables
from core.variables.matching import parse_rule, renamed

NUMERIC = [
    "float64", "float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2", "int8", "int16", "int32", "int64",
    "uint8", "uint32", "uint64", "bool", "complex64", "complex128", "int4", "qint8",
]  # fmt: skip


@dataclass
class Variable:
    name: str
    source: TensorSource

    @property
    def dtype(self) -> DType:
        return self.source.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        return self.source.shape

    @property
    def nbytes(self) -> int:
        return self.source.nbytes


_made = 0


def stored(folder: Path, values: np.ndarray[Any, Any], name: str) -> FileTensor:
    global _made
    _made += 1
    path = folder / f"{_made}.bin"
    path.write_bytes(values.tobytes())
    return FileTensor(
        name, dtype_named(name), values.shape, open_reader=lambda: Reader(path), path=path, offset=0,
        nbytes=values.nbytes,
    )  # fmt: skip


def expected(first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]) -> Difference:
    kind = np.complex128 if "c" in (first.dtype.kind, second.dtype.kind) else np.longdouble
    a, b = first.astype(kind).ravel(), second.astype(kind).ravel()
    equal = (a == b) | (np.isnan(a) & np.isnan(b))
    both = np.isfinite(a) & np.isfinite(b)
    lone = ~both & ~equal
    gaps = np.where(both, abs(np.where(both, a, 0) - np.where(both, b, 0)), 0)
    left, right = np.where(both, a, 0), np.where(both, b, 0)
    norms = float(np.sqrt((abs(left) ** 2).sum()) * np.sqrt((abs(right) ** 2).sum()))
    return Difference(
        a.size, int((~equal).sum()), int(lone.sum()),
        float(gaps.max()) if (~lone).any() else None, float(gaps.sum() / (~lone).sum()) if (~lone).any() else None,
        float((left * right.conj()).sum().real) / norms if norms else None,
    )  # fmt: skip


def check(found: Difference | None, first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]) -> None:
    right = expected(first, second)
    assert found is not None
    assert (found.count, found.differing, found.incomparable) == (right.count, right.differing, right.incomparable)
    assert found.max_abs == (None if right.max_abs is None else pytest.approx(right.max_abs, rel=2e-7, abs=1e-300))
    assert found.mean_abs == (None if right.mean_abs is None else pytest.approx(right.mean_abs, rel=1e-6, abs=1e-300))
    if right.cosine is not None and found.cosine is not None:
        assert found.cosine == pytest.approx(right.cosine, abs=1e-6)
    assert (found.cosine is None) == (right.cosine is None)


@pytest.mark.parametrize("name", NUMERIC)
@pytest.mark.parametrize("count", [1, 1000, 300_001])
def test_every_type_differs_as_numpy_says(tmp_path: Path, name: str, count: int) -> None:
    random = np.random.default_rng(5)
    kind = dtype_named(name).numpy
    assert kind is not None
    values = random.integers(0, 7, count) + (0.25 * random.random(count) if "float" in name or "complex" in name else 0)
    first = values.astype(kind)
    second = np.where(random.random(count) < 0.3, values + 1, values).astype(kind)
    if ("float" in name or "complex" in name) and count > 10:
        first[:4] = [*second[:3].tolist(), np.nan]
        first[4:7] = np.array([np.nan, np.nan, 1.0]).astype(kind)
        second[4:7] = np.array([np.nan, 1.0, np.nan]).astype(kind)
    check(compare(stored(tmp_path, first, name), stored(tmp_path, second, name)), first, second)
    same = compare(stored(tmp_path, first, name), stored(tmp_path, first, name))
    assert same is not None
    assert (same.differing, same.incomparable) == (0, 0)


@settings(max_examples=80, deadline=None)
@given(data=st.data(), count=st.integers(1, 30))
def test_any_float32_values(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, count: int) -> None:
    floats = hnp.arrays(np.float32, count, elements=st.floats(width=32))
    first, second = data.draw(floats), data.draw(floats)
    folder = tmp_path_factory.mktemp("any")
    check(compare(stored(folder, first, "float32"), stored(folder, second, "float32")), first, second)


def test_infinities_and_signed_zeros_are_equal_to_themselves(tmp_path: Path) -> None:
    first = np.array([np.inf, -np.inf, 0.0, np.inf, 1], np.float32)
    second = np.array([np.inf, -np.inf, -0.0, -np.inf, 1], np.float32)
    found = compare(stored(tmp_path, first, "float32"), stored(tmp_path, second, "float32"))
    assert found is not None
    assert (found.differing, found.incomparable, found.max_abs) == (1, 1, 0)


def test_sixty_four_bit_integers_differ_exactly(tmp_path: Path) -> None:
    first = np.array([2**62, -(2**63), 5], np.int64)
    second = np.array([2**62 + 1, 2**63 - 1, 5], np.int64)
    found = compare(stored(tmp_path, first, "int64"), stored(tmp_path, second, "int64"))
    assert found is not None
    assert (found.differing, found.max_abs) == (2, 2**64 - 1)


def test_values_of_different_types_are_compared_as_numbers(tmp_path: Path) -> None:
    first = np.linspace(-1, 1, 200_000, dtype=np.float32)
    second = first.astype(np.float16)
    check(compare(stored(tmp_path, first, "float32"), stored(tmp_path, second, "float16")), first, second)


def test_the_cosine_of_nearly_equal_vectors_keeps_its_digits(tmp_path: Path) -> None:
    first = np.random.default_rng(0).standard_normal(500_000).astype(np.float32)
    second = first + np.float32(1e-4) * np.random.default_rng(1).standard_normal(500_000).astype(np.float32)
    found = compare(stored(tmp_path, first, "float32"), stored(tmp_path, second, "float32"))
    a, b = first.astype(np.longdouble), second.astype(np.longdouble)
    right = 1 - (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())
    assert found is not None
    assert found.cosine is not None
    assert 1 - found.cosine == pytest.approx(float(right), rel=1e-3)


def test_variables_are_sorted_into_added_removed_reshaped_retyped_and_changed(tmp_path: Path) -> None:
    def one(name: str, values: Any, kind: str = "float32") -> Variable:
        return Variable(name, stored(tmp_path, np.asarray(values).astype(dtype_named(kind).numpy), kind))

    first = [one("gone", [1]), one("same", [1, 2]), one("little", [1, 2]), one("much", [1, 2]), one("shape", [1, 2]),
             one("type", [1, 2]), one("nan", [np.nan, 1])]  # fmt: skip
    second = [one("new", [1]), one("same", [1, 2]), one("little", [1, 2.5]), one("much", [9, 2]),
              one("shape", [[1, 2]]), one("type", [1, 2], "float64"), one("nan", [np.nan, 1])]  # fmt: skip
    found = compare_variables(first, second)
    assert (found.added, found.removed, found.same) == (["new"], ["gone"], 2)
    assert [(change.name, change.kind) for change in found.changed] == [
        ("shape", "reshaped"), ("type", "retyped"), ("much", "changed"), ("little", "changed"),
    ]  # fmt: skip
    document = found.to_json()
    assert document["changed"][2]["max_abs_diff"] == 8.0
    assert document["changed"][0]["max_abs_diff"] is None
    assert document["changed"][1]["max_abs_diff"] == 0.0


def test_renamed_scopes_are_matched_by_rules(tmp_path: Path) -> None:
    first = [Variable("generator/l1/w", stored(tmp_path, np.ones(3, np.float32), "float32"))]
    second = [Variable("g/l1/w", stored(tmp_path, np.full(3, 2, np.float32), "float32"))]
    assert compare_variables(first, second).added == ["g/l1/w"]
    found = compare_variables(first, second, rules=[parse_rule("generator/*=g/*")])
    assert (found.added, found.removed) == ([], [])
    assert (found.changed[0].name, found.changed[0].other_name) == ("generator/l1/w", "g/l1/w")


def test_a_value_that_cant_be_read_is_said_and_the_others_compared(tmp_path: Path) -> None:
    class Damaged(FileTensor):
        def pieces(self, *, tick: Any = None, check_crc: bool = False) -> Any:
            raise FormatError(tmp_path / "x", Text("it is cut off"))

    good = stored(tmp_path, np.ones(3, np.float32), "float32")
    bad = Damaged("a", dtype_named("float32"), (3,), open_reader=lambda: Reader(tmp_path), path=tmp_path, offset=0,
                  nbytes=12)  # fmt: skip
    found = compare_variables([Variable("a", bad), Variable("b", good)], [Variable("a", good), Variable("b", good)])
    assert found.same == 1
    assert "cut off" in str(found.changed[0].problem)


def test_memory_does_not_grow_and_cancelling_stops(tmp_path: Path) -> None:
    first = stored(tmp_path, np.ones(24 << 20, np.float32), "float32")
    second = stored(tmp_path, np.full(24 << 20, 2, np.float32), "float32")
    tracemalloc.start()
    compare(first, second)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 << 20
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        compare_variables([Variable("a", first)], [Variable("a", second)], progress=progress)


@pytest.mark.parametrize(
    ("rule", "name", "new"),
    [
        ("a/*=b/*", "a/x/y", "b/x/y"),
        ("a/*=b/*", "c/a/x", None),
        ("*/a/*=*/b/*", "m/a/w", "m/b/w"),
        ("layer?/w=l/w", "layer3/w", "l/w"),
        ("a.b=c", "aXb", None),
        (r"re:layer(\d+)/(.*)=block_\1/\2", "layer12/w", "block_12/w"),
        (r"re:(?P<scope>.*)/kernel=\g<scope>/weights", "d/kernel", "d/weights"),
    ],
)
def test_rules_rename(rule: str, name: str, new: str | None) -> None:
    assert parse_rule(rule).rename(name) == new


@pytest.mark.parametrize("rule", ["a", "=b", "a=", "re:(=b", r"re:a=\1", "a=*"])
def test_wrong_rules_are_said(rule: str) -> None:
    with pytest.raises(UsageError, match="renaming"):
        parse_rule(rule)


def test_two_names_that_become_one_are_said() -> None:
    with pytest.raises(UsageError, match="both be called c"):
        renamed(["a", "b"], [parse_rule("a=c"), parse_rule("b=c")])


def test_shared_checkpoints_of_two_steps_differ_as_tensorflow_reads_them(models: Path) -> None:
    from core.opening import open_model

    folder = models / "heart_estimator_steps" / "train"
    first, second = open_model(folder, step=7000), open_model(folder, step=11000)
    found = compare_variables(first.variables(), second.variables())
    assert found.added == found.removed == []
    tensorflow = pytest.importorskip("tensorflow")
    old = tensorflow.train.load_checkpoint(str(folder / "model.ckpt-7000"))
    new = tensorflow.train.load_checkpoint(str(folder / "model.ckpt-11000"))
    changed = {change.name: change for change in found.changed}
    for name in old.get_variable_to_shape_map():
        a, b = old.get_tensor(name), new.get_tensor(name)
        if np.array_equal(a, b):
            assert name not in changed
        else:
            check(changed[name].difference, np.asarray(a), np.asarray(b))
