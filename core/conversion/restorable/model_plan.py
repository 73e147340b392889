"""What a SavedModel of a model holds: the part of the graph that its signatures need, variables kept as variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.conversion.assets import Asset, describe, find_assets, with_paths
from core.conversion.restorable.constants import Choice, chosen_constants, to_variables
from core.conversion.restorable.declared import OF_VARIABLES, GraphVariable, keep_only, parts_of
from core.conversion.restorable.graphs import (
    Restorable,
    constant_variables,
    new_meta,
    note_other_graphs,
    variable_of,
    with_saver,
)
from core.conversion.restorable.nodes import make
from core.conversion.restorable.stored import Stored, own_names, parse_renames, renamed
from core.conversion.restorable.stored import parts_of as slices_of
from core.conversion.restorable.wanted import wanted_signatures
from core.conversion.signatures import Signed
from core.errors import CryographError, FreezeError, Text, counted
from core.formats.dtypes import dtype_of, type_of
from core.freezing.body import Body, colocations, drop_colocations
from core.freezing.cuts import CutTensor, cut
from core.freezing.findings import Finding
from core.freezing.frozen import PlannedGraph, Rewritten
from core.freezing.functions import Library, whole_functions
from core.freezing.known_ops import known_ops
from core.freezing.newer import drop_new_defaults
from core.freezing.original import all_nodes, average_key, contents_of, original_graph, own_saver, slice_spec, with_tags
from core.freezing.prune import reach
from core.freezing.tables import init_op, table_initialisers
from core.freezing.values import Content
from core.variables.binding import VARIABLE_OPS, variable_defs

if TYPE_CHECKING:
    from core.model import Model

MAIN_OP = "saved_model_main_op"
_MAIN_OPS = (MAIN_OP, "legacy_init_op")
_INIT = "__saved_model_init_op"
_OUTSIDE = re.compile(r"Placeholder.*|.*PyFunc.*|.*Iterator.*|.*Queue.*|.*Dataset.*|.*Reader.*|Save.*|Restore.*")
_PYTHON = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How to make a SavedModel.

    Attributes:
        outputs, inputs, signature, tags, ema: as in `FreezeOptions`.
        name: of the signature that is made; empty keeps the source's, or is `serving_default`.
        keys: {name or key so far: new key}, as `parse_keys` gives it.
        rename: of the variables, see `parse_renames`.
        constants: which constants become variables; None: none.
    """

    outputs: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    signature: str | None = None
    tags: tuple[str, ...] = ()
    ema: bool = False
    name: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    rename: str = ""
    constants: Choice | None = None


@dataclass(slots=True)
class PlannedModel(Restorable):
    """See `Restorable`.

    Attributes:
        signatures: of the result.
        assets: files that its tables are filled from.
        rewritten: both graphs, for the proof of the first signature.
    """

    signatures: list[Signed] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    rewritten: Rewritten | None = None


def plan_model(model: Model, options: ModelOptions) -> PlannedModel:
    """Plan without reading a value. What stands in the way is a finding of severity `error`."""
    planned = PlannedModel([])
    try:
        _Planning(with_tags(model, options.tags), options, planned).run()
    except CryographError as error:
        planned.findings.append(Finding("error", error.text, "", error.remedy))
        planned.raised = error
    return planned


class _Planning:
    """One planning."""

    def __init__(self, model: Model, options: ModelOptions, planned: PlannedModel) -> None:
        if model.graph is None:
            raise FreezeError(Text("There is no graph here, only values."))
        self.model, self.graph, self.options, self.planned = model, model.graph, options, planned
        self.everything = all_nodes(model.graph)

    def run(self) -> None:
        graph, planned = self.graph, self.planned
        wanted = wanted_signatures(self.model, graph, self.options, planned)
        found = reach(self.everything, wanted.roots, wanted.cuts)
        if found.absent:
            name, reader = next(iter(found.absent.items()))
            raise FreezeError(Text("{reader} reads {name}, which is not in the graph.", reader=reader, name=name))
        started = self._starters(found.names)
        filled = reach(self.everything, started).names if started else set()
        variables = {name for name in found.names | filled if self.everything[name].op in VARIABLE_OPS}
        meta = new_meta(self.model)
        names = found.names | filled | self._declared(meta, variables)
        body = Body(node for name, node in self.everything.items() if name in names)
        cuts = cut(body, graph, found.cut_reads, wanted.asked)
        drop_colocations(body, {each for node in body.nodes.values() for each in colocations(node)} - body.nodes.keys())
        drop_new_defaults(body, self.model.meta)
        for node in list(body.nodes.values()):
            if node.device:
                body.edit(node.name).device = ""
        self._collections(meta, body, started)
        self._values(body, found.names, filled)
        planned.assets = find_assets(self.model, body)
        describe(meta, planned.assets)
        planned.signatures = wanted.finish(graph, body, cuts)
        meta.signature_def.clear()
        for signature in planned.signatures:
            meta.signature_def[signature.name].CopyFrom(signature.proto)
        planned.rewritten = self._both(body, cuts, started)
        with_saver(body, meta, planned.variables)
        planned.meta = meta
        planned.graph = self._graph(body)
        planned.rewritten.frozen = planned.graph
        self._tell(found.names, names)

    def _starters(self, names: set[str]) -> list[str]:
        """The ops that a loader runs once: a SavedModel's own, else those that fill the tables."""
        if self.model.format == "saved-model" and self.model.meta is not None:
            name = init_op(self.model)
            return [name] if name in self.graph else []
        return table_initialisers(self.model, self.graph, names)[0]

    def _declared(self, meta: Any, variables: set[str]) -> set[str]:
        """What the collections say of the variables that stay, if it is no more than reading and a first value."""
        names: set[str] = set()
        for collection in OF_VARIABLES:
            for name, definition in variable_defs(meta, collection):
                parts = [part for part in parts_of(definition) if part in self.everything]
                if name in variables and len(parts) == len(parts_of(definition)):
                    needed = reach(self.everything, parts).names
                    if not any(self._strange(each, name) for each in needed):
                        names |= needed
        return names

    def _strange(self, name: str, variable: str) -> bool:
        op = self.everything[name].op
        return op not in known_ops() or bool(_OUTSIDE.fullmatch(op)) or (op in VARIABLE_OPS and name != variable)

    def _collections(self, meta: Any, body: Body, started: list[str]) -> None:
        """Only what is needed for loading: the others name ops for training."""
        for key in list(meta.collection_def):
            if key not in OF_VARIABLES:
                del meta.collection_def[key]
        keep_only(meta, body.nodes.keys())
        if len(started) == 1 and self.model.format == "saved-model":
            main = started[0]
        elif started:
            main = body.unused_name("init_tables")
            body.add(make(main, "NoOp", [f"^{name}" for name in started]))
        else:
            return
        meta.collection_def[MAIN_OP].node_list.value.append(main)

    def _values(self, body: Body, needed: set[str], filled: set[str]) -> None:
        """The variables that stay, and constants that become some."""
        rules = parse_renames(self.options.rename)
        names = own_names(self.model)
        values: dict[str, Stored] = {}
        bounds, missing = {}, []
        for name, node in body.nodes.items():
            if node.op not in VARIABLE_OPS:
                continue
            bound = self.model.binding.by_node.get(name) if self.model.checkpoint is not None else None
            if bound is None:
                if name in needed and not self._set_by(name, filled):
                    missing.append(name)
                continue
            assert self.model.checkpoint is not None
            key = average_key(self.model, name, bound) if self.options.ema else bound.key
            source = self.model.checkpoint.tensor(key)
            if source.dtype.enum != type_of(node).enum:
                raise FreezeError(
                    Text(
                        "{name} is {told} in the graph and {stored} in the checkpoint.",
                        name=name,
                        told=type_of(node).name,
                        stored=source.dtype.name,
                    ),
                    Text("The graph and the checkpoint are of different models."),
                )
            values[bound.key] = Stored(bound.key, bound.key, source, slices_of(source))
            bounds[name] = bound
        if missing:
            raise self._lacks(missing)
        chosen = {}
        if self.options.constants is not None:
            chosen = {n: s for n, s in chosen_constants(self.graph, self.options.constants).items() if n in body.nodes}
            values.update({name: Stored(name, name, source) for name, source in chosen.items()})
        stored = renamed(list(values.values()), names, rules)
        by_old = {value.was: value for value in stored}
        trainable = self.model.binding.trainable if self.model.checkpoint is not None else None
        variables = [
            variable_of(body.nodes[name], bound, by_old[bound.key], None if trainable is None else name in trainable)
            for name, bound in bounds.items()
        ]
        self.restored = [self._content(variable, bounds[variable.node]) for variable in variables]
        if chosen:
            assert self.options.constants is not None
            resource = self.options.constants.resource
            to_variables(body, chosen, resource=resource)
            variables += constant_variables([by_old[name] for name in chosen], resource=resource)
        self.thawed = set(chosen)
        self.planned.values = stored
        self.planned.variables = variables

    def _content(self, variable: GraphVariable, bound: Any) -> Content:
        """How the original is restored, for the proof."""
        assert self.model.checkpoint is not None
        key = average_key(self.model, variable.node, bound) if self.options.ema else bound.key
        source = self.model.checkpoint.tensor(key)
        return Content(variable.node, dtype_of(variable.dtype), variable.shape, source, key, slice_spec(bound))

    def _set_by(self, variable: str, filled: set[str]) -> bool:
        """Whether what a loader runs gives the variable a value."""
        for name in filled:
            node = self.everything[name]
            if node.op in ("Assign", "AssignVariableOp") and node.input and node.input[0].partition(":")[0] == variable:
                return True
        return False

    def _lacks(self, missing: list[str]) -> FreezeError:
        if self.model.checkpoint is None:
            return FreezeError(
                counted(
                    len(missing),
                    Text("One variable has no value: there is no checkpoint with this graph."),
                    Text(
                        "{count} variables have no values: there is no checkpoint with this graph.", count=len(missing)
                    ),
                ),
                Text("Open the checkpoint that was saved with it."),
            )
        return FreezeError(
            Text("The checkpoint lacks variables that the signature needs: {names}.", names=", ".join(missing[:5])),
            Text("Choose an output before the training ops, or another step of the checkpoint."),
        )

    def _graph(self, body: Body) -> PlannedGraph:
        library = Library(whole_functions(self.graph), as_tensorflow=False)
        nodes = list(body.nodes.values())
        functions = library.result(nodes, reachable_only=True)
        names = {name for name in body.nodes.keys() - self.thawed if body.nodes[name].op not in ("Placeholder",)}
        contents = contents_of(self.graph, names)
        return PlannedGraph(nodes, contents, functions, library.gradients_of(functions), self.graph.versions)

    def _both(self, body: Body, cuts: list[CutTensor], started: list[str]) -> Rewritten:
        """The original and the result on the ends of the first signature."""
        signature = self.planned.signatures[0]
        was = {item.placeholder: item.tensor for item in cuts}
        fetches = {
            key: (was.get(tensor.removesuffix(":0"), tensor), tensor) for key, tensor in signature.outputs.items()
        }
        ends = [tensor.partition(":")[0] for tensor, _ in fetches.values()]
        saver = None if self.options.ema else own_saver(self.model, self.everything)
        fed = [node.name for node in body.nodes.values() if node.op.startswith("Placeholder")]
        roots = [*ends, *started, *(name for name in fed if name in self.everything), *([saver[0]] if saver else [])]
        original = original_graph(self.graph, whole_functions(self.graph), self.everything, roots)
        original.nodes = with_paths(original.nodes, self.planned.assets)
        empty = PlannedGraph([], {}, [], [], self.graph.versions)  # the result, once it is complete
        return Rewritten(empty, original, cuts, fetches, started, self.restored, saver, dict(signature.inputs))

    def _tell(self, needed: set[str], kept: set[str]) -> None:
        planned, before = self.planned, len(self.graph)
        planned.note(
            "info",
            counted(
                len(kept),
                Text("1 of {before} ops is needed; the others are left out.", before=f"{before:,}"),
                Text(
                    "{after} of {before} ops are needed; the others are left out.",
                    after=f"{len(kept):,}",
                    before=f"{before:,}",
                ),
            )
            if len(kept) < before
            else counted(
                before, Text("The one op is needed."), Text("All {count} ops are needed.", count=f"{before:,}")
            ),
        )
        planned.findings += lost_objects(self.model)
        if not self.options.tags:
            note_other_graphs(planned, self.model)
        for name in sorted(name for name in needed if self.everything[name].op in _PYTHON)[:3]:
            planned.note(
                "error",
                Text("{node} calls a Python function that is not in the graph.", node=name),
                name,
                Text("Cut the graph after it (--inputs {node}), and feed what it gave.", node=name),
            )
        for asset in planned.assets:
            if asset.path is None:
                planned.note(
                    "warning",
                    Text("The file {file}, which a table is filled from, is not beside the model.", file=asset.name),
                    asset.node,
                    Text("Copy it there: the SavedModel can't be loaded without it."),
                )
        functions = whole_functions(self.graph).function
        known = known_ops().keys() | {function.signature.name for function in functions}
        unknown: Mapping[str, str] = {
            self.everything[name].op: name
            for name in sorted(needed, reverse=True)
            if self.everything[name].op not in known
        }
        for op, name in sorted(unknown.items()):
            planned.note(
                "warning",
                Text("{node}: the op {op} is not part of TensorFlow.", node=name, op=op),
                name,
                Text("To run it, load its library: --op-library FILE.so."),
            )


def lost_objects(model: Model) -> list[Finding]:
    """What TensorFlow 2 keeps beside graph and signatures, and a result with these alone has not."""
    if model.format != "saved-model" or model.object_graph is None:
        return []
    return [
        Finding(
            "warning",
            Text(
                "The object tree of TensorFlow 2 is lost: the result has signatures, and no Python objects or Keras "
                "layers."
            ),
        )
    ]
