"""Two models held against each other: graph and variables. What `cryograph diff` and the Compare tab show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.errors import Text
from core.graph.diff import GraphDiff, diff_graphs
from core.progress import Progress
from core.variables.comparison import VariablesDiff, compare_variables
from core.variables.matching import Rule

if TYPE_CHECKING:
    from core.model import Model


@dataclass(slots=True)
class ModelDiff:
    """What differs.

    Attributes:
        graph: None where one of the two has no graph; `notes` then says so.
        notes: what could not be compared.
    """

    graph: GraphDiff | None
    variables: VariablesDiff
    notes: list[Text] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether nothing differs in what both have."""
        found = self.variables
        return (self.graph is None or self.graph.equal) and not (found.added or found.removed or found.changed)

    def to_json(self) -> dict[str, Any]:
        """The document of `cryograph diff --json`."""
        return {
            "same": self.same,
            "graph": (self.graph or GraphDiff()).to_json() | {"compared": self.graph is not None},
            "variables": self.variables.to_json(),
            "notes": [str(note) for note in self.notes],
        }


def diff_models(
    first: Model, second: Model, *, rules: Sequence[Rule] = (), progress: Progress | None = None
) -> ModelDiff:
    """The older model held against the newer.

    Args:
        first: the older.
        second: the newer.
        rules: renamings of variables (`core.variables.matching.parse_rule`).
        progress: two stages.

    Raises:
        UsageError: two names become the same by the rules.
        FormatError: a constant of the graph can't be read.
    """
    progress = progress or Progress()
    notes = []
    graph = None
    if first.graph is not None and second.graph is not None:
        progress.stage(Text("Comparing the graphs"))
        graph = diff_graphs(first.graph, second.graph, progress=progress)
    else:
        missing = [model.title for model in (first, second) if model.graph is None]
        if len(missing) == 1:
            notes.append(Text("{name} has no graph, so graphs were not compared.", name=missing[0]))
    progress.stage(Text("Comparing the variables"))
    variables = compare_variables(first.variables(), second.variables(), rules=rules, progress=progress)
    return ModelDiff(graph, variables, notes)
