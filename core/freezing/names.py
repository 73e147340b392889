"""Which nodes the person means as outputs: names as people write them, and what to suggest when one is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import FreezeError, Text, UsageError
from core.graph.op_graph import OpGraph

if TYPE_CHECKING:
    from core.model import Signature

_ASIDE = re.compile("Assign|Variable|VarHandle|Summary|Save|Restore|Apply")


@dataclass(slots=True)
class Output:
    """An output.

    Attributes:
        name: as reported: the op's, or the signature's key.
        node, output: the tensor in the graph.
        key: of the signature; empty if the op itself was named.
    """

    name: str
    node: str
    output: int = 0
    key: str = ""


@dataclass(slots=True)
class Ends:
    """Where a graph begins and ends: `inputs` is {signature's key: tensor name}, empty without a signature."""

    outputs: list[Output]
    inputs: dict[str, str]


def signature_ends(graph: OpGraph, signatures: Sequence[Signature], name: str | None) -> Ends:
    """The inputs and outputs of a signature.

    Args:
        graph: the main graph.
        signatures: that there are.
        name: the one asked for; None is `serving_default`, or the only one.

    Raises:
        UsageError: there is none of this name, or several to choose from.
    """
    by_name = {signature.name: signature for signature in signatures}
    usual = [each for each in by_name if not each.startswith("__")]
    chosen = name or ("serving_default" if "serving_default" in by_name else usual[0] if len(usual) == 1 else "")
    if chosen not in by_name:
        listed = Text("There are: {names}.", names=", ".join(by_name) or "none")
        if name:
            raise UsageError(Text("There is no signature {name}.", name=name), listed)
        raise UsageError(Text("There are several signatures to choose from."), listed)
    signature = by_name[chosen]
    outputs = []
    for key, (tensor, _, _) in sorted(signature.outputs.items()):
        node, _, number = tensor.partition(":")
        if node not in graph:
            raise FreezeError(
                Text("The signature {name} gives {tensor}, which is not in the graph.", name=chosen, tensor=tensor)
            )
        outputs.append(Output(key, node, int(number) if number.isdecimal() else 0, key))
    if not outputs:
        raise UsageError(Text("The signature {name} gives no outputs.", name=chosen))
    return Ends(outputs, {key: tensor for key, (tensor, _, _) in sorted(signature.inputs.items())})


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
    from core.graph.outputs import suggest_outputs  # only for a mistake

    scope = name.rstrip("/") + "/"
    inside = [node for node in graph.nodes if node.name.startswith(scope)]
    if inside:
        # A layer's or scope's name: its likeliest outputs, else its last op that is not about training or saving.
        likely = [each.name for each in suggest_outputs(graph, limit=100) if each.name.startswith(scope)]
        plain = [node.name for node in inside if not _ASIDE.search(node.op) and node.op != "Const"]
        names = likely[:3] or plain[-3:] or [inside[-1].name]
        return Text("{name} is a scope; its ops are {names}.", name=name, names=", ".join(names))
    every = [node.name for node in graph.nodes]
    last = name.rpartition("/")[2].lower()
    found = [each for each in every if each.rpartition("/")[2].lower() == last][:3]
    found += [each for each in difflib.get_close_matches(name, every, 3, 0.6) if each not in found]
    if found:
        return Text("Did you mean {names}?", names=", ".join(found[:3]))
    return Text("Leave the outputs out to have one suggested, or look at the graph.")
