"""A freeze by a session in a worker that is warm already; prints one JSON line.

usage: warm_session.py PREFIX OUT.pb OUTPUT[,OUTPUT…]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.freezing.freeze import freeze
from core.freezing.options import FreezeOptions
from core.opening import open_model
from core.progress import Progress
from core.session.client import SessionClient


def peak(pid: int | str | None) -> int:
    """The most resident bytes that a process ever had."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


prefix, target, outputs = Path(sys.argv[1]), Path(sys.argv[2]), tuple(sys.argv[3].split(","))
options = FreezeOptions(outputs=outputs, engine="session", verify=False, overwrite=True)
with SessionClient() as client:
    client.wait_until_ready(Progress())
    start = time.perf_counter()
    report = freeze(open_model(prefix), target, options, client=client)
    seconds = time.perf_counter() - start
    found = {"seconds": seconds, "stages": report.stage_seconds, "worker": peak(client.pid), "app": peak("self")}
print(json.dumps(found))
