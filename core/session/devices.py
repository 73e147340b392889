"""Where a session can be placed: every CPU and GPU that TensorFlow sees, and why a GPU can't be used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import Text, UsageError
from core.session.protocol import text_from_json, text_to_json

if TYPE_CHECKING:
    from core.progress import Progress
    from core.session.client import SessionClient

_NAME = re.compile(r"(?:/?(?:job:\w+/)?(?:replica:\d+/)?(?:task:\d+/)?)?/?(?:device:)?([A-Za-z]+):(\d{1,3})")


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

    def to_message(self) -> dict[str, Any]:
        """As the worker sends it: with sentences that can still be translated."""
        return {**self.to_json(), "reason": text_to_json(self.reason), "remedy": text_to_json(self.remedy)}


def list_devices(client: SessionClient, progress: Progress) -> list[Device]:
    """Ask the worker. Takes the time of importing TensorFlow unless the worker is warm.

    Raises:
        SessionError: the worker could not tell.
        Cancelled: by the person.
    """
    result, _ = client.request("devices", {}, progress=progress, time_limit=120)
    return [
        Device(**{**item, "reason": text_from_json(item["reason"]), "remedy": text_from_json(item["remedy"])})
        for item in result["devices"]
    ]


def parse_device(name: str) -> tuple[str, int]:
    """`CPU:1`, `/device:GPU:0`, `gpu:0`, TensorFlow's full name → kind and index.

    Raises:
        UsageError: it is no device's name.
    """
    found = _NAME.fullmatch(name.strip())
    if not found:
        raise UsageError(
            Text("{name} is not the name of a device.", name=name), Text("Names are like CPU:0, CPU:1 or GPU:0.")
        )
    return found[1].upper(), int(found[2])


def short_name(device: str) -> str:
    """`CPU:0` for TensorFlow's `/job:localhost/replica:0/task:0/device:CPU:0`; unchanged if it is nothing like it."""
    found = _NAME.fullmatch(device)
    return f"{found[1].upper()}:{int(found[2])}" if found else device
