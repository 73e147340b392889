"""What is wrong with a model, and what it could do: everything that can be known without running any of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.errors import FormatError, Problem, Severity, Text
from core.formats.dtypes import DType
from core.formats.tensor import TensorSource
from core.graph.op_graph import OpGraph
from core.model import Model
from core.opening import open_model
from core.progress import Progress
from core.running.obstacles import own_asset_readers, unknown_ops
from core.running.risks import find_risks
from core.variables.blocks import is_numeric
from core.variables.comparison import Described
from core.variables.integrity import check_layout, verify

_SAVER = re.compile(r"(Save|Restore)(V2|Slices?)?|MergeV2Checkpoints")
"""The saver's ops: nearly every graph of a checkpoint has them, and they run only when somebody saves or restores."""

_ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(slots=True)
class Scan:
    """What was found.

    Attributes:
        problems: the gravest first, of one kind in the order found.
        checked: values whose checksum was computed, and is right or told among the problems.
        without: values for which the format stores no checksum: they were read, and that is all.
        checkpoints: how many.
        ops: of the graph and all its functions.
    """

    problems: list[Problem] = field(default_factory=list)
    checked: int = 0
    without: int = 0
    checkpoints: int = 0
    ops: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is an error."""
        return all(problem.severity != "error" for problem in self.problems)


def scan(model: Model, *, progress: Progress | None = None, every_step: bool = True) -> Scan:
    """Check the values of a model's checkpoints, their places and its graph's ops. Every value is read.

    Args:
        model: as it was opened.
        progress: told by bytes.
        every_step: the folder's other checkpoints too.
    """
    progress = progress or Progress()
    found = Scan(list(model.problems))
    found.problems += [entry.problem for entry in model.files if entry.problem is not None]
    _values(model, found, progress)
    if every_step:
        for step in model.steps:
            if not step.current:
                _another_step(step.prefix, found, progress)
    if model.graph is not None:
        progress.stage(Text("Looking at the ops"))
        found.ops = len(model.graph) + model.graph.function_nodes
        found.problems += _ops(model, model.graph)
    found.problems = sorted(_distinct(found.problems), key=lambda problem: _ORDER[problem.severity])
    return found


def _another_step(prefix: object, found: Scan, progress: Progress) -> None:
    try:
        model = open_model(str(prefix), progress=progress)
    except FormatError as error:
        found.problems.append(Problem("error", error.text, where=str(error.path), remedy=error.remedy))
        return
    found.problems += [problem for problem in model.problems if problem.severity == "error"]
    _values(model, found, progress)


def _values(model: Model, found: Scan, progress: Progress) -> None:
    if model.checkpoint is not None:
        found.checkpoints += 1
        found.problems += check_layout(model.checkpoint, progress=progress)
    stored = list(_stored(model))
    report = verify(stored, progress=progress)
    found.checked += len(report.checked)
    found.without += len(report.without)
    found.problems += report.problems
    without = set(report.without)
    found.problems += _unreadable([each for each in stored if each.name in without], progress)


@dataclass(frozen=True, slots=True)
class _Stored:
    """A value with the name that it is stored under."""

    name: str
    source: TensorSource

    @property
    def dtype(self) -> DType:
        return self.source.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        return self.source.shape

    @property
    def nbytes(self) -> int:
        return self.source.nbytes


def _stored(model: Model) -> Iterator[Described]:
    """A checkpoint's values by their keys, without those that `check_layout` tells to be unreadable; else constants."""
    if model.checkpoint is None:
        yield from model.variables()
        return
    for name in model.checkpoint.entries:
        try:
            yield _Stored(name, model.checkpoint.tensor(name))
        except FormatError:
            continue


def _unreadable(variables: Iterable[Described], progress: Progress) -> list[Problem]:
    """Values without a checksum that can't even be read."""
    problems = []
    for variable in variables:
        try:
            if is_numeric(variable.source):
                for _ in variable.source.pieces(tick=progress.check):
                    pass
            elif variable.dtype.name == "string":
                variable.source.read(tick=progress.check)
        except FormatError as error:
            text = Text("{name} can't be read: {reason}", name=variable.name, reason=error.text)
            problems.append(Problem("error", text, where=str(error.path), remedy=error.remedy))
    return problems


def _ops(model: Model, graph: OpGraph) -> list[Problem]:
    """Ops that nobody has, and what the graph would do outside if all of it were run."""
    nodes = [node.proto for node in graph.nodes]
    functions = list(graph.functions.values())
    problems = [
        Problem("warning", Text("{node}: the op {op} is not part of TensorFlow.", node=name, op=op), name,
                Text("Running it needs the library that has it (--op-library FILE.so)."))
        for op, name in unknown_ops(graph, nodes, functions).items()
    ]  # fmt: skip
    for risk in find_risks(nodes, functions, own_files=own_asset_readers(model, nodes, functions)):
        severity: Severity = "info" if _SAVER.fullmatch(risk.op) else "warning"
        problems.append(Problem(severity, risk.text, risk.nodes[0]))
    return problems


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    """Each once: what opening found, a file's own line and the check may all say the same."""
    seen: dict[tuple[str, str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.severity, str(problem.what), problem.where), problem)
    return list(seen.values())
