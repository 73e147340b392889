"""The freeze dialog over a real checkpoint, with the real TensorFlow in its worker."""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.errors import SessionError, Text
from core.session.devices import Device
from gui import tasks
from gui.dialogs.freeze import FreezeDialog
from gui.dialogs.freeze_report import ReportPage
from gui.dialogs.freeze_words import expected_stages
from gui.document import Document
from gui.i18n import install_language, text_of

pytestmark = pytest.mark.xdist_group("freeze-dialog")
"""In one test process: the worker is shared, and each one imports TensorFlow."""

SOON = 10_000
"""Milliseconds for what needs no TensorFlow."""
LATE = 120_000
"""Milliseconds for what does, on a busy machine."""


@pytest.fixture(scope="module")
def folder(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a real checkpoint in a folder that may be written to."""
    target = tmp_path_factory.mktemp("mtcnn") / "PNet_landmark"
    shutil.copytree(models / "mtcnn_pnet" / "PNet_landmark", target)
    for path in (target, *target.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return target


@pytest.fixture(scope="module")
def shared(qapp: QApplication, folder: Path) -> Iterator[Document]:
    """One document, so one worker, for the whole module: TensorFlow is imported once."""
    document = Document()
    yield document
    document.shutdown()


@pytest.fixture
def document(shared: Document, folder: Path, qtbot: QtBot) -> Document:
    if shared.model is None or shared.model.title != "PNet-18":
        with qtbot.waitSignal(shared.model_opened, timeout=SOON):
            shared.open_path(folder)
    shared.device = None
    return shared


@pytest.fixture
def dialog(document: Document, qtbot: QtBot) -> FreezeDialog:
    return show(document, qtbot)


def show(document: Document, qtbot: QtBot) -> FreezeDialog:
    dialog = FreezeDialog(document)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.plan_ready, timeout=SOON):
        dialog.show()
    return dialog


def choose_device(dialog: FreezeDialog, qtbot: QtBot, name: str) -> None:
    choice = dialog.form.device.choice
    qtbot.waitUntil(lambda: choice.findData(name) >= 0, timeout=LATE)
    with qtbot.waitSignal(dialog.plan_ready, timeout=SOON):
        choice.setCurrentIndex(choice.findData(name))


def freeze(dialog: FreezeDialog, qtbot: QtBot) -> None:
    assert dialog.freeze_button is not None
    qtbot.mouseClick(dialog.freeze_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.report is not None or dialog.error is not None, timeout=LATE)


def test_the_form_is_filled_so_that_freeze_can_be_pressed_at_once(dialog: FreezeDialog, folder: Path) -> None:
    assert dialog.windowTitle() == "Freeze PNet-18 to a .pb"
    assert dialog.form.step.currentText() == "18 (the only one)"
    assert dialog.form.outputs.outputs() == ["conv4_1/Softmax"]
    assert dialog.form.destination.destination() == folder / "PNet-18.frozen.pb"
    assert dialog.form.device.device() is None
    assert dialog.form.verify.isChecked()
    assert dialog.freeze_button is not None
    assert dialog.freeze_button.isEnabled()
    assert dialog.freeze_button.isDefault()


def test_the_preflight_is_told_before_anything_runs(dialog: FreezeDialog) -> None:
    assert dialog.plan is not None
    assert dialog.plan.nodes_before == 1061
    assert dialog.form.findings.sentences() == [text_of(finding.what) for finding in dialog.plan.findings]
    assert dialog.form.findings.sentences()
    assert "about" in dialog.form.destination.about.full_text


def test_the_preflight_follows_what_is_chosen(dialog: FreezeDialog, qtbot: QtBot) -> None:
    assert dialog.plan is not None
    before = dialog.plan.nodes_after
    with qtbot.waitSignal(dialog.plan_ready, timeout=SOON):
        dialog.form.outputs.add("bbox_pred")
    assert dialog.plan.nodes_after > before
    assert dialog.plan.outputs == ["conv4_1/Softmax", "bbox_pred"]


def test_without_an_output_the_dialog_asks_for_one(dialog: FreezeDialog, qtbot: QtBot) -> None:
    dialog.form.outputs.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "at least one output" in " ".join(dialog.form.findings.sentences()), timeout=SOON)
    assert dialog.freeze_button is not None
    assert not dialog.freeze_button.isEnabled()


def test_the_devices_come_in_the_background(dialog: FreezeDialog, qtbot: QtBot) -> None:
    choice = dialog.form.device.choice
    assert choice.itemText(0) == "Automatic, direct from the files"
    qtbot.waitUntil(lambda: choice.findData("CPU:0") > 0, timeout=LATE)
    assert choice.itemText(choice.findData("CPU:0")) == "CPU:0, in a TensorFlow session"
    assert choice.findText("Looking for devices…") < 0


def test_freezing_on_a_device_ends_in_a_proof_and_a_file_that_opens(
    dialog: FreezeDialog, document: Document, folder: Path, qtbot: QtBot
) -> None:
    choose_device(dialog, qtbot, "CPU:0")
    freeze(dialog, qtbot)
    report = dialog.report
    assert report is not None, dialog.error
    target = folder / "PNet-18.frozen.pb"
    try:
        assert report.engine == "session"
        assert report.verified is not None
        assert report.verified.ok is True
        assert target.stat().st_size == report.bytes
        assert dialog.windowTitle() == "PNet-18 is frozen"
        page = dialog.pages.currentWidget()
        assert isinstance(page, ReportPage)
        texts = [label.text() for label in page.findChildren(QLabel)]
        assert texts[0].startswith("<b>Proven.</b> On CPU:0")
        for part in ("conv4_1/Softmax", "256×2", "equal", f"PNet-18.frozen.pb, {report.bytes:,} bytes"):
            assert part in texts
        assert page.command.code == report.command
        assert "cryograph freeze" in page.command.code
        assert "conv4_1/Softmax" in page.python.code
        assert dialog.open_button is not None
        assert dialog.focusWidget() is dialog.open_button
        with qtbot.waitSignal(document.model_opened, timeout=SOON):
            qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
        assert document.model is not None
        assert document.model.format == "graphdef"
        assert not dialog.isVisible()
    finally:
        target.unlink(missing_ok=True)


def test_automatic_freezes_to_the_end_as_well(dialog: FreezeDialog, folder: Path, qtbot: QtBot) -> None:
    freeze(dialog, qtbot)
    target = folder / "PNet-18.frozen.pb"
    try:
        assert dialog.report is not None, dialog.error
        assert target.is_file()
        assert dialog.report.verified is not None
        assert dialog.report.verified.ok is True
        run = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Run &it…")
        with qtbot.waitSignal(dialog.run_wanted) as wanted:
            run.click()
        assert wanted.args == [target]
        assert not dialog.isVisible()
    finally:
        target.unlink(missing_ok=True)


class Asker(QObject):
    """Asks for a cancel from the job's thread, on the GUI thread."""

    asked = Signal()


def cancel_at(
    wanted: str, dialog: FreezeDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]
) -> list[str]:
    """Freeze and call `act` on the GUI thread when stage `wanted` begins; the stages that were seen."""
    asker = Asker()
    asker.asked.connect(act, Qt.ConnectionType.QueuedConnection)
    seen: list[str] = []
    job = threading.Event()
    shown = tasks._Reported.show

    def show_and_hold(self: tasks._Reported, stage: Text | None, fraction: float | None) -> None:
        shown(self, stage, fraction)
        if stage is None or not self._task.commits:
            return
        seen.append(stage.template)
        if stage.template == wanted and not job.is_set():
            job.set()
            asker.asked.emit()
            # The work stands still here until the person's cancel has come.
            until = time.monotonic() + 10
            while not self.cancelled and time.monotonic() < until:
                time.sleep(0.005)

    monkeypatch.setattr(tasks._Reported, "show", show_and_hold)
    assert dialog.freeze_button is not None
    qtbot.mouseClick(dialog.freeze_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._job is None, timeout=LATE)
    monkeypatch.undo()
    assert wanted in seen, seen
    return seen


@pytest.mark.parametrize("stage", ["Starting TensorFlow", "Restoring", "Converting", "Writing", "Checking"])
def test_cancel_works_at_every_stage_and_leaves_no_file(
    stage: str, dialog: FreezeDialog, document: Document, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_device(dialog, qtbot, "CPU:0")
    if stage == "Starting TensorFlow":
        document.client.close()
    before = sorted(folder.iterdir())
    cancel_at(stage, dialog, qtbot, monkeypatch, dialog.cancel_job)
    assert dialog.report is None
    assert dialog.error is None
    assert sorted(folder.iterdir()) == before
    assert dialog.pages.currentWidget() is dialog.form
    assert dialog.freeze_button is not None
    assert dialog.freeze_button.isEnabled()


@pytest.mark.parametrize("device", [None, "CPU:0"])
def test_the_stages_shown_are_those_that_the_work_goes_through(
    device: str | None, document: Document, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.client.warm()
    dialog = show(document, qtbot)
    if device:
        choose_device(dialog, qtbot, device)
    expected = [text.template for text in expected_stages(dialog.form.options())]
    entered: list[str] = []
    shown = tasks._Reported.show

    def note(self: tasks._Reported, stage: Text | None, fraction: float | None) -> None:
        if stage is not None and self._task.commits and stage.template not in entered[-1:]:
            entered.append(stage.template)
        shown(self, stage, fraction)

    monkeypatch.setattr(tasks._Reported, "show", note)
    freeze(dialog, qtbot)
    (folder / "PNet-18.frozen.pb").unlink(missing_ok=True)
    assert dialog.report is not None, dialog.error
    # A worker that is warm is not started again.
    assert [name for name in expected if name in entered] == entered


def test_closing_while_it_runs_asks_and_then_ends_it_without_a_file(
    dialog: FreezeDialog, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_device(dialog, qtbot, "CPU:0")
    before = sorted(folder.iterdir())
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(True)
        return True

    monkeypatch.setattr(dialog, "ask_stop", stop)
    cancel_at("Restoring", dialog, qtbot, monkeypatch, lambda: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert asked == [True]
    assert not dialog.isVisible()
    assert sorted(folder.iterdir()) == before


def test_a_failure_is_a_sentence_with_a_way_back(dialog: FreezeDialog, folder: Path, qtbot: QtBot) -> None:
    dialog.form.destination.edit.setText(str(folder / "nowhere" / "x.pb"))
    freeze(dialog, qtbot)
    assert dialog.report is None
    assert dialog.error is not None
    texts = [label.text() for label in dialog.pages.currentWidget().findChildren(QLabel)]
    assert text_of(dialog.error.text) in texts
    assert "No file was written." in texts
    back = next(button for button in dialog.findChildren(QAbstractButton) if button.text() == "&Back")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert dialog.pages.currentWidget() is dialog.form


def test_a_file_that_is_there_is_replaced_only_if_the_person_says_so(
    dialog: FreezeDialog, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder / "PNet-18.frozen.pb"
    target.write_bytes(b"precious")
    try:
        monkeypatch.setattr(dialog, "ask_overwrite", lambda path: False)
        assert dialog.freeze_button is not None
        qtbot.mouseClick(dialog.freeze_button, Qt.MouseButton.LeftButton)
        assert dialog.pages.currentWidget() is dialog.form
        assert target.read_bytes() == b"precious"
        monkeypatch.setattr(dialog, "ask_overwrite", lambda path: path == target)
        freeze(dialog, qtbot)
        assert dialog.report is not None, dialog.error
        assert target.stat().st_size == dialog.report.bytes
    finally:
        target.unlink(missing_ok=True)


def test_escape_closes_the_form(dialog: FreezeDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def mnemonics(dialog: QWidget) -> Counter[str]:
    found: Counter[str] = Counter()
    for widget in dialog.findChildren(QWidget):
        text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
        # A text from a file has no mnemonic (`PlainText`).
        if isinstance(widget, QLabel) and widget.buddy() is None:
            continue
        place = text.replace("&&", "").find("&")
        if place >= 0 and widget.isVisibleTo(dialog):
            found[text.replace("&&", "")[place + 1].upper()] += 1
    return found


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_mnemonic_stands_twice_and_nothing_is_cut_off_at_the_sides(
    language: str, document: Document, qtbot: QtBot
) -> None:
    app = QCoreApplication.instance()
    assert app is not None
    install_language(app, language)
    try:
        dialog = show(document, qtbot)
        dialog.form.show_more(True)
        dialog.resize(100, 100)
        # The layout hears of the new rows, and of their width, in the next turn of the event loop.
        qtbot.waitUntil(lambda: dialog.form.horizontalScrollBar().maximum() == 0)
        found = mnemonics(dialog)
        assert len(found) >= 12
        assert found.most_common(1)[0][1] == 1, found
    finally:
        install_language(app, "en")


def test_a_saved_models_signature_is_frozen_under_its_own_keys(
    models: Path, tmp_path: Path, shared: Document, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(shared.model_opened, timeout=SOON):
        shared.open_path(models / "sm_keras_lstm")
    dialog = show(shared, qtbot)
    assert dialog.form.outputs.outputs() == ["StatefulPartitionedCall"]
    assert dialog.form.options().signature == "serving_default"
    assert dialog.plan is not None
    assert dialog.plan.outputs == ["dense"]
    dialog.form.destination.set_destination(tmp_path / "lstm.pb")
    freeze(dialog, qtbot)
    assert dialog.report is not None, dialog.error
    assert dialog.report.outputs == ["dense"]
    assert (tmp_path / "lstm.pb").is_file()


def test_values_without_a_graph_say_what_is_missing(models: Path, shared: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shared.model_opened, timeout=SOON):
        shared.open_path(models / "tfmodels_resnet_ref_nometa")
    dialog = show(shared, qtbot)
    assert dialog.plan is not None
    assert dialog.plan.blocked
    assert dialog.form.findings.sentences() == [text_of(dialog.plan.findings[0].what)]
    assert dialog.freeze_button is not None
    assert not dialog.freeze_button.isEnabled()


def test_another_step_is_read_and_planned(models: Path, shared: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shared.model_opened, timeout=SOON):
        shared.open_path(models / "heart_estimator_steps")
    dialog = show(shared, qtbot)
    step = dialog.form.step
    assert step.count() > 1
    chosen = dialog.form.outputs.outputs()
    other = next(index for index in range(step.count()) if index != step.currentIndex())
    with qtbot.waitSignal(dialog.plan_ready, timeout=SOON):
        step.setCurrentIndex(other)
    assert dialog._model.checkpoint is not None
    assert dialog._model.checkpoint.prefix == step.itemData(other).prefix
    assert dialog.form.outputs.outputs() == chosen


@pytest.mark.parametrize("device", [None, "CPU:0"])
def test_a_damaged_value_stops_the_freeze_and_is_named(
    device: str | None, folder: Path, tmp_path: Path, shared: Document, qtbot: QtBot
) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(folder, damaged)
    data = damaged / "PNet-18.data-00000-of-00001"
    content = bytearray(data.read_bytes())
    for place in range(0, len(content), 16):
        content[place] ^= 1
    data.write_bytes(content)
    with qtbot.waitSignal(shared.model_opened, timeout=SOON):
        shared.open_path(damaged)
    shared.device = None
    dialog = show(shared, qtbot)
    if device:
        choose_device(dialog, qtbot, device)
    before = sorted(damaged.iterdir())
    freeze(dialog, qtbot)
    assert dialog.report is None
    assert dialog.error is not None
    assert "conv" in str(dialog.error)
    assert sorted(damaged.iterdir()) == before


def test_when_tensorflow_can_not_list_its_devices_automatic_stays_and_trying_again_is_offered(
    folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document()
    monkeypatch.setattr(document, "find_devices", lambda: None)
    monkeypatch.setattr(document.client, "start", lambda: None)
    try:
        with qtbot.waitSignal(document.model_opened, timeout=SOON):
            document.open_path(folder)
        dialog = show(document, qtbot)
        chooser = dialog.form.device
        assert [chooser.choice.itemText(row) for row in range(chooser.choice.count())] == [
            "Automatic, direct from the files",
            "Looking for devices…",
            "On a TensorFlow server…",
        ]
        document.devices_failed.emit(SessionError(Text("The TensorFlow process crashed ({signal}).", signal="SIGSEGV")))
        assert [chooser.choice.itemText(row) for row in range(chooser.choice.count())] == [
            "Automatic, direct from the files",
            "On a TensorFlow server…",
        ]
        assert chooser.note.text() == "The TensorFlow process crashed (SIGSEGV)."
        assert chooser.how.text() == "Try a&gain"
        chooser.how.click()
        assert chooser.note.text() == "Looking for devices…"
        gpu = Device(
            "GPU:0", "GPU", "", None, False, Text("no NVIDIA driver on this machine"), Text("Install the driver.")
        )
        document._found([Device("CPU:0", "CPU", "", None, True), gpu])
        assert chooser.note.text() == "GPU:0 is not available: no NVIDIA driver on this machine."
        row = chooser.choice.findData("GPU:0")
        assert not chooser.choice.model().flags(chooser.choice.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled
        chooser.how.click()
        assert chooser.popup is not None
        told = [label.text() for label in chooser.popup.findChildren(QLabel)]
        assert "Install the driver." in told
        chooser.popup.close()
    finally:
        document.shutdown()
