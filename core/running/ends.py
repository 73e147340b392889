"""Where a run begins and ends unless the person says otherwise: what a form starts with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import CryographError
from core.running.images import SUFFIXES
from core.running.plan import default_fetches, graph_of, plan_run, signature_feeds

if TYPE_CHECKING:
    from core.formats.tensor import Tick
    from core.model import Model
    from core.running.feeds import FeedTarget

EXAMPLES = "inputs"
"""A folder beside a model with pictures to feed; the bundled sample has one."""
MOST_EXAMPLES = 50


@dataclass(frozen=True, slots=True)
class RunEnds:
    """What a form starts with.

    Attributes:
        targets: the inputs that what is fetched needs.
        suggestions: outputs, the likeliest first, as text for the field (several with a comma between).
        signatures: to choose from, by name.
        signature: the one that `targets` and `suggestions` are of; empty without one.
        examples: pictures beside the model.
    """

    targets: list[FeedTarget]
    suggestions: list[str]
    signatures: list[str] = field(default_factory=list)
    signature: str = ""
    examples: list[Path] = field(default_factory=list)


def find_ends(model: Model, signature: str = "", *, tick: Tick = None) -> RunEnds:
    """The ends of a signature, or of the graph.

    Args:
        model: as opened; it must have a graph.
        signature: one of the model's; empty for the usual one.
        tick: called often; may raise to cancel.

    Raises:
        UsageError: there is no such signature, or no graph.
    """
    from core.graph.outputs import suggest_outputs  # only for a form

    # A run is of the graph that is open: of a SavedModel with several, the first.
    names = [each.name for each in (model.meta_graphs[0].signatures if model.meta_graphs else model.signatures)]
    chosen = signature or _usual(model, names)
    targets = signature_feeds(model, chosen or None)
    suggestions = [each.name for each in suggest_outputs(graph_of(model), signatures=model.signatures, tick=tick)]
    examples = _examples(model.folder)
    try:
        fetches = default_fetches(model, chosen or None, suggestions)
    except CryographError:
        # The form says what it lacks when Run is pressed.
        return RunEnds(targets, ["", *suggestions], names, chosen, examples)
    needed = plan_run(model, {}, fetches, signature=chosen or None).missing
    if needed:
        # What only training reads (labels, a keep probability) need not be filled in.
        wanted = {target.tensor for target in needed}
        targets = [target for target in targets if target.tensor in wanted]
        targets += [target for target in needed if target.tensor not in {each.tensor for each in targets}]
    first = ", ".join(output.name for output in fetches)
    return RunEnds(targets, list(dict.fromkeys([first, *suggestions])), names, chosen, examples)


def _usual(model: Model, names: list[str]) -> str:
    """Only a SavedModel is run by its signatures; elsewhere the outputs that suggest themselves are likelier."""
    if model.format != "saved-model" or not names:
        return ""
    return "serving_default" if "serving_default" in names else names[0]


def _examples(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in (folder / EXAMPLES).iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError:
        return []  # there is none: nothing to offer
    return found[:MOST_EXAMPLES]
