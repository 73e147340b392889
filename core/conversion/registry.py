"""All formats to convert to, in the order in which they are shown."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

from core.conversion.target import Target
from core.errors import Text, UsageError

MODULES = (
    "frozen_graph",
    "optimised",
    "saved_model",
    "checkpoint",
    "onnx",
    "tflite",
    "tensorboard",
    "graphs",
    "weights",
    "drawing",
    "html_report",
)
"""Modules of `core.conversion.targets`, each with `TARGETS`."""


@cache
def targets() -> tuple[Target, ...]:
    """Every target."""
    found: list[Target] = []
    for name in MODULES:
        found += importlib.import_module(f"core.conversion.targets.{name}").TARGETS
    return tuple(found)


def target_named(name: str) -> Target:
    """The target of a name.

    Raises:
        UsageError: there is none; lists those that are.
    """
    for target in targets():
        if target.name == name:
            return target
    raise UsageError(
        Text("There is no format {name} to convert to.", name=name),
        Text("There are: {names}.", names=", ".join(target.name for target in targets())),
    )


def target_for(destination: Path) -> Target:
    """The target that a destination's suffix means; the first that has it.

    Raises:
        UsageError: no target has this suffix.
    """
    suffix = destination.suffix.lower()
    for target in targets():
        if suffix and suffix in target.suffixes:
            return target
    raise UsageError(
        Text("{name}: what it is to be can't be told from its name.", name=destination.name or str(destination)),
        Text("Say so with --to: {names}.", names=", ".join(target.name for target in targets())),
    )
