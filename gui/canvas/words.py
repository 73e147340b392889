"""What the canvas says about a box, in the person's language."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from core.graph.gathering import INPUT_GROUP, LOSS_GROUP, SUMMARY_GROUP, TRAINING_GROUP
from core.layout.picture import Box, Route

_CONTEXT = "Canvas"


def counts(box: Box) -> str:
    """`21 ops · 290 parameters` for a container."""
    translate = QCoreApplication.translate
    if box.ops == 1:
        ops = translate(_CONTEXT, "1 op")
    else:
        ops = translate(_CONTEXT, "{count} ops").format(count=f"{box.ops:,}")
    if not box.parameters:
        return ops
    if box.parameters == 1:
        return translate(_CONTEXT, "{ops} · 1 parameter").format(ops=ops)
    return translate(_CONTEXT, "{ops} · {count} parameters").format(ops=ops, count=f"{box.parameters:,}")


def short_counts(box: Box) -> str:
    """`21 ops · 290`, where the long form has no room."""
    translate = QCoreApplication.translate
    if not box.parameters:
        return counts(box)
    ops = "1" if box.ops == 1 else f"{box.ops:,}"
    return translate(_CONTEXT, "{ops} ops · {parameters}").format(ops=ops, parameters=f"{box.parameters:,}")


def name_groups(boxes: Mapping[str, Box]) -> None:
    """Give the groups that `core` gathers aside, which are no scopes of the file, their names in words."""
    translate = QCoreApplication.translate
    for key, name in (
        (LOSS_GROUP, translate(_CONTEXT, "loss and metrics")),
        (INPUT_GROUP, translate(_CONTEXT, "input pipeline")),
        (SUMMARY_GROUP, translate(_CONTEXT, "summaries")),
        (TRAINING_GROUP, translate(_CONTEXT, "other ops")),
    ):
        if key in boxes:
            boxes[key].label = name


def put_aside() -> str:
    """The title of the area for what is put aside."""
    return QCoreApplication.translate(_CONTEXT, "put aside")


def box_tip(box: Box) -> str:
    """The tooltip of a box: its full name, and what it is."""
    name = box.node or box.key
    if box.kind in ("scope", "series"):
        lines = [name, counts(box)]
        if box.detail:
            lines.append(QCoreApplication.translate(_CONTEXT, "body of {functions}").format(functions=box.detail))
        return "\n".join(lines)
    lines = [name, box.op] if box.op and box.op != name else [name]
    if box.detail:
        lines.append(
            QCoreApplication.translate(_CONTEXT, "calls {functions}: Enter opens it, Shift+Enter in place").format(
                functions=box.detail
            )
        )
    lines += [f"{chip.label} {chip.shape}".strip() for chip in box.chips]
    return "\n".join(lines)


def route_tip(route: Route) -> str:
    """The tooltip of an edge."""
    translate = QCoreApplication.translate
    lines = [f"{source} → {target}" for source, target in route.tensors[:4]] or [f"{route.source} → {route.target}"]
    if route.count > 1:
        lines.append(translate(_CONTEXT, "{count} edges").format(count=f"{route.count:,}"))
    if route.label:
        lines.append(route.label)
    if route.control:
        lines.append(translate(_CONTEXT, "control dependency"))
    if route.reversed:
        lines.append(translate(_CONTEXT, "runs back (a loop)"))
    if route.ref:
        lines.append(translate(_CONTEXT, "carries a reference to a variable"))
    return "\n".join(lines)
