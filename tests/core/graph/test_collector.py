"""The garbage collector's pause ends when the last user of it ends, also by an error."""

from __future__ import annotations

import gc

import pytest

from core.graph.collector import collector_paused


def test_it_is_paused_inside_and_goes_on_behind() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_the_pause() -> None:
    with pytest.raises(ZeroDivisionError), collector_paused():
        _ = 1 // 0
    assert gc.isenabled()


def test_small_work_does_not_pause_it() -> None:
    with collector_paused(when=False):
        assert gc.isenabled()


def test_what_was_made_meanwhile_is_not_looked_at_at_once() -> None:
    with collector_paused():
        made = [[] for _ in range(50_000)]
    assert gc.get_count()[0] < 10_000
    assert len(made) == 50_000
