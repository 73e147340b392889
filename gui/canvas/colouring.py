"""Other meanings of the strip at the left of a box: device, dtype, name scope, parameter bytes. With their legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from gui.canvas.scene import Scene
from gui.formatting import format_bytes

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph, OpNode
    from core.graph.view import GraphView
    from core.layout.picture import Box

HUES = ("#2f7fd1", "#d1752f", "#2f9e5b", "#a05bd1", "#c2412f", "#2fa3a3", "#b8902b", "#c24a8f", "#6b7a2f", "#5b6bd1")
"""Told apart on both themes' backgrounds; what comes after the tenth is grey."""

REST = "#8a94a3"

NONE = "—"
"""In the legend: it has none, or the file doesn't say."""

STEPS = ((1_000, "#8fb8dc"), (30_000, "#4d9bb0"), (1_000_000, "#b5a02c"), (30_000_000, "#d9742b"), (0, "#b93a32"))
"""Bytes below which a box has the colour; the last colour is for all above. From cool to warm."""

SHARES = ((0.01, "#8fb8dc"), (0.05, "#4d9bb0"), (0.15, "#b5a02c"), (0.30, "#d9742b"), (0, "#b93a32"))
"""Shares of a run's time below which a box has the colour, as `STEPS`."""

MOST_DEPTH = 8
"""Scopes in each other that the colours of scopes tell apart at most."""

KINDS = ("category", "scope", "device", "dtype", "parameters", "time", "ran")
"""What the strips can show; the painter knows the colours of `category` itself."""


@dataclass(slots=True)
class Colouring:
    """Colours by box key, and what they mean: (text, colour, how many), the most frequent first."""

    strips: dict[str, QColor] = field(default_factory=dict)
    legend: list[tuple[str, QColor, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run's statistics say of each op: its seconds, and where it ran."""

    seconds: Mapping[str, float]
    devices: Mapping[str, str]


def colour_scene(
    scene: Scene, graph: OpGraph, by: str, view: GraphView | None = None, ran: Ran | None = None
) -> Colouring | None:
    """Colours for one of `KINDS`; None for `category`. `view`: knows what is in the boxes; `ran`: the last run."""
    if by in ("time", "ran") and ran is None:
        return None
    if by == "time" and view is not None and ran is not None:
        return _by_time(scene, view, ran)
    if by == "parameters" and view is not None:
        return _by_bytes(scene, view)
    if by == "scope":
        values = _scopes([box for box in scene.boxes if _coloured(box)])
    elif by == "ran" and ran is not None:
        values = {box.key: ran.devices.get(box.node, NONE) for box in scene.boxes if box.node}
    elif by in ("device", "dtype"):
        values = {}
        for box in scene.boxes:
            if box.node and box.node in graph:
                node = graph.node(box.node)
                values[box.key] = (node.device or NONE) if by == "device" else _dtype(node)
    else:
        return None
    counts = Counter(values.values()).most_common()
    named = [value for value, _ in counts if value != NONE]
    colours = {value: QColor(HUES[i] if i < len(HUES) else REST) for i, value in enumerate(named)}
    colours[NONE] = QColor(REST)
    strips = {key: colours[value] for key, value in values.items()}
    return Colouring(strips, [(value, colours[value], count) for value, count in counts[: len(HUES)]])


def _coloured(box: Box) -> bool:
    return not box.expanded and box.kind not in ("aside", "ref")


def _scopes(boxes: list[Box]) -> dict[str, str]:
    """The outer scope of each box; where one scope holds everything that is in any, those in it."""
    values: dict[str, str] = {}
    for depth in range(1, MOST_DEPTH):
        deeper = {box.key: _scope(box, depth) for box in boxes}
        if depth > 1 and len({*deeper.values()} - {NONE}) <= 1 and deeper == values:
            break
        values = deeper
        if len({*values.values()} - {NONE}) != 1:
            break
    return values


def _scope(box: Box, depth: int) -> str:
    """The outermost scopes of a box, so many at most."""
    name = box.node or box.key
    parts = name.split("/")
    if box.node and len(parts) > 1:
        parts.pop()  # the op's own name
    elif box.node:
        return NONE
    return "/".join(parts[:depth]).strip("[]")  # in brackets: groups that the program made


def _by_bytes(scene: Scene, view: GraphView) -> Colouring:
    strips: dict[str, QColor] = {}
    counts: Counter[int] = Counter()
    colours = [QColor(REST), *(QColor(colour) for _, colour in STEPS)]
    for box in scene.boxes:
        if not _coloured(box):
            continue
        nbytes = view.parameter_bytes(box.key)
        step = 0
        if nbytes:
            step = next((i for i, (most, _) in enumerate(STEPS[:-1], 1) if nbytes < most), len(STEPS))
        strips[box.key] = colours[step]
        counts[step] += 1
    texts = [NONE, *(f"< {format_bytes(most)}" for most, _ in STEPS[:-1]), f"≥ {format_bytes(STEPS[-2][0])}"]
    return Colouring(strips, [(texts[step], colours[step], counts[step]) for step in sorted(counts, reverse=True)])


def _by_time(scene: Scene, view: GraphView, ran: Ran) -> Colouring:
    strips: dict[str, QColor] = {}
    counts: Counter[int] = Counter()
    colours = [QColor(REST), *(QColor(colour) for _, colour in SHARES)]
    total = sum(ran.seconds.values()) or 1.0
    for box in scene.boxes:
        if not _coloured(box):
            continue
        names = [box.node] if box.node and box.kind == "op" else view.nodes_in(box.key)
        times = [ran.seconds[name] for name in names if name in ran.seconds]
        step = 0
        if times:
            share = sum(times) / total
            step = next((i for i, (most, _) in enumerate(SHARES[:-1], 1) if share < most), len(SHARES))
        strips[box.key] = colours[step]
        counts[step] += 1
    texts = [NONE, *(f"< {most:.0%}" for most, _ in SHARES[:-1]), f"≥ {SHARES[-2][0]:.0%}"]
    return Colouring(strips, [(texts[step], colours[step], counts[step]) for step in sorted(counts, reverse=True)])


def _dtype(node: OpNode) -> str:
    """The dtype that the op computes in, as its attributes say; `—` if they don't."""
    from core.formats.dtypes import dtype_of

    for name in ("T", "dtype", "DstT", "Tparams", "out_type"):
        if name in node.attr and node.attr[name].type:
            return dtype_of(node.attr[name].type).name
    return NONE
