"""The columns of the variables table: what each is called and what it says of a variable."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.formatting import format_bytes, format_count, format_number, format_shape

if TYPE_CHECKING:
    from core.variables.catalogue import Variable
    from core.variables.statistics import Statistics


class Column(IntEnum):
    """The table's columns, from the left."""

    NAME = 0
    DTYPE = 1
    SHAPE = 2
    SIZE = 3
    GROUP = 4
    ELEMENTS = 5
    WHERE = 6
    TRAINABLE = 7
    USED = 8
    MIN = 9
    MAX = 10
    MEAN = 11
    STD = 12
    MEDIAN = 13
    L2 = 14
    ZEROS = 15
    NANS = 16
    INFS = 17


FIGURES: dict[Column, str] = {
    Column.MIN: "minimum",
    Column.MAX: "maximum",
    Column.MEAN: "mean",
    Column.STD: "std",
    Column.MEDIAN: "median",
    Column.L2: "l2",
    Column.ZEROS: "zeros",
    Column.NANS: "nans",
    Column.INFS: "infs",
}
"""Columns that are filled when statistics have been asked for, and the attribute that each shows."""

NUMERIC = {Column.SHAPE, Column.SIZE, Column.ELEMENTS, *FIGURES}
"""Columns that stand right."""

FIRST = (Column.NAME, Column.DTYPE, Column.SHAPE, Column.SIZE, Column.GROUP)
"""Those that are shown until the person chooses others."""


def group_name(group: str) -> str:
    """A group in the person's language."""
    translate = QCoreApplication.translate
    names = {
        "model": translate("variables", "model"),
        "optimizer": translate("variables", "optimiser"),
        "average": translate("variables", "moving average"),
        "step": translate("variables", "step"),
        "other": translate("variables", "other"),
    }
    return names.get(group, group)


def title(column: Column) -> str:
    """A column's name."""
    translate = QCoreApplication.translate
    return (
        translate("VariablesModel", "Name"),
        translate("VariablesModel", "dtype"),
        translate("VariablesModel", "Shape"),
        translate("VariablesModel", "Size"),
        translate("VariablesModel", "Group"),
        translate("VariablesModel", "Elements"),
        translate("VariablesModel", "Where"),
        translate("VariablesModel", "Trainable"),
        translate("VariablesModel", "Used by the graph"),
        translate("VariablesModel", "Min"),
        translate("VariablesModel", "Max"),
        translate("VariablesModel", "Mean"),
        translate("VariablesModel", "Std"),
        translate("VariablesModel", "Median"),
        translate("VariablesModel", "L2"),
        translate("VariablesModel", "Zeros"),
        translate("VariablesModel", "NaN"),
        translate("VariablesModel", "Inf"),
    )[column]


def text_of_column(variable: Variable, column: Column, figures: Statistics | None = None) -> str:
    """What a cell shows."""
    if column is Column.NAME:
        return variable.name
    if column is Column.DTYPE:
        return variable.dtype.name
    if column is Column.SHAPE:
        return format_shape(variable.shape)
    if column is Column.SIZE:
        return format_bytes(variable.nbytes)
    if column is Column.GROUP:
        return group_name(variable.group)
    if column is Column.ELEMENTS:
        return format_count(variable.elements)
    if column is Column.WHERE:
        return _where(variable)
    if column is Column.TRAINABLE:
        return "" if variable.trainable is None else _yes_no(variable.trainable)
    if column is Column.USED:
        return _yes_no(variable.node is not None)
    return _figure(figures, column)


def tip_of(variable: Variable, column: Column) -> str:
    """What a cell's tooltip adds."""
    translate = QCoreApplication.translate
    if column is Column.SIZE:
        many, one = translate("VariablesModel", "{count} bytes"), translate("VariablesModel", "1 byte")
        return one if variable.nbytes == 1 else many.format(count=format_count(variable.nbytes))
    if column is Column.SHAPE:
        many, one = translate("VariablesModel", "{count} elements"), translate("VariablesModel", "1 element")
        return one if variable.elements == 1 else many.format(count=format_count(variable.elements))
    if column in (Column.NAME, Column.WHERE) and variable.shard is not None and variable.offset is not None:
        place = translate("VariablesModel", "shard {shard}, offset {offset}")
        return f"{variable.name}\n{place.format(shard=variable.shard, offset=format_count(variable.offset))}"
    return "" if column in FIGURES else text_of_column(variable, column)


def _where(variable: Variable) -> str:
    if variable.offset is None:
        many = QCoreApplication.translate("VariablesModel", "{count} slices")
        return many.format(count=variable.parts) if variable.parts > 1 else ""
    offset = format_count(variable.offset)
    return offset if variable.shard is None else f"{variable.shard} @ {offset}"


def _yes_no(value: bool) -> str:
    translate = QCoreApplication.translate
    return translate("VariablesModel", "yes") if value else translate("VariablesModel", "no")


def _figure(figures: Statistics | None, column: Column) -> str:
    if figures is None:
        return ""
    value = getattr(figures, FIGURES[column])
    if value is None:
        return "—"
    if column in (Column.ZEROS, Column.NANS, Column.INFS):
        return format_count(value)
    return format_number(value, signed=column in (Column.MIN, Column.MAX, Column.MEAN, Column.MEDIAN))
