"""Measures processes: wall clock, peak memory, what they printed. Ratios are printed; nothing is asserted.

Numbers from different runs, or different machines, say little. So each bench runs the thing and what it is held
against side by side, alternately, and prints the ratio of the medians.
"""

from __future__ import annotations

import compileall
import functools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "bench"
"""Models and results; kept between runs."""

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """One process, ended well. `seconds` by the clock on the wall; `peak` resident bytes, its children's too."""

    seconds: float
    peak: int
    out: str
    err: str


def cryograph(*arguments: object) -> list[str]:
    """The words that run the program itself."""
    return [sys.executable, "-P", "-m", "gui", *map(str, arguments)]


def python(*arguments: object) -> list[str]:
    """The words that run this Python."""
    return [sys.executable, *map(str, arguments)]


@functools.cache
def _compile() -> None:
    """Compile the program, as an installed one is: else each process, or the first, would do so while it is timed."""
    for package in ("core", "gui", "resources"):
        compileall.compile_dir(ROOT / package, quiet=2)


def run(words: Sequence[str], *, env: dict[str, str] | None = None) -> Run:
    """Run a process and measure it.

    Raises:
        RuntimeError: it failed; what it said is in the message.
    """
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "QT_QPA_PLATFORM": "offscreen", **(env or {})}
    BUILD.mkdir(parents=True, exist_ok=True)
    _compile()
    out, err = BUILD / "stdout", BUILD / "stderr"
    start = time.perf_counter()
    with out.open("wb") as out_file, err.open("wb") as err_file:
        process = subprocess.Popen(list(words), stdout=out_file, stderr=err_file, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    said = Run(seconds, usage.ru_maxrss * 1024, out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"))
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}:\n{said.err[-2000:]}")
    return said


def side_by_side(
    *commands: Sequence[str],
    times: int = 5,
    env: dict[str, str] | None = None,
    before: Callable[[], object] | None = None,
) -> list[Run]:
    """Run the commands in turn, `times` over, each after `before`; the run of median time, with the peak."""
    runs: list[list[Run]] = [[] for _ in commands]
    for _ in range(times):
        for kept, words in zip(runs, commands, strict=True):
            if before is not None:
                before()
            kept.append(run(words, env=env))
    result = []
    for kept in runs:
        middle = sorted(kept, key=lambda one: one.seconds)[len(kept) // 2]
        result.append(Run(middle.seconds, max(one.peak for one in kept), middle.out, middle.err))
    return result


def median_seconds(work: Callable[[], object], *, times: int = 5) -> float:
    """The median time of a function in this process."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def heading(title: str) -> None:
    """A section's title."""
    print(f"\n{title}", flush=True)


def ratio(what: str, ours: float, theirs: float, *, unit: str, bound: float | None = None) -> None:
    """One line: both figures, their ratio, and the ratio that is aimed at."""
    shown = ours / theirs if theirs else float("inf")
    aim = "" if bound is None else f"   aim ≤ {bound:g}{'' if shown <= bound else '   ABOVE'}"
    print(f"  {what:<58} {ours:9.3f} / {theirs:9.3f} {unit:<4} = {shown:7.3f}{aim}", flush=True)


def figure(what: str, value: float, *, unit: str, bound: float | None = None) -> None:
    """One line: a figure on its own."""
    aim = "" if bound is None else f"   aim ≤ {bound:g}{'' if value <= bound else '   ABOVE'}"
    print(f"  {what:<58} {value:9.3f} {unit}{aim}", flush=True)
