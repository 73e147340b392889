"""Which nodes the person means as outputs: names as people write them, and what to suggest when one is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.errors import Text, UsageError
from core.graph.op_graph import OpGraph


@dataclass(slots=True)
class Output:
    """An output.

    Attributes:
        name: as reported: the op's, or the signature's key.
        node, output: the tensor in the graph.
    """

    name: str
    node: str
    output: int = 0


@dataclass(slots=True)
class Outputs:
    """The outputs, and why these."""

    items: list[Output]
    reason: Text | None = None
    named: bool = field(default=False)


def parse_outputs(graph: OpGraph, names: Iterable[str]) -> list[Output]:
    """Op names, with or without `:0`.

    Raises:
        UsageError: one is not in the graph; suggests the nearest.
    """
    result = []
    for text in dict.fromkeys(name.strip() for name in names):
        node, _, number = text.removeprefix("^").partition(":")
        if node not in graph:
            raise UsageError(Text("There is no op {name} in the graph.", name=node), nearest(graph, node))
        output = int(number) if number.isdecimal() else 0
        result.append(Output(node if not output else f"{node}:{output}", node, output))
    return result


def nearest(graph: OpGraph, name: str) -> Text:
    """What the person may have meant."""
    inside = [node.name for node in graph.nodes if node.name.startswith(name + "/")]
    if inside:
        # A layer's or scope's name: where it ends is the last op that something outside of it reads.
        readers = {text.removeprefix("^").partition(":")[0] for node in graph.nodes
                   if not node.name.startswith(name + "/") for text in node.inputs}
        ends = [each for each in inside if each in readers] or inside
        return Text("{name} is a scope; its ops are {names}.", name=name, names=", ".join(ends[-3:]))
    every = [node.name for node in graph.nodes]
    last = name.rpartition("/")[2].lower()
    found = [each for each in every if each.rpartition("/")[2].lower() == last][:3]
    found += [each for each in difflib.get_close_matches(name, every, 3, 0.6) if each not in found]
    if found:
        return Text("Did you mean {names}?", names=", ".join(found[:3]))
    return Text("Leave the outputs out to have one suggested, or look at the graph.")
