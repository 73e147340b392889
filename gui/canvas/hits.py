"""The nodes that a search found, in the graph and in functions, and which of them is the current one."""

from __future__ import annotations

from dataclasses import dataclass, field

Where = tuple[str, str]


@dataclass(slots=True)
class Hits:
    """(function, name) in file order, the main graph's (`""`) first; and a cursor, −1 before the first step."""

    nodes: list[Where] = field(default_factory=list)
    at: int = -1

    def step(self, by: int) -> Where | None:
        """Move on (or back), around the ends; what is there, None if there are none."""
        if not self.nodes:
            return None
        self.at = (self.at + by) % len(self.nodes) if self.at >= 0 else (0 if by > 0 else len(self.nodes) - 1)
        return self.nodes[self.at]

    @property
    def number(self) -> int:
        """Of the current one, from 1; 0 before the first step."""
        return self.at + 1
