"""Statistics and comparison of large checkpoints, against numpy's bare passes over the same files."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import models
from measure import MIB, figure, heading, python, ratio, side_by_side

HERE = Path(__file__).resolve()
SIZE = 528
"""MiB, or 553 MB: a VGG-16."""
TURNS = 7


def bench() -> None:
    """Print what figures cost in units of reading."""
    first, second = models.large(SIZE), models.later(SIZE)
    heading(f"Figures: a quarter of {SIZE} MiB of float32, against numpy's min, max and sum of what it reads")
    [figures] = side_by_side(python(HERE, "--statistics", first), times=1)
    seconds = json.loads(figures.out)
    for what in ("without histogram", "with median and histogram"):
        ratio(f"statistics {what}", seconds[what], seconds["numpy"], unit="s", bound=1 / 0.6)
    heading("Memory of statistics of all, above that of the imports")
    bare, all_of_it = side_by_side(python(HERE, "--imports", first), python(HERE, "--all", first), times=1)
    figure("peak above the baseline", (all_of_it.peak - bare.peak) / MIB, unit="MiB", bound=64)
    heading(f"Comparison: two checkpoints of {SIZE} MiB, against reading both once")
    [compared] = side_by_side(python(HERE, "--compare", first, second), times=1)
    seconds = json.loads(compared.out)
    ratio("all variables differ", seconds["differ"], seconds["read"], unit="s", bound=3)
    ratio("all variables are the same", seconds["same"], seconds["read"], unit="s", bound=3)


def statistics(path: Path) -> None:
    """Medians of some alternate turns, in seconds."""
    import numpy as np

    from core.opening import open_model
    from core.variables.statistics import statistics

    source = open_model(path).variables()[0].source

    def bare() -> None:
        values = np.fromfile(source.path, np.float32, count=source.nbytes // 4, offset=source.offset)
        values.min(), values.max(), values.sum()

    _print_medians(
        {
            "numpy": bare,
            "without histogram": lambda: statistics(source, bins=0),
            "with median and histogram": lambda: statistics(source),
        }
    )


def compare(first: Path, second: Path) -> None:
    """Both of two comparisons, and reading both files in pieces."""
    from core.opening import open_model
    from core.variables.comparison import compare_variables

    left, right, again = (open_model(path).variables() for path in (first, second, first))

    def read() -> None:
        for variable in (*left, *right):
            for _ in variable.source.pieces():
                pass

    _print_medians(
        {
            "read": read,
            "differ": lambda: compare_variables(left, right),
            "same": lambda: compare_variables(left, again),
        },
        turns=3,
    )


def _print_medians(work, turns: int = TURNS) -> None:  # type: ignore[no-untyped-def]
    taken: dict[str, list[float]] = {name: [] for name in work}
    for each in work.values():
        each()
    for _ in range(turns):
        for name, each in work.items():
            began = time.perf_counter()
            each()
            taken[name].append(time.perf_counter() - began)
    print(json.dumps({name: sorted(each)[turns // 2] for name, each in taken.items()}))


def memory(path: Path, *, read: bool) -> None:
    """Statistics of all variables, or only what they import."""
    from core.opening import open_model
    from core.variables.statistics import statistics

    for variable in open_model(path).variables():
        if read:
            statistics(variable.source)


if __name__ == "__main__":
    paths = [Path(word) for word in sys.argv[2:]]
    if "--statistics" in sys.argv:
        statistics(*paths)
    elif "--compare" in sys.argv:
        compare(*paths)
    elif "--imports" in sys.argv or "--all" in sys.argv:
        memory(*paths, read="--all" in sys.argv)
    else:
        bench()
