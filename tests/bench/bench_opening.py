"""Opening a scope: how long from the click to the first frame with its content, for every scope of the shared models.

Each scope is opened for the first time, with those around it open and everything else closed. All of them are laid
out and made ready to paint; the slowest of each model are then clicked in a window, with its thread and its painting.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measure import ROOT, figure, heading, python, side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.graph.op_graph import OpGraph
    from core.model import Model

HERE = Path(__file__).resolve()
MODELS = ROOT.parent / "shared" / "models"
GRAPHS = (
    "mtcnn_pnet/PNet_landmark",
    "inception_v3_meta/InceptionV3.meta",
    "puzzle15/modeldir",
    "heart_estimator_steps/train",
    "v1_lenet300/tmp",
    "sm_keras_lstm/lstm_from_sequential",
    "sm_mlnet_mnist_lr_model/mnist_lr_model",
    "deepmd_cu_frozen/frozen_model.pb",
    "dl4j_gru_dynamic_pbtxt/frozen_graph.pbtxt",
    "edgetpu_frozen/frozen_model.pb",
    *(f"frozen_by_tensorflow/{path.name}" for path in sorted(MODELS.glob("frozen_by_tensorflow/*.pb"))),
)
MOST = 150.0
"""Milliseconds that the opening of a scope may take."""
REST = 0.3
"""Seconds for an animation and for what is painted ahead."""

CLICKED = 4
"""So many scopes of a graph are clicked in a window, the slowest to lay out first."""


def bench() -> None:
    """Print for each model the median and the slowest scope, laid out and in a window."""
    heading("Opening a scope, from the click to the first frame with its content")
    if not MODELS.is_dir():
        print(f"  there are no models in {MODELS}")
        return
    for name in GRAPHS:
        [run] = side_by_side(python(HERE, "--scopes", MODELS / name), times=1)
        said = json.loads(run.out.splitlines()[-1])
        if not said["scopes"]:
            print(f"  {name}: nothing to open")
            continue
        figure(f"{name}: {said['scopes']:,} scopes laid out, median", said["median"], unit="ms")
        figure(f"… slowest: {said['slowest'][-36:]}", said["worst"], unit="ms", bound=MOST)
        figure(f"… slowest in the window: {said['clicked'][-29:]}", said["window"], unit="ms", bound=MOST)


def scopes(path: Path) -> None:
    """Open every scope of a model, of its functions too; one line of JSON."""
    from PySide6.QtWidgets import QApplication

    from core.opening import open_model

    application = QApplication(sys.argv[:1])  # the canvas' fonts are measured
    application.setQuitOnLastWindowClosed(False)
    model = open_model(path)
    graph = model.graph
    assert graph is not None
    taken = []
    for body in (graph, *(graph.function(name) for name in graph.functions)):
        taken += [(seconds, key, around, body.name) for seconds, key, around in _laid_out(body, model)]
    taken.sort(reverse=True)
    said: dict[str, object] = {"scopes": len(taken)}
    if taken:
        seconds, key, *_ = taken[0]
        clicked = _clicked(path, [each[1:] for each in taken[:CLICKED]])
        said |= {
            "median": taken[len(taken) // 2][0] * 1000,
            "worst": seconds * 1000,
            "slowest": key,
            "window": clicked[0] * 1000,
            "clicked": clicked[1],
        }
    print(json.dumps(said))


def _laid_out(graph: OpGraph, model: Model) -> list[tuple[float, str, tuple[str, ...]]]:
    """(seconds, key, those around it) of each container of a graph, from the change to what is ready to paint."""
    from core.formats.collector import collector_paused
    from core.graph.view import GraphView
    from gui.canvas.fonts import fonts
    from gui.canvas.scene import Scene

    view = GraphView(graph, model)
    measure = fonts().measure
    top = [box for box in view.picture(measure).boxes.values() if box.expandable]
    waiting: list[tuple[str, tuple[str, ...]]] = [(box.key, ()) for box in top]
    found: list[tuple[float, str, tuple[str, ...]]] = []
    while waiting:
        key, around = waiting.pop()
        view.expanded = set(around)
        view.picture(measure)
        start = time.perf_counter()
        view.expand(key)
        with collector_paused(keep=True):  # as in the window
            scene = Scene(view.picture(measure))
        found.append((time.perf_counter() - start, key, around))
        inside = [box.key for box in scene.boxes if box.parent == key and box.expandable]
        waiting += [(inner, (*around, key)) for inner in inside]
    return found


def _clicked(path: Path, places: list[tuple[str, tuple[str, ...], str]]) -> tuple[float, str]:
    """(seconds, key) of the scope that took longest from the click to its first frame, each in a fresh window."""
    from PySide6.QtCore import QEventLoop, QTimer

    from gui.canvas.graph_view import GraphCanvas
    from gui.document import Document

    loop = QEventLoop()

    def wait(there: Callable[[], bool]) -> None:
        """Run the event loop, which sleeps when there is nothing to do, until something is true."""
        looking = QTimer(interval=1)
        looking.timeout.connect(lambda: loop.quit() if there() else None)
        looking.start()
        loop.exec()

    slowest = (0.0, "")
    for key, around, function in places:
        document = Document()
        canvas = GraphCanvas(document)
        canvas.resize(1600, 1000)
        canvas.show()

        def rest(canvas: GraphCanvas = canvas) -> None:
            """The last change is shown, its animation is over, nothing is left to paint ahead."""
            end = time.perf_counter() + REST
            wait(lambda: time.perf_counter() > end and not canvas.layouts.busy)

        document.open_path(path, remember=False)
        wait(lambda canvas=canvas: canvas.laid is not None)
        if function:
            canvas.sheets.open_function(function)
            rest()
        for outer in around:
            canvas.toggle(outer)
            rest()
        rest()
        viewport, before = canvas.viewport, canvas.viewport.scene
        start = time.perf_counter()
        canvas.toggle(key)
        wait(lambda viewport=viewport, before=before: viewport.scene is not before)
        viewport.repaint()  # the frame that was asked for, now
        slowest = max(slowest, (time.perf_counter() - start, key))
        canvas.close()
        document.shutdown()
    return slowest


if __name__ == "__main__":
    if sys.argv[1:2] == ["--scopes"]:
        scopes(Path(sys.argv[2]))
    else:
        bench()
