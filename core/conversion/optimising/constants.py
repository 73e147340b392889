"""Whatever is computed from constants alone becomes a constant.

Which ops these are is read from the graph; their values come from TensorFlow, in the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.conversion.optimising.pure import PURE
from core.conversion.optimising.working import Working
from core.formats.dtypes import dtype_named, dtype_of
from core.freezing.cuts import dtype_of_output
from core.running.memory_tensor import MemoryTensor

if TYPE_CHECKING:
    import numpy as np

Evaluate = Callable[[Working, dict[str, int]], Mapping[str, "np.ndarray[Any, Any]"]]
"""Gives the values of tensors that need nothing but constants: {tensor: the most bytes that are worth it} → values.
One that can't be computed is left out."""

SMALL = 64 << 10
"""A result of fewer bytes is always kept; a larger one if it is no larger than what it was made of."""


@dataclass(slots=True)
class Folding:
    """What can be folded.

    Attributes:
        inner: ops that are computed from constants alone.
        tensors: what others read of these (`x` or `x:1`), in the order of the file.
    """

    inner: set[str] = field(default_factory=set)
    tensors: list[str] = field(default_factory=list)


def find_constant(graph: Working) -> Folding:
    """What is computed from constants alone."""
    # One that waits for something belongs to a branch or a loop: made of it, a constant would leave that.
    constant = {name for name, node in graph.nodes.items() if node.op == "Const" and not node.input}
    found = Folding()
    for name in graph.order():
        node = graph.nodes[name]
        if node.op not in PURE or not node.input:
            continue
        sources = (text.removeprefix("^").partition(":")[0] for text in node.input)
        if all(source in constant or source in found.inner for source in sources):
            found.inner.add(name)
    consumers = graph.consumers()
    waited = graph.controls()
    for name in graph.nodes:
        if name not in found.inner or graph.constant(name) is not None:
            continue  # one that only passes a constant on gains nothing
        read = {
            graph.nodes[reader].input[place] for reader, place in consumers.get(name, ()) if reader not in found.inner
        }
        if name in graph.keep or name in waited:
            read.add(name)
        found.tensors += sorted({text.removesuffix(":0") for text in read})
    return found


def fold_constants(graph: Working, evaluate: Evaluate | None) -> int:
    """Put constants in the places of what is computed from constants; gives how many ops that saves.

    Args:
        graph: edited.
        evaluate: None only says what would become of it, with constants of unknown value.
    """
    found = find_constant(graph)
    if not found.tensors:
        return 0
    before, readers = len(graph.nodes), graph.consumers()
    if evaluate is None:
        for tensor in found.tensors:
            name, _, number = tensor.partition(":")
            enum = dtype_of_output(graph.nodes[name], int(number or 0))
            if enum is not None:
                _put(graph, readers, tensor, None, dtype_of(enum).name)
    else:
        worth = {
            tensor: max(SMALL, sum(graph.nbytes_of(name) for name in _sources(graph, tensor.partition(":")[0])))
            for tensor in found.tensors
        }
        for tensor, value in evaluate(graph, worth).items():
            _put(graph, readers, tensor, value, "string" if value.dtype.kind in "OSU" else value.dtype.name)
    graph.strip()
    return max(0, before - len(graph.nodes))  # an op with several outputs may stay beside their constants


def _sources(graph: Working, name: str) -> set[str]:
    """The constants that an op is computed from."""
    waiting, seen, found = [name], set(), set()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        node = graph.nodes[each]
        if node.op == "Const":
            found.add(each)
        waiting += [text.removeprefix("^").partition(":")[0] for text in node.input]
    return found


def _put(
    graph: Working,
    readers: Mapping[str, list[tuple[str, int]]],
    tensor: str,
    value: np.ndarray[Any, Any] | None,
    dtype: str,
) -> None:
    """A constant in the place of a tensor; `readers` as `Working.consumers` gave them before the first."""
    name, _, number = tensor.partition(":")
    source = MemoryTensor(name, value) if value is not None else None
    # What has become a constant itself reads nothing any more.
    there = [(reader, place) for reader, place in readers.get(name, ()) if place < len(graph.nodes[reader].input)]
    if not number:
        read = (graph.nodes[reader].input[place] for reader, place in there)
        if all(text.removesuffix(":0") == name for text in read if text.partition(":")[0] == name):
            graph.put(name, dtype_named(dtype), source)
            return
    # The op has other outputs too: it goes when the last of them has a constant.
    stand_in = graph.unused_name(f"{name}_{number or 0}")
    graph.put(stand_in, dtype_named(dtype), source)
    for reader, place in there:
        if graph.nodes[reader].input[place].removesuffix(":0") == tensor:
            graph.edit(reader).input[place] = stand_in
