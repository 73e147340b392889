"""Work in turns: one step per turn of the event loop, with a paint between."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.turns import in_turns


def test_the_window_paints_between_two_steps(qtbot):
    done = []

    class Painted(QWidget):
        def paintEvent(self, event) -> None:  # noqa: N802 - Qt's name
            done.append("paint")

    widget = Painted()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    qtbot.waitUntil(lambda: "paint" in done)
    done.clear()

    def step(number: int) -> None:
        done.append(number)
        widget.update()

    in_turns(widget, (lambda number=number: step(number) for number in range(3)))
    assert done == []
    qtbot.waitUntil(lambda: done == [0, "paint", 1, "paint", 2, "paint"])


def test_two_that_have_steps_take_turns(qtbot):
    here, there = QObject(), QObject()
    done = []
    in_turns(here, [lambda: done.append("a"), lambda: done.append("b"), lambda: done.append("c")])
    in_turns(there, [lambda: done.append("x")])
    qtbot.waitUntil(lambda: done[-1:] == ["c"])
    assert done == ["a", "x", "b", "c"]


def test_nothing_more_is_run_once_the_owner_is_gone(qtbot):
    here, gone = QObject(), QObject()
    done = []
    in_turns(gone, [lambda: (done.append("x"), shiboken6.delete(gone)), lambda: done.append("y")])
    in_turns(here, [lambda: None, lambda: None, lambda: done.append("end")])
    qtbot.waitUntil(lambda: done[-1:] == ["end"])
    assert done == ["x", "end"]


def test_a_step_that_fails_is_reported_and_the_others_still_run(qtbot):
    owner = QObject()
    done = []

    def fail() -> None:
        raise ValueError("no")

    with qtbot.capture_exceptions() as caught:
        in_turns(owner, [fail, lambda: done.append("after")])
        qtbot.waitUntil(lambda: done == ["after"])
    assert [kind for kind, _, _ in caught] == [ValueError]
