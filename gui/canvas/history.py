"""Back and forward, like in a browser: what was open, what was seen, what was selected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.canvas.camera import Camera
from gui.document import Selection

if TYPE_CHECKING:
    from gui.canvas.sheets import Sheet

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where one was."""

    expanded: frozenset[str]
    camera: Camera
    selection: Selection
    sheet: Sheet | None = None


class History:
    """Places before and after the present one."""

    def __init__(self) -> None:
        self._before: list[Place] = []
        self._after: list[Place] = []

    def clear(self) -> None:
        """Another model."""
        self._before.clear()
        self._after.clear()

    def leave(self, present: Place) -> None:
        """The person goes somewhere else from here."""
        if not self._before or self._before[-1] != present:
            self._before.append(present)
            del self._before[:-LONGEST]
        self._after.clear()

    def back(self, present: Place) -> Place | None:
        """The place before; the present one becomes the next."""
        if not self._before:
            return None
        self._after.append(present)
        return self._before.pop()

    def forward(self, present: Place) -> Place | None:
        """The place after; the present one becomes the previous."""
        if not self._after:
            return None
        self._before.append(present)
        return self._after.pop()

    @property
    def has_back(self) -> bool:
        return bool(self._before)

    @property
    def has_forward(self) -> bool:
        return bool(self._after)
