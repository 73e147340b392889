"""Values are read in blocks, off the GUI thread, and only those that are looked at."""

from __future__ import annotations

import threading

import ml_dtypes
import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.errors import FormatError, Text
from core.formats.dtypes import dtype_named
from gui.models.axes import first_view
from gui.models.values_model import BLOCK_ROWS, PLACEHOLDER, ValuesModel, styled, value_text
from gui.tasks import Tasks


class ArraySource:
    """A tensor in memory that notes what is read of it, and by whom."""

    path = None
    offset = None

    def __init__(self, values: np.ndarray, dtype: str = "float32", fail: bool = False) -> None:
        self.name, self.dtype, self.shape, self.nbytes = "t", dtype_named(dtype), values.shape, values.nbytes
        self.values, self.fail = values, fail
        self.reads: list[tuple] = []
        self.threads: set[int] = set()

    def read(self, index=None, *, tick=None):
        self.threads.add(threading.get_ident())
        self.reads.append(index)
        if self.fail:
            raise FormatError("x.data", Text("the file is cut off"))
        return self.values[index] if index is not None else self.values


@pytest.fixture
def tasks(qapp):
    tasks = Tasks()
    yield tasks
    tasks.shutdown()


def shown(model, row, column, role=Qt.ItemDataRole.DisplayRole):
    return model.data(model.index(row, column), role)


def test_a_cell_shows_a_placeholder_and_then_its_value(qtbot, tasks):
    values = np.arange(200 * 40, dtype=np.float32).reshape(200, 40)
    source, model = ArraySource(values), ValuesModel(tasks)
    model.show_tensor(source, first_view(values.shape))
    assert shown(model, 70, 20) == PLACEHOLDER
    assert source.reads == []
    with qtbot.waitSignal(model.arrived):
        pass
    assert model.value(70, 20) == values[70, 20]
    assert threading.get_ident() not in source.threads


def test_only_what_is_looked_at_is_read(qtbot, tasks):
    values = np.zeros((100_000, 64), np.float32)
    source, model = ArraySource(values), ValuesModel(tasks)
    model.show_tensor(source, first_view(values.shape))
    shown(model, 50_000, 0)
    with qtbot.waitSignal(model.arrived):
        pass
    assert len(source.reads) == 1
    rows, columns = source.reads[0]
    assert rows.stop - rows.start == BLOCK_ROWS
    assert columns.stop - columns.start < 64


def test_a_thousand_cells_asked_for_at_once_are_few_reads(qtbot, tasks):
    values = np.zeros((1000, 1000), np.float32)
    source, model = ArraySource(values), ValuesModel(tasks)
    model.show_tensor(source, first_view(values.shape))
    for row in range(60):
        for column in range(30):
            shown(model, row, column)
    with qtbot.waitSignal(model.arrived):
        pass
    assert len(source.reads) == 2


def test_it_keeps_qts_rules(qtmodeltester, tasks):
    model = ValuesModel(tasks)
    for shape in ((), (5,), (3, 4), (3, 4, 5), (0, 3)):
        values = np.zeros(shape, np.float32)
        model.show_tensor(ArraySource(values), first_view(shape))
        qtmodeltester.check(model)
    model.show_tensor(None, first_view(()))
    qtmodeltester.check(model)


@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (3, 4, 5), (2, 3, 4, 5), (1, 2, 1, 3, 2)])
def test_any_rank_and_any_axes_show_numpys_values(qtbot, tasks, shape):
    values = np.arange(np.prod(shape, dtype=int), dtype=np.int64).reshape(shape)
    model = ValuesModel(tasks)
    views = [first_view(shape)]
    if len(shape) > 1:
        views += [views[0].with_axes(a, b) for a in range(len(shape)) for b in range(len(shape)) if a != b]
    for view in views:
        for axis in view.others():
            view = view.at(axis, shape[axis] - 1)
        model.show_tensor(ArraySource(values, "int64"), view)
        shown(model, 0, 0)
        with qtbot.waitSignal(model.arrived):
            pass
        expected = values[view.index(slice(None), slice(None))]
        expected = expected.T if view.transposed() else expected.reshape(view.rows, view.columns)
        got = [[model.value(r, c) for c in range(view.columns)] for r in range(view.rows)]
        assert np.array_equal(got, expected)


def test_another_tensor_drops_what_was_being_read(qtbot, tasks):
    go = threading.Event()

    class Slow(ArraySource):
        def read(self, index=None, *, tick=None):
            go.wait(5)
            return super().read(index)

    model = ValuesModel(tasks)
    model.show_tensor(Slow(np.ones((4, 4), np.float32)), first_view((4, 4)))
    shown(model, 0, 0)
    qtbot.waitUntil(lambda: bool(tasks.running))
    model.show_tensor(ArraySource(np.zeros((4, 4), np.float32)), first_view((4, 4)))
    assert shown(model, 0, 0) == PLACEHOLDER
    with qtbot.waitSignal(model.arrived):
        go.set()
    assert model.value(0, 0) == 0


def test_a_failed_read_is_said_once(qtbot, tasks):
    model = ValuesModel(tasks)
    model.show_tensor(ArraySource(np.ones((4, 4), np.float32), fail=True), first_view((4, 4)))
    with qtbot.waitSignal(model.failed) as blocker:
        shown(model, 0, 0)
    assert "cut off" in str(blocker.args[0])
    assert shown(model, 0, 0) == PLACEHOLDER
    qtbot.wait(20)
    assert not tasks.running


@pytest.mark.parametrize(
    ("value", "text", "exact"),
    [
        (np.float32(-0.8131), "−0.8131", "-0.8131"),
        (np.float32(0), "0", "0.0"),
        (np.float64("nan"), "NaN", "nan"),
        (np.float32("-inf"), "−∞", "-inf"),
        (np.int64(-1_234_567), "−1234567", "-1234567"),
        (np.uint8(255), "255", "255"),
        (np.bool_(True), "true", "true"),
        (ml_dtypes.bfloat16(1.5), "1.5000", "1.5"),
        (ml_dtypes.float8_e4m3fn(2), "2.0000", "2"),
        (ml_dtypes.int4(-3), "−3", "-3"),
        (np.complex64(1 - 2j), "1.0000 −2.0000i", "(1-2j)"),
        (b"caf\xc3\xa9\n", "café\\n", "café\\n"),
        (b"\xff\xfe", "\\xff\\xfe", "\\xff\\xfe"),
    ],
)
def test_each_type_is_written_as_suits_it(value, text, exact):
    assert value_text(value) == text
    assert value_text(value, exact=True) == exact


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (np.int8(-1), "hex", "0xFF"),
        (np.int32(255), "hex", "0x000000FF"),
        (np.uint64(2**64 - 1), "hex", "0x" + "F" * 16),
        (ml_dtypes.int4(-8), "hex", "0x8"),
        (np.int64(-12), "plain", "\u221212"),
        (np.float32(0.1), "plain", "0.1"),
        (np.float64(1e-12), "plain", "0.000000000001"),
        (np.float32(1e20), "plain", "100000000000000000000"),
        (ml_dtypes.bfloat16(0.5), "plain", "0.5"),
        (np.float32("nan"), "plain", "NaN"),
        (np.float32("-inf"), "scientific", "\u2212\u221e"),
        (np.float32(-1.5), "scientific", "\u22121.50000000e+00"),
        (np.bool_(True), "hex", "true"),
        (b"ab", "scientific", "ab"),
    ],
)
def test_numbers_are_written_in_the_chosen_way(value, style, text):
    assert styled(value, style) == text


def test_a_scientific_figure_names_the_number_exactly():
    for value in np.random.default_rng(1).normal(size=200).astype(np.float32):
        assert np.float32(styled(value, "scientific").replace("\u2212", "-")) == value
