"""The variables of a model: what the checkpoint holds, joined with what the graph knows about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from core.formats.checkpoint import Checkpoint
from core.formats.collector import collector_paused
from core.formats.dtypes import DType
from core.formats.tensor import TensorSource, element_count
from core.variables.binding import variable_defs
from core.variables.groups import group_of

if TYPE_CHECKING:
    from core.model import Model

Group = Literal["model", "optimizer", "average", "step", "other"]


@dataclass(slots=True)
class Variable:
    """One variable, or a graph's constant of more than one element.

    Attributes:
        name: the exact key in the checkpoint; the node's name for a constant.
        nbytes: bytes as stored.
        shard: number of the shard that holds it, None if there is no single one.
        offset: of its bytes there, None if they are in several places.
        parts: the number of slices that it is stored in, 1 if whole.
        node: the variable's op in the graph; the first of them where there are several (partitions).
        trainable: whether the collections call it trainable; None if they don't say.
        full_name: the variable's own name in an object-based checkpoint.
        object_path: where it hangs in the object tree.
        collected: the group that a collection puts it in; None if none does.
    """

    name: str
    dtype: DType
    shape: tuple[int, ...]
    nbytes: int
    shard: int | None = None
    offset: int | None = None
    parts: int = 1
    node: str | None = None
    trainable: bool | None = None
    full_name: str | None = None
    object_path: str | None = None
    slot_of: str | None = None
    collected: Group | None = None
    _open: Callable[[str], TensorSource] | None = field(default=None, repr=False, compare=False)
    _source: TensorSource | None = field(default=None, repr=False, compare=False)

    @property
    def elements(self) -> int:
        """The number of elements."""
        return element_count(self.shape)

    @property
    def group(self) -> Group:
        """What it is for, as far as names and collections tell."""
        return group_of(self)

    @property
    def source(self) -> TensorSource:
        """Its value, in the file until it is read.

        Raises:
            FormatError: the checkpoint's directory contradicts itself about it.
        """
        if self._source is None:
            assert self._open is not None
            self._source = self._open(self.name)
        return self._source


def catalogue(model: Model) -> list[Variable]:
    """The variables of a model in name order; without a checkpoint, its constants of more than one element."""
    with collector_paused():
        return _constants(model) if model.checkpoint is None else _stored(model, model.checkpoint)


def _stored(model: Model, checkpoint: Checkpoint) -> list[Variable]:
    nodes = model.binding.first_nodes
    trainable = model.binding.trainable
    collected = _collected(model)
    objects = model.object_graph
    open_tensor = checkpoint.tensor
    result = []
    for name, dtype, shape, nbytes, shard, offset, parts in checkpoint.all_entries():
        node = nodes.get(name) if nodes else None
        variable = Variable(name, dtype, shape, nbytes, shard, offset, parts, node, _open=open_tensor)
        if trainable is not None and node is not None:
            variable.trainable = node in trainable
        if collected and node is not None:
            variable.collected = collected.get(node)
        if objects is not None:
            leaf = objects.by_key.get(name)
            if leaf is not None:
                variable.full_name = leaf.full_name or None
                variable.object_path = leaf.path
                variable.slot_of = leaf.slot_of
        result.append(variable)
    return result


_COLLECTIONS: tuple[tuple[str, Group], ...] = (
    ("metric_variables", "other"),
    ("model_variables", "model"),
    ("global_step", "step"),
)
"""What the collections' names say of the variables in them; the last one that has a variable counts."""


def _collected(model: Model) -> dict[str, Group]:
    """By variable op, its group by the collections."""
    return {name: group for collection, group in _COLLECTIONS for name, _ in variable_defs(model.meta, collection)}


def _constants(model: Model) -> list[Variable]:
    graph = model.graph
    if graph is None:
        return []
    found = []
    for node in graph.nodes:
        if node.op not in ("Const", "HostConst", "ConstV2"):
            continue
        source = graph.tensor_of(node.name)
        if source is not None and element_count(source.shape) > 1:
            found.append(
                Variable(
                    node.name,
                    source.dtype,
                    source.shape,
                    source.nbytes,
                    None,
                    source.offset,
                    1,
                    node.name,
                    _source=source,
                )
            )
    return sorted(found, key=lambda variable: variable.name)
