"""Rows of a report: names at the left, values at the right, thin rules between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.dialogs.widgets.labels import quiet_label

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def report_page(area: QScrollArea) -> QVBoxLayout:
    """Make `area` a page that scrolls up and down; what is read from top to bottom goes into the layout."""
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page = QWidget()
    page.setProperty("kind", "page")
    area.setWidget(page)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(18, 18, 18, 16)
    layout.setSpacing(14)
    return layout


def table() -> tuple[QGridLayout, QWidget]:
    """A grid without margins whose first column takes what room there is."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    return grid, box


def facts_table(facts: Sequence[tuple[str, str]]) -> QWidget:
    """(name, value) as rows; values wrap."""
    grid, box = table()
    grid.setColumnStretch(0, 0)
    grid.setColumnStretch(1, 1)
    for index, (name, value) in enumerate(facts):
        grid.addWidget(quiet_label(name), 2 * index, 0, LEFT)
        text = plain_label(value)
        text.setWordWrap(True)
        text.setAlignment(RIGHT)
        grid.addWidget(text, 2 * index, 1)
        grid.addWidget(rule(), 2 * index + 1, 0, 1, 2)
    return box


def plain_label(text: str) -> QLabel:
    """Text that can be selected, never taken as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def rule() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("kind", "rule")
    line.setFixedHeight(1)
    return line
