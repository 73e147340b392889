"""A model's graph with its variables, its saver and its collections put in order, ready to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto import meta_graph_pb2

from core.conversion.restorable.declared import GraphVariable, declare
from core.conversion.restorable.savers import add_saver
from core.conversion.restorable.stored import Stored
from core.errors import CryographError, Text
from core.formats.dtypes import type_of
from core.freezing.body import Body, copy_of
from core.freezing.findings import Finding
from core.freezing.frozen import PlannedGraph
from core.freezing.original import slice_spec
from core.variables.binding import VARIABLE_OPS

if TYPE_CHECKING:
    from core.model import Model
    from core.variables.binding import Bound


@dataclass(slots=True)
class Restorable:
    """What is to be written.

    Attributes:
        values: by key.
        graph: None where there are values only.
        meta: the MetaGraphDef without its graph; None without one.
        variables: those that the saver restores.
        findings: what was found on the way.
        raised: what the planning ended with; None if it came to its end.
    """

    values: list[Stored]
    graph: PlannedGraph | None = None
    meta: Any = None
    variables: list[GraphVariable] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    raised: CryographError | None = None

    @property
    def value_bytes(self) -> int:
        """Bytes of all values."""
        return sum(value.nbytes for value in self.values)

    def note(self, severity: Any, what: Text, where: str = "", remedy: Text | None = None) -> None:
        """Add a finding."""
        self.findings.append(Finding(severity, what, where, remedy))


def new_meta(model: Model) -> Any:
    """The model's MetaGraphDef without its graph, as a copy; a new one where it has none.

    Nor has it the objects of TensorFlow 2: values get other names and functions go, and its loader would look for
    what the objects name.
    """
    meta = copy_of(model.meta) if model.meta is not None else meta_graph_pb2.MetaGraphDef()
    for gone in ("graph_def", "object_graph_def"):
        meta.ClearField(gone)
    meta.meta_info_def.ClearField("function_aliases")
    return meta


def variables_of(model: Model, nodes: Mapping[str, Any], values: Sequence[Stored]) -> list[GraphVariable]:
    """The variable ops whose values are among those that are written.

    Args:
        model: with a checkpoint.
        nodes: of the graph, by name.
        values: under their new keys.
    """
    by_old = {value.was: value for value in values}
    trainable = model.binding.trainable
    found = []
    for name, node in nodes.items():
        bound = model.binding.by_node.get(name) if node.op in VARIABLE_OPS else None
        value = by_old.get(bound.key) if bound is not None else None
        if bound is not None and value is not None:
            found.append(variable_of(node, bound, value, None if trainable is None else name in trainable))
    return found


def variable_of(node: Any, bound: Bound, value: Stored, trainable: bool | None) -> GraphVariable:
    """A variable op that has a value, or a slice of one."""
    starts, shape = bound.box if bound.box is not None else ((), value.source.shape)
    return GraphVariable(
        node.name,
        value.key,
        type_of(node).enum,
        shape,
        slice_spec(bound),
        value.source.shape,
        starts,
        node.op == "VarHandleOp",
        trainable,
    )


def constant_variables(values: Sequence[Stored], *, resource: bool) -> list[GraphVariable]:
    """The variables that constants became."""
    return [
        GraphVariable(value.was, value.key, value.dtype.enum, value.source.shape, handle=resource) for value in values
    ]


def with_saver(body: Body, meta: Any, variables: Sequence[GraphVariable]) -> None:
    """Describe the variables, and put a saver in for them; without any there is no saver."""
    if not variables:
        meta.ClearField("saver_def")
    else:
        declare(body, meta, variables)
        add_saver(body, meta, variables)


def note_other_graphs(planned: Restorable, model: Model) -> None:
    """A SavedModel may hold several graphs, of which one is taken."""
    if len(model.meta_graphs) > 1:
        planned.note(
            "warning",
            Text(
                "Of {count} meta graphs the one with the tags {tags} is taken.",
                count=len(model.meta_graphs),
                tags=", ".join(model.meta_graphs[0].tags) or "–",
            ),
        )
