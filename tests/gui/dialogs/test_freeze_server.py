"""Freezing on a TensorFlow server from the dialog: real servers on loopback, whose devices all lists then have."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.freezing.freeze import freeze
from core.freezing.options import FreezeOptions
from gui.dialogs.freeze import FreezeDialog
from gui.document import Document

pytestmark = pytest.mark.xdist_group("freeze-server")

LATE = 120_000


@pytest.fixture(scope="module")
def document(qapp: QApplication, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    folder = tmp_path_factory.mktemp("sample") / "digits"
    shutil.copytree(sample, folder)
    document = Document()
    task = document.open_path(folder)
    while task.running:
        qapp.processEvents()
    yield document
    document.shutdown()


@pytest.fixture
def dialog(document: Document, qtbot: QtBot) -> FreezeDialog:
    document.device = None
    document.servers.clear()
    dialog = FreezeDialog(document)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.plan_ready, timeout=LATE):
        dialog.show()
    return dialog


def ask(dialog: FreezeDialog, qtbot: QtBot, address: str) -> None:
    chooser = dialog.form.device
    chooser.choice.setCurrentIndex(chooser.choice.findText("On a TensorFlow server…"))
    assert chooser.server.isVisibleTo(dialog)
    assert not dialog.freeze_button.isEnabled()
    chooser.server.setText(address)
    qtbot.keyClick(chooser.server, Qt.Key.Key_Return)


def test_a_freeze_and_its_proof_run_on_the_server_that_was_named(dialog, document, cluster, qtbot, tmp_path) -> None:
    ask(dialog, qtbot, cluster.addresses[0].removeprefix("grpc://"))
    chooser = dialog.form.device
    device = f"{cluster.addresses[0]}/job:worker/task:0/CPU:0"
    qtbot.waitUntil(lambda: chooser.device() == device, timeout=LATE)
    assert not chooser.server.isVisibleTo(dialog)
    assert document.device == device
    there = [f"{cluster.addresses[0]}/job:worker/task:{task}/CPU:{cpu}" for task in (0, 1) for cpu in (0, 1)]
    assert [device.name for device in document.remote_devices] == there
    other = there[3]
    with qtbot.waitSignal(dialog.plan_ready, timeout=LATE):
        chooser.choice.setCurrentIndex(chooser.choice.findData(other))
    assert dialog.freeze_button.isEnabled()
    qtbot.mouseClick(dialog.freeze_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.report is not None or dialog.error is not None, timeout=LATE)
    assert dialog.error is None
    report = dialog.report
    assert report.engine == "session"
    assert report.device == other
    assert report.verified.ok is True
    assert set(report.placed) == {"job:worker/task:1/CPU:1"}
    freeze(document.model, tmp_path / "here.pb", FreezeOptions(verify=False))
    assert report.output.read_bytes() == (tmp_path / "here.pb").read_bytes()


def test_a_server_that_is_not_there_is_said_and_another_can_be_named(dialog, document, cluster, qtbot) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"grpc://127.0.0.1:{probe.getsockname()[1]}"
    ask(dialog, qtbot, address)
    chooser = dialog.form.device
    qtbot.waitUntil(lambda: "refuses the connection" in chooser.note.text(), timeout=LATE)
    assert chooser.pending
    assert document.device is None
    assert not dialog.freeze_button.isEnabled()
    ask(dialog, qtbot, "no address at all")
    qtbot.waitUntil(lambda: "is not the name of a device" in chooser.note.text(), timeout=LATE)
    ask(dialog, qtbot, f"{cluster.addresses[1]}/CPU:1")
    qtbot.waitUntil(lambda: chooser.device() is not None, timeout=LATE)
    assert chooser.device() == f"{cluster.addresses[1]}/job:worker/task:1/CPU:0"
    chooser.choice.setCurrentIndex(0)
    assert document.device is None
