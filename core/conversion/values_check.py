"""Values that were written, read back by the format's own library and compared, as far as a bounded sample goes."""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.conversion.target import Check
from core.errors import Text
from core.formats.tensor import TensorSource
from core.variables.export.hdf5_file import dataset_paths

if TYPE_CHECKING:
    from core.progress import Progress
    from core.variables.export import ExportReport

SAMPLE = 64
"""Variables that are compared, the smallest and the largest among them."""

LARGEST = 4 << 20
"""Bytes of a variable that is compared."""

LARGEST_TABLE = 1 << 18
"""The same where each value is a word that must be parsed."""

_NOT_IN_NUMPY = frozenset(("float8_e4m3fn", "float8_e5m2"))
"""Types that safetensors' reader for numpy can't give."""

Values = np.ndarray[Any, np.dtype[Any]]
Read = Callable[[str], Values]


def check_values(sources: Sequence[TensorSource], report: ExportReport, suffix: str, progress: Progress) -> Check:
    """Compare what is in the file with the model's values, bit for bit.

    Args:
        sources: the variables that were asked for.
        report: what was written where.
        suffix: the format.
        progress: may cancel.
    """
    what = Text("The values read back are those of the model.")
    written, most = set(report.written), LARGEST_TABLE if suffix == ".csv" else LARGEST
    if suffix == ".safetensors":
        written -= {each.name for each in sources if each.dtype.name in _NOT_IN_NUMPY}
    # One without elements has no row in a table, and nothing to compare anywhere.
    kept = [each for each in sources if each.name in written and each.nbytes <= most and 0 not in each.shape]
    kept.sort(key=lambda each: each.nbytes)
    sample = [kept[round(n * (len(kept) - 1) / (SAMPLE - 1))] for n in range(SAMPLE)] if len(kept) > SAMPLE else kept
    if suffix == ".safetensors" and importlib.util.find_spec("safetensors") is None:
        return Check(what, None, Text("the package safetensors is not installed"))
    if not sample:
        return Check(what, None, Text("each is too large to be read back at once"))
    ranks = {source.name: len(source.shape) for source in sample}
    with _opened(report, ranks, suffix) as read:
        for source in sample:
            progress.check()
            if not _equal(source.read(), read(source.name), text=suffix == ".csv"):
                return Check(what, False, Text("{name} differs", name=source.name))
    return Check(what, True, Text("variables compared: {count} of {all}", count=len(sample), all=len(report.written)))


def _equal(expected: Values, given: Values, *, text: bool) -> bool:
    if expected.dtype == object:
        items = [bytes(item) for item in expected.flat]
        if text:
            return [item.decode("utf-8", "backslashreplace") for item in items] == list(given)
        return items == [bytes(item) for item in given.flat]
    if text:  # a column of words: neither shape nor type is in it
        return _same_numbers(expected.reshape(-1), _parsed(given, expected.dtype))
    return expected.shape == given.shape and _same_numbers(expected.astype(given.dtype).reshape(-1), given.reshape(-1))


def _same_numbers(one: Values, other: Values) -> bool:
    """The same bits, or, where a NaN's were set by a conversion, the same numbers."""
    if one.tobytes() == other.tobytes():
        return True
    wide = np.dtype(np.complex128 if one.dtype.kind == "c" else np.float64)
    if one.dtype.kind in "iub":
        return False
    with np.errstate(invalid="ignore"):  # a NaN that signals becomes one that doesn't
        return bool(np.array_equal(one.astype(wide), other.astype(wide), equal_nan=True))


def _parsed(words: Values, dtype: np.dtype[Any]) -> Values:
    if dtype.kind == "b":
        return np.array([word == "True" for word in words])
    if dtype.kind == "c":
        return np.array([complex(word) for word in words], dtype)
    if dtype.kind in "iu":
        return np.array([int(word) for word in words], dtype)
    return np.array([float(word) for word in words], np.float64).astype(dtype)


@contextlib.contextmanager
def _opened(report: ExportReport, ranks: dict[str, int], suffix: str) -> Iterator[Read]:
    """What reads one variable of what was written."""
    path = report.destination
    if suffix == ".npz":
        with np.load(path, allow_pickle=False) as archive:
            yield lambda name: archive[name]
    elif suffix == ".safetensors":
        from safetensors import safe_open  # an extra

        with safe_open(path, framework="np") as file:
            yield lambda name: np.asarray(file.get_tensor(name))
    elif suffix == ".h5":
        from core.variables.export.hdf5_file import load_h5py

        places = dict(zip(report.written, dataset_paths(report.written), strict=True))
        with load_h5py().File(path, "r") as file:
            yield lambda name: np.asarray(file[places[name]])
    else:
        files = _files(path, report.written[0])
        if suffix == ".npy":
            yield lambda name: np.load(files[name], allow_pickle=False)
        else:
            yield lambda name: _csv(files[name], ranks[name])


def _files(path: Path, only: str) -> dict[str, Path]:
    """The file of each variable."""
    if path.is_file():
        return {only: path}
    contents = json.loads((path / "variables.json").read_text("utf-8"))
    return {entry["name"]: path / file for file, entry in contents.items()}


def _csv(path: Path, rank: int) -> Values:
    limit = csv.field_size_limit(LARGEST_TABLE * 8)  # a string may be longer than csv's own limit
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
    finally:
        csv.field_size_limit(limit)
    words = [word for row in rows for word in row] if rank <= 2 else [row[-1] for row in rows[1:]]
    return np.array(words, object)
