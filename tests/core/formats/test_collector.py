"""The cycle collector doesn't walk through what was just made."""

from __future__ import annotations

import gc

from core.formats.collector import collector_paused


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
