from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.panels.flow import FlowLayout


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def flow(holder: QWidget, *widths: int) -> tuple[FlowLayout, list[QWidget]]:
    layout = FlowLayout(holder, spacing=10, row_spacing=4)
    layout.setContentsMargins(0, 0, 0, 0)
    parts = []
    for width in widths:
        part = QWidget()
        part.setFixedSize(width, 20)
        layout.addWidget(part)
        parts.append(part)
    return layout, parts


@pytest.mark.parametrize(("width", "rows"), [(320, 1), (319, 2), (210, 2), (100, 3)])
def test_what_does_not_fit_goes_into_the_next_row(holder: QWidget, width: int, rows: int) -> None:
    layout, parts = flow(holder, 100, 100, 100)
    assert layout.heightForWidth(width) == rows * 20 + (rows - 1) * 4
    layout.setGeometry(QRect(0, 0, width, 200))
    assert len({part.y() for part in parts}) == rows
    assert all(part.geometry().right() < width for part in parts)


def test_it_is_never_wider_than_its_widest_part_has_to_be(holder: QWidget) -> None:
    layout, _ = flow(holder, 100, 180, 60)
    assert layout.minimumSize().width() == 180


def test_nothing_in_it_takes_no_room(holder: QWidget) -> None:
    layout, _ = flow(holder)
    assert layout.heightForWidth(300) == 0
    assert layout.minimumSize().height() <= 0
