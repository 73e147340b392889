"""Work in other threads waits while the GUI thread has something to do, and never for long."""

from __future__ import annotations

import threading
from typing import Any

from gui.courtesy import Courtesy, courtesy
from gui.tasks import Tasks
from gui.turns import in_turns


def test_a_check_in_another_thread_waits_until_the_turn_is_over(qtbot: Any) -> None:
    polite = courtesy()
    passed, began = threading.Event(), threading.Event()
    polite.turn_begins()

    def work() -> None:
        began.set()
        while polite.busy:
            polite.give_way()
        passed.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert began.wait(10)
    assert not passed.is_set()  # the turn can't end before the event loop is served, which is here
    qtbot.waitUntil(passed.is_set)
    thread.join(10)


def test_it_goes_on_without_the_event_loop_after_a_moment(qapp: Any) -> None:
    polite = Courtesy(qapp)
    polite.turn_begins()
    thread = threading.Thread(target=polite.give_way)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    assert polite.busy


def test_the_gui_thread_never_waits_for_itself(qapp: Any) -> None:
    polite = Courtesy(qapp)
    polite.turn_begins()
    waits: list[float | None] = []
    polite._idle.wait = waits.append  # type: ignore[assignment, method-assign]
    polite.give_way()
    assert waits == []


def test_turns_and_deliveries_are_said(qtbot: Any) -> None:
    polite = courtesy()
    seen: list[bool] = []
    in_turns(polite, [lambda: seen.append(polite.busy)])
    qtbot.waitUntil(lambda: len(seen) == 1)
    tasks = Tasks()
    tasks.run(lambda progress: progress.check(), title="", done=lambda _: seen.append(polite.busy))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [True, True]
    qtbot.waitUntil(lambda: not polite.busy)
    assert tasks.shutdown()
