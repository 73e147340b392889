"""The Run tab: feeds, run, cancel, results, history; with the real worker."""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMessageBox
from tensorboard.compat.proto import graph_pb2, meta_graph_pb2

from core.errors import Text
from core.session.client import SessionClient
from core.session.devices import Device

pytestmark = pytest.mark.xdist_group("run-panel")
"""In one test process: the worker is shared, and each one imports TensorFlow."""


class KeptClient(SessionClient):
    """Outlives the windows that use it: TensorFlow is imported once for all tests."""

    def close(self) -> None:
        """Not yet."""


@pytest.fixture(scope="module")
def worker():
    client = KeptClient()
    yield client
    SessionClient.close(client)


@pytest.fixture(autouse=True)
def one_worker(window, worker):
    window.document._client = worker


@pytest.fixture
def panel(window, opened, sample, qtbot):
    opened(sample)
    window.actions_.run.trigger()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: bool(panel.form.rows), timeout=20_000)
    return panel


def run(panel, qtbot):
    with qtbot.waitSignal(panel.ran, timeout=120_000) as found:
        panel.button.click()
    return found.args[0]


def digit(sample: Path, number: int) -> str:
    return str(sample / "inputs" / f"{number}.png")


def test_the_form_has_what_the_output_needs_and_no_more(panel) -> None:
    assert [row.target.name for row in panel.form.rows] == ["image"]
    assert panel.form.fetches.currentText() == "probabilities"
    assert panel.device.currentText() == "Automatic"
    assert not panel.form.picture.isVisibleTo(panel)


def test_a_dropped_picture_is_read_as_its_digit(panel, qtbot, sample) -> None:
    row = panel.form.rows[0]
    assert drop_on(row, digit(sample, 7))
    assert panel.form.picture.isVisibleTo(panel)
    assert not row.preview.pixmap().isNull()
    with qtbot.waitSignal(panel.ran, timeout=120_000) as found:
        qtbot.keyClick(row.field, Qt.Key.Key_Return)
    record = found.args[0]
    assert record.result.outputs["probabilities"].argmax() == 7
    assert panel.results.look.currentData() == "bars"
    assert panel.button.text() == "&Run"


def drop_on(widget, *paths: str) -> bool:
    """Drop files on a widget as a file manager does; whether it takes them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    words = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *words)
    QCoreApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QCoreApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), *words))
    return enter.isAccepted()


def test_a_picture_dropped_anywhere_on_the_panel_is_the_inputs(panel, window, qtbot, sample) -> None:
    assert drop_on(panel, digit(sample, 4))
    assert panel.form.rows[0].words() == [digit(sample, 4)]
    assert run(panel, qtbot).result.outputs["probabilities"].argmax() == 4
    # What can't be fed goes to the window, which opens it.
    with qtbot.waitSignal(window.document.model_opened, timeout=20_000):
        assert drop_on(panel, str(sample))


def test_the_samples_pictures_are_offered(panel, qtbot) -> None:
    row = panel.form.rows[0]
    assert row.examples.isVisibleTo(row)
    actions = row.examples.menu().actions()
    assert [action.text() for action in actions] == [f"{number}.png" for number in range(10)]
    actions[2].trigger()
    assert run(panel, qtbot).result.outputs["probabilities"].argmax() == 2


def test_a_picture_is_normalised_by_mean_and_deviation(panel, qtbot, sample) -> None:
    row, picture = panel.form.rows[0], panel.form.picture
    row.set_files([digit(sample, 8)])
    panel.form.fetches.setEditText("image")
    plain = run(panel, qtbot).result.outputs["image"]
    assert not picture.mean.isVisibleTo(picture)
    picture.scale.setCurrentIndex(picture.scale.findData("mean-std"))
    assert picture.mean.isVisibleTo(picture)
    picture.mean.setText("0.25")
    picture.std.setText("0.5")
    normalised = run(panel, qtbot).result.outputs["image"]
    assert normalised == pytest.approx((plain - 0.25) / 0.5, abs=1e-6)
    picture.std.setText("wide")
    panel.button.click()
    assert "wide are no figures" in panel.message.text()


def test_several_files_are_a_batch_and_labels_name_the_classes(panel, qtbot, sample, tmp_path) -> None:
    panel.form.rows[0].set_files([digit(sample, 3), digit(sample, 4)])
    labels = tmp_path / "labels.txt"
    labels.write_text("zero\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine")
    panel.set_labels(labels)
    record = run(panel, qtbot)
    assert record.result.outputs["probabilities"].argmax(1).tolist() == [3, 4]
    assert panel.results.bars.accessibleDescription().startswith("three: 100.0%; four: ")


def test_runs_are_kept_and_compared(panel, qtbot, sample, window) -> None:
    panel.form.rows[0].set_files([digit(sample, 5)])
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
    qtbot.waitUntil(lambda: "equal, bit for bit" in panel.results.summary.text(), timeout=20_000)
    panel.form.rows[0].set_files([digit(sample, 6)])
    run(panel, qtbot)
    panel.results.other.setCurrentIndex(2)
    assert "other input" in panel.results.other.currentText()
    qtbot.waitUntil(lambda: "differs by" in panel.results.summary.text(), timeout=20_000)
    results = panel.results
    results.look.setCurrentIndex(results.look.findData("difference"))
    qtbot.waitUntil(lambda: results.values.source is not None and "\u2212" in results.values.source.name)
    one, other = (record.result.outputs["probabilities"] for record in (panel.history.records[2], second))
    assert results.values.source.read() == pytest.approx(one.astype(float) - other)


def test_times_are_a_table_that_sorts_and_results_are_saved(panel, qtbot, sample, tmp_path, window) -> None:
    panel.form.rows[0].set_files([digit(sample, 1)])
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
    qtbot.waitUntil(lambda: results.values.model.rowCount() * results.values.model.columnCount() == 10)
    results.save.copy()
    assert len(QGuiApplication.clipboard().text().split("\t")) == 10
    for kind in ("npz", "npy", "csv", "json"):
        results.save.save_to(tmp_path / f"saved.{kind}", kind)
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=20_000)
    value = record.result.outputs["probabilities"]
    assert (np.load(tmp_path / "saved.npy") == value).all()
    assert (np.load(tmp_path / "saved.npz")["probabilities"] == value).all()
    assert len((tmp_path / "saved.csv").read_text().splitlines()) == 1
    assert json.loads((tmp_path / "saved.json").read_text())["traceEvents"]


def test_what_is_wrong_is_said_under_its_input_and_nothing_runs(panel, qtbot) -> None:
    row = panel.form.rows[0]
    panel.button.click()
    qtbot.waitUntil(lambda: bool(row.note.text()), timeout=60_000)
    assert row.note.text() == "image needs a value: float32, ?×28×28×1."
    row.set_text("[[1, 2")
    assert not row.note.text()
    panel.button.click()
    qtbot.waitUntil(lambda: "can't be understood" in row.note.text(), timeout=60_000)
    row.set_text("[[1, 2]]")
    panel.button.click()
    qtbot.waitUntil(lambda: "has the shape 1×2; ?×28×28×1 is needed" in row.note.text(), timeout=60_000)
    row.set_text("random")
    panel.form.fetches.setEditText("nowhere")
    panel.button.click()
    qtbot.waitUntil(lambda: "no op nowhere" in panel.message.text(), timeout=60_000)
    assert not panel.history.records


def test_an_input_that_turns_out_to_be_needed_gets_a_row(panel, qtbot) -> None:
    panel.form.rows[0].set_text("random")
    panel.form.fetches.setEditText("loss")
    loss = next(node.name for node in panel._model.graph.nodes if node.name.startswith("loss/") and node.op == "Mean")
    panel.form.fetches.setEditText(loss)
    panel.button.click()
    qtbot.waitUntil(lambda: len(panel.form.rows) == 2, timeout=60_000)
    assert panel.form.rows[1].target.name == "label"
    assert panel.form.rows[1].note.text() == "label needs a value: int64, ?."
    panel.form.rows[1].set_text("[3]")
    assert run(panel, qtbot).result.outputs[loss].shape == ()


def test_a_run_can_be_cancelled_and_the_next_one_works(panel, qtbot) -> None:
    panel.form.rows[0].set_text("random")
    panel.runs.setValue(10_000)
    panel.form.fetches.setEditText("probabilities")
    panel.button.click()
    assert panel.button.text() == "&Cancel"
    qtbot.wait(50)
    panel.button.click()
    qtbot.waitUntil(lambda: panel.button.text() == "&Run", timeout=20_000)
    assert not panel.history.records
    panel.runs.setValue(1)
    assert run(panel, qtbot).result.outputs


def test_a_time_limit_and_a_killed_worker_are_told_in_words_and_the_next_run_works(panel, qtbot, window) -> None:
    panel.form.rows[0].set_text("random")
    run(panel, qtbot)
    panel.runs.setValue(10_000)
    panel.limit.setValue(1)
    panel.button.click()
    qtbot.waitUntil(lambda: "time limit of 1 second" in panel.message.text(), timeout=60_000)
    panel.limit.setValue(120)
    run_one = panel.history.records[0]
    panel.button.click()
    qtbot.waitUntil(lambda: panel.task.stage is not None and str(panel.task.stage) == "Running", timeout=60_000)
    os.kill(window.document.client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: "most likely for lack of memory" in panel.message.text(), timeout=60_000)
    assert panel.button.text() == "&Run"
    assert panel.history.records == [run_one]
    panel.runs.setValue(1)
    run(panel, qtbot)
    assert not panel.message.text()


def test_texts_arrays_and_numbers_are_fed_from_the_window(window, opened, qtbot, tmp_path) -> None:
    graph = graph_pb2.GraphDef()
    graph.versions.producer = 987
    for name, dtype in (("words", 7), ("x", 9), ("y", 9)):
        node = graph.node.add(name=name, op="Placeholder")
        node.attr["dtype"].type = dtype
        node.attr["shape"].shape.dim.add(size=-1)
    graph.node.add(name="lengths", op="StringLength", input=["words"])
    graph.node.add(name="sum", op="AddV2", input=["x", "y"]).attr["T"].type = 9
    path = tmp_path / "graph.pb"
    path.write_bytes(graph.SerializeToString())
    np.save(tmp_path / "x.npy", np.int64([1, 2]))
    np.savez(tmp_path / "y.npz", other=np.int64([0]), y=np.int64([30, 40]))
    opened(path)
    window.run()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: panel.form.fetches.count() > 0, timeout=20_000)
    panel.form.fetches.setEditText("lengths sum")
    for name in ("words", "x", "y"):
        panel.form.feed_here(name)
    rows = {row.target.name: row for row in panel.form.rows}
    rows["words"].set_text('["冰", "ice cream"]')
    rows["x"].set_files([str(tmp_path / "x.npy")])
    rows["y"].set_files([str(tmp_path / "y.npz")])
    outputs = run(panel, qtbot).result.outputs
    assert outputs["lengths"].tolist() == [3, 9]
    assert outputs["sum"].tolist() == [31, 42]
    rows["words"].set_text("one text")
    rows["x"].set_text("7")
    rows["y"].set_text("[0.5]")
    panel.button.click()
    qtbot.waitUntil(lambda: "takes whole numbers (int64)" in rows["y"].note.text(), timeout=20_000)
    rows["y"].set_text("[-7]")
    outputs = run(panel, qtbot).result.outputs
    assert outputs["lengths"].tolist() == [8]
    assert outputs["sum"].tolist() == [0]


def test_two_steps_are_compared_with_the_same_input(window, opened, qtbot, models) -> None:
    folder = models / "heart_estimator_steps" / "train"
    opened(folder)
    window.run()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: len(panel.form.rows) == 9, timeout=20_000)
    for row in panel.form.rows:
        row.set_text("random")
    newest = run(panel, qtbot)
    step = next(entry for entry in window.document.model.steps if not entry.current)
    opened(step.prefix)
    qtbot.waitUntil(lambda: panel.form.fetches.count() > 0 and len(panel.form.rows) == 9, timeout=20_000)
    assert all(row.words() == ["random"] for row in panel.form.rows)
    older = run(panel, qtbot)
    assert older.title != newest.title
    assert "same input" in panel.results.other.itemText(1)
    panel.results.other.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "differs by" in panel.results.summary.text(), timeout=20_000)


def test_an_op_that_tensorflow_lacks_is_named_with_what_can_be_done(window, opened, qtbot, models) -> None:
    opened(models / "deepmd_cu_frozen")
    window.run()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: panel.form.fetches.count() > 0, timeout=60_000)
    for row in panel.form.rows:
        row.set_text("random")
    panel.button.click()
    qtbot.waitUntil(lambda: "not part of TensorFlow" in panel.message.text(), timeout=60_000)
    assert "“Op library…”" in panel.message.text()


def test_any_tensor_can_be_fed_and_fetched(panel, qtbot) -> None:
    panel.form.other.setText("flat")
    panel.form.other.returnPressed.emit()
    panel.form.rows[-1].set_text("random")
    panel.form.fetch_here("flat")
    record = run(panel, qtbot)
    assert set(record.result.outputs) == {"probabilities", "flat"}
    panel.form.other.setText("nowhere")
    panel.form.other.returnPressed.emit()
    assert "nowhere" in panel.message.text()


def test_the_graphs_menu_feeds_and_fetches(window, opened, sample, qtbot) -> None:
    qtbot.waitUntil(lambda: window.central.canvas is not None, timeout=60_000)
    with qtbot.waitSignal(window.central.canvas.first_painted, timeout=60_000):
        opened(sample)
    canvas = window.central.canvas
    menu = canvas.menu.made_for("pool2")
    texts = {action.text(): action for action in menu.actions()}
    texts["Fetc&h here"].trigger()
    texts["&Feed here"].trigger()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: len(panel.form.rows) == 2, timeout=20_000)
    assert [row.target.name for row in panel.form.rows] == ["image", "pool2"]
    assert panel.form.fetches.currentText() == "probabilities, pool2"
    scope = canvas.menu.made_for("conv1")
    assert "&Feed here" not in {action.text() for action in scope.actions()}


def test_what_a_run_took_is_painted_on_the_graph(window, opened, sample, qtbot) -> None:
    qtbot.waitUntil(lambda: window.central.canvas is not None, timeout=60_000)
    with qtbot.waitSignal(window.central.canvas.first_painted, timeout=60_000):
        opened(sample)
    canvas = window.central.canvas
    window.run()
    panel = window.run_tab.panel
    qtbot.waitUntil(lambda: bool(panel.form.rows), timeout=20_000)
    panel.form.rows[0].set_text("random")
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
    panel.device.take()
    qtbot.waitUntil(lambda: "refuses the connection" in panel.message.text(), timeout=90_000)
    assert window.document.device is None
    panel.form.rows[0].set_text("random")
    panel.button.click()
    qtbot.waitUntil(lambda: panel.button.text() == "&Run" and "refuses" in panel.message.text(), timeout=90_000)


def test_a_servers_devices_are_in_every_list_and_a_run_on_one_is_compared_with_one_here(
    panel, window, qtbot, sample, cluster
) -> None:
    panel.form.rows[0].set_files([digit(sample, 6)])
    run(panel, qtbot)
    panel.device.setEditText(cluster.addresses[0])
    panel.device.take()
    qtbot.waitUntil(lambda: window.document.device == cluster.addresses[0], timeout=60_000)
    names = [f"{cluster.addresses[0]}/job:worker/task:{task}/CPU:{cpu}" for task in (0, 1) for cpu in (0, 1)]
    listed = [panel.device.itemText(index) for index in range(panel.device.count())]
    assert [text for text in listed if "://" in text] == names
    menu = window.toolbar.device.menu()
    assert set(names) <= {action.text() for action in menu.actions()}
    panel.device.setCurrentIndex(panel.device.findText(names[3]))
    panel.device.take()
    record = run(panel, qtbot)
    assert record.result.placed.keys() == {"job:worker/task:1/CPU:1"}
    assert record.result.outputs["probabilities"].argmax() == 6
    panel.results.other.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "probabilities: " in panel.results.summary.text(), timeout=20_000)


def test_a_device_that_can_not_be_used_is_greyed_with_its_reason(panel, window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.document.devices is not None, timeout=60_000)
    window.document._found([
        Device("CPU:0", "CPU", "", None, True),
        Device("GPU:0", "GPU", "", None, False, Text("no NVIDIA driver on this machine")),
    ])  # fmt: skip
    index = panel.device.model().index(panel.device.findText("GPU:0"), 0)
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "no NVIDIA driver on this machine"


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
    panel.form.fetches.setEditText("content")
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


@pytest.fixture
def two_signatures(tmp_path: Path) -> Path:
    """A SavedModel that halves and doubles."""
    meta = meta_graph_pb2.MetaGraphDef()
    meta.meta_info_def.tags.append("serve")
    graph = meta.graph_def
    graph.versions.producer = 987
    for name, factor in (("half", 0.5), ("double", 2.0)):
        node = graph.node.add(name=f"{name}_in", op="Placeholder")
        node.attr["dtype"].type = 1
        node.attr["shape"].shape.dim.add(size=-1)
        const = graph.node.add(name=f"{name}_by", op="Const")
        const.attr["dtype"].type = 1
        const.attr["value"].tensor.dtype = 1
        const.attr["value"].tensor.tensor_shape.SetInParent()
        const.attr["value"].tensor.float_val.append(factor)
        graph.node.add(name=f"{name}_out", op="Mul", input=[f"{name}_in", f"{name}_by"]).attr["T"].type = 1
        signature = meta.signature_def[name]
        for key, ends, tensor in (("x", signature.inputs, f"{name}_in:0"), ("y", signature.outputs, f"{name}_out:0")):
            ends[key].name = tensor
            ends[key].dtype = 1
            ends[key].tensor_shape.dim.add(size=-1)
    folder = tmp_path / "saved"
    folder.mkdir()
    data = meta.SerializeToString()
    length = bytes([*((len(data) >> 7 * place & 127) | 128 for place in range(3)), len(data) >> 21])
    (folder / "saved_model.pb").write_bytes(b"\x08\x01\x12" + length + data)
    return folder


def test_a_saved_models_signature_is_chosen(window, opened, qtbot, two_signatures) -> None:
    opened(two_signatures)
    window.run()
    panel = window.run_tab.panel
    form = panel.form
    qtbot.waitUntil(lambda: bool(form.rows), timeout=20_000)
    assert [form.signature.itemText(index) for index in range(form.signature.count())] == ["double", "half"]
    assert form.rows[0].target.tensor == "double_in:0"
    form.rows[0].set_text("[3]")
    assert run(panel, qtbot).result.outputs["y"].tolist() == [6.0]
    form.signature.setCurrentText("half")
    form.signature.activated.emit(form.signature.currentIndex())
    qtbot.waitUntil(lambda: form.rows and form.rows[0].target.tensor == "half_in:0", timeout=20_000)
    assert form.fetches.currentText() == "y"
    form.rows[0].set_text("[3]")
    assert run(panel, qtbot).result.outputs["y"].tolist() == [1.5]


def test_only_a_saved_model_has_signatures_to_choose_from(panel) -> None:
    assert not panel.form.signature.isVisibleTo(panel)


def test_the_same_input_before_and_after_freezing_is_equal(panel, window, opened, qtbot, sample, tmp_path) -> None:
    from core.freezing.freeze import freeze
    from core.freezing.options import FreezeOptions

    panel.form.rows[0].set_files([digit(sample, 9)])
    run(panel, qtbot)
    freeze(window.document.model, tmp_path / "digits.pb", FreezeOptions(verify=False))
    opened(tmp_path / "digits.pb")
    qtbot.waitUntil(lambda: bool(panel.form.rows), timeout=20_000)
    assert panel.form.rows[0].words() == [digit(sample, 9)]
    record = run(panel, qtbot)
    assert record.title != panel.history.records[0].title
    results = panel.results
    assert "same input" in results.other.itemText(1)
    results.other.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "probabilities: equal, bit for bit" in results.summary.text(), timeout=20_000)


def test_a_result_of_rank_4_is_looked_at_slice_by_slice(panel, qtbot, sample) -> None:
    panel.form.rows[0].set_files([digit(sample, 1), digit(sample, 2)])
    panel.form.fetches.setEditText("conv1/conv")
    value = run(panel, qtbot).result.outputs["conv1/conv"]
    results = panel.results
    results.look.setCurrentIndex(results.look.findData("table"))
    values = results.values
    assert values.source.shape == value.shape == (2, 28, 28, 8)
    values.bar._choose_axis(1, rows=True)
    values.bar._choose_axis(2, rows=False)
    values.bar._move(0, 1)
    values.bar._move(3, 5)
    qtbot.waitUntil(lambda: values.model.value(13, 14) is not None, timeout=20_000)
    assert values.model.value(13, 14) == value[1, 13, 14, 5]
    # The next run shows the same slice.
    run(panel, qtbot)
    assert values.view.text() == "[1, :, :, 5]"


def test_a_model_without_a_graph_has_no_run(window, opened, models) -> None:
    opened(models / "tfmodels_resnet_ref_nometa")
    assert not window.actions_.run.isEnabled()
