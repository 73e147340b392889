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
