"""The window: how long until the graph is on the screen, and whether the event loop ever stands still meanwhile."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import models
from measure import ROOT, cryograph, figure, heading, python, ratio, run, side_by_side

HERE = Path(__file__).resolve()
SAMPLE = ROOT / "resources" / "sample_model"
OPS = 100_000
TIMES = 3


def bench() -> None:
    """Print the time to the first frame in units of TensorFlow's import, and the longest stall."""
    heading("Window: from the start of the process to the first frame with the graph, against `import tensorflow`")
    opened = (
        ("the sample", SAMPLE, None),
        (f"{OPS:,} ops", models.nested(OPS), 1.2),
        (f"{OPS:,} ops without a scope", models.flat(OPS), 4.0),
        (f"{10 * OPS:,} ops", models.nested(10 * OPS), 12.0),
    )
    for what, path, bound in opened:
        theirs, window = side_by_side(
            python("-c", "import tensorflow"),
            cryograph(path, "--timings", "--quit-after-paint"),
            times=3,
        )
        events = {event["event"]: event["ms"] for event in map(json.loads, _json_lines(window.err))}
        ratio(f"{what}: first paint", events["first_paint"] / 1000, theirs.seconds, unit="s", bound=bound)
        figure(f"{what}: window shown", events["window_shown"] / 1000, unit="s")
    heading(f"Window: longest time that the event loop stood still while a model opened, the worst of {TIMES}")
    for what, path, _ in opened:
        with tempfile.TemporaryDirectory() as home:
            # The first time the panels go to their first places, after that to where they were left.
            first, *later = [_stall(path, home) for _ in range(TIMES + 1)]
        figure(f"{what}, in a new window", first["longest_ms"], unit="ms", bound=50)
        figure(f"{what}, with the panels as they were", max(one["longest_ms"] for one in later), unit="ms", bound=50)


def _stall(path: Path, home: str) -> dict[str, float]:
    watched = run(python(HERE, "--stall", path), env={"XDG_CONFIG_HOME": home})
    answer: dict[str, float] = json.loads(watched.out.splitlines()[-1])
    return answer


def _json_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith('{"event"')]


def watch(path: Path) -> None:
    """Open `path` in a window and print the longest gap between two turns of the event loop.

    A timer asks for a turn each millisecond: the longest gap between two turns is how long somebody's click would
    have waited, or a little more. One without an interval would keep a core and the interpreter lock busy all the
    time, which no person does, and a large model would take two or three times as long to open.
    """
    from PySide6.QtCore import QTimer

    from gui.app import make_app, make_window

    window = make_window(opening=True)  # as the program does
    app = make_app()
    window.resize(1600, 1000)  # the screen of a machine without one is smaller than anybody's
    window.show()
    for _ in range(20):
        app.processEvents()
    state = {"last": time.perf_counter(), "longest": 0.0, "began": time.perf_counter()}

    def beat() -> None:
        now = time.perf_counter()
        state["longest"] = max(state["longest"], now - state["last"])
        state["last"] = now

    def finish() -> None:
        taken = time.perf_counter() - state["began"]
        print(json.dumps({"longest_ms": state["longest"] * 1000, "opened_ms": taken * 1000}))
        app.quit()

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(beat)
    timer.start()

    def watch_canvas() -> None:
        # After the first frame it may still have to build what lies below the view: half a second more counts too.
        window.central.canvas.first_painted.connect(lambda: QTimer.singleShot(500, finish))

    window.canvas_made.connect(watch_canvas)
    state["last"] = state["began"] = time.perf_counter()
    window.start([path])
    app.exec()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stall"]:
        watch(Path(sys.argv[2]))
    else:
        bench()
