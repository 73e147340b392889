"""The real window over real models: drop, open, select, filter, look at values, meet errors."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from gui.document import NOTHING, Selection


def mime(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(window, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        QPoint(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, event)
    return event


def drop(window, *paths: Path | str) -> bool:
    """What a file manager does: enter, then drop."""
    data = mime(*paths)
    enter(window, data)
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def texts(widget) -> list[str]:
    return [label.text().replace("\u200b", "") for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def settle(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=20_000)
    qtbot.wait(20)


# Opening.


def test_an_empty_window_says_what_to_do(window):
    assert window.central.pages.currentWidget() is window.central.welcome
    assert any("Drop a model here" in text for text in texts(window.central.welcome))
    assert not window.files_dock.isVisible()
    assert not window.actions_.freeze.isEnabled()


def test_a_dropped_folder_opens_with_its_files_explained(window, qtbot, models):
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        assert drop(window, models / "mtcnn_pnet")
    settle(window, qtbot)
    shown = texts(window.files)
    for text in ("checkpoint", "PNet-18", "PNet-18.meta", "PNet-18.index", "PNet-18.data-00000-of-00001"):
        assert text in shown
    assert "step 18 · opened" in shown
    assert any("PNet-30" in text for text in shown)
    assert window.windowTitle() == "PNet_landmark — Cryograph"
    assert window.statusBar().text.text() == "PNet-18 · 1,061 ops · 31 variables · 13,925 parameters"
    assert window.central.pages.currentWidget() is window.central.canvas
    assert window.actions_.freeze.isEnabled()


def test_a_drag_shows_the_overlay_and_leaving_hides_it(window, qtbot, models):
    event = enter(window, mime(models / "mtcnn_pnet"))
    assert event.isAccepted()
    assert window.drops.overlay.isVisible()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drops.overlay.isVisible()


def test_a_drag_of_something_else_is_refused(window):
    data = QMimeData()
    data.setText("hello")
    assert not enter(window, data).isAccepted()
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/model.pb")])
    assert not enter(window, data).isAccepted()
    assert not window.drops.overlay.isVisible()


def test_a_dropped_file_replaces_the_open_model(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    window.document.select(Selection("node", "conv1/Conv2D"))
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        drop(window, models / "edgetpu_frozen" / "frozen_model.pb")
    settle(window, qtbot)
    assert window.document.model.title == "frozen_model.pb"
    assert window.document.selection == NOTHING
    assert window.variables.model.total == 8


def test_several_dropped_models_are_offered_and_the_chosen_one_opens(window, qtbot, models):
    drop(window, models / "mtcnn_pnet", models / "edgetpu_frozen", models / "puzzle15")
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(QDialog)), timeout=20_000)
    dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
    assert dialog.list.count() == 3
    dialog.list.setCurrentRow(1)
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        dialog.accept()
    assert window.document.model.title == "frozen_model.pb"


def test_the_four_files_of_one_checkpoint_dropped_together_are_one_model(window, qtbot, models):
    folder = models / "mtcnn_pnet" / "PNet_landmark"
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        drop(window, *sorted(folder.iterdir()))
    assert window.document.model.title == "PNet-18"


def test_a_folder_with_several_models_asks_which(window, qtbot, models, tmp_path):
    for name in ("mtcnn_pnet", "puzzle15"):
        shutil.copytree(models / name, tmp_path / "both" / name)
    window.document.open_path(tmp_path / "both")
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(QDialog)), timeout=20_000)
    dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
    assert dialog.list.count() == 2
    dialog.reject()
    assert window.document.model is None
    assert window.central.pages.currentWidget() is window.central.welcome


def test_opening_never_reads_on_the_gui_thread(window, qtbot, models, monkeypatch):
    import core.formats.reader as reader

    threads: set[int] = set()
    original = reader.os.pread

    def watched(*args):
        threads.add(threading.get_ident())
        return original(*args)

    monkeypatch.setattr(reader.os, "pread", watched)
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        window.document.open_path(models / "mtcnn_pnet")
    window.document.select(Selection("variable", "conv1/weights"))
    window.data_dock.show_panel(window.values)
    settle(window, qtbot)
    assert threads
    assert threading.get_ident() not in threads


# Errors.


@pytest.mark.parametrize(("name", "words"), [("lfs_f1_frozen", "git-lfs"), ("broken_truncated_index", "PNet-18.index")])
def test_what_cannot_be_opened_gets_a_calm_page(window, qtbot, models, name, words):
    with qtbot.waitSignal(window.document.open_failed, timeout=20_000):
        drop(window, models / name)
    page = window.central.error
    assert window.central.pages.currentWidget() is page
    assert words in page.text
    assert "Traceback" not in page.text
    assert not [d for d in window.findChildren(QDialog) if d.isVisible()]
    page.back_wanted.emit()
    assert window.central.pages.currentWidget() is window.central.welcome


def test_a_failed_opening_leaves_the_open_model(window, qtbot, models, opened):
    model = opened(models / "mtcnn_pnet")
    with qtbot.waitSignal(window.document.open_failed, timeout=20_000):
        drop(window, models / "lfs_f1_frozen")
    assert window.document.model is model
    assert window.central.pages.currentWidget() is window.central.canvas
    assert window.central.message.isVisible()
    assert "git-lfs" in window.central.message.text
    opened(models / "edgetpu_frozen")
    assert not window.central.message.isVisible()


def test_a_path_that_is_not_there_says_so(window, qtbot, tmp_path):
    with qtbot.waitSignal(window.document.open_failed, timeout=20_000):
        window.document.open_path(tmp_path / "gone")
    assert "gone" in window.central.error.text


def test_the_newest_of_two_openings_wins(window, qtbot, models):
    window.document.open_path(models / "mtcnn_pnet")
    window.document.open_path(models / "edgetpu_frozen")
    settle(window, qtbot)
    assert window.document.model.title == "frozen_model.pb"


def test_a_cancelled_opening_goes_back_to_the_start(window, qtbot, models):
    task = window.document.open_path(models / "mtcnn_pnet")
    task.cancel()
    settle(window, qtbot)
    assert window.document.model is None
    assert window.central.pages.currentWidget() is window.central.welcome


def test_no_tab_is_cut_off_whichever_is_current(window, qtbot, models, opened):
    bar = window.data_dock.bar
    opened(models / "mtcnn_pnet")
    window.actions_.show_values.trigger()
    opened(models / "edgetpu_frozen")
    for index in range(bar.count()):
        bar.setCurrentIndex(index)
        qtbot.waitUntil(lambda: bar.width() >= bar.sizeHint().width())
        assert bar.tabRect(bar.count() - 1).right() < bar.width()


# Selecting.


def test_a_row_of_the_table_is_selected_everywhere(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    row = window.variables.model.row_of("conv1/weights")
    window.variables.table.selectRow(row)
    settle(window, qtbot)
    assert window.document.selection == Selection("variable", "conv1/weights")
    assert window.values.source.name == "conv1/weights"
    assert "conv1/weights" in texts(window.inspector)
    assert window.inspector.weights.statistics.count == 270


def test_a_variables_node_and_an_op_that_reads_it_show_the_same_values(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    for name in ("conv1/weights", "conv1/weights/read", "conv1/Conv2D"):
        window.document.select(Selection("node", name))
        settle(window, qtbot)
        assert window.values.source.name == "conv1/weights"
        assert window.variables.current.name == "conv1/weights"


def test_the_inspector_tells_of_an_op_and_its_links_are_followed(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    window.document.select(Selection("node", "conv1/Conv2D"))
    settle(window, qtbot)
    shown = texts(window.inspector)
    for text in ("conv1/Conv2D", "Conv2D · neural network", "256×12×12×3 float32", "VALID", "NHWC", "1, 1, 1, 1"):
        assert text in shown, text
    from gui.panels.widgets import Link

    links = {link.full_text: link for link in window.inspector.findChildren(Link) if link.isVisibleTo(window)}
    assert {"input_image:0", "conv1/weights/read:0", "conv1/BiasAdd"} <= set(links)
    links["conv1/BiasAdd"].linkActivated.emit("#")
    assert window.document.selection == Selection("node", "conv1/BiasAdd")


def test_a_scope_tells_its_ops_and_parameters(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    window.document.select(Selection("scope", "conv1"))
    settle(window, qtbot)
    shown = texts(window.inspector)
    assert "Conv2D" in shown
    assert any("290 parameters" in text for text in shown)


def test_typing_filters_the_table(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    field = window.variables.filter_bar.field
    qtbot.keyClicks(field, "weights size:>1K")
    qtbot.waitUntil(lambda: window.variables.model.rowCount() < 31)
    assert all(
        "weights" in window.variables.model.variable(row).name for row in range(window.variables.model.rowCount())
    )
    assert " of 31" in window.variables.filter_bar.totals.text()
    field.setText("size:>x")
    window.variables.filter_bar.apply()
    assert field.property("bad") == "true"
    assert "size:>x" in field.toolTip()


def test_searching_lists_nodes_and_enter_goes_there(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    window.activateWindow()
    field = window.toolbar.search
    field.setFocus()
    qtbot.keyClicks(field, "op:Softmax conv4_1")
    field.returnPressed.emit()
    qtbot.waitUntil(lambda: field.popup.isVisible() and field.list.count() > 0)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.document.selection == Selection("node", "conv4_1/Softmax")
    assert not field.popup.isVisible()


def test_any_slice_of_the_values_is_shown(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    window.document.select(Selection("variable", "conv1/weights"))
    window.data_dock.show_panel(window.values)
    settle(window, qtbot)
    expected = window.document.model.tensor("conv1/weights").read()
    window.values.bar._move(3, 7)
    window.values.bar._move(2, 1)
    model = window.values.model
    model.data(model.index(0, 0))
    with qtbot.waitSignal(model.arrived):
        pass
    assert [[model.value(r, c) for c in range(3)] for r in range(3)] == expected[:, :, 1, 7].tolist()


def test_a_constant_of_a_frozen_graph_shows_its_values(window, qtbot, models, opened):
    opened(models / "edgetpu_frozen")
    window.document.select(Selection("node", "dense/kernel"))
    settle(window, qtbot)
    assert window.values.source.shape == (784, 128)


def test_a_checkpoint_without_a_graph_lists_its_variables_and_steps(window, qtbot, models, opened):
    model = opened(models / "keras_cp_steps")
    settle(window, qtbot)
    assert model.graph is None
    assert window.variables.model.total == len(model.variables())
    assert not window.actions_.freeze.isEnabled()
    assert {"50", "45", "40", "35", "30"} <= set(texts(window.files))
    entry = next(step for step in model.steps if step.step == 40)
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        window.files._open_step(entry)
    assert window.document.model.step == 40
    assert window.settings.recent == [models / "keras_cp_steps"]


# Remembering, look, language.


def test_recent_paths_and_panels_are_remembered(qtbot, models, settings, window, opened):
    opened(models / "mtcnn_pnet")
    window.files_dock.hide()
    window.close()
    from gui.main_window import MainWindow

    second = MainWindow(settings)
    qtbot.addWidget(second)
    second.show()
    assert settings.recent == [models / "mtcnn_pnet"]
    with qtbot.waitSignal(second.document.model_opened, timeout=20_000):
        second.document.open_path(models / "edgetpu_frozen")
    qtbot.waitUntil(second.inspector_dock.isVisible)
    assert not second.files_dock.isVisible()
    second.close()


def test_a_window_that_closes_while_its_graph_is_being_made_ends_quietly(window, qtbot, models):
    window.show()
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        window.document.open_path(models / "mtcnn_pnet")
    window.close()
    canvas = window.central.make_canvas()
    assert canvas.laid is None
    assert not canvas.layouts.busy


def test_closing_the_model_empties_every_panel(window, qtbot, models, opened):
    opened(models / "mtcnn_pnet")
    window.document.select(Selection("node", "conv1/Conv2D"))
    settle(window, qtbot)
    window.actions_.close_model.trigger()
    settle(window, qtbot)
    assert window.central.pages.currentWidget() is window.central.welcome
    assert window.variables.model.total == 0
    assert window.values.source is None
    assert not window.data_dock.isVisible()


def test_the_theme_changes_without_a_restart(window, qtbot, models, opened):
    from gui.theme import DARK, theme

    opened(models / "mtcnn_pnet")
    before = theme().choice
    try:
        window.settings.theme = "dark"
        window._look_chosen()
        assert DARK.panel in QApplication.instance().styleSheet()
        image = window.grab().toImage()
        assert image.pixelColor(5, 500).lightness() < 80
    finally:
        theme().choose(before)
        window.restyle()


def test_the_language_changes_without_a_restart(window, qtbot, models, opened):
    from gui.i18n import install_language

    opened(models / "mtcnn_pnet")
    app = QApplication.instance()
    try:
        install_language(app, "zh_CN")
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        assert window.toolbar.freeze.text() != "Freeze…"
        assert window.inspector_dock.windowTitle() != "Inspector"
    finally:
        install_language(app, "en")
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    assert window.toolbar.freeze.text() == "Freeze…"


def test_every_action_has_a_name_and_no_shortcut_is_used_twice(window):
    from PySide6.QtGui import QAction

    actions = [action for action in window.actions_.findChildren(QAction) if not action.menu()]
    assert all(action.text() for action in actions)
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    for menu in window.actions_._menus:
        unmarked = [a.text() for a in menu.actions() if not a.isSeparator() and "&" not in a.text()]
        assert unmarked == [], menu.title()
        mnemonics = [a.text()[a.text().index("&") + 1].lower() for a in menu.actions() if "&" in a.text()]
        assert len(mnemonics) == len(set(mnemonics)), menu.title()


def test_the_devices_are_asked_for_when_the_menu_first_opens_and_the_choice_is_shared(window, qtbot):
    chooser = window.toolbar.device
    assert window.document.devices is None
    with qtbot.waitSignal(window.document.devices_found, timeout=120_000):
        chooser.menu().aboutToShow.emit()
        assert any("TensorFlow" in action.text() for action in chooser.menu().actions())
    cpu = next(action for action in chooser.menu().actions() if action.data() == "CPU:0")
    cpu.trigger()
    assert window.document.device == "CPU:0"
    assert "CPU:0" in chooser.text()
    window.document.device = None
    assert "CPU:0" not in chooser.text()


def test_a_text_field_does_not_swallow_a_dropped_file(window, qtbot, models, opened):
    from PySide6.QtWidgets import QLineEdit

    opened(models / "mtcnn_pnet")
    window.document.select(Selection("variable", "conv1/weights"))
    settle(window, qtbot)
    assert not [field for field in window.findChildren(QLineEdit) if field.acceptDrops()]


def test_a_single_string_is_shown_in_full(window, qtbot, models, opened):
    opened(models / "keras_cp_steps")
    window.data_dock.show_panel(window.values)
    window.document.select(Selection("variable", "layer_with_weights-0/.ATTRIBUTES/OBJECT_CONFIG_JSON"))
    settle(window, qtbot)
    assert window.values.text.isVisible()
    assert window.values.text.toPlainText().endswith("}")


def test_what_is_copied_has_no_invisible_characters(window, qtbot, models, opened):
    from PySide6.QtGui import QAction, QGuiApplication

    opened(models / "heart_estimator_steps")
    name = "linear/linear_model/linear/linear_model/linear/linear_model/weighted_sum"
    window.document.select(Selection("node", name))
    settle(window, qtbot)
    title = next(label for label in window.inspector.findChildren(QLabel) if label.toolTip() == name)
    title.findChildren(QAction)[0].trigger()
    assert QGuiApplication.clipboard().text() == name


def test_many_variables_are_prepared_off_the_gui_thread(window, qtbot, models, opened, monkeypatch):
    import gui.panels.variables as panel

    threads: list[int] = []
    original = panel.prepare

    def watched(variables, tick=None):
        if variables:
            threads.append(threading.get_ident())
        return original(variables, tick)

    monkeypatch.setattr(panel, "prepare", watched)
    model = opened(models / "inception_v3_meta")
    qtbot.waitUntil(lambda: window.variables.model.total == len(model.variables()), timeout=20_000)
    assert threads
    assert threading.get_ident() not in threads


def test_what_was_frozen_is_opened_and_ready_to_be_run(window, qtbot, sample):
    graph = Path(__file__).parents[1] / "corpus" / "graph_binary" / "graph.pb"
    window.opening.open_then(graph, window.run)
    qtbot.waitUntil(lambda: window.data_dock.current_panel() is window.run_tab, timeout=20_000)
    assert window.document.path == graph
    settle(window, qtbot)


def test_another_model_that_comes_between_is_not_run(window, qtbot, sample):
    graph = Path(__file__).parents[1] / "corpus" / "graph_binary" / "graph.pb"
    window.opening.open_then(graph, window.run)
    window.document.open_path(sample)
    qtbot.waitUntil(lambda: window.document.path == sample, timeout=20_000)
    settle(window, qtbot)
    assert window.data_dock.current_panel() is not window.run_tab


def test_a_long_list_of_recent_ones_does_not_make_the_window_taller(window, opened, sample, qtbot):
    window.resize(1280, 680)
    window.show()
    window.central.welcome.set_recent([sample / str(number) for number in range(9)])
    qtbot.wait(20)
    opened(sample)
    qtbot.waitUntil(lambda: window.central.pages.currentWidget() is window.central.canvas, timeout=20_000)
    qtbot.waitUntil(lambda: window.data_dock.isVisible(), timeout=20_000)
    window.document.close_model()
    qtbot.wait(20)
    assert window.height() == 680
