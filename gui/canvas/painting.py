"""Paints a region of a scene at a scale: in detail where it can be read, in bulk where it can't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.layout.picture import Picture
from gui.canvas.box_painter import BoxPainter, ink_of
from gui.canvas.bulk_painter import BulkPainter
from gui.canvas.edge_painter import EdgePainter, Line
from gui.canvas.grid import distinct
from gui.canvas.scene import OUTSET, Scene
from gui.theme import Palette

DETAIL = 0.5
"""From this scale on (pixels per scene unit) everything is painted in detail."""

SMALL_SCENE = 400
FAR = 0.15
"""With up to SMALL_SCENE boxes everything is from FAR on; only the texts are others."""

CURVES = 400
"""Up to so many edges in one region are painted as curves …"""
FAR_CURVES = 100
"""… and up to so many where nothing is painted in detail."""


@dataclass(slots=True)
class Style:
    """How a scene is painted, beyond what it is."""

    palette: Palette
    strip: dict[str, QColor] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)


def paint_region(
    painter: QPainter,
    scene: Scene,
    style: Style,
    scale: float,
    left: float,
    top: float,
    width: float,
    height: float,
    *,
    exact: bool = False,
) -> None:
    """Paint a region; the background is the caller's.

    Args:
        painter: its origin is where the region's top left corner goes, in device-independent pixels.
        scene: what to paint.
        style: colours, and paths kept from one call to the next.
        scale: pixels per scene unit.
        left: the region's left edge, in scene units.
        top: its top edge.
        width: its width.
        height: its height.
        exact: nothing in bulk, however long that takes.
    """
    area = (left - OUTSET, top - OUTSET, left + width + OUTSET, top + height + OUTSET)
    containers = scene.containers_in(*area)
    leaves = scene.leaves_in(*area)
    segments = scene.segments_in(*area)
    detailed = exact or scale >= DETAIL or (scale >= FAR and len(scene.boxes) <= SMALL_SCENE)
    bulk = BulkPainter(painter, scene, style.palette, scale, left, top)
    painter.save()
    if not detailed:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        bulk.containers(containers)
    most = len(scene.routes) if exact else CURVES if detailed else FAR_CURVES
    routes = distinct(scene.segment_route[segments]) if exact or len(segments) <= most * 8 else None
    if routes is not None and len(routes) > most:
        routes = None
    if routes is None and not detailed:
        bulk.edges(segments)
    painter.save()
    painter.scale(scale, scale)
    painter.translate(-left, -top)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    boxes = BoxPainter(painter, style.palette, scale, style.strip)
    if detailed:
        for i in containers:
            boxes.paint(scene.boxes[i], int(scene.depth[i]))
    if routes is None and detailed:
        painter.restore()
        painter.save()
        bulk.edges(segments)
        painter.scale(scale, scale)
        painter.translate(-left, -top)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    elif routes is not None:
        edges = EdgePainter(painter, scene, style.palette, scale, style.lines)
        edges.paint(routes.tolist())
    if detailed:
        for i in leaves:
            boxes.paint(scene.boxes[i])
        edges = EdgePainter(painter, scene, style.palette, scale, style.lines)
        for i in scene.labels_in(*area).tolist():
            edges.label(i, background_of(scene, i, style.palette))
    painter.restore()
    if not detailed:
        bulk.boxes(leaves, style.strip)
    if scale < DETAIL and not exact:
        bulk.titles(np.concatenate([containers, leaves]))
    painter.restore()


def background_of(scene: Scene, route: int, palette: Palette) -> QColor:
    """The colour behind a route: that of the innermost container around both of its ends."""
    ink = ink_of(palette)
    source, target = int(scene.source[route]), int(scene.target[route])
    around = set()
    key = scene.boxes[source].parent if source >= 0 else ""
    while key and key in scene.picture.boxes:
        around.add(key)
        key = scene.picture.boxes[key].parent
    key = scene.boxes[target].parent if target >= 0 else ""
    while key and key not in around and key in scene.picture.boxes:
        key = scene.picture.boxes[key].parent
    if not key or key not in scene.index or scene.picture.boxes[key].kind == "aside":
        return ink.canvas
    return ink.inner_scope if scene.depth[scene.index[key]] % 2 else ink.scope


def render_picture(
    painter: QPainter,
    picture: Picture | Scene,
    palette: Palette,
    rect: QRectF,
    *,
    scale: float | None = None,
    background: bool = True,
    strip: dict[str, QColor] | None = None,
    tick: Callable[[], None] | None = None,
) -> None:
    """Paint a whole picture into `rect`, without a widget: for SVG, PDF and PNG.

    Everything is drawn in full detail, since a person can zoom into a file, unless `scale` says at which scale it
    will be looked at.

    Args:
        painter: on a `QSvgGenerator`, `QPdfWriter`, `QImage` …
        picture: what to paint.
        palette: the colours.
        rect: where to, in the painter's units; the proportions are kept.
        scale: decides which texts are too small to be read; 1 by default.
        background: fill `rect` with the canvas' colour first.
        strip: colours that take the place of the categories', by box key.
        tick: called between pieces of work; may raise to cancel.
    """
    scene = picture if isinstance(picture, Scene) else Scene(picture)
    style = Style(palette)
    factor = min(rect.width() / max(scene.width, 1.0), rect.height() / max(scene.height, 1.0))
    painter.save()
    painter.setClipRect(rect)
    if background:
        painter.fillRect(rect, palette.colour("canvas"))
    painter.translate(
        rect.x() + (rect.width() - scene.width * factor) / 2, rect.y() + (rect.height() - scene.height * factor) / 2
    )
    painter.scale(factor, factor)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    readable = 1.0 if scale is None else scale
    boxes = BoxPainter(painter, palette, readable, strip)
    edges = EdgePainter(painter, scene, palette, readable, style.lines)
    for i in scene.containers:
        boxes.paint(scene.boxes[i], int(scene.depth[i]))
    for start in range(0, len(scene.routes), 500):
        edges.paint(range(start, min(start + 500, len(scene.routes))))
        if tick:
            tick()
    for count, i in enumerate(scene.leaves):
        boxes.paint(scene.boxes[i])
        if tick and count % 500 == 0:
            tick()
    for i, route in enumerate(scene.routes):
        if route.label:
            edges.label(i, background_of(scene, i, palette))
    painter.restore()
