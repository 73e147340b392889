"""How two graphs differ: ops added, removed, changed; in the order of names, so that the result is always the same.

An input is the same however it is written (`a`, `a:0`), control inputs have no order, and `_output_shapes`, which
some exporters add to say what follows from the rest anyway, is no difference. A constant's value is compared by its
elements, not by which of the proto's fields they are in. NaN equals NaN.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.formats.tensor import TensorSource
from core.graph.op_graph import OpGraph, OpNode, parse_tensor_name
from core.progress import Progress

_ANNOTATIONS = {"_output_shapes"}
_SHOWN = 120
"""Characters of an attribute that are shown."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing about a node that differs: `op`, `device`, `inputs`, `controls` or an attribute; None: absent."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node that both graphs have, and that is not the same."""

    name: str
    op: str
    details: tuple[Detail, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "op": self.op,
            "details": [{"what": one.what, "before": one.before, "after": one.after} for one in self.details],
        }


@dataclass(slots=True)
class GraphDiff:
    """What was found, in name order. Functions of the library by their names alone."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[NodeChange] = field(default_factory=list)
    same: int = 0
    functions_added: list[str] = field(default_factory=list)
    functions_removed: list[str] = field(default_factory=list)
    functions_changed: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not (
            self.added or self.removed or self.changed
            or self.functions_added or self.functions_removed or self.functions_changed
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        return {
            "added": self.added,
            "removed": self.removed,
            "changed": [change.name for change in self.changed],
            "details": [change.to_json() for change in self.changed],
            "same": self.same,
            "functions": {
                "added": self.functions_added,
                "removed": self.functions_removed,
                "changed": self.functions_changed,
            },
        }


def diff_graphs(first: OpGraph, second: OpGraph, *, progress: Progress | None = None) -> GraphDiff:
    """The older graph held against the newer, node by node of the same name.

    Raises:
        FormatError: a constant can't be read.
    """
    progress = progress or Progress()
    result = GraphDiff()
    result.removed = sorted(first.index.keys() - second.index.keys())
    result.added = sorted(second.index.keys() - first.index.keys())
    both = sorted(first.index.keys() & second.index.keys())
    for number, name in enumerate(both):
        if number % 256 == 0:
            progress.tick(number / len(both))
        change = _change(first, second, name, progress)
        if change is None:
            result.same += 1
        else:
            result.changed.append(change)
    before, after = first.functions, second.functions
    result.functions_removed = sorted(before.keys() - after.keys())
    result.functions_added = sorted(after.keys() - before.keys())
    result.functions_changed = [
        name for name in sorted(before.keys() & after.keys()) if _bytes(before[name]) != _bytes(after[name])
    ]
    return result


def _change(first: OpGraph, second: OpGraph, name: str, progress: Progress) -> NodeChange | None:
    old, new = first.node(name), second.node(name)
    outside = name in first.tensors or name in second.tensors
    if not outside and old.proto == new.proto:
        return None
    details = list(_fields(old, new))
    attributes = sorted((set(old.attr) | set(new.attr)) - _ANNOTATIONS)
    for key in attributes:
        if key == "value" and old.op == new.op == "Const":
            detail = _constant(first, second, name, progress)
        else:
            before, after = _attribute(old, key), _attribute(new, key)
            same = (before is None) == (after is None) and (before is None or _bytes(before) == _bytes(after))
            detail = None if same else Detail(key, _shown(before), _shown(after))
        if detail is not None:
            details.append(detail)
    return NodeChange(name, new.op, tuple(details)) if details else None


def _fields(old: OpNode, new: OpNode) -> Iterable[Detail]:
    if old.op != new.op:
        yield Detail("op", old.op, new.op)
    if old.device != new.device:
        yield Detail("device", old.device, new.device)
    for what, before, after in zip(("inputs", "controls"), _inputs(old), _inputs(new), strict=True):
        if before != after:
            yield Detail(what, ", ".join(before), ", ".join(after))


def _inputs(node: OpNode) -> tuple[list[str], list[str]]:
    """Data inputs in their order, and control inputs in no order."""
    data, controls = [], set()
    for text in node.inputs:
        name, output, control = parse_tensor_name(text)
        if control:
            controls.add(name)
        else:
            data.append(text.removesuffix(":0") if output == 0 else text)
    return data, sorted(controls)


def _constant(first: OpGraph, second: OpGraph, name: str, progress: Progress) -> Detail | None:
    before, after = first.tensor_of(name), second.tensor_of(name)
    if before is None or after is None:
        return None if before is after else Detail("value", _described(before), _described(after))
    if before.dtype != after.dtype or before.shape != after.shape:
        return Detail("value", _described(before), _described(after))
    from core.variables.comparison import compare  # only where there is a constant to compare

    found = compare(before, after, tick=progress.check)
    if found is None or not found.differing:
        return None
    return Detail("value", _described(before), _described(after))


def _described(source: TensorSource | None) -> str | None:
    """Type, shape and, of few elements, the values."""
    if source is None:
        return None
    text = f"{source.dtype.name} {'×'.join(map(str, source.shape)) or 'scalar'}"
    if source.nbytes <= _SHOWN:
        text += " " + np.array2string(source.read(), separator=", ", threshold=8).replace("\n", "")
    return text[:_SHOWN]


def _attribute(node: OpNode, key: str) -> Any:
    return node.attr.get(key)


def _bytes(message: Any) -> bytes:
    # Bytes and not ==: the messages have floats in them, and NaN is equal to itself here.
    found: bytes = message.SerializeToString(deterministic=True)
    return found


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
