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
    names = _function_names(ours, theirs)
    mine = {node.name: node for node in ours.node}
    other = {node.name: node for node in theirs.node}
    found += [f"only ours: {name}" for name in mine.keys() - other.keys()]
    found += [f"only TensorFlow's: {name}" for name in other.keys() - mine.keys()]
    for name in mine.keys() & other.keys():
        found += _node(tf, mine[name], other[name], names)
    functions = {names.get(f.signature.name, f.signature.name): f for f in ours.library.function}
    their_functions = {_base(f.signature.name): f for f in theirs.library.function}
    found += [f"function only ours: {name}" for name in functions.keys() - their_functions.keys()]
    found += [f"function only TensorFlow's: {name}" for name in their_functions.keys() - functions.keys()]
    for name in functions.keys() & their_functions.keys():
        one, two = functions[name], their_functions[name]
        found += [f"{name}: signature"] if not _same_signature(one, two) else []
        nodes, others = {n.name: n for n in one.node_def}, {n.name: n for n in two.node_def}
        found += [f"{name}: nodes {nodes.keys() ^ others.keys()}"] if nodes.keys() != others.keys() else []
        for each in nodes.keys() & others.keys():
            found += [f"{name}/{line}" for line in _node(tf, nodes[each], others[each], names)]
        found += [f"{name}: ret"] if dict(one.ret) != dict(two.ret) else []
    return found


def _base(name: str) -> str:
    return re.sub(r"_frozen_\d+$", "_frozen", name)


def _function_names(ours: Any, theirs: Any) -> dict[str, str]:
    return {f.signature.name: _base(f.signature.name) for g in (ours, theirs) for f in g.library.function}


def _same_signature(one: Any, two: Any) -> bool:
    def plain(args: Any) -> list[tuple[str, int]]:
        return [(arg.name, arg.type) for arg in args]

    return plain(one.signature.input_arg) == plain(two.signature.input_arg) and plain(
        one.signature.output_arg
    ) == plain(two.signature.output_arg)


def _node(tf: Any, one: Any, two: Any, names: dict[str, str]) -> list[str]:
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
        elif not _attr(tf, one.attr[key], two.attr[key], names):
            found.append(f"{one.name}: attr {key} differs")
    return found


def _attr(tf: Any, one: Any, two: Any, names: dict[str, str]) -> bool:
    if one.SerializeToString(deterministic=True) == two.SerializeToString(deterministic=True):
        return True
    if one.HasField("tensor") and two.HasField("tensor"):
        mine, other = tf.make_ndarray(one.tensor), tf.make_ndarray(two.tensor)
        return mine.dtype == other.dtype and mine.shape == other.shape and (
            mine.tobytes() == other.tobytes() if mine.dtype != object else bool(np.array_equal(mine, other)))
    if one.HasField("func"):
        return names.get(one.func.name, one.func.name) == names.get(two.func.name, two.func.name)
    if one.list.func:
        return [names.get(f.name, f.name) for f in one.list.func] == [names.get(f.name, f.name) for f in two.list.func]
    return False
