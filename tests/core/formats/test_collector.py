"""The cycle collector's pause ends with the last who asked for it, and what was just made isn't walked through."""

from __future__ import annotations

import gc

import pytest

from core.formats.collector import collector_paused, release


def test_it_is_paused_inside_and_goes_on_behind() -> None:
    assert gc.isenabled()
    with collector_paused():
        with collector_paused(keep=True):
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.parametrize("keep", [True, False])
def test_an_error_ends_the_pause(keep: bool) -> None:
    with pytest.raises(ValueError, match="boom"), collector_paused(keep=keep):
        raise ValueError("boom")
    assert gc.isenabled()


def test_small_work_does_not_pause_it() -> None:
    with collector_paused(when=False):
        assert gc.isenabled()


def test_nothing_is_collected_within_and_what_was_made_is_not_walked_through_after() -> None:
    collections: list[int] = []
    gc.callbacks.append(lambda phase, info: collections.append(info["generation"]) if phase == "start" else None)
    try:
        with collector_paused(), collector_paused():
            made = [[i] for i in range(200_000)]
        assert collections == []
        young = {id(one) for one in gc.get_objects(generation=0)}
        assert not any(id(one) in young for one in made[:1000])
        assert gc.isenabled()
    finally:
        gc.callbacks.pop()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_kept_stays_out_of_sight_until_it_is_released() -> None:
    release()
    with collector_paused(keep=True):
        pass
    kept = gc.get_freeze_count()
    assert kept > 0
    with collector_paused():
        made = [[i] for i in range(200_000)]
    assert gc.get_freeze_count() >= kept + len(made)
    release()
    assert gc.get_freeze_count() == 0
