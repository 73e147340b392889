"""The next pieces of a stream are made while the one before is being used."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")


def made_ahead(pieces: Iterable[T], *, depth: int = 4) -> Iterator[T]:
    """The same pieces in the same order, made in a thread of their own.

    Worth it where making and using a piece both leave the interpreter lock free: reading and writing files.

    Args:
        pieces: what to make. It runs in the thread, to its end or until the caller wants no more.
        depth: how many pieces may wait.

    Raises:
        BaseException: what `pieces` raised, after the pieces before it.
    """
    made: SimpleQueue[tuple[T, ...]] = SimpleQueue()
    room = threading.Semaphore(depth)
    unwanted = threading.Event()
    failed: list[BaseException] = []

    def make() -> None:
        try:
            for piece in pieces:
                room.acquire()
                if unwanted.is_set():
                    return
                made.put((piece,))
        except BaseException as error:
            failed.append(error)
        finally:
            made.put(())

    thread = threading.Thread(target=make, name="pieces", daemon=True)
    thread.start()
    try:
        while got := made.get():
            yield got[0]
            room.release()
        if failed:
            raise failed[0]
    finally:
        # Also where the caller stops early: nothing goes on reading behind its back.
        unwanted.set()
        room.release()
        thread.join()
