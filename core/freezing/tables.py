"""Lookup tables: what fills them, and which of that can stay in a frozen graph.

A table is no constant: it is empty until its initialiser has run. An initialiser that needs nothing but constants is
kept with the graph, so that the result works once that op was run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto.meta_graph_pb2 import AssetFileDef

from core.freezing.cuts import FEEDERS
from core.freezing.functions import called_functions
from core.freezing.known_ops import known_ops
from core.freezing.prune import reach

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model

TABLES = re.compile(r"(Anonymous)?(Mutable)?(Dense)?HashTable(OfTensors)?(V2)?")
LOOKUPS = re.compile(r"LookupTable(Find|Size|Export)(V2)?")
FILLS = re.compile(r"InitializeTable(FromTextFile)?(V2)?|LookupTableImport(V2)?")
_RESTORES = re.compile(r"Restore(V2|Slice)?")
_NEEDS_MORE = re.compile(
    r"Variable(V2)?|VarHandleOp|ReadVariableOp|(Assign|Resource|Ref).*|.*TextFile.*|Placeholder.*|(Eager)?PyFunc.*"
    r"|Restore.*|Save.*|Read.*|.*Iterator.*|.*Queue.*"
)
_MAIN_OPS = ("saved_model_main_op", "legacy_init_op")
_ASSETS = "saved_model_assets"
_INIT = "__saved_model_init_op"


def table_initialisers(model: Model, graph: OpGraph, names: Collection[str]) -> tuple[list[str], dict[str, str]]:
    """The ops that fill the tables among these nodes, and the assets that are fed to them.

    A SavedModel names one op for all (as TensorFlow's own loader takes it); elsewhere it is each table's own.
    """
    tables = _tables_among(graph, names)
    if not tables:
        return [], {}
    name = init_op(model)
    if name and name in graph:
        return [name], assets_of(model)
    return _own_initialisers(graph, tables), {}


def initialisers_to_keep(
    model: Model, graph: OpGraph, everything: Mapping[str, Any], names: Collection[str]
) -> list[str]:
    """The ops that fill the tables among these nodes out of constants alone; none of a table that needs more.

    Args:
        model: the open model.
        graph: its graph.
        everything: NodeDef by name.
        names: the nodes that the outputs need.
    """
    tables = _tables_among(graph, names)
    if not tables:
        return []
    whole = init_op(model)
    if whole and whole in everything and _stands_alone(graph, everything, whole):
        return [whole]
    return [name for name in _own_initialisers(graph, tables) if _stands_alone(graph, everything, name)]


def asset_path(model: Model, filename: str) -> Path | None:
    """Where an asset of a SavedModel is; None for a name that leads out of its folder."""
    folder = (model.folder / "assets").resolve()
    path = (folder / filename).resolve()
    return path if path.is_relative_to(folder) else None


def assets_of(model: Model) -> dict[str, str]:
    """{tensor: path}. The messages are in a field of the meta graph, or packed in a collection, as in TensorFlow 1."""
    if model.format != "saved-model" or model.meta is None:
        return {}
    found = {}
    infos = list(model.meta.asset_file_def)
    if _ASSETS in model.meta.collection_def:
        packed = model.meta.collection_def[_ASSETS].any_list.value
        infos += [AssetFileDef.FromString(each.value) for each in packed if each.type_url.endswith("AssetFileDef")]
    for info in infos:
        path = asset_path(model, info.filename)
        if path is not None:
            found[info.tensor_info.name] = str(path)
    return found


def _tables_among(graph: OpGraph, names: Collection[str]) -> set[str]:
    return {name for name in names if name in graph and TABLES.fullmatch(graph.node(name).op)}


def _own_initialisers(graph: OpGraph, tables: Collection[str]) -> list[str]:
    return [
        node.name for node in graph.nodes
        if FILLS.fullmatch(node.op) and node.inputs and node.inputs[0].partition(":")[0] in tables
        and not _restores(graph, node.inputs)
    ]  # fmt: skip


def _restores(graph: OpGraph, inputs: Sequence[str]) -> bool:
    """Whether a table is filled from a checkpoint, which its importer names as whoever saved it had it."""
    sources = [text.removeprefix("^").partition(":")[0] for text in inputs[1:]]
    return any(name in graph and _RESTORES.fullmatch(graph.node(name).op) for name in sources)


def init_op(model: Model) -> str:
    """The op that a SavedModel names for what is to be run once; empty if it names none."""
    if model.format != "saved-model" or model.meta is None:
        return ""
    if _INIT in model.meta.signature_def:
        return str(model.meta.signature_def[_INIT].outputs[_INIT].name).partition(":")[0]
    for key in _MAIN_OPS:
        if key in model.meta.collection_def and model.meta.collection_def[key].node_list.value:
            return str(model.meta.collection_def[key].node_list.value[0]).partition(":")[0]
    return ""


def _stands_alone(graph: OpGraph, everything: Mapping[str, Any], name: str) -> bool:
    """Whether an op and all that it needs are made of constants, tables, and ops that TensorFlow has."""
    found = reach(everything, [name])
    if found.absent:
        return False
    nodes = [everything[each] for each in found.names]
    functions = {each.signature.name: each for each in graph.library.function}
    called = called_functions(nodes, list(functions.values()))
    nodes += [node for each in called for node in functions[each].node_def]
    return not any(
        _NEEDS_MORE.fullmatch(node.op) or FEEDERS.fullmatch(node.op)
        or not (node.op in known_ops() or node.op in functions)
        for node in nodes
    )  # fmt: skip
