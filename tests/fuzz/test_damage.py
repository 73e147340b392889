"""A few thousand damaged inputs in every run: each gives an error in words or a model all of which can be looked at."""

from __future__ import annotations

import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FILES = 14
RELAXED = settings(max_examples=80, deadline=None, derandomize=True,
                   suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                                          HealthCheck.data_too_large])  # fmt: skip


@pytest.fixture(scope="module")
def prepared(damage: ModuleType, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, Path]]:
    scratch = tmp_path_factory.mktemp("damage")
    return [(target, target.prepare(scratch)) for target in damage.targets(corpus)]


@pytest.mark.parametrize("number", range(FILES))
def test_no_damaged_file_escapes(prepared: list[tuple[Any, Path]], number: int) -> None:
    target, copy = prepared[number]

    @RELAXED
    @given(st.randoms(use_true_random=False))
    def check(chance: random.Random) -> None:
        assert target.run(copy, target.mutate(chance)) in ("refused", "opened")

    check()


@pytest.mark.parametrize("number", range(FILES))
def test_no_file_cut_off_anywhere_escapes(prepared: list[tuple[Any, Path]], number: int) -> None:
    target, copy = prepared[number]
    size = len(target.data)
    some = {*range(60), *range(0, size, size // 80 + 1), *range(size - 50, size)}
    places = range(size) if size < 700 else sorted(some)
    for length in places:
        assert target.run(copy, target.data[:length]) in ("refused", "opened"), length


@pytest.mark.parametrize("kind", ["graph", "meta", "text", "block", "objects", "snappy"])
def test_no_damaged_buffer_escapes(damage: ModuleType, corpus: Path, kind: str) -> None:
    good = damage.buffers(corpus)[kind]

    @settings(parent=RELAXED, max_examples=200)
    @given(st.randoms(use_true_random=False))
    def check(chance: random.Random) -> None:
        damage.parse_buffer(kind, damage.damaged(good, chance))

    check()


@settings(parent=RELAXED, max_examples=300)
@given(data=st.binary(max_size=300), name=st.sampled_from(["x.pb", "x.meta", "x.index", "checkpoint", "x", "x.pbtxt"]))
def test_no_arbitrary_file_escapes(damage: ModuleType, tmp_path_factory: Any, data: bytes, name: str) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    damage.look_at_everything(path)


@settings(parent=RELAXED, max_examples=300)
@given(text=st.text(alphabet="node{}<>:\"\\ \n'0x7attrkeyvalue[].-#", max_size=200))
def test_no_arbitrary_text_escapes(damage: ModuleType, text: str) -> None:
    damage.parse_buffer("text", text.encode())
