"""Describes variables for the collections: what TensorFlow's `tf.train.Saver` and its loaders go by.

Source: `tensorflow/core/framework/variable.proto`, and `_init_from_proto` in `tensorflow/python/ops/ref_variable.py`
and `resource_variable_ops.py`, v2.21.0. A VariableDef names the op, the op that sets it first, and the op that reads
it; where a graph has none of these, they are added (the first value is zero: a restore follows anyway).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from tensorboard.compat.proto import variable_pb2

from core.conversion.restorable.nodes import make, reading, shape_const, zero_const
from core.freezing.body import Body
from core.variables.binding import variable_defs

VARIABLES, TRAINABLE = "variables", "trainable_variables"
OF_VARIABLES = (VARIABLES, TRAINABLE, "local_variables", "model_variables", "moving_average_variables")
"""Collections of VariableDefs."""


@dataclass(frozen=True, slots=True)
class GraphVariable:
    """A variable op that is saved and restored.

    Attributes:
        node: the op.
        key: in the checkpoint.
        dtype: enum.
        shape: of the op's value.
        spec: which part of the key's value it has, as a saver writes it; empty for the whole.
        whole: the shape of the key's value.
        starts: where its part begins.
        handle: whether it is a resource.
        trainable: None if that is not known.
    """

    node: str
    key: str
    dtype: int
    shape: tuple[int, ...]
    spec: str = ""
    whole: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    handle: bool = False
    trainable: bool | None = None


def declare(body: Body, meta: Any, variables: Iterable[GraphVariable]) -> None:
    """See that each variable is in the collections, once; those that are there already stay as they are.

    Args:
        body: gets the ops that are missing.
        meta: the MetaGraphDef without its graph; edited.
        variables: that are saved.
    """
    known: set[str] = set()
    for collection in OF_VARIABLES:
        known.update(name for name, _ in variable_defs(meta, collection))
    has_trainable = TRAINABLE in meta.collection_def
    for variable in variables:
        if variable.node in known:
            continue
        definition = _define(body, variable)
        names = [VARIABLES]
        if definition.trainable and (not has_trainable or variable.trainable):
            names.append(TRAINABLE)
        for name in names:
            meta.collection_def[name].bytes_list.value.append(definition.SerializeToString(deterministic=True))


def keep_only(meta: Any, nodes: Collection[str]) -> None:
    """Take out of the collections the variables of which a part is not in the graph (any more)."""
    for collection in OF_VARIABLES:
        found = variable_defs(meta, collection)
        if not found:
            continue
        kept = [
            definition.SerializeToString(deterministic=True)
            for name, definition in found
            if name in nodes and all(part in nodes for part in parts_of(definition))
        ]
        del meta.collection_def[collection]
        meta.collection_def[collection].bytes_list.value.extend(kept)


def parts_of(definition: Any) -> list[str]:
    """The ops that a VariableDef names, besides the variable's own."""
    names = (definition.initializer_name, definition.snapshot_name, definition.initial_value_name)
    return [name.removeprefix("^").partition(":")[0] for name in names if name]


def _define(body: Body, variable: GraphVariable) -> Any:
    proto = variable_pb2.VariableDef(
        variable_name=f"{variable.node}:0", is_resource=variable.handle, trainable=_is_trainable(variable)
    )
    assign = _existing(body, f"{variable.node}/Assign", "AssignVariableOp" if variable.handle else "Assign", variable)
    if assign is None:
        assign = _add_assign(body, variable)
    proto.initializer_name = assign
    proto.initial_value_name = _tensor(body.nodes[assign].input[1])
    usual, op = (
        (f"{variable.node}/Read/ReadVariableOp", "ReadVariableOp")
        if variable.handle
        else (f"{variable.node}/read", "Identity")
    )
    read = _existing(body, usual, op, variable)
    if read is None:
        read = body.unused_name(usual)
        body.add(reading(read, variable.node, variable.dtype, resource=variable.handle))
    proto.snapshot_name = f"{read}:0"
    if variable.spec:
        part = proto.save_slice_info_def
        part.full_name = variable.key
        part.full_shape.extend(variable.whole)
        part.var_offset.extend(variable.starts)
        part.var_shape.extend(variable.shape)
    return proto


def _is_trainable(variable: GraphVariable) -> bool:
    if variable.trainable is not None:
        return variable.trainable
    return variable.dtype in (1, 2, 8, 14, 18, 19)  # floats and complex numbers


def _existing(body: Body, name: str, op: str, variable: GraphVariable) -> str | None:
    node = body.nodes.get(name)
    if node is None or node.op != op or not node.input or node.input[0].partition(":")[0] != variable.node:
        return None
    return name if op in ("Identity", "ReadVariableOp") or len(node.input) > 1 else None


def _add_assign(body: Body, variable: GraphVariable) -> str:
    """An op that sets the variable to zeros, with what it needs."""
    scope = f"{variable.node}/Initializer"
    shape = shape_const(body.unused_name(f"{scope}/shape"), variable.shape)
    body.add(shape)
    zero = zero_const(body.unused_name(f"{scope}/zero"), variable.dtype)
    body.add(zero)
    fill = make(body.unused_name(f"{scope}/zeros"), "Fill", [shape.name, zero.name], T=variable.dtype, index_type=9)
    body.add(fill)
    name = body.unused_name(f"{variable.node}/Assign")
    if variable.handle:
        node = make(name, "AssignVariableOp", [variable.node, fill.name], dtype=variable.dtype)
    else:
        node = make(name, "Assign", [variable.node, fill.name], T=variable.dtype)
        node.attr["validate_shape"].b = True
        node.attr["use_locking"].b = True
        node.attr["_class"].list.s.append(f"loc:@{variable.node}".encode())
    body.add(node)
    return name


def _tensor(text: str) -> str:
    return text if ":" in text else f"{text}:0"
