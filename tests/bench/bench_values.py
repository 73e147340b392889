"""The variables' table and the values in the window: the list, a keystroke in the filter, a click on a row."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import models
from measure import cryograph, figure, heading, python, ratio, side_by_side

HERE = Path(__file__).resolve()
COUNT = 100_000
SIZE = 528
"""MiB, or 553 MB: a VGG-16."""
KEYS = ("l", "la", "lay", "part_00*", "dtype:float32", "size:>1", "layer_1 -part_0001", "")


def bench() -> None:
    """Print what a person waits for in the data panels."""
    heading(f"Values: {COUNT:,} variables in the window, against `import tensorflow`")
    prefix = models.variables(COUNT)
    theirs, window = side_by_side(
        python("-c", "import tensorflow"), cryograph(prefix, "--timings", "--quit-after-paint"), times=3
    )
    lines = [line for line in window.err.splitlines() if line.startswith('{"event"')]
    events = {event["event"]: event["ms"] for event in map(json.loads, lines)}
    ratio("list on screen", events["first_paint"] / 1000, theirs.seconds, unit="s", bound=0.6)
    [typed] = side_by_side(python(HERE, "--type", prefix), times=1)
    answer = json.loads(typed.out.splitlines()[-1])
    figure("filter: the slowest keystroke", answer["longest_ms"], unit="ms", bound=50)
    [typed] = side_by_side(python(HERE, "--type-tree", prefix), times=1)
    answer = json.loads(typed.out.splitlines()[-1])
    figure("… as a tree of as many scopes, all unfolded", answer["longest_ms"], unit="ms", bound=50)
    [clicked] = side_by_side(python(HERE, "--click", models.large(SIZE)), times=1)
    answer = json.loads(clicked.out.splitlines()[-1])
    figure(f"first values of a tensor in {SIZE} MiB, after the click", answer["ms"], unit="ms", bound=100)


def _opened(path: Path):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QSettings
    from PySide6.QtTest import QTest

    from gui import stylesheet
    from gui.app import make_app
    from gui.main_window import MainWindow
    from gui.settings import Settings

    app = make_app()
    sys.setswitchinterval(0.0002)  # as the program does
    settings = Settings(QSettings(str(models.BUILD / "bench.ini"), QSettings.Format.IniFormat))
    stylesheet.apply(app, settings.font_size)
    window = MainWindow(settings)
    window.show()
    window.start([path])
    while window.variables.model.rowCount() == 0 or window.document.tasks.running:
        QTest.qWait(10)
    QTest.qWait(1000)  # the graph's widget is imported after the table is there; nobody types as quickly
    return app, window


def keystrokes(path: Path, *, tree: bool = False) -> None:
    """The longest time that the GUI thread takes for one change of the filter, the painting included.

    With `tree`, all variables stand under the headings of their scopes, and one of them is selected.
    """
    from PySide6.QtTest import QTest

    app, window = _opened(path)
    if tree:
        window.variables.commands.arrange("scopes")
        while window.document.tasks.running:
            QTest.qWait(10)
        model = window.variables.model
        model.fold_all(False)
        assert model.rowCount() > 2 * COUNT
        window.variables.table.selectRow(next(row for row in range(9) if model.variable(row)))
        QTest.qWait(500)
    bar, longest = window.variables.filter_bar, 0.0
    for text in KEYS:
        bar.field.setText(text)
        began = time.perf_counter()
        bar.apply()
        app.processEvents()
        longest = max(longest, time.perf_counter() - began)
    print(json.dumps({"longest_ms": longest * 1000}))
    window.document.shutdown()


def click(path: Path) -> None:
    """From the click on a row to the first numbers painted in the table, in a tensor that has not been looked at."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    app, window = _opened(path)
    window.data_dock.show_panel(window.values)
    app.processEvents()
    arrived: list[bool] = []
    window.values.model.arrived.connect(lambda: arrived.append(True))
    table = window.variables.table
    place = table.visualRect(window.variables.model.index(2, 0)).center()
    began = time.perf_counter()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, place.y()))
    while not arrived:
        QTest.qWait(1)
    window.values.table.viewport().repaint()
    print(json.dumps({"ms": (time.perf_counter() - began) * 1000}))
    window.document.shutdown()


if __name__ == "__main__":
    if "--type" in sys.argv:
        keystrokes(Path(sys.argv[-1]))
    elif "--type-tree" in sys.argv:
        keystrokes(Path(sys.argv[-1]), tree=True)
    elif "--click" in sys.argv:
        click(Path(sys.argv[-1]))
    else:
        bench()
