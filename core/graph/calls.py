"""Which functions of the library an op calls: by attributes of type `func`, or by being named like one.

Source: `tensorflow/core/framework/attr_value.proto`, v2.21.0 (`AttrValue.func`, `ListValue.func`). TensorFlow 1 calls a
function by a node whose op is the function's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph, OpNode


class Call(NamedTuple):
    """A function that an op calls. `role`: the attribute that names it (`f`, `cond`, `then_branch`), or empty."""

    role: str
    function: str


def calls_of(graph: OpGraph, node: OpNode) -> list[Call]:
    """The functions of the graph's library that a node calls, each once, in the order of its attributes."""
    functions = graph.functions
    if not functions:
        return []
    found: dict[str, Call] = {}
    if node.op in functions:
        found[node.op] = Call("", node.op)
    for key in sorted(node.attr):
        value = node.attr[key]
        kind = value.WhichOneof("value")
        if kind == "func":
            names = [value.func.name]
        elif kind == "list" and len(value.list.func):
            names = [each.name for each in value.list.func]
        else:
            continue
        for place, name in enumerate(names):
            if name in functions and name not in found:
                found[name] = Call(key if len(names) == 1 else f"{key}[{place}]", name)
    return list(found.values())


def reachable_functions(graph: OpGraph) -> Iterator[str]:
    """Names of the functions that a graph calls, and that those call in turn, in the order one meets them."""
    seen: set[str] = set()
    waiting = [graph]
    for body in waiting:  # grows while it is walked
        for node in body.nodes:
            for call in calls_of(body, node):
                if call.function not in seen:
                    seen.add(call.function)
                    waiting.append(graph.function(call.function))
                    yield call.function
