"""Which checkpoint entry a variable op of the graph has: the saver says so, not the op's name.

`Saver({"other/key": v})` stores the op `a/w` under `other/key`. The saver left it in the graph: `RestoreV2` (or the
older `Restore` and `RestoreSlice`) reads `tensor_names` and `shape_and_slices` from Consts, and each of its outputs
leads to an `Assign` whose first input is the variable. For TF 2 the object tree's full names say it. Where
neither does, an entry of the same name is taken. TF 2 SavedModels keep the saver's ops in a function; full names
need not be unique, so the saver comes first there too.

Source: `tensorflow/python/training/saver.py`, `saved_model/…/restore`, `tensorflow/core/ops/io_ops.cc`, v2.21.0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import FormatError
from core.formats.object_graph import ObjectGraph
from core.graph.op_graph import OpGraph, OpNode, parse_tensor_name

VARIABLE_OPS = frozenset(("Variable", "VariableV2", "VarHandleOp", "AutoReloadVariable", "VarIsInitializedOp")) - {
    "VarIsInitializedOp"
}
_RESTORE = frozenset(("RestoreV2", "Restore", "RestoreSlice"))
_PASS = frozenset(("Identity", "Reshape", "Cast", "IdentityN", "Bitcast", "Pack", "Switch", "Snapshot"))
_CALLS = frozenset(("PartitionedCall", "StatefulPartitionedCall"))
_ASSIGN = frozenset(("Assign", "AssignVariableOp"))


@dataclass(frozen=True, slots=True)
class Bound:
    """A variable op's place in the checkpoint. `box` is (starts, lengths) where it has a slice of the entry."""

    key: str
    box: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    whole: tuple[int, ...] | None = None
    by_name: bool = False


@dataclass(slots=True)
class Binding:
    """Variable ops and checkpoint entries, joined.

    Attributes:
        by_node: the entry of each variable op that has one.
        nodes: by key, its variable ops.
        trainable: names of ops that the collections call trainable; None if there is no such collection.
        unbound: variable ops without an entry.
    """

    by_node: dict[str, Bound] = field(default_factory=dict)
    nodes: dict[str, list[str]] = field(default_factory=dict)
    trainable: frozenset[str] | None = None
    unbound: list[str] = field(default_factory=list)

    @property
    def first_nodes(self) -> dict[str, str]:
        """By key, the first of its variable ops."""
        return {key: names[0] for key, names in self.nodes.items()}


def bind(graph: OpGraph | None, meta: Any, keys: Iterable[str], objects: ObjectGraph | None = None) -> Binding:
    """Join the variable ops of a graph with the entries of a checkpoint.

    Args:
        graph: the graph, or None.
        meta: the MetaGraphDef (without graph), or None.
        keys: names of the checkpoint's entries (`in` must be fast).
        objects: the object tree of a TF 2 checkpoint.
    """
    binding = Binding(trainable=trainable_names(meta))
    if graph is None:
        return binding
    saved = saver_targets(graph, meta)
    known = keys if isinstance(keys, Mapping | set | frozenset | dict) else set(keys)
    for node in graph.nodes:
        if node.op not in VARIABLE_OPS:
            continue
        bound = saved.get(node.name)
        if bound is None or bound.key not in known:
            bound = _by_name(node, known, objects)
        if bound is None:
            binding.unbound.append(node.name)
        else:
            binding.by_node[node.name] = bound
            binding.nodes.setdefault(bound.key, []).append(node.name)
    return binding


def _by_name(node: OpNode, known: Any, objects: ObjectGraph | None) -> Bound | None:
    names = [node.name]
    if "shared_name" in node.attr and node.attr["shared_name"].s:
        names.insert(0, node.attr["shared_name"].s.decode(errors="replace"))
    for name in names:
        if objects is not None and name in objects.by_full_name:
            key = objects.by_full_name[name].key
            if key in known:
                return Bound(key)
        if name in known:
            return Bound(name, by_name=True)
    return None


def trainable_names(meta: Any) -> frozenset[str] | None:
    """Ops of the variables in the collection `trainable_variables`; None if there is no such collection."""
    if meta is None or "trainable_variables" not in meta.collection_def:
        return None
    return frozenset(name for name, _ in variable_defs(meta, "trainable_variables"))


def variable_defs(meta: Any, collection: str) -> list[tuple[str, Any]]:
    """(op name, VariableDef) of a collection of variables; entries that are no VariableDef are left out."""
    if meta is None or collection not in meta.collection_def:
        return []
    from google.protobuf.message import DecodeError  # only where there are any
    from tensorboard.compat.proto import variable_pb2

    found = []
    held = meta.collection_def[collection]
    for data in held.bytes_list.value:
        try:
            proto = variable_pb2.VariableDef.FromString(data)
        except DecodeError:
            continue
        if proto.variable_name:
            found.append((parse_tensor_name(proto.variable_name)[0], proto))
    found += [
        (parse_tensor_name(name)[0], variable_pb2.VariableDef(variable_name=name)) for name in held.node_list.value
    ]
    return found


def saver_targets(graph: OpGraph, meta: Any) -> dict[str, Bound]:
    """By variable op, what the saver restores into it. The saver of `saver_def` comes before others."""
    file_name = parse_tensor_name(meta.saver_def.filename_tensor_name)[0] if meta is not None else ""
    restores = [node for node in graph.nodes if node.op in _RESTORE]
    restores.sort(key=lambda node: not _reads_from(graph, node, file_name))  # stable: others keep their order
    targets: dict[str, Bound] = {}
    for node in restores:
        try:
            bounds = _restored(graph, node)
        except (FormatError, KeyError):
            continue  # a restore op whose names aren't constants says nothing
        if not bounds:
            continue
        for edge in graph.outputs_of(node.index):
            if not edge.control and 0 <= edge.output < len(bounds):
                variable = _assigned(graph, edge.target)
                if variable is not None:
                    targets.setdefault(variable, bounds[edge.output])
    for node in graph.nodes:
        if node.op in _CALLS:
            for variable, bound in _restored_by_call(graph, node):
                targets.setdefault(variable, bound)
    return targets


def _restored_by_call(graph: OpGraph, call: OpNode) -> Iterator[tuple[str, Bound]]:
    """What a call restores: TF 2 keeps the saver's ops in a function that takes the variables' handles."""
    name = call.attr["f"].func.name if "f" in call.attr else ""
    function = graph.functions.get(name)
    if function is None or not any(node.op in _RESTORE for node in function.node_def):
        return
    body = graph.function(name)
    for argument, bound in saver_targets(body, None).items():
        node = body.node(argument)
        place = node.attr["index"].i if node.op == "_Arg" and "index" in node.attr else -1
        if 0 <= place < len(call.inputs):
            variable = _through_handles(graph, parse_tensor_name(call.inputs[place])[0])
            if variable is not None:
                yield variable, bound


def _reads_from(graph: OpGraph, node: OpNode, file_name: str) -> bool:
    """Whether the saver's file name leads to the restore op, directly or over one or two ops."""
    if not file_name or not node.inputs:
        return False
    name = parse_tensor_name(node.inputs[0])[0]
    for _ in range(4):
        if name == file_name:
            return True
        if name not in graph or not graph.node(name).inputs:
            return False
        name = parse_tensor_name(graph.node(name).inputs[0])[0]
    return False


def _restored(graph: OpGraph, node: OpNode) -> list[Bound]:
    """What each output of a restore op is."""
    names = _strings(graph, node, 1)
    specs = _strings(graph, node, 2) if node.op != "Restore" else []
    return [_bound(name, specs[i] if i < len(specs) else "") for i, name in enumerate(names)]


def _strings(graph: OpGraph, node: OpNode, place: int) -> list[str]:
    if place >= len(node.inputs):
        return []
    name = parse_tensor_name(node.inputs[place])[0]
    if (
        name in graph
        and name not in graph.tensors
        and graph.node(name).op == "Const"
        and "value" in graph.node(name).attr
    ):
        tensor = graph.node(name).attr["value"].tensor
        if len(tensor.string_val) == math.prod(dim.size for dim in tensor.tensor_shape.dim):
            # The usual case needs no array, and so no numpy, whose import is a good part of a freeze's time.
            return [value.decode(errors="replace") for value in tensor.string_val]
    source = graph.tensor_of(name)
    if source is None or source.dtype.name != "string":
        return []
    return [value.decode(errors="replace") for value in source.read().reshape(-1)]


def _bound(key: str, spec: str) -> Bound:
    """A `shape_and_slice`: `10 5 0,3:-`, sizes of the whole and start,length (or `-`) of each axis."""
    if not spec.strip():
        return Bound(key)
    *sizes, ranges = spec.split(" ")
    try:
        whole = tuple(int(size) for size in sizes)
        starts, lengths = [], []
        for axis, text in enumerate(ranges.split(":") if ranges else []):
            start, length = (0, whole[axis]) if text == "-" else map(int, text.split(",", 1))
            starts.append(start)
            lengths.append(length)
    except (ValueError, IndexError):
        return Bound(key)
    if len(starts) != len(whole) or (not any(starts) and tuple(lengths) == whole):
        return Bound(key)
    return Bound(key, (tuple(starts), tuple(lengths)), whole)


def _assigned(graph: OpGraph, target: int) -> str | None:
    """The variable that an output of a restore op ends up in."""
    for _ in range(6):
        node = graph.nodes[target]
        if node.op in _ASSIGN:
            variable = parse_tensor_name(node.inputs[0])[0] if node.inputs else ""
            return _through_handles(graph, variable)
        if node.op not in _PASS:
            return None
        onward = [edge.target for edge in graph.outputs_of(target) if not edge.control]
        if not onward:
            return None
        target = next((at for at in onward if graph.nodes[at].op in _ASSIGN), onward[0])
    return None


def _through_handles(graph: OpGraph, name: str) -> str | None:
    """The variable op behind a reference that went through Identity or Enter."""
    for _ in range(6):
        if name not in graph:
            return None
        node = graph.node(name)
        if node.op in VARIABLE_OPS or not node.inputs:
            return name
        name = parse_tensor_name(node.inputs[0])[0]
    return None
