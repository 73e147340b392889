from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage, QPainter

from core.layout.picture import Picture
from gui.canvas.camera import Camera
from gui.canvas.painting import Style
from gui.canvas.scene import Scene
from gui.canvas.transition import SECONDS, Anchor, Transition
from gui.theme import LIGHT


@pytest.fixture
def scenes(qapp: object, picture: Callable[..., Picture]) -> tuple[Scene, Scene]:
    return Scene(picture(False)), Scene(picture(True))


@pytest.mark.parametrize("dx", [10.0, 60.0, 150.0])
def test_the_pointer_stays_on_the_header_of_what_it_opened(scenes: tuple[Scene, Scene], dx: float):
    old, new = scenes[0].picture.boxes["conv1"], scenes[1].picture.boxes["conv1"]
    at, screen = (old.x + dx, old.y + 40.0), (300.0, 200.0)
    anchor = Anchor.of(old, new, at, screen)
    assert new.x <= anchor.new[0] <= new.x + new.w
    assert new.y <= anchor.new[1] <= new.y + new.header
    if dx <= 28:  # on the chevron: still on the chevron
        assert anchor.new[0] - new.x == dx
    back = Anchor.of(new, old, anchor.new, screen)
    assert back.new == pytest.approx(at)


def test_the_anchor_does_not_move_during_the_transition(scenes: tuple[Scene, Scene]):
    anchor = Anchor((200.0, 100.0), (170.0, 90.0), (300.0, 200.0))
    now = [0.0]
    transition = Transition(*scenes, Camera(0.9, 10, 20), anchor, clock=lambda: now[0])
    for part in (0.0, 0.3, 0.7, 1.0):
        camera = transition.camera(part)
        x, y = 200.0 - 30.0 * part, 100.0 - 10.0 * part
        assert camera.to_screen(x, y) == pytest.approx((300, 200), abs=0.51)
    assert transition.part == 0.0
    now[0] = SECONDS / 2
    assert transition.part == pytest.approx(0.5)
    assert not transition.over
    now[0] = SECONDS
    assert transition.part == 1.0
    assert transition.over


def test_its_last_frame_is_the_new_picture(scenes: tuple[Scene, Scene]):
    """But for the labels beside edges, which come with the picture itself."""
    anchor = Anchor((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
    now = [0.0]
    transition = Transition(*scenes, Camera(), anchor, clock=lambda: now[0])
    now[0] = 1.0
    image = QImage(1000, 700, QImage.Format.Format_RGB32)
    image.fill(LIGHT.colour("canvas"))
    with QPainter(image) as painter:
        transition.paint(painter, Style(LIGHT), 1000, 700)
    for key, category in (("conv1/Conv2D", "nn"), ("conv1/PReLU", "activation"), ("MaxPool", "shape")):
        box = scenes[1].picture.boxes[key]
        assert image.pixelColor(int(box.x + 2), int(box.y + box.h / 2)) == LIGHT.colour(category)


def test_a_large_or_tiny_picture_does_not_move(scenes: tuple[Scene, Scene]):
    anchor = Anchor((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
    assert Transition.fits(*scenes, Camera(1.0), anchor, 1000, 700)
    assert not Transition.fits(*scenes, Camera(0.1), anchor, 1000, 700)
