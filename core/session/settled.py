"""Worker side: a frozen graph as converters to other formats want it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_SCALARS_ARE_SCALARS = 24
"""The GraphDef version from which on a placeholder's empty shape is a scalar's, and not an unknown one."""


SPELLED_OUT = "Erfc"
"""The op in the middle of every GELU, which other runtimes lack; they may know the GELU."""


def import_settled(path: str, *, spell_out: bool) -> None:
    """Import a GraphDef into the default graph, with what converters would stumble over said otherwise.

    Placeholders' shapes are said as plainly as the file knows them: old graphs write `shape { }` for an unknown shape;
    written again by this TensorFlow, that would be a scalar's.

    Args:
        path: the file.
        spell_out: say `SPELLED_OUT` with other ops.
    """
    from core.session.tf_runtime import tf, tf1

    graph_def = tf1.GraphDef()
    graph_def.ParseFromString(Path(path).read_bytes())
    old = graph_def.versions.producer < _SCALARS_ARE_SCALARS
    for node in graph_def.node:
        node.device = ""
        if node.op == "Placeholder":
            _settle(node, old)
    for function in graph_def.library.function:
        _name_apart(function)
    if spell_out:
        _spell_out(graph_def.node, in_function=False)
        for function in graph_def.library.function:
            _spell_out(function.node_def, in_function=True)
    for body in [graph_def.node, *(function.node_def for function in graph_def.library.function)]:
        for node in body:
            # Otherwise the loop would be taken apart into Enter, Switch, Merge, in which converters don't find it.
            if "_lower_using_switch_merge" in node.attr:
                node.attr["_lower_using_switch_merge"].b = False
    tf.import_graph_def(graph_def, name="")


def _settle(node: Any, old: bool) -> None:
    shape = node.attr["shape"].shape
    if shape.dim or not (shape.unknown_rank or old):
        return
    shape.unknown_rank = True
    # Asking a protobuf map for what it lacks puts it there, and TensorFlow takes an empty list at its word.
    inferred = node.attr["_output_shapes"].list.shape if "_output_shapes" in node.attr else []
    if inferred and not inferred[0].unknown_rank:
        shape.CopyFrom(inferred[0])


def _name_apart(function: Any) -> None:
    """Put the function's name before its own names, which other formats put among the names around its call."""
    name = function.signature.name
    names = {node.name: f"{name}/{node.name}" for node in function.node_def}
    # An argument's name is of small letters.
    lower = re.sub("[^a-z0-9_]", "_", f"of_{name.lower()}_")
    names |= {argument.name: lower + argument.name for argument in function.signature.input_arg}

    def apart(reference: str) -> str:
        control, whole = ("^", reference[1:]) if reference.startswith("^") else ("", reference)
        first, colon, rest = whole.partition(":")
        return control + names.get(first, first) + colon + rest

    for node in function.node_def:
        node.name = names[node.name]
        node.input[:] = [apart(reference) for reference in node.input]
    for argument in function.signature.input_arg:
        argument.name = names[argument.name]
    for references in (function.ret, function.control_ret):
        for key, reference in list(references.items()):
            references[key] = apart(reference)


def _spell_out(nodes: Any, *, in_function: bool) -> None:
    """Erfc as -(Erf - 1)."""
    from core.session.tf_runtime import tf

    for node in [node for node in nodes if node.op == SPELLED_OUT]:
        name, dtype = node.name, node.attr["T"].type
        erf, one, less = (f"{name}/{part}" for part in ("erf", "one", "less"))
        nodes.add(name=erf, op="Erf", input=node.input).attr["T"].type = dtype
        # Bound to its neighbour: in a loop of the old kind, a constant by itself is outside.
        constant = nodes.add(name=one, op="Const", input=[f"^{erf}"])
        constant.attr["dtype"].type = dtype
        constant.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(1, tf.as_dtype(dtype)))
        values = [f"{erf}:y:0", f"{one}:output:0"] if in_function else [erf, one]
        nodes.add(name=less, op="Sub", input=values).attr["T"].type = dtype
        node.op = "Neg"
        node.input[:] = [f"{less}:z:0" if in_function else less]
