"""A picture by hand, like a small network half opened, for what needs no graph behind it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.layout.picture import Box, Chip, Picture, Route


def _box(picture: Picture, key: str, kind: str, x: float, y: float, w: float, h: float, **more: object) -> Box:
    label = key.rsplit("/", 1)[-1]
    box = Box(key, kind, label, x=x, y=y, w=w, h=h, **more)  # type: ignore[arg-type]
    if kind in ("op", "ref", "chip"):
        box.node = key
    box.expandable = kind in ("scope", "series")
    picture.boxes[key] = box
    if box.parent:
        picture.boxes[box.parent].children.append(key)
    else:
        picture.roots.append(key)
    return box


def make_picture(opened: bool = True) -> Picture:
    """input → conv1 (opened or not) → MaxPool → conv2 → conv4_1, conv4_2; gradients and save put aside."""
    picture = Picture(width=1000, height=700)
    _box(picture, "input_image", "op", 232, 20, 136, 32, category="data", op="Placeholder")
    if opened:
        _box(picture, "conv1", "scope", 154, 84, 292, 220, expanded=True, header=34, ops=21, parameters=290)
        weights, biases = Chip("conv1/weights", "weights", "3×3×3×10"), Chip("conv1/biases", "biases", "10")
        _box(picture, "conv1/Conv2D", "op", 204, 120, 192, 56, category="nn", parent="conv1", chips=[weights])
        _box(picture, "conv1/BiasAdd", "op", 204, 196, 192, 56, category="maths", parent="conv1", chips=[biases])
        _box(picture, "conv1/PReLU", "op", 232, 266, 136, 30, category="activation", parent="conv1")
        bottom = 304.0
    else:
        _box(picture, "conv1", "scope", 192, 84, 216, 54, ops=21, parameters=290)
        bottom = 138.0
    _box(picture, "MaxPool", "op", 238, bottom + 30, 124, 32, category="shape", op="MaxPool")
    _box(picture, "conv2", "scope", 192, bottom + 92, 216, 54, ops=21, parameters=1456)
    for i, x in enumerate((70, 230, 390)):
        _box(picture, f"conv4_{i + 1}", "scope", x, bottom + 210, 148, 50, ops=13, parameters=66)
    _box(picture, "step", "ref", 470, bottom + 36, 70, 20, category="data")
    _box(picture, "(aside)", "aside", 700, 20, 200, 200)
    for i, key in enumerate(("gradients", "save")):
        _box(picture, key, "scope", 716, 54 + i * 66, 160, 52, ops=418, parent="(aside)")
        picture.asides.append(key)

    def route(source: str, target: str, **more: object) -> None:
        a, b = picture.boxes[source], picture.boxes[target]
        points = [(a.x + a.w / 2, a.y + a.h), (b.x + b.w / 2, b.y)]
        picture.routes.append(Route(source, target, points, tensors=((source, target),), **more))  # type: ignore[arg-type]

    if opened:
        route("input_image", "conv1/Conv2D", label="256×12×12×3")
        route("conv1/Conv2D", "conv1/BiasAdd")
        route("conv1/BiasAdd", "conv1/PReLU")
        route("conv1/PReLU", "MaxPool", label="256×10×10×10")
    else:
        route("input_image", "conv1", label="256×12×12×3")
        route("conv1", "MaxPool", label="256×10×10×10")
    route("MaxPool", "conv2", label="256×5×5×10", count=3)
    for i in range(3):
        route("conv2", f"conv4_{i + 1}", label="256×1×1×32" if i == 1 else "")
    picture.routes.append(Route("step", "conv2", [(505, bottom + 56), (380, bottom + 92)], control=True))
    loop = [(418, bottom + 210), (560, bottom + 150), (560, bottom - 20), (446, bottom - 40)]
    picture.routes.append(Route("conv4_3", "conv1", loop, reversed=True))
    return picture


@pytest.fixture
def picture() -> Callable[..., Picture]:
    return make_picture
