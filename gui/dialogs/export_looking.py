"""What the export dialog finds out off the GUI thread: which formats apply, likely outputs, what lies ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import CryographError, Text
from core.progress import Progress
from gui.dialogs.widgets.completion import NodeNames

if TYPE_CHECKING:
    from core.conversion.target import Preflight, Request, Target
    from core.graph.outputs import OutputSuggestion
    from core.model import Model

LOOKED_AT = 20
"""Of several sources, those that are opened before the export begins; the others say how it went when it has."""


@dataclass(slots=True)
class Looked:
    """What is known of a model.

    Attributes:
        targets: each format, and why it can't be made of the model, here; None if it can.
        names: of all nodes.
        suggestions: of outputs, best first.
    """

    model: Model
    targets: list[tuple[Target, Text | None]] = field(default_factory=list)
    names: NodeNames = field(default_factory=NodeNames)
    suggestions: list[OutputSuggestion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of one of several sources: the reason if it can't be exported, the name of its result."""

    reason: Text | None
    name: str
    warnings: int = 0


def look(model: Model, prefix: Path | None, progress: Progress) -> Looked:
    """Look at a model, or at the checkpoint `prefix` of its folder, which is opened.

    Raises:
        CryographError: it can't be opened.
        Cancelled: by the person.
    """
    from core.conversion.registry import targets
    from core.graph.outputs import suggest_outputs

    if prefix is not None:
        from core.opening import open_model

        model = open_model(prefix, progress=progress)
    looked = Looked(model)
    for target in targets():
        progress.check()
        looked.targets.append((target, target.missing() or target.refusal(model)))
    if model.graph is not None:
        looked.suggestions = suggest_outputs(model.graph, signatures=model.signatures, tick=progress.check)
        progress.check()
        looked.names = NodeNames(node.name for node in model.graph.nodes)
    return looked


def sources_in(paths: Sequence[Path], progress: Progress) -> list[tuple[Path, str]]:
    """(path, name) of each model that `paths` stand for; one without a model for itself: its row says why."""
    from core.opening import find_models
    from gui.choosing import one_each

    found: list[tuple[Path, str]] = []
    for path in one_each(list(paths)):
        progress.check()
        try:
            models = find_models(path, tick=progress.check)
        except CryographError:
            models = []
        found += [
            (each.path, f"{path.name}/{each.label}" if path.is_dir() and each.path != path else each.label)
            for each in models
        ] or [(path, path.name)]
    return list(dict(found).items())


def preflight(model: Model, target: Target, request: Request, progress: Progress) -> Preflight:
    """What is known before the export of one model runs."""
    progress.check()
    return target.preflight(model, request)


def preflights(sources: Sequence[Path], target: Target, request: Request, progress: Progress) -> list[Ahead | None]:
    """What is known of the first of several sources; looking runs nothing.

    Raises:
        Cancelled: by the person.
    """
    taken: set[str] = set()
    found: list[Ahead | None] = []
    for source in sources[:LOOKED_AT]:
        progress.check()
        try:
            found.append(_ahead(source, target, request, taken, progress))
        except CryographError as error:
            found.append(Ahead(error.text, source.name))
    return found


def _ahead(source: Path, target: Target, request: Request, taken: set[str], progress: Progress) -> Ahead | None:
    """None if it would have to be run to be known."""
    from core.conversion.convert import name_for
    from core.conversion.sources import runs_when_opened
    from core.opening import open_model

    if runs_when_opened(source):
        return None
    model = open_model(source, progress=progress)
    name = name_for(model, target, taken)
    reason = target.missing() or target.refusal(model)
    if reason is not None:
        return Ahead(reason, name)
    ahead = target.preflight(model, replace(request, destination=request.destination / name))
    error = ahead.error()
    warnings = sum(finding.severity == "warning" for finding in ahead.findings)
    return Ahead(error.text if error is not None else None, name, warnings)
