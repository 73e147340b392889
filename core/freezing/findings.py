"""What a freeze will do and meet, told before anything runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.errors import Severity, Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the preflight.

    Attributes:
        severity: `info` (all is well), `warning` (works, but know this; repairs are warnings), `error` (the freeze
            will refuse).
        what: one sentence.
        where: the node, variable or file it is about; empty when it is the whole graph.
        remedy: what to do, if there is something to do.
        why: the longer explanation behind "Why".
    """

    severity: Severity
    what: Text
    where: str = ""
    remedy: Text | None = None
    why: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """As in `freeze --dry-run --json`."""
        return {
            "severity": self.severity,
            "what": str(self.what),
            "where": self.where,
            "remedy": str(self.remedy) if self.remedy else None,
        }
