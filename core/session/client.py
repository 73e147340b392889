"""The app's side of the worker: starts it, sends jobs, kills it. See `core.session.protocol`."""

from __future__ import annotations

import collections
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, cast

import numpy as np

from core.errors import Cancelled, SessionError, Text, counted
from core.progress import Progress
from core.session import protocol
from core.session.protocol import ArrayHeader
from core.session.words import death_in_words

State = Literal["stopped", "starting", "idle", "busy"]
ArraySink = Callable[[ArrayHeader, Iterator[bytes]], None]
"""Takes an array's pieces as they arrive; what it leaves unread is skipped."""

LOG_LINES = 2000
EAGER = "--eager"
"""The word on the worker's command line that leaves eager execution on."""

START_LIMIT = 300.0
"""Seconds for importing TensorFlow: generous, for a cold disk."""


class SessionClient:
    """One worker process at a time; a new one after a crash or a cancel. Thread-safe; one job at a time.

    Args:
        eager: its workers keep TensorFlow's eager execution, which Keras needs.

    Attributes:
        state_changed: callbacks called with the new `State`, in whichever thread changed it.
    """

    def __init__(self, *, eager: bool = False) -> None:
        self._words = [EAGER] if eager else []
        self.state_changed: list[Callable[[State], None]] = []
        self._worker: _Worker | None = None
        self._state: State = "stopped"
        self._one_job = threading.Lock()
        self._lock = threading.RLock()
        self._log: collections.deque[str] = collections.deque(maxlen=LOG_LINES)

    @property
    def state(self) -> State:
        """`starting` while TensorFlow is being imported; `busy` during a job."""
        return self._state

    @property
    def log(self) -> str:
        """What TensorFlow wrote on its stderr: the last lines, of earlier workers too."""
        return "".join(list(self._log))

    @property
    def pid(self) -> int | None:
        """The worker's process id, None if there is none."""
        worker = self._worker
        return worker.process.pid if worker else None

    def start(self) -> None:
        """Start the worker if there is none; returns at once, while the worker imports TensorFlow."""
        with self._lock:
            if self._worker is None or self._worker.process.poll() is not None:
                self._worker = _Worker(self._log, self._words)
                self._change("starting")

    warm = start

    def wait_until_ready(self, progress: Progress) -> None:
        """Start the worker if there is none, and wait until it has imported TensorFlow.

        Raises:
            SessionError: TensorFlow can't be started.
            Cancelled: by the person.
        """
        if not (self._worker is not None and self._worker.ready and self._worker.process.poll() is None):
            self.request("nothing", {}, progress=progress)

    def request(
        self,
        job: str,
        params: Mapping[str, Any],
        arrays: Mapping[str, np.ndarray] | None = None,
        *,
        progress: Progress,
        time_limit: float | None = None,
        on_array: ArraySink | None = None,
    ) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Run a job and wait for it. Cancelling `progress` kills the worker.

        Args:
            job: a name of `core.session.worker.JOBS`.
            params: its parameters (JSON).
            arrays: its arrays.
            progress: told each stage; cancelling it ends the job at once.
            time_limit: seconds from the job's start (TensorFlow's import not counted).
            on_array: takes the arrays that the job sends while it runs, piece by piece; None collects them.

        Returns:
            the job's result (as JSON) and its arrays.

        Raises:
            SessionError: the job failed, the worker died (of what, in words), or the time limit passed.
            Cancelled: by the person.
        """
        while not self._one_job.acquire(timeout=0.05):
            progress.check()
        try:
            progress.check()
            self.start()
            worker = self._worker
            assert worker is not None
            busy = [True]  # a cancel after the job leaves the warm worker alone
            progress.on_cancel(lambda: worker.kill("cancelled") if busy else None)
            try:
                return self._converse(
                    worker,
                    {"type": "job", "job": job, "params": dict(params)},
                    arrays or {},
                    progress,
                    time_limit,
                    on_array,
                )
            except (protocol.ProtocolError, OSError) as error:
                raise self._ended(worker, job, time_limit) from error
            except SessionError:
                raise
            except BaseException:
                # Cancelled, or the caller's own sink failed: the worker is in the middle of a frame.
                worker.kill("cancelled")
                raise
            finally:
                busy.clear()
                with self._lock:
                    if worker.killed_for or worker.process.poll() is not None:
                        worker.dispose()
                        if self._worker is worker:
                            self._worker = None
                            self._change("stopped")
                    else:
                        self._change("idle")
        finally:
            self._one_job.release()

    def close(self) -> None:
        """End the worker; a job that is running is cancelled. The client can be used again after it."""
        with self._lock:
            worker, self._worker = self._worker, None
            if worker is not None:
                worker.kill("cancelled")
                self._change("stopped")
        if worker is not None and self._one_job.acquire(blocking=False):
            # Otherwise a job is at its streams, and closes them itself.
            worker.dispose()
            self._one_job.release()

    def __enter__(self) -> SessionClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _converse(
        self,
        worker: _Worker,
        job: Mapping[str, Any],
        arrays: Mapping[str, np.ndarray],
        progress: Progress,
        time_limit: float | None,
        on_array: ArraySink | None,
    ) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        if not worker.ready:
            progress.stage(Text("Starting TensorFlow"))
            with worker.limited(START_LIMIT):
                header, _ = protocol.receive(worker.replies)
            if header["type"] == "failed":
                worker.kill("failed")
                raise _failure(header)
            worker.ready = True
        self._change("busy")
        with worker.limited(time_limit):
            protocol.send(worker.jobs, job, arrays)
            collected: dict[str, np.ndarray] = {}
            while True:
                header, announced = protocol.receive_header(worker.replies)
                kind = header["type"]
                for item in announced:
                    pieces = protocol.receive_pieces(worker.replies, item)
                    if on_array and kind == "array":
                        on_array(item, pieces)
                        collections.deque(pieces, maxlen=0)
                    else:
                        collected[item.name] = protocol.array_from_pieces(item, pieces)
                if kind == "progress":
                    stage = protocol.text_from_json(header["stage"])
                    if stage:
                        progress.stage(stage)
                    else:
                        progress.tick(header.get("fraction"))
                elif kind == "failed":
                    raise _failure(header)
                elif kind == "done":
                    return header["result"], collected
                progress.check()

    def _ended(self, worker: _Worker, job: str, time_limit: float | None) -> Exception:
        """Why the conversation broke off."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.process.wait(5)  # it has closed its end: let it die of its own cause, which is what is told
        killed_for = worker.killed_for
        worker.kill("broken")
        if killed_for == "cancelled":
            return Cancelled()
        if killed_for == "time":
            return SessionError(
                counted(
                    time_limit or 0,
                    Text("The job was ended after its time limit of 1 second."),
                    Text(
                        "The job was ended after its time limit of {seconds} seconds.", seconds=f"{time_limit or 0:g}"
                    ),
                ),
                Text("A queue or an iterator that nobody fills waits for ever; otherwise allow more time."),
                detail=self.log,
            )
        text, remedy = death_in_words(worker.process.returncode, self.log, job)
        return SessionError(text, remedy, detail=self.log)

    def _change(self, state: State) -> None:
        if state != self._state:
            self._state = state
            for callback in list(self.state_changed):
                callback(state)


class _Worker:
    """A started process and its three streams."""

    def __init__(self, log: collections.deque[str], words: list[str]) -> None:
        import core

        # Where `core` lies, for a checkout that is not installed; -P keeps the current folder out of sys.path.
        root = str(Path(core.__file__).resolve().parent.parent)
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "core.session", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C in the terminal is for the program, which then ends the worker
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.jobs = cast(BinaryIO, self.process.stdin)
        self.replies = cast(BinaryIO, self.process.stdout)
        self.ready = False
        self.killed_for = ""
        self._lock = threading.Lock()
        self._drain = threading.Thread(target=_drain, args=(self.process.stderr, log), daemon=True)
        self._drain.start()

    def kill(self, reason: str) -> None:
        """End the process now. The first reason counts. A dead one keeps its own cause of death."""
        with self._lock:
            if self.killed_for:
                return
            self.killed_for = reason
            self.process.kill()
            self.process.wait()
        self._drain.join(1)

    def dispose(self) -> None:
        """Close the streams, when nobody uses them any more."""
        self.kill("closed")
        for stream in (self.jobs, self.replies):
            with contextlib.suppress(OSError):  # what could not be flushed any more
                stream.close()

    @contextlib.contextmanager
    def limited(self, seconds: float | None) -> Iterator[None]:
        """Kill the process if the block takes longer."""
        if seconds is None:
            yield
            return
        timer = threading.Timer(seconds, self.kill, ["time"])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _drain(stream: IO[bytes], log: collections.deque[str]) -> None:
    with stream:
        for line in stream:
            log.append(line[:2000].decode("utf-8", "replace"))


def _failure(header: Mapping[str, Any]) -> SessionError:
    text = protocol.text_from_json(header["text"])
    assert text is not None
    return SessionError(text, protocol.text_from_json(header.get("remedy")), detail=header.get("detail", ""))
