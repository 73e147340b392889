"""A function of the library as nodes of a graph: arguments and results become nodes too.

Source: `tensorflow/core/framework/function.proto`, v2.21.0. In a body, `x` names the argument x and `n:out:1`
output 1 of n's argument `out`; `ret` maps each result to such a name.
"""

from __future__ import annotations

from typing import Any

from tensorboard.compat.proto import node_def_pb2


def body_nodes(function: Any) -> list[Any]:
    """NodeDefs of a FunctionDef: `_Arg` for each argument, the body, `_Retval` for each result, in that order."""
    nodes = []
    taken = {node.name for node in function.node_def}
    for number, argument in enumerate(function.signature.input_arg):
        node = node_def_pb2.NodeDef(name=argument.name, op="_Arg")
        node.attr["index"].i = number
        _set_type(node, argument)
        shapes = function.arg_attr[number].attr if number in function.arg_attr else {}
        if "_output_shapes" in shapes:
            node.attr["_output_shapes"].CopyFrom(shapes["_output_shapes"])
        nodes.append(node)
        taken.add(argument.name)
    nodes.extend(function.node_def)
    for number, result in enumerate(function.signature.output_arg):
        name = result.name
        while name in taken:
            name += "_RetVal"
        taken.add(name)
        node = node_def_pb2.NodeDef(name=name, op="_Retval")
        node.attr["index"].i = number
        _set_type(node, result)
        if result.name in function.ret:
            node.input.append(function.ret[result.name])
        for _, control in sorted(function.control_ret.items()) if number == 0 else ():
            node.input.append("^" + control)
        nodes.append(node)
    return nodes


def _set_type(node: Any, argument: Any) -> None:
    if argument.type:
        node.attr["T"].type = argument.type
    elif argument.type_attr:
        node.attr["T"].placeholder = argument.type_attr
