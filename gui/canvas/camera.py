"""Which part of the scene is seen, and how large. Plain numbers, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

CLOSEST = 4.0
FARTHEST = 0.00001
LEGIBLE = 0.62
"""The first look at a picture too large for the window is at this scale, from the top: names can be read."""

COMFORTABLE = 0.85
"""The first look shows everything only if it can be at least this large; else the main part comes first."""

MARGIN = 24.0
KEPT = 64.0
"""So many pixels of the picture always stay in view."""


@dataclass(slots=True)
class Camera:
    """screen = scene × scale + (x, y), in device-independent pixels."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def copy(self) -> Camera:
        return replace(self)

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """The scene's point under a point of the screen."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the scene is on the screen."""
        return x * self.scale + self.x, y * self.scale + self.y

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture on the screen."""
        self.x += dx
        self.y += dy

    def zoom_at(self, x: float, y: float, factor: float, *, farthest: float = FARTHEST) -> None:
        """Zoom so that the point of the scene under (x, y) stays there."""
        scale = min(max(self.scale * factor, min(farthest, self.scale)), max(CLOSEST, self.scale))
        at = self.to_scene(x, y)
        self.scale = scale
        self.place(*at, x, y)

    def place(self, scene_x: float, scene_y: float, x: float, y: float) -> None:
        """Move so that a point of the scene is at (x, y) on the screen, on whole pixels."""
        self.x = float(round(x - scene_x * self.scale))
        self.y = float(round(y - scene_y * self.scale))

    def fit(
        self, left: float, top: float, right: float, bottom: float, width: float, height: float, largest: float = 1.0
    ) -> None:
        """Show a region of the scene whole, centred, not larger than `largest`."""
        self.scale = fitting(right - left, bottom - top, width, height, largest)
        self.place((left + right) / 2, (top + bottom) / 2, width / 2, height / 2)

    def begin(
        self, scene_width: float, scene_height: float, width: float, height: float, main: tuple[float, float, float]
    ) -> None:
        """The first look: everything if it is well legible so, else the main part, from its top if need be.

        Args:
            scene_width: of the whole picture.
            scene_height: of the whole picture.
            width: of the window.
            height: of the window.
            main: left and right edge of the part that isn't put aside, and where its middle is looked for.
        """
        whole = fitting(scene_width, scene_height, width, height, 1.0)
        if whole >= COMFORTABLE:
            self.fit(0, 0, scene_width, scene_height, width, height)
            return
        left, right, middle = main
        self.scale = max(fitting(right - left, scene_height, width, height, 1.0), whole, LEGIBLE)
        room = width - 2 * MARGIN
        flat = scene_height * self.scale <= height - 2 * MARGIN
        if (right - left) * self.scale > room and not flat:
            x, at = middle, width / 2
        elif scene_width * self.scale > room:  # read from the left; what is put aside comes after the main part
            x, at = left, MARGIN
        else:
            x, at = scene_width / 2, width / 2
        if flat:
            self.place(x, scene_height / 2, at, height / 2)
        else:
            self.place(x, 0.0, at, MARGIN)

    def keep_in_view(self, scene_width: float, scene_height: float, width: float, height: float) -> None:
        """Never let the picture leave the screen altogether."""
        self.x = float(round(min(max(self.x, KEPT - scene_width * self.scale), width - KEPT)))
        self.y = float(round(min(max(self.y, KEPT - scene_height * self.scale), height - KEPT)))


def fitting(scene_width: float, scene_height: float, width: float, height: float, largest: float) -> float:
    """The scale at which a region fits into a window with a margin."""
    return max(
        min(
            max(width - 2 * MARGIN, 16.0) / max(scene_width, 1.0),
            max(height - 2 * MARGIN, 16.0) / max(scene_height, 1.0),
            largest,
        ),
        FARTHEST,
    )
