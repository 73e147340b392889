"""A checkpoint in its four files: the values, their index, the graph with a saver, and the state file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.conversion.restorable.options import RENAME, RESOURCE, SHARDS
from core.conversion.target import Check, Option, Outcome, Preflight, Request, Target
from core.conversion.work import Work
from core.errors import FreezeError, Text

if TYPE_CHECKING:
    from core.conversion.restorable.checkpoint_plan import CheckpointOptions
    from core.conversion.restorable.graphs import Restorable
    from core.model import Model

_INDEX_ENTRY = 40
"""Bytes of the index per value, besides its name."""


def _refusal(model: Model) -> Text | None:
    if model.checkpoint is None and model.graph is None:
        return Text("There are neither values nor a graph here.")
    return None


def _options(request: Request) -> CheckpointOptions:
    from core.conversion.restorable.checkpoint_plan import CheckpointOptions
    from core.conversion.restorable.constants import Choice

    def value(name: str) -> object:
        return TARGET.option(request, name)

    choice = Choice(str(value("match")), int(str(value("min-elements"))), bool(value("resource")))
    names = TARGET.option(request, "names")
    return CheckpointOptions(names, str(value("rename")), bool(value("assemble")), bool(value("graph")), choice)


def _plan(model: Model, request: Request) -> tuple[Restorable, Preflight]:
    from core import limits
    from core.conversion.restorable.checkpoint_plan import plan_checkpoint
    from core.conversion.restorable.writing import meta_size

    planned = plan_checkpoint(model, _options(request))
    graph = meta_size(planned.graph, planned.meta) if planned.graph is not None else 0
    if graph > limits.FROZEN_GRAPH:
        planned.note(
            "error",
            Text(
                "The graph would take {size:.1f} GB: it can't be larger than 2 GB, protobuf's own limit.",
                size=graph / 1e9,
            ),
            "",
            Text("Make variables of its large constants (--match), or leave it out (--no-graph)."),
        )
    index = sum(len(value.key) + _INDEX_ENTRY for value in planned.values)
    return planned, Preflight(planned.findings, planned.value_bytes + index + graph, raised=planned.raised)


def _preflight(model: Model, request: Request) -> Preflight:
    return _plan(model, request)[1]


def _convert(model: Model, request: Request, work: Work) -> Outcome:
    from core.conversion.restorable.writing import write_bundle, write_meta
    from core.files import atomic_folder

    planned, preflight = _plan(model, request)
    error = preflight.error()
    if error is not None:
        raise error
    prefix = _prefix(model)
    progress = work.progress
    replaceable = _is_a_checkpoint if request.overwrite or request.force else None
    with atomic_folder(request.destination, replaceable=replaceable, source=model.folder) as folder:
        progress.stage(Text("Writing"))
        nbytes = write_bundle(folder, prefix, planned.values, int(TARGET.option(request, "shards")), progress)
        if planned.graph is not None:
            with (folder / f"{prefix}.meta").open("wb") as file:
                nbytes += write_meta(file, planned.graph, planned.meta, progress, as_saved_model=False)
        state = _state(prefix)
        (folder / "checkpoint").write_bytes(state)
        checks = _checks(folder / prefix, planned, work) if request.verify else []
        wrong = next((check for check in checks if check.ok is False), None)
        if wrong is not None and not request.force:
            raise FreezeError(
                Text("A check failed, and nothing was written: {reason}", reason=wrong.detail or wrong.what),
                Text("To keep the result all the same: --force."),
            )
        progress.check()
    notes = [finding.what for finding in planned.findings]
    return Outcome(nbytes + len(state), checks, notes)


def _checks(prefix: Path, planned: Restorable, work: Work) -> list[Check]:
    from core.conversion.restorable.checking import check_saver, check_values

    checks = [check_values(prefix, planned, work.progress)]
    if planned.variables:
        checks.append(check_saver(prefix, planned, work.progress))
    return checks


def _prefix(model: Model) -> str:
    """The files' name: that of the checkpoint that it is made of, unless the state file can't say it (no UTF-8)."""
    if model.checkpoint is not None and model.format.startswith("checkpoint"):
        name = model.checkpoint.prefix.name
        if name == name.encode("utf-8", "replace").decode():
            return name
    return "model.ckpt"


def _state(prefix: str) -> bytes:
    quoted = prefix.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'model_checkpoint_path: "{quoted}"\nall_model_checkpoint_paths: "{quoted}"\n'.encode()


def _is_a_checkpoint(folder: Path) -> bool:
    """Whether a folder holds nothing but a checkpoint's files."""
    return all(
        path.is_file() and (path.name == "checkpoint" or path.suffix in (".index", ".meta") or ".data-" in path.name)
        for path in folder.iterdir()
    )


TARGET = Target(
    name="checkpoint",
    title=Text("Checkpoint (four files)"),
    line=Text("Variables and graph for training on: readable by tf.train.Saver and import_meta_graph"),
    group="model",
    suffixes=(),
    folder=True,
    refusal=_refusal,
    preflight=_preflight,
    convert=_convert,
    options=(
        SHARDS,
        RENAME,
        Option(
            "names", "choice", Text("&Names"),
            Text("What the variables of a TensorFlow 2 checkpoint are called in the result."), "auto",
            choices=(
                ("auto", Text("As usual for what they come from")),
                ("stored", Text("As they are stored")),
                ("own", Text("The variables' own names")),
            ),
        ),
        Option(
            "assemble", "switch", Text("Partitioned variables &whole"),
            Text("Store a variable that is in slices as one."), False,
        ),
        Option("graph", "switch", Text("With the &graph"), Text("Write a .meta file too."), True),
        Option(
            "match", "text", Text("&Constants that become variables"),
            Text("Patterns of names (conv*/w*,bias) in a frozen graph; empty: all weights."), "",
        ),
        Option(
            "min-elements", "integer", Text("&Least elements"),
            Text("A constant with fewer elements stays one."), 2, least=0,
        ),
        RESOURCE,
    ),
)  # fmt: skip

TARGETS = (TARGET,)
