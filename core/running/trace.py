"""A run's times as a Chrome trace: what Perfetto (ui.perfetto.dev) and chrome://tracing open.

Trace Event Format: `{"traceEvents": […]}`; `ph` "M" names a process or thread, "X" is a complete event with `ts` and
`dur` in microseconds. A device is a process, a thread or stream one of its threads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.files import atomic_path
from core.running.result import OpTime


def chrome_trace(times: Iterable[OpTime]) -> dict[str, Any]:
    """The trace as a JSON document."""
    events: list[dict[str, Any]] = []
    devices: dict[str, int] = {}
    threads: dict[tuple[int, int], int] = {}
    for row in times:
        process = devices.setdefault(row.device, len(devices) + 1)
        thread = threads.setdefault((process, row.thread), len([each for each in threads if each[0] == process]) + 1)
        events.append({
            "ph": "X", "name": row.op or row.name, "cat": "op", "pid": process, "tid": thread,
            "ts": row.start / 1000, "dur": row.duration / 1000, "args": {"name": row.name, "op": row.op},
        })  # fmt: skip
    names = [{"ph": "M", "name": "process_name", "pid": process, "args": {"name": device}}
             for device, process in devices.items()]  # fmt: skip
    names += [{"ph": "M", "name": "thread_name", "pid": process, "tid": number, "args": {"name": f"thread {number}"}}
              for (process, _), number in threads.items()]  # fmt: skip
    return {"traceEvents": names + events, "displayTimeUnit": "ns"}


def write_trace(times: Iterable[OpTime], path: Path, *, overwrite: bool = True) -> None:
    """Write the trace.

    Raises:
        WriteError: it can't be written.
        UsageError: it is there already, and may not be overwritten.
    """
    with atomic_path(path, overwrite=overwrite) as temporary:
        temporary.write_bytes(json.dumps(chrome_trace(times), allow_nan=False).encode())
