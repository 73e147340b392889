"""Results as files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np

from core.files import atomic_path

Array = np.ndarray[Any, np.dtype[Any]]


def save_npz(outputs: Mapping[str, Array], path: Path, *, overwrite: bool = True) -> None:
    """All outputs in one `.npz`, each under its name (`/` and `:` become `.`, which zip's readers can't unpack).

    Strings are stored as bytes of a fixed length, so that nobody has to unpickle them.

    Raises:
        WriteError: it can't be written.
        UsageError: it is there, and may not be overwritten.
    """
    arrays: dict[str, Any] = {}
    for name, value in outputs.items():
        key = member = re.sub(r"[/:\\]", ".", name)
        number = 1
        while key in arrays:
            number += 1
            key = f"{member}.{number}"
        arrays[key] = plain(value)
    with atomic_path(path, overwrite=overwrite) as temporary, temporary.open("wb") as file:
        _write_npz(file, arrays)


def _write_npz(file: IO[bytes], arrays: Mapping[str, Array]) -> None:
    """As `np.savez`, whose own parameters' names an output can't have."""
    with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        for name, value in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, value, allow_pickle=False)


def save_npy(value: Array, path: Path, *, overwrite: bool = True) -> None:
    """One output as `.npy`.

    Raises:
        WriteError: it can't be written.
        UsageError: it is there, and may not be overwritten.
    """
    with atomic_path(path, overwrite=overwrite) as temporary, temporary.open("wb") as file:
        np.save(file, plain(value), allow_pickle=False)


def save_csv(value: Array, path: Path, *, overwrite: bool = True) -> None:
    """One output as a table: the last axis is a row's columns, the others are rows in order.

    Raises:
        WriteError: it can't be written.
        UsageError: it is there, and may not be overwritten.
    """
    import csv
    import io

    text = io.StringIO(newline="")
    csv.writer(text).writerows(table_of(value))
    with atomic_path(path, overwrite=overwrite) as temporary:
        temporary.write_bytes(text.getvalue().encode())


def table_of(value: Array) -> list[list[Any]]:
    """The values as rows: the last axis is a row's columns, the others are rows in order; texts decoded."""
    if not value.size:
        return []
    table = value.reshape(-1, value.shape[-1]) if value.ndim else value.reshape(1, 1)
    return [[each.decode("utf-8", "backslashreplace") if isinstance(each, bytes) else each for each in row]
            for row in table.tolist()]  # fmt: skip


def plain(value: Array) -> Array:
    """An array that `np.load` reads without pickle: strings as bytes, TensorFlow's own dtypes widened to float32."""
    if value.dtype.kind == "O":
        return np.asarray([bytes(each) for each in value.ravel().tolist()] or [b""], "S")[: value.size].reshape(
            value.shape
        )
    if value.dtype.kind == "V" or not value.dtype.isbuiltin:
        return value.astype(np.float32 if "float" in value.dtype.name else np.int32)
    return value
