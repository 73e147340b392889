"""The Run tab: feeds, run, cancel, results, history; with the real worker."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMessageBox
from tensorboard.compat.proto import graph_pb2


@pytest.fixture
def panel(window, opened, sample, qtbot):
    opened(sample)
    window.actions_.run.trigger()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: bool(panel.rows), timeout=20_000)
    return panel


def run(panel, qtbot):
    with qtbot.waitSignal(panel.ran, timeout=120_000) as found:
        panel.button.click()
    return found.args[0]


def digit(sample: Path, number: int) -> str:
    return str(sample / "inputs" / f"{number}.png")


def test_the_form_has_what_the_output_needs_and_no_more(panel) -> None:
    assert [row.target.name for row in panel.rows] == ["image"]
    assert panel.fetches.currentText() == "probabilities"
    assert panel.device.currentText() == "Automatic"
    assert not panel.picture.isVisibleTo(panel)


def test_a_dropped_picture_is_read_as_its_digit(panel, qtbot, sample) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(digit(sample, 7))])
    row = panel.rows[0]
    row.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    assert panel.picture.isVisibleTo(panel)
    assert not row.preview.pixmap().isNull()
    record = run(panel, qtbot)
    assert record.result.outputs["probabilities"].argmax() == 7
    assert panel.results.look.currentData() == "bars"
    assert panel.button.text() == "Run"


def test_several_files_are_a_batch_and_labels_name_the_classes(panel, qtbot, sample, tmp_path) -> None:
    panel.rows[0].set_files([digit(sample, 3), digit(sample, 4)])
    labels = tmp_path / "labels.txt"
    labels.write_text("zero\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine")
    panel.set_labels(labels)
    record = run(panel, qtbot)
    assert record.result.outputs["probabilities"].argmax(1).tolist() == [3, 4]
    assert panel.results.bars.accessibleDescription().startswith("three: 100.0%; four: ")


def test_runs_are_kept_and_compared(panel, qtbot, sample, window) -> None:
    panel.rows[0].set_files([digit(sample, 5)])
    run(panel, qtbot)
    window.document.device = "CPU:1"
    assert panel.device.currentText() == "CPU:1"
    panel.runs.setValue(3)
    second = run(panel, qtbot)
    assert second.result.placed.keys() == {"CPU:1"}
    assert len(second.result.seconds) == 3
    assert panel.results.run.count() == 2
    assert "same input" in panel.results.other.itemText(1)
    panel.results.other.setCurrentIndex(1)
    assert "equal, bit for bit" in panel.results.summary.text()
    panel.rows[0].set_files([digit(sample, 6)])
    run(panel, qtbot)
    panel.results.other.setCurrentIndex(2)
    assert "other input" in panel.results.other.currentText()
    assert "differs by" in panel.results.summary.text()


def test_times_are_a_table_that_sorts_and_results_are_saved(panel, qtbot, sample, tmp_path, window) -> None:
    panel.rows[0].set_files([digit(sample, 1)])
    record = run(panel, qtbot)
    results = panel.results
    results.look.setCurrentIndex(results.look.findData("op"))
    assert results.times.rowCount() == len({row.name for row in record.result.times})
    results.times.sort(0, Qt.SortOrder.AscendingOrder)
    names = [results.times.name_at(row) for row in range(results.times.rowCount())]
    assert names == sorted(names)
    results.times_table.doubleClicked.emit(results.times.index(names.index("logits") if "logits" in names else 0, 0))
    assert window.document.selection.kind == "node"
    results.look.setCurrentIndex(results.look.findData("scope"))
    assert results.times.rowCount() < len(names)
    results.look.setCurrentIndex(results.look.findData("table"))
    qtbot.waitUntil(lambda: results.values.rowCount() * results.values.columnCount() == 10)
    results.copy()
    assert len(QGuiApplication.clipboard().text().split("\t")) == 10
    for kind in ("npz", "npy", "csv", "json"):
        results.save_to(tmp_path / f"saved.{kind}", kind)
    value = record.result.outputs["probabilities"]
    assert (np.load(tmp_path / "saved.npy") == value).all()
    assert (np.load(tmp_path / "saved.npz")["probabilities"] == value).all()
    assert len((tmp_path / "saved.csv").read_text().splitlines()) == 1
    assert json.loads((tmp_path / "saved.json").read_text())["traceEvents"]


def test_what_is_wrong_is_said_and_nothing_runs(panel, qtbot) -> None:
    panel.button.click()
    qtbot.waitUntil(lambda: bool(panel.message.text()), timeout=60_000)
    assert panel.message.text() == "image needs a value: float32, ?×28×28×1."
    panel.rows[0].set_text("[[1, 2")
    panel.button.click()
    qtbot.waitUntil(lambda: "can't be understood" in panel.message.text(), timeout=60_000)
    panel.rows[0].set_text("random")
    panel.fetches.setEditText("nowhere")
    panel.button.click()
    qtbot.waitUntil(lambda: "no op nowhere" in panel.message.text(), timeout=60_000)
    assert not panel.history.records


def test_a_run_can_be_cancelled_and_the_next_one_works(panel, qtbot) -> None:
    panel.rows[0].set_text("random")
    panel.runs.setValue(10_000)
    panel.fetches.setEditText("probabilities")
    panel.button.click()
    assert panel.button.text() == "Cancel"
    qtbot.wait(50)
    panel.button.click()
    qtbot.waitUntil(lambda: panel.button.text() == "Run", timeout=20_000)
    assert not panel.history.records
    panel.runs.setValue(1)
    assert run(panel, qtbot).result.outputs


def test_any_tensor_can_be_fed_and_fetched(panel, qtbot) -> None:
    panel.other.setText("flat")
    panel.other.returnPressed.emit()
    panel.rows[-1].set_text("random")
    panel.fetch_here("flat")
    record = run(panel, qtbot)
    assert set(record.result.outputs) == {"probabilities", "flat"}
    panel.other.setText("nowhere")
    panel.other.returnPressed.emit()
    assert "nowhere" in panel.message.text()


def test_the_graphs_menu_feeds_and_fetches(window, opened, sample, qtbot) -> None:
    qtbot.waitUntil(lambda: window.central.canvas is not None, timeout=60_000)
    with qtbot.waitSignal(window.central.canvas.first_painted, timeout=60_000):
        opened(sample)
    canvas = window.central.canvas
    menu = canvas.menu.made_for("pool2")
    texts = {action.text(): action for action in menu.actions()}
    texts["Fetch here"].trigger()
    texts["Feed here"].trigger()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: len(panel.rows) == 2, timeout=20_000)
    assert [row.target.name for row in panel.rows] == ["image", "pool2"]
    assert panel.fetches.currentText() == "probabilities, pool2"
    scope = canvas.menu.made_for("conv1")
    assert "Feed here" not in {action.text() for action in scope.actions()}


def test_what_a_run_took_is_painted_on_the_graph(window, opened, sample, qtbot) -> None:
    qtbot.waitUntil(lambda: window.central.canvas is not None, timeout=60_000)
    with qtbot.waitSignal(window.central.canvas.first_painted, timeout=60_000):
        opened(sample)
    canvas = window.central.canvas
    window.run()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: bool(panel.rows), timeout=20_000)
    panel.rows[0].set_text("random")
    run(panel, qtbot)
    canvas.breadcrumbs.colour_chosen.emit("time")
    qtbot.waitUntil(lambda: "conv1" in canvas.viewport.style_.strip, timeout=20_000)
    strips = canvas.viewport.style_.strip
    assert strips["conv1"] != strips["label"]
    assert "time in the last run" in canvas.breadcrumbs.colour_button.text()
    canvas.breadcrumbs.colour_chosen.emit("ran")
    qtbot.waitUntil(lambda: "device" in canvas.breadcrumbs.colour_button.text(), timeout=20_000)
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        window.document.open_path(sample)
    assert "category" in canvas.breadcrumbs.colour_button.text()


def test_a_server_that_is_not_there_is_a_sentence(panel, qtbot, window) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"grpc://127.0.0.1:{probe.getsockname()[1]}"
    panel.device.setEditText(f"{address}/CPU:0")
    panel._device_chosen()
    qtbot.waitUntil(lambda: "refuses the connection" in panel.message.text(), timeout=90_000)
    assert window.document.device is None
    panel.rows[0].set_text("random")
    panel.button.click()
    qtbot.waitUntil(lambda: panel.button.text() == "Run" and "refuses" in panel.message.text(), timeout=90_000)


def test_a_graph_that_reads_files_is_asked_about(window, opened, qtbot, tmp_path, monkeypatch) -> None:
    graph = graph_pb2.GraphDef()
    graph.versions.producer = 987
    name = graph.node.add(name="name", op="Const")
    name.attr["dtype"].type = 7
    name.attr["value"].tensor.dtype = 7
    name.attr["value"].tensor.tensor_shape.SetInParent()
    (tmp_path / "secret.txt").write_text("secret")
    name.attr["value"].tensor.string_val.append(str(tmp_path / "secret.txt").encode())
    graph.node.add(name="content", op="ReadFile", input=["name"])
    path = tmp_path / "graph.pb"
    path.write_bytes(graph.SerializeToString())
    opened(path)
    window.run()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=60_000)
    panel.fetches.setEditText("content")
    asked = []

    def refuse(box: QMessageBox) -> int:
        asked.append(box.informativeText())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", refuse)
    panel.button.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=60_000)
    assert asked == [f"content (ReadFile) reads the file {tmp_path / 'secret.txt'}."]
    assert not panel.history.records

    def agree(box: QMessageBox) -> int:
        asked.append("again")
        next(button for button in box.buttons() if box.buttonRole(button) == box.ButtonRole.AcceptRole).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", agree)
    record = run(panel, qtbot)
    assert record.result.outputs["content"].item() == b"secret"


def test_a_model_without_a_graph_has_no_run(window, opened, models) -> None:
    opened(models / "tfmodels_resnet_ref_nometa")
    assert not window.actions_.run.isEnabled()
