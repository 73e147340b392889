"""Attributes that a newer TensorFlow wrote, and that the one here would refuse (`NodeDef mentions attr X not in Op`).

Those at their default say nothing and are dropped, as `import_meta_graph` does. The defaults are those of the meta's
own list of ops.
"""

from __future__ import annotations

from typing import Any

from core.freezing.body import Body
from core.freezing.known_ops import known_ops


def drop_new_defaults(body: Body, meta: Any) -> tuple[list[str], list[str]]:
    """Take unknown attributes at their default out of known ops.

    Args:
        body: edited in place.
        meta: the MetaGraphDef without its graph, or None.

    Returns:
        `node: attribute` of those dropped, and of those that have another value and stay.
    """
    defaults: dict[tuple[str, str], Any] = {}
    if meta is not None:
        for op in meta.meta_info_def.stripped_op_list.op:
            for attr in op.attr:
                if attr.HasField("default_value"):
                    defaults[op.name, attr.name] = attr.default_value
    dropped: list[str] = []
    kept: list[str] = []
    for name, node in list(body.nodes.items()):
        known = known_ops().get(node.op)
        if known is None:
            continue
        for key in [key for key in node.attr if key not in known and not key.startswith("_")]:
            if (node.op, key) in defaults and defaults[node.op, key] == node.attr[key]:
                del body.edit(name).attr[key]
                dropped.append(f"{name}: {key}")
            else:
                kept.append(f"{name}: {key}")
    return dropped, kept
