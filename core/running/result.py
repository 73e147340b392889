"""What a run gave: values, where its ops ran, and how long they took."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.session.devices import shown_name

Array = np.ndarray[Any, np.dtype[Any]]
_TRANSFER = "RecvTensor"
"""What a server notes when it takes a tensor from another task."""


@dataclass(frozen=True, slots=True)
class OpTime:
    """One execution of one op.

    Attributes:
        name: the op's.
        op: its type; empty if the statistics don't tell.
        device: `CPU:0`, a remote one with its task; a GPU's kernels as `GPU:0/stream:all`.
        thread: number of the thread or stream.
        start, duration: nanoseconds, from the first op's start.
    """

    name: str
    op: str
    device: str
    thread: int
    start: int
    duration: int


@dataclass(frozen=True, slots=True)
class Total:
    """What several executions took together: `share` of the whole, `seconds`, `count` of executions."""

    name: str
    seconds: float
    count: int
    share: float


@dataclass(slots=True)
class RunResult:
    """One finished run.

    Attributes:
        outputs: by name as asked; what is an operation without a value is in `operations`.
        device: asked for, None if TensorFlow chose.
        placed: {device: ops that ran there}.
        seconds: each timed run, without restoring.
        times: of the traced run.
        fed: {name: `float32 1×28×28×1`}.
        notes: warnings, as sentences.
    """

    outputs: dict[str, Array]
    device: str | None
    placed: dict[str, int]
    seconds: list[float]
    times: list[OpTime] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    fed: dict[str, str] = field(default_factory=dict)
    notes: list[Any] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Seconds of the run in the middle."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """Seconds between the quartiles; 0 for a single run."""
        if len(self.seconds) < 2:
            return 0.0
        low, _, high = statistics.quantiles(self.seconds, n=4, method="inclusive")
        return high - low


def times_of(devices: list[str], arrays: Mapping[str, Array], ops: Mapping[str, str]) -> list[OpTime]:
    """The worker's columns as rows, in the order of their start.

    Args:
        devices: full names.
        arrays: the columns.
        ops: {op's name: type} in the file; TensorFlow runs some as others (`_MklNativeConv2DWithBias`).
    """
    shown = [_device(name) for name in devices]
    columns = [arrays[f"times/{key}"].tolist() for key in ("name", "op", "device", "thread", "start", "duration")]
    rows = [OpTime(_text(name), ops.get(_text(name), _text(op)), shown[device], thread, start, duration)
            for name, op, device, thread, start, duration in zip(*columns, strict=True)]  # fmt: skip
    return sorted(rows, key=lambda row: row.start)


def placed_of(times: Iterable[OpTime]) -> dict[str, int]:
    """{device: how many different ops ran there}."""
    found: dict[str, set[str]] = {}
    for row in times:
        if "/stream:" not in row.device and (row.op or row.name != _TRANSFER):
            found.setdefault(row.device, set()).add(row.name)
    return {device: len(names) for device, names in sorted(found.items())}


def op_seconds(times: Iterable[OpTime]) -> dict[str, float]:
    """{op's name: seconds}, all its executions together; on a GPU those of its kernels."""
    host: dict[str, int] = {}
    kernels: dict[str, int] = {}
    for row in times:
        into = kernels if "/stream:" in row.device else host
        into[row.name] = into.get(row.name, 0) + row.duration
    return {name: nanoseconds / 1e9 for name, nanoseconds in {**host, **kernels}.items()}


def devices_of(times: Iterable[OpTime]) -> dict[str, str]:
    """{op's name: where it ran}."""
    return {row.name: row.device for row in times if "/stream:" not in row.device}


def totals(times: Iterable[OpTime], key: Callable[[OpTime], str]) -> list[Total]:
    """Times added up by what `key` gives, the longest first."""
    sums: dict[str, list[int]] = {}
    for row in _without_launches(list(times)):
        entry = sums.setdefault(key(row), [0, 0])
        entry[0] += row.duration
        entry[1] += 1
    everything = sum(duration for duration, _ in sums.values()) or 1
    return sorted((Total(name, duration / 1e9, count, duration / everything)
                   for name, (duration, count) in sums.items()), key=lambda each: -each.seconds)  # fmt: skip


def by_op(row: OpTime) -> str:
    """For `totals`: the op's type."""
    return row.op or "?"


def by_scope(row: OpTime) -> str:
    """For `totals`: the outermost name scope, or the op itself."""
    return row.name.partition("/")[0]


def _without_launches(rows: list[OpTime]) -> list[OpTime]:
    """A GPU op is in the statistics twice, as its launch and as its kernels: the kernels count."""
    kernels = {row.name for row in rows if "/stream:" in row.device}
    return [row for row in rows if "/stream:" in row.device or row.name not in kernels]


def _device(name: str) -> str:
    """`CPU:0` here, `job:worker/task:1/CPU:0` elsewhere; a GPU's stream keeps its number."""
    base, slash, stream = name.partition("/stream:")
    return f"{shown_name(base)}{slash}{stream}"


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
