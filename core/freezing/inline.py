"""Function calls of a SavedModel, replaced by the functions' bodies: what reads a .pb outside TensorFlow has no calls.

A body's nodes are named `<call>/<node>`. Functional control flow (If, Case, While) stays as it is. Which output
`node:argument:number` of a body is, only the op's definition tells; the meta graph carries those of all ops that it
uses (`stripped_op_list`). A call whose body can't be told that way is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.freezing.body import Body, colocations, copy_of

CALLS = frozenset({"PartitionedCall", "StatefulPartitionedCall"})
_MOST = 100_000
"""Nodes that inlining may make, for libraries whose functions call each other over and over."""

_OWN = {"Identity": "output", "Const": "output", "GatherV2": "output", "GatherNd": "output", "Shape": "output"}
"""Ops that the rewriting itself makes, with the argument of their one output."""


def inline_calls(body: Body, functions: Mapping[str, Any], meta: Any) -> tuple[int, list[str]]:
    """Inline every call of the main graph, and those within, where that is possible.

    Args:
        body: the main graph; edited in place.
        functions: FunctionDefs by name, already converted.
        meta: the MetaGraphDef without its graph, or None.

    Returns:
        how many calls were inlined, and the nodes of those that were kept.
    """
    definitions = {op.name: op for op in meta.meta_info_def.stripped_op_list.op} if meta is not None else {}
    count = 0
    kept: list[str] = []
    above: dict[str, frozenset[str]] = {}
    waiting = [name for name, node in body.nodes.items() if node.op in CALLS]
    while waiting:
        name = waiting.pop(0)
        node = body.nodes[name]
        function = functions.get(node.attr["f"].func.name if "f" in node.attr else "")
        callers = above.get(name, frozenset())
        if function is None or function.signature.name in callers or len(body.nodes) > _MOST:
            kept.append(name)
            continue
        inlined = _Inlining(node, function, definitions).run()
        if inlined is None:
            kept.append(name)
            continue
        nodes, outputs, controls = inlined
        for each in nodes:
            if each.op in CALLS:
                waiting.append(each.name)
                above[each.name] = callers | {function.signature.name}
        _put_in_place(body, name, nodes, outputs, controls)
        count += 1
    return count, kept


class _Inlining:
    """One call and its body."""

    def __init__(self, call: Any, function: Any, definitions: Mapping[str, Any]) -> None:
        self.call = call
        self.function = function
        self.definitions = definitions
        self.nodes = {node.name: node for node in function.node_def}
        self.inputs = [text for text in call.input if not text.startswith("^")]
        self.controls = [text for text in call.input if text.startswith("^")]
        self.arguments = {argument.name: place for place, argument in enumerate(function.signature.input_arg)}

    def run(self) -> tuple[list[Any], list[str], list[str]] | None:
        """The renamed nodes, what each output of the call is now, and what its end is; None if it can't be told."""
        if len(self.arguments) != len(self.inputs):
            return None
        nodes = []
        for node in self.nodes.values():
            new = copy_of(node)
            new.name = self._name(node.name)
            inputs = [self._input(text) for text in node.input]
            if None in inputs or not self._fill(new):
                return None
            new.input[:] = [*(text for text in inputs if text), *(text for text in self.controls if text not in inputs)]
            self._colocate(new)
            nodes.append(new)
        outputs = [self._input(self.function.ret.get(output.name, "")) for output in self.function.signature.output_arg]
        if None in outputs:
            return None
        ends = ["^" + self._name(name) for name in sorted(set(self.function.control_ret.values()))]
        return nodes, [text for text in outputs if text], ends

    def _name(self, name: str) -> str:
        return f"{self.call.name}/{name}"

    def _input(self, text: str) -> str | None:
        """An input of the body as an input of the main graph."""
        if text.startswith("^"):
            return "^" + (self._name(text[1:]) if text[1:] in self.nodes else self._argument_node(text[1:]))
        name, colon, rest = text.partition(":")
        if not colon:
            place = self.arguments.get(name)
            return self.inputs[place] if place is not None else None
        node = self.nodes.get(name)
        if node is None:
            return None
        argument, _, number = rest.partition(":")
        first = self._first_output(node, argument)
        if first is None:
            return None
        output = first + (int(number) if number.isdecimal() else 0)
        return self._name(name) if output == 0 else f"{self._name(name)}:{output}"

    def _argument_node(self, name: str) -> str:
        place = self.arguments.get(name, -1)
        return self.inputs[place].partition(":")[0] if place >= 0 else self._name(name)

    def _first_output(self, node: Any, argument: str) -> int | None:
        """The number of the first output of an op's output argument."""
        definition = self.definitions.get(node.op)
        if definition is None:
            return 0 if _OWN.get(node.op) == argument else None
        first = 0
        for output in definition.output_arg:
            if output.name == argument:
                return first
            if output.number_attr:
                first += node.attr[output.number_attr].i
            elif output.type_list_attr:
                first += len(node.attr[output.type_list_attr].list.type)
            else:
                first += 1
        return None

    def _fill(self, node: Any) -> bool:
        """Attributes that the caller gives. False if it doesn't."""
        given = self.call.attr["f"].func.attr
        for key, value in list(node.attr.items()):
            if value.WhichOneof("value") == "placeholder":
                if value.placeholder not in given:
                    return False
                node.attr[key].CopyFrom(given[value.placeholder])
        return True

    def _colocate(self, node: Any) -> None:
        names = [self._name(name) for name in colocations(node) if name in self.nodes]
        if "_class" in node.attr:
            node.attr["_class"].list.s[:] = [f"loc:@{name}".encode() for name in names]
            if not names:
                del node.attr["_class"]


def _put_in_place(body: Body, name: str, nodes: list[Any], outputs: list[str], ends: list[str]) -> None:
    """The body's nodes where the call was; its readers read what it returned."""
    ordered: dict[str, Any] = {}
    for each, node in body.nodes.items():
        if each == name:
            ordered.update({new.name: new for new in nodes})
        else:
            ordered[each] = node
    body.nodes = ordered
    own = {new.name for new in nodes}
    for each in list(ordered):
        node = ordered[each]
        if not any(text.removeprefix("^").partition(":")[0] == name for text in node.input):
            continue
        edited = node if each in own else body.edit(each)
        data = [_read(text, name, outputs) for text in edited.input if not text.startswith("^")]
        controls: list[str] = []
        for text in edited.input:
            if text == "^" + name:
                controls += ends or ["^" + out.partition(":")[0] for out in outputs]
            elif text.startswith("^"):
                controls.append(text)
        edited.input[:] = [*data, *dict.fromkeys(controls)]


def _read(text: str, name: str, outputs: list[str]) -> str:
    source, _, number = text.partition(":")
    if source != name:
        return text
    place = int(number) if number.isdecimal() else 0
    return outputs[place] if place < len(outputs) else text
