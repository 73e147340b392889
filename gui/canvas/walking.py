"""Where an arrow key goes: along an edge, or to the neighbour at the side. Plain geometry, no Qt."""

from __future__ import annotations

from typing import Literal

import numpy as np

from core.layout.picture import Box
from gui.canvas.scene import Scene

Direction = Literal["up", "down", "left", "right"]


def step(scene: Scene, key: str, direction: Direction) -> str:
    """Key of the next box from the box `key`, `""` if there is none that way.

    Up and down follow an edge that runs that way, the straightest first; without one they go to the nearest
    box above or below. Left and right go to the nearest box at that side in the same container.
    """
    i = scene.index.get(key)
    if i is None:
        return scene.first.key if scene.first is not None else ""
    box = scene.boxes[i]
    if direction in ("up", "down"):
        along = _along_edge(scene, i, box, down=direction == "down")
        if along:
            return along
    return _beside(scene, box, direction)


def inside(scene: Scene, key: str) -> str:
    """Key of the first box inside an open container, `""` if it isn't open."""
    box = scene.box(key)
    if box is None or not box.children:
        return ""
    boxes = [scene.picture.boxes[child] for child in box.children]
    return min(boxes, key=lambda child: (child.y, child.x)).key


def outside(scene: Scene, key: str) -> str:
    """Key of the container around a box, `""` at the top level."""
    box = scene.box(key)
    parent = scene.box(box.parent) if box is not None else None
    return parent.key if parent is not None and parent.kind != "aside" else ""


def _along_edge(scene: Scene, i: int, box: Box, *, down: bool) -> str:
    routes = scene.routes_of(i)
    ends = np.concatenate([scene.target[routes], scene.source[routes]])
    ends = np.unique(ends[(ends >= 0) & (ends != i)])
    middle_x, middle_y = box.x + box.w / 2, box.y + box.h / 2
    best, best_cost = "", float("inf")
    for end in ends:
        other = scene.boxes[end]
        dy = other.y + other.h / 2 - middle_y
        if (dy > 0) != down or dy == 0:
            continue
        cost = abs(other.x + other.w / 2 - middle_x) + abs(dy) * 0.5
        if cost < best_cost:
            best, best_cost = other.key, cost
    return best


def _beside(scene: Scene, box: Box, direction: Direction) -> str:
    """The nearest sibling in a direction; across it counts three times, so that a row is walked in order."""
    parent = scene.box(box.parent)
    siblings = parent.children if parent is not None else scene.picture.roots
    if not siblings:
        return ""
    indices = np.array([scene.index[key] for key in siblings])
    rects = scene.rects[indices]
    dx = (rects[:, 0] + rects[:, 2]) / 2 - (box.x + box.w / 2)
    dy = (rects[:, 1] + rects[:, 3]) / 2 - (box.y + box.h / 2)
    ahead, across = {"left": (-dx, dy), "right": (dx, dy), "up": (-dy, dx), "down": (dy, dx)}[direction]
    cost = np.where(ahead > 1.0, ahead + 3 * np.abs(across), np.inf)
    best = int(cost.argmin())
    return siblings[best] if np.isfinite(cost[best]) else ""
