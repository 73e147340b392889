"""Ops that take a variable's handle, and the op that each becomes when it is given the value instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto import node_def_pb2

from core.errors import Text
from core.freezing.body import Body
from core.freezing.values import Value

if TYPE_CHECKING:
    from core.freezing.rewrite import Rewriter

BOOL = 10
INT32 = 3
INT64 = 9


def _replace(body: Body, name: str, op: str, inputs: list[str], **attrs: Any) -> Any:
    """Put a node of another op in a node's place, with only these inputs and attributes, and its colocation."""
    old = body.nodes[name]
    new = node_def_pb2.NodeDef(name=name, op=op, input=inputs)
    for key, value in attrs.items():
        new.attr[key].CopyFrom(value)
    if "_class" in old.attr:
        new.attr["_class"].CopyFrom(old.attr["_class"])
    body.edit(name).CopyFrom(new)
    return body.nodes[name]


def _read(rewriter: Rewriter, body: Body, name: str, _value: Value) -> None:
    old = body.nodes[name]
    readers = body.readers(name)
    _replace(body, name, "Identity", [old.input[0]], T=old.attr["dtype"])
    if body.function is None:
        return
    # In a function an input names the output's argument, and Identity's has another name.
    for reader, place in readers:
        text = body.nodes[reader].input[place]
        if text.startswith(f"{name}:value:"):
            body.edit(reader).input[place] = text.replace(":value:", ":output:")
    if not rewriter.as_tensorflow:
        for key, text in body.function.ret.items():
            if text.startswith(f"{name}:value:"):
                body.function.ret[key] = text.replace(":value:", ":output:")


def _gather(rewriter: Rewriter, body: Body, name: str, _value: Value) -> None:
    old = body.nodes[name]
    if len(old.input) < 2:
        rewriter.refuse(Text("{node} lacks an input.", node=rewriter.where(body, name)), name)
        return
    batch_dims = old.attr["batch_dims"].i if "batch_dims" in old.attr else 0
    where = rewriter.where(body, name)
    if body.function is not None:
        if rewriter.as_tensorflow:
            return
        rewriter.repaired(
            name, Text("{node} gathers from a variable inside a function; it becomes a GatherV2.", node=where)
        )
    if batch_dims and rewriter.as_tensorflow:
        rewriter.refuse(Text("{node} gathers in batches, which TensorFlow doesn't convert.", node=where), name)
        return
    axis = node_def_pb2.NodeDef(name=f"{name}/axis", op="Const")
    dtype = old.attr["Tindices"].type
    axis.attr["dtype"].type = dtype
    tensor = axis.attr["value"].tensor
    tensor.dtype = dtype
    tensor.tensor_shape.SetInParent()
    (tensor.int64_val if dtype == INT64 else tensor.int_val).append(batch_dims)
    if not rewriter.as_tensorflow:
        axis.name = body.unused_name(axis.name)
        if body.function is None and rewriter.has_frames:
            # In a loop's frame a constant must be of the same frame as the indices.
            axis.input.append("^" + body.source_of(old.input[1]))
    body.add(axis)
    output = axis.name if body.function is None else f"{axis.name}:output:0"
    new = _replace(
        body,
        name,
        "GatherV2",
        [old.input[0], old.input[1], output],
        Tparams=old.attr["dtype"],
        Tindices=old.attr["Tindices"],
        Taxis=old.attr["Tindices"],
    )
    if batch_dims:
        new.attr["batch_dims"].i = batch_dims
        rewriter.repaired(
            name, Text("{node} gathers in batches from a variable; it becomes a GatherV2 that does.", node=where)
        )


def _gather_nd(_rewriter: Rewriter, body: Body, name: str, _value: Value) -> None:
    old = body.nodes[name]
    _replace(body, name, "GatherNd", list(old.input[:2]), Tparams=old.attr["dtype"], Tindices=old.attr["Tindices"])


def _shape(rewriter: Rewriter, body: Body, name: str, value: Value) -> None:
    if rewriter.as_tensorflow:
        rewriter.refuse(
            Text(
                "{node} asks for a variable's shape: TensorFlow can't import the result.",
                node=rewriter.where(body, name),
            ),
            name,
        )
        return
    old = body.nodes[name]
    # What isn't there is the default. (Asking for it would put it into the original, which the proof runs.)
    out_type = old.attr["out_type"].type if "out_type" in old.attr else INT32
    new = _replace(body, name, "Shape", list(old.input))
    new.attr["T"].type, new.attr["out_type"].type = value.dtype, out_type or INT32
    rewriter.repaired(
        name, Text("{node} asks for a variable's shape; it becomes a Shape.", node=rewriter.where(body, name))
    )


def _initialised(rewriter: Rewriter, body: Body, name: str, value: Value) -> None:
    if rewriter.as_tensorflow:
        rewriter.refuse(
            Text(
                "{node} asks whether a variable has a value: TensorFlow can't import the result.",
                node=rewriter.where(body, name),
            ),
            name,
        )
        return
    controls = [text for text in body.nodes[name].input if text.startswith("^")]
    source = body.source_of(body.nodes[name].input[0])
    if source in body.nodes:
        controls.append("^" + source)  # so that it stays in the frame or branch where it was
    new = _replace(body, name, "Const", controls)
    new.attr["dtype"].type = BOOL
    new.attr["value"].tensor.dtype = BOOL
    new.attr["value"].tensor.tensor_shape.SetInParent()
    new.attr["value"].tensor.bool_val.append(True)
    rewriter.repaired(
        name,
        Text(
            "{node} asks whether {variable} has a value; it has, so it becomes a constant.",
            node=rewriter.where(body, name),
            variable=value.variable,
        ),
    )


HANDLE_READERS: dict[str, Callable[[Rewriter, Body, str, Value], None]] = {
    "ReadVariableOp": _read,
    "ResourceGather": _gather,
    "ResourceGatherNd": _gather_nd,
    "VariableShape": _shape,
    "VarIsInitializedOp": _initialised,
}
"""Op → what rewrites it, given that its first input is a variable's value now."""
