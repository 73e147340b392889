"""The export dialog: every format, what it can't hold, what is there already."""

from __future__ import annotations

import numpy as np
import pytest

from gui.dialogs.export_values import ExportValuesDialog


@pytest.fixture
def dialog_for(window, opened, sample, qtbot):
    opened(sample)

    def make(count: int | None) -> ExportValuesDialog:
        dialog = ExportValuesDialog(window.document, window.document.variables[:count], window)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=10_000)
        return dialog

    return make


def export(dialog, suffix, path, qtbot):
    dialog.format.setCurrentIndex(dialog.format.findData(suffix))
    dialog.path.setText(str(path))
    dialog.export.click()
    qtbot.waitUntil(lambda: not dialog._document.tasks.running, timeout=20_000)


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".h5", ".npy", ".csv"])
def test_all_variables_are_written_in_every_format(window, dialog_for, suffix, tmp_path, qtbot):
    dialog = dialog_for(None)
    path = tmp_path / ("out" if suffix in (".npy", ".csv") else f"out{suffix}")
    export(dialog, suffix, path, qtbot)
    assert path.exists()
    assert dialog.remarks.property("role") == "good"
    assert dialog.show_folder.isVisible()
    if suffix == ".npz":
        archive = np.load(path)
        for variable in window.document.variables:
            assert (archive[variable.name] == variable.source.read()).all()


def test_one_variable_is_one_file(window, dialog_for, tmp_path, qtbot):
    dialog = dialog_for(1)
    export(dialog, ".npy", tmp_path / "a.npy", qtbot)
    assert (np.load(tmp_path / "a.npy") == window.document.variables[0].source.read()).all()


def test_a_file_that_is_there_is_replaced_only_when_told_to(window, dialog_for, tmp_path, qtbot):
    path = tmp_path / "a.npz"
    path.write_bytes(b"mine")
    dialog = dialog_for(None)
    dialog.path.setText(str(path))
    assert dialog.replace.isVisible()
    export(dialog, ".npz", path, qtbot)
    assert path.read_bytes() == b"mine"
    assert dialog.remarks.property("role") == "error"
    dialog.replace.setChecked(True)
    dialog.export.click()
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=20_000)
    assert path.read_bytes() != b"mine"


def test_another_format_changes_the_suffix_and_nothing_else(dialog_for, tmp_path):
    dialog = dialog_for(None)
    dialog.path.setText(str(tmp_path / "my.model.npz"))
    dialog.format.setCurrentIndex(dialog.format.findData(".h5"))
    assert dialog.path.text() == str(tmp_path / "my.model.h5")
    dialog.format.setCurrentIndex(dialog.format.findData(".npy"))
    assert dialog.path.text() == str(tmp_path / "my.model")


def test_a_folder_that_is_not_there_is_said_in_words(dialog_for, tmp_path, qtbot):
    dialog = dialog_for(None)
    export(dialog, ".npz", tmp_path / "no" / "a.npz", qtbot)
    assert "no folder" in dialog.remarks.text()


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".safetensors", ".csv", ".h5"])
def test_a_cancelled_export_leaves_nothing_and_can_be_tried_again(window, opened, hollow, suffix, tmp_path, qtbot):
    opened(hollow)
    vast = [variable for variable in window.document.variables if variable.name == "vast"]
    dialog = ExportValuesDialog(window.document, vast, window)
    qtbot.addWidget(dialog)
    dialog.show()
    folder = tmp_path / "out"
    folder.mkdir()
    dialog.bar.valueChanged.connect(lambda value: dialog.close_button.click() if value else None)
    export(dialog, suffix, folder / f"vast{suffix}", qtbot)
    assert list(folder.iterdir()) == []
    assert dialog.isVisible()
    assert dialog.export.isEnabled()
    assert dialog.path.isEnabled()
    assert not dialog.bar.isVisible()
