"""Statistics as the panels ask for them: computed once per file and tensor, whoever asks first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import TYPE_CHECKING

from core.errors import FormatError, Problem, Text
from core.progress import Progress
from gui.formatting import format_count

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource
    from core.variables.catalogue import Variable
    from core.variables.statistics import Statistics, StatisticsCache

BINS = 30


@cache
def known_figures() -> StatisticsCache:
    """What has been computed, for all panels and models."""
    from core.variables.statistics import StatisticsCache  # numpy, which the window is shown without

    return StatisticsCache()


def has_numbers(source: TensorSource) -> bool:
    """Whether there is something to compute figures of."""
    numpy_type = source.dtype.numpy
    return numpy_type is not None and numpy_type.kind != "O" and math.prod(source.shape) > 0


def figures_of(source: TensorSource, tick: Callable[[float], None] | None = None) -> Statistics:
    """The statistics with a histogram; for a task."""
    return known_figures().get(source, bins=BINS, tick=tick)


def collect(variables: Iterable[Variable], known: dict[str, Statistics], progress: Progress) -> list[Problem]:
    """Put the figures of `variables` into `known` one by one, so that cancelling keeps what there is.

    Returns:
        What is wrong: NaN or infinite values, or values that can't be read.
    """
    progress.stage(Text("Computing statistics"))
    chosen = [variable for variable in variables if variable.dtype.numpy is not None]
    total, done = sum(variable.nbytes for variable in chosen) or 1, 0
    problems = []
    for variable in chosen:
        try:
            source = variable.source
            if variable.name not in known and has_numbers(source):
                tick = partial(_tick, progress, done / total, variable.nbytes / total)
                known[variable.name] = figures_of(source, tick)
        except FormatError as error:
            problems.append(Problem("error", error.text, variable.name, error.remedy))
        done += variable.nbytes
        progress.tick(done / total)
        problem = problem_of(variable.name, known.get(variable.name))
        if problem is not None:
            problems.append(problem)
    return problems


def _tick(progress: Progress, before: float, share: float, part: float) -> None:
    progress.tick(min(before + part * share, 1.0))


def problem_of(name: str, figures: Statistics | None) -> Problem | None:
    """A warning where there are NaN or infinite values."""
    if figures is None or not (figures.nans or figures.infs):
        return None
    return Problem(
        "warning",
        Text(
            "{name} holds values that are not finite: {nans} NaN, {infs} infinite.",
            name=name,
            nans=format_count(figures.nans),
            infs=format_count(figures.infs),
        ),
        name,
    )
