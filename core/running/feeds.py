"""What is fed: a person's words, files and pictures as arrays, checked before anything runs.

A value is a number or a nested list (JSON), a `.npy` or `.npz` file, a picture, text for a string tensor, or `random`.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import FormatError, Text, UsageError
from core.formats.dtypes import DType
from core.limits import VALUE_AT_ONCE
from core.running.images import SUFFIXES, PictureOptions, read_picture, shape_words

Array = np.ndarray[Any, np.dtype[Any]]
RANDOM = "random"
_SEED = 20


@dataclass(frozen=True, slots=True)
class FeedTarget:
    """A tensor that can be fed.

    Attributes:
        name: as the person knows it: a placeholder, a signature's key, any tensor.
        tensor: its name in the graph (`image:0`).
        dtype: None if the file doesn't tell.
        shape: -1 where unknown; None if not even the rank is known.
    """

    name: str
    tensor: str
    dtype: DType | None
    shape: tuple[int, ...] | None

    @property
    def is_text(self) -> bool:
        """Whether it takes strings."""
        return self.dtype is not None and self.dtype.name == "string"


def parse_value(words: str, target: FeedTarget, picture: PictureOptions | None = None, *, seed: int = _SEED) -> Array:
    """A person's words as an array for this tensor.

    Args:
        words: `1.5`, `[[1, 2]]`, `FILE.npy`, `FILE.npz:key`, `FILE.png`, `random`; for a string tensor, text as it
            stands, a JSON list of texts, or a picture's file (its bytes, undecoded).
        target: what it is for.
        picture: how a picture becomes numbers.
        seed: of random values.

    Raises:
        UsageError: it is none of these, or doesn't fit.
        FormatError: the file can't be read.
    """
    return fit(_value(words.strip() if not target.is_text else words, target, picture, seed), target)


def parse_batch(
    values: Sequence[str], target: FeedTarget, picture: PictureOptions | None = None, *, seed: int = _SEED
) -> Array:
    """Several values one after the other on the first axis; one value as `parse_value` has it.

    Raises:
        UsageError: they don't fit together, or the tensor holds one only.
        FormatError: a file can't be read.
    """
    arrays = [parse_value(words, target, picture, seed=seed + number) for number, words in enumerate(values)]
    if len(arrays) == 1:
        return arrays[0]
    try:
        joined = np.stack(arrays) if arrays[0].ndim == 0 else np.concatenate(arrays)
    except ValueError as error:
        raise UsageError(
            Text("The values for {name} have different shapes: {shapes}.", name=target.name,
                 shapes=", ".join(dict.fromkeys(shape_words(array.shape) for array in arrays)))) from error  # fmt: skip
    return fit(joined, target)


def fit(value: Array, target: FeedTarget) -> Array:
    """The value with the tensor's dtype, with a batch axis where only that is missing.

    Raises:
        UsageError: dtype or shape can't be the tensor's.
    """
    return _with_shape(_with_dtype(value, target), target)


def random_value(target: FeedTarget, seed: int = _SEED) -> Array:
    """A made-up value: floats between 0 and 1, whole numbers 0 and 1, empty strings; unknown dimensions are 1.

    Raises:
        UsageError: nothing can be made up for such a tensor.
    """
    if target.dtype is None or target.dtype.numpy is None:
        raise UsageError(Text("No value can be made up for {name}: it is no tensor of numbers.", name=target.name))
    shape = tuple(size if size >= 0 else 1 for size in target.shape or ())
    if math.prod(shape) * max(target.dtype.itemsize, 1) > VALUE_AT_ONCE:
        raise UsageError(Text("{name} is too large to make up a value: {shape}.", name=target.name,
                              shape=shape_words(shape)))  # fmt: skip
    numpy = target.dtype.numpy
    if numpy.kind == "O":
        return np.full(shape, b"", object)
    generator = np.random.default_rng(seed)
    if numpy.kind in "iub" or target.dtype.name.startswith(("int", "uint")):
        return np.asarray(generator.integers(0, 2, shape)).astype(numpy)
    return np.asarray(generator.random(shape)).astype(numpy)


def describe(value: Array) -> str:
    """`float32 1×28×28×1`."""
    name = "string" if value.dtype.kind in "OSU" else value.dtype.name
    return f"{name} {shape_words(value.shape)}"


def _value(words: str, target: FeedTarget, picture: PictureOptions | None, seed: int) -> Array:
    if words == RANDOM and not target.is_text:
        return random_value(target, seed)
    suffix = Path(words.rpartition(":")[0] if ".npz:" in words else words).suffix.lower()
    if suffix in (".npy", ".npz"):
        return _from_numpy(words, target)
    if suffix in SUFFIXES:
        path = Path(words)
        if target.is_text:
            if path.is_file():
                return np.asarray(_bytes_of(path), object)
        else:
            numpy = target.dtype.numpy if target.dtype is not None else None
            return read_picture(path, target.shape, numpy if numpy is not None else np.dtype(np.float32), picture)
    if target.is_text:
        return _texts(words)
    return _from_json(words, target)


def _from_json(words: str, target: FeedTarget) -> Array:
    try:
        value = json.loads(words)
        array = np.asarray(value)
    except (ValueError, RecursionError, OverflowError) as error:
        raise UsageError(
            Text("The value for {name} can't be understood: {words}.", name=target.name, words=_short(words)),
            Text("A value is a number, a nested list such as [[1, 2], [3, 4]], a .npy or .npz file, a picture, or "
                 "the word random."),
        ) from error  # fmt: skip
    if array.dtype.kind not in "biuf":
        raise UsageError(Text("The value for {name} is no number, nor a list of numbers: {words}.", name=target.name,
                              words=_short(words)))  # fmt: skip
    return array


def _from_numpy(words: str, target: FeedTarget) -> Array:
    name, key = words, ""
    if ".npz:" in words:
        name, _, key = words.rpartition(":")
    path = Path(name)
    try:
        # Never unpickled: a file from a stranger is data, not code.
        with path.open("rb") as file:
            loaded = np.load(file, allow_pickle=False)
            if isinstance(loaded, np.ndarray):
                return loaded
            wanted = key or (target.name if target.name in loaded.files else "")
            if not wanted and len(loaded.files) == 1:
                wanted = loaded.files[0]
            if wanted not in loaded.files:
                raise UsageError(
                    Text("{file} holds several arrays: {names}.", file=path.name, names=", ".join(loaded.files))
                    if not key else Text("{file} holds no array {key}.", file=path.name, key=key),
                    Text("Say which: {name}={file}:KEY.", name=target.name, file=path.name),
                )  # fmt: skip
            return np.asarray(loaded[wanted])
    except OSError as error:
        reason = error.strerror or str(error)
        raise FormatError(path, Text("it can't be read: {reason}", reason=reason)) from error
    except (ValueError, EOFError, SyntaxError, MemoryError, zipfile.BadZipFile) as error:
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        raise FormatError(path, Text("it holds no plain array: {reason}", reason=reason)) from error


def _texts(words: str) -> Array:
    if words.lstrip().startswith("["):
        try:
            listed = json.loads(words)
        except (ValueError, RecursionError):
            listed = None
        array = np.asarray(listed, object) if isinstance(listed, list) else None
        if array is not None and all(isinstance(item, str) for item in array.ravel()):
            return array
    return np.asarray(words, object)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FormatError(path, Text("it can't be read: {reason}", reason=error.strerror or str(error))) from error


def _with_dtype(value: Array, target: FeedTarget) -> Array:
    dtype = target.dtype
    if dtype is None:
        # What a list of numbers is to TensorFlow, too.
        return value.astype({"f": np.float32, "i": np.int32}[value.dtype.kind]) if value.dtype.kind in "fi" else value
    if dtype.numpy is None:
        raise UsageError(Text("{name} holds a handle ({dtype}), which can't be fed.", name=target.name,
                              dtype=dtype.name), Text("Feed what is read from it."))  # fmt: skip
    if dtype.numpy.kind == "O":
        if value.dtype.kind not in "OSU":
            raise _wrong_dtype(value, target)
        flat = [item.encode() if isinstance(item, str) else bytes(item) for item in value.ravel().tolist()]
        texts = np.empty(len(flat), object)
        texts[:] = flat
        return texts.reshape(value.shape)
    if value.dtype == dtype.numpy:
        return value
    if value.dtype.kind in "OSUMmV" and value.dtype.name not in _SMALL:
        raise _wrong_dtype(value, target)
    whole = dtype.numpy.kind in "iu" or (dtype.name.startswith(("int", "uint")) and dtype.numpy.kind == "V")
    if dtype.numpy.kind == "b":
        if value.dtype.kind not in "biu" or (value.size and not np.isin(value, (0, 1)).all()):
            raise _wrong_dtype(value, target)
        return value.astype(dtype.numpy)
    if value.dtype.kind == "c" and dtype.numpy.kind != "c":
        raise _wrong_dtype(value, target)
    with np.errstate(invalid="ignore", over="ignore"):
        cast = value.astype(dtype.numpy)
        if whole and not np.array_equal(cast.astype(np.float64), value.astype(np.float64)):
            raise UsageError(
                Text("{name} takes whole numbers ({dtype}), which these values are not, or not within its range.",
                     name=target.name, dtype=dtype.name))  # fmt: skip
    return cast


_SMALL = frozenset({"bfloat16", "float8_e5m2", "float8_e4m3fn", "float8_e4m3", "float8_e3m4", "int4", "uint4", "int2",
                    "uint2", "float4_e2m1fn"})  # fmt: skip


def _wrong_dtype(value: Array, target: FeedTarget) -> UsageError:
    assert target.dtype is not None
    given = "string" if value.dtype.kind in "OSU" else value.dtype.name
    return UsageError(
        Text("{name} is {dtype}, and its value is {given}.", name=target.name, dtype=target.dtype.name, given=given)
    )


def _with_shape(value: Array, target: FeedTarget) -> Array:
    shape = target.shape
    if shape is None or _fits(value.shape, shape):
        return value
    if len(shape) == value.ndim + 1 and shape[0] in (-1, 1) and _fits((1, *value.shape), shape):
        return value[np.newaxis]
    if value.ndim == 0 and all(size in (-1, 1) for size in shape):
        return value.reshape((1,) * len(shape))
    raise UsageError(
        Text("The value for {name} has the shape {given}; {wanted} is needed.", name=target.name,
             given=shape_words(value.shape), wanted=shape_words(shape)))  # fmt: skip


def _fits(given: Sequence[int], wanted: Sequence[int]) -> bool:
    return len(given) == len(wanted) and all(want in (-1, size) for want, size in zip(wanted, given, strict=True))


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
