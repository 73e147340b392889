"""The variables as a table: Qt's rules, order, totals, and 100,000 rows."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core.formats.dtypes import dtype_named
from core.variables.catalogue import Variable
from gui.models.variable_columns import FIRST, Column
from gui.models.variables_model import VariablesModel


def variable(name: str, shape: tuple[int, ...] = (2,), dtype: str = "float32") -> Variable:
    size = dtype_named(dtype).itemsize
    count = 1
    for each in shape:
        count *= each
    return Variable(name=name, dtype=dtype_named(dtype), shape=shape, nbytes=count * size, shard=0, offset=0)


SOME = [
    variable("conv1/weights", (3, 3, 3, 10)),
    variable("conv1/weights/Momentum", (3, 3, 3, 10)),
    variable("conv10/weights", (3, 3, 3, 64)),
    variable("conv2/weights", (5, 5)),
    variable("global_step", (), "int64"),
]


def names(model: VariablesModel) -> list[str]:
    return [model.variable(row).name for row in range(model.rowCount())]


def text(model: VariablesModel, row: int, column: Column) -> str:
    return model.data(model.index(row, column))


def test_it_keeps_qts_rules(qtmodeltester):
    model = VariablesModel()
    model.set_variables(SOME)
    qtmodeltester.check(model)
    model.set_filter("conv")
    qtmodeltester.check(model)
    model.set_variables([])
    qtmodeltester.check(model)


def test_numbers_within_names_sort_by_value(qapp):
    model = VariablesModel()
    model.set_variables(SOME)
    assert names(model) == [
        "conv1/weights",
        "conv1/weights/Momentum",
        "conv2/weights",
        "conv10/weights",
        "global_step",
    ]


def test_every_column_sorts_both_ways_and_the_header_says_which(qapp):
    model = VariablesModel()
    model.set_variables(SOME)
    model.sort(Column.SIZE, Qt.SortOrder.DescendingOrder)
    assert names(model)[0] == "conv10/weights"
    assert model.headerData(Column.SIZE, Qt.Orientation.Horizontal).endswith("▾")
    for column in Column:
        model.sort(column, Qt.SortOrder.AscendingOrder)
        up = names(model)
        model.sort(column, Qt.SortOrder.DescendingOrder)
        assert sorted(names(model)) == sorted(up)


def test_totals_are_of_what_is_shown(qapp):
    model = VariablesModel()
    model.set_variables(SOME)
    assert model.totals() == (5, 270 + 270 + 1728 + 25 + 1, 4 * (270 + 270 + 1728 + 25) + 8)
    model.set_filter("dtype:int64")
    assert model.totals() == (1, 1, 8)
    assert model.total == 5


def test_the_filter_survives_another_model_and_another_order(qapp):
    model = VariablesModel()
    model.set_variables(SOME)
    model.set_filter("conv1/")
    model.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["conv1/weights/Momentum", "conv1/weights"]
    model.set_variables([variable("conv1/x"), variable("other")])
    assert names(model) == ["conv1/x"]


def test_a_row_reads_as_one_expects(qapp):
    model = VariablesModel()
    model.set_variables(SOME[:1])
    assert [text(model, 0, column) for column in FIRST] == ["conv1/weights", "float32", "3×3×3×10", "1.1 KB", "model"]
    assert "shard 0" in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)


def test_a_row_is_found_by_name_unless_it_is_filtered_out(qapp):
    model = VariablesModel()
    model.set_variables(SOME)
    assert model.row_of("conv2/weights") == 2
    model.set_filter("global")
    assert model.row_of("conv2/weights") is None


def test_under_headings_a_row_is_found_by_name_unless_it_is_folded_or_filtered_out(qapp):
    model = VariablesModel()
    model.set_variables(SOME)
    model.set_arrangement("scopes")
    row = model.row_of("conv2/weights")
    assert model.variable(row).name == "conv2/weights"
    model.fold_all(True)
    assert model.row_of("conv2/weights") is None
    model.reveal("conv2/weights")
    assert model.variable(model.row_of("conv2/weights")).name == "conv2/weights"
    assert model.row_of("conv10/weights") is None
    model.set_filter("conv1")
    model.reveal("conv2/weights")
    assert model.row_of("conv2/weights") is None


def test_a_heading_stands_for_the_variables_under_it_that_pass_the_filter(qapp):
    model = VariablesModel()
    model.set_variables(SOME)
    model.set_arrangement("scopes")
    model.set_filter("momentum")
    model.fold_all(True)
    assert (model.section(0).path, model.section(0).count, model.section(0).nbytes) == (("conv1",), 1, 4 * 270)
    assert [each.name for each in model.variables_of([0])] == ["conv1/weights/Momentum"]


def test_a_hundred_thousand_rows_filter_and_sort(qapp):
    model = VariablesModel()
    model.set_variables([variable(f"scope{i % 977}/layer{i}/kernel", (i % 7 + 1, 3)) for i in range(100_000)])
    model.set_filter("scope12/ size:>20")
    assert model.rowCount() == sum(1 for i in range(100_000) if i % 977 == 12 and (i % 7 + 1) * 12 > 20)
    model.sort(Column.SIZE, Qt.SortOrder.DescendingOrder)
    assert text(model, 0, Column.SHAPE) == "7×3"
