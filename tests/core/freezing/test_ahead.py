"""Pieces made ahead: the same ones, the same error, and no thread that is left behind."""

from __future__ import annotations

import threading

import pytest

from core.freezing.ahead import made_ahead


def _threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "pieces"]


@pytest.mark.parametrize("count", [0, 1, 3, 50])
def test_the_pieces_come_in_order_and_are_made_in_one_other_thread(count):
    makers = set()

    def pieces():
        for i in range(count):
            makers.add(threading.get_ident())
            yield i

    assert list(made_ahead(pieces(), depth=2)) == list(range(count))
    assert len(makers) == min(count, 1)
    assert threading.get_ident() not in makers
    assert _threads() == []


def test_no_more_are_made_than_may_wait():
    made = []
    more = threading.Condition()

    def pieces():
        for i in range(10):
            with more:
                made.append(i)
                more.notify()
            yield i

    ahead = made_ahead(pieces(), depth=3)
    assert next(ahead) == 0
    with more:
        # One is in use, the others wait; the next is at hand, but there is no room for it.
        assert more.wait_for(lambda: len(made) == 4, timeout=5)
        assert not more.wait_for(lambda: len(made) > 4, timeout=0.1)
    assert list(ahead) == list(range(1, 10))


def test_an_error_comes_after_the_pieces_before_it():
    def pieces():
        yield from (1, 2)
        raise ValueError("damaged")

    ahead = made_ahead(pieces())
    assert [next(ahead), next(ahead)] == [1, 2]
    with pytest.raises(ValueError, match="damaged"):
        next(ahead)
    assert _threads() == []


def test_who_stops_early_ends_the_making():
    closed = threading.Event()

    def pieces():
        try:
            while True:
                yield b"x"
        finally:
            closed.set()

    ahead = made_ahead(pieces(), depth=2)
    assert next(ahead) == b"x"
    ahead.close()
    assert _threads() == []
    del ahead
    assert closed.wait(5)
