"""Shapes of tensors as the file tells them: `_output_shapes`, `shape`, a Const's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.graph.op_graph import OpNode

Shape = tuple[int, ...]
"""-1 stands for a dimension that is not known."""

_SHAPE_ATTR = frozenset(
    (
        "Placeholder",
        "PlaceholderV2",
        "PlaceholderWithDefault",
        "Variable",
        "VariableV2",
        "VarHandleOp",
        "TemporaryVariable",
        "AutoReloadVariable",
        "ImmutableConst",
        "EnsureShape",
        "ParallelConcat",
        "AccumulateNV2",
    )
)


def shape_of_proto(proto: Any) -> Shape | None:
    """The dimensions of a TensorShapeProto, -1 where unknown; None if even the rank is unknown."""
    if proto.unknown_rank:
        return None
    return tuple(dim.size if dim.size >= 0 else -1 for dim in proto.dim)


def output_shapes(node: OpNode) -> list[Shape | None]:
    """The shapes that the node's own attributes tell, one per output; empty if they tell nothing.

    For a variable it is the shape of the value, also where the op's output is a resource handle.
    """
    attr = node.proto.attr
    if node.op in _SHAPE_ATTR and "shape" in attr:
        told = shape_of_proto(attr["shape"].shape)
        # Graphs of producers before 24 wrote a scalar where nothing was known.
        if told or node.op not in ("Placeholder", "PlaceholderWithDefault"):
            return [told]
        if "_output_shapes" not in attr:
            return [None if node.op == "Placeholder" and told == () else told]
    if "_output_shapes" in attr:
        return [shape_of_proto(proto) for proto in attr["_output_shapes"].list.shape]
    if node.op in ("Const", "HostConst") and "value" in attr:
        return [shape_of_proto(attr["value"].tensor.tensor_shape)]
    return []


def element_count(shape: Sequence[int] | None) -> int:
    """How many elements; 0 where a dimension is unknown."""
    if shape is None:
        return 0
    count = 1
    for size in shape:
        count *= max(size, 0)
    return count


def shape_text(shape: Sequence[int] | None) -> str:
    """`3×3×3×10`, `?` for an unknown dimension, `scalar` for rank 0, empty if the rank is unknown."""
    if shape is None:
        return ""
    if not shape:
        return "scalar"
    return "×".join(str(size) if size >= 0 else "?" for size in shape)
