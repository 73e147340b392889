"""The page of an empty window."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.panels.welcome import RECENT_SHOWN, RecentRow, WelcomePage


def test_as_many_recent_ones_are_shown_as_there_is_room_for(qtbot: QtBot) -> None:
    page = WelcomePage()
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    page.set_recent([Path(f"/models/{number}") for number in range(9)])

    def shown() -> int:
        rows = [row for row in page.findChildren(RecentRow) if row.isVisible()]
        assert all(row.mapTo(page, row.rect().bottomLeft()).y() <= page.height() for row in rows)
        return len(rows)

    qtbot.waitUntil(lambda: shown() == RECENT_SHOWN)
    least = page.minimumSizeHint().height()
    page.resize(900, least + 100)
    qtbot.waitUntil(lambda: 0 < shown() < RECENT_SHOWN)
    page.resize(900, least)
    qtbot.waitUntil(lambda: shown() == 0)
    page.resize(900, 900)
    qtbot.waitUntil(lambda: shown() == RECENT_SHOWN)
