"""What the proof feeds: the person's values, and made-up ones for the other placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import Text, UsageError
from core.formats.dtypes import DType, type_of
from core.freezing.cuts import CutTensor
from core.freezing.frozen import Rewritten

_SEED = 20
_PLACEHOLDERS = frozenset({"Placeholder", "PlaceholderV2"})
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Feed:
    """One value for both graphs. `described`: `float32 256×12×12×3, random`."""

    original: str
    frozen: str
    value: Array
    described: str


def make_feeds(rewritten: Rewritten, given: Mapping[str, Array]) -> list[Feed]:
    """A value for each placeholder of the frozen graph, and for whatever else the person feeds.

    Made-up values: floats and complex numbers between 0 and 1, integers 0 and 1 (so that gathers stay in range), empty
    strings; dimensions that are not known are 1.

    Raises:
        UsageError: a name to feed is not in the graph, or its value doesn't fit.
    """
    nodes = {node.name: node for node in rewritten.frozen.nodes}
    cuts = {cut.placeholder: cut for cut in rewritten.cuts}
    by_original = {cut.tensor: cut for cut in rewritten.cuts}
    values = dict(_named(rewritten.aliases.get(name, name), nodes, by_original, value) for name, value in given.items())
    feeds = [
        Feed(_original_name(tensor, cuts), tensor, value, f"{_describe(value)}, given")
        for tensor, value in values.items()
    ]
    random = np.random.default_rng(_SEED)
    for node in rewritten.frozen.nodes:
        tensor = f"{node.name}:0"
        if node.op not in _PLACEHOLDERS or tensor in values:
            continue
        dtype = type_of(node)
        made = _make(random, dtype, known_shape(node))
        if made is None:
            raise UsageError(
                Text("No value can be made up for {name} ({dtype}).", name=node.name, dtype=dtype.name),
                Text("Cut the graph after it: --inputs NAME."),
            )
        feeds.append(Feed(_original_name(tensor, cuts), tensor, made, f"{_describe(made)}, random"))
    return feeds


def _named(name: str, nodes: Mapping[str, Any], cuts: Mapping[str, CutTensor], value: Array) -> tuple[str, Array]:
    op, _, number = name.partition(":")
    tensor = f"{op}:{number or 0}"
    cut = cuts.get(tensor)
    if cut is not None:
        op, tensor = cut.placeholder, f"{cut.placeholder}:0"
    if op not in nodes:
        raise UsageError(
            Text("There is nothing called {name} to feed in the frozen graph.", name=name),
            Text(
                "Its inputs are: {names}.",
                names=", ".join(each for each, node in nodes.items() if node.op.startswith("Placeholder")) or "none",
            ),
        )
    node = nodes[op]
    array = np.asarray(value)
    if node.op.startswith("Placeholder"):
        dtype = type_of(node)
        try:
            array = array.astype(dtype.numpy if dtype.numpy is not None else object)
        except (TypeError, ValueError) as error:
            raise UsageError(Text("The value for {name} is no {dtype}.", name=name, dtype=dtype.name)) from error
        if not _fits(node, array.shape):
            raise UsageError(
                Text(
                    "The value for {name} has the shape {shape}; {wanted} is needed.",
                    name=name,
                    shape=_shape_text(array.shape),
                    wanted=_shape_text(known_shape(node, unknown=-1) or ()),
                )
            )
    return tensor, array


def _original_name(tensor: str, cuts: Mapping[str, CutTensor]) -> str:
    cut = cuts.get(tensor.partition(":")[0])
    return cut.tensor if cut is not None else tensor


def known_shape(node: Any, unknown: int = 1) -> tuple[int, ...] | None:
    """A placeholder's shape, `unknown` for each dimension that isn't known; None if not even their number is."""
    if "shape" in node.attr:
        proto = node.attr["shape"].shape
        if proto.dim or (not proto.unknown_rank and "_output_shapes" not in node.attr):
            return tuple(dim.size if dim.size >= 0 else unknown for dim in proto.dim)
    if "_output_shapes" in node.attr and node.attr["_output_shapes"].list.shape:
        proto = node.attr["_output_shapes"].list.shape[0]
        if not proto.unknown_rank:
            return tuple(dim.size if dim.size >= 0 else unknown for dim in proto.dim)
    return None


def _fits(node: Any, shape: tuple[int, ...]) -> bool:
    told = known_shape(node, unknown=-1)
    if told is None or told == ():
        return True  # old graphs write a scalar's shape for "unknown"
    return len(told) == len(shape) and all(want in (-1, size) for want, size in zip(told, shape, strict=True))


def _make(random: np.random.Generator, dtype: DType, shape: tuple[int, ...] | None) -> Array | None:
    target = dtype.numpy
    shape = () if shape is None else shape
    if target is None:
        return None
    if target.kind == "O":
        return np.full(shape, b"", object)
    if dtype.name == "bool":
        return random.integers(0, 2, shape).astype(bool)
    if target.kind in "iu" or dtype.name.startswith(("int", "uint")):
        return random.integers(0, 2, shape).astype(target)
    values = random.random(shape)
    return np.asarray(values).astype(target)


def _describe(value: Array) -> str:
    name = "string" if value.dtype.kind in "OSU" else value.dtype.name
    return f"{name} {_shape_text(value.shape)}"


def _shape_text(shape: tuple[int, ...]) -> str:
    return "×".join("?" if size < 0 else str(size) for size in shape) or "scalar"
