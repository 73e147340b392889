"""`cryograph scan`: is it whole, and what could it do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.cli.output import print_json, say, sentences

if TYPE_CHECKING:
    from pathlib import Path

    from core.scanning import Scan


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
    for problem in found.problems:
        where = "" if not problem.where or problem.where in str(problem.what) else f" [{problem.where}]"
        say(f"{problem.severity}: {sentences(problem.what, problem.remedy)}{where}")
    if found.problems:
        say()
    say("whole" if found.ok else "damaged")
    say(f"values with a checksum that was checked: {found.checked:,}; without one, and read: {found.without:,}")
    if found.ops:
        say(f"ops that were looked at, functions' included: {found.ops:,}")
