"""What a freeze did: for the dialog, and as the JSON of `cryograph freeze`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import Text
from core.freezing.findings import Finding


@dataclass(frozen=True, slots=True)
class OutputProof:
    """One output, compared.

    Attributes:
        name: the output's op name.
        shape: of the value that both graphs gave; None if it could not be run.
        max_abs_diff: the largest absolute difference; None where there is none to speak of (strings, not run).
        equal: same within the tolerance of the proof; None if it could not be run.
        reason: why it could not be run or compared, else None.
    """

    name: str
    shape: tuple[int, ...] | None = None
    max_abs_diff: float | None = None
    equal: bool | None = None
    reason: Text | None = None

    def to_json(self) -> dict[str, Any]:
        # Strict JSON has no NaN nor infinity; one of them against a number is an unequal pair without a distance.
        finite = self.max_abs_diff is not None and self.max_abs_diff - self.max_abs_diff == 0
        return {
            "name": self.name,
            "shape": list(self.shape) if self.shape is not None else None,
            "max_abs_diff": self.max_abs_diff if finite else None,
            "equal": self.equal,
            "reason": str(self.reason) if self.reason else None,
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """The original and the frozen graph, run on the same feeds.

    Attributes:
        device: asked for; None if it was left to TensorFlow.
        placed: {device: ops that ran there} of the frozen graph's run, from the run's own statistics; None if it did
            not run.
        feeds: what was fed: {tensor name: `float32 256×12×12×3, random`}.
        outputs: each output's comparison.
        ok: True, False, or None if it could not be run; then `reason` says why.
        restored_by: who told which value each variable of the original has: `saver` (the graph's own restore op, so
            that a wrong reading of it would show), `names` (the plan's reading of graph and checkpoint); None if
            it did not run.
    """

    device: str | None
    placed: dict[str, int] | None
    feeds: dict[str, str]
    outputs: list[OutputProof]
    ok: bool | None
    reason: Text | None = None
    restored_by: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "device": self.device,
            "placed": self.placed,
            "feeds": self.feeds,
            "outputs": [output.to_json() for output in self.outputs],
            "ok": self.ok,
            "reason": str(self.reason) if self.reason else None,
            "restored_by": self.restored_by,
        }


@dataclass(slots=True)
class FreezeReport:
    """What came out. Field names are those of the JSON in the command line's contract.

    Attributes:
        output: the file written; None after a dry run.
        device: asked for; None if it was left to TensorFlow.
        placed: {device: ops that ran there}; None if nothing ran in a session.
        bytes: the file's size (predicted after a dry run).
        seconds: wall clock in all; `stage_seconds` by stage (`start`, `restore`, `convert`, `write`, `check`).
        verified: the proof; None if it was not asked for.
        mapping: {output or input asked for: tensor name in the frozen graph} where the names differ or come from a
            signature.
        initialisers: ops in the frozen graph that fill its tables: to be run once, before the rest.
        command: the equivalent command line.
        python: the lines that load the result and name what to feed and fetch.
    """

    output: Path | None
    engine: str
    device: str | None
    placed: dict[str, int] | None
    outputs: list[str]
    inputs: list[str]
    nodes_before: int
    nodes_after: int
    variables_frozen: int
    bytes: int
    seconds: float
    repairs: list[Text] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    verified: Proof | None = None
    findings: list[Finding] = field(default_factory=list)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    initialisers: list[str] = field(default_factory=list)
    command: str = ""
    python: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `cryograph freeze --json` prints it."""
        return {
            "output": str(self.output) if self.output else None,
            "engine": self.engine,
            "device": self.device,
            "placed": self.placed,
            "outputs": self.outputs,
            "inputs": self.inputs,
            "nodes_before": self.nodes_before,
            "nodes_after": self.nodes_after,
            "variables_frozen": self.variables_frozen,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
            "repairs": [str(text) for text in self.repairs],
            "warnings": [str(text) for text in self.warnings],
            "verified": self.verified.to_json() if self.verified else None,
            "findings": [finding.to_json() for finding in self.findings],
            "stage_seconds": {stage: round(seconds, 3) for stage, seconds in self.stage_seconds.items()},
            "mapping": self.mapping,
            "initialisers": self.initialisers,
            "command": self.command,
            "python": self.python,
        }
