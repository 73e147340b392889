"""Other meanings of the strip at the left of an op: its device, its dtype. With the legend for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from gui.canvas.scene import Scene

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph, OpNode

HUES = ("#2f7fd1", "#d1752f", "#2f9e5b", "#a05bd1", "#c2412f", "#2fa3a3", "#b8902b", "#c24a8f", "#6b7a2f", "#5b6bd1")
"""Told apart on both themes' backgrounds; what comes after the tenth is grey."""

REST = "#8a94a3"


@dataclass(slots=True)
class Colouring:
    """Colours by box key, and what they mean: (text, colour, how many), the most frequent first."""

    strips: dict[str, QColor] = field(default_factory=dict)
    legend: list[tuple[str, QColor, int]] = field(default_factory=list)


def colour_scene(scene: Scene, graph: OpGraph, by: str) -> Colouring | None:
    """Colours for `device` or `dtype`; None for `category`, whose colours the painter knows."""
    if by not in ("device", "dtype"):
        return None
    values: dict[str, str] = {}
    for box in scene.boxes:
        if box.node and box.node in graph:
            node = graph.node(box.node)
            values[box.key] = (node.device or "—") if by == "device" else _dtype(node)
    counts = Counter(values.values()).most_common()
    colours = {value: QColor(HUES[i] if i < len(HUES) else REST) for i, (value, _) in enumerate(counts)}
    strips = {key: colours[value] for key, value in values.items()}
    return Colouring(strips, [(value, colours[value], count) for value, count in counts[: len(HUES)]])


def _dtype(node: OpNode) -> str:
    """The dtype that the op computes in, as its attributes say; `—` if they don't."""
    from core.formats.dtypes import dtype_of

    for name in ("T", "dtype", "DstT", "Tparams", "out_type"):
        if name in node.attr and node.attr[name].type:
            return dtype_of(node.attr[name].type).name
    return "—"
