"""`.npy` and `.npz`, numpy's own formats, written in pieces.

Layout: `numpy/lib/_format_impl.py` (v2.2): a header that names dtype and shape, then the elements. A `.npz` is a
ZIP archive of them, here stored and always with ZIP64 fields, so that a member may exceed 4 GiB.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from typing import IO, Any, cast

import numpy as np

from core.errors import Text, UsageError
from core.formats.tensor import Array, TensorSource
from core.variables.export.window import Advance, Writable, is_text, storable, write_elements


def write_npy(source: TensorSource, file: Writable, advance: Advance) -> None:
    """One value.

    Raises:
        UsageError: it has no values, or strings that numpy would shorten.
    """
    stored = source.dtype.numpy
    if stored is None:
        raise UsageError(Text("{name} holds no values that numpy knows.", name=source.name))
    if is_text(source):
        values = _fixed_width(source)
        np.lib.format.write_array(cast(IO[bytes], file), values, allow_pickle=False)
        advance(source.nbytes)
        return
    wanted = storable(stored)
    header = {"descr": np.lib.format.dtype_to_descr(wanted), "fortran_order": False, "shape": tuple(source.shape)}
    np.lib.format.write_array_header_1_0(cast(IO[bytes], file), header)
    write_elements(source, file, wanted, advance)


def write_npz(sources: Sequence[TensorSource], file: Writable, advance: Advance) -> None:
    """Several values, each under its own name."""
    with zipfile.ZipFile(cast(IO[bytes], Stream(file)), "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for source in sources:
            with archive.open(f"{source.name}.npy", "w", force_zip64=True) as member:
                write_npy(source, member, advance)


def _fixed_width(source: TensorSource) -> Array:
    """Strings as numpy stores them without pickling; it can't keep zero bytes at their end."""
    values = source.read()
    if any(item.endswith(b"\0") for item in values.flat):
        raise UsageError(
            Text("Strings in {name} end with zero bytes, which numpy's files can't hold.", name=source.name),
            Text("Export them as .csv."),
        )
    fixed: Array = values.astype(bytes)
    return fixed


class Stream:
    """What zipfile asks of a file that can't go back: it counts what was written."""

    def __init__(self, file: Writable) -> None:
        self._file = file

    def write(self, data: Any) -> int:
        self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """The file is flushed when it is complete."""
