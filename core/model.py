"""A model as the rest of the program sees it: files, graph, checkpoint, and how they belong together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from core.errors import Problem, Text, UsageError
from core.formats.checkpoint import Checkpoint
from core.formats.dtypes import DType
from core.formats.object_graph import ObjectGraph
from core.formats.tensor import TensorSource
from core.graph.op_graph import OpGraph
from core.variables.binding import Binding, bind
from core.variables.catalogue import Variable, catalogue

Format = Literal[
    "checkpoint-v2", "checkpoint-v1", "checkpoint-object", "graphdef", "graphdef-text", "metagraph", "saved-model"
]
Role = Literal["state", "graph", "index", "data", "saved-model", "graph-text", "variables", "leftover", "other"]


@dataclass(slots=True)
class FileEntry:
    """One file of the folder.

    Attributes:
        what: one line, what it is for.
        opened: whether the open model reads it.
        step: the prefix's name that it belongs to, if to one.
    """

    path: Path
    role: Role
    what: Text
    nbytes: int
    opened: bool = False
    problem: Problem | None = None
    prefix: str = ""


@dataclass(slots=True)
class StepEntry:
    """One of the checkpoints in the folder; `label` is the prefix's name."""

    prefix: Path
    step: int | None
    label: str
    current: bool = False


@dataclass(slots=True)
class Signature:
    """A signature of a SavedModel. Inputs and outputs: key → (tensor name, dtype, shape; None if unknown)."""

    name: str
    method: str
    inputs: dict[str, tuple[str, DType, tuple[int, ...] | None]]
    outputs: dict[str, tuple[str, DType, tuple[int, ...] | None]]
    tags: tuple[str, ...] = ()


@dataclass
class MetaGraph:
    """One of the meta graphs of a SavedModel."""

    tags: tuple[str, ...]
    meta: Any
    graph: OpGraph | None
    signatures: list[Signature]


@dataclass
class Model:
    """What was opened.

    Attributes:
        path: what the person asked for.
        folder: the folder it is in.
        title: a short name, `PNet-18`.
        files: the folder's files that matter, the most important first.
        steps: the checkpoints of the folder, by step.
        step: of the open one, if its name says.
        graph: None if there is none or it can't be read (see `problems`).
        meta: the MetaGraphDef without its graph.
        meta_path: the file that the graph is from.
        tags: of each meta graph of a SavedModel; the first is open.
        tensorflow_version: that wrote it, empty if unknown.
        problems: what was tolerated, in the order found.
    """

    path: Path
    folder: Path
    title: str
    format: Format
    files: list[FileEntry] = field(default_factory=list)
    steps: list[StepEntry] = field(default_factory=list)
    step: int | None = None
    graph: OpGraph | None = None
    meta: Any = None
    meta_path: Path | None = None
    checkpoint: Checkpoint | None = None
    object_graph: ObjectGraph | None = None
    signatures: list[Signature] = field(default_factory=list)
    tags: list[list[str]] = field(default_factory=list)
    meta_graphs: list[MetaGraph] = field(default_factory=list)
    tensorflow_version: str = ""
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def binding(self) -> Binding:
        """Which entry of the checkpoint each variable op has."""
        keys = self.checkpoint.entries if self.checkpoint is not None else {}
        return bind(self.graph, self.meta, keys, self.object_graph)

    @cached_property
    def _variables(self) -> list[Variable]:
        return catalogue(self)

    @cached_property
    def _by_name(self) -> dict[str, Variable]:
        return {variable.name: variable for variable in self._variables}

    def variables(self) -> list[Variable]:
        """All variables in name order; without a checkpoint, the graph's constants of more than one element."""
        return self._variables

    def variable(self, name: str) -> Variable:
        """The variable of this key. KeyError if there is none."""
        return self._by_name[name]

    def variable_of_node(self, node_name: str) -> Variable | None:
        """The variable behind a variable op (or behind a constant, without a checkpoint); None if there is none.

        An op that holds a slice of a partitioned variable gets that slice, under the whole's key.
        """
        if self.checkpoint is None:
            return self._by_name.get(node_name)
        bound = self.binding.by_node.get(node_name)
        if bound is None:
            return None
        whole = self._by_name[bound.key]
        if bound.box is None:
            return whole
        from core.formats.slice_view import SliceView
        from core.formats.tensor import element_count

        starts, lengths = bound.box
        return Variable(
            whole.name,
            whole.dtype,
            lengths,
            element_count(lengths) * whole.dtype.itemsize,
            None,
            None,
            1,
            node_name,
            whole.trainable,
            whole.full_name,
            whole.object_path,
            whole.slot_of,
            _open=lambda name: SliceView(name, whole.source, starts, lengths),
        )

    def tensor(self, name: str) -> TensorSource:
        """The value of a variable's key, of a variable's full name, or of a Const node.

        Raises:
            UsageError: there is no such name; suggests the nearest.
        """
        if self.checkpoint is not None and name in self.checkpoint.entries:
            return self.checkpoint.tensor(name)
        if self.checkpoint is not None and self.object_graph is not None and name in self.object_graph.by_full_name:
            return self.checkpoint.tensor(self.object_graph.by_full_name[name].key)
        plain = name.removesuffix(":0")
        if self.graph is not None and plain in self.graph:
            source = self.graph.tensor_of(plain)
            if source is not None:
                return source
            variable = self.variable_of_node(plain)
            if variable is not None:
                return variable.source
            raise UsageError(
                Text("{name} is an op of type {op} and holds no values", name=plain, op=self.graph.node(plain).op)
            )
        raise UsageError(Text("there is no variable or constant called {name}", name=name), self._nearest(name))

    def _nearest(self, name: str) -> Text | None:
        import difflib  # only for a mistake

        names = [variable.name for variable in self._variables][:20_000]
        found = difflib.get_close_matches(name, names, 3, 0.5) or [each for each in names if name in each][:3]
        return Text("Did you mean {names}?", names=", ".join(found)) if found else None
