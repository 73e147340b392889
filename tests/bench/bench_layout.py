"""The layout of every level of the shared models, beside Graphviz' `dot` on the same boxes and edges."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from measure import ROOT, figure, heading, ratio

from core.errors import CryographError
from core.layout.outside_dot import MOST_NODES, dot_program

if TYPE_CHECKING:
    from core.graph.level_parts import LevelLayout

MODELS = ROOT.parent / "shared" / "models"
SAMPLE = ROOT / "resources" / "sample_model"


def bench() -> None:
    """Print crossings, width and length of the edges of both, summed over all levels, and overlaps (none)."""
    if dot_program() is None:
        raise RuntimeError("Graphviz is not installed")
    paths = sorted(path for path in MODELS.iterdir() if path.is_dir()) if MODELS.is_dir() else [SAMPLE]
    heading(f"Layout: every level of up to {MOST_NODES} boxes, against dot (crossings in sum at most 1.3 times dot's)")
    whole = np.zeros((2, 4))
    for path in paths:
        found = _compare(path)
        if found is None:
            continue
        sums, levels = found
        whole += sums
        own, dot = sums[:, 0].astype(int).tolist()
        print(f"  {path.name}: {levels} different levels, {own} crossings, dot {dot}")
    figure("all: crossings", whole[0, 0], unit="", bound=1.3 * whole[1, 0])
    ratio("all: crossings", whole[0, 0], max(whole[1, 0], 1.0), unit="")
    ratio("all: width", whole[0, 1], max(whole[1, 1], 1.0), unit="px")
    ratio("all: length of the edges", whole[0, 2], max(whole[1, 2], 1.0), unit="px")
    figure("all: boxes that overlap", whole[0, 3], unit="", bound=0.5)


def _compare(path: Path) -> tuple[np.ndarray, int] | None:
    """(own, dot) × (crossings, width, length, overlaps), and how many levels; levels that look alike count once."""
    from core.graph.compose import Composer
    from core.graph.hierarchy import Hierarchy
    from core.graph.levels import Levels
    from core.graph.metrics import default_measure
    from core.opening import open_model

    try:
        model = open_model(path)
    except CryographError:
        return None
    if model.graph is None:
        return None
    levels = Levels(Hierarchy(model.graph))
    own, dot = (Composer(levels, default_measure, "TB", dot=each) for each in (False, True))
    sums = np.zeros((2, 4))
    seen: set[object] = set()
    stack = [levels.hierarchy.root]
    while stack:
        part = stack.pop()
        level = levels.level(part)
        stack.extend(each for each in level.parts if each.container)
        shape = (len(level.parts), tuple(level.links), tuple((k[0] != "", k[1]) for k in level.entering),
                 tuple(k[0] for k in level.leaving))  # fmt: skip
        if not 3 <= len(level.parts) <= MOST_NODES or shape in seen:
            continue
        seen.add(shape)
        for row, composer in enumerate((own, dot)):
            sums[row] += _figures(composer._layout(part, level, {}, None))
    return sums, len(seen)


def _figures(layout: LevelLayout) -> tuple[float, float, float, float]:
    pieces = [
        (*a, *b, number) for number, way in enumerate(layout.ways) for a, b in pairwise(way.points) if a != b
    ]  # fmt: skip
    length = sum(((c - a) ** 2 + (d - b) ** 2) ** 0.5 for a, b, c, d, _ in pieces)
    boxes = [(*layout.places[n], *layout.sizes[n]) for n in layout.places]
    overlaps = sum(
        a[0] < b[0] + b[2] - 0.1 and b[0] < a[0] + a[2] - 0.1 and a[1] < b[1] + b[3] - 0.1 and b[1] < a[1] + a[3] - 0.1
        for i, a in enumerate(boxes)
        for b in boxes[:i]
    )
    return _crossings(layout, pieces), layout.width, length, overlaps


def _crossings(layout: LevelLayout, pieces: list[tuple[float, ...]]) -> int:
    """Pairs of lines without a common end that cross."""
    if len(pieces) < 2:
        return 0
    table = np.asarray(pieces)
    a, b, way = table[:, :2], table[:, 2:4], table[:, 4].astype(int)
    ends = [(way.source, way.target) for way in layout.ways]
    found: set[tuple[int, int]] = set()

    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])

    for i in range(len(table) - 1):
        p, q, rest = a[i], b[i], slice(i + 1, None)
        cross = (side(p, q, a[rest]) * side(p, q, b[rest]) < 0) & (
            side(a[rest], b[rest], p) * side(a[rest], b[rest], q) < 0
        )
        for other in way[rest][cross].tolist():
            if not set(ends[way[i]]) & set(ends[other]):
                found.add((min(way[i], other), max(way[i], other)))
    return len(found)


if __name__ == "__main__":
    sys.exit(bench())
