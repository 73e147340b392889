"""The canvas: how long frames take while a picture of 100,000 boxes is panned and zoomed, all of it in view or near."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from measure import figure, heading, python, side_by_side

if TYPE_CHECKING:
    from core.layout.picture import Picture

HERE = Path(__file__).resolve()
BOXES = 100_000
EDGES = 130_000
FRAME = 0.016
MOST = 16.0
"""Milliseconds that 95 % of the frames may take."""
STALL = 50.0
"""Milliseconds that no turn of the event loop may take."""


def bench() -> None:
    """Print the 95th percentile of the frames and the longest turn of the event loop, for each kind of move."""
    heading(f"Canvas: frames at 1600×1000 with {BOXES:,} boxes and {EDGES:,} edges")
    [run] = side_by_side(python(HERE, "--frames"), times=1)
    for line in run.out.splitlines():
        moved = json.loads(line)
        figure(f"{moved['what']}: 95 % of {moved['frames']} frames", moved["p95"], unit="ms", bound=MOST)
        figure(f"{moved['what']}: longest turn of the event loop", moved["longest"], unit="ms", bound=STALL)


def grid(boxes: int, edges: int) -> Picture:
    """Ops in rows of equal length, with edges to ops some rows below: everything is in view when it fits."""
    import numpy as np

    from core.layout.picture import Box, Picture, Route

    columns = int(boxes**0.5)
    categories = ("nn", "activation", "shape", "maths", "normalisation", "data")
    picture = Picture(width=columns * 150.0, height=(boxes // columns + 1) * 70.0)
    for i in range(boxes):
        x, y = i % columns * 150.0, i // columns * 70.0
        key = f"op_{i}"
        picture.boxes[key] = Box(
            key, "op", f"MatMul_{i}", op="MatMul", category=categories[i % 6], x=x, y=y, w=120, h=32, node=key
        )
    picture.roots = list(picture.boxes)
    rng = np.random.default_rng(1)
    sources = rng.integers(0, boxes - 4 * columns, edges)
    targets = sources + rng.integers(1, 4, edges) * columns + rng.integers(-3, 4, edges)
    for source, target in zip(sources.tolist(), targets.tolist(), strict=True):
        a, b = picture.boxes[f"op_{source}"], picture.boxes[f"op_{target}"]
        start, end = (a.x + 60, a.y + 32), (b.x + 60, b.y)
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        picture.routes.append(Route(a.key, b.key, [start, middle, end]))
    return picture


def frames() -> None:
    """Pan and zoom a window without a screen, one step per 16 ms as a mouse does; one line of JSON per move."""
    import numpy as np
    from PySide6.QtCore import QEventLoop, QPointF
    from PySide6.QtWidgets import QApplication

    from gui.canvas.scene import Scene
    from gui.canvas.viewport import Viewport

    app = QApplication(sys.argv[:1])
    scene = Scene(grid(BOXES, EDGES))
    viewport = Viewport()
    viewport.resize(1600, 1000)
    viewport.show()
    viewport.show_scene(scene)
    turns: list[float] = []

    def turn() -> None:
        start = time.perf_counter()
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        turns.append(time.perf_counter() - start)

    def rest(seconds: float) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            turn()

    def move(what: str, step: Callable[[], None], count: int) -> None:
        viewport.frame_seconds.clear()
        turns.clear()
        for _ in range(count):
            end = time.perf_counter() + FRAME
            step()
            while time.perf_counter() < end:
                turn()
        p95 = float(np.percentile(viewport.frame_seconds, 95)) * 1000
        answer = {"what": what, "frames": len(viewport.frame_seconds), "p95": p95, "longest": max(turns) * 1000}
        print(json.dumps(answer), flush=True)

    def place(scale: float) -> None:
        camera = viewport.camera.copy()
        camera.scale = scale
        camera.place(scene.width / 2, scene.height / 2, 800, 500)
        viewport.look(camera)
        rest(1.0)

    def pan() -> None:
        camera = viewport.camera.copy()
        camera.pan(-12, -8)
        viewport.look(camera)

    whole = min(1600 / scene.width, 1000 / scene.height)
    place(whole)
    move("panning the whole graph", pan, 100)
    place(whole)
    move("zooming in from the whole graph", lambda: viewport.zoom(1.05, QPointF(800, 500)), 110)
    move("zooming out again", lambda: viewport.zoom(1 / 1.05, QPointF(600, 400)), 110)
    for scale in (0.1, 0.3, 0.5, 1.0):
        place(scale)
        move(f"panning at {scale:.0%}", pan, 100)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--frames"]:
        frames()
    else:
        bench()
