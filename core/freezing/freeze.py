"""CKPT → PB, from the plan to the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.freezing.options import FreezeOptions
from core.freezing.report import FreezeReport
from core.progress import Progress

if TYPE_CHECKING:
    from core.model import Model
    from core.session.client import SessionClient


def freeze(
    model: Model,
    destination: Path,
    options: FreezeOptions,
    *,
    client: SessionClient | None = None,
    progress: Progress | None = None,
) -> FreezeReport:
    """Freeze `model` into `destination`.

    Args:
        model: as opened by `core.opening.open_model`.
        destination: the `.pb` to write; it appears whole or not at all.
        options: how.
        client: the worker to use; one is started and closed again if None and one is needed.
        progress: stages Starting TensorFlow, Restoring, Converting, Writing, Checking.

    Raises:
        FreezeError: it can't be frozen as asked (the finding's sentence and remedy).
        UsageError: a name that doesn't exist, or the destination exists and `force` is off.
        SessionError: the worker failed.
        Cancelled: by the person; no file is left.
    """
    raise NotImplementedError
