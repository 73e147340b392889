"""The canvas' three fonts, and how wide a text is in them, away from the GUI thread.

The layout runs in a thread and needs widths of tens of thousands of labels. So the widths of characters are
looked up once, on the GUI thread, and summed anywhere after that. Fonts are unhinted: their widths scale with
the zoom, and a label that fits its box at 100 % fits it at any scale.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

TextKind = Literal["label", "detail", "chip"]

PIXELS: dict[str, float] = {"label": 14.0, "detail": 12.0, "chip": 12.0}
"""Sizes at 100 %, in pixels (scene units)."""

READABLE = 7.0
"""Text that would appear smaller than this many pixels is not drawn."""

_MEASURED = "".join(map(chr, range(0x20, 0x7F))) + "×·…–—→←↗▸▾“”’é"


@dataclass(frozen=True, slots=True)
class WidthTable:
    """Widths of characters in one font, in scene units; safe to use from any thread."""

    widths: dict[str, float]
    average: float
    em: float

    def width(self, text: str) -> float:
        """The width of `text`; without kerning, so a pixel too wide at most."""
        known = self.widths
        total = 0.0
        for char in text:
            one = known.get(char)
            if one is None:
                # Not measured: a full square for ideographs, which is what CJK fonts give them.
                one = self.em if unicodedata.east_asian_width(char) in "WF" else self.average
            total += one
        return total


class Fonts:
    """The fonts of the canvas. Made on the GUI thread; `measure` may be called from any."""

    def __init__(self) -> None:
        self.label = _font(PIXELS["label"], bold=True)
        self.detail = _font(PIXELS["detail"])
        self.chip = _font(PIXELS["chip"])
        self._tables = {kind: _table(self.of(kind)) for kind in ("label", "detail", "chip")}

    def of(self, kind: str) -> QFont:
        """The font of a kind of text."""
        return {"label": self.label, "detail": self.detail, "chip": self.chip}[kind]

    def measure(self, text: str, kind: TextKind) -> float:
        """Width of `text` in scene units (pixels at 100 %)."""
        return self._tables[kind].width(text)

    @lru_cache(50_000)  # noqa: B019  # there is one of this class, for as long as the program runs
    def width(self, text: str, kind: str) -> float:
        """`measure`, remembered: for painting, which asks for the same few texts again and again."""
        return self._tables[kind].width(text)


@cache
def fonts() -> Fonts:
    """The fonts of the application. Needs a `QGuiApplication`; first called on the GUI thread."""
    return Fonts()


def _font(pixels: float, *, bold: bool = False) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(round(pixels))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setBold(bold)
    return font


def _table(font: QFont) -> WidthTable:
    metrics = QFontMetricsF(font)
    widths = {char: metrics.horizontalAdvance(char) for char in _MEASURED}
    return WidthTable(widths, sum(widths.values()) / len(widths), float(font.pixelSize()))
