from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.layout.picture import Picture
from gui.canvas.fonts import fonts
from gui.canvas.painting import Style, paint_region, render_picture
from gui.canvas.scene import Scene
from gui.theme import DARK, LIGHT, Palette


def _region(scene: Scene, palette: Palette, scale: float, left: float, top: float, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(palette.colour("canvas"))
    with QPainter(image) as painter:
        paint_region(painter, scene, Style(palette), scale, left, top, width / scale, height / scale)
    return image


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_an_op_has_its_category_at_the_left_and_a_container_its_colour(
    qapp: object, picture: Callable[..., Picture], palette: Palette
):
    scene = Scene(picture())
    image = _region(scene, palette, 1.0, 0, 0, 1000, 700)
    conv = scene.picture.boxes["conv1/Conv2D"]
    assert image.pixelColor(int(conv.x + 2), int(conv.y + conv.h / 2)) == palette.colour("nn")
    scope = scene.picture.boxes["conv1"]
    assert image.pixelColor(int(scope.x + 12), int(scope.y + scope.h - 12)) == palette.colour("scope")
    assert image.pixelColor(5, 5) == palette.colour("canvas")


@pytest.mark.parametrize("scale", [0.2, 0.4, 0.75, 1.0])
def test_tiles_put_together_are_the_whole(qapp: object, picture: Callable[..., Picture], scale: float):
    scene = Scene(picture())
    whole = _region(scene, LIGHT, scale, 0, 0, 512, 512)
    for x in (0, 256):
        for y in (0, 256):
            tile = _region(scene, LIGHT, scale, x / scale, y / scale, 256, 256)
            part = whole.copy(x, y, 256, 256)
            differing = sum(tile.pixel(i, j) != part.pixel(i, j) for i in range(0, 256, 3) for j in range(0, 256, 3))
            assert differing < 30, (x, y)  # antialiasing at the seam may differ by a shade


def test_no_text_is_painted_where_it_could_not_be_read(qapp: object):
    assert fonts().measure("conv1", "label") > fonts().measure("conv1", "detail") > 0
    assert fonts().measure("卷积", "chip") == 2 * fonts().chip.pixelSize()


def test_the_table_of_widths_agrees_with_the_font(qapp: object):
    from PySide6.QtGui import QFontMetricsF

    for text in ("conv1", "256×12×12×3", "gradients/conv1/Conv2D_grad", "21 ops · 290 parameters"):
        for kind in ("label", "detail", "chip"):
            real = QFontMetricsF(fonts().of(kind)).horizontalAdvance(text)
            assert fonts().measure(text, kind) == pytest.approx(real, rel=0.03)


def test_a_picture_renders_to_svg_with_its_names(qapp: object, picture: Callable[..., Picture], tmp_path: Path):
    path = tmp_path / "graph.svg"
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(QSize(1000, 700))
    generator.setViewBox(QRectF(0, 0, 1000, 700))
    ticks: list[int] = []
    with QPainter(generator) as painter:
        render_picture(painter, picture(), LIGHT, QRectF(0, 0, 1000, 700), tick=lambda: ticks.append(1))
    text = re.sub(r"\s+", " ", path.read_text("utf-8"))
    for word in ("input_image", "conv1", "weights 3×3×3×10", "256×12×12×3", "put aside", "21 ops · 290 parameters"):
        assert word in text
    assert ticks
