"""Paints one box in full detail, in scene units."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from core.graph.metrics import CARD, MOST_BODY
from core.layout.picture import Box
from gui.canvas import words
from gui.canvas.fonts import PIXELS, READABLE, fonts
from gui.canvas.labels import draw_text
from gui.theme import Palette

RADIUS = 6.0
SCOPE_RADIUS = 10.0
STRIP = 6.0

CHIP_HEIGHT = 18.0
CHIP_GAP = 4.0
CHIP_MARGIN = 10.0
HEADER = 32.0


class Ink:
    """The colours of one palette as Qt objects, made once."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        for name in ("panel", "canvas", "text", "quiet", "scope", "chip", "edge", "accent", "selection", "hover"):
            setattr(self, name, palette.colour(name))
        self.border = QPen(palette.colour("line_strong"), 1.0)
        self.scope_border = QPen(palette.colour("scope_line"), 1.2)
        self.chip_border = QPen(palette.colour("chip_line"), 1.0)
        self.aside_border = QPen(palette.colour("line_strong"), 1.2, Qt.PenStyle.CustomDashLine)
        self.aside_border.setDashPattern([4.0, 3.0])
        self.ref_border = QPen(palette.colour("line_strong"), 1.0, Qt.PenStyle.CustomDashLine)
        self.ref_border.setDashPattern([3.0, 2.0])
        self.chevron = QPen(palette.colour("quiet"), 1.8)
        self.chevron.setCapStyle(Qt.PenCapStyle.RoundCap)
        self.chevron.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.strips = {name: palette.colour(name) for name in palette.categories}
        # On the dark canvas a card is lighter than what it lies on, as white is on the light one.
        self.card = palette.colour("panel" if palette.name == "light" else "hover")
        self.inner_scope = mix(palette.colour("scope"), palette.colour("canvas"), 0.55)

    panel: QColor
    canvas: QColor
    text: QColor
    quiet: QColor
    scope: QColor
    chip: QColor
    edge: QColor
    accent: QColor
    selection: QColor
    hover: QColor

    def strip(self, category: str) -> QColor:
        """The colour of a category."""
        return self.strips.get(category, self.strips["data"])


_inks: dict[int, Ink] = {}


def ink_of(palette: Palette) -> Ink:
    """The one `Ink` of a palette."""
    ink = _inks.get(id(palette))
    if ink is None:
        ink = _inks[id(palette)] = Ink(palette)  # keeps the palette, so its id stays its own
    return ink


def mix(a: QColor, b: QColor, part: float) -> QColor:
    """`a` with `part` of `b` in it."""
    red, green, blue = (
        x + (y - x) * part for x, y in ((a.redF(), b.redF()), (a.greenF(), b.greenF()), (a.blueF(), b.blueF()))
    )
    return QColor.fromRgbF(red, green, blue)


class BoxPainter:
    """Paints boxes with one painter.

    Args:
        painter: in scene units, antialiased.
        palette: the colours.
        scale: device-independent pixels per scene unit; decides which texts are readable.
        strip: a colour per box key that takes the place of the category's (colour by device …).
    """

    def __init__(
        self, painter: QPainter, palette: Palette, scale: float, strip: dict[str, QColor] | None = None
    ) -> None:
        self._painter = painter
        self._ink = ink_of(palette)
        self._labels = PIXELS["label"] * scale >= READABLE
        self._details = PIXELS["detail"] * scale >= READABLE
        self._strip = strip or {}

    def paint(self, box: Box, depth: int = 0) -> None:
        """Paint it as what it is."""
        rect = QRectF(box.x, box.y, box.w, box.h)
        if box.kind == "aside":
            self._aside(rect)
        elif box.expanded:
            self._open_container(box, rect, depth)
        elif box.kind in ("scope", "series"):
            self._closed_container(box, rect)
        elif box.kind == "ref":
            self._ref(box, rect)
        elif box.kind == "chip":
            self._card(box, rect, self._ink.chip, self._ink.chip_border)
        else:
            self._card(box, rect, self._ink.card, self._ink.border)

    def _aside(self, rect: QRectF) -> None:
        painter = self._painter
        painter.setPen(self._ink.aside_border)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, SCOPE_RADIUS, SCOPE_RADIUS)
        if self._details:
            painter.setPen(self._ink.quiet)
            draw_text(painter, words.put_aside(), "detail", rect.x() + 14, rect.y() + 17, rect.width() - 20)

    def _open_container(self, box: Box, rect: QRectF, depth: int) -> None:
        painter, ink = self._painter, self._ink
        painter.setPen(ink.scope_border)
        painter.setBrush(ink.inner_scope if depth % 2 else ink.scope)
        painter.drawRoundedRect(rect, SCOPE_RADIUS, SCOPE_RADIUS)
        middle = box.y + min(box.header or HEADER, box.h) / 2
        self._chevron(box.x + 18, middle, opened=True)
        if not self._labels:
            return
        painter.setPen(ink.text)
        room = box.w - 34 - 12
        width = draw_text(painter, box.label, "label", box.x + 34, middle, room)
        if not self._details:
            return
        room -= width + 16
        painter.setPen(ink.quiet)
        for text in (words.counts(box), words.short_counts(box)):
            if fonts().width(text, "detail") <= room:
                room -= draw_text(painter, text, "detail", box.x + box.w - 12, middle, align=1.0) + 16
                break
        if box.detail and room > 40:  # the function whose body it is
            draw_text(painter, f"ƒ {box.detail}", "detail", box.x + 34 + width + 14, middle, min(room, MOST_BODY))

    def _closed_container(self, box: Box, rect: QRectF) -> None:
        painter, ink = self._painter, self._ink
        painter.setPen(ink.scope_border)
        painter.setBrush(ink.scope)
        for step in (2, 1) if box.kind == "series" else (1,):
            painter.drawRoundedRect(rect.translated(CARD * step, CARD * step), SCOPE_RADIUS, SCOPE_RADIUS)
        painter.drawRoundedRect(rect, SCOPE_RADIUS, SCOPE_RADIUS)
        strip = self._strip.get(box.key)
        if strip is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(strip)
            painter.drawRoundedRect(QRectF(rect.x() + 3, rect.y() + 6, STRIP, rect.height() - 12), 3, 3)
        centre, left = rect.center(), 30.0 if box.expandable else 8.0
        if box.expandable:
            self._chevron(box.x + 17, centre.y(), opened=False)
        room = box.w - left - 8
        # Centred in the box if the chevron leaves room for that, else in what it leaves.
        text = words.counts(box)
        widest = max(fonts().width(box.label, "label"), fonts().width(text, "detail"))
        x = centre.x() if widest <= box.w - 2 * left else box.x + left + room / 2
        two_lines = box.h >= 36
        if self._labels:
            painter.setPen(ink.text)
            draw_text(painter, box.label, "label", x, centre.y() - (9.5 if two_lines else 0), room, 0.5)
        if self._details and two_lines:
            if fonts().width(text, "detail") > room:
                text = words.short_counts(box)
            painter.setPen(ink.quiet)
            draw_text(painter, text, "detail", x, centre.y() + 10, room, 0.5)

    def _card(self, box: Box, rect: QRectF, fill: QColor, border: QPen) -> None:
        painter, ink = self._painter, self._ink
        painter.setPen(border)
        painter.setBrush(fill)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._strip.get(box.key) or ink.strip(box.category))
        painter.drawPath(_strip_path(rect.height()).translated(rect.x() - 0.5, rect.y()))
        if box.detail and self._details:  # it calls a function, which can be opened
            painter.setPen(ink.quiet)
            draw_text(painter, "ƒ", "detail", box.x + box.w - 6, box.y + 9, align=1.0)
        chips = len(box.chips) * (CHIP_HEIGHT + CHIP_GAP)
        room = rect.width() - STRIP - 12
        x = rect.center().x() + STRIP / 2
        middle = rect.y() + (rect.height() - chips) / 2
        two_lines = bool(box.detail) and rect.height() - chips >= 36
        if self._labels:
            painter.setPen(ink.text)
            draw_text(painter, box.label, "label", x, middle - (8.5 if two_lines else 0), room, 0.5)
        if two_lines and self._details:
            painter.setPen(ink.quiet)
            draw_text(painter, box.detail, "detail", x, middle + 9, room, 0.5)
        for chip, at in zip(box.chips, chip_rects(box), strict=True):
            painter.setPen(ink.chip_border)
            painter.setBrush(ink.chip)
            painter.drawRoundedRect(at, 4, 4)
            if self._details:
                painter.setPen(ink.text)
                text = f"{chip.label} {chip.shape}".strip()
                draw_text(painter, text, "chip", at.center().x(), at.center().y(), at.width() - 6, 0.5)

    def _ref(self, box: Box, rect: QRectF) -> None:
        painter, ink = self._painter, self._ink
        painter.setPen(ink.ref_border)
        painter.setBrush(ink.canvas)
        radius = rect.height() / 2
        painter.drawRoundedRect(rect, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._strip.get(box.key) or ink.strip(box.category))
        painter.drawEllipse(QPointF(rect.x() + radius, rect.center().y()), 3.0, 3.0)
        if self._details:
            painter.setPen(ink.quiet)
            left = radius + 6
            draw_text(painter, box.label, "chip", rect.x() + left, rect.center().y(), rect.width() - left - 1)

    def _chevron(self, x: float, y: float, *, opened: bool) -> None:
        self._painter.setPen(self._ink.chevron)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        steps = ((-5, -2.5), (0, 2.5), (5, -2.5)) if opened else ((-2.5, -5), (2.5, 0), (-2.5, 5))
        self._painter.drawPolyline(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in steps]))

    def outline(self, box: Box, colour: QColor, width: float) -> None:
        """A line around the box: selected, found, pointed at."""
        radius = box.h / 2 if box.kind == "ref" else SCOPE_RADIUS if box.kind in ("scope", "series") else RADIUS
        pen = QPen(colour, width)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h), radius, radius)


def chip_rects(box: Box) -> list[QRectF]:
    """Where the chips of a box are, in scene units; they stand at its bottom."""
    count = len(box.chips)
    left, width = box.x + CHIP_MARGIN + STRIP / 2, box.w - 2 * CHIP_MARGIN
    bottom = box.y + box.h
    return [QRectF(left, bottom - (count - i) * (CHIP_HEIGHT + CHIP_GAP), width, CHIP_HEIGHT) for i in range(count)]


@lru_cache(512)
def _strip_path(height: float) -> QPainterPath:
    """The colour strip of a box of that height, at the origin: round where the box is."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, 2 * RADIUS, height), RADIUS * 0.8, RADIUS * 0.8)
    cut = QPainterPath()
    cut.addRect(QRectF(0, 0, STRIP, height))
    return path.intersected(cut)
