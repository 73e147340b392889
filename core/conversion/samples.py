"""Sample inputs for a full-integer quantisation: from arrays, from pictures, or made up."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import FormatError, Text, UsageError
from core.formats.dtypes import type_of
from core.freezing.feeds import known_shape

if TYPE_CHECKING:
    from core.conversion.runtimes import Array, Source
    from core.progress import Progress

MADE_UP = 16
"""Samples that are made up where none are given."""

MOST = 256
"""Samples that are used of those given: the ranges hardly change after that."""

_SEED = 20
Sample = dict[str, Any]


def read_samples(path: Path | None, source: Source, progress: Progress) -> list[Sample]:
    """Up to `MOST` samples, each {input of the result: value}.

    Args:
        path: an `.npy` (for the only input) or `.npz` (an array per input, by its name) whose first axis counts
            samples, or a folder of pictures (for the only input); None makes samples up.
        source: the graph.
        progress: may cancel.

    Raises:
        UsageError: there are none, or they don't fit the inputs.
        FormatError: a file can't be read.
    """
    nodes = _placeholders(source)
    if path is None:
        return _made_up(nodes)
    if path.is_dir():
        return _pictures(path, nodes, progress)
    arrays = _arrays(path, nodes)
    return [
        {name: value[number] for name, value in arrays.items()}
        for number in range(min(MOST, *(len(value) for value in arrays.values())))
    ]


def _placeholders(source: Source) -> dict[str, Any]:
    rewritten = source.frozen.plan.rewritten
    assert rewritten is not None
    by_name = {node.name: node for node in rewritten.frozen.nodes}
    return {name: by_name[tensor.partition(":")[0]] for name, tensor in source.inputs.items()}


def _made_up(nodes: dict[str, Any]) -> list[Sample]:
    random = np.random.default_rng(_SEED)
    samples = []
    for _ in range(MADE_UP):
        sample = {}
        for name, node in nodes.items():
            shape, dtype = known_shape(node) or (), _dtype(node)
            values = random.integers(0, 2, shape) if dtype.kind in "iub" else random.random(shape)
            sample[name] = np.asarray(values).astype(dtype)
        samples.append(sample)
    return samples


def _dtype(node: Any) -> np.dtype[Any]:
    dtype = type_of(node)
    if dtype.numpy is None or dtype.numpy.kind == "O":
        raise UsageError(
            Text("{name} takes no numbers ({dtype}), so that there are no ranges to measure.", name=node.name,
                 dtype=dtype.name), Text("Choose another precision than int8."))  # fmt: skip
    return dtype.numpy


def _only(nodes: dict[str, Any], path: Path) -> tuple[str, Any]:
    if len(nodes) != 1:
        raise UsageError(
            Text("{name} is for one input, and there are {count}: {names}.", name=path.name, count=len(nodes),
                 names=", ".join(nodes)), Text("Give a .npz with an array for each."))  # fmt: skip
    return next(iter(nodes.items()))


def _arrays(path: Path, nodes: dict[str, Any]) -> dict[str, list[Array]]:
    try:
        with path.open("rb") as file:
            loaded = np.load(file, allow_pickle=False)
            given = dict(loaded) if isinstance(loaded, np.lib.npyio.NpzFile) else {_only(nodes, path)[0]: loaded}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise FormatError(path, Text("it can't be read as samples: {reason}", reason=reason)) from error
    lacking = [name for name in nodes if name not in given]
    if lacking:
        raise UsageError(
            Text("{name} has nothing for {inputs}; it has {arrays}.", name=path.name, inputs=", ".join(lacking),
                 arrays=", ".join(given))
        )  # fmt: skip
    return {name: _split(name, given[name], node, path) for name, node in nodes.items()}


def _split(name: str, values: Array, node: Any, path: Path) -> list[Array]:
    """One array per sample, each with a batch axis as the input has it."""
    dtype, shape = _dtype(node), known_shape(node, unknown=-1)
    if values.ndim == 0 or not len(values):
        raise UsageError(Text("{name} holds no samples.", name=path.name))
    if values.dtype.kind not in "biuf":
        raise UsageError(Text("The samples for {name} are no numbers but {dtype}.", name=name, dtype=values.dtype.name))
    values = values.astype(dtype)
    if shape is None:
        return [each[np.newaxis] for each in values[:MOST]]
    if values.ndim == len(shape):
        size = max(shape[0], 1)
        samples = [values[at : at + size] for at in range(0, len(values) - size + 1, size)][:MOST]
    else:
        samples = list(values[:MOST])
    if not samples or not _fits(samples[0].shape, shape):
        raise UsageError(
            Text("The samples for {name} have the shape {given}; {wanted} is needed.", name=name,
                 given="×".join(map(str, values.shape)),
                 wanted="×".join("?" if size < 0 else str(size) for size in shape))
        )  # fmt: skip
    return samples


def _fits(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return len(shape) == len(wanted) and all(want in (-1, size) for size, want in zip(shape, wanted, strict=True))


def _pictures(folder: Path, nodes: dict[str, Any], progress: Progress) -> list[Sample]:
    from core.running.images import SUFFIXES, read_picture

    name, node = _only(nodes, folder)
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)[:MOST]
    if not paths:
        raise UsageError(Text("There are no pictures in {folder}.", folder=str(folder)))
    shape, dtype = known_shape(node, unknown=-1), _dtype(node)
    pictures = []
    for path in paths:
        progress.check()
        pictures.append(read_picture(path, shape, dtype))
    size = shape[0] if shape is not None and len(shape) == pictures[0].ndim else 1
    if size > 1:  # a graph with a batch of its own: as many of them as that, over and over
        pictures = [
            np.concatenate([pictures[(at + number) % len(pictures)] for number in range(size)])
            for at in range(0, len(pictures), size)
        ]
    return [{name: picture} for picture in pictures]
