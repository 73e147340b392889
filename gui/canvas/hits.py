"""The nodes that a search found, and which of them is the current one."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Hits:
    """Names in file order, and a cursor; −1 before the first step."""

    names: list[str] = field(default_factory=list)
    at: int = -1

    def step(self, by: int) -> str:
        """Move on (or back), around the ends; the name there, `""` if there are none."""
        if not self.names:
            return ""
        self.at = (self.at + by) % len(self.names) if self.at >= 0 else (0 if by > 0 else len(self.names) - 1)
        return self.names[self.at]

    @property
    def number(self) -> int:
        """Of the current one, from 1; 0 before the first step."""
        return self.at + 1
