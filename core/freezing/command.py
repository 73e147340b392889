"""The same freeze from a terminal, and the lines of Python that load its result."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from core.freezing.options import FreezeOptions
from core.freezing.plan import Plan

if TYPE_CHECKING:
    from core.model import Model


def equivalent_command(model: Model, destination: Path, options: FreezeOptions, plan: Plan) -> str:
    """`cryograph freeze …` that does the same."""
    words = ["cryograph", "freeze", os.fspath(model.path), "-o", os.fspath(destination)]
    if model.step is not None and len(model.steps) > 1:
        words += ["--step", str(model.step)]
    if options.signature:
        words += ["--signature", options.signature]
    elif plan.outputs:
        words += ["--outputs", ",".join(plan.outputs)]
    if options.tags:
        words += ["--tags", ",".join(options.tags)]
    if options.inputs:
        words += ["--inputs", ",".join(options.inputs)]
    if options.device:
        words += ["--device", options.device]
    if options.engine and options.engine != FreezeOptions(device=options.device).chosen_engine:
        words += ["--engine", options.engine]
    for flag, on in (
        ("--strict-placement", options.strict_placement),
        ("--no-verify", not options.verify),
        ("--ema", options.ema),
        ("--as-tensorflow", options.as_tensorflow),
        ("--keep-devices", options.keep_devices),
        ("--force", options.force),
    ):
        words += [flag] if on else []
    for feed in options.feed_words:
        words += ["--feed", feed]
    if options.time_limit:
        words += ["--time-limit", f"{options.time_limit:g}"]
    for path in options.op_libraries:
        words += ["--op-library", os.fspath(path)]
    return shlex.join(words)


def python_lines(destination: Path, plan: Plan) -> str:
    """How to load the result, with what to feed and what to fetch."""
    feeds = ", ".join(f"{name}:0" for name in plan.inputs) or "nothing"
    fetches = ", ".join(plan.mapping.get(name, name if ":" in name else f"{name}:0") for name in plan.outputs)
    before = f"run {', '.join(plan.initialisers)} once, then " if plan.initialisers else ""
    return (
        f'graph_def = tf.compat.v1.GraphDef.FromString(open("{destination.name}", "rb").read())\n'
        f'tf.import_graph_def(graph_def, name="")  # {before}feed {feeds}, fetch {fetches}'
    )
