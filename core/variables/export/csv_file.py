"""`.csv`: up to two axes as they stand, rows of columns; more as one line per value, its indices before it.

Every digit that tells a value from its neighbours is there, and no more.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator

from core.errors import Text, UsageError
from core.formats.sliced import row_major_blocks
from core.formats.tensor import Array, TensorSource
from core.variables.export.window import Advance, Writable, has_values, is_text

_PIECE = 1 << 18
"""Bytes of values that become text at once: a number of text takes some twenty times as much in Python."""


def write_csv(source: TensorSource, file: Writable, advance: Advance) -> None:
    """One value, or a slice.

    Raises:
        UsageError: it has no values.
    """
    if not has_values(source):
        raise UsageError(Text("{name} holds no values that can be written as text.", name=source.name))
    if len(source.shape) <= 2:
        _write_rows(source, file, advance)
    else:
        _write_places(source, file, advance)


def _pieces(source: TensorSource, advance: Advance) -> Iterator[list[str]]:
    """The values in row-major order, as text."""
    if is_text(source):
        yield [_quoted(item) for item in source.read().flat]
        advance(source.nbytes)
    elif 0 not in source.shape:
        for index in row_major_blocks(source.shape, source.dtype.itemsize, _PIECE):
            values = source.read(index)
            yield _texts(values)
            advance(values.nbytes)


def _texts(values: Array) -> list[str]:
    if values.dtype.kind in "iub":
        return [str(value) for value in values.reshape(-1).tolist()]
    # numpy's scalars give the shortest text of their own precision: 0.1 and not 0.10000000149011612.
    return [str(value) for value in values.reshape(-1)]


def _write_rows(source: TensorSource, file: Writable, advance: Advance) -> None:
    columns = source.shape[-1] if source.shape else 1
    column = 0
    for texts in _pieces(source, advance):
        line = io.StringIO()
        start = 0
        while start < len(texts):
            run = texts[start : start + columns - column]
            line.write("," * bool(column) + ",".join(run))
            start, column = start + len(run), column + len(run)
            if column == columns:
                line.write("\n")
                column = 0
        file.write(line.getvalue().encode())


def _write_places(source: TensorSource, file: Writable, advance: Advance) -> None:
    file.write((",".join([*(f"axis {axis}" for axis in range(len(source.shape))), "value"]) + "\n").encode())
    places = itertools.product(*map(range, source.shape))
    for texts in _pieces(source, advance):
        lines = (",".join(map(str, place)) + "," + text for place, text in zip(places, texts, strict=False))
        file.write(("\n".join(lines) + "\n").encode())


def _quoted(item: bytes) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([item.decode("utf-8", "backslashreplace")])
    return line.getvalue()
