"""Makes the plan: outputs, pruning, cuts, rewriting, repairs, and what to say about each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto import node_def_pb2

from core import limits
from core.errors import FreezeError, Text, counted
from core.formats.dtypes import type_of
from core.freezing import remarks
from core.freezing.apart import take_apart
from core.freezing.body import Body, colocations, drop_colocations
from core.freezing.cuts import FEEDERS, CutTensor, asked_cuts, cut, dtype_of_output
from core.freezing.findings import Finding
from core.freezing.frozen import PlannedGraph, Rewritten
from core.freezing.functions import Library, whole_functions
from core.freezing.inline import CALLS, inline_calls
from core.freezing.names import Ends, Output, parse_outputs, signature_ends
from core.freezing.newer import drop_new_defaults
from core.freezing.options import FreezeOptions
from core.freezing.original import all_nodes, average_key, original_graph, own_saver, slice_spec, with_tags
from core.freezing.prune import Reach, needed_by, reach
from core.freezing.rewrite import VARIABLES, Rewriter
from core.freezing.tables import initialisers_to_keep, table_initialisers
from core.freezing.updates import drop_updates
from core.freezing.values import Content, Value
from core.freezing.writer import NoSink

if TYPE_CHECKING:
    from core.freezing.plan import Plan
    from core.graph.op_graph import OpGraph
    from core.model import Model

_REFERENCES = frozenset({"Variable", "VariableV2"})


class Planner:
    """One planning.

    Args:
        model: as opened.
        options: how.
        plan: filled in.
    """

    def __init__(self, model: Model, options: FreezeOptions, plan: Plan) -> None:
        self.model = model
        self.options = options
        self.plan = plan
        self.strict = options.as_tensorflow

    def run(self) -> None:
        """Plan.

        Raises:
            CryographError: something stands in the way so early that nothing more can be said.
        """
        self.model = with_tags(self.model, self.options.tags)
        graph = self._graph()
        self.plan.nodes_before = len(graph)
        ends = self._ends(graph)
        outputs = ends.outputs
        names = [output.node for output in outputs]
        asked = asked_cuts(graph, self.options.inputs)
        everything = all_nodes(graph)
        feeders = () if self.strict else {node.name for node in graph.nodes if FEEDERS.fullmatch(node.op)}
        found = reach(everything, names, {*asked, *feeders})
        # TensorFlow leaves out what fills a table, and its result looks into an empty one.
        kept = [] if self.strict else initialisers_to_keep(self.model, graph, everything, found.names)
        roots = list(dict.fromkeys([*names, *kept]))
        if kept:
            found = reach(everything, roots, {*asked, *feeders})
        fills = kept or [name for name in table_initialisers(self.model, graph, found.names)[0] if name in found.names]
        if found.absent:
            name, reader = next(iter(found.absent.items()))
            raise FreezeError(Text("{reader} reads {name}, which is not in the graph.", reader=reader, name=name))
        body = Body(node for name, node in everything.items() if name in found.names)
        cuts = self._cut(body, graph, found, asked)
        self._drop_absent_classes(body)
        self._drop_new_defaults(body)
        contents = self._constants(graph, body)
        variables = self._variables(body, names, everything, {*asked, *feeders})
        restored = list(variables.values())
        functions = whole_functions(graph)
        saver = None if self.options.ema else own_saver(self.model, everything)
        original = original_graph(graph, functions, everything, [*roots, *([saver[0]] if saver else [])])
        library = Library(functions, as_tensorflow=self.strict)
        rewriter = Rewriter(library, as_tensorflow=self.strict)
        rewriter.has_frames = any(node.op in ("Enter", "RefEnter") for node in body.nodes.values())
        self._convert(body, rewriter, variables)
        drop_updates(rewriter, body, roots, {name: variable for _, name, variable in rewriter.updates})
        if rewriter.updates:
            needed = reach(body.nodes, roots).names
            body.remove({name for name in body.nodes if name not in needed})
        for name, content in variables.items():
            if name in body.nodes:
                contents[name] = content
        fetches = self._name_outputs(body, graph, outputs, cuts)
        if not self.options.keep_devices:
            for node in list(body.nodes.values()):
                if node.device:
                    body.edit(node.name).device = ""
        self._inline(body, library, {frozen.partition(":")[0] for _, frozen in fetches.values()} | set(kept))
        nodes = list(body.nodes.values())
        frozen_functions = library.result(nodes, reachable_only=self.model.format == "saved-model" and not self.strict)
        frozen = PlannedGraph(
            nodes,
            {name: content for name, content in contents.items() if name in body.nodes},
            frozen_functions,
            library.gradients_of(frozen_functions),
            graph.versions,
        )
        self._fill_in(frozen, outputs, fetches, rewriter)
        self.plan.mapping.update({key: tensor for key, tensor in ends.inputs.items() if tensor != f"{key}:0"})
        self.plan.rewritten = Rewritten(
            frozen, original, cuts, fetches, fills, restored=restored, saver=saver, aliases=ends.inputs
        )
        self.plan.initialisers = kept
        remarks.all_remarks(self, graph, body, found, names, rewriter)

    def _graph(self) -> OpGraph:
        if self.model.graph is None:
            raise FreezeError(
                Text("There is no graph to freeze: these files hold values only."),
                Text("Put the .meta file (or graph.pbtxt) that was saved with the checkpoint beside it."),
            )
        return self.model.graph

    def _ends(self, graph: OpGraph) -> Ends:
        options, signatures = self.options, self.model.signatures
        if options.outputs:
            return Ends(parse_outputs(graph, options.outputs), {})
        if options.signature or (self.model.format == "saved-model" and signatures):
            return signature_ends(graph, signatures, options.signature)
        from core.graph.outputs import suggest_outputs  # only where no output is named

        suggested = suggest_outputs(graph, signatures=signatures, limit=1)
        if not suggested:
            raise FreezeError(Text("No output suggests itself."), Text("Name one: --outputs NAME."))
        self.note(
            "info",
            Text("The output is {name}: {reason}.", name=suggested[0].name, reason=suggested[0].reason),
            suggested[0].name,
            Text("Others can be named: --outputs NAME,NAME."),
        )
        return Ends([Output(suggested[0].name, suggested[0].name)], {})

    def _cut(self, body: Body, graph: OpGraph, found: Reach, asked: dict[str, set[int]]) -> list[CutTensor]:
        for name in asked:
            if name not in found.names:
                self.note("warning", Text("No output needs the input {name}.", name=name), name)
        cuts = cut(body, graph, found.cut_reads, {name: asked[name] for name in asked if name in found.names})
        for item in cuts:
            if not item.asked:
                self.repair(
                    item.node,
                    Text(
                        "{node} ({op}) waits for data that nobody brings to a frozen graph; the Placeholder {name} "
                        "stands in for it.",
                        node=item.node,
                        op=graph.node(item.node).op,
                        name=item.placeholder,
                    ),
                    Text("Feed {name} instead.", name=item.placeholder),
                )
        return cuts

    def _drop_absent_classes(self, body: Body) -> None:
        """Colocations with nodes that are not in the graph, over which TensorFlow stumbles (a bare KeyError)."""
        absent = {target for node in body.nodes.values() for target in colocations(node) if target not in body.nodes}
        if absent:
            changed = drop_colocations(body, absent)
            self.repair(
                changed[0],
                counted(
                    len(changed),
                    Text(
                        "One op is to be placed beside {name}, which is not in the graph; that is dropped.",
                        name=sorted(absent)[0],
                    ),
                    Text(
                        "{count} ops are to be placed beside {name}, which is not in the graph; that is dropped.",
                        count=len(changed),
                        name=sorted(absent)[0],
                    ),
                ),
            )

    def _drop_new_defaults(self, body: Body) -> None:
        """What a newer TensorFlow wrote, and this one would refuse."""
        dropped, kept = drop_new_defaults(body, self.model.meta)
        if dropped:
            self.note(
                "info",
                counted(
                    len(dropped),
                    Text(
                        "An attribute of a newer TensorFlow, {first}, is at its default and is dropped.",
                        first=dropped[0],
                    ),
                    Text(
                        "{count} attributes of a newer TensorFlow are at their defaults and are dropped, "
                        "{first} among them.",
                        count=len(dropped),
                        first=dropped[0],
                    ),
                ),
                dropped[0],
            )
        if kept:
            self.note(
                "warning",
                counted(
                    len(kept),
                    Text(
                        "The attribute {first} is unknown to TensorFlow 2.21: it may not import the result.",
                        first=kept[0],
                    ),
                    Text(
                        "{count} attributes are unknown to TensorFlow 2.21, {first} among them: it may "
                        "not import the result.",
                        count=len(kept),
                        first=kept[0],
                    ),
                ),
                kept[0],
                Text("Use the TensorFlow that wrote the graph to run it."),
            )

    def _constants(self, graph: OpGraph, body: Body) -> dict[str, Content]:
        """Large constants that stay in their file until they are written."""
        return {
            name: Content(name, source.dtype, source.shape, source)
            for name, source in graph.tensors.items()
            if name in body.nodes and body.nodes[name].op != "Placeholder"
        }

    def _variables(
        self, body: Body, outputs: list[str], everything: dict[str, Any], cuts: set[str]
    ) -> dict[str, Content]:
        """The value of each variable that is needed. Missing ones are findings."""
        found: dict[str, Content] = {}
        missing = []
        nodes = [node for node in body.nodes.values() if node.op in VARIABLES]
        for node in nodes:
            content = self._variable(node)
            if content is not None:
                found[node.name] = content
            else:
                missing.append(node.name)
        if missing:
            needing = needed_by(everything, outputs, missing[:10], cuts)
            remarks.missing_variables(self, missing, needing, nodes)
        return found

    def _variable(self, node: Any) -> Content | None:
        checkpoint = self.model.checkpoint
        bound = self.model.binding.by_node.get(node.name) if checkpoint is not None else None
        if checkpoint is None or bound is None:
            return None
        key = average_key(self.model, node.name, bound) if self.options.ema else bound.key
        variable = self.model.variable_of_node(node.name)
        assert variable is not None
        source = variable.source if key == bound.key else checkpoint.tensor(key)
        told = type_of(node)
        if source.dtype.enum != told.enum:
            self.note(
                "error",
                Text(
                    "{name} is {told} in the graph and {stored} in the checkpoint.",
                    name=node.name,
                    told=told.name,
                    stored=source.dtype.name,
                ),
                node.name,
                Text("The graph and the checkpoint are of different models."),
            )
        elif not _fits(node, source.shape):
            self.note(
                "error",
                Text(
                    "{name} has the shape {told} in the graph and {stored} in the checkpoint.",
                    name=node.name,
                    told=_shape_text(node),
                    stored="×".join(map(str, source.shape)),
                ),
                node.name,
                Text("The graph and the checkpoint are of different models."),
            )
        if bound.by_name and self.model.format != "saved-model" and self.model.meta_path is not None:
            remarks.by_name(self, node.name)
        return Content(node.name, told, source.shape, source, key, slice_spec(bound))

    def _convert(self, body: Body, rewriter: Rewriter, variables: dict[str, Content]) -> None:
        """Variables → constants, and all that follows."""
        values = {}
        for name, content in variables.items():
            old = body.nodes[name]
            if old.op == "Variable" and self.strict:
                rewriter.refuse(
                    Text(
                        "{node} is a variable of the first kind, which TensorFlow fetches and then leaves "
                        "in: the result needs the checkpoint still.",
                        node=name,
                    ),
                    name,
                )
                continue
            if old.op == "Variable":
                rewriter.repaired(
                    name,
                    Text(
                        "{node} is a variable of the first kind, which TensorFlow leaves in; "
                        "it becomes a constant like the others.",
                        node=name,
                    ),
                )
            handle, reference = old.op == "VarHandleOp", old.op in _REFERENCES
            values[name] = Value(content.dtype.enum, content.shape, handle, reference, name)
            new = body.edit(name)
            new.Clear()
            new.name, new.op = name, "Const"
            new.attr["dtype"].type = content.dtype.enum
        if self.strict:
            for name in [name for name in variables if name not in values]:
                del variables[name]
        rewriter.convert(body, values)

    def _name_outputs(
        self, body: Body, graph: OpGraph, outputs: list[Output], cuts: list[CutTensor]
    ) -> dict[str, tuple[str, str]]:
        """{output as reported: (tensor of the original, tensor of the frozen graph)}.

        A signature's outputs get its keys as names, where these are free.
        """
        stand_ins = {(item.node, item.output): item.placeholder for item in cuts}
        fetches = {}
        for output in outputs:
            original = f"{output.node}:{output.output}"
            stand_in = stand_ins.get((output.node, output.output))
            frozen = f"{stand_in}:0" if stand_in else original
            name = _as_a_name(output.key)
            if name and not self.strict and name not in body.nodes:
                dtype = self._dtype_of(output, graph)
                if dtype is not None:
                    named = node_def_pb2.NodeDef(name=name, op="Identity", input=[frozen.removesuffix(":0")])
                    named.attr["T"].type = dtype
                    body.add(named)
                    frozen = f"{name}:0"
            fetches[output.name] = (original, frozen)
        return fetches

    def _inline(self, body: Body, library: Library, roots: set[str]) -> None:
        """Function calls make way for the functions' bodies, if that is wanted; the roots keep their names."""
        wanted = self.model.format == "saved-model" if self.options.inline is None else self.options.inline
        if self.strict or not wanted:
            return
        if any(body.nodes[name].op in CALLS for name in roots if name in body.nodes):
            return  # the call itself was named as an output: it has to stay
        functions = {
            function.signature.name: function for function in library.result(body.nodes.values(), reachable_only=True)
        }
        count, kept = inline_calls(body, functions, self.model.meta)
        if count:
            needed = reach(body.nodes, roots).names
            body.nodes = {
                name: node
                for name, node in body.nodes.items()
                if name in needed or node.op in ("Placeholder", "PlaceholderV2")
            }
            drop_colocations(body, {each for node in body.nodes.values() for each in colocations(node)} - needed)
            for node in list(body.nodes.values()):
                if node.device and not self.options.keep_devices:
                    body.edit(node.name).device = ""
            self.note(
                "info",
                counted(
                    count,
                    Text("One function call is inlined."),
                    Text("{count} function calls are inlined.", count=count),
                ),
            )
        if kept:
            self.note(
                "info",
                counted(
                    len(kept),
                    Text("The function call {first} stays as it is.", first=kept[0]),
                    Text(
                        "{count} function calls stay as they are, {first} among them.", count=len(kept), first=kept[0]
                    ),
                ),
                kept[0],
            )

    def _dtype_of(self, output: Output, graph: OpGraph) -> int | None:
        for signature in self.model.signatures:
            told = signature.outputs.get(output.key)
            if told is not None and told[0] in (f"{output.node}:{output.output}", output.node):
                return told[1].enum
        return dtype_of_output(graph.node(output.node).proto, output.output)

    def _fill_in(
        self, frozen: PlannedGraph, outputs: list[Output], fetches: dict[str, tuple[str, str]], rewriter: Rewriter
    ) -> None:
        plan = self.plan
        plan.outputs = [output.name for output in outputs]
        plan.inputs = [node.name for node in frozen.nodes if node.op in ("Placeholder", "PlaceholderV2")]
        plan.nodes_after = len(frozen.nodes)
        plan.variables = [content.key for content in frozen.variables()]
        plan.mapping = {
            name: tensor
            for name, (_, tensor) in fetches.items()
            if tensor.removesuffix(":0") != name.removesuffix(":0")
        }
        plan.predicted_bytes = frozen.writer(NoSink()).predicted()
        for where, text in rewriter.repairs:
            self.repair(where, text)
        for finding in rewriter.refused:
            self.note(finding.severity, finding.what, finding.where, finding.remedy)
        size = plan.predicted_bytes
        if self.options.apart and (apart := take_apart(frozen, size)).values:
            plan.apart = apart
            size = plan.apart.graph.writer(NoSink()).predicted()
        if size > limits.FROZEN_GRAPH:
            self.note(
                "error",
                Text(
                    "The file would be {size:.1f} GB: a .pb can't be larger than 2 GB, protobuf's own limit.",
                    size=size / 1e9,
                ),
                "",
                Text("Convert to a SavedModel, which keeps its values beside it."),
            )

    def note(
        self, severity: Any, what: Text, where: str = "", remedy: Text | None = None, why: Text | None = None
    ) -> None:
        """Add a finding."""
        self.plan.findings.append(Finding(severity, what, where, remedy, why))
        if severity == "warning":
            self.plan.warnings.append(what)

    def repair(self, where: str, text: Text, remedy: Text | None = None) -> None:
        """Note a repair; the findings about repairs are made of these."""
        self.plan.repairs.append(text)
        self.plan.findings.append(
            Finding("warning", Text("1 repair: {repair}", repair=text), where, remedy, remarks.WHY_REPAIR)
        )


def _as_a_name(key: str) -> str:
    """The signature's key as the name of an op, which can't have a space, say; empty if nothing is left of it."""
    return re.sub(r"[^A-Za-z0-9_.\\/>-]", "_", key).lstrip("_\\/>-")


def _fits(node: Any, shape: tuple[int, ...]) -> bool:
    """Whether the checkpoint's shape can be that of the node (whose unknown dimensions fit anything)."""
    told = node.attr["shape"].shape if "shape" in node.attr else None
    if told is None or told.unknown_rank or (not told.dim and shape):
        return True  # no shape: graphs of before 2016 wrote a scalar's for "unknown"
    if len(told.dim) != len(shape):
        return False
    return all(dim.size in (-1, size) for dim, size in zip(told.dim, shape, strict=True))


def _shape_text(node: Any) -> str:
    return "×".join("?" if dim.size < 0 else str(dim.size) for dim in node.attr["shape"].shape.dim)
