"""The app's side of the worker: starts it, sends jobs, kills it. See `core.session.protocol`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np

from core.progress import Progress

State = Literal["stopped", "starting", "idle", "busy"]


class SessionClient:
    """One worker process at a time; a new one after a crash or a cancel. Thread-safe; one job at a time.

    Attributes:
        log: what TensorFlow wrote on its stderr (the last part of it).
        state_changed: callbacks called with the new `State`, in whichever thread changed it.
    """

    def __init__(self) -> None:
        self.state_changed: list[Callable[[State], None]] = []

    @property
    def state(self) -> State:
        raise NotImplementedError

    @property
    def log(self) -> str:
        raise NotImplementedError

    def start(self) -> None:
        """Start the worker if there is none; returns at once, while the worker imports TensorFlow."""
        raise NotImplementedError

    warm = start

    def request(
        self,
        job: str,
        params: Mapping[str, Any],
        arrays: Mapping[str, np.ndarray] | None = None,
        *,
        progress: Progress,
        time_limit: float | None = None,
    ) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Run a job and wait for it. Cancelling `progress` kills the worker.

        Returns:
            the job's result (as JSON) and its arrays.

        Raises:
            SessionError: the job failed, the worker died (of what, in words), or the time limit passed.
            Cancelled: by the person.
        """
        raise NotImplementedError

    def close(self) -> None:
        """End the worker. The client can be used again after it."""
        raise NotImplementedError

    def __enter__(self) -> SessionClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
