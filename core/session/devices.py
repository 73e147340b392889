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

_SERVER = re.compile(r"(grpc(?:\+\w+)?://(?:\[[0-9a-fA-F:]+\]|[^/\[\]:\s]+):\d{1,5})(?:/(.*))?")
_TASK = re.compile(r"/?(job:\w+)/(?:replica:0/)?(task:\d+)(?:/|$)")
_NAME = re.compile(r"(?:/?(?:job:\w+/)?(?:replica:\d+/)?(?:task:\d+/)?)?/?(?:device:)?([A-Za-z]+):(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Place:
    """A device asked for.

    Attributes:
        kind, index: `CPU`, 1.
        server: `grpc://host:port` of the TensorFlow server whose session it is in; empty for this machine.
        task: `/job:worker/task:1` of the server's cluster; empty for the server's own.
    """

    kind: str
    index: int
    server: str = ""
    task: str = ""


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


def list_remote_devices(client: SessionClient, server: str, progress: Progress) -> list[Device]:
    """The devices of a TensorFlow server (`grpc://host:port`) and of its cluster, its own first.

    Raises:
        SessionError: it can't be reached, or opens no session.
        UsageError: it is no address.
        Cancelled: by the person.
    """
    place = parse_place(server)
    if not place.server:
        raise UsageError(Text("{name} is not the address of a TensorFlow server.", name=server),
                         Text("An address is like grpc://host:2222."))  # fmt: skip
    result, _ = client.request("devices", {"server": place.server}, progress=progress, time_limit=60)
    return [Device(**{**item, "reason": None, "remedy": None}) for item in result["devices"]]


def parse_device(name: str) -> tuple[str, int]:
    """`CPU:1`, `/device:GPU:0`, `gpu:0`, TensorFlow's full name → kind and index.

    Raises:
        UsageError: it is no device's name.
    """
    place = parse_place(name)
    return place.kind, place.index


def parse_place(name: str) -> Place:
    """A device of this machine as `parse_device` has it, or `grpc://host:port/CPU:0`, or of another task of a cluster
    `grpc://host:port/job:worker/task:1/GPU:0`. An address alone is its `CPU:0`.

    Raises:
        UsageError: it is no device's name.
    """
    asked = name.strip()
    remote = _SERVER.fullmatch(asked)
    task = ""
    if remote:
        asked = remote[2] or "CPU:0"
        found_task = _TASK.match(asked)
        if found_task:
            task = f"/{found_task[1]}/{found_task[2]}"
            asked = asked[found_task.end() :] or "CPU:0"
    found = _NAME.fullmatch(asked)
    if not found:
        raise UsageError(
            Text("{name} is not the name of a device.", name=name),
            Text("Names are like CPU:0, CPU:1 or GPU:0, and on a TensorFlow server grpc://host:2222/CPU:0."),
        )
    return Place(found[1].upper(), int(found[2]), remote[1] if remote else "", task)


def server_of(name: str | None) -> str:
    """`grpc://host:port` of a remote device's name; empty for a device of this machine, and for what is no name."""
    if name is None or "://" not in name:
        return ""
    try:
        return parse_place(name).server
    except UsageError:
        return ""


def short_name(device: str) -> str:
    """`CPU:0` for TensorFlow's `/job:localhost/replica:0/task:0/device:CPU:0`; unchanged if it is nothing like it."""
    found = _NAME.fullmatch(device)
    return f"{found[1].upper()}:{int(found[2])}" if found else device


def long_name(device: str) -> str:
    """`job:worker/task:1/CPU:0` for TensorFlow's full name of a device that is a server's."""
    return device.removeprefix("/").replace("replica:0/", "").replace("device:", "")


def shown_name(device: str) -> str:
    """How results name where an op ran: `CPU:0` on this machine, `job:worker/task:1/CPU:0` on a server."""
    here = "/job:" not in device or "/job:localhost/" in device
    return short_name(device) if here else long_name(device)
