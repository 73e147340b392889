"""`cryograph render`: the drawing in a file, painted by the same code as the window's, without a display."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from core.errors import CryographError, Text, UsageError
from core.files import AtomicFile

if TYPE_CHECKING:
    from core.layout.picture import Picture
    from core.progress import Progress
    from gui.theme import Palette

SUFFIXES = (".svg", ".png", ".pdf")

MARGIN = 24.0
"""Around the drawing, in scene units."""

PNG_SCALE = 2.0
"""Pixels for one scene unit, while the picture stays within `PNG_SIDE`."""

PNG_SIDE = 16_000
"""The most pixels that a side of a PNG gets; most viewers refuse much more."""


def render_file(path: Path, output: Path, *, expand: list[str], depth: int, step: int | None, force: bool) -> None:
    """Draw the model at `path` into `output`; the suffix says in which format.

    Raises:
        UsageError: an unknown suffix, a scope that isn't there, or the output exists and `force` is off.
        CryographError: there is no graph to draw.
    """
    from core.cli.terminal import watched_progress
    from core.graph.view import GraphView
    from core.opening import open_model

    if output.suffix.lower() not in SUFFIXES:
        raise UsageError(Text("{name}: a drawing is written as .svg, .png or .pdf.", name=output.name or str(output)))
    if output.exists() and not force:
        raise UsageError(Text("{name} exists already.", name=output.name), Text("Overwrite it with --force."))
    # No window is shown; a display that is there needn't be asked, and none need be there.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["cryograph"])
    assert isinstance(application, QGuiApplication)
    from gui.canvas.fonts import fonts
    from gui.theme import LIGHT

    with watched_progress() as progress:
        model = open_model(path, step=step, progress=progress)
        if model.graph is None:
            raise CryographError(Text("{name} has no graph that could be drawn.", name=model.title))
        view = GraphView(model.graph, model)
        if depth:
            view.expand_to_depth(depth)
        for scope in expand:
            part = view.part(scope)
            if part is None or not part.container:
                raise UsageError(Text("There is no name scope {scope} in {name}.", scope=scope, name=model.title))
            for key, _ in view.path_of(scope):
                view.expand(key)
        progress.stage(Text("Laying out"))
        picture = view.picture(fonts().measure, progress)
        progress.stage(Text("Drawing"))
        data = render_bytes(picture, LIGHT, output.suffix.lower(), title=model.title, progress=progress)
        with AtomicFile(output, overwrite=force) as file:
            file.write(data)
            file.commit()


def render_bytes(picture: Picture, palette: Palette, suffix: str, *, title: str, progress: Progress) -> bytes:
    """A picture as the content of an SVG, PNG or PDF file."""
    from gui.canvas.painting import render_picture

    width, height = picture.width + 2 * MARGIN, picture.height + 2 * MARGIN
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image: QImage | None = None
    device: QSvgGenerator | QPdfWriter | QImage
    factor = 1.0
    if suffix == ".svg":
        device = QSvgGenerator()
        device.setOutputDevice(buffer)
        device.setSize(QSize(round(width), round(height)))
        device.setViewBox(QRectF(0, 0, width, height))
        device.setTitle(title)
    elif suffix == ".pdf":
        device = QPdfWriter(buffer)
        device.setTitle(title)
        device.setResolution(72)
        page = QPageSize(QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        device.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    else:
        factor = min(PNG_SCALE, PNG_SIDE / max(width, height))
        device = image = QImage(
            max(1, round(width * factor)), max(1, round(height * factor)), QImage.Format.Format_RGB32
        )
        if image.isNull():
            raise CryographError(Text("The picture is too large for a PNG."), Text("Write an SVG or a PDF."))
        image.fill(Qt.GlobalColor.white)
    painter = QPainter(device)
    try:
        background = QRectF(0, 0, width * factor, height * factor)
        painter.fillRect(background, palette.colour("canvas"))
        inner = background.adjusted(MARGIN * factor, MARGIN * factor, -MARGIN * factor, -MARGIN * factor)
        render_picture(painter, picture, palette, inner, background=False, tick=progress.check)
    finally:
        painter.end()
    if image is not None and not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs want bytes
        raise CryographError(Text("The picture could not be encoded."))
    buffer.close()
    return bytes(content.data())
