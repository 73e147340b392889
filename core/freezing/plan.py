"""The plan of a freeze: which nodes stay, what becomes of each, which values are needed. No TensorFlow, no values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import CryographError, FreezeError, Text
from core.freezing.findings import Finding
from core.freezing.options import FreezeOptions

if TYPE_CHECKING:
    from core.freezing.apart import Apart
    from core.freezing.frozen import Rewritten
    from core.model import Model


@dataclass(slots=True)
class Plan:
    """What `freeze` would do.

    Attributes:
        findings: what the person should know before it runs; `blocked` if one is an error.
        outputs, inputs: op names in the frozen graph (inputs are the Placeholders that stay or stand in).
        nodes_before, nodes_after: top-level nodes.
        variables: checkpoint keys that are read, in graph order.
        repairs: what is done differently from TensorFlow, one sentence each.
        warnings: sentences of the findings that are warnings and no repairs.
        predicted_bytes: size of the file (exact but for a few bytes per integer scalar).
        mapping: {name asked for: tensor in the frozen graph} where these differ.
        initialisers: ops in the frozen graph that fill its tables: to be run once, before the rest.
        rewritten: the graphs; None if something stands in the way.
        apart: the frozen graph in two, where `FreezeOptions.apart` asks for it and there is anything to take out;
            else None.
        error: what stands in the way, to be raised; None if nothing does.
    """

    findings: list[Finding] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    nodes_before: int = 0
    nodes_after: int = 0
    variables: list[str] = field(default_factory=list)
    repairs: list[Text] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    predicted_bytes: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    initialisers: list[str] = field(default_factory=list)
    rewritten: Rewritten | None = None
    apart: Apart | None = None
    error: CryographError | None = None

    @property
    def blocked(self) -> bool:
        """Whether a finding of severity error stands in the way."""
        return any(finding.severity == "error" for finding in self.findings)


def preflight(model: Model, options: FreezeOptions) -> Plan:
    """Plan a freeze without running anything: fast, no TensorFlow, no values read.

    What stands in the way is a finding of severity `error` (and `Plan.error`), never an exception.
    """
    from core.freezing.planner import Planner

    plan = Plan()
    try:
        Planner(model, options, plan).run()
    except CryographError as error:
        plan.findings.append(Finding("error", error.text, "", error.remedy))
        plan.error = error
    if plan.error is None:
        first = next((finding for finding in plan.findings if finding.severity == "error"), None)
        if first is not None:
            plan.error = FreezeError(first.what, first.remedy)
    if plan.error is not None:
        plan.rewritten = plan.apart = None
    return plan
