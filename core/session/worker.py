"""The worker's loop: import TensorFlow, then run one job after another until the app is gone."""

from __future__ import annotations

import importlib
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np

from core.errors import CryographError, Text
from core.session import protocol
from core.session.placing import warm_up
from core.session.words import in_words

JOBS = {
    "nothing": "core.session.worker:nothing",
    "devices": "core.session.devices_job:run",
    "restore": "core.session.restore_job:run",
    "compare": "core.session.compare_job:run",
    "run": "core.session.run_job:run",
    "keras": "core.session.keras_job:run",
    "evaluate": "core.session.evaluate_job:run",
    "tflite": "core.session.tflite_job:convert",
    "tflite-check": "core.session.tflite_job:check",
    "onnx": "core.session.onnx_job:convert",
    "onnx-accept": "core.session.onnx_job:accept",
    "onnx-check": "core.session.onnx_job:check",
}
"""Job name → `module:function`; imported when first asked for."""

TICK_EVERY = 0.05
"""Seconds between two progress frames."""


@dataclass(slots=True)
class Job:
    """One job, as the function that does it sees it.

    Attributes:
        params: the request's JSON.
        arrays: the request's arrays.
    """

    params: dict[str, Any]
    arrays: dict[str, np.ndarray]
    reply: Callable[[Mapping[str, Any], Mapping[str, np.ndarray]], None]
    _ticked: float = field(default=0.0)

    def stage(self, name: Text) -> None:
        """A named part begins."""
        self.reply({"type": "progress", "stage": protocol.text_to_json(name)}, {})

    def tick(self, fraction: float | None = None) -> None:
        """Work goes on."""
        now = time.monotonic()
        if now - self._ticked > TICK_EVERY:
            self._ticked = now
            self.reply({"type": "progress", "stage": None, "fraction": fraction}, {})

    def send_array(self, name: str, array: np.ndarray) -> None:
        """Send one array now, so that not all of them are in memory at the same time."""
        self.reply({"type": "array"}, {name: array})


def nothing(_job: Job) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Only shows that the worker is there."""
    return {}, {}


def serve(jobs: BinaryIO, replies: BinaryIO, *, eager: bool = False) -> None:
    """Answer jobs until stdin ends; then the app is gone, and the process ends at once, in whatever it is doing.

    Args:
        jobs: where they come from.
        replies: where the answers go.
        eager: leave eager execution on, which Keras needs; everything else is graphs and sessions.
    """
    waiting: queue.SimpleQueue[tuple[dict[str, Any], dict[str, np.ndarray]]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(jobs, waiting), daemon=True).start()

    def reply(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
        try:
            protocol.send(replies, header, arrays)
        except OSError:
            os._exit(0)  # the app is gone

    try:
        from core.session import tf_runtime

        if not eager:
            tf_runtime.graphs_only()
    except Exception as error:  # whatever importing TensorFlow raises: the app must hear of it
        text = Text("TensorFlow can't be started: {message}", message=str(error) or type(error).__name__)
        reply({"type": "failed", "text": protocol.text_to_json(text), "detail": traceback.format_exc()}, {})
        return
    reply({"type": "ready", "tensorflow": tf_runtime.tf.__version__}, {})
    if not eager and waiting.empty():  # nobody waits
        warm_up()
    while True:
        header, arrays = waiting.get()
        reply(*_run(Job(header["params"], arrays, reply), header["job"]))


def _run(job: Job, name: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Do one job; whatever it raises becomes the app's error."""
    try:
        module, function = JOBS[name].split(":")
        result, arrays = getattr(importlib.import_module(module), function)(job)
    except CryographError as error:
        text, remedy, detail = error.text, error.remedy, traceback.format_exc()
    except Exception as error:  # TensorFlow raises anything; the job ends, the worker doesn't
        (text, remedy), detail = in_words(error), traceback.format_exc()
    else:
        return {"type": "done", "result": result}, arrays
    return {
        "type": "failed",
        "text": protocol.text_to_json(text),
        "remedy": protocol.text_to_json(remedy),
        "detail": detail,
    }, {}


def _read(stream: BinaryIO, waiting: queue.SimpleQueue[tuple[dict[str, Any], dict[str, np.ndarray]]]) -> None:
    while True:
        try:
            waiting.put(protocol.receive(stream))
        except (protocol.ProtocolError, OSError):
            os._exit(0)
