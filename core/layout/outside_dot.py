"""Graphviz' `dot` as a layout, when it is installed: the fewest crossings, for levels that are not too large for it.

The program is an outside process: it gets the graph on its standard input and answers in its plain format
(https://graphviz.org/docs/outputs/plain/), lengths in inches, y upwards.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import TYPE_CHECKING, Literal, TypeVar

from core.errors import CryographError, Text
from core.layout.layered import Layout
from core.layout.light_graph import LightGraph

if TYPE_CHECKING:
    import networkx as nx

N = TypeVar("N", bound=Hashable)
Point = tuple[float, float]

MOST_NODES = 150
"""Nodes that `dot` is asked to place; it takes half a minute for a thousand."""

PATIENCE = 20.0
"""Seconds that it gets for one level."""

INCH = 72.0
_STEPS = (0.25, 0.5, 0.75, 1.0)


def dot_program() -> str | None:
    """The path of `dot`, None if it isn't installed."""
    return shutil.which("dot")


def dot_layout(
    G: nx.DiGraph[N] | LightGraph[N],  # noqa: N803 - networkx's convention
    *,
    sizes: Mapping[N, tuple[float, float]],
    direction: Literal["TB", "LR"] = "TB",
    layer_gap: float = 34.0,
    node_gap: float = 22.0,
    first: Collection[N] = (),
    last: Collection[N] = (),
    anchors: Mapping[tuple[N, N], tuple[float, float]] | None = None,
    tick: Callable[[], None] | None = None,
) -> Layout[N]:
    """Positions and routes by `dot`; arguments and result are those of `layered_layout`.

    Raises:
        CryographError: `dot` is absent, fails, or takes too long.
    """
    nodes = list(G)
    number = {v: i for i, v in enumerate(nodes)}
    lines = [
        "digraph {",
        f"rankdir={direction}; nodesep={node_gap / INCH}; ranksep={layer_gap / INCH};",
        'node [shape=box fixedsize=true label=""]; edge [arrowhead=none];',
    ]
    for i, v in enumerate(nodes):
        w, h = sizes.get(v, (1.0, 1.0))
        lines.append(f"{i} [width={max(w, 1.0) / INCH:.6f} height={max(h, 1.0) / INCH:.6f}];")
    for rank, pinned in (("source", first), ("sink", last)):
        if pinned:
            lines.append(f"{{rank={rank}; {' '.join(str(number[v]) for v in pinned)}}}")
    for u, v, weight in G.edges(data="weight", default=1.0):
        lines.append(f"{number[u]} -> {number[v]} [weight={max(1, round(3 * weight))}];")
    lines.append("}")
    return _read(_run("\n".join(lines), tick), nodes, sizes, direction, anchors or {})


def _run(text: str, tick: Callable[[], None] | None) -> str:
    import subprocess  # only who asks for it pays for it

    program = dot_program()
    if program is None:
        raise CryographError(Text("Graphviz' dot is not installed."))
    with subprocess.Popen(
        [program, "-Tplain"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + PATIENCE
        unsent: str | None = text
        try:
            while True:
                if tick:
                    tick()
                try:
                    answer, words = process.communicate(unsent, timeout=0.05)
                    break
                except subprocess.TimeoutExpired:
                    unsent = None  # it has been taken over
                    if time.monotonic() > until:
                        raise CryographError(
                            Text("Graphviz' dot did not finish within {seconds} s.", seconds=round(PATIENCE))
                        ) from None
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise CryographError(Text("Graphviz' dot failed: {words}", words=words.strip()[:200]))
    return answer


def _read(
    answer: str,
    nodes: list[N],
    sizes: Mapping[N, tuple[float, float]],
    direction: Literal["TB", "LR"],
    anchors: Mapping[tuple[N, N], tuple[float, float]],
) -> Layout[N]:
    result: Layout[N] = Layout()
    result.crossings = -1
    height = 0.0
    for line in answer.splitlines():
        words = line.split()
        if words[0] == "graph":
            width, height = float(words[2]), float(words[3])
            result.width, result.height = width * INCH, height * INCH
        elif words[0] == "node":
            result[nodes[int(words[1])]] = (float(words[2]) * INCH, (height - float(words[3])) * INCH)
        elif words[0] == "edge":
            edge = nodes[int(words[1])], nodes[int(words[2])]
            numbers = [float(word) for word in words[4 : 4 + 2 * int(words[3])]]
            curve = [(x * INCH, (height - y) * INCH) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            result.routes[edge] = _polyline(curve)
    axis = 1 if direction == "TB" else 0
    for u, v in result.routes:
        if u == v or result[u][axis] > result[v][axis]:
            result.reversed.add((u, v))
    for (u, v), (start, end) in anchors.items():
        if (u, v) in result.routes and (u, v) not in result.reversed:
            _attach(result.routes[u, v], result[u], result[v], sizes[u], sizes[v], (start, end), direction)
    return result


def _polyline(curve: list[Point]) -> list[Point]:
    """Points on a piecewise Bézier curve: 1 + 3 n control points."""
    points = [curve[0]]
    for at in range(0, len(curve) - 3, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve[at : at + 4]
        for t in _STEPS:
            s = 1 - t
            points.append(
                (
                    s**3 * ax + 3 * s * s * t * bx + 3 * s * t * t * cx + t**3 * dx,
                    s**3 * ay + 3 * s * s * t * by + 3 * s * t * t * cy + t**3 * dy,
                )
            )
    return points


def _attach(
    points: list[Point],
    upper: Point,
    lower: Point,
    upper_size: tuple[float, float],
    lower_size: tuple[float, float],
    offsets: tuple[float, float],
    direction: Literal["TB", "LR"],
) -> None:
    """Begin and end where a line goes on inside of an open box, not where `dot` chose."""
    if direction == "TB":
        points[0] = (upper[0] + offsets[0], upper[1] + upper_size[1] / 2)
        points[-1] = (lower[0] + offsets[1], lower[1] - lower_size[1] / 2)
    else:
        points[0] = (upper[0] + upper_size[0] / 2, upper[1] + offsets[0])
        points[-1] = (lower[0] - lower_size[0] / 2, lower[1] + offsets[1])
