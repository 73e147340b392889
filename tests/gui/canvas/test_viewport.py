from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.layout.picture import Picture
from gui.canvas.scene import Scene
from gui.canvas.viewport import Viewport
from gui.theme import DARK, LIGHT, theme


@pytest.fixture
def viewport(qtbot: QtBot, picture: Callable[..., Picture]) -> Iterator[Viewport]:
    theme().choose("light")
    widget = Viewport()
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    widget.show()
    qtbot.waitExposed(widget)
    with qtbot.waitSignal(widget.scene_shown):
        widget.show_scene(Scene(picture()))
    yield widget
    theme().choose("light")


def _middle(viewport: Viewport, key: str, dy: float | None = None) -> QPoint:
    assert viewport.scene is not None
    box = viewport.scene.picture.boxes[key]
    x, y = viewport.camera.to_screen(box.x + box.w / 2, box.y + (box.h / 2 if dy is None else dy))
    return QPoint(round(x), round(y))


def _wheel(viewport: Viewport, at: QPoint, angle: int, modifiers: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_the_wheel_zooms_at_the_pointer(viewport: Viewport, modifiers: Qt.KeyboardModifier):
    at = QPoint(317, 211)
    before, scale = viewport.camera.to_scene(at.x(), at.y()), viewport.camera.scale
    _wheel(viewport, at, 120, modifiers)
    assert viewport.camera.scale > scale
    assert viewport.camera.to_screen(*before) == pytest.approx((at.x(), at.y()), abs=1)


def test_a_double_click_asks_to_open_a_container_but_not_an_op(viewport: Viewport, qtbot: QtBot):
    asked: list[str] = []
    viewport.toggled.connect(lambda key, _at: asked.append(key))
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=_middle(viewport, "conv2"))
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=_middle(viewport, "MaxPool"))
    assert asked == ["conv2"]


def test_one_click_on_the_chevron_is_enough(viewport: Viewport, qtbot: QtBot):
    assert viewport.scene is not None
    box = viewport.scene.picture.boxes["conv2"]
    x, y = viewport.camera.to_screen(box.x + 14, box.y + box.h / 2)
    with qtbot.waitSignal(viewport.toggled) as toggled:
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert toggled.args is not None
    assert toggled.args[0] == "conv2"


def test_dragging_pans_and_selects_nothing(viewport: Viewport, qtbot: QtBot):
    clicked: list[str] = []
    viewport.box_clicked.connect(lambda key, _added: clicked.append(key))
    x = viewport.camera.x
    start = QPoint(600, 600)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in (10, 25, 40):
        qtbot.mouseMove(viewport, start + QPoint(step, 0))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    assert viewport.camera.x == x + 40
    assert clicked == []


def test_a_click_on_a_chip_is_a_click_on_the_weight(viewport: Viewport, qtbot: QtBot):
    assert viewport.scene is not None
    box = viewport.scene.picture.boxes["conv1/Conv2D"]
    with qtbot.waitSignal(viewport.chip_clicked) as clicked:
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=_middle(viewport, box.key, box.h - 12))
    assert clicked.args == ["conv1/Conv2D", "conv1/weights"]


def test_another_theme_repaints_everything(viewport: Viewport, qtbot: QtBot):
    at = _middle(viewport, "conv1", 40)
    left = QPoint(at.x() - 140, at.y() + 160)

    def colours() -> list[str]:
        image = viewport.grab().toImage()
        return [image.pixelColor(point).name() for point in (QPoint(3, 3), left)]

    assert colours() == [LIGHT.canvas, LIGHT.scope]
    theme().choose("dark")
    qtbot.waitUntil(lambda: colours() == [DARK.canvas, DARK.scope])


def test_the_first_complete_frame_is_told_once(viewport: Viewport, qtbot: QtBot, picture: Callable[..., Picture]):
    told: list[int] = []
    viewport.scene_shown.connect(lambda: told.append(1))
    viewport.show_scene(Scene(picture(False)))
    qtbot.waitUntil(lambda: bool(told))
    viewport.update()
    viewport.zoom(1.3)
    qtbot.wait(150)
    assert told == [1]


def test_at_rest_nothing_is_painted(viewport: Viewport, qtbot: QtBot):
    qtbot.wait(100)
    viewport.frame_seconds.clear()
    qtbot.wait(150)
    assert viewport.frame_seconds == []
