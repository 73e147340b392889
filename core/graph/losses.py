"""Where the loss begins: what gradients were taken of, and what only leads there."""

from __future__ import annotations

from collections.abc import Callable

from core.graph.auxiliary import auxiliary_nodes
from core.graph.skeleton import Skeleton, paced

_REDUCED = frozenset(("Mean", "Sum", "Add", "AddV2", "AddN", "Mul", "Neg", "RealDiv", "Div", "Identity"))
_LEADING = (_REDUCED - {"Identity"}) | frozenset(
    (
        "Sub", "Square", "SquaredDifference", "Pow", "Log", "Log1p", "Exp", "Softplus", "Abs", "Maximum", "Minimum",
        "Max", "Reshape", "Cast", "Sqrt", "Pack", "ExpandDims", "Select", "SelectV2", "L2Loss", "ClipByValue",
        "SoftmaxCrossEntropyWithLogits", "SparseSoftmaxCrossEntropyWithLogits", "DivNoNan", "Squeeze",
    )
)  # fmt: skip
"""Ops that a loss is made of."""


def losses(skeleton: Skeleton, tick: Callable[[], None] | None = None) -> set[int]:
    """What gradients were taken of: an op that has a gradient, while no op that reads it has one."""
    known = skeleton.graph.index
    differentiated: set[int] = set()
    for name in paced(skeleton.names, tick):
        if not name.startswith("gradients"):
            continue
        path = name.partition("/")[2]
        end = path.find("_grad/")
        while end > 0:
            index = known.get(path[:end])
            if index is not None:
                differentiated.add(index)
            end = path.find("_grad/", end + 1)
    return {
        index
        for index in differentiated
        if skeleton.ops[index] in _REDUCED and not any(r in differentiated for r in skeleton.readers(index))
    }


def loss_part(skeleton: Skeleton, ends: set[int], kept: set[int], tick: Callable[[], None] | None = None) -> set[int]:
    """The losses `ends` and the ops before them that nothing else reads.

    A loss that compares the output with the input (of an autoencoder, say) has no label that would tell it.

    Args:
        skeleton: of the graph.
        ends: the losses themselves.
        kept: ops that are no part of a loss whatever reads them: those with weights, and those named as outputs.
        tick: called often.
    """
    if not ends:
        return set()
    auxiliary = auxiliary_nodes(skeleton, tick)
    part = set(ends)
    waiting = list(ends)
    while waiting:
        for source in skeleton.sources(waiting.pop()):
            if source in part or source in kept or skeleton.ops[source] not in _LEADING:
                continue
            if all(reader in part or auxiliary[reader] for reader in skeleton.readers(source)):
                part.add(source)
                waiting.append(source)
    return part
