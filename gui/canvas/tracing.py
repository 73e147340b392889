"""What a box is computed from, and what it feeds, among the boxes that are drawn."""

from __future__ import annotations

from gui.canvas.grid import Ints
from gui.canvas.scene import Scene


def traced(scene: Scene, key: str, *, up: bool, down: bool, far: bool) -> set[str]:
    """Keys of the boxes upstream or downstream of a box, and its own.

    Args:
        scene: what is drawn.
        key: where to start.
        up: against the edges: what it is computed from.
        down: along the edges: what it feeds.
        far: all the way, not only the neighbours.
    """
    start = scene.index.get(key)
    if start is None:
        return set()
    reached = {start}
    if up:
        reached |= _reached(start, scene.target, scene.source, far=far)
    if down:
        reached |= _reached(start, scene.source, scene.target, far=far)
    return {scene.boxes[i].key for i in reached}


def path_between(scene: Scene, first: str, last: str) -> set[str]:
    """Keys of all boxes on a way along the edges between two boxes, in whichever direction there is one."""
    for a, b in ((first, last), (last, first)):
        both = traced(scene, a, up=False, down=True, far=True) & traced(scene, b, up=True, down=False, far=True)
        if a in both and b in both:
            return both
    return set()


def _reached(start: int, here: Ints, there: Ints, *, far: bool) -> set[int]:
    after: dict[int, list[int]] = {}
    for a, b in zip(here.tolist(), there.tolist(), strict=True):
        if a >= 0 and b >= 0:
            after.setdefault(a, []).append(b)
    reached, front = {start}, [start]
    while front:
        front = [b for b in dict.fromkeys(b for a in front for b in after.get(a, ())) if b not in reached]
        reached.update(front)
        if not far:
            break
    return reached
