"""The small parts of the panels."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from gui.panels.widgets import SAME_END, Elided, HintedEdit, Link, breakable
from gui.stylesheet import stylesheet
from gui.theme import LIGHT

HINTS = ("Filter: name, dtype:float32, size:>1K", "Filter")


@pytest.mark.parametrize(("width", "shown"), [(400, 0), (120, 1)])
def test_a_field_shows_the_longest_hint_that_fits(width: int, shown: int, qtbot: QtBot) -> None:
    field = HintedEdit()
    qtbot.addWidget(field)
    field.setStyleSheet(stylesheet(LIGHT))
    field.set_hints(*HINTS)
    field.show()
    field.resize(width, 30)
    assert field.placeholderText() == HINTS[shown]


def test_what_is_shown_as_a_hint_is_not_cut(qtbot: QtBot) -> None:
    field, whole = HintedEdit(), QLineEdit()
    for each in (field, whole):
        qtbot.addWidget(each)
        each.setStyleSheet(stylesheet(LIGHT))
        each.show()
    field.set_hints(*HINTS)
    width = next(width for width in range(60, 500) if (field.resize(width, 30), field.placeholderText())[1] == HINTS[0])
    # As much as there is of it in a field that is wide enough.
    field.resize(width, 30)
    whole.setPlaceholderText(HINTS[0])
    whole.resize(600, 30)
    inked = [sum(image.pixelColor(x, y).lightness() < 200 for x in range(14, image.width() - 4) for y in range(8, 22))
             for image in (field.grab().toImage(), whole.grab().toImage())]  # fmt: skip
    assert inked[0] == inked[1] > 0


def test_a_line_is_told_in_fewer_words_before_any_is_cut(qtbot: QtBot) -> None:
    line = Elided("model.ckpt-11000 → model.ckpt-7000: 5 the same", shorter="5 the same")
    qtbot.addWidget(line)
    line.show()
    shown = line.findChild(QLabel)
    line.resize(line.sizeHint().width(), 20)
    assert shown.text() == line.text == line.toolTip()
    line.resize(line.sizeHint().width() - 8, 20)
    assert shown.text() == "5 the same"
    line.resize(30, 20)
    assert "…" in shown.text()


def test_a_long_text_has_places_to_wrap_and_is_the_same_without_them() -> None:
    for text in ("conv/weights_1.x-y", "\\n\\x07\\n\\x03CPU\\x10\\x01" * 4, "word " * 30, "a" * 20, ""):
        assert breakable(text).replace("\u200b", "") == text
    assert breakable("conv/w") == "conv/\u200bw"
    assert breakable("a" * 20) == "a" * 20
    assert max(map(len, breakable("ab" * 70).split("\u200b"))) == 20


def test_links_to_variables_whose_names_end_alike_are_told_apart(qtbot: QtBot) -> None:
    shown = []
    for number in range(2):
        link = Link(f"variables/{number}{SAME_END}", lambda: None)
        qtbot.addWidget(link)
        link.resize(130, 20)
        link.show()
        shown.append(link.text())
        assert link.toolTip() == link.full_text == f"variables/{number}{SAME_END}"
    assert "variables/0/…" in shown[0]
    assert "variables/1/…" in shown[1]
