"""Python's cyclic garbage collector, paused while very many small objects are made that all live on.

Each of its full passes visits every object of a large graph, and making a hundred thousand boxes sets off dozens:
more than half of the time of a large layout went there.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses = 0
_was_enabled = True


@contextmanager
def collector_paused(*, when: bool = True) -> Iterator[None]:
    """Pauses the collector for the block; it goes on when the last of several blocks, in any thread, has ended.

    Args:
        when: False makes this do nothing, for work that turns out to be small.
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
    finally:
        with _lock:
            _pauses -= 1
            if not _pauses and _was_enabled:
                # Else the first thing to happen would be a pass over everything new, half a second in which no
                # other thread runs. This moves it to the oldest generation without looking at it.
                gc.freeze()
                gc.unfreeze()
                gc.enable()
