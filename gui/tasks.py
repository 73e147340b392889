"""The one way to run work off the GUI thread: progress, cancel, exactly one end.

A task's work runs in a thread of its own and reports to a `Progress`. Everything that it has to say
to the window goes through one queue and one queued signal, so callbacks run on the GUI thread, in the
order in which the work ended. A flood of progress costs one event: only the newest is kept.

Every task ends exactly once, as *done*, *failed* or *cancelled*:

- A cancelled task ends at once, on the spot: whatever its thread still brings is dropped. So a result
  that was asked for before the cancel can't arrive after it.
- Work that leaves something behind (`commits=True`: it writes a file) ends when its thread has ended,
  and says what really happened: a cancel that came too late is a *done*.
- A newer task of the same slot supersedes the older one, which ends as cancelled before the newer starts.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from core.errors import Cancelled, CryographError, Text
from core.progress import Progress
from gui.courtesy import Courtesy, courtesy

log = logging.getLogger(__name__)

T = TypeVar("T")
TURN = 0.008
"""Seconds after which what is left to deliver waits for the event loop's next turn."""

State = Literal["running", "done", "failed", "cancelled"]
Progressed = Callable[[Text | None, float | None], None]


class Task(QObject):
    """One piece of work. Made by `Tasks.run`, touched on the GUI thread only.

    Attributes:
        title: what it does, in words for the status bar ("Opening PNet-18"); empty: not worth showing.
        slot: the name under which a newer task replaces this one, if any.
        stage: the part of the work that is being done, as the work named it.
        fraction: how much of that part is done, 0 to 1; None if unknown.
        state: `running` until the end, then how it ended.
        cancelling: the person asked for the end, but the work has yet to stop (only when it commits).
    """

    def __init__(self, tasks: Tasks, title: str, slot: str | None, commits: bool) -> None:
        super().__init__(tasks)
        self.title = title
        self.slot = slot
        self.commits = commits
        self.stage: Text | None = None
        self.fraction: float | None = None
        self.state: State = "running"
        self.progress: Progress = _Reported(self, tasks._courtesy)
        self.started = time.monotonic()
        self._tasks = tasks
        self._callbacks: dict[str, Callable[..., None] | None] = {}
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def cancelling(self) -> bool:
        return self.running and self.progress.cancelled

    def cancel(self) -> None:
        """Ask the work to end; unless it commits, the task has ended when this returns."""
        self._tasks._cancel(self)


class _Reported(Progress):
    """Keeps the newest progress of a task and wakes the GUI thread for it once."""

    def __init__(self, task: Task, courtesy: Courtesy) -> None:
        super().__init__()
        self._task = task
        self._courtesy = courtesy
        self._latest: tuple[Text | None, float | None] | None = None
        self._stage: Text | None = None
        self._guard = threading.Lock()

    def check(self) -> None:
        super().check()
        self._courtesy.give_way()

    def show(self, stage: Text | None, fraction: float | None) -> None:
        with self._guard:
            if stage is not None:
                self._stage = stage
            waiting = self._latest is not None
            self._latest = (self._stage, fraction)
        if not waiting:
            self._task._tasks._post(self._task, "progress", None)

    def take(self) -> tuple[Text | None, float | None]:
        with self._guard:
            latest, self._latest = self._latest, None
        return latest if latest is not None else (None, None)


class Tasks(QObject):
    """Runs tasks and knows those that are running."""

    task_started = Signal(object)
    task_progressed = Signal(object)
    task_ended = Signal(object)
    task_failed = Signal(object, object)
    """(task, CryographError) of a task that nobody gave a `failed` callback."""

    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Task] = []
        self._threads: set[threading.Thread] = set()
        self._queue: deque[tuple[Task, str, object]] = deque()
        self._closed = False
        self._courtesy = courtesy()
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> list[Task]:
        """The tasks that have not ended, oldest first."""
        return list(self._running)

    def run(
        self,
        work: Callable[[Progress], T],
        *,
        title: str,
        done: Callable[[T], None] | None = None,
        failed: Callable[[CryographError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        progressed: Progressed | None = None,
        slot: str | None = None,
        commits: bool = False,
        owner: QObject | None = None,
    ) -> Task:
        """Run `work(progress)` in a thread. The callbacks come on the GUI thread.

        Args:
            work: the work; it calls `progress.tick` often, so that a cancel is noticed.
            title: shown in the status bar while it runs; empty for work too small to mention.
            done: gets what the work returned.
            failed: gets the error as a sentence; what is not a `CryographError` is logged and wrapped.
            cancelled: called when the task was cancelled or superseded.
            progressed: gets (stage, fraction) of the newest report.
            slot: a running task of the same slot is superseded.
            commits: the work leaves something behind, so its end waits for what really happened.
            owner: when it is destroyed the task is cancelled and its callbacks are forgotten.
        """
        if slot is not None:
            self.drop(slot)
        task = Task(self, title, slot, commits)
        task._callbacks = {"done": done, "failed": failed, "cancelled": cancelled, "progressed": progressed}
        self._running.append(task)
        if owner is not None:
            owner.destroyed.connect(lambda: self._orphan(task))
        self.task_started.emit(task)
        if self._closed:
            self._end(task, "cancelled", None)
            return task
        thread = threading.Thread(target=self._work, args=(task, work), name=title or slot or "task", daemon=True)
        task._thread = thread
        self._threads.add(thread)
        thread.start()
        return task

    def drop(self, slot: str) -> None:
        """What runs in this slot is not wanted any more, and nothing takes its place: it ends as cancelled."""
        for task in [task for task in self._running if task.slot == slot]:
            self._supersede(task)

    def cancel_all(self) -> None:
        """Cancel everything that is running."""
        for task in self.running:
            task.cancel()

    def shutdown(self, seconds: float = 5.0) -> bool:
        """Cancel everything and wait for the threads; True if all ended in time. No task starts after it."""
        self._closed = True
        self.cancel_all()
        deadline = time.monotonic() + seconds
        for thread in list(self._threads):
            thread.join(max(0.0, deadline - time.monotonic()))
        while self._queue:
            self._deliver()
        late = [thread.name for thread in self._threads if thread.is_alive()]
        for task in self.running:
            self._end(task, "cancelled", None)
        if late:
            log.warning("did not end when the program closed: %s", ", ".join(late))
        return not late

    # In the task's thread.

    def _work(self, task: Task, work: Callable[[Progress], object]) -> None:
        try:
            task.progress.check()
            kind, value = "done", work(task.progress)
        except Cancelled:
            kind, value = "cancelled", None
        except CryographError as error:
            kind, value = "failed", error
        except BaseException as error:
            kind, value = "failed", _in_words(error, task.title)
        self._post(task, kind, value)
        self._threads.discard(threading.current_thread())

    def _post(self, task: Task, kind: str, value: object) -> None:
        self._queue.append((task, kind, value))
        try:
            self._woken.emit()
        except RuntimeError:
            # The window and its Tasks are gone; there is nobody left to tell.
            log.debug("a task ended after the window: %s", task.title if kind != "progress" else kind)

    # On the GUI thread.

    def _deliver(self) -> None:
        self._courtesy.turn_begins()
        began = time.monotonic()
        while self._queue:
            if time.monotonic() - began > TURN:
                # Each callback may take a moment; several in a row must not add up to a window that stands still.
                self._woken.emit()
                return
            task, kind, value = self._queue.popleft()
            try:
                if kind == "progress":
                    self._show(task)
                else:
                    self._end(task, kind, value)
            except BaseException:
                # A callback failed: that is reported where it is raised, and the others still get theirs.
                if self._queue:
                    self._woken.emit()
                raise

    def _show(self, task: Task) -> None:
        assert isinstance(task.progress, _Reported)
        stage, fraction = task.progress.take()
        if not task.running:
            return
        task.stage, task.fraction = stage, fraction
        self.task_progressed.emit(task)
        callback = task._callbacks.get("progressed")
        if callback is not None and task.running:
            callback(stage, fraction)

    def _end(self, task: Task, kind: str, value: object) -> None:
        if not task.running:
            return
        if kind == "done" and task.progress.cancelled and not task.commits:
            kind, value = "cancelled", None
        task.state = kind  # type: ignore[assignment]
        self._running.remove(task)
        callbacks, task._callbacks = task._callbacks, {}
        try:
            self.task_ended.emit(task)
            callback = callbacks.get(kind)
            if callback is not None:
                callback() if kind == "cancelled" else callback(value)
            elif kind == "failed":
                self.task_failed.emit(task, value)
        finally:
            task.deleteLater()

    def _cancel(self, task: Task) -> None:
        assert QThread.currentThread() == self.thread(), "tasks are cancelled on the GUI thread"
        if not task.running:
            return
        task.progress.cancel()
        if task.commits:
            self.task_progressed.emit(task)
        else:
            self._end(task, "cancelled", None)

    def _supersede(self, task: Task) -> None:
        task.progress.cancel()
        self._end(task, "cancelled", None)

    def _orphan(self, task: Task) -> None:
        if task.running:
            task._callbacks = {}
            task.cancel()


def _in_words(error: BaseException, title: str) -> CryographError:
    """An exception that nobody foresaw, as a sentence; the log gets the traceback."""
    log.error("unexpected in %r", title, exc_info=error)
    wrapped: Any
    if isinstance(error, MemoryError):
        wrapped = CryographError(
            Text("There was not enough memory."), Text("Close other programs, or look at a smaller slice.")
        )
    elif isinstance(error, OSError) and error.strerror:
        name = str(error.filename) if error.filename else ""
        what = (
            Text("{name}: {reason}.", name=name, reason=error.strerror)
            if name
            else Text("The system says: {reason}.", reason=error.strerror)
        )
        wrapped = CryographError(what, Text("Check that the file is still there and that you may read it."))
    else:
        wrapped = CryographError(
            Text("Something went wrong in Cryograph itself ({kind}).", kind=type(error).__name__),
            Text("The log has the details; please report them."),
        )
    wrapped.__cause__ = error
    assert isinstance(wrapped, CryographError)
    return wrapped
