"""Values into files that other programs read: `.npy`, `.npz`, `.csv`.

numpy's formats are written in pieces, so that a value larger than memory can be exported too. Types that numpy has
no name for are written as the next wider one that holds them exactly: bfloat16 and float8 as float32, int4 as int8.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Protocol, cast

import numpy as np

from core.errors import Text, UsageError
from core.formats.tensor import Index, TensorSource
from core.freezing.atomic_file import AtomicFile

SUFFIXES = (".npy", ".npz", ".csv")

Tick = Callable[[], None] | None


class Writable(Protocol):
    """What takes the bytes."""

    def write(self, data: bytes, /) -> object: ...


def write_tensor(source: TensorSource, path: Path, *, index: Index | None = None, tick: Tick = None) -> None:
    """Write one value, or a slice of it, in the format that the suffix names. The file appears whole or not at all.

    Raises:
        UsageError: the suffix is none of `SUFFIXES`, or the values have no form in that format.
        FormatError: the values can't be read.
    """
    write_tensors([source], path, index=index, tick=tick)


def write_tensors(
    sources: Sequence[TensorSource], path: Path, *, index: Index | None = None, tick: Tick = None
) -> None:
    """Write several values (only a `.npz` holds more than one). See `write_tensor`."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            Text("{name}: values are written as .npy, .npz or .csv.", name=path.name or str(path)),
        )
    if len(sources) != 1 and suffix != ".npz":
        raise UsageError(Text("{name}: only a .npz holds several variables.", name=path.name))
    with AtomicFile(path) as file:
        if suffix == ".npy":
            _write_npy(sources[0], file, index, tick)
        elif suffix == ".csv":
            _write_csv(sources[0], file, index, tick)
        else:
            with zipfile.ZipFile(cast(IO[bytes], _Stream(file)), "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                for source in sources:
                    with archive.open(f"{source.name}.npy", "w", force_zip64=True) as member:
                        _write_npy(source, member, index, tick)
        file.commit(overwrite=True)


def _storable(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The numpy type that a file can name."""
    if dtype.isbuiltin == 1 or dtype.kind in "SO":
        return dtype
    return np.dtype(np.int8) if "int" in dtype.name else np.dtype(np.float32)


def _write_npy(source: TensorSource, file: Writable, index: Index | None, tick: Tick) -> None:
    stored = source.dtype.numpy
    if stored is None:
        raise UsageError(Text("{name} holds no values that numpy knows.", name=source.name))
    if index is not None or stored.kind == "O":
        values = source.read(index, tick=tick)
        if values.dtype.kind == "O":
            values = _fixed_width(source.name, values)
        np.lib.format.write_array(file, values.astype(_storable(values.dtype), copy=False), allow_pickle=False)
        return
    wanted = _storable(stored)
    header = {"descr": np.lib.format.dtype_to_descr(wanted), "fortran_order": False, "shape": tuple(source.shape)}
    np.lib.format.write_array_header_1_0(file, header)
    rest = b""
    for piece in source.pieces(tick=tick):
        if wanted is stored:
            file.write(piece)
            continue
        data = rest + bytes(piece)
        whole = len(data) - len(data) % stored.itemsize
        file.write(np.frombuffer(data[:whole], stored).astype(wanted).tobytes())
        rest = data[whole:]


def _fixed_width(name: str, values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Strings as numpy stores them without pickling; it can't keep zero bytes at their end."""
    if any(item.endswith(b"\0") for item in values.flat):
        raise UsageError(
            Text("Strings in {name} end with zero bytes, which numpy's files can't hold.", name=name),
            Text("Export them as .csv."),
        )
    return values.astype(bytes)


def _write_csv(source: TensorSource, file: Writable, index: Index | None, tick: Tick) -> None:
    """Up to two axes as they stand, rows of columns; more as one line per value, its indices before it."""
    values = source.read(index, tick=tick)
    writer = csv.writer(_Encoded(file), lineterminator="\n")
    if values.ndim <= 2:
        for row in np.atleast_2d(values).tolist():
            writer.writerow(map(_cell, row))
    else:
        writer.writerow([*(f"axis {axis}" for axis in range(values.ndim)), "value"])
        for place, value in zip(np.ndindex(*values.shape), values.reshape(-1).tolist(), strict=True):
            writer.writerow([*place, _cell(value)])


class _Stream:
    """What zipfile asks of a file that can't go back: it counts what was written."""

    def __init__(self, file: Writable) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """The file is flushed when it is complete."""


class _Encoded:
    """A text file for the csv module, over one for bytes."""

    def __init__(self, file: Writable) -> None:
        self._file = file

    def write(self, text: str) -> None:
        self._file.write(text.encode("utf-8"))


def _cell(value: object) -> object:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
