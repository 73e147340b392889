"""Graphs that are to be written: the frozen one, and the original as far as the outputs need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.freezing.cuts import CutTensor
from core.freezing.values import Content
from core.freezing.writer import GraphWriter, Sink


@dataclass(slots=True)
class PlannedGraph:
    """A GraphDef whose large contents are still in files.

    Attributes:
        nodes: NodeDefs in order.
        contents: by node, the elements that are not in the NodeDef.
        functions, gradients: the library.
        versions: VersionDef.
    """

    nodes: list[Any]
    contents: dict[str, Content]
    functions: list[Any]
    gradients: list[Any]
    versions: Any

    def writer(self, sink: Sink) -> GraphWriter:
        """What writes it."""
        return GraphWriter(self.nodes, self.contents, self.functions, self.gradients, self.versions, sink)

    def variables(self) -> list[Content]:
        """The contents that come from the checkpoint, in the order of the nodes."""
        return [content for node in self.nodes if (content := self.contents.get(node.name)) and content.key]


@dataclass(slots=True)
class Rewritten:
    """All that is needed to write and to prove.

    Attributes:
        frozen: the result.
        original: the nodes that the outputs need, as they are in the file (nothing cut, nothing repaired).
        cuts: tensors that a Placeholder stands in for.
        fetches: {output as reported: (tensor in the original, tensor in the frozen graph)}.
        initialisers: ops of the original that fill tables its outputs look into.
        aliases: {signature's key: tensor} of the inputs.
        restored: the variables of the original: what each op is restored from, as we read the graph.
        saver: (op that restores, tensor with the file's name) of the graph's own saver, which restores the original
            without our reading; None if it has none, or the averages are wanted.
    """

    frozen: PlannedGraph
    original: PlannedGraph
    cuts: list[CutTensor]
    fetches: dict[str, tuple[str, str]]
    initialisers: list[str] = field(default_factory=list)
    restored: list[Content] = field(default_factory=list)
    saver: tuple[str, str] | None = None
    aliases: dict[str, str] = field(default_factory=dict)
