"""The plan of a freeze: which nodes stay, what becomes of each, which values are needed. No TensorFlow, no values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import Text
from core.freezing.findings import Finding
from core.freezing.options import FreezeOptions

if TYPE_CHECKING:
    from core.model import Model


@dataclass(slots=True)
class Plan:
    """What `freeze` would do.

    Attributes:
        findings: what the person should know before it runs, errors last; `blocked` if one is an error.
        outputs, inputs: op names in the frozen graph (inputs are the Placeholders that stay or stand in).
        nodes_before, nodes_after: top-level nodes.
        variables: checkpoint keys that are read, in graph order.
        repairs: what is done differently from TensorFlow, one sentence each.
        predicted_bytes: size of the file, exact.
    """

    findings: list[Finding]
    outputs: list[str]
    inputs: list[str]
    nodes_before: int
    nodes_after: int
    variables: list[str]
    repairs: list[Text] = field(default_factory=list)
    predicted_bytes: int = 0

    @property
    def blocked(self) -> bool:
        """Whether a finding of severity error stands in the way."""
        return any(finding.severity == "error" for finding in self.findings)


def preflight(model: Model, options: FreezeOptions) -> Plan:
    """Plan a freeze without running anything: fast, no TensorFlow, no values read.

    What stands in the way is a finding of severity `error`, never an exception.
    """
    raise NotImplementedError
