"""Keeps the garbage collector from stopping the window while a large graph is laid out.

A full collection walks every object that there is, with the interpreter's lock held: half a second for a graph of
100,000 ops. While one is built there is hardly any garbage to find, so it need not be looked for; and what has
been built is put where the collector doesn't look again until the graph is closed.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses = 0


@contextmanager
def collector_paused(*, keep: bool = False) -> Iterator[None]:
    """No collection starts inside; from any thread, nested as one likes.

    Args:
        keep: what exists at the end will stay for long: later collections don't look at it until `release`.
    """
    global _pauses
    with _lock:
        _pauses += 1
        gc.disable()
    try:
        yield
        if keep:
            gc.freeze()
    finally:
        with _lock:
            _pauses -= 1
            if not _pauses:
                gc.enable()


def release() -> None:
    """What was kept may go: a graph was closed. Frees nothing by itself."""
    gc.unfreeze()
