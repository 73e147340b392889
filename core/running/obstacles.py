"""What keeps a graph from running, where the file shows it: said before TensorFlow is even asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from core.errors import Text
from core.freezing.cuts import FEEDERS
from core.freezing.known_ops import known_ops
from core.freezing.tables import FILLS, LOOKUPS, TABLES, assets_of
from core.running.plan import RunPlan, tensor_target

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model

_BRINGS = re.compile(r"QueueEnqueue(Many)?(V2)?|Stage|(Ordered)?MapStage")
_PYTHON = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})
_SELF_STARTING = frozenset({"OneShotIterator"})


def own_asset_readers(model: Model, nodes: Sequence[Any], functions: Sequence[Any]) -> set[str]:
    """Ops that read the model's own assets, which is no reaching outside: by name, a function's as `function/node`."""
    assets = {tensor.partition(":")[0] for tensor in assets_of(model)}
    if not assets:
        return set()
    own = {node.name for node in nodes if FILLS.fullmatch(node.op) and len(node.input) > 1
           and node.input[1].partition(":")[0] in assets}  # fmt: skip
    for function in functions:
        arguments = {argument.name for argument in function.signature.input_arg}
        own |= {f"{function.signature.name}/{node.name}" for node in function.node_def
                if FILLS.fullmatch(node.op) and len(node.input) > 1 and node.input[1] in arguments}  # fmt: skip
    return own


def unknown_ops(graph: OpGraph, nodes: Iterable[Any], functions: Iterable[Any]) -> dict[str, str]:
    """Op types that TensorFlow doesn't have, and the first node of each (a function's as `function/node`)."""
    seen: dict[str, str] = {}
    for node in nodes:
        if node.op not in known_ops() and node.op not in graph.functions:
            seen.setdefault(node.op, node.name)
    for function in functions:
        for node in function.node_def:
            if node.op not in known_ops() and node.op not in graph.functions:
                seen.setdefault(node.op, f"{function.signature.name}/{node.name}")
    return seen


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
    for op, name in unknown_ops(graph, nodes, functions).items():
        plan.note("error", Text("{node}: the op {op} is not part of TensorFlow.", node=name, op=op), name,
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
    filled = {node.input[0].partition(":")[0] for node in nodes if FILLS.fullmatch(node.op) and node.input}
    if model.format == "saved-model" and plan.initialisers:
        return
    for node in nodes:
        if not LOOKUPS.fullmatch(node.op) or not node.input:
            continue
        table = by_name.get(node.input[0].partition(":")[0])
        if table is not None and TABLES.fullmatch(table.op) and table.name not in filled:
            plan.note("warning", Text("{node} looks into the table {table}, which nothing fills.", node=node.name,
                                      table=table.name), node.name, Text("Feed what the lookup gives."))  # fmt: skip
