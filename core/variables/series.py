"""A variable over all steps of a folder: its norm and mean at each, as a plot shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import FormatError, Text, UsageError
from core.formats.checkpoint import Checkpoint
from core.progress import Progress
from core.variables.statistics import Statistics, can_count, statistics

if TYPE_CHECKING:
    from core.model import Model, StepEntry


@dataclass(frozen=True, slots=True)
class Point:
    """One step.

    Attributes:
        step: None where the prefix's name has no number.
        label: the prefix's name.
        figures: without median and histogram; None where there are none.
        problem: why there are none.
    """

    step: int | None
    label: str
    figures: Statistics | None
    problem: Text | None = None

    @property
    def norm(self) -> float | None:
        """The L2 norm."""
        return self.figures.l2 if self.figures else None

    @property
    def mean(self) -> float | None:
        """The mean."""
        return self.figures.mean if self.figures else None


def variable_series(model: Model, name: str, *, progress: Progress | None = None) -> list[Point]:
    """The variable of this key at every step of the model's folder, by step.

    Raises:
        UsageError: no step has a variable of this name.
    """
    return variables_series(model, [name], progress=progress)[name]


def variables_series(model: Model, names: Sequence[str], *, progress: Progress | None = None) -> dict[str, list[Point]]:
    """Several at once; every step's checkpoint is opened only once. See `variable_series`."""
    progress = progress or Progress()
    result: dict[str, list[Point]] = {name: [] for name in names}
    absent = set(names)
    steps = model.steps
    for number, step in enumerate(steps):
        progress.tick(number / len(steps))
        try:
            checkpoint: Checkpoint | None = _open(step, model, progress)
            problem = None
        except FormatError as error:
            checkpoint, problem = None, error.text
        absent -= set(names) if checkpoint is None else {name for name in names if name in checkpoint.entries}
        for name in names:
            result[name].append(_point(step, checkpoint, name, problem, progress))
    if absent:
        raise UsageError(Text("No step has a variable {name}.", name=min(absent)))
    return result


def _open(step: StepEntry, model: Model, progress: Progress) -> Checkpoint:
    if model.checkpoint is not None and model.checkpoint.prefix == step.prefix:
        return model.checkpoint
    index = step.prefix.with_name(step.prefix.name + ".index")
    if index.exists():
        from core.formats.bundle import Bundle

        return Bundle(step.prefix, tick=progress.check)
    from core.formats.checkpoint_v1 import CheckpointV1

    return CheckpointV1(step.prefix, _v1_files(step.prefix), tick=progress.check)


def _v1_files(prefix: Path) -> list[Path]:
    from core.formats.folder import look

    files = look(prefix.parent).prefixes.get(prefix.name)
    return files.v1 if files is not None else [prefix]


def _point(
    step: StepEntry, checkpoint: Checkpoint | None, name: str, problem: Text | None, progress: Progress
) -> Point:
    if checkpoint is None:
        return Point(step.step, step.label, None, problem)
    if name not in checkpoint.entries:
        return Point(step.step, step.label, None, Text("{name} is not in this step", name=name))
    try:
        source = checkpoint.tensor(name)
        if not can_count(source):
            return Point(step.step, step.label, None, Text("{name} holds no numbers", name=name))
        return Point(step.step, step.label, statistics(source, bins=0, tick=lambda _: progress.check()))
    except FormatError as error:
        return Point(step.step, step.label, None, error.text)
