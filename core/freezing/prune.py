"""Which nodes the outputs need. The same walk as TensorFlow's `extract_sub_graph`, plus places where it stops."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.freezing.body import colocations


@dataclass(slots=True)
class Reach:
    """The result of a walk.

    Attributes:
        names: nodes that are needed, in no order; cut ones included.
        absent: names that something refers to, and that are not in the graph: {name: the node that refers}.
        absent_classes: the same for colocations, which can be dropped.
        cut_reads: for each cut node, the output numbers that are read.
    """

    names: set[str] = field(default_factory=set)
    absent: dict[str, str] = field(default_factory=dict)
    absent_classes: dict[str, str] = field(default_factory=dict)
    cut_reads: dict[str, set[int]] = field(default_factory=dict)


def reach(nodes: Mapping[str, Any], outputs: Iterable[str], cut: Collection[str] = ()) -> Reach:
    """Walk back from the outputs over data inputs, control inputs and `_class` targets.

    Args:
        nodes: NodeDef by name.
        outputs: op names that are in the graph.
        cut: nodes whose own inputs are not followed.
    """
    result = Reach()
    waiting = list(outputs)
    for name in waiting:
        if name in cut:
            result.cut_reads.setdefault(name, set()).add(0)
    while waiting:
        name = waiting.pop()
        if name in result.names:
            continue
        result.names.add(name)
        if name in cut:
            result.cut_reads.setdefault(name, set())
            continue
        node = nodes[name]
        for text in node.input:
            source, _, number = text.removeprefix("^").partition(":")
            if source not in nodes:
                result.absent.setdefault(source, name)
                continue
            if source in cut and not text.startswith("^"):
                result.cut_reads.setdefault(source, set()).add(int(number) if number.isdecimal() else 0)
            waiting.append(source)
        for target in colocations(node):
            if target in nodes:
                waiting.append(target)
            else:
                result.absent_classes.setdefault(target, name)
    return result


def needed_by(
    nodes: Mapping[str, Any], outputs: Iterable[str], wanted: Collection[str], cut: Collection[str] = ()
) -> dict[str, list[str]]:
    """Which outputs need each wanted node: {node: outputs}."""
    result: dict[str, list[str]] = {name: [] for name in wanted}
    for output in outputs:
        names = reach(nodes, [output], cut).names
        for name in wanted:
            if name in names:
                result[name].append(output)
    return result
