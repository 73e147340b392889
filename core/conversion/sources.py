"""What can be converted: whatever Cryograph opens."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.conversion.work import Work

if TYPE_CHECKING:
    from core.model import Model


@contextlib.contextmanager
def opened(path: Path, work: Work, *, step: int | None = None) -> Iterator[Model]:
    """The model at a path, for the length of the block.

    Raises:
        CryographError: as `core.opening.open_model`.
    """
    from core.opening import open_model

    yield open_model(path, step=step, progress=work.progress)
