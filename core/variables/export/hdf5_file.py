"""`.h5`: HDF5 through h5py, a dataset per variable and a group per name scope.

In TensorFlow `conv1/weights` and `conv1/weights/Adam` are two variables; in HDF5 a dataset can't be a group as
well. The second then becomes `conv1/weights.Adam`. The exact name is in each dataset's attribute `name`, and the
type it had in `dtype`.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.errors import Text, UsageError
from core.formats.sliced import row_major_blocks
from core.formats.tensor import TensorSource
from core.variables.export.window import Advance, has_values, is_text, storable


def load_h5py() -> Any:
    """The module h5py, which is only needed here.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return importlib.import_module("h5py")  # 0.1 s, and an optional part
    except ImportError:
        raise UsageError(
            Text("HDF5 files need the package h5py, which is not installed."), Text("Install it: pip install h5py")
        ) from None


def refusal(source: TensorSource) -> Text | None:
    """Why it can't be in such a file; None if it can."""
    if not has_values(source):
        return Text("{dtype} has no values", dtype=source.dtype.name)
    if is_text(source) and any(b"\0" in item for item in source.read().flat):
        return Text("HDF5 can't hold strings with zero bytes in them")
    return None


def dataset_paths(names: list[str]) -> list[str]:
    """Where each variable goes: its scopes as groups, no dataset within a dataset, no two at one place."""
    paths: dict[str, str] = {}
    datasets: set[str] = set()
    groups: set[str] = set()
    for name in sorted(names):
        parts = [part if part not in ("", ".", "..") else f"_{part}" for part in name.split("/")]
        path = parts[0]
        for part in parts[1:]:
            path += f".{part}" if path in datasets else f"/{part}"
        while path in datasets or path in groups:
            path += "~"
        datasets.add(path)
        paths[name] = path
        while "/" in path:
            path = path.rpartition("/")[0]
            groups.add(path)
    return [paths[name] for name in names]


def write_hdf5(sources: Sequence[TensorSource], path: Path, advance: Advance) -> None:
    """All of `sources`, for each of which `refusal` is None, into the file at `path`, which is overwritten."""
    h5py = load_h5py()
    with h5py.File(path, "w") as file:
        places = dataset_paths([source.name for source in sources])
        for source, place in zip(sources, places, strict=True):
            kind = source.dtype.numpy
            assert kind is not None
            if is_text(source):
                dataset = file.create_dataset(place, data=source.read(), dtype=h5py.string_dtype("utf-8"))
                advance(source.nbytes)
            else:
                wanted = storable(kind)
                dataset = file.create_dataset(place, source.shape, wanted)
                if 0 not in source.shape:
                    for index in row_major_blocks(source.shape, kind.itemsize):
                        block = source.read(index)
                        dataset[index] = block.astype(wanted, copy=False)
                        advance(block.nbytes)
            dataset.attrs["name"] = source.name
            dataset.attrs["dtype"] = source.dtype.name
