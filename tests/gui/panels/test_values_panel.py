"""The Values tab: numbers or a picture of any slice, in the way that was chosen last."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from gui.document import Selection
from gui.theme import DARK, LIGHT


@pytest.fixture
def values(window, opened, sample):
    opened(sample)
    window.data_dock.show_panel(window.values)
    return window.values


def select(window, qtbot, name, kind="variable"):
    window.document.select(Selection(kind, name))
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=10_000)


def kernel_of(window) -> str:
    return next(v.name for v in window.document.variables if len(v.shape) == 4 and v.shape[3] > 1)


def test_a_kernel_is_shown_as_tiles_with_the_value_under_the_mouse(window, values, qtbot):
    name = kernel_of(window)
    select(window, qtbot, name)
    values.show_as("tiles")
    qtbot.waitUntil(lambda: values.plot is not None and values.plot.isVisible(), timeout=10_000)
    assert values.plot.picture.tiles[0] > 1
    stored = window.document.model.variable(name).source.read()
    assert values.plot.picture.limit == pytest.approx(np.abs(stored).max())
    assert values.plot.text_at(QPointF(14, 14)).startswith("[0, 0, 0, 0]: ")


def test_the_way_is_kept_from_one_tensor_to_the_next_as_far_as_it_goes(window, values, qtbot):
    select(window, qtbot, kernel_of(window))
    values.show_as("tiles")
    vector = next(v.name for v in window.document.variables if len(v.shape) == 1 and v.elements > 1)
    select(window, qtbot, vector)
    assert values.mode == "image"
    scalar = next(v.name for v in window.document.variables if v.shape == ())
    select(window, qtbot, scalar)
    assert values.mode == "numbers"
    assert values.table.isVisible()
    select(window, qtbot, kernel_of(window))
    assert values.mode == "tiles"


def test_a_picture_is_copied_and_saved_as_png_and_svg(window, values, qtbot, qapp, tmp_path):
    select(window, qtbot, kernel_of(window))
    values.show_as("image")
    qtbot.waitUntil(lambda: values.plot is not None and values.plot.isVisible(), timeout=10_000)
    values.plot.copy()
    assert not qapp.clipboard().image().isNull()
    assert values.plot.save(str(tmp_path / "a.png"))
    assert values.plot.save(str(tmp_path / "a.svg"))
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in (tmp_path / "a.svg").read_bytes()


def test_both_themes_have_a_map_that_is_neutral_at_zero():
    from gui.panels.slice_plot import SHADES, shades

    for palette in (LIGHT, DARK):
        colours = shades(palette).astype(int)
        assert len(colours) == 2 * SHADES + 1
        background = palette.colour("window")
        assert colours[SHADES].tolist()[:3] == [background.red(), background.green(), background.blue()]
        assert np.abs(colours[0] - colours[-1]).sum() > 100


def test_the_first_values_are_there_with_the_tensor(window, values, qtbot):
    name = kernel_of(window)
    asked = []
    values.model._want = lambda *block: asked.append(block)
    select(window, qtbot, name)
    assert values.model.value(0, 0) == window.document.model.variable(name).source.read()[0, 0, 0, 0]
    assert asked == []


def exported(window, values, path, qtbot):
    """What the dialog writes for the slice that is shown."""
    from gui.dialogs.export_values import ExportValuesDialog

    values.export.trigger()
    dialog = next(each for each in window.findChildren(ExportValuesDialog) if each.isVisible())
    dialog.format.setCurrentIndex(dialog.format.findData(path.suffix))
    dialog.path.setText(str(path))
    dialog.export.click()
    qtbot.waitUntil(lambda: not window.document.tasks.running, timeout=10_000)
    assert dialog.remarks.property("role") == "good"
    dialog.accept()


@pytest.mark.parametrize("suffix", [".npy", ".csv", ".npz"])
def test_the_slice_that_is_shown_is_exported_as_it_is_shown(window, values, qtbot, tmp_path, suffix):
    name = kernel_of(window)
    stored = window.document.model.variable(name).source.read()
    select(window, qtbot, name)
    values.bar._move(3, 2)
    path = tmp_path / f"slice{suffix}"
    exported(window, values, path, qtbot)
    found = {".npy": np.load, ".csv": lambda p: np.loadtxt(p, delimiter=","), ".npz": lambda p: np.load(p)[name]}
    np.testing.assert_array_equal(np.float32(found[suffix](path)), stored[:, :, 0, 2])
    values.bar._choose_axis(3, rows=True)  # the other axes come first: rows are outputs, columns the kernel's rows
    values.bar._choose_axis(0, rows=False)
    turned = tmp_path / f"turned{suffix}"
    exported(window, values, turned, qtbot)
    assert values.view.transposed()
    np.testing.assert_array_equal(np.float32(found[suffix](turned)), stored[:, 0, 0, :].T)


def test_there_is_nothing_to_export_where_nothing_is_shown(window, values):
    assert not values.export.isEnabled()
