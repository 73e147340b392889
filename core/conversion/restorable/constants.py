"""Makes variables of a frozen graph's constants.

The variable takes the constant's name, because that is what the variable had before it was frozen; whatever read the
constant reads the variable's `read`.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.conversion.restorable.nodes import make, reading, set_shape
from core.errors import Text, UsageError
from core.formats.dtypes import type_of
from core.formats.tensor import TensorSource, element_count
from core.freezing.body import Body

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph

CONSTANTS = frozenset(("Const", "HostConst"))


@dataclass(frozen=True, slots=True)
class Choice:
    """Which constants become variables, and of which kind.

    Attributes:
        match: patterns (`conv*/weights`) with commas between them; empty takes numbers with a fraction only.
        least: elements that one must have.
        resource: whether variables are resources (as TensorFlow 2 makes them) or references.
    """

    match: str = ""
    least: int = 2
    resource: bool = False


def chosen_constants(graph: OpGraph, choice: Choice) -> dict[str, TensorSource]:
    """The constants to make variables of, in the order of the graph.

    Constants with control inputs stay: they belong to the loop or the branch that they wait for.

    Raises:
        UsageError: there are patterns, and no constant that they fit.
    """
    patterns = [pattern.strip() for pattern in choice.match.split(",") if pattern.strip()]
    found = {}
    for node in graph.nodes:
        if node.op not in CONSTANTS or node.inputs or graph.index[node.name] != node.index:
            continue
        if patterns and not any(fnmatch.fnmatchcase(node.name, pattern) for pattern in patterns):
            continue
        source = graph.tensor_of(node.name)
        if source is None or any(size < 0 for size in source.shape):
            continue
        kind = source.dtype.name
        fraction = kind.startswith(("float", "bfloat", "complex"))
        if element_count(source.shape) >= choice.least and (patterns or fraction):
            found[node.name] = source
    if patterns and not found:
        raise UsageError(
            Text("No constant of {least} elements or more fits {match}.", least=choice.least, match=choice.match),
            Text("Their names are those of the graph's Const ops."),
        )
    return found


def to_variables(body: Body, chosen: dict[str, TensorSource], *, resource: bool) -> None:
    """Put variables in the places of constants.

    Args:
        body: edited in place.
        chosen: the constants, by name.
        resource: see `Choice`.
    """
    for name, source in chosen.items():
        old = body.nodes[name]
        readers = body.readers(name)
        read = _read_of(body, name, readers, resource=resource)
        for reader, place in readers:
            if reader != read:
                body.edit(reader).input[place] = read
        node = make(name, "VarHandleOp" if resource else "VariableV2", dtype=source.dtype.enum)
        if "_class" in old.attr:
            node.attr["_class"].CopyFrom(old.attr["_class"])
        set_shape(node.attr["shape"].shape, source.shape)
        node.attr["shared_name"].s = name.encode() if resource else b""
        node.attr["container"].s = b""
        body.replace(node)


def _read_of(body: Body, name: str, readers: list[tuple[str, int]], *, resource: bool) -> str:
    """The op that reads the variable: the Identity that a freeze left of it, or a new one."""
    usual = f"{name}/Read/ReadVariableOp" if resource else f"{name}/read"
    dtype = _dtype(body.nodes[name])
    for reader, _ in readers:
        if reader == usual and body.nodes[reader].op == "Identity":
            if resource:
                node = make(reader, "ReadVariableOp", list(body.nodes[reader].input), dtype=dtype)
                body.replace(node)
            return reader
    read = body.unused_name(usual)
    body.add(reading(read, name, dtype, resource=resource))
    return read


def _dtype(node: Any) -> int:
    return type_of(node).enum
