"""Attributes of ops as plain values: for files that other programs read."""

from __future__ import annotations

import math
from typing import Any

from core.formats.dtypes import dtype_of
from core.graph.shapes import shape_of_proto, shape_text

LONGEST = 2_000
"""Characters of one attribute; longer ones are cut, and end with an ellipsis."""

Plain = bool | int | float | str


def plain_attribute(value: Any) -> Plain:
    """An AttrValue as a number, a truth value, or text (`float32`, `3×3`, `[1, 2, 2, 1]`)."""
    kind = value.WhichOneof("value")
    if kind is None:
        return ""
    if kind == "list":
        return _cut(f"[{', '.join(map(str, _items(value.list)))}]")
    return _scalar(kind, getattr(value, kind))


def _items(items: Any) -> list[Plain]:
    for kind in ("s", "i", "f", "b", "type", "shape", "tensor", "func"):
        values = getattr(items, kind)
        if len(values):
            found = [_scalar(kind, item) for item in values[:LONGEST]]
            return [("true" if item else "false") if isinstance(item, bool) else item for item in found]
    return []


def _scalar(kind: str, value: Any) -> Plain:
    if kind == "s":
        return _cut(bytes(value[:LONGEST]).decode("utf-8", "backslashreplace"))
    if kind == "f":
        # The shortest text of a float32: 0.1 and not 0.10000000149011612. What isn't finite has no number in JSON.
        return float(f"{value:.7g}") if math.isfinite(value) else str(value)
    if kind in ("b", "i"):
        return bool(value) if kind == "b" else int(value)
    if kind == "type":
        return dtype_of(int(value)).name + ("_ref" if value > 100 else "")
    if kind == "shape":
        return _shape(value)
    if kind == "tensor":
        return f"{dtype_of(int(value.dtype)).name} {_shape(value.tensor_shape)}"
    return _cut(str(value.name) if kind == "func" else str(value))


def _shape(proto: Any) -> str:
    return shape_text(shape_of_proto(proto)) or "?"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
