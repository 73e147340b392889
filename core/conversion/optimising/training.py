"""Ops that matter in training only, or for reading variables, and pass their input on."""

from __future__ import annotations

from core.conversion.optimising.working import Working
from core.freezing.body import colocations

PASSING = frozenset({"CheckNumerics", "CheckNumericsV2", "Identity", "PreventGradient", "Snapshot", "StopGradient"})
"""Each gives its first input as its only output."""

_FLOW = frozenset({"Enter", "Exit", "Merge", "NextIteration", "RefSwitch", "Switch", "_SwitchN"})
"""What stands after one of these marks a branch or a loop, and can be waited for: it stays."""


def remove_passing(graph: Working) -> int:
    """Let whoever reads one of `PASSING` read its input instead; gives how many went.

    One that is kept by name, waits for another op, is waited for, or stands in a branch or loop stays.
    """
    waited = graph.controls()
    stands_in = {each for node in graph.nodes.values() for each in colocations(node)}
    instead: dict[str, str] = {}
    for name, node in graph.nodes.items():
        if node.op not in PASSING or len(node.input) != 1 or name in graph.keep or name in waited or name in stands_in:
            continue
        source = graph.nodes.get(node.input[0].partition(":")[0])
        if source is None or source.op in _FLOW:
            continue
        instead[name] = node.input[0]
    for name in list(instead):
        # Chains: each leads to the first that stays. A loop of passing ops alone can't be run, and is left.
        text, seen = instead[name], {name}
        while (nearer := text.partition(":")[0]) in instead and nearer not in seen:
            seen.add(nearer)
            text = instead[nearer]
        if nearer in seen:
            del instead[name]
        else:
            instead[name] = text
    for node in list(graph.nodes.values()):
        for place, text in enumerate(node.input):
            target = instead.get(text.partition(":")[0]) if not text.startswith("^") else None
            if target is not None:
                graph.edit(node.name).input[place] = target
    graph.remove(set(instead))
    return len(instead)
