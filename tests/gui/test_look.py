"""Legibility: every text on every ground that it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.dialogs.widgets.style import dialog_style
from gui.stylesheet import _mix, stylesheet
from gui.theme import DARK, LIGHT, Palette


def luminance(colour: str) -> float:
    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = bytes.fromhex(colour[1:])
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(first: str, second: str) -> float:
    """As WCAG 2.2 defines it: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *[("text", ground) for ground in ("window", "panel", "canvas", "selection", "hover", "scope", "chip")],
        *[("quiet", ground) for ground in ("panel", "canvas")],
        ("accent", "panel"),
        ("on_accent", "accent"),
        ("warning", "panel"),
        ("error", "panel"),
        ("good", "panel"),
    ],
)
def test_text_stands_out_from_its_ground(palette: Palette, text: str, ground: str):
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_primary_button_stays_legible_under_the_pointer(palette: Palette):
    for part in (0.12, 0.25):
        assert contrast(palette.on_accent, _mix(palette.accent, palette.text, part)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("base", [12, 13, 18])
def test_the_style_sheet_is_well_formed(palette: Palette, base: int):
    sheet = stylesheet(palette, base)
    assert sheet.count("{") == sheet.count("}")
    assert "None" not in sheet


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["", "plain"])
def test_a_hint_in_an_empty_field_stands_out_from_its_ground(palette: Palette, kind: str, qtbot: QtBot):
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.setProperty("kind", kind)
    edit.setStyleSheet(stylesheet(palette) + (dialog_style(palette) if kind else ""))
    edit.setPlaceholderText("Search")
    edit.show()
    shown = edit.palette().color(QPalette.ColorRole.PlaceholderText)
    assert shown.alpha() == 255
    assert contrast(shown.name(), palette.canvas) >= 4.5
