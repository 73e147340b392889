"""Python's cycle collector, put aside while a hundred thousand objects are made that will all stay.

Each of its full passes walks every object made so far, with the interpreter's lock held: for a large graph that is
half of the time, and half a second in which the window stands still.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000
"""New objects from which on they are worth a special treatment; a pass over fewer takes a few milliseconds."""

_lock = threading.Lock()
_pauses = 0
_was_enabled = False


@contextmanager
def collector_paused(*, when: bool = True, keep: bool = False) -> Iterator[None]:
    """No collection within; nests, and several threads may pause at the same time.

    Args:
        when: False makes this do nothing, for work that turns out to be small.
        keep: what exists at the end will stay for long: later collections don't look at it until `release`.
    """
    global _pauses, _was_enabled
    if not when:
        yield
        return
    with _lock:
        if not _pauses:
            _was_enabled = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
        if keep:
            gc.freeze()
    finally:
        with _lock:
            _pauses -= 1
            if not _pauses and _was_enabled:
                if gc.get_count()[0] > _MANY:
                    _skip_new()
                gc.enable()


def _skip_new() -> None:
    """Else the first thing to happen would be a pass over everything new."""
    kept = gc.get_freeze_count()
    gc.freeze()
    if not kept:
        gc.unfreeze()  # into the oldest generation, without a look


def release() -> None:
    """What was kept may go: a graph was closed. Frees nothing by itself."""
    gc.unfreeze()
