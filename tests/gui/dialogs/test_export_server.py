"""Exporting on a TensorFlow server from the dialog: its devices can be chosen, and what runs, runs there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.dialogs.export import ExportDialog
from gui.document import Document
from gui.settings import Settings

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


@pytest.mark.parametrize("name", ["pb", "optimised"])
def test_an_export_and_its_check_run_on_the_server_that_was_named(
    name: str, document: Document, settings: Settings, cluster, qtbot: QtBot
) -> None:
    document.device = None
    dialog = ExportDialog(document, settings)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.preflight_ready, timeout=LATE):
        dialog.show()
    dialog.form.targets.choose(name)
    chooser = dialog.form.device
    chooser.choice.setCurrentIndex(chooser.choice.findText("On a TensorFlow server…"))
    qtbot.waitUntil(lambda: dialog.form.findings.sentences() == [dialog.form.fault()], timeout=LATE)
    assert "server" in dialog.form.fault()
    assert not dialog.export_button.isEnabled()
    chooser.server.setText(cluster.addresses[0])
    with qtbot.waitSignal(dialog.preflight_ready, timeout=LATE):
        qtbot.keyClick(chooser.server, Qt.Key.Key_Return)
    device = f"{cluster.addresses[0]}/job:worker/task:0/CPU:0"
    assert chooser.device() == device
    dialog.form.destination.set_destination(document.model.folder / f"{name}.pb")
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._job is None, timeout=LATE)
    assert dialog.error is None
    result = dialog.results[0]
    assert result.ok
    assert set(result.outcome.placed) == {"job:worker/task:0/CPU:0"}
    assert f"--device {device}" in result.command
