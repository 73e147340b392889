"""Small values of Consts, read from the node itself: enough for labels and for inferring shapes."""

from __future__ import annotations

from typing import Any

import numpy as np

_LIST_OF = {1: "float_val", 2: "double_val", 3: "int_val", 9: "int64_val", 10: "bool_val", 7: "string_val"}
_NUMPY_OF = {1: "<f4", 2: "<f8", 3: "<i4", 9: "<i8", 10: "?"}
MOST = 32
"""Elements beyond which a value isn't small."""


def small_value(node: Any) -> list[Any] | None:
    """The elements of a Const with at most `MOST` of them, in row-major order; None otherwise.

    Args:
        node: an OpNode.
    """
    attr = node.proto.attr
    if node.op not in ("Const", "HostConst") or "value" not in attr:
        return None
    tensor = attr["value"].tensor
    count = 1
    for dim in tensor.tensor_shape.dim:
        count *= dim.size
    if not 0 <= count <= MOST:
        return None
    kind = tensor.dtype
    if kind in _NUMPY_OF and tensor.tensor_content:
        content = tensor.tensor_content
        if len(content) != count * np.dtype(_NUMPY_OF[kind]).itemsize:
            return None
        found: list[Any] = np.frombuffer(content, dtype=_NUMPY_OF[kind]).tolist()
        return found
    if kind not in _LIST_OF:
        return None
    values = list(getattr(tensor, _LIST_OF[kind]))
    if not values:
        return [0] * count if kind != 7 else None
    return (values + [values[-1]] * (count - len(values)))[:count]  # the last one stands for the rest


def value_text(node: Any, longest: int = 18) -> str:
    """The value of a scalar or very short Const as text (`0.25`, `-1, 10`, `"mean"`); empty if it is long."""
    values = small_value(node)
    if values is None or not values or len(values) > 4:
        return ""
    parts = []
    for value in values:
        if isinstance(value, bytes):
            parts.append(f'"{value.decode("utf-8", "replace")}"')
        elif isinstance(value, float):
            parts.append(f"{value:.4g}")
        else:
            parts.append(str(value))
    text = ", ".join(parts)
    return text if len(text) <= longest else ""
