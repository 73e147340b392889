"""`cryograph diff`: what became of a model between two of its states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.cli.output import number_of, print_json, print_table, say

if TYPE_CHECKING:
    from pathlib import Path

    from core.comparison import ModelDiff

SHOWN = 50
"""Lines of each kind for people; JSON has them all."""


def show_difference(first: Path, second: Path, *, renamings: Sequence[str], as_json: bool) -> None:
    """Print how `second` differs from `first`; `renamings` are rules for names that changed."""
    from core.cli.terminal import watched_progress
    from core.comparison import diff_models
    from core.opening import open_model
    from core.variables.matching import parse_rule

    rules = [parse_rule(text) for text in renamings]
    with watched_progress() as progress:
        older, newer = (open_model(path, progress=progress) for path in (first, second))
        found = diff_models(older, newer, rules=rules, progress=progress)
    if as_json:
        print_json(found.to_json())
    else:
        _print(found)


def _print(found: ModelDiff) -> None:
    for text in found.notes:
        say(str(text))
    if found.same:
        say("the same")
        return
    if found.graph is not None:
        graph = found.graph
        say(f"graph: {number_of(graph.same, 'op')} the same, {len(graph.changed):,} changed, "
            f"{len(graph.added):,} added, {len(graph.removed):,} removed")  # fmt: skip
        changed = [(one.name, one.op, ", ".join(detail.what for detail in one.details)) for one in graph.changed]
        _rows(("changed op", "type", "what"), changed)
        _rows(("added op",), [(name,) for name in graph.added])
        _rows(("removed op",), [(name,) for name in graph.removed])
    document = found.variables.to_json()
    say(f"variables: {len(document['changed']):,} changed, "
        f"{len(document['added']):,} added, {len(document['removed']):,} removed")  # fmt: skip
    rows = []
    for one in document["changed"]:
        largest = one["max_abs_diff"]
        rows.append((one["name"], one["kind"], "" if largest is None else f"{largest:.6g}", one["problem"]))
    _rows(("changed variable", "how", "largest difference", ""), rows, right="llrl")
    for kind in ("added", "removed"):
        _rows((f"{kind} variable",), [(_name(one),) for one in document[kind]])


def _name(entry: object) -> object:
    return entry["name"] if isinstance(entry, dict) else entry


def _rows(header: tuple[str, ...], rows: Sequence[tuple[object, ...]], *, right: str = "") -> None:
    if not rows:
        return
    say()
    print_table(header, rows[:SHOWN], right=right, indent=2)
    if len(rows) > SHOWN:
        say(f"  … and {len(rows) - SHOWN:,} more; --json has them all")
    say()
