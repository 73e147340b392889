"""`cryograph scan`: is it whole, and what could it do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from core.cli.output import print_json, say, sentences

if TYPE_CHECKING:
    from pathlib import Path

    from core.scanning import Scan

SHOWN = 10
"""Lines of one kind about one file for people; JSON has them all."""


def scan_model(path: Path, *, step: int | None, as_json: bool) -> int:
    """Print what is wrong with `path`; returns the exit status: 1 where a problem is an error."""
    from core.cli.terminal import watched_progress
    from core.opening import open_model
    from core.scanning import scan

    with watched_progress() as progress:
        model = open_model(path, step=step, progress=progress)
        found = scan(model, progress=progress, every_step=step is None)
    if as_json:
        print_json(_document(found))
    else:
        _print(found)
    return 0 if found.ok else 1


def _document(found: Scan) -> dict[str, Any]:
    return {
        "ok": found.ok,
        "problems": [
            {
                "severity": problem.severity,
                "what": sentences(problem.what),
                "where": problem.where,
                "remedy": str(problem.remedy) if problem.remedy else None,
            }
            for problem in found.problems
        ],
        "checkpoints": found.checkpoints,
        "checksums": found.checked,
        "without_checksum": found.without,
        "ops": found.ops,
    }


def _print(found: Scan) -> None:
    told: Counter[tuple[str, str]] = Counter()
    for problem in found.problems:
        alike = (problem.what.template, problem.where)
        told[alike] += 1
        if told[alike] > SHOWN:
            continue
        where = "" if not problem.where or problem.where in str(problem.what) else f" [{problem.where}]"
        say(f"{problem.severity}: {sentences(problem.what, problem.remedy)}{where}")
    more = sum(max(0, count - SHOWN) for count in told.values())
    if more:
        say(f"… and {more:,} more like these; --json has them all")
    if found.problems:
        say()
    say("whole" if found.ok else "damaged")
    say(f"values with a checksum that was checked: {found.checked:,}; without one, and read: {found.without:,}")
    if found.ops:
        say(f"ops that were looked at, functions' included: {found.ops:,}")
