"""NodeDefs that are added to a graph, and TensorProtos for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tensorboard.compat.proto import node_def_pb2

from core.freezing.body import Body

STRING, HANDLE = 7, 20


def make(name: str, op: str, inputs: Iterable[str] = (), *, device: str = "", **types: int) -> Any:
    """A node; keyword arguments are attributes that are types."""
    node = node_def_pb2.NodeDef(name=name, op=op, input=list(inputs), device=device)
    for key, value in types.items():
        node.attr[key].type = value
    return node


def reading(name: str, variable: str, dtype: int, *, resource: bool) -> Any:
    """The op that reads a variable's value."""
    if resource:
        return make(name, "ReadVariableOp", [variable], dtype=dtype)
    node = make(name, "Identity", [variable], T=dtype)
    node.attr["_class"].list.s.append(f"loc:@{variable}".encode())
    return node


def strings(name: str, items: list[str], *, scalar: bool = False, device: str = "") -> Any:
    """A Const of strings: a vector, or a scalar of the only one."""
    node = make(name, "Const", device=device, dtype=STRING)
    tensor = node.attr["value"].tensor
    tensor.dtype = STRING
    tensor.string_val.extend(item.encode() for item in items)
    tensor.tensor_shape.SetInParent()
    if not scalar:
        tensor.tensor_shape.dim.add(size=len(items))
    return node


def shape_const(name: str, shape: tuple[int, ...]) -> Any:
    """A Const with the sizes of a shape, int64: a dimension may have more than 2^31."""
    node = make(name, "Const", dtype=9)
    tensor = node.attr["value"].tensor
    tensor.dtype = 9
    tensor.tensor_shape.dim.add(size=len(shape))
    tensor.int64_val.extend(shape)
    return node


def zero_const(name: str, dtype: int) -> Any:
    """A scalar Const: zero, false, or the empty string."""
    node = make(name, "Const", dtype=dtype)
    tensor = node.attr["value"].tensor
    tensor.dtype = dtype
    tensor.tensor_shape.SetInParent()
    if dtype == STRING:
        tensor.string_val.append(b"")
    return node


def free_scope(body: Body, wanted: str) -> str:
    """`wanted`, or with a number where an op is in a scope of this name: TensorFlow counts `save`, `save_1`, …"""
    scopes = {name[: at + 1] for name in body.nodes for at, letter in enumerate(name) if letter == "/"}
    name, number = wanted, 0
    while name in body.nodes or f"{name}/" in scopes:
        number += 1
        name = f"{wanted}_{number}"
    return name


def set_shape(proto: Any, shape: tuple[int, ...]) -> None:
    """Fill a TensorShapeProto."""
    proto.SetInParent()
    for size in shape:
        proto.dim.add(size=size)
