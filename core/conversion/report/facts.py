"""What the report says of a model, gathered piece by piece: each list is bounded, and says what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from core.errors import FormatError, Problem, Text

if TYPE_CHECKING:
    from core.graph.outputs import GraphInput, OutputSuggestion
    from core.model import FileEntry, Model, Signature
    from core.progress import Progress
    from core.variables.catalogue import Variable
    from core.variables.integrity import IntegrityReport
    from core.variables.statistics import Statistics

MOST_FILES, MOST_PROBLEMS, MOST_ENDS, MOST_SIGNATURES, MOST_OPS = 100, 100, 50, 20, 24
BARS = 32
"""Of a histogram, which is as wide as a thumb."""

MOST_SUGGESTED = 8
"""Outputs that are suggested: who looks at a report wants the likely ones."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Listed(Generic[T_co]):
    """The first of many."""

    shown: Sequence[T_co]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


def listed(items: Sequence[T], most: int) -> Listed[T]:
    """At most so many of them."""
    return Listed(items[:most], len(items))


@dataclass(slots=True)
class Facts:
    """All but the values.

    Attributes:
        figures: (what, how many), for the top of the page.
        census: op types, the commonest first.
        outputs: with why; empty where there is no graph.
        variables: those that get a row, in name order; of too many the largest.
        parameters: elements of the model's own variables.
        integrity: None if the checksums were not asked for, or there are no variables.
    """

    figures: list[tuple[str, str]]
    files: Listed[FileEntry]
    problems: Listed[Problem]
    inputs: Listed[GraphInput]
    outputs: Listed[OutputSuggestion]
    signatures: Listed[Signature]
    census: Listed[tuple[str, int]]
    variables: Listed[Variable]
    variable_bytes: int = 0
    ops: int = 0
    parameters: int = 0
    integrity: IntegrityReport | None = None
    notes: list[Text] = field(default_factory=list)


def gather(model: Model, *, rows: int, checksums: bool, progress: Progress) -> Facts:
    """Everything that the structure tells, and whether the checksums are right.

    Args:
        model: as opened.
        rows: variables that get a row.
        checksums: whether to read all values for them.
        progress: told how far it is; may cancel.
    """
    from core.graph.outputs import find_inputs, suggest_outputs

    progress.stage(Text("Reading the graph"))
    graph = model.graph
    everything = model.variables()
    chosen = everything
    if len(everything) > rows:
        largest = sorted(everything, key=lambda each: -each.elements)[:rows]
        chosen = sorted(largest, key=lambda each: each.name)
    progress.check()
    facts = Facts(
        [],
        listed(model.files, MOST_FILES),
        listed(model.problems, MOST_PROBLEMS),
        listed(find_inputs(graph) if graph is not None else [], MOST_ENDS),
        listed(
            suggest_outputs(graph, signatures=model.signatures, tick=progress.check) if graph is not None else [],
            MOST_SUGGESTED,
        ),
        listed(model.signatures, MOST_SIGNATURES),
        listed(Counter(node.op for node in graph.nodes).most_common() if graph is not None else [], MOST_OPS),
        Listed(chosen, len(everything)),
        sum(each.nbytes for each in everything),
        len(graph) if graph is not None else 0,
        sum(each.elements for each in everything if each.group == "model"),
    )
    progress.check()
    facts.figures = list(_figures(model, facts))
    if checksums and model.checkpoint is not None and everything:
        from core.variables.integrity import verify

        facts.integrity = verify(everything, progress=progress)
    return facts


def _figures(model: Model, facts: Facts) -> Iterator[tuple[str, str]]:
    from core.cli.output import format_bytes

    if model.graph is not None:
        yield "ops", f"{facts.ops:,}"
        if model.graph.functions:
            yield "functions", f"{len(model.graph.functions):,}"
    if facts.variables.total:
        yield ("variables" if model.checkpoint is not None else "constants"), f"{facts.variables.total:,}"
        yield "parameters", f"{facts.parameters:,}"
        yield "values", format_bytes(facts.variable_bytes)
    if model.step is not None:
        yield "step", f"{model.step:,}"


@dataclass(frozen=True, slots=True)
class Row:
    """A variable with what its values say.

    Attributes:
        figures: None where there are none (strings), or they were not asked for.
        damage: why the values can't be read.
    """

    variable: Variable
    figures: Statistics | None = None
    damage: Text | None = None


def rows_of(facts: Facts, *, statistics: bool, histograms: int, progress: Progress) -> Iterator[Row]:
    """The rows of the table of variables, each read when its turn comes."""
    from core.variables.statistics import can_count
    from core.variables.statistics import statistics as compute

    progress.stage(Text("Reading the values"))
    total = sum(each.nbytes for each in facts.variables.shown) or 1
    done = 0
    for variable in facts.variables.shown:
        progress.tick(min(1.0, done / total))
        done += variable.nbytes
        try:
            if not statistics or not can_count(variable.source):
                yield Row(variable)
                continue
            bins = BARS if histograms > 0 else 0
            histograms -= 1
            yield Row(variable, compute(variable.source, bins=bins, tick=lambda _: progress.check()))
        except FormatError as error:
            yield Row(variable, damage=error.text)
