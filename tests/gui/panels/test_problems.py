"""The Problems tab scans the open model, in the background, and shows what was found."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt

from core.opening import open_model


@pytest.fixture
def folder(sample, tmp_path):
    copy = tmp_path / "model"
    shutil.copytree(sample, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def scan(window, qtbot):
    panel = window.problems
    window.data_dock.show_panel(panel)
    qtbot.mouseClick(panel.scan, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.said.isVisible(), timeout=30_000)
    return panel


def test_nothing_can_be_scanned_while_nothing_is_open(window):
    window.data_dock.show_panel(window.problems)
    assert not window.problems.scan.isVisible()


def test_a_damaged_value_becomes_a_problem_once(window, opened, qtbot, folder):
    offset = open_model(folder).variable("conv1/weights").offset
    data = folder / "digits-2000.data-00000-of-00001"
    content = bytearray(data.read_bytes())
    content[offset] ^= 1
    data.write_bytes(content)
    opened(folder)
    before = window.document.problems
    panel = scan(window, qtbot)
    found = [problem for problem in window.document.problems if problem.severity == "error"]
    assert ["conv1/weights" in str(problem.what) for problem in found] == [True]
    assert window.document.problems[: len(before)] == before
    count = len(window.document.problems)
    scan(window, qtbot)
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=30_000)
    assert len(window.document.problems) == count
    assert panel.said.text()


def test_what_was_found_is_forgotten_with_the_model(window, opened, qtbot, folder):
    opened(folder)
    panel = scan(window, qtbot)
    window.document.close_model()
    assert not panel.said.isVisible()
    assert not panel.scan.isVisible()


def test_the_button_is_as_wide_as_its_words(window, opened, sample):
    window.show()
    opened(sample)
    window.data_dock.show_panel(window.problems)
    assert window.problems.scan.width() <= window.problems.scan.sizeHint().width()
    assert window.problems.scan.x() < 40
