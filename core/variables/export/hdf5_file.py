"""`.h5`: HDF5 through h5py, a dataset per variable and a group per name scope.

In TensorFlow `conv1/weights` and `conv1/weights/Adam` are two variables; in HDF5 a dataset can't be a group as
well. The second then becomes `conv1/weights.Adam`. The exact name is in each dataset's attribute `name`, and the
type it had in `dtype`.
"""

from __future__ import annotations

import importlib
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from core.errors import Text, UsageError
from core.formats.sliced import row_major_blocks
from core.formats.tensor import TensorSource
from core.variables.export.window import Advance, has_values, is_text, storable

T = TypeVar("T")


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
    """All of `sources`, for each of which `refusal` is None, into the file at `path`, which is overwritten.

    Raises:
        OSError: it can't be written.
    """
    h5py = load_h5py()
    with path.open("r+b", buffering=0) as raw, _Patient(raw) as patient:
        _write(sources, h5py, patient, advance)


class _Patient:
    """A file that HDF5 never hears a failure of: its library ends the whole process when closing a file fails.

    The first error is kept, and raised by `check`, which is called often, and at the end. What is written after it is
    as lost as the file.
    """

    def __init__(self, raw: io.FileIO) -> None:
        self._raw = raw
        self._error: OSError | None = None

    def check(self) -> None:
        """Raises what went wrong."""
        if self._error is not None:
            raise self._error

    def __enter__(self) -> _Patient:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.check()

    def write(self, data: bytes | memoryview) -> int:
        rest = memoryview(data).cast("B")
        try:
            while rest and self._error is None:
                rest = rest[self._raw.write(rest) :]
        except OSError as error:
            self._error = error
        return len(data)

    def read(self, size: int = -1) -> bytes:
        return self._tried(lambda: self._raw.read(size) or b"", b"")

    def readinto(self, buffer: bytearray | memoryview) -> int:
        return self._tried(lambda: self._raw.readinto(buffer) or 0, 0)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def truncate(self, size: int | None = None) -> int:
        return self._tried(lambda: self._raw.truncate(size), 0)

    def flush(self) -> None:
        """Nothing is waiting."""

    def _tried(self, action: Callable[[], T], otherwise: T) -> T:
        try:
            return action()
        except OSError as error:
            self._error = self._error or error
            return otherwise


def _write(sources: Sequence[TensorSource], h5py: Any, patient: _Patient, advance: Advance) -> None:
    with h5py.File(patient, "w") as file:
        places = dataset_paths([source.name for source in sources])
        for source, place in zip(sources, places, strict=True):
            kind = source.dtype.numpy
            assert kind is not None
            if is_text(source):
                dataset = file.create_dataset(place, data=source.read(), dtype=h5py.string_dtype("utf-8"))
                patient.check()
                advance(source.nbytes)
            else:
                wanted = storable(kind)
                dataset = file.create_dataset(place, source.shape, wanted)
                if 0 not in source.shape:
                    for index in row_major_blocks(source.shape, kind.itemsize):
                        block = source.read(index)
                        dataset[index] = block.astype(wanted, copy=False)
                        patient.check()
                        advance(block.nbytes)
            dataset.attrs["name"] = source.name
            dataset.attrs["dtype"] = source.dtype.name
