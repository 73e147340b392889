"""What the Variables tab does with its rows: headings, columns, statistics, checks."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gui.models.variable_columns import FIGURES, FIRST, Column


@pytest.fixture
def panel(window, opened, sample):
    opened(sample)
    window.data_dock.show_panel(window.variables)
    return window.variables


def texts(panel, row):
    return {column: panel.model.data(panel.model.index(row, column)) for column in Column}


def select_all(panel):
    panel.table.selectAll()


def test_statistics_of_all_shown_are_numpys(window, panel, qtbot):
    panel.commands.compute(panel.model.shown_variables())
    numeric = [v for v in window.document.variables if v.dtype.name != "string"]
    qtbot.waitUntil(lambda: len(panel.model.figures) == len(numeric), timeout=20_000)
    for variable in numeric:
        values = variable.source.read().astype(np.float64)
        figures = panel.model.figures[variable.name]
        assert figures.minimum == values.min()
        assert figures.maximum == values.max()
        np.testing.assert_allclose(figures.mean, values.mean(), rtol=1e-6, atol=1e-12)
        np.testing.assert_allclose(figures.median, np.median(values), rtol=1e-6, atol=1e-12)
        assert figures.zeros == np.count_nonzero(values == 0)
    assert not any(panel.table.isColumnHidden(column) for column in FIGURES)
    panel.model.sort(Column.MAX, Qt.SortOrder.DescendingOrder)
    found = [panel.model.figures[panel.model.variable(row).name].maximum for row in range(panel.model.rowCount())]
    assert found == sorted(found, reverse=True)


def test_headings_fold_and_the_selection_opens_them_again(window, panel, qtbot):
    panel.commands.arrange("scopes")
    panel.model.fold_all(True)
    assert all(
        panel.model.section(row) is not None
        for row in range(panel.model.rowCount())
        if "▸" in texts(panel, row)[Column.NAME]
    )
    name = next(v.name for v in window.document.variables if "/" in v.name)
    assert panel.model.row_of(name) is None
    panel._highlight(name)
    assert panel.model.row_of(name) is not None
    panel.commands.arrange("groups")
    assert panel.model.section(0) is not None
    panel.commands.arrange("list")
    assert panel.model.rowCount() == len(window.document.variables)


def test_a_heading_stands_for_all_that_is_under_it(window, panel, qtbot):
    panel.commands.arrange("scopes")
    row = next(row for row in range(panel.model.rowCount()) if panel.model.section(row) is not None)
    section = panel.model.section(row)
    panel.table.selectRow(row)
    assert len(panel.chosen()) == section.count
    qtbot.keyClick(panel.table, Qt.Key.Key_Left)
    assert panel.model.section(row).folded
    qtbot.keyClick(panel.table, Qt.Key.Key_Right)
    assert not panel.model.section(row).folded


def test_columns_are_chosen(panel):
    panel.commands.show_columns({Column.WHERE, Column.TRAINABLE})
    shown = {column for column in Column if not panel.table.isColumnHidden(column)}
    assert shown == {Column.NAME, Column.WHERE, Column.TRAINABLE}
    panel.commands.show_columns(FIRST)
    assert texts(panel, 0)[Column.USED] in ("yes", "no")


def test_chosen_columns_and_their_widths_are_there_in_the_next_session(window, panel, settings, qtbot):
    from gui.main_window import MainWindow

    panel.commands.compute(panel.model.shown_variables())  # shows the figures, which nobody asked to see for ever
    panel.commands.show_columns(FIRST)
    panel.commands._refresh()
    panel.commands._column_actions[Column.WHERE].trigger()
    panel.commands._column_actions[Column.GROUP].trigger()
    panel.table._resized_by_hand = True  # as if a column's edge had been dragged
    panel.table.setColumnWidth(Column.NAME, 321)
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=20_000)
    window.close()
    second = MainWindow(settings)
    qtbot.addWidget(second)
    table = second.variables.table
    shown = {column for column in Column if not table.isColumnHidden(column)}
    assert shown == {*FIRST, Column.WHERE} - {Column.GROUP}
    assert table.columnWidth(Column.NAME) == 321
    second.close()


def test_columns_of_another_version_are_passed_over(window, panel):
    panel.commands.restore_columns({"name": 0, "shape": 0, "colour": 0})
    assert {column for column in Column if not panel.table.isColumnHidden(column)} == {Column.NAME, Column.SHAPE}
    panel.commands.restore_columns({"colour": 0})
    assert {column for column in Column if not panel.table.isColumnHidden(column)} == {Column.NAME, Column.SHAPE}


def test_several_rows_are_totalled_and_copied(window, panel, qapp):
    select_all(panel)
    assert "selected" in panel.filter_bar.totals.text()
    panel.copy()
    assert len(qapp.clipboard().text().splitlines()) == len(window.document.variables)


def test_a_right_file_is_said_to_be_right(window, panel, qtbot):
    with qtbot.waitSignal(panel.said, timeout=20_000) as said:
        panel.commands.verify(window.document.variables, all_of_it=True)
    assert "are right" in said.args[0]


def test_a_damaged_variable_is_named_with_its_place_under_problems(window, opened, sample, tmp_path, qtbot):
    folder = tmp_path / "copy"
    shutil.copytree(sample, folder)
    opened(folder)
    variable = max(window.document.variables, key=lambda each: each.nbytes)
    data = variable.source.path
    content = bytearray(data.read_bytes())
    content[variable.offset + 5] ^= 1
    data.write_bytes(content)
    with qtbot.waitSignal(window.variables.said, timeout=20_000):
        window.variables.commands.verify(window.document.variables, all_of_it=True)
    found = [str(problem) for problem in window.document.problems if problem.severity == "error"]
    assert len(found) == 1
    assert variable.name in found[0]
    assert data.name in found[0]
    assert f"{variable.offset:,}" in found[0]


def test_nan_and_infinity_raise_a_problem(window, opened, sample, tmp_path, qtbot):
    folder = tmp_path / "copy"
    shutil.copytree(sample, folder)
    opened(folder)
    variable = max((v for v in window.document.variables if v.dtype.name == "float32"), key=lambda each: each.nbytes)
    data = variable.source.path
    content = bytearray(data.read_bytes())
    content[variable.offset : variable.offset + 8] = np.array([np.nan, np.inf], np.float32).tobytes()
    data.write_bytes(content)
    window.variables.commands.compute([variable])
    qtbot.waitUntil(lambda: any(variable.name in str(problem) for problem in window.document.problems), timeout=20_000)
    row = window.variables.model.row_of(variable.name)
    assert texts(window.variables, row)[Column.NANS] == "1"
    assert texts(window.variables, row)[Column.INFS] == "1"


def test_cancelled_statistics_keep_the_figures_that_are_there(window, opened, hollow, qtbot):
    opened(hollow)
    panel = window.variables
    assert [v.name for v in window.document.variables] == ["small", "vast"]
    panel.commands.compute(panel.model.shown_variables())
    bar = window.statusBar()
    qtbot.waitUntil(lambda: bar.cancel.isVisible() and "small" in panel.model.figures, timeout=20_000)
    qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    assert not window.document.tasks.running
    qtbot.waitUntil(lambda: not window.document.tasks._threads, timeout=20_000)
    assert set(panel.model.figures) == {"small"}
    assert texts(panel, panel.model.row_of("small"))[Column.MAX].startswith("+3")
    assert texts(panel, panel.model.row_of("vast"))[Column.MAX] == ""
    assert window.document.problems == []


def test_a_cancelled_check_says_nothing(window, opened, models, qtbot):
    opened(models / "heart_estimator_steps" / "train")
    panel = window.variables
    said = []
    panel.said.connect(said.append)
    panel.commands.verify(window.document.variables, all_of_it=True)
    window.document.tasks.cancel_all()
    qtbot.waitUntil(lambda: not window.document.tasks._threads, timeout=20_000)
    qtbot.wait(20)
    assert said == []
    assert not [problem for problem in window.document.problems if problem.severity == "error"]
