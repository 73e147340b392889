"""The drawing in a file, painted by the same code as the window's: `cryograph render`, and the window's export."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from core.errors import CryographError, Text, UsageError
from core.files import AtomicFile

if TYPE_CHECKING:
    from core.cli.drawing import DrawingOptions
    from core.graph.view import GraphView
    from core.layout.picture import Picture
    from core.model import Model
    from core.progress import Progress
    from gui.canvas.scene import Scene
    from gui.theme import Palette

SUFFIXES = (".svg", ".png", ".pdf")

MARGIN = 24.0
"""Around the drawing, in scene units."""

PNG_SCALE = 2.0
"""Pixels for one scene unit, while the picture stays within `PNG_SIDE`."""

TILE = 2_048
"""Side of the tiles that a PNG is painted in, in pixels."""

PDF_SIDE = 14_400
"""The longest side of a page that PDF readers accept, in points; a larger picture is drawn smaller, not cut."""

MOST_IMAGE_BYTES = 4 << 30
"""Memory that the pixels of a PNG may take."""

PNG_SIDE = 16_000
"""The most pixels that a side of a PNG gets where no scale is chosen; many viewers refuse much more."""


_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_FAMILY = re.compile(rb'font-family="([^"]*)"')


def render_file(path: Path, output: Path, options: DrawingOptions, *, step: int | None, force: bool) -> None:
    """Draw the model at `path` into `output`; the suffix says in which format.

    Raises:
        UsageError: an unknown suffix, a scope or function that isn't there, or the output exists and `force` is off.
        CryographError: there is no graph to draw, or the PNG would be too large.
    """
    from core.cli.terminal import watched_progress
    from core.opening import open_model

    if output.suffix.lower() not in SUFFIXES:
        raise UsageError(Text("{name}: a drawing is written as .svg, .png or .pdf.", name=output.name or str(output)))
    if output.exists() and not force:
        raise UsageError(Text("{name} exists already.", name=output.name), Text("Overwrite it with --force."))
    _ensure_application()
    from gui.canvas.fonts import fonts
    from gui.theme import DARK, LIGHT

    with watched_progress() as progress:
        model = open_model(path, step=step, progress=progress)
        if model.graph is None:
            raise CryographError(Text("{name} has no graph that could be drawn.", name=model.title))
        view = _view_of(model, options)
        progress.stage(Text("Laying out"))
        picture = view.picture(fonts().measure, progress)
        progress.stage(Text("Drawing"))
        palette = DARK if options.theme == "dark" else LIGHT
        data = render_bytes(
            picture, palette, output.suffix.lower(), title=model.title, progress=progress, scale=options.scale
        )
        with AtomicFile(output, overwrite=force) as file:
            file.write(data)
            file.commit()


def _view_of(model: Model, options: DrawingOptions) -> GraphView:
    """The view of a model's graph that is to be drawn."""
    from core.graph.view import GraphView

    graph = model.graph
    assert graph is not None
    if options.function:
        if options.function not in graph.functions:
            raise UsageError(Text("There is no function {name} in {model}.", name=options.function, model=model.title))
        graph = graph.function(options.function)
    view = GraphView(graph, model, direction="LR" if options.flow == "right" else "TB")
    view.fold_weights(options.weights == "folded")
    if options.depth:
        view.expand_to_depth(options.depth)
    for name in options.expand:
        part = view.part(name)
        inlined = view.can_inline(name)
        if part is None or not (part.container or inlined):
            raise UsageError(Text("There is no name scope {scope} in {name}.", scope=name, name=model.title))
        for key, _ in view.path_of(name):
            view.expand(key)
        if inlined:
            view.inline(name)
    return view


def draw_model(model: Model, suffix: str, *, depth: int, scale: float | None, progress: Progress) -> bytes:
    """The graph of an open model as the content of an SVG, PNG or PDF file, every scope open down to `depth`.

    Raises:
        CryographError: there is no graph to draw, or the PNG would be too large.
        Cancelled: `progress` was cancelled.
    """
    _ensure_application()
    from core.cli.drawing import DrawingOptions
    from gui.canvas.fonts import fonts
    from gui.theme import LIGHT

    if model.graph is None:
        raise CryographError(Text("{name} has no graph that could be drawn.", name=model.title))
    view = _view_of(model, DrawingOptions(depth=depth))
    progress.stage(Text("Laying out"))
    picture = view.picture(fonts().measure, progress)
    progress.stage(Text("Drawing"))
    return render_bytes(picture, LIGHT, suffix, title=model.title, progress=progress, scale=scale)


def _ensure_application() -> None:
    # No window is shown; a display that is there needn't be asked, and none need be there.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["cryograph"])
    assert isinstance(application, QGuiApplication)


def render_bytes(
    picture: Picture | Scene,
    palette: Palette,
    suffix: str,
    *,
    title: str,
    progress: Progress,
    scale: float | None = None,
    strip: dict[str, QColor] | None = None,
) -> bytes:
    """A picture as the content of an SVG, PNG or PDF file.

    Args:
        picture: what to draw.
        palette: the colours.
        suffix: one of `SUFFIXES`.
        title: for the file's own title.
        progress: may cancel.
        scale: pixels for one scene unit in a PNG; by default `PNG_SCALE`, less for pictures beyond `PNG_SIDE`.
        strip: colours that take the place of the categories', by box key.

    Raises:
        CryographError: the PNG would be too large.
        Cancelled: `progress` was cancelled.
    """
    from gui.canvas.painting import render_picture

    width, height = picture.width + 2 * MARGIN, picture.height + 2 * MARGIN
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    device: QSvgGenerator | QPdfWriter
    factor = 1.0
    if suffix == ".png":
        factor = min(PNG_SCALE, PNG_SIDE / max(width, height)) if scale is None else scale
        image = paint_image(picture, palette, factor, strip or {}, progress)
        if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs want bytes
            raise CryographError(Text("The picture could not be encoded."))
        return bytes(content.data())
    if suffix == ".svg":
        device = QSvgGenerator()
        device.setOutputDevice(buffer)
        device.setSize(QSize(round(width), round(height)))
        device.setViewBox(QRectF(0, 0, width, height))
        device.setTitle(title)
    else:
        factor = min(1.0, PDF_SIDE / max(width, height))
        device = QPdfWriter(buffer)
        device.setTitle(title)
        device.setResolution(72)
        size = QSizeF(width * factor, height * factor)
        page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        device.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(device)
    try:
        area = QRectF(0, 0, width * factor, height * factor)
        painter.fillRect(area, palette.colour("canvas"))
        inner = area.adjusted(MARGIN * factor, MARGIN * factor, -MARGIN * factor, -MARGIN * factor)
        render_picture(painter, picture, palette, inner, background=False, strip=strip, tick=progress.check)
    finally:
        painter.end()
    buffer.close()
    data = bytes(content.data())
    return portable_svg(data) if suffix == ".svg" else data


def portable_svg(data: bytes) -> bytes:
    """Qt's SVG for other programs: without the control characters of names, which break the file, and with a family of
    fonts behind the one of this machine (`Sans Serif` means nothing to a browser elsewhere, which takes serifs then).
    """
    clean = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}".encode(), data)
    return _FAMILY.sub(rb'font-family="\1, sans-serif"', clean)


def png_size(picture: Picture | Scene, scale: float) -> tuple[int, int]:
    """Width and height of the PNG of a picture, in pixels."""
    width, height = (picture.width + 2 * MARGIN) * scale, (picture.height + 2 * MARGIN) * scale
    return max(1, round(width)), max(1, round(height))


def paint_image(
    picture: Picture | Scene, palette: Palette, scale: float, strip: dict[str, QColor], progress: Progress
) -> QImage:
    """The whole picture as an image, painted in tiles: Qt's painter reaches no farther than 32,767 pixels."""
    from gui.canvas.painting import Style, paint_region
    from gui.canvas.scene import Scene

    scene = picture if isinstance(picture, Scene) else Scene(picture)
    width, height = png_size(scene, scale)
    if width * height * 4 > MOST_IMAGE_BYTES:
        raise CryographError(
            Text("A PNG of {width} × {height} pixels would be too large.", width=width, height=height),
            Text("Choose a smaller scale, or write an SVG or a PDF."),
        )
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise CryographError(
            Text("There is not enough memory for a PNG of {width} × {height} pixels.", width=width, height=height),
            Text("Choose a smaller scale, or write an SVG or a PDF."),
        )
    pixels = np.frombuffer(image.bits(), np.uint8).reshape(height, image.bytesPerLine())
    style = Style(palette, strip)
    tile = QImage(min(TILE, width), min(TILE, height), QImage.Format.Format_RGB32)
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            progress.check()
            w, h = min(TILE, width - left), min(TILE, height - top)
            tile.fill(palette.colour("canvas"))
            with QPainter(tile) as painter:
                paint_region(
                    painter, scene, style, scale, left / scale - MARGIN, top / scale - MARGIN, w / scale, h / scale,
                    exact=True,
                )  # fmt: skip
            rows = np.frombuffer(tile.constBits(), np.uint8).reshape(tile.height(), tile.bytesPerLine())
            pixels[top : top + h, left * 4 : (left + w) * 4] = rows[:h, : w * 4]
    return image
