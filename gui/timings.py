"""`--timings`: one JSON line per milestone on stderr, in milliseconds since the process started."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

_IMPORTED = time.perf_counter()


def milliseconds_since_start() -> float:
    """Time since the process started; where the system does not tell, since this module was imported."""
    started = _process_started()
    if started is None:
        return (time.perf_counter() - _IMPORTED) * 1000
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - started) * 1000


def _process_started() -> float | None:
    """Seconds between boot and the start of this process, from Linux' /proc (field 22 of `stat`)."""
    try:
        stat = Path("/proc/self/stat").read_text("ascii", "replace")
        # The second field is the program's name in brackets, which may hold anything.
        return int(stat.rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


class Timings:
    """Writes milestones if they were asked for."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted

    def note(self, event: str, **more: str) -> None:
        """One line: `{"event": …, "ms": …}`."""
        if self._wanted:
            line = {"event": event, "ms": round(milliseconds_since_start(), 1), **more}
            print(json.dumps(line), file=sys.stderr, flush=True)  # noqa: T201  this is the option's output
