"""Converting: one model, or several into a folder, where one that fails doesn't stop the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.conversion.command import equivalent_command
from core.conversion.target import Check, Outcome, Request, Target
from core.conversion.work import Work
from core.errors import ConversionError, CryographError, SessionError, Text

if TYPE_CHECKING:
    from core.model import Model


@dataclass(slots=True)
class Conversion:
    """What became of one source.

    Attributes:
        source: as the person named it.
        output: where the result is, or was to be.
        target: its name.
        error: why there is no result; None if there is one.
        outcome: None if there is no result.
        seconds: wall clock.
        command: the command line that does the same.
    """

    source: Path
    output: Path
    target: str
    error: CryographError | None = None
    outcome: Outcome | None = None
    seconds: float = 0.0
    command: str = ""
    checks: list[Check] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the result is there, and nothing that was checked of it is wrong."""
        return self.error is None and all(check.ok is not False for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """As in `convert --json`."""
        outcome = self.outcome
        return {
            "source": str(self.source),
            "output": str(self.output) if outcome is not None else None,
            "target": self.target,
            "ok": self.ok,
            "error": str(self.error) if self.error is not None else None,
            "checks": [check.to_json() for check in self.checks],
            "seconds": round(self.seconds, 3),
            "bytes": outcome.nbytes if outcome is not None else None,
            "notes": [str(text) for text in outcome.notes] if outcome is not None else [],
            "inputs": outcome.inputs if outcome is not None else {},
            "outputs": outcome.outputs if outcome is not None else {},
            "placed": outcome.placed if outcome is not None else None,
        }


def convert(model: Model, target: Target, request: Request, work: Work) -> Conversion:
    """Convert an open model.

    Raises:
        ConversionError: the target can't be made of this model, or not here; says why.
        UsageError: not as asked.
        SessionError: the device is not there.
        CryographError: it failed; nothing was written.
        Cancelled: by the person; nothing was written.
    """
    began = time.perf_counter()
    reason = target.missing() or target.refusal(model)
    if reason is not None:
        raise ConversionError(
            Text("{name} can't become {target}: {reason}", name=model.title, target=target.title, reason=reason)
        )
    if request.device and target.uses_tensorflow:
        _see_device(request.device, work)
    outcome = target.convert(model, request, work)
    return Conversion(
        model.path, request.destination, target.name, None, outcome, time.perf_counter() - began,
        equivalent_command(model, target, request), list(outcome.checks),
    )  # fmt: skip


def _see_device(device: str, work: Work) -> None:
    """A graphics card that is not there is told at once: after the conversion it would only be a missing check."""
    from core.session.devices import list_devices, parse_place

    place = parse_place(device)
    if place.server or place.kind != "GPU":
        return
    there = [each.name for each in list_devices(work.client, work.progress) if each.available]
    if f"{place.kind}:{place.index}" not in there:
        raise SessionError(
            Text("There is no device {device} here.", device=device),
            Text("There are: {devices} (and CPU:1, CPU:2, …, as logical devices).", devices=", ".join(there)),
        )


def convert_each(
    sources: Sequence[Path],
    target: Target,
    folder: Path,
    request: Request,
    work: Work,
    *,
    open_source: Callable[[Path], Any],
    told: Callable[[Conversion], None] = lambda _: None,
) -> list[Conversion]:
    """Convert several models into a folder, which is made; each gets the name that `name_for` gives.

    Args:
        sources: what to open.
        target: the same for all.
        folder: where the results go.
        request: the same for all, but for the destination.
        work: progress and worker.
        open_source: a context manager that gives a source's model.
        told: each conversion, when it is over.

    Raises:
        Cancelled: by the person; what is complete by then stays.
        WriteError: the folder can't be made.
    """
    from core.files import describe_write_error

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise describe_write_error(error, folder) from error
    taken: set[str] = set()
    results = []
    for source in sources:
        destination = folder / source.name
        began = time.perf_counter()
        try:
            with open_source(source) as model:
                destination = folder / name_for(model, target, taken)
                result = convert(model, target, replace(request, destination=destination), work)
        except CryographError as error:
            result = Conversion(source, destination, target.name, error, seconds=time.perf_counter() - began)
        result.source = source
        results.append(result)
        told(result)
    return results


def name_for(model: Model, target: Target, taken: set[str] | None = None) -> str:
    """A sensible name for the result: the model's, with the target's suffix; one of `taken` gets a number.

    A result that would have the name of what it was made from gets one too.
    """
    stem = model.title.removesuffix(".pb").removesuffix(".pbtxt") or "model"
    if target.folder:
        stem = f"{stem}.{target.name}"
    elif target.name == "pb" and model.checkpoint is not None:
        stem = f"{stem}.frozen"
    elif target.name == "optimised":
        stem = f"{stem.removesuffix('.frozen')}.optimised"
    suffix = "" if target.folder else target.suffixes[0]
    name, number = f"{stem}{suffix}", 1
    while name == model.path.name or (taken is not None and name in taken):
        number += 1
        name = f"{stem}-{number}{suffix}"
    if taken is not None:
        taken.add(name)
    return name
