"""Worker side: a frozen graph as converters to other formats want it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_SCALARS_ARE_SCALARS = 24
"""The GraphDef version from which on a placeholder's empty shape is a scalar's, and not an unknown one."""


def import_settled(path: str) -> None:
    """Import a GraphDef into the default graph, its placeholders' shapes said as plainly as the file knows them.

    Old graphs write `shape { }` for an unknown shape; written again by this TensorFlow, that would be a scalar's.
    """
    from core.session.tf_runtime import tf, tf1

    graph_def = tf1.GraphDef()
    graph_def.ParseFromString(Path(path).read_bytes())
    old = graph_def.versions.producer < _SCALARS_ARE_SCALARS
    for node in graph_def.node:
        node.device = ""
        if node.op == "Placeholder":
            _settle(node, old)
    for body in [graph_def.node, *(function.node_def for function in graph_def.library.function)]:
        for node in body:
            # Otherwise the loop would be taken apart into Enter, Switch, Merge, in which converters don't find it.
            if "_lower_using_switch_merge" in node.attr:
                node.attr["_lower_using_switch_merge"].b = False
    tf.import_graph_def(graph_def, name="")


def _settle(node: Any, old: bool) -> None:
    shape = node.attr["shape"].shape
    if shape.dim or not (shape.unknown_rank or old):
        return
    shape.unknown_rank = True
    # Asking a protobuf map for what it lacks puts it there, and TensorFlow takes an empty list at its word.
    inferred = node.attr["_output_shapes"].list.shape if "_output_shapes" in node.attr else []
    if inferred and not inferred[0].unknown_rank:
        shape.CopyFrom(inferred[0])
