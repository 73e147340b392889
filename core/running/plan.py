"""What a run needs: the part of the graph between feeds and fetches, its variables, and what stands in the way.

No TensorFlow, and no values read. What TensorFlow's session would prune is pruned here, tensor by tensor, so that
nothing upstream of a feed is imported, restored or run: an op that this TensorFlow doesn't have matters only where it
would run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import CryographError, Text, UsageError, counted
from core.formats.dtypes import dtype_of, type_of
from core.freezing.body import Body, colocations, drop_colocations
from core.freezing.cuts import dtype_of_output, placeholder
from core.freezing.findings import Finding
from core.freezing.frozen import PlannedGraph
from core.freezing.functions import called_functions, whole_functions
from core.freezing.names import Output, nearest, parse_outputs, signature_ends
from core.freezing.newer import drop_new_defaults
from core.freezing.original import slice_spec
from core.freezing.tables import table_initialisers
from core.freezing.values import Content
from core.running.feeds import FeedTarget, fit
from core.running.images import shape_words
from core.running.risks import Risk, find_risks
from core.variables.binding import VARIABLE_OPS

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model

Array = np.ndarray[Any, np.dtype[Any]]
PLACEHOLDERS = frozenset({"Placeholder", "PlaceholderV2"})
_HANDLES = frozenset({20, 21})


@dataclass(slots=True)
class RunPlan:
    """What a run would do.

    Attributes:
        findings: what to know before it runs; one of severity error is in the way.
        feeds: (tensor in `graph`, value).
        fetches: (name as reported, tensor in `graph`).
        missing: placeholders that the fetches need and nobody feeds.
        graph: what is imported in the worker.
        restored: the variables that are restored.
        initialisers: ops that fill tables, run once before.
        assets: {tensor: path} fed to these.
        risks: ops that reach outside.
        error: what is in the way, to be raised.
    """

    findings: list[Finding] = field(default_factory=list)
    feeds: list[tuple[str, Array]] = field(default_factory=list)
    fetches: list[tuple[str, str]] = field(default_factory=list)
    missing: list[FeedTarget] = field(default_factory=list)
    graph: PlannedGraph | None = None
    restored: list[Content] = field(default_factory=list)
    initialisers: list[str] = field(default_factory=list)
    assets: dict[str, str] = field(default_factory=dict)
    risks: list[Risk] = field(default_factory=list)
    error: CryographError | None = None

    def note(self, severity: Any, what: Text, where: str = "", remedy: Text | None = None) -> None:
        """Add a finding; the first of severity error is what is raised."""
        self.findings.append(Finding(severity, what, where, remedy))
        if severity == "error" and self.error is None:
            self.error = UsageError(what, remedy)


def default_fetches(
    model: Model, signature: str | None = None, suggestions: Sequence[str] | None = None
) -> list[Output]:
    """What a run fetches when nothing is named: the signature's outputs, else the likeliest output.

    Args:
        model: as opened.
        signature: one of its signatures.
        suggestions: names of outputs, the likeliest first, where they are known already.

    Raises:
        UsageError: nothing suggests itself.
    """
    graph = graph_of(model)
    if signature or (model.format == "saved-model" and model.signatures):
        return signature_ends(graph, model.signatures, signature).outputs
    from core.graph.outputs import suggest_outputs  # only where nothing is named

    if suggestions is None:
        suggestions = [each.name for each in suggest_outputs(graph, signatures=model.signatures, limit=1)]
    if not suggestions:
        raise UsageError(Text("No output suggests itself."), Text("Name one: --fetch NAME."))
    return [Output(suggestions[0], suggestions[0])]


def named_fetches(model: Model, names: Sequence[str], signature: str | None = None) -> list[Output]:
    """Outputs by name: an op, a tensor, a key of the signature.

    Raises:
        UsageError: there is no such name; suggests the nearest.
    """
    graph = graph_of(model)
    keys = _keys(model, signature, outputs=True)
    result = []
    for name in dict.fromkeys(each.strip() for each in names):
        if name in keys:
            node, _, number = keys[name][0].partition(":")
            result.append(Output(name, node, int(number) if number.isdecimal() else 0, name))
        else:
            found = parse_outputs(graph, [name])[0]
            result.append(Output(name, found.node, found.output))
    return result


def feed_target(model: Model, name: str, signature: str | None = None) -> FeedTarget:
    """What a name to feed stands for: a placeholder, a tensor, a key of the signature.

    Raises:
        UsageError: there is no such name; suggests the nearest.
    """
    graph = graph_of(model)
    keys = _keys(model, signature, outputs=False)
    if name in keys:
        tensor, dtype, shape = keys[name]
        return FeedTarget(name, tensor if ":" in tensor else f"{tensor}:0", dtype, shape)
    node, _, number = name.partition(":")
    if node not in graph:
        raise UsageError(Text("There is no tensor {name} to feed.", name=name), nearest(graph, node))
    return tensor_target(graph, node, int(number) if number.isdecimal() else 0, name)


def signature_feeds(model: Model, signature: str | None = None) -> list[FeedTarget]:
    """The inputs of a signature, or of the graph where there is none: a row of a form for each."""
    keys = _keys(model, signature, outputs=False)
    if keys:
        return [feed_target(model, key, signature) for key in keys]
    from core.graph.outputs import find_inputs  # only for a form

    graph = graph_of(model)
    return [tensor_target(graph, found.name, 0, found.name) for found in find_inputs(graph)]


def graph_of(model: Model) -> OpGraph:
    """The graph.

    Raises:
        UsageError: there is none.
    """
    if model.graph is None:
        raise UsageError(
            Text("There is no graph to run: these files hold values only."),
            Text("Put the .meta file (or graph.pbtxt) that was saved with the checkpoint beside it."),
        )
    return model.graph


def plan_run(
    model: Model,
    feeds: Mapping[str, Array],
    fetches: Sequence[Output],
    *,
    signature: str | None = None,
    has_libraries: bool = False,
) -> RunPlan:
    """Plan one run.

    Args:
        model: as opened.
        feeds: values by name; each is checked against its tensor's dtype and shape.
        fetches: what is wanted.
        signature: whose keys names may be.
        has_libraries: whether ops that TensorFlow doesn't have come from a library.

    Raises:
        UsageError: a name doesn't exist, or a value doesn't fit.
    """
    from core.running import obstacles  # its tables of ops are only needed here

    graph = graph_of(model)
    plan = RunPlan()
    everything: dict[str, Any] = {}
    for node in graph.nodes:
        everything.setdefault(node.name, node.proto)  # the first of a name counts
    fed: dict[tuple[str, int], Array] = {}
    for name, value in feeds.items():
        target = feed_target(model, name, signature)
        source, _, place = target.tensor.partition(":")
        fed[source, int(place or 0)] = fit(value, target)
    reached = _Reach(everything, set(fed))
    for output in fetches:
        reached.walk(output.node, output.output)
    plan.initialisers, plan.assets = table_initialisers(model, graph, reached.names)
    for name in plan.initialisers:
        reached.walk(name, 0)
    if reached.absent:
        absent, reader = next(iter(reached.absent.items()))
        text = Text("{reader} reads {name}, which is not in the graph.", reader=reader, name=absent)
        plan.note("error", text, reader)
        return plan
    body = Body(node for name, node in everything.items() if name in reached.names)
    stand_ins = _cut(body, graph, reached.used, fed)
    drop_colocations(
        body, {each for node in body.nodes.values() for each in colocations(node) if each not in body.nodes}
    )
    drop_new_defaults(body, model.meta)
    nodes = list(body.nodes.values())
    library = whole_functions(graph)
    called = called_functions(nodes, graph.functions)
    functions = [function for function in library.function if function.signature.name in called]
    contents = {
        name: Content(name, source.dtype, source.shape, source)
        for name, source in graph.tensors.items()
        if name in reached.names
    }
    plan.graph = PlannedGraph(nodes, contents, functions, [], graph.versions)
    plan.feeds = [(stand_ins[key], value) for key, value in fed.items() if key in stand_ins]
    for source, output_number in sorted(fed.keys() - reached.used):
        plan.note("warning", Text("Nothing that is fetched needs {name}.", name=f"{source}:{output_number}"), source)
    for output in fetches:
        plan.fetches.append((output.name, stand_ins.get((output.node, output.output),
                                                        f"{output.node}:{output.output}")))  # fmt: skip
        _check_fetch(plan, graph, output)
    fed_names = {tensor.partition(":")[0] for tensor in stand_ins.values()}
    for node in nodes:
        if node.op in PLACEHOLDERS and node.name not in fed_names and f"{node.name}:0" not in plan.assets:
            _missing(plan, model, graph, node.name, signature)
    _variables(plan, model, nodes)
    obstacles.find_obstacles(plan, model, graph, nodes, functions, has_libraries=has_libraries)
    own = obstacles.own_asset_readers(model, nodes, functions)
    plan.risks = find_risks(nodes, functions, own_files=own)
    return plan


class _Reach:
    """Which nodes have to run, and which fed tensors are read."""

    def __init__(self, nodes: Mapping[str, Any], fed: set[tuple[str, int]]) -> None:
        self._nodes = nodes
        self._fed = fed
        self._fed_of = dict(sorted(fed, reverse=True))
        self.names: set[str] = set()
        self.used: set[tuple[str, int]] = set()
        self.absent: dict[str, str] = {}

    def walk(self, name: str, output: int) -> None:
        """Everything that one tensor needs."""
        waiting = [(name, output, name)]
        while waiting:
            node_name, number, reader = waiting.pop()
            if number < 0 and node_name in self._fed_of:
                number = self._fed_of[node_name]  # who waits for a fed op, waits for its value
            if (node_name, number) in self._fed:
                self.used.add((node_name, number))
                continue
            if node_name in self.names:
                continue
            node = self._nodes.get(node_name)
            if node is None:
                self.absent.setdefault(node_name, reader)
                continue
            self.names.add(node_name)
            for text in node.input:
                source, _, index = text.removeprefix("^").partition(":")
                place = -1 if text.startswith("^") else int(index) if index.isdecimal() else 0
                waiting.append((source, place, node_name))


def _cut(
    body: Body, graph: OpGraph, used: set[tuple[str, int]], fed: Mapping[tuple[str, int], Array]
) -> dict[tuple[str, int], str]:
    """Placeholders for fed tensors, which their readers then read; gives the name of each."""
    stand_ins: dict[tuple[str, int], str] = {}
    renamed: dict[tuple[str, int], str] = {}
    controls: dict[str, str] = {}
    for key in sorted(used):
        name, output = key
        node = graph.node(name)
        if node.op in PLACEHOLDERS:
            if name not in body.nodes:
                body.add(node.proto)
            stand_ins[key] = f"{name}:0"
            continue
        dtype = dtype_of_output(node.proto, output)
        if dtype is None or dtype in _HANDLES:
            dtype = _enum_of(fed[key])
        new = body.unused_name(name if output == 0 else f"{name}_{output}")
        body.add(placeholder(new, dtype, None))
        stand_ins[key] = f"{new}:0"
        renamed[key] = new
        if name not in body.nodes or new == name:
            controls[name] = new
    for node in list(body.nodes.values()) if renamed else []:
        inputs = [_renamed(text, renamed, controls) for text in node.input]
        if inputs != list(node.input):
            body.edit(node.name).input[:] = inputs
    return stand_ins


def _renamed(text: str, renamed: Mapping[tuple[str, int], str], controls: Mapping[str, str]) -> str:
    if text.startswith("^"):
        return "^" + controls.get(text[1:], text[1:])
    name, _, number = text.partition(":")
    return renamed.get((name, int(number) if number.isdecimal() else 0), text)


def _enum_of(value: Array) -> int:
    from core.formats.dtypes import dtype_named

    return dtype_named("string" if value.dtype.kind in "OSU" else value.dtype.name).enum


def tensor_target(graph: OpGraph, node_name: str, output: int, name: str) -> FeedTarget:
    """A tensor of the graph as something to feed, as far as the file tells its dtype and shape."""
    from core.graph.inference import ShapeFinder

    node = graph.node(node_name)
    enum = dtype_of_output(node.proto, output)
    return FeedTarget(name, f"{node_name}:{output}", dtype_of(enum) if enum is not None else None,
                      ShapeFinder(graph).shape(node_name, output))  # fmt: skip


def _keys(model: Model, signature: str | None, *, outputs: bool) -> Mapping[str, Any]:
    """The keys of a signature: the one named, or the usual one."""
    by_name = {each.name: each for each in model.signatures}
    if signature is not None and signature not in by_name:
        raise UsageError(
            Text("There is no signature {name}.", name=signature),
            Text("There are: {names}.", names=", ".join(by_name) or "none"),
        )
    usual = [each for each in by_name if not each.startswith("__")]
    chosen = signature or ("serving_default" if "serving_default" in by_name else usual[0] if len(usual) == 1 else "")
    found = by_name.get(chosen)
    return {} if found is None else found.outputs if outputs else found.inputs


def _missing(plan: RunPlan, model: Model, graph: OpGraph, node: str, signature: str | None) -> None:
    keys = _keys(model, signature, outputs=False)
    key = next((key for key, (tensor, _, _) in keys.items() if tensor.partition(":")[0] == node), node)
    target = feed_target(model, key, signature) if key in keys else tensor_target(graph, node, 0, node)
    plan.missing.append(target)
    plan.note("error", Text("{name} needs a value: {dtype}, {shape}.", name=key,
                            dtype=target.dtype.name if target.dtype else "?", shape=shape_words(target.shape)),
              node, Text("Give one: --feed {name}=VALUE.", name=key))  # fmt: skip


def _check_fetch(plan: RunPlan, graph: OpGraph, output: Output) -> None:
    enum = dtype_of_output(graph.node(output.node).proto, output.output)
    node = graph.node(output.node)
    if enum in _HANDLES or node.op == "VarHandleOp":
        plan.note("error", Text("{name} is a handle, which has no values to show.", name=output.name), output.node,
                  Text("Fetch what is read from it."))  # fmt: skip


def _variables(plan: RunPlan, model: Model, nodes: Sequence[Any]) -> None:
    """What each variable is restored from; the missing ones are findings."""
    readers: dict[str, set[str]] = {}
    for node in nodes:
        for place, text in enumerate(node.input):
            if not text.startswith("^"):
                only_written = place == 0 and node.op in ("Assign", "AssignVariableOp", "VarIsInitializedOp",
                                                          "IsVariableInitialized")  # fmt: skip
                readers.setdefault(text.partition(":")[0], set()).add("" if only_written else node.name)
    fetched = {tensor.partition(":")[0] for _, tensor in plan.fetches}
    missing = []
    for node in nodes:
        if node.op not in VARIABLE_OPS:
            continue
        bound = model.binding.by_node.get(node.name) if model.checkpoint is not None else None
        if bound is None:
            if node.name in fetched or readers.get(node.name, set()) - {""}:
                missing.append(node.name)
            continue
        variable = model.variable_of_node(node.name)
        assert variable is not None
        dtype = type_of(node)
        source = variable.source
        if source.dtype.enum != dtype.enum:
            plan.note("error", Text("{name} is {told} in the graph and {stored} in the checkpoint.", name=node.name,
                                    told=dtype.name, stored=source.dtype.name), node.name,
                      Text("The graph and the checkpoint are of different models."))  # fmt: skip
        plan.restored.append(Content(node.name, dtype, source.shape, source, bound.key, slice_spec(bound)))
    if missing:
        names = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")
        remedy = Text("Fetch something before the training ops, feed them, or choose another step of the checkpoint.")
        if model.checkpoint is None:
            text = counted(
                len(missing),
                Text("One variable has no value: there is no checkpoint with this graph."),
                Text("{count} variables have no values: there is no checkpoint with this graph.", count=len(missing)),
            )
            remedy = Text("Open the checkpoint that was saved with it.")
        else:
            text = counted(
                len(missing),
                Text("The checkpoint lacks a variable that is needed: {names}.", names=names),
                Text(
                    "The checkpoint lacks {count} variables that are needed: {names}.", count=len(missing), names=names
                ),
            )
        plan.note("error", text, missing[0], remedy)
