"""The passes in their order, and what each did or would do, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.conversion.optimising.batch_norm import fold_batch_norms
from core.conversion.optimising.constants import Evaluate, fold_constants
from core.conversion.optimising.duplicates import merge_duplicates
from core.conversion.optimising.halves import halve_weights
from core.conversion.optimising.training import remove_passing
from core.conversion.optimising.working import Working
from core.errors import Text, counted


@dataclass(frozen=True, slots=True)
class Done:
    """What one pass did: its name, how much, in words, and what it left alone."""

    name: str
    count: int
    text: Text
    left: Text | None = None


def run_passes(
    graph: Working, chosen: Mapping[str, bool], evaluate: Evaluate | None, tick: Callable[[], None]
) -> list[Done]:
    """Run the chosen passes on `graph`, in the order in which each finds most to do.

    Args:
        graph: edited.
        chosen: by the target's option names; `strip` and `clear-devices` are done before.
        evaluate: computes constants; None says what would become of the graph, and reads no values.
        tick: called often; may cancel.
    """
    done = []
    if chosen["remove-training"]:
        count = remove_passing(graph)
        done.append(
            Done(
                "remove-training",
                count,
                counted(
                    count,
                    Text("One op that only passes a value on is removed."),
                    Text("{count} ops that only pass a value on are removed.", count=f"{count:,}"),
                ),
            )
        )
    tick()
    if chosen["fold-constants"]:
        count = fold_constants(graph, evaluate)
        done.append(
            Done(
                "fold-constants",
                count,
                counted(
                    count,
                    Text("One op makes way for a constant computed beforehand."),
                    Text("{count} ops make way for constants computed beforehand.", count=f"{count:,}"),
                ),
            )
        )
    tick()
    if chosen["fold-batch-norm"]:
        count = fold_batch_norms(graph, tick)
        done.append(
            Done(
                "fold-batch-norm",
                count,
                counted(
                    count,
                    Text("One batch normalisation goes into the weights before it."),
                    Text("{count} batch normalisations go into the weights before them.", count=f"{count:,}"),
                ),
            )
        )
        if count and chosen["remove-training"]:
            remove_passing(graph)
    tick()
    if chosen["merge-duplicates"]:
        count = merge_duplicates(graph, tick, read_values=evaluate is not None)
        done.append(
            Done(
                "merge-duplicates",
                count,
                counted(
                    count,
                    Text("One op that computes the same as another is merged with it."),
                    Text("{count} ops that compute the same as another are merged with it.", count=f"{count:,}"),
                ),
            )
        )
    if chosen["half-weights"]:
        count, refused = halve_weights(graph, read_values=evaluate is not None, tick=tick)
        left = None
        if refused:
            left = counted(
                len(refused),
                Text("{first} has values beyond 65,504 and stays float32.", first=refused[0]),
                Text(
                    "{count} weights have values beyond 65,504 and stay float32, {first} among them.",
                    count=f"{len(refused):,}",
                    first=refused[0],
                ),
            )
        done.append(
            Done(
                "half-weights",
                count,
                counted(
                    count,
                    Text("One weight is stored in half precision."),
                    Text("{count} weights are stored in half precision.", count=f"{count:,}"),
                ),
                left,
            )
        )
    if chosen["sort"]:
        count = graph.sort()
        done.append(
            Done(
                "sort",
                count,
                counted(
                    count,
                    Text("One node stood before something that it reads; now it comes after it."),
                    Text(
                        "{count} nodes stood before something that they read; now each comes after it.",
                        count=f"{count:,}",
                    ),
                ),
            )
        )
    return done
