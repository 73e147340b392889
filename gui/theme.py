"""Colours of the light and the dark theme, and the one object that says which is in force.

Painters ask `theme().palette` when they paint and repaint on `theme().changed`; nobody keeps a colour.
Text on its background has a contrast of at least 4.5 : 1 (checked by a test).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

ThemeChoice = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for, as `#rrggbb`."""

    name: Literal["light", "dark"]
    window: str
    panel: str
    canvas: str
    line: str
    line_strong: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    selection: str
    hover: str
    scope: str
    scope_line: str
    chip: str
    chip_line: str
    edge: str
    good: str
    warning: str
    error: str
    categories: dict[str, str]

    def colour(self, name: str) -> QColor:
        """The colour called `name` (a field of this class, or a category) as a `QColor`."""
        return QColor(self.categories.get(name) or getattr(self, name))


LIGHT = Palette(
    name="light",
    window="#f3f4f6",
    panel="#ffffff",
    canvas="#fafbfc",
    line="#d9dde3",
    line_strong="#b9c0ca",
    text="#1f2430",
    quiet="#6b7280",
    accent="#2563eb",
    on_accent="#ffffff",
    selection="#dbe7fd",
    hover="#eef2f8",
    scope="#eef2f7",
    scope_line="#b6c2d1",
    chip="#f6efe0",
    chip_line="#dccfae",
    edge="#8a94a3",
    good="#15803d",
    warning="#b45309",
    error="#b91c1c",
    categories={
        "nn": "#2f6db3",
        "activation": "#b0503f",
        "shape": "#3d8a57",
        "maths": "#7c6f9c",
        "normalisation": "#8a6d1d",
        "data": "#4b5563",
    },
)

DARK = Palette(
    name="dark",
    window="#1b1e23",
    panel="#23272e",
    canvas="#1f2329",
    line="#343a43",
    line_strong="#4a525e",
    text="#e4e7ec",
    quiet="#98a1af",
    accent="#6aa2ff",
    on_accent="#0f1a2b",
    selection="#2a3a57",
    hover="#2b313a",
    scope="#272d36",
    scope_line="#4a5564",
    chip="#3a3424",
    chip_line="#5c5236",
    edge="#7b8594",
    good="#4ade80",
    warning="#fbbf24",
    error="#f87171",
    categories={
        "nn": "#5b9be6",
        "activation": "#e0826f",
        "shape": "#6cc08a",
        "maths": "#a99bd0",
        "normalisation": "#d2b04c",
        "data": "#9aa3b0",
    },
)


class Theme(QObject):
    """Which palette is in force; follows the desktop's colour scheme while the choice is `system`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice: ThemeChoice = "system"
        self._palette = LIGHT
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._follow)

    @property
    def palette(self) -> Palette:
        return self._palette

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        self._choice = choice
        self._follow()

    def _follow(self) -> None:
        if self._choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._choice == "dark"
        palette = DARK if dark else LIGHT
        if palette is not self._palette:
            self._palette = palette
            self.changed.emit()


@cache
def theme() -> Theme:
    """The application's theme. Needs a `QGuiApplication`."""
    return Theme()


def qt_palette(palette: Palette) -> QPalette:
    """`palette` in Qt's own roles, so that every standard widget follows the theme."""
    result = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, "panel"),
        (role.WindowText, "text"),
        (role.Base, "panel"),
        (role.AlternateBase, "window"),
        (role.Text, "text"),
        (role.PlaceholderText, "quiet"),
        (role.Button, "panel"),
        (role.ButtonText, "text"),
        (role.BrightText, "error"),
        (role.Highlight, "selection"),
        (role.HighlightedText, "text"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.ToolTipBase, "panel"),
        (role.ToolTipText, "text"),
        (role.Light, "panel"),
        (role.Midlight, "line"),
        (role.Mid, "line"),
        (role.Dark, "line_strong"),
        (role.Shadow, "line_strong"),
        (role.Accent, "accent"),
    ):
        result.setColor(target, palette.colour(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, target, palette.colour("quiet"))
    return result
