"""What a comparison found, as rows of two tables: variables and ops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.formatting import format_count, format_number, format_shape
from gui.i18n import text_of
from gui.models.rows_model import Row

if TYPE_CHECKING:
    from core.comparison import ModelDiff
    from core.graph.diff import GraphDiff
    from core.variables.comparison import Change


def variable_titles() -> list[str]:
    """Of the table of variables."""
    translate = QCoreApplication.translate
    return [
        translate("compare", "Variable"),
        translate("compare", "What"),
        translate("compare", "Largest |Δ|"),
        translate("compare", "Mean |Δ|"),
        translate("compare", "Cosine"),
        translate("compare", "Differing"),
        translate("compare", "Before → after"),
    ]


def graph_titles() -> list[str]:
    """Of the table of ops."""
    translate = QCoreApplication.translate
    return [translate("compare", "Op"), translate("compare", "What"), translate("compare", "Before → after")]


def kind_name(kind: str) -> str:
    """What happened to a variable or an op."""
    translate = QCoreApplication.translate
    return {
        "added": translate("compare", "added"),
        "removed": translate("compare", "removed"),
        "reshaped": translate("compare", "reshaped"),
        "retyped": translate("compare", "retyped"),
        "changed": translate("compare", "changed"),
    }[kind]


def variable_rows(diff: ModelDiff) -> list[Row]:
    """Changes first, those that matter most in front; then what is on one side only."""
    found = diff.variables
    rows = [_changed(change) for change in found.changed]
    for kind, names in (("removed", found.removed), ("added", found.added)):
        what = kind_name(kind)
        rows += [Row((name, what, "", "", "", "", ""), (name, what, -1.0, -1.0, -2.0, -1, ""), name) for name in names]
    return rows


def _changed(change: Change) -> Row:
    found = change.difference
    largest = found.max_abs if found is not None else None
    mean = found.mean_abs if found is not None else None
    cosine = found.cosine if found is not None else None
    differing = found.differing if found is not None else None
    name = change.name if change.name == change.other_name else f"{change.name} → {change.other_name}"
    detail = ""
    if change.problem is not None:
        detail = text_of(change.problem)
    elif change.kind == "reshaped":
        detail = f"{format_shape(change.shapes[0])} → {format_shape(change.shapes[1])}"
    elif change.kind == "retyped":
        detail = f"{change.dtypes[0]} → {change.dtypes[1]}"
    elif found is not None and found.incomparable:
        not_finite = QCoreApplication.translate("compare", "{count} finite on one side only")
        detail = not_finite.format(count=format_count(found.incomparable))
    what = kind_name(change.kind)
    texts = (
        name,
        what,
        "" if largest is None else format_number(float(largest)),
        "" if mean is None else format_number(mean),
        "" if cosine is None else format_number(cosine, digits=5),
        "" if differing is None else format_count(differing),
        detail,
    )
    keys = (
        name,
        what,
        -1.0 if largest is None else largest,
        -1.0 if mean is None else mean,
        -2.0 if cosine is None else cosine,
        -1 if differing is None else differing,
        detail,
    )
    return Row(texts, keys, change)


def graph_rows(diff: GraphDiff) -> list[Row]:
    """Ops that are on one side only, or that changed: a row for each thing about them that did."""
    rows = []
    for kind, names in (("removed", diff.removed), ("added", diff.added)):
        what = kind_name(kind)
        rows += [Row((name, what, ""), (name, what, ""), name) for name in names]
    for change in diff.changed:
        for detail in change.details:
            text = f"{detail.what}: {_or_none(detail.before)} → {_or_none(detail.after)}"
            rows.append(Row((change.name, kind_name("changed"), text), (change.name, "", text), change.name))
    function = QCoreApplication.translate("compare", "function {name}")
    for kind, names in (
        ("removed", diff.functions_removed),
        ("added", diff.functions_added),
        ("changed", diff.functions_changed),
    ):
        for name in names:
            shown = function.format(name=name)
            rows.append(Row((shown, kind_name(kind), ""), (shown, kind_name(kind), "")))
    return rows


def _or_none(text: str | None) -> str:
    return "—" if text is None else text
