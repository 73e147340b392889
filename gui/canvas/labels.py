"""Static texts, laid out once and painted thousands of times."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStaticText

from gui.canvas.fonts import fonts

_KEPT = 20_000


@lru_cache(_KEPT)
def static_text(text: str, kind: str, room: int) -> tuple[QStaticText, float, float]:
    """The text with its width and height in scene units, shortened in the middle to `room` (0: as long as it is)."""
    font = fonts().of(kind)
    if room:
        text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, room)
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=font)
    size = static.size()
    return static, size.width(), size.height()


def draw_text(
    painter: QPainter,
    text: str,
    kind: str,
    x: float,
    middle: float,
    room: float = 0.0,
    align: float = 0.0,
) -> float:
    """Draw one line in the painter's pen; its vertical middle at `middle`.

    Args:
        painter: in scene units.
        text: what to draw.
        kind: which font.
        x: the left end, centre or right end, as `align` says.
        middle: the line's vertical middle.
        room: the most it may be wide; longer texts lose their middle. 0: unlimited.
        align: 0 if `x` is the left end, 0.5 the centre, 1 the right end.

    Returns:
        Its width.
    """
    fits = not room or fonts().width(text, kind) <= room
    static, width, height = static_text(text, kind, 0 if fits else max(int(room), 1))
    painter.setFont(fonts().of(kind))
    painter.drawStaticText(QPointF(x - width * align, middle - height / 2), static)
    return width
