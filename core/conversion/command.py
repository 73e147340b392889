"""The same conversion from a terminal."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.conversion.target import Option, Request, Target

if TYPE_CHECKING:
    from core.model import Model


def equivalent_command(model: Model, target: Target, request: Request) -> str:
    """`cryograph convert …` that does the same."""
    step = model.step if len(model.steps) > 1 else None
    return _command([model.path], request.destination, target, request, step)


def command_of_several(sources: Sequence[Path], target: Target, folder: Path, request: Request) -> str:
    """`cryograph convert …` that converts several into a folder."""
    return _command(sources, folder, target, request, None)


def _command(sources: Sequence[Path], destination: Path, target: Target, request: Request, step: int | None) -> str:
    words = ["cryograph", "convert", *map(os.fspath, sources), os.fspath(destination), "--to", target.name]
    words += ["--step", str(step)] if step is not None else []
    if target.chooses_tensors:
        for flag, names in (("--outputs", request.outputs), ("--inputs", request.inputs), ("--tags", request.tags)):
            words += [flag, ",".join(names)] if names else []
        words += ["--signature", request.signature] if request.signature else []
        words += ["--ema"] if request.ema else []
    if target.uses_tensorflow:
        words += ["--device", request.device] if request.device else []
        words += ["--time-limit", f"{request.time_limit:g}"] if request.time_limit else []
        words += [] if request.verify else ["--no-verify"]
        for feed in request.feed_words:
            words += ["--feed", feed]
        for path in request.op_libraries:
            words += ["--op-library", os.fspath(path)]
    for option in target.options:
        words += _flag(option, target.option(request, option.name))
    words += ["--force"] if request.force or request.overwrite else []
    return shlex.join(words)


def _flag(option: Option, value: object) -> list[str]:
    if value == option.default or value is None:
        return []
    if option.kind == "switch":
        return [f"--{option.name}" if value else f"--no-{option.name}"]
    return [f"--{option.name}", f"{value:g}" if isinstance(value, float) else str(value)]
