"""`cryograph values`: the numbers themselves, whole or a slice, printed or written to a file."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core.cli.output import format_shape, note, number_of, print_json, say, value_json
from core.errors import Text, UsageError

if TYPE_CHECKING:
    from pathlib import Path

PRINTED = 1000
"""Values that are printed in full; of more, the corners."""

JSON_VALUES = 5_000_000
"""Values in one JSON document; more are for a file."""


def show_values(
    path: Path, name: str, *, slice_text: str | None, output: Path | None, step: int | None, as_json: bool
) -> None:
    """Print or write the values of one variable or Const of `path`."""
    from core.cli.terminal import watched_progress
    from core.formats.tensor import normalise_index, sliced_shape
    from core.opening import open_model
    from core.variables.export import write_tensor
    from core.variables.slicing import parse_slice

    with watched_progress() as progress:
        model = open_model(path, step=step, progress=progress)
        source = model.tensor(name)
        index = parse_slice(slice_text, source.shape) if slice_text is not None else None
        shape = sliced_shape(normalise_index(index, source.shape))
        count = math.prod(shape)
        if output is not None:
            write_tensor(source, output, index=index, tick=progress.check)
        if as_json and output is None and count > JSON_VALUES:
            raise UsageError(
                Text("{count} values are too many for one JSON document.", count=f"{count:,}"),
                Text("Take a slice with --slice, or write them to a file with -o."),
            )
        values = source.read(index, tick=progress.check) if output is None else None
    described = {
        "name": source.name,
        "dtype": source.dtype.name,
        "shape": list(shape),
        "slice": slice_text,
    }
    if as_json:
        if values is not None:
            described["values"] = value_json(values.tolist())
        else:
            described["values"], described["output"] = None, str(output)
        print_json(described)
        return
    if output is not None:
        note(f"{number_of(count, 'value')} of {source.name} written to {output}")
        return
    import numpy as np

    say(f"{source.name} · {source.dtype.name} · {format_shape(shape)}" + (f" · [{slice_text}]" if slice_text else ""))
    with np.printoptions(threshold=PRINTED, linewidth=120, precision=8):
        for line in str(values).splitlines():
            say(line)
