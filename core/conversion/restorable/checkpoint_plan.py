"""What a checkpoint of a model holds: which values under which names, and the graph with a saver for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.conversion.restorable.constants import Choice, chosen_constants, to_variables
from core.conversion.restorable.declared import GraphVariable
from core.conversion.restorable.graphs import (
    Restorable,
    constant_variables,
    new_meta,
    note_other_graphs,
    variables_of,
    with_saver,
)
from core.conversion.restorable.savers import remove_saver
from core.conversion.restorable.stored import (
    OBJECT_GRAPH,
    Names,
    Stored,
    own_names,
    parse_renames,
    renamed,
    stored_values,
)
from core.conversion.restorable.writing import unreadable
from core.errors import ConversionError, CryographError, Text
from core.formats.dtypes import dtype_of
from core.freezing.body import Body
from core.freezing.findings import Finding
from core.freezing.frozen import PlannedGraph
from core.freezing.functions import whole_functions
from core.freezing.original import all_nodes, contents_of
from core.freezing.tables import assets_of
from core.variables.binding import VARIABLE_OPS

if TYPE_CHECKING:
    from core.model import Model

_ASSETS = "saved_model_assets"


@dataclass(frozen=True, slots=True)
class CheckpointOptions:
    """How to make a checkpoint.

    Attributes:
        names: of variables from an object-based checkpoint: `stored` keeps its keys, `own` takes the variables' own
            names, `auto` these where there is a graph.
        rename: see `parse_renames`.
        assembled: whether partitioned variables are stored whole.
        graph: whether the graph is written too.
        constants: which of a frozen graph's constants become variables.
    """

    names: Names = "auto"
    rename: str = ""
    assembled: bool = False
    graph: bool = True
    constants: Choice = field(default_factory=Choice)


def plan_checkpoint(model: Model, options: CheckpointOptions) -> Restorable:
    """Plan without reading a value. What stands in the way is a finding of severity `error`."""
    planned = Restorable([])
    try:
        if model.checkpoint is not None:
            _from_checkpoint(planned, model, options)
        else:
            _from_constants(planned, model, options)
    except CryographError as error:
        planned.findings.append(Finding("error", error.text, "", error.remedy))
        planned.raised = error
    for value in planned.values:
        if unreadable(value.dtype):
            planned.note(
                "error",
                Text("{name} is of the type {dtype}, which has no values.", name=value.was, dtype=value.dtype.name),
            )
    return planned


def _from_checkpoint(planned: Restorable, model: Model, options: CheckpointOptions) -> None:
    assert model.checkpoint is not None
    keys = list(model.checkpoint.entries)
    own = options.names == "own" or (options.names == "auto" and model.graph is not None)
    names = own_names(model) if own else {}
    rules = parse_renames(options.rename)
    if OBJECT_GRAPH in keys and (own or rules):
        keys.remove(OBJECT_GRAPH)
        planned.note(
            "warning",
            Text("The object tree of TensorFlow 2 is left out: tf.train.Checkpoint can't restore the result."),
            "",
            Text("To keep it, keep the names as they are stored, and rename nothing: --names stored."),
        )
    planned.values = renamed(stored_values(model, keys, assembled=options.assembled), names, rules)
    _tell_slices(planned, options)
    if model.graph is None or not options.graph:
        if model.graph is None:
            planned.note("info", Text("There is no graph here: the checkpoint holds values, and no .meta file."))
        return
    body = Body(all_nodes(model.graph).values())
    variables = _fitting(planned, variables_of(model, body.nodes, planned.values))
    _finish(planned, model, body, variables, dropped=set())
    _tell_unbound(planned, model, variables)


def _from_constants(planned: Restorable, model: Model, options: CheckpointOptions) -> None:
    if model.graph is None:
        raise ConversionError(Text("There are neither values nor a graph here."))
    without = [node.name for node in model.graph.nodes if node.op in VARIABLE_OPS]
    if without and not options.constants.match:
        raise ConversionError(
            Text(
                "The graph has variables and no values for them: {count}, {name} among them.",
                count=len(without),
                name=without[0],
            ),
            Text("Open the checkpoint that was saved with it."),
        )
    chosen = chosen_constants(model.graph, options.constants)
    if not chosen:
        raise ConversionError(
            Text("No constant of the graph is a weight: none of {least} elements or more has fractions.",
                 least=options.constants.least),
            Text("Choose constants by their names: --match NAME."),
        )  # fmt: skip
    values = [Stored(name, name, source) for name, source in chosen.items()]
    planned.values = renamed(values, {}, parse_renames(options.rename))
    planned.note(
        "info",
        Text(
            "Constants that become variables: {count}, {first} the first of them.",
            count=len(chosen),
            first=next(iter(chosen)),
        ),
    )
    if not options.graph:
        return
    body = Body(all_nodes(model.graph).values())
    to_variables(body, chosen, resource=options.constants.resource)
    variables = constant_variables(planned.values, resource=options.constants.resource)
    _finish(planned, model, body, variables, dropped=set(chosen))


def _finish(
    planned: Restorable, model: Model, body: Body, variables: list[GraphVariable], *, dropped: set[str]
) -> None:
    """Old saver out, new one in; collections; what the graph loses."""
    assert model.graph is not None
    library = whole_functions(model.graph)
    functions = {function.signature.name: function for function in library.function}
    meta = new_meta(model)
    gone = remove_saver(body, functions, meta)
    with_saver(body, meta, variables)
    _tell_losses(planned, model, meta)
    note_other_graphs(planned, model)
    names = body.nodes.keys() - dropped
    planned.graph = PlannedGraph(
        list(body.nodes.values()),
        {
            name: content
            for name, content in contents_of(model.graph, names).items()
            if body.nodes[name].op != "Placeholder"
        },
        [function for name, function in functions.items() if name not in gone],
        list(library.gradient),
        model.graph.versions,
    )
    planned.meta = meta
    planned.variables = variables


def _fitting(planned: Restorable, variables: list[GraphVariable]) -> list[GraphVariable]:
    """Those whose op is of the type of its value."""
    types = {value.key: value.dtype for value in planned.values}
    fitting = []
    for variable in variables:
        if types[variable.key].enum == variable.dtype:
            fitting.append(variable)
            continue
        planned.note(
            "warning",
            Text(
                "{name} is {told} in the graph and {stored} in the checkpoint: the saver leaves it out.",
                name=variable.node,
                told=dtype_of(variable.dtype).name,
                stored=types[variable.key].name,
            ),
            variable.node,
        )
    return fitting


def _tell_slices(planned: Restorable, options: CheckpointOptions) -> None:
    sliced = [value for value in planned.values if value.parts]
    if sliced and not options.assembled:
        planned.note("info", Text("Variables that stay stored in slices: {count}.", count=len(sliced)), sliced[0].key)


def _tell_unbound(planned: Restorable, model: Model, variables: list[GraphVariable]) -> None:
    unbound = model.binding.unbound
    if unbound:
        planned.note(
            "warning",
            Text(
                "Variables of the graph without a value in the checkpoint: {count}, {first} among them. The saver "
                "leaves them out.",
                count=len(unbound),
                first=unbound[0],
            ),
            unbound[0],
        )
    restored = {variable.key for variable in variables}
    others = [value.key for value in planned.values if value.key not in restored and value.key != OBJECT_GRAPH]
    if others:
        planned.note(
            "info",
            Text(
                "Values that belong to no variable of the graph: {count}, {first} among them. They are kept, and "
                "not restored.",
                count=len(others),
                first=others[0],
            ),
            others[0],
        )
    renamed_ones = [variable for variable in variables if variable.key != variable.node and not variable.spec]
    if renamed_ones:
        planned.note(
            "info",
            Text(
                "{node} is stored as {key}: import_meta_graph restores it, and a saver that is made anew looks for "
                "{node}.",
                node=renamed_ones[0].node,
                key=renamed_ones[0].key,
            ),
            renamed_ones[0].node,
        )


def _tell_losses(planned: Restorable, model: Model, meta: Any) -> None:
    """What a .meta file can't have."""
    for tensor, path in list(assets_of(model).items())[:1]:
        planned.note(
            "warning",
            Text(
                "A checkpoint has no place for the file {file}: tables that are filled from it stay empty.",
                file=Path(path).name,
            ),
            tensor,
            Text("Convert to a SavedModel to keep it."),
        )
    meta.ClearField("asset_file_def")
    if _ASSETS in meta.collection_def:
        del meta.collection_def[_ASSETS]
