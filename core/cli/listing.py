"""`cryograph variables`: the table of variables, and on demand what their values say."""

from __future__ import annotations

import fnmatch
import math
from typing import TYPE_CHECKING, Any

from core.cli.output import (
    format_bytes,
    format_shape,
    note,
    number_json,
    number_of,
    print_json,
    print_table,
    say,
    sentences,
)
from core.errors import FormatError, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from core.formats.tensor import TensorSource
    from core.model import Model


def list_variables(
    path: Path, *, step: int | None, match: str | None, sort: str, stats: bool, verify: bool, as_json: bool
) -> None:
    """Print the variables of `path`.

    Raises:
        FormatError: with `verify`, values whose crc is wrong; the list is printed before.
    """
    from core.cli.terminal import watched_progress
    from core.opening import open_model

    with watched_progress() as progress:
        model = open_model(path, step=step, progress=progress)
        rows = describe_variables(model)
        if match is not None:
            rows = [row for row in rows if fnmatch.fnmatchcase(row["name"], match)]
        if sort == "bytes":
            rows.sort(key=lambda row: -row["bytes"])
        elif sort == "shape":
            rows.sort(key=lambda row: (-len(row["shape"]), [-size for size in row["shape"]]))
        if stats or verify:
            progress.stage(Text("Reading the values"))
            total = sum(row["bytes"] for row in rows) or 1
            done = 0
            for row in rows:
                source = model.tensor(row["name"])
                if stats:
                    row.update(_statistics(source, progress.check))
                if verify:
                    row["crc_ok"] = _verified(source, progress.check)
                done += row["bytes"]
                progress.tick(done / total)
    if as_json:
        print_json({"variables": rows})
    else:
        _print(rows, model, stats=stats, verify=verify)
    bad = [row["name"] for row in rows if row.get("crc_ok") is False]
    if bad:
        raise FormatError(
            model.checkpoint.prefix if model.checkpoint else model.path,
            Text(
                "the crc of {count} is wrong, so the values are damaged: {names}", count=len(bad), names=", ".join(bad)
            ),
        )


def describe_variables(model: Model) -> list[dict[str, Any]]:
    """The rows of `variables --json`, in name order."""
    checkpoint = model.checkpoint
    if checkpoint is None or model.object_graph is not None:
        return sorted(map(_of_variable, model.variables()), key=lambda row: row["name"])
    # Not through the catalogue, which also joins variables and graph: a hundred thousand rows should cost no more
    # than their names.
    return [
        {
            "name": entry.name,
            "dtype": entry.dtype.name,
            "shape": list(entry.shape),
            "bytes": entry.nbytes,
            "shard": entry.shard,
            "offset": entry.offset,
            "parts": entry.parts,
        }
        for entry in checkpoint.all_entries()
    ]


def _of_variable(variable: Any) -> dict[str, Any]:
    return {
        "name": variable.name,
        "dtype": variable.dtype.name,
        "shape": list(variable.shape),
        "bytes": variable.nbytes,
        "shard": variable.shard,
        "offset": variable.offset,
        "parts": variable.parts,
        "full_name": variable.full_name or None,
        "object_path": variable.object_path or None,
    }


def _statistics(source: TensorSource, tick: Callable[[], None]) -> dict[str, Any]:
    from core.variables.statistics import Statistics, can_count, statistics

    # Strings and resources are in the list too; they have no figures.
    found = statistics(source, bins=1, tick=lambda _: tick()) if can_count(source) else Statistics(0)
    return {
        "min": number_json(found.minimum),
        "max": number_json(found.maximum),
        "mean": number_json(found.mean),
        "std": number_json(found.std),
        "median": number_json(found.median),
        "l2": number_json(found.l2),
        "nans": found.nans,
        "infs": found.infs,
        "zeros": found.zeros,
    }


def _verified(source: TensorSource, tick: Callable[[], None]) -> bool | None:
    """Whether the crc is right; a value that can't be read at all is as wrong as can be, and the others go on."""
    try:
        return source.verify(tick=tick)
    except FormatError as error:
        note(f"warning: {sentences(error.text, error.remedy)}")
        return False


def _print(rows: list[dict[str, Any]], model: Model, *, stats: bool, verify: bool) -> None:
    header, right = ["name", "dtype", "shape", "size"], "lllr"
    if stats:
        header += ["min", "max", "mean", "std", "median", "l2", "nans", "infs", "zeros"]
        right += "rrrrrrrrr"
    if verify:
        header.append("crc")
    table = []
    for row in rows:
        cells: list[object] = [row["name"], row["dtype"], format_shape(row["shape"]), format_bytes(row["bytes"])]
        if stats:
            cells += [
                _short(row[key]) for key in ("min", "max", "mean", "std", "median", "l2", "nans", "infs", "zeros")
            ]
        if verify:
            cells.append({True: "ok", False: "WRONG", None: "none"}[row["crc_ok"]])
        table.append(cells)
    print_table(header, table, right=right)
    parameters = sum(math.prod(row["shape"]) for row in rows)
    say()
    nbytes = sum(row["bytes"] for row in rows)
    say(f"{number_of(len(rows), 'variable')}, {number_of(parameters, 'parameter')}, {format_bytes(nbytes)}")
    for problem in model.problems:
        note(f"warning: {sentences(problem.what, problem.remedy)}")


def _short(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
