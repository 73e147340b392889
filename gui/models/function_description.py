"""What the inspector says about a function of the library."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gui.models.node_description import LinkRow, attribute_text

if TYPE_CHECKING:
    from core.model import Model
    from core.progress import Progress


@dataclass(slots=True)
class FunctionDescription:
    """A function.

    Attributes:
        name: in the library.
        description: what its author says of it.
        stateful: it must not be left out or computed once for two.
        arguments: name and type of each.
        results: the same.
        attributes: of the function itself.
        ops: how many nodes its body has.
        census: its ops by how often they occur.
        callers: the nodes that call it.
    """

    name: str
    description: str
    stateful: bool
    arguments: list[tuple[str, str]] = field(default_factory=list)
    results: list[tuple[str, str]] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    ops: int = 0
    census: list[tuple[str, int]] = field(default_factory=list)
    callers: list[LinkRow] = field(default_factory=list)


def describe_function(model: Model, name: str, progress: Progress | None = None) -> FunctionDescription | None:
    """Everything about a function; None if the model's library has none of that name."""
    graph = model.graph
    if graph is None or name not in graph.functions:
        return None
    from core.graph.calls import calls_of

    function = graph.functions[name]
    signature = function.signature
    result = FunctionDescription(name, signature.description, signature.is_stateful)
    for number, argument in enumerate(signature.input_arg):
        attributes = function.arg_attr[number].attr if number in function.arg_attr else {}
        result.arguments.append((argument.name, _type(argument, attributes)))
    result.results = [(output.name, _type(output, {})) for output in signature.output_arg]
    result.attributes = [(key, attribute_text(function.attr[key])) for key in sorted(function.attr)]
    result.ops = len(function.node_def)
    census = Counter(node.op for node in function.node_def)
    result.census = sorted(census.items(), key=lambda item: (-item[1], item[0]))
    for caller in ("", *graph.functions):
        if progress is not None:
            progress.check()
        body = graph.function(caller) if caller else graph
        result.callers += [
            LinkRow(node.name, node.name, caller, function=caller)
            for node in body.nodes
            if any(call.function == name for call in calls_of(body, node))
        ]
    return result


def _type(argument: Any, attributes: Any) -> str:
    """`float32 ?×5×3` of an argument; what the caller decides by the attribute's name."""
    from core.formats.dtypes import dtype_of

    if argument.type:
        text = dtype_of(argument.type).name + (" (ref)" if argument.is_ref else "")
    else:
        text = argument.type_attr or argument.type_list_attr
    if argument.number_attr:
        text = f"{argument.number_attr} × {text}"
    for key in ("_output_shapes", "_handle_shapes"):
        if key in attributes:
            return f"{text} {attribute_text(attributes[key])}"
    return text
