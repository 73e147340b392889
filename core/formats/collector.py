"""Python's cycle collector, put aside while a hundred thousand objects are made that will all stay.

Each of its full passes walks every object made so far: for a large graph that is half of the time.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000
"""New objects from which on they are worth a special treatment; a pass over fewer takes a few milliseconds."""

_lock = threading.Lock()
_pausing = 0
_was_enabled = False


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collection within; nests, and several threads may pause at the same time."""
    global _pausing, _was_enabled
    with _lock:
        if _pausing == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _pausing += 1
    try:
        yield
    finally:
        with _lock:
            _pausing -= 1
            if _pausing == 0 and _was_enabled:
                if gc.get_count()[0] > _MANY:
                    # Else the first thing to happen would be a pass over everything new, half a second for a million
                    # ops in which no other thread runs. This moves it to the oldest generation without a look.
                    gc.freeze()
                    gc.unfreeze()
                gc.enable()
