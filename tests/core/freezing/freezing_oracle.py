"""Comparing graphs in TensorFlow's own eyes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np


def load(tf: Any, path: Path) -> Any:
    graph_def = tf.compat.v1.GraphDef()
    graph_def.ParseFromString(Path(path).read_bytes())
    return graph_def


def imported(tf: Any, graph_def: Any) -> Any:
    """What TensorFlow makes of a GraphDef when it imports it."""
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def, name="")
        return graph.as_graph_def()


def differences(tf: Any, ours: Any, theirs: Any) -> list[str]:
    """How two imported graphs differ, node by node by name, and the library up to converted functions' names."""
    found = []
    ours, theirs = _renamed(ours), _renamed(theirs)
    mine = {node.name: node for node in ours.node}
    other = {node.name: node for node in theirs.node}
    found += [f"only ours: {name}" for name in mine.keys() - other.keys()]
    found += [f"only TensorFlow's: {name}" for name in other.keys() - mine.keys()]
    for name in mine.keys() & other.keys():
        found += _node(tf, mine[name], other[name])
    functions = {f.signature.name: f for f in ours.library.function}
    their_functions = {f.signature.name: f for f in theirs.library.function}
    found += [f"function only ours: {name}" for name in functions.keys() - their_functions.keys()]
    found += [f"function only TensorFlow's: {name}" for name in their_functions.keys() - functions.keys()]
    for name in functions.keys() & their_functions.keys():
        one, two = functions[name], their_functions[name]
        found += [f"{name}: signature"] if not _same_signature(one, two) else []
        nodes, others = {n.name: n for n in one.node_def}, {n.name: n for n in two.node_def}
        found += [f"{name}: nodes {nodes.keys() ^ others.keys()}"] if nodes.keys() != others.keys() else []
        for each in nodes.keys() & others.keys():
            found += [f"{name}/{line}" for line in _node(tf, nodes[each], others[each])]
        found += [f"{name}: ret"] if dict(one.ret) != dict(two.ret) else []
    return found


def _renamed(graph: Any) -> Any:
    """A copy with ranked function names everywhere."""
    copy = type(graph)()
    copy.CopyFrom(graph)
    names = _ranked(graph)
    for function in copy.library.function:
        function.signature.name = names.get(function.signature.name, function.signature.name)
    for nodes in [copy.node, *(function.node_def for function in copy.library.function)]:
        for node in nodes:
            node.op = names.get(node.op, node.op)
            for attr in node.attr.values():
                for func in [attr.func] if attr.HasField("func") else attr.list.func:
                    func.name = names.get(func.name, func.name)
    return copy


def _ranked(graph: Any) -> dict[str, str]:
    """Converted functions' names with their number's rank among those of the same base instead of the number."""
    found: dict[str, list[int]] = {}
    for function in graph.library.function:
        match = re.fullmatch(r"(.*_frozen)_(\d+)", function.signature.name)
        if match:
            found.setdefault(match[1], []).append(int(match[2]))
    return {
        f"{base}_{number}": f"{base}#{rank}"
        for base, numbers in found.items()
        for rank, number in enumerate(sorted(numbers))
    }


def _same_signature(one: Any, two: Any) -> bool:
    def plain(args: Any) -> list[tuple[str, int]]:
        return [(arg.name, arg.type) for arg in args]

    return plain(one.signature.input_arg) == plain(two.signature.input_arg) and plain(
        one.signature.output_arg
    ) == plain(two.signature.output_arg)


def _node(tf: Any, one: Any, two: Any) -> list[str]:
    if one.op != two.op:
        return [f"{one.name}: {one.op} for {two.op}"]
    found = []
    split = lambda node: ([i for i in node.input if i[0] != "^"], sorted(i for i in node.input if i[0] == "^"))  # noqa: E731
    if split(one) != split(two):
        found.append(f"{one.name}: inputs {list(one.input)} for {list(two.input)}")
    if one.device != two.device:
        found.append(f"{one.name}: device {one.device!r} for {two.device!r}")
    for key in one.attr.keys() | two.attr.keys():
        if key not in one.attr or key not in two.attr:
            found.append(f"{one.name}: attr {key}")
        elif not _attr(tf, one.attr[key], two.attr[key]):
            found.append(f"{one.name}: attr {key} differs")
    return found


def _attr(tf: Any, one: Any, two: Any) -> bool:
    if one.SerializeToString(deterministic=True) == two.SerializeToString(deterministic=True):
        return True
    if one.HasField("tensor") and two.HasField("tensor"):
        mine, other = tf.make_ndarray(one.tensor), tf.make_ndarray(two.tensor)
        return (
            mine.dtype == other.dtype
            and mine.shape == other.shape
            and (mine.tobytes() == other.tobytes() if mine.dtype != object else bool(np.array_equal(mine, other)))
        )
    return False
