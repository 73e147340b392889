"""Where a session can be placed: every CPU and GPU that TensorFlow sees, and why a GPU can't be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import Text

if TYPE_CHECKING:
    from core.progress import Progress
    from core.session.client import SessionClient


@dataclass(frozen=True, slots=True)
class Device:
    """A place to run on.

    Attributes:
        name: `CPU:0`, `GPU:0`.
        kind: `CPU` or `GPU`.
        description: the processor's or card's name.
        memory_bytes: its memory, None if unknown.
        available: whether a session can be placed there.
        reason: why not, in words; None if it is available.
        remedy: what to do about it.
    """

    name: str
    kind: str
    description: str
    memory_bytes: int | None
    available: bool
    reason: Text | None = None
    remedy: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """As in `cryograph devices --json`."""
        return {
            "name": self.name,
            "kind": self.kind,
            "description": self.description,
            "memory_bytes": self.memory_bytes,
            "available": self.available,
            "reason": str(self.reason) if self.reason else None,
            "remedy": str(self.remedy) if self.remedy else None,
        }


def list_devices(client: SessionClient, progress: Progress) -> list[Device]:
    """Ask the worker. Takes the time of importing TensorFlow unless the worker is warm.

    Raises:
        SessionError: the worker could not tell.
        Cancelled: by the person.
    """
    raise NotImplementedError
