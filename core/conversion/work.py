"""What a conversion has at hand while it runs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from core.progress import Progress

if TYPE_CHECKING:
    from core.model import Model
    from core.session.client import SessionClient


class Drawer(Protocol):
    """Draws a model's graph into the content of a file. The window's side gives it, because core has no Qt."""

    def __call__(self, model: Model, suffix: str, *, depth: int, scale: float | None, progress: Progress) -> bytes: ...


@dataclass(slots=True)
class Work:
    """The progress to report to, the worker, the drawing.

    Attributes:
        progress: told each stage; may cancel.
        draw: None where there is no Qt.
    """

    progress: Progress = field(default_factory=Progress)
    draw: Drawer | None = None
    _client: SessionClient | None = None
    _owned: bool = False

    @classmethod
    @contextlib.contextmanager
    def beginning(
        cls, progress: Progress, *, client: SessionClient | None = None, draw: Drawer | None = None
    ) -> Iterator[Work]:
        """Work that ends with the block; a worker that it had to start ends with it."""
        work = cls(progress, draw, client)
        try:
            yield work
        finally:
            if work._owned and work._client is not None:
                work._client.close()

    @property
    def client(self) -> SessionClient:
        """The TensorFlow worker; made (not yet started) when first asked for."""
        if self._client is None:
            from core.session.client import SessionClient  # only for conversions that run something

            self._client, self._owned = SessionClient(), True
        return self._client
