"""Every task ends exactly once, on the GUI thread, whatever happens in between."""

from __future__ import annotations

import logging
import random
import threading
import time

import pytest
from PySide6.QtCore import QObject, QThread

from core.errors import Cancelled, CryographError, Text, UsageError
from core.progress import Progress
from gui.tasks import Tasks


@pytest.fixture
def tasks(qapp):
    tasks = Tasks()
    yield tasks
    assert tasks.shutdown(), "a thread outlived its test"


class Ends:
    """Notes each callback with the thread that it came on."""

    def __init__(self) -> None:
        self.all: list[tuple[str, object]] = []
        self.threads: set[object] = set()

    def callbacks(self):
        return {
            "done": lambda value: self._note("done", value),
            "failed": lambda error: self._note("failed", error),
            "cancelled": lambda: self._note("cancelled", None),
        }

    def _note(self, kind: str, value: object) -> None:
        self.all.append((kind, value))
        self.threads.add(QThread.currentThread())


def test_work_runs_in_another_thread_and_ends_on_the_gui_thread(qtbot, qapp, tasks):
    ends = Ends()
    task = tasks.run(lambda progress: threading.get_ident(), title="t", **ends.callbacks())
    qtbot.waitUntil(lambda: not task.running)
    ((kind, ident),) = ends.all
    assert kind == "done"
    assert ident != threading.get_ident()
    assert ends.threads == {qapp.thread()}


def test_an_error_arrives_as_it_was_raised(qtbot, tasks):
    ends = Ends()

    def work(progress: Progress) -> None:
        raise UsageError(Text("There is no variable {name}.", name="x"))

    task = tasks.run(work, title="t", **ends.callbacks())
    qtbot.waitUntil(lambda: not task.running)
    assert [kind for kind, _ in ends.all] == ["failed"]
    assert isinstance(ends.all[0][1], UsageError)


@pytest.mark.parametrize("error", [ValueError("secret"), SystemExit(3), KeyError("k"), RecursionError()])
def test_an_unforeseen_exception_is_logged_and_becomes_a_sentence(qtbot, tasks, caplog, error):
    ends = Ends()

    def work(progress: Progress) -> None:
        raise error

    with caplog.at_level(logging.ERROR):
        task = tasks.run(work, title="t", **ends.callbacks())
        qtbot.waitUntil(lambda: not task.running)
    assert [kind for kind, _ in ends.all] == ["failed"]
    shown = ends.all[0][1]
    assert isinstance(shown, CryographError)
    assert type(error).__name__ in str(shown)
    assert "Traceback" not in str(shown)
    assert caplog.records[0].exc_info is not None


def test_a_missing_file_and_full_memory_say_so(qtbot, tasks, tmp_path):
    ends = Ends()
    tasks.run(lambda progress: (tmp_path / "gone").read_bytes(), title="t", **ends.callbacks())
    qtbot.waitUntil(lambda: len(ends.all) == 1)
    assert "gone" in str(ends.all[0][1])

    def hungry(progress: Progress) -> None:
        raise MemoryError

    tasks.run(hungry, title="t", **ends.callbacks())
    qtbot.waitUntil(lambda: len(ends.all) == 2)
    assert "memory" in str(ends.all[1][1])


def test_cancel_ends_at_once_and_the_late_result_is_dropped(qtbot, tasks):
    ends, go = Ends(), threading.Event()
    task = tasks.run(lambda progress: go.wait(5), title="t", **ends.callbacks())
    task.cancel()
    assert [kind for kind, _ in ends.all] == ["cancelled"]
    go.set()
    qtbot.wait(50)
    assert [kind for kind, _ in ends.all] == ["cancelled"]


def test_a_result_already_waiting_in_the_queue_does_not_outlive_a_cancel(qtbot, tasks):
    ends = Ends()
    task = tasks.run(lambda progress: 1, title="t", **ends.callbacks())
    task._thread.join(5)  # the end is in the queue, but the event loop has not turned
    task.cancel()
    qtbot.wait(20)
    assert [kind for kind, _ in ends.all] == ["cancelled"]


def test_work_that_commits_says_what_really_happened(qtbot, tasks):
    ends = Ends()
    late = tasks.run(lambda progress: "written", title="t", commits=True, **ends.callbacks())
    late._thread.join(5)
    late.cancel()
    assert late.running
    assert late.cancelling
    qtbot.waitUntil(lambda: not late.running)
    assert ends.all == [("done", "written")]

    def obedient(progress: Progress) -> None:
        while True:
            progress.tick()
            time.sleep(0.001)

    task = tasks.run(obedient, title="t", commits=True, **ends.callbacks())
    task.cancel()
    qtbot.waitUntil(lambda: not task.running)
    assert ends.all[1:] == [("cancelled", None)]


def test_what_a_slot_runs_can_be_dropped_and_ends_as_cancelled_at_once(qtbot, tasks):
    ends, others = Ends(), Ends()
    began, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> str:
        began.set()
        go_on.wait(5)
        return "late"

    task = tasks.run(work, title="t", slot="a", **ends.callbacks())
    other = tasks.run(lambda progress: go_on.wait(5), title="o", slot="b", **others.callbacks())
    assert began.wait(5)
    tasks.drop("a")
    assert not task.running
    assert ends.all == [("cancelled", None)]
    assert other.running
    tasks.drop("nothing runs here")
    go_on.set()
    qtbot.waitUntil(lambda: others.all == [("done", True)])
    assert ends.all == [("cancelled", None)]


def test_a_newer_task_of_the_slot_supersedes_the_older_before_it_starts(qtbot, tasks):
    first, second, other, go = Ends(), Ends(), Ends(), threading.Event()
    tasks.run(lambda progress: go.wait(5), title="a", slot="s", **first.callbacks())
    tasks.run(lambda progress: go.wait(5), title="b", slot="t", **other.callbacks())
    seen: list[str] = []
    newer = tasks.run(lambda progress: seen.extend(k for k, _ in first.all), title="c", slot="s", **second.callbacks())
    assert [kind for kind, _ in first.all] == ["cancelled"]
    assert other.all == []
    go.set()
    qtbot.waitUntil(lambda: not newer.running and len(other.all) == 1)
    assert seen == ["cancelled"]
    assert [kind for kind, _ in first.all + second.all + other.all] == ["cancelled", "done", "done"]


def test_five_hundred_tasks_cancelled_at_random_each_end_exactly_once(qtbot, tasks):
    chance = random.Random(7)
    counts = [0] * 500
    ended: list[object] = []
    tasks.task_ended.connect(ended.append)

    def count(index: int):
        def note(*_: object) -> None:
            counts[index] += 1

        return note

    def work(progress: Progress) -> int:
        for i in range(chance.randrange(5)):
            progress.tick(i / 5)
            time.sleep(0.0002)
        if chance.random() < 0.2:
            raise ValueError("x")
        return 1

    logging.getLogger("gui.tasks").setLevel(logging.CRITICAL)
    try:
        for index in range(500):
            note = count(index)
            task = tasks.run(
                work,
                title="",
                slot=f"s{index % 7}" if index % 3 else None,
                commits=index % 11 == 0,
                done=note,
                failed=note,
                cancelled=note,
            )
            if chance.random() < 0.4:
                task.cancel()
            if chance.random() < 0.3:
                qtbot.wait(1)
        qtbot.waitUntil(lambda: not tasks.running, timeout=20_000)
        qtbot.wait(50)
    finally:
        logging.getLogger("gui.tasks").setLevel(logging.NOTSET)
    assert counts == [1] * 500
    assert len(ended) == 500


def test_a_flood_of_progress_is_one_event_and_the_newest_wins(qtbot, tasks):
    shown: list[tuple[str, float | None]] = []
    started = threading.Event()

    def work(progress: Progress) -> None:
        progress.stage(Text("Reading"))
        for i in range(20_000):
            progress.tick(i / 20_000)
        started.set()

    task = tasks.run(work, title="t", progressed=lambda stage, fraction: shown.append((str(stage), fraction)))
    assert started.wait(10)
    task._thread.join(5)
    assert len(tasks._queue) == 2  # one progress, one end
    qtbot.waitUntil(lambda: not task.running)
    assert shown == [("Reading", 19_999 / 20_000)]


def test_a_failing_callback_does_not_swallow_the_other_ends(qtbot, tasks):
    ends = Ends()

    def clumsy(value: object) -> None:
        raise RuntimeError("callback")

    with qtbot.captureExceptions() as exceptions:
        first = tasks.run(lambda progress: 1, title="t", done=clumsy)
        second = tasks.run(lambda progress: 2, title="t", **ends.callbacks())
        first._thread.join(5)
        second._thread.join(5)
        qtbot.waitUntil(lambda: bool(ends.all))
    assert [str(error) for _, error, _ in exceptions] == ["callback"]
    assert ends.all == [("done", 2)]


def test_a_failure_nobody_listens_for_is_announced(qtbot, tasks):
    def work(progress: Progress) -> None:
        raise UsageError(Text("No."))

    with qtbot.waitSignal(tasks.task_failed) as blocker:
        tasks.run(work, title="t")
    assert str(blocker.args[1]) == "No."


def test_work_that_gives_up_by_itself_is_cancelled_not_failed(qtbot, tasks):
    ends = Ends()

    def work(progress: Progress) -> None:
        raise Cancelled

    task = tasks.run(work, title="t", **ends.callbacks())
    qtbot.waitUntil(lambda: not task.running)
    assert [kind for kind, _ in ends.all] == ["cancelled"]


def test_an_owner_that_goes_takes_its_callbacks_along(qtbot, tasks):
    ends, go, owner = Ends(), threading.Event(), QObject()
    task = tasks.run(lambda progress: go.wait(5), title="t", owner=owner, **ends.callbacks())
    owner.deleteLater()
    qtbot.waitUntil(lambda: not task.running)
    go.set()
    qtbot.wait(20)
    assert ends.all == []


def test_shutdown_cancels_waits_and_lets_nothing_start(qtbot, qapp):
    tasks, ends = Tasks(), Ends()

    def work(progress: Progress) -> None:
        while True:
            progress.tick()
            time.sleep(0.001)

    tasks.run(work, title="t", commits=True, **ends.callbacks())
    tasks.run(work, title="t", **ends.callbacks())
    assert tasks.shutdown()
    tasks.run(work, title="t", **ends.callbacks())
    assert [kind for kind, _ in ends.all] == ["cancelled"] * 3
    assert not tasks.running


def test_shutdown_does_not_wait_for_ever(qtbot, qapp):
    tasks, go = Tasks(), threading.Event()
    tasks.run(lambda progress: go.wait(10), title="t")
    assert not tasks.shutdown(0.05)
    go.set()
