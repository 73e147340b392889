"""The Compare tab: another step, another model, renamed scopes, the graph beside it, a variable over the steps."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from gui.document import Selection
from gui.panels.compare import PATH, SERIES


def settled(window, qtbot):
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=30_000)


@pytest.fixture
def twin(sample, tmp_path):
    """A copy whose first weights differ by one value."""
    from core.opening import open_model

    folder = tmp_path / "twin"
    shutil.copytree(sample, folder)
    variable = max(open_model(folder).variables(), key=lambda each: each.nbytes)
    data = variable.source.path
    content = bytearray(data.read_bytes())
    values = np.frombuffer(content, np.float32, 1, variable.offset)
    content[variable.offset : variable.offset + 4] = (values + np.float32(2)).tobytes()
    data.write_bytes(content)
    return folder, variable.name


def test_a_changed_value_is_found_and_shown_as_image_and_histogram(window, opened, sample, twin, qtbot):
    opened(sample)
    folder, name = twin
    panel = window.compare
    window.data_dock.show_panel(panel)
    panel.compare_with(folder)
    settled(window, qtbot)
    assert [change.name for change in panel.diff.variables.changed] == [name]
    assert panel.variables.rowCount() == 1
    assert panel.graph.rowCount() == 0
    panel.variables_table.selectRow(0)
    settled(window, qtbot)
    assert panel.detail.histogram.isVisible()
    assert panel.detail.plot.isVisible()
    assert panel.detail.plot.picture.limit == pytest.approx(2, rel=1e-5)


def test_a_model_dropped_on_the_tab_is_compared_with_and_not_opened(window, opened, sample, twin, qtbot):
    model = opened(sample)
    panel = window.compare
    window.data_dock.show_panel(panel)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(twin[0]))])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    panel.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, button, none))
    settled(window, qtbot)
    assert window.document.model is model
    assert panel.diff is not None


def test_the_same_model_has_no_difference(window, opened, sample, tmp_path, qtbot):
    opened(sample)
    shutil.copytree(sample, tmp_path / "same")
    window.compare.compare_with(tmp_path / "same")
    settled(window, qtbot)
    assert window.compare.diff.same
    assert "no difference" in window.compare.note.text()


def test_renamed_scopes_are_matched_by_pattern_and_a_wrong_one_is_said(window, opened, sample, twin, qtbot):
    opened(sample)
    panel = window.compare
    panel.rules.setText("*=moved/*")
    panel.compare_with(twin[0])
    settled(window, qtbot)
    count = len(window.document.variables)
    assert (len(panel.diff.variables.removed), len(panel.diff.variables.added)) == (count, count)
    assert panel.variables.rowCount() == 2 * count
    panel.rules.setText("nonsense")
    panel.rules.setModified(True)
    panel._rules_changed()
    settled(window, qtbot)
    assert panel.diff is None
    assert "nonsense" in panel.note.text()


def test_what_is_no_model_is_said_in_words(window, opened, sample, tmp_path, qtbot):
    opened(sample)
    (tmp_path / "a.txt").write_text("hello")
    window.compare.compare_with(tmp_path / "a.txt")
    settled(window, qtbot)
    assert window.compare.diff is None
    assert "a.txt" in window.compare.note.text()


def test_steps_of_a_folder_are_compared_and_plotted(window, opened, models, qtbot):
    model = opened(models / "heart_estimator_steps" / "train")
    panel = window.compare
    window.data_dock.show_panel(panel)
    other = next(step for step in model.steps if not step.current)
    index = panel.chooser.findData(PATH + str(other.prefix))
    assert index > 0
    panel._chosen(panel.chooser.itemData(index))
    settled(window, qtbot)
    assert panel.chooser.currentIndex() == index
    assert panel.diff is not None
    name = panel.diff.variables.changed[0].name
    panel.chooser.setCurrentIndex(panel.chooser.findData(SERIES))
    panel._chosen(SERIES)
    window.document.select(Selection("variable", name))
    settled(window, qtbot)
    points = panel.series.norm.points
    assert len(points) == len(model.steps)
    stored = model.variable(name).source.read().astype(np.float64)
    here = next(at for at, step in enumerate(model.steps) if step.current)
    assert points[here][1] == pytest.approx(np.linalg.norm(stored))
    assert panel.series.mean.points[here][1] == pytest.approx(stored.mean())


def test_results_sort_by_every_column_and_keep_qts_rules(window, opened, sample, twin, qtbot, qtmodeltester):
    opened(sample)
    panel = window.compare
    panel.rules.setText("*=moved/*")
    panel.compare_with(twin[0])
    settled(window, qtbot)
    qtmodeltester.check(panel.variables)
    for column in range(panel.variables.columnCount()):
        panel.variables.sort_next(column)
        panel.variables.sort_next(column)


def test_another_model_forgets_what_was_compared(window, opened, sample, twin, qtbot):
    opened(sample)
    window.compare.compare_with(twin[0])
    settled(window, qtbot)
    opened(twin[0])
    assert window.compare.diff is None


def test_in_a_narrow_window_names_give_way_before_what_became_of_them(window, opened, sample, twin, qtbot):
    window.resize(1280, 800)
    window.show()
    opened(sample)
    folder, _ = twin
    panel = window.compare
    window.data_dock.show_panel(panel)
    panel.compare_with(folder)
    settled(window, qtbot)
    table = panel.variables_table
    table.resize(800, 200)
    assert table.horizontalScrollBar().maximum() == 0
    table.resize(380, 200)
    assert table.columnWidth(0) > 150
    for table in (panel.variables_table, panel.graph_table):
        what = table.columnViewportPosition(1) + table.columnWidth(1)
        assert what <= table.viewport().width()
        assert table.columnWidth(1) >= table.fontMetrics().horizontalAdvance("changed") + 24
