"""The drawing of a graph as data: boxes and routes in absolute coordinates, ready to be painted.

Nothing here knows of Qt or of files. One scene unit is one pixel at 100 %; x grows to the right, y
downwards; a box's (x, y) is its top left corner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BoxKind = Literal["op", "scope", "series", "chip", "aside", "ref"]
"""`op`: one node. `scope`: a name scope. `series`: nodes or scopes that repeat, under one box. `chip`: weights
(the toggle draws them as boxes of their own). `aside`: the labelled area for what is put aside. `ref`: a small
stand-in, beside its reader, for a node that is drawn elsewhere."""

Point = tuple[float, float]


@dataclass(slots=True)
class Chip:
    """A weight, folded into the op that reads it.

    Attributes:
        node: the variable's or Const's node name.
        label: its short name, e.g. `weights`.
        shape: its shape as text, e.g. `3×3×3×10`; for a scalar Const its value, where that is short.
        nodes: names of all nodes that are folded into the chip (variable, read, initialiser …).
    """

    node: str
    label: str
    shape: str
    nodes: tuple[str, ...] = ()


@dataclass(slots=True)
class Box:
    """One drawn rectangle.

    Attributes:
        key: unique in the picture: the scope's path, the node's name, for a series `path[*]`, `chip:…`, `ref:…`.
        kind: see `BoxKind`.
        label: the name to show, e.g. `conv1`.
        detail: one more thing that core knows: for an op that calls functions, and for a scope that such a function's
            body is drawn in, their names; else empty.
        op: the op's type, for kind `op`, `chip` and `ref`.
        category: the colour's name (`core.graph.categories`), empty for containers.
        x: left edge, absolute.
        y: top edge, absolute.
        w: width.
        h: height.
        expanded: the children are drawn inside.
        ops: how many ops are in it, folded ones included.
        parameters: elements of the variables in it.
        chips: weights folded into it.
        parent: key of the box around it, `""` at the top level.
        children: keys of the boxes inside it, if expanded.
        node: the node that it stands for (`op`, `chip`, `ref`), else `""`.
        expandable: a double click can open it.
        header: height of the title bar above the children, when expanded.
    """

    key: str
    kind: BoxKind
    label: str
    detail: str = ""
    op: str = ""
    category: str = ""
    x: float = 0.0
    y: float = 0.0
    w: float = 0.0
    h: float = 0.0
    expanded: bool = False
    ops: int = 1
    parameters: int = 0
    chips: list[Chip] = field(default_factory=list)
    parent: str = ""
    children: list[str] = field(default_factory=list)
    node: str = ""
    expandable: bool = False
    header: float = 0.0


@dataclass(slots=True)
class Route:
    """One drawn edge, from a box to a box, standing for `count` edges of the graph.

    Attributes:
        source: key of the box where it starts.
        target: key of the box where its arrow points.
        points: polyline from border to border, in the direction of the data; to be drawn as a smooth curve.
        count: how many edges of the graph are merged in it.
        control: all of them are control dependencies.
        reversed: it runs against the layers (a loop, or a cycle that collapsing made).
        ref: some of them carry a reference to a variable.
        label: the shape that flows, e.g. `256×12×12×3`, when they all carry the same one; else empty.
        label_at: where the label's left middle stands, or None.
        tensors: a sample of the edges merged, as (source node, target node), for the inspector.
        arrow: it ends with an arrow head. Not where it goes on at the border of an open container: there another
            route begins, whose source (or target) is that container and whose other end is inside.
    """

    source: str
    target: str
    points: list[Point]
    count: int = 1
    control: bool = False
    reversed: bool = False
    ref: bool = False
    label: str = ""
    label_at: Point | None = None
    tensors: tuple[tuple[str, str], ...] = ()
    arrow: bool = True


@dataclass(slots=True)
class Picture:
    """Everything that is visible, in absolute coordinates.

    Attributes:
        boxes: by key; a container stands before its children.
        routes: in the order to paint.
        width: of the whole, margins included.
        height: of the whole, margins included.
        roots: keys of the top level boxes, in drawing order, the aside area (if any) last.
        asides: keys of the boxes put aside; each one's `parent` is the box of kind `aside`.
    """

    boxes: dict[str, Box] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0
    roots: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)

    def walk(self, key: str) -> Iterator[Box]:
        """The box of `key` and every box drawn inside it, containers first. Empty if it isn't drawn."""
        stack = [key] if key in self.boxes else []
        while stack:
            box = self.boxes[stack.pop()]
            yield box
            stack.extend(reversed(box.children))

    def box_at(self, x: float, y: float) -> Box | None:
        """The innermost box at a point, None between boxes."""
        found: Box | None = None
        keys = self.roots
        while True:
            for key in reversed(keys):
                box = self.boxes[key]
                if box.x <= x <= box.x + box.w and box.y <= y <= box.y + box.h:
                    found, keys = box, box.children
                    break
            else:
                return found
