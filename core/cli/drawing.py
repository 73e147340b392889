"""What `cryograph render` may be told of the drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class DrawingOptions:
    """How a graph is drawn.

    Attributes:
        expand: scopes to open, and ops whose functions are drawn in their place, in that order.
        depth: every scope is opened down to this level.
        function: of the library, to draw its body instead of the graph; empty: the graph.
        weights: `folded` into the ops that read them, or `nodes` of their own.
        flow: where the data goes: `down` or to the `right`.
        theme: `light` or `dark`.
        scale: pixels for one unit of the drawing, for a PNG; None: two, or less for a large picture.
    """

    expand: list[str] = field(default_factory=list)
    depth: int = 0
    function: str = ""
    weights: Literal["folded", "nodes"] = "folded"
    flow: Literal["down", "right"] = "down"
    theme: Literal["light", "dark"] = "light"
    scale: float | None = None


class Renderer(Protocol):
    """Draws a model into a file. The window's side gives it, because core has no Qt."""

    def __call__(self, path: Path, output: Path, options: DrawingOptions, *, step: int | None, force: bool) -> None: ...
