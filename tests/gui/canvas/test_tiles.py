from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPainter, QPixmap

from gui.canvas.camera import Camera
from gui.canvas.tiles import SIDE, Tiles

BACKGROUND = QColor("#ffffff")
Region = tuple[float, float, float, float, float]


class _Painted:
    """Tiles over a scene that is one red square of 100,000 units, with a list of the regions painted."""

    def __init__(self) -> None:
        self.regions: list[Region] = []
        self.tiles = Tiles(self._paint)
        self.tiles.clear(extent=(1e5, 1e5), overview_scale=None)

    def _paint(self, painter: QPainter, scale: float, left: float, top: float, width: float, height: float) -> None:
        self.regions.append((scale, left, top, width, height))
        painter.fillRect(0, 0, SIDE, SIDE, QColor("#ff0000"))

    def frame(self, camera: Camera, *, seconds: float = 10.0, zooming: bool = False) -> tuple[bool, QPixmap]:
        window = QPixmap(600, 400)
        window.fill(QColor("#00ff00"))
        with QPainter(window) as painter:
            complete = self.tiles.draw(
                painter, camera, 600, 400, background=BACKGROUND, seconds=seconds, zooming=zooming
            )
        return complete, window


@pytest.fixture
def painted(qapp: object) -> _Painted:
    return _Painted()


def test_a_frame_with_time_is_complete_and_the_next_one_paints_nothing(painted: _Painted):
    complete, window = painted.frame(Camera(1.0, -1000, -1000))
    assert complete
    image = window.toImage()
    assert {image.pixelColor(x, y).name() for x in (0, 300, 599) for y in (0, 200, 399)} == {"#ff0000"}
    count = len(painted.regions)
    assert painted.frame(Camera(1.0, -1000, -1000))[0]
    assert len(painted.regions) == count


def test_a_frame_without_time_paints_one_tile_and_says_that_more_is_missing(painted: _Painted):
    complete, window = painted.frame(Camera(1.0, -1000, -1000), seconds=0.0)
    assert not complete
    assert len(painted.regions) <= 1
    assert "#00ff00" not in {window.toImage().pixelColor(x, 10).name() for x in (5, 300, 595)}  # nothing shines through


def test_a_zoom_shows_the_old_tiles_until_it_rests(painted: _Painted):
    camera = Camera(1.0, -1000, -1000)
    painted.frame(camera)
    painted.tiles._tile_seconds = 1.0  # a picture that paints slowly
    count = len(painted.regions)
    camera.zoom_at(300, 200, 1.2)
    complete, window = painted.frame(camera, zooming=True)
    assert not complete
    assert len(painted.regions) == count
    assert window.toImage().pixelColor(300, 200).name() == "#ff0000"
    assert painted.frame(camera)[0]
    assert painted.regions[-1][0] == camera.scale


def test_what_lies_around_the_window_is_painted_ahead(painted: _Painted):
    camera = Camera(1.0, -1000, -1000)
    painted.frame(camera)
    painted.tiles._tile_seconds = 0.0
    while painted.tiles.prefetch(camera, 600, 400, BACKGROUND, 1.0):
        pass
    count = len(painted.regions)
    camera.pan(-200, -200)
    assert painted.frame(camera)[0]
    assert len(painted.regions) == count


def test_tiles_far_away_are_forgotten(painted: _Painted):
    for step in range(300):
        painted.frame(Camera(1.0, -1000 - 600 * step, -1000))
    assert len(painted.tiles._current.tiles) <= 420


def test_outside_the_picture_nothing_is_painted(painted: _Painted):
    complete, window = painted.frame(Camera(1.0, 2000, 2000))
    assert complete
    assert painted.regions == []
    assert window.toImage().pixelColor(5, 5).name() == BACKGROUND.name()
