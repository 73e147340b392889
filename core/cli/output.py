"""What the commands print: strict JSON, or plain tables that a pipe can read as well as a person.

Tables are laid out here and not by rich: they must not be cut to the terminal's width (a name that is cut off is
useless to `grep`), and `inspect` must not wait for rich's import.
"""

from __future__ import annotations

import base64
import json
import math
import sys
from collections.abc import Iterable, Sequence
from typing import Any

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def print_json(document: dict[str, Any]) -> None:
    """One strict JSON document on stdout."""
    # Not `json.dump`: that one is written in Python, and ten times slower.
    sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False, check_circular=False))
    sys.stdout.write("\n")


def say(line: str = "") -> None:
    """One line on stdout, with control characters shown instead of obeyed (names come from strangers' files)."""
    sys.stdout.write(f"{clean(line)}\n")


def note(line: str) -> None:
    """One line for the person, beside the result: on stderr."""
    sys.stderr.write(f"{clean(line)}\n")


def clean(text: str) -> str:
    """`text` without anything that a terminal would obey: control characters are written as their escapes."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def sentences(text: object, remedy: object | None = None) -> str:
    """What happened and what to do about it, in one line; whoever wrote the first need not know of the second."""
    first = " ".join(str(text).split())
    if not remedy:
        return first
    return f"{first}{'' if first[-1:] in '.!?…' else '.'} {' '.join(str(remedy).split())}"


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], *, right: str = "", indent: int = 0) -> None:
    """Aligned columns, two spaces between them.

    Args:
        header: the columns' names.
        rows: their cells; None is an empty one.
        right: for each column `r` where it is aligned to the right (figures), any other letter where to the left.
        indent: spaces before each line.
    """
    cells = [[clean("" if cell is None else str(cell)) for cell in row] for row in [header, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    to_right = [right[column : column + 1] == "r" for column in range(len(header))]
    for row in cells:
        parts = [
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(row, widths, to_right, strict=True)
        ]
        sys.stdout.write(" " * indent + "  ".join(parts).rstrip() + "\n")


def format_bytes(count: int) -> str:
    """`1.2 MiB`: three figures are enough for a person; JSON has the exact number."""
    value = float(count)
    for unit in _UNITS:
        if value < 1024 or unit == _UNITS[-1]:
            return f"{value:.0f} B" if unit == "B" else f"{value:.{1 if value < 100 else 0}f} {unit}"
        value /= 1024
    raise AssertionError


def number_of(count: int, thing: str) -> str:
    """`1 op`, `1,061 ops`.

    Args:
        count: how many there are.
        thing: one of them; an s makes them several.
    """
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def format_shape(shape: Sequence[int | None] | None) -> str:
    """`3×3×3×10`, `scalar`, `?` for an unknown rank; an unknown dimension is `?`."""
    if shape is None:
        return "?"
    return "×".join("?" if size is None or size < 0 else str(size) for size in shape) or "scalar"


def shape_json(shape: Sequence[int | None] | None) -> list[int] | None:
    """A shape as a list, unknown dimensions as -1; None where the rank is unknown."""
    return None if shape is None else [-1 if size is None else int(size) for size in shape]


def number_json(value: float | None) -> float | str | None:
    """A figure in strict JSON: what JSON has no number for is a string, `NaN`, `Infinity` or `-Infinity`."""
    if value is None or math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def value_json(value: object) -> Any:
    """One element, or nested lists of elements, of an array's `tolist()` in strict JSON.

    Numbers are exact; non-finite ones are the strings of `number_json`. Complex numbers are `[real, imaginary]`.
    Strings are text where they are UTF-8, else `{"base64": …}`.
    """
    if isinstance(value, list):
        return [value_json(item) for item in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return number_json(value)
    if isinstance(value, complex):
        return [number_json(value.real), number_json(value.imag)]
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode("ascii")}
    return number_json(float(value))  # type: ignore[arg-type]  # bfloat16, float8: their own scalar types
