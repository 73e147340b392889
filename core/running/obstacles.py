"""What keeps a graph from running, where the file shows it: said before TensorFlow is even asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto.meta_graph_pb2 import AssetFileDef

from core.errors import Text
from core.freezing.cuts import FEEDERS
from core.freezing.known_ops import known_ops
from core.running.plan import RunPlan, asset_path, tensor_target

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model

_TABLES = re.compile(r"(Anonymous)?(Mutable)?(Dense)?HashTable(OfTensors)?(V2)?")
_FILLS = re.compile(r"InitializeTable(FromTextFile)?(V2)?|LookupTableImport(V2)?")
_RESTORES = re.compile(r"Restore(V2|Slice)?")
_LOOKUPS = re.compile(r"LookupTable(Find|Size|Export)(V2)?")
_BRINGS = re.compile(r"QueueEnqueue(Many)?(V2)?|Stage|(Ordered)?MapStage")
_PYTHON = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})
_SELF_STARTING = frozenset({"OneShotIterator"})
_MAIN_OPS = ("saved_model_main_op", "legacy_init_op")
_ASSETS = "saved_model_assets"
_INIT = "__saved_model_init_op"


def table_initialisers(model: Model, graph: OpGraph, names: Collection[str]) -> tuple[list[str], dict[str, str]]:
    """The ops that fill the tables among these nodes, and the assets that are fed to them.

    A SavedModel names one op for all (as TensorFlow's own loader takes it); elsewhere it is each table's own.
    """
    tables = {name for name in names if name in graph and _TABLES.fullmatch(graph.node(name).op)}
    if not tables:
        return [], {}
    if model.format == "saved-model" and model.meta is not None:
        name = _init_op(model.meta)
        if name and name in graph:
            return [name], _assets(model)
    return [
        node.name for node in graph.nodes
        if _FILLS.fullmatch(node.op) and node.inputs and node.inputs[0].partition(":")[0] in tables
        and not _restores(graph, node.inputs)
    ], {}  # fmt: skip


def _restores(graph: OpGraph, inputs: Sequence[str]) -> bool:
    """Whether a table is filled from a checkpoint, which its importer names as whoever saved it had it."""
    sources = [text.removeprefix("^").partition(":")[0] for text in inputs[1:]]
    return any(name in graph and _RESTORES.fullmatch(graph.node(name).op) for name in sources)


def own_asset_readers(model: Model, nodes: Sequence[Any], functions: Sequence[Any]) -> set[str]:
    """Ops that read the model's own assets, which is no reaching outside: by name, a function's as `function/node`."""
    assets = {tensor.partition(":")[0] for tensor in _assets(model)}
    if not assets:
        return set()
    own = {node.name for node in nodes if _FILLS.fullmatch(node.op) and len(node.input) > 1
           and node.input[1].partition(":")[0] in assets}  # fmt: skip
    for function in functions:
        arguments = {argument.name for argument in function.signature.input_arg}
        own |= {f"{function.signature.name}/{node.name}" for node in function.node_def
                if _FILLS.fullmatch(node.op) and len(node.input) > 1 and node.input[1] in arguments}  # fmt: skip
    return own


def find_obstacles(
    plan: RunPlan, model: Model, graph: OpGraph, nodes: Sequence[Any], functions: Sequence[Any], *, has_libraries: bool
) -> None:
    """Ops that nobody has, Python that isn't there, data that nobody brings, tables that nobody fills."""
    _unknown(plan, graph, nodes, functions, has_libraries=has_libraries)
    _python(plan, nodes, functions)
    _feeders(plan, graph, nodes)
    _tables(plan, model, nodes)


def _unknown(
    plan: RunPlan, graph: OpGraph, nodes: Sequence[Any], functions: Sequence[Any], *, has_libraries: bool
) -> None:
    if has_libraries:
        return
    seen: dict[str, str] = {}
    for node in nodes:
        if node.op not in known_ops() and node.op not in graph.functions:
            seen.setdefault(node.op, node.name)
    for function in functions:
        for node in function.node_def:
            if node.op not in known_ops() and node.op not in graph.functions:
                seen.setdefault(node.op, f"{function.signature.name}/{node.name}")
    for op, name in seen.items():
        plan.note("error", Text("{node} is a {op}, which is not part of TensorFlow.", node=name, op=op), name,
                  Text("Load the library that has it (--op-library FILE.so), or feed what it gives."))  # fmt: skip


def _python(plan: RunPlan, nodes: Sequence[Any], functions: Sequence[Any]) -> None:
    names = [node.name for node in nodes if node.op in _PYTHON]
    names += [f"{each.signature.name}/{node.name}" for each in functions for node in each.node_def
              if node.op in _PYTHON]  # fmt: skip
    for name in names[:3]:
        text = Text("{node} calls a Python function that exists only in the program that made the graph.", node=name)
        plan.note("error", text, name, Text("Feed what it gives: --feed {node}:0=VALUE.", node=name))


def _feeders(plan: RunPlan, graph: OpGraph, nodes: Sequence[Any]) -> None:
    """Queues and iterators: they wait for data, and a single run brings none but the feeds."""
    by_name = {node.name: node for node in nodes}
    filled = {node.input[0].partition(":")[0] for node in nodes if node.input and _BRINGS.fullmatch(node.op)}
    made = {node.input[1].partition(":")[0] for node in nodes if node.op == "MakeIterator" and len(node.input) > 1}
    for node in nodes:
        if not FEEDERS.fullmatch(node.op) or node.op == "DatasetToSingleElement":
            continue
        source = node.input[0].partition(":")[0] if node.input else ""
        holder = by_name.get(source)
        if source in filled or source in made or (holder is not None and holder.op in _SELF_STARTING):
            continue
        if node.op.startswith("Iterator"):
            what = Text("{node} ({op}) takes from an iterator that nobody has started.", node=node.name, op=node.op)
        else:
            what = Text("{node} ({op}) waits for data that nobody brings.", node=node.name, op=node.op)
        read = sorted(_outputs_read(plan, node.name, nodes)) or [0]
        plan.missing += [tensor_target(graph, node.name, output, f"{node.name}:{output}") for output in read]
        feeds = " ".join(f"--feed {node.name}:{output}=VALUE" for output in read)
        plan.note("error", what, node.name, Text("Feed what it gives: {feeds}.", feeds=feeds))


def _outputs_read(plan: RunPlan, name: str, nodes: Sequence[Any]) -> set[int]:
    texts = [text for node in nodes for text in node.input] + [tensor for _, tensor in plan.fetches]
    found = set()
    for text in texts:
        source, _, number = text.partition(":")
        if source == name:
            found.add(int(number) if number.isdecimal() else 0)
    return found


def _tables(plan: RunPlan, model: Model, nodes: Sequence[Any]) -> None:
    """Lookups in a table that nothing fills."""
    by_name = {node.name: node for node in nodes}
    filled = {node.input[0].partition(":")[0] for node in nodes if _FILLS.fullmatch(node.op) and node.input}
    if model.format == "saved-model" and plan.initialisers:
        return
    for node in nodes:
        if not _LOOKUPS.fullmatch(node.op) or not node.input:
            continue
        table = by_name.get(node.input[0].partition(":")[0])
        if table is not None and _TABLES.fullmatch(table.op) and table.name not in filled:
            plan.note("warning", Text("{node} looks into the table {table}, which nothing fills.", node=node.name,
                                      table=table.name), node.name, Text("Feed what the lookup gives."))  # fmt: skip


def _init_op(meta: Any) -> str:
    if _INIT in meta.signature_def:
        return str(meta.signature_def[_INIT].outputs[_INIT].name).partition(":")[0]
    for key in _MAIN_OPS:
        if key in meta.collection_def and meta.collection_def[key].node_list.value:
            return str(meta.collection_def[key].node_list.value[0]).partition(":")[0]
    return ""


def _assets(model: Model) -> dict[str, str]:
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
