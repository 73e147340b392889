"""Takes a graph's saver out, and puts one in that is like those of `tf.train.Saver`.

Source: `BaseSaverBuilder` in `tensorflow/python/training/saver.py` and `tensorflow/core/protobuf/saver.proto`,
v2.21.0. A saver is a group of ops: a placeholder for the prefix, SaveV2, RestoreV2, and an Assign for each variable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from google.protobuf.message import DecodeError
from tensorboard.compat.proto import saver_pb2

from core.conversion.restorable.declared import GraphVariable
from core.conversion.restorable.nodes import STRING, free_scope, make, strings
from core.freezing.body import Body
from core.variables.binding import variable_defs

SAVERS = "savers"
_CPU = "/device:CPU:0"
_SAVES = frozenset(("SaveV2", "Save", "SaveSlices"))
_RESTORES = frozenset(("RestoreV2", "Restore", "RestoreSlice"))
_OF_SAVERS = (
    _SAVES
    | _RESTORES
    | {
        "Assign", "AssignVariableOp", "Identity", "NoOp", "Const", "PlaceholderWithDefault", "ShardedFilename",
        "ShardedFilespec", "MergeV2Checkpoints", "Pack", "StringJoin", "ReadVariableOp", "Placeholder",
    }
)  # fmt: skip
_CALLS = frozenset(("PartitionedCall", "StatefulPartitionedCall"))


def saver_ops(nodes: dict[str, Any], functions: dict[str, Any], saver: Any, protected: set[str]) -> set[str]:
    """The ops that nothing but a saver needs.

    Args:
        nodes: of the graph, by name.
        functions: FunctionDefs by name: TensorFlow 2 keeps a saver's ops in one.
        saver: the SaverDef.
        protected: ops that stay whatever they look like.
    """
    ends = [saver.restore_op_name, saver.save_tensor_name, saver.filename_tensor_name]
    waiting = [name for end in ends if (name := end.partition(":")[0]) in nodes]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        node = nodes.get(name)
        if name in found or node is None or name in protected or not _may_be_a_savers(node, functions):
            continue
        found.add(name)
        waiting += [text.removeprefix("^").partition(":")[0] for text in node.input]
    readers: dict[str, list[str]] = {}
    for node in nodes.values():
        for text in node.input:
            readers.setdefault(text.removeprefix("^").partition(":")[0], []).append(node.name)
    # What others read stays, and so does what it reads itself.
    kept = [name for name in found if any(reader not in found for reader in readers.get(name, ()))]
    while kept:
        name = kept.pop()
        if name in found:
            found.discard(name)
            kept += [source for text in nodes[name].input if (source := text.lstrip("^").partition(":")[0]) in found]
    return found


def _may_be_a_savers(node: Any, functions: dict[str, Any]) -> bool:
    if node.op in _OF_SAVERS:
        return True
    function = functions.get(node.attr["f"].func.name) if node.op in _CALLS and "f" in node.attr else None
    return function is not None and any(inner.op in _SAVES | _RESTORES for inner in function.node_def)


def remove_saver(body: Body, functions: dict[str, Any], meta: Any) -> list[str]:
    """Take the saver's ops out of the graph; gives the functions that only it called. Its SaverDef stays.

    Args:
        body: edited in place.
        functions: FunctionDefs by name.
        meta: the MetaGraphDef without its graph.
    """
    if not meta.HasField("saver_def"):
        return []
    protected: set[str] = set()
    for collection in ("variables", "trainable_variables", "local_variables"):
        for name, definition in variable_defs(meta, collection):
            protected.add(name)
            protected.add(definition.snapshot_name.partition(":")[0])
            protected.add(definition.initializer_name)
    gone = saver_ops(body.nodes, functions, meta.saver_def, protected)
    called = {body.nodes[name].attr["f"].func.name for name in gone if body.nodes[name].op in _CALLS}
    body.remove(gone)
    still = {node.attr["f"].func.name for node in body.nodes.values() if node.op in _CALLS and "f" in node.attr}
    return sorted(called - still)


def add_saver(body: Body, meta: Any, variables: Sequence[GraphVariable]) -> None:
    """Put a saver in, and name it in the meta graph.

    Args:
        body: gets its ops, after all others.
        meta: gets its SaverDef; edited.
        variables: that it saves and restores.
    """
    saver = saver_pb2.SaverDef(max_to_keep=5, keep_checkpoint_every_n_hours=10000.0)
    if meta.HasField("saver_def"):  # how many checkpoints it keeps is the person's choice
        saver.max_to_keep = meta.saver_def.max_to_keep
        saver.keep_checkpoint_every_n_hours = meta.saver_def.keep_checkpoint_every_n_hours
    saver.version = saver_pb2.SaverDef.V2
    scope = free_scope(body, "save")
    file_name = f"{scope}/Const"
    body.add(strings(f"{scope}/filename/input", ["model"], scalar=True))
    for name, source in ((f"{scope}/filename", f"{scope}/filename/input"), (file_name, f"{scope}/filename")):
        body.add(make(name, "PlaceholderWithDefault", [source], dtype=STRING))
        body.nodes[name].attr["shape"].shape.SetInParent()
    saver.filename_tensor_name = f"{file_name}:0"
    saver.save_tensor_name = f"{_add_save(body, scope, file_name, variables)}:0"
    saver.restore_op_name = _add_restore(body, scope, file_name, variables)
    meta.saver_def.CopyFrom(saver)
    _list_saver(body, meta, saver)


def _add_save(body: Body, scope: str, file_name: str, variables: Sequence[GraphVariable]) -> str:
    once = list({(variable.key, variable.spec): variable for variable in reversed(variables)}.values())[::-1]
    inputs = []
    for number, variable in enumerate(once):
        source = variable.node
        if variable.handle:
            source = f"{scope}/Read_{number}/ReadVariableOp"
            body.add(make(source, "ReadVariableOp", [variable.node], dtype=variable.dtype))
        inputs.append(source)
    names, specs = f"{scope}/SaveV2/tensor_names", f"{scope}/SaveV2/shape_and_slices"
    body.add(strings(names, [variable.key for variable in once]))
    body.add(strings(specs, [variable.spec for variable in once]))
    save = make(f"{scope}/SaveV2", "SaveV2", [file_name, names, specs, *inputs])
    save.attr["dtypes"].list.type.extend(variable.dtype for variable in once)
    body.add(save)
    done = make(f"{scope}/control_dependency", "Identity", [file_name, f"^{save.name}"], T=STRING)
    done.attr["_class"].list.s.append(f"loc:@{file_name}".encode())
    body.add(done)
    return str(done.name)


def _add_restore(body: Body, scope: str, file_name: str, variables: Sequence[GraphVariable]) -> str:
    places = {(variable.key, variable.spec): variable.dtype for variable in variables}
    names, specs = f"{scope}/RestoreV2/tensor_names", f"{scope}/RestoreV2/shape_and_slices"
    body.add(strings(names, [key for key, _ in places], device=_CPU))
    body.add(strings(specs, [spec for _, spec in places], device=_CPU))
    restore = make(f"{scope}/RestoreV2", "RestoreV2", [file_name, names, specs], device=_CPU)
    restore.attr["dtypes"].list.type.extend(places.values())
    body.add(restore)
    number_of = {place: number for number, place in enumerate(places)}
    assigns = []
    for count, variable in enumerate(variables):
        number = number_of[variable.key, variable.spec]
        value = f"{restore.name}:{number}" if number else restore.name
        name = f"{scope}/Assign_{count}" if count else f"{scope}/Assign"
        if variable.handle:
            node = make(name, "AssignVariableOp", [variable.node, value], dtype=variable.dtype)
        else:
            node = make(name, "Assign", [variable.node, value], T=variable.dtype)
            node.attr["use_locking"].b = True
            node.attr["validate_shape"].b = True
            node.attr["_class"].list.s.append(f"loc:@{variable.node}".encode())
        body.add(node)
        assigns.append(f"^{name}")
    body.add(make(f"{scope}/restore_all", "NoOp", assigns))
    return f"{scope}/restore_all"


def _list_saver(body: Body, meta: Any, saver: Any) -> None:
    """The collection of savers names only those that are in the graph."""
    if SAVERS not in meta.collection_def:
        return
    kept = []
    for data in meta.collection_def[SAVERS].bytes_list.value:
        try:
            listed = saver_pb2.SaverDef.FromString(data)
        except DecodeError:
            continue
        if listed.restore_op_name in body.nodes:
            kept.append(data)
    del meta.collection_def[SAVERS]
    meta.collection_def[SAVERS].bytes_list.value.extend([saver.SerializeToString(deterministic=True), *kept])
