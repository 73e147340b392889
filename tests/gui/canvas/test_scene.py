from __future__ import annotations

from collections.abc import Callable

from core.layout.picture import Picture
from gui.canvas import walking
from gui.canvas.scene import Scene, on_chevron
from gui.canvas.tracing import path_between, traced


def test_the_innermost_box_is_found_and_the_aside_background_is_nothing(qapp: object, picture: Callable[..., Picture]):
    scene = Scene(picture())
    boxes = scene.picture.boxes

    def key_at(x: float, y: float) -> str:
        box = scene.box_at(x, y)
        return box.key if box is not None else ""

    for key in ("input_image", "conv1/Conv2D", "conv2", "save"):
        box = boxes[key]
        assert key_at(box.x + box.w / 2, box.y + box.h / 2) == key
    assert key_at(boxes["conv1"].x + 5, boxes["conv1"].y + 5) == "conv1"
    assert key_at(boxes["(aside)"].x + 3, boxes["(aside)"].y + 3) == ""
    assert key_at(-50, -50) == ""


def test_a_route_is_found_near_its_line_only(qapp: object, picture: Callable[..., Picture]):
    scene = Scene(picture())
    first = scene.routes[0]
    (ax, ay), (bx, by) = first.points[0], first.points[-1]
    assert scene.route_at((ax + bx) / 2 + 2, (ay + by) / 2, 4) == 0
    assert scene.route_at((ax + bx) / 2 + 60, 60, 4) == -1


def test_every_route_has_its_segments_and_every_label_its_place(qapp: object, picture: Callable[..., Picture]):
    scene = Scene(picture())
    assert len(scene.segments) == sum(len(route.points) - 1 for route in scene.routes)
    assert set(scene.segment_route.tolist()) == set(range(len(scene.routes)))
    everywhere = scene.labels_in(-1e6, -1e6, 1e6, 1e6)
    assert [scene.routes[i].label for i in everywhere] == [r.label for r in scene.routes if r.label]


def test_an_empty_picture_is_a_scene_too(qapp: object):
    scene = Scene(Picture())
    assert scene.box_at(0, 0) is None
    assert scene.route_at(0, 0, 5) == -1
    assert scene.first is None


def test_the_chevron_is_at_the_left_of_the_header(qapp: object, picture: Callable[..., Picture]):
    boxes = Scene(picture()).picture.boxes
    opened, closed = boxes["conv1"], boxes["conv2"]
    assert on_chevron(opened, opened.x + 10, opened.y + 10)
    assert not on_chevron(opened, opened.x + 10, opened.y + opened.h - 5)
    assert on_chevron(closed, closed.x + 10, closed.y + closed.h - 5)
    assert not on_chevron(boxes["MaxPool"], boxes["MaxPool"].x + 2, boxes["MaxPool"].y + 2)


def test_arrows_walk_along_edges_and_to_neighbours(qapp: object, picture: Callable[..., Picture]):
    scene = Scene(picture())
    assert walking.step(scene, "MaxPool", "down") == "conv2"
    assert walking.step(scene, "conv2", "up") == "MaxPool"
    assert walking.step(scene, "conv2", "down") == "conv4_2"  # the straightest of three
    assert walking.step(scene, "conv4_2", "right") == "conv4_3"
    assert walking.step(scene, "conv4_2", "left") == "conv4_1"
    assert walking.step(scene, "conv4_1", "left") == ""
    assert walking.step(scene, "gradients", "down") == "save"  # no edge that way: the nearest below
    assert walking.step(scene, "", "down") == "input_image"
    assert walking.inside(scene, "conv1") == "conv1/Conv2D"
    assert walking.outside(scene, "conv1/PReLU") == "conv1"
    assert walking.outside(scene, "save") == ""


def test_tracing_reaches_neighbours_or_everything_upstream(qapp: object, picture: Callable[..., Picture]):
    scene = Scene(picture(opened=False))
    assert traced(scene, "MaxPool", up=True, down=True, far=False) == {"conv1", "MaxPool", "conv2"}
    up = traced(scene, "conv4_1", up=True, down=False, far=True)
    assert {"input_image", "conv1", "MaxPool", "conv2", "step", "conv4_3"} <= up  # through the loop as well
    assert "save" not in up
    assert path_between(scene, "conv2", "input_image") >= {"input_image", "conv1", "MaxPool", "conv2"}
    assert path_between(scene, "save", "conv2") == set()
