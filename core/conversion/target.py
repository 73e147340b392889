"""What a format to convert to is: data about it, and three functions.

A target is a frozen `Target` in a module of `core.conversion.targets`. Nothing heavy is imported with it: the list of
targets is shown before anything is converted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from core.errors import ConversionError, CryographError, Text
from core.freezing.findings import Finding
from core.freezing.options import DEFAULT_TIME_LIMIT, FreezeOptions

if TYPE_CHECKING:
    import numpy as np

    from core.conversion.work import Work
    from core.model import Model

Kind = Literal["switch", "choice", "integer", "number", "text", "file"]
Group = Literal["model", "graph", "values", "picture"]
"""What a target keeps: a model that runs, the graph, the values, or something to look at."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option that a target has of its own: a row of the dialog, a flag of the command line.

    Attributes:
        name: `opset`; on the command line `--opset`. Lower case, words joined by `-`.
        kind: of value: a switch is on or off (`--x/--no-x`), a choice one of `choices`, a file a `Path`.
        label: in the dialog, with a mnemonic where one is free.
        help: one sentence on what it does.
        default: its value where the person says nothing.
        choices: for `choice`: (value, in words), the default among them.
        least, most: of an `integer` or a `number`, inclusive; None without a bound.
    """

    name: str
    kind: Kind
    label: Text
    help: Text
    default: Any
    choices: tuple[tuple[str, Text], ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked of one conversion.

    Attributes:
        destination: the file, or the folder where the target writes one.
        outputs, inputs, signature, tags, feeds, feed_words, device, time_limit, verify, op_libraries, ema: as in
            `FreezeOptions`; only for targets that choose tensors or run something.
        overwrite: whether what is there may be replaced, once the new one is complete.
        force: keep a result whose check is wrong.
        options: the target's own, by name; what is missing has its default (see `Target.option`).
    """

    destination: Path
    outputs: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    signature: str | None = None
    tags: tuple[str, ...] = ()
    feeds: Mapping[str, np.ndarray] = field(default_factory=dict)
    feed_words: tuple[str, ...] = ()
    device: str | None = None
    time_limit: float | None = None
    verify: bool = True
    op_libraries: tuple[Path, ...] = ()
    ema: bool = False
    overwrite: bool = False
    force: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The time limit of each job in the worker."""
        return self.time_limit or DEFAULT_TIME_LIMIT

    def freeze_options(self, *, verify: bool | None = None) -> FreezeOptions:
        """The freeze that a conversion of a running model begins with."""
        return FreezeOptions(
            outputs=self.outputs,
            inputs=self.inputs,
            device=self.device,
            verify=self.verify if verify is None else verify,
            feeds=self.feeds,
            time_limit=self.time_limit,
            ema=self.ema,
            op_libraries=self.op_libraries,
            force=self.force,
            overwrite=self.overwrite,
            signature=self.signature,
            tags=self.tags,
        )


@dataclass(slots=True)
class Preflight:
    """What is known before anything runs.

    Attributes:
        findings: what will be done, what the target can't carry, what stands in the way (severity `error`).
        predicted_bytes: of the result; None if unknown.
        inputs, outputs: op names that the result will take and give, where the target chooses tensors.
        raised: what the planning ended with; None if it came to its end. A wrong word of the person's is told from
            a model that won't do by its class.
    """

    findings: list[Finding] = field(default_factory=list)
    predicted_bytes: int | None = None
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    raised: CryographError | None = None

    @property
    def blocked(self) -> bool:
        """Whether a finding of severity error stands in the way."""
        return any(finding.severity == "error" for finding in self.findings)

    def error(self) -> CryographError | None:
        """What stands in the way, to be raised; None if nothing does."""
        if self.raised is not None:
            return self.raised
        first = next((finding for finding in self.findings if finding.severity == "error"), None)
        return ConversionError(first.what, first.remedy) if first is not None else None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked of a result.

    Attributes:
        what: a sentence: "onnxruntime gives what TensorFlow gives".
        ok: True, False, or None if it could not be checked; then `detail` says why.
        detail: the largest difference, the reason, the count.
    """

    what: Text
    ok: bool | None
    detail: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """As in `convert --json`."""
        return {"what": str(self.what), "ok": self.ok, "detail": str(self.detail) if self.detail else None}


@dataclass(slots=True)
class Outcome:
    """What a conversion did.

    Attributes:
        nbytes: of what was written, in all.
        checks: what was proven of it.
        notes: what was changed or lost on the way, one sentence each.
        inputs, outputs: {name in the result: tensor of the model} where the target has any.
        placed: {device: ops that ran there} of what ran in a session; None if nothing did.
    """

    nbytes: int
    checks: list[Check] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    placed: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A format to convert to.

    Attributes:
        name: for `--to`, and the key of everything that is kept about it.
        title: as the dialog lists it.
        line: what it is for, one line.
        group: what it keeps.
        suffixes: of its files, the usual one first; empty for a folder.
        folder: whether it writes a folder and not one file.
        refusal: why it can't be made of a model; None if it can. Fast: asked for each row of the list.
        preflight: what is known before it runs; reads no values, runs nothing. Never raises for what is wrong with the
            model or the request: that is a finding of severity `error`.
        convert: writes it, whole or not at all, and checks it. Raises `CryographError`, `Cancelled`.
        missing: why it can't be made on this machine (a package that isn't installed); None if it can.
        options: its own.
        chooses_tensors: whether inputs, outputs and a signature can be chosen.
        uses_tensorflow: whether it runs something in the worker: a device, a time limit, feeds and a check apply.
    """

    name: str
    title: Text
    line: Text
    group: Group
    suffixes: tuple[str, ...]
    refusal: Callable[[Model], Text | None]
    preflight: Callable[[Model, Request], Preflight]
    convert: Callable[[Model, Request, Work], Outcome]
    folder: bool = False
    missing: Callable[[], Text | None] = lambda: None
    options: tuple[Option, ...] = ()
    chooses_tensors: bool = False
    uses_tensorflow: bool = False

    def option(self, request: Request, name: str) -> Any:
        """The value of one of its own options: the request's, else the default. KeyError if it has none of the name."""
        default = next(option.default for option in self.options if option.name == name)
        return request.options.get(name, default)
