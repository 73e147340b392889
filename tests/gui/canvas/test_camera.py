from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.canvas.camera import CLOSEST, LEGIBLE, Camera


@given(st.floats(0.01, 4), st.integers(-9999, 9999), st.integers(-9999, 9999), st.floats(0.2, 5), st.integers(0, 1600))
def test_the_point_under_the_pointer_stays_there_while_zooming(scale: float, x: int, y: int, factor: float, at: int):
    camera = Camera(scale, x, y)
    before = camera.to_scene(at, 300)
    camera.zoom_at(at, 300, factor)
    after = camera.to_screen(*before)
    assert after == pytest.approx((at, 300), abs=0.51)  # the picture lies on whole pixels


def test_the_scale_stays_within_its_bounds():
    camera = Camera()
    for _ in range(100):
        camera.zoom_at(0, 0, 2)
    assert camera.scale == CLOSEST
    for _ in range(100):
        camera.zoom_at(0, 0, 0.5, farthest=0.1)
    assert camera.scale == 0.1


def test_fit_shows_everything_in_the_middle_and_does_not_magnify():
    camera = Camera()
    camera.fit(0, 0, 4000, 1000, 800, 600)
    left, top = camera.to_screen(0, 0)
    right, bottom = camera.to_screen(4000, 1000)
    assert left > 0
    assert right < 800
    assert top == pytest.approx(600 - bottom, abs=2)
    camera.fit(0, 0, 100, 100, 800, 600)
    assert camera.scale == 1.0


def test_the_first_look_at_a_large_picture_is_legible_and_from_the_top():
    camera = Camera()
    camera.begin(5000, 90_000, 800, 600, main=(0, 5000, 2000))
    assert camera.scale == LEGIBLE
    assert camera.to_screen(2000, 0) == pytest.approx((400, 24), abs=1)


def test_the_picture_cannot_be_pushed_out_of_the_window():
    camera = Camera(1.0)
    camera.pan(1e6, -1e6)
    camera.keep_in_view(500, 500, 800, 600)
    assert camera.to_screen(0, 0)[0] < 800
    assert camera.to_screen(0, 500)[1] > 0


def test_a_wide_and_flat_picture_is_read_from_the_left():
    camera = Camera()
    camera.begin(9000, 400, 800, 600, main=(20, 8000, 4000))
    assert camera.to_screen(20, 0)[0] == pytest.approx(24, abs=1)
