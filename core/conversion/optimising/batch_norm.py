"""Batch normalisation with fixed statistics is a scaling: it goes into the weights before it.

Two forms are folded: `FusedBatchNorm` after a convolution or a matrix product, and the multiplication by one number
per channel that is left of a normalisation written out in single ops. A bias in between is scaled with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto import node_def_pb2

from core.conversion.optimising.working import Working
from core.formats.dtypes import dtype_named
from core.running.memory_tensor import MemoryTensor

if TYPE_CHECKING:
    import numpy as np

_FUSED = frozenset({"FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"})
_LINEAR = frozenset({"Conv2D", "Conv3D", "DepthwiseConv2dNative", "MatMul"})
_BIAS = frozenset({"BiasAdd", "Add", "AddV2"})
_RANKS = {"Conv2D": 4, "DepthwiseConv2dNative": 4, "Conv3D": 5, "MatMul": 2}
"""Axes of what each of `_LINEAR` gives."""

Consumers = dict[str, list[tuple[str, int]]]
_FLOAT = 1
"""DT_FLOAT."""


def fold_batch_norms(graph: Working, tick: Callable[[], None] = lambda: None) -> int:
    """Fold what can be folded; gives how many normalisations went. `tick` is called often, and may cancel."""
    folded, consumers = 0, graph.consumers()
    for name in list(graph.nodes):
        node = graph.nodes[name]
        if node.op in _FUSED or node.op == "Mul":
            tick()
            folded += _fold(graph, node, consumers)
    if folded:
        graph.strip()
    return folded


class _Chain:
    """A linear op, perhaps a bias after it, and the normalisation that alone reads them."""

    def __init__(self, graph: Working, text: str, consumers: Consumers) -> None:
        self.linear: Any = None
        self.bias: Any = None
        node = self._only(graph, text, consumers)
        if node is not None and node.op in _BIAS and len(node.input) == 2 and graph.constant(node.input[1]) is not None:
            self.bias = node
            node = self._only(graph, node.input[0], consumers)
        if node is not None and node.op in _LINEAR and len(node.input) == 2 and graph.constant(node.input[1]):
            transposed = "transpose_b" in node.attr and node.attr["transpose_b"].b
            if _is_float(node) and not transposed:
                self.linear = node

    @staticmethod
    def _only(graph: Working, text: str, consumers: Consumers) -> Any:
        """The node of this input, if nobody else reads it."""
        name, _, number = text.partition(":")
        node = graph.nodes.get(name)
        if node is None or number not in ("", "0") or name in graph.keep or len(consumers.get(name, ())) != 1:
            return None
        return node


def _fold(graph: Working, norm: Any, consumers: Consumers) -> int:
    """1 if it could be folded; `consumers` are then those of the new graph."""
    fused = norm.op in _FUSED
    # A file without the attribute means its default, which is training.
    if fused and (
        "is_training" not in norm.attr or norm.attr["is_training"].b or _reads_statistics(graph, norm, consumers)
    ):
        return 0
    if any(text.startswith("^") for text in norm.input) or not _is_float(norm):
        return 0
    sides = [0] if fused else [0, 1]
    for side in sides:
        chain = _Chain(graph, norm.input[side], consumers)
        given = norm.input[1:5] if fused else [norm.input[1 - side]]
        constants = [graph.constant(text) for text in given]
        if chain.linear is None or None in constants:
            continue
        layout = _layout(chain.linear)
        if fused and chain.linear.op != "MatMul" and _layout(norm) != layout:
            continue
        if chain.bias is not None and chain.bias.op == "BiasAdd" and _layout(chain.bias) != layout:
            continue
        # A bias or factor that is added by broadcasting lies along the last axis.
        if layout.startswith("NC") and (not fused or (chain.bias is not None and chain.bias.op != "BiasAdd")):
            continue
        before = {node.name: list(node.input) for node in (norm, chain.linear)}
        if _rewrite(graph, norm, chain, [str(name) for name in constants], fused=fused):
            for name, inputs in before.items():
                _read_anew(graph, consumers, name, inputs)
            return 1
    return 0


def _read_anew(graph: Working, consumers: Consumers, name: str, before: list[str]) -> None:
    """A node's edges in `consumers` as they are now. (To look through the whole graph takes long where much folds.)"""
    for source in {text.partition(":")[0] for text in before}:
        consumers[source] = [each for each in consumers[source] if each[0] != name]
    for place, text in enumerate(graph.nodes[name].input):
        consumers.setdefault(text.partition(":")[0], []).append((name, place))


def _rewrite(graph: Working, norm: Any, chain: _Chain, constants: list[str], *, fused: bool) -> bool:
    """Scale weights and bias; the normalisation becomes the addition of what is left, under its own name."""
    weights = str(graph.constant(chain.linear.input[1]))
    bias = str(graph.constant(chain.bias.input[1])) if chain.bias is not None else None
    unknown = {*constants, weights, *([bias] if bias else [])} & graph.unknown
    scaled: np.ndarray[Any, Any] | None = None
    shift: np.ndarray[Any, Any] | None = None
    if not unknown:
        values = [graph.value_of(name) for name in constants]
        old, before = graph.value_of(weights), graph.value_of(bias) if bias else None
        if old is None or any(value is None for value in values):
            return False
        channels = old.shape[-1] * (old.shape[-2] if chain.linear.op == "DepthwiseConv2dNative" else 1)
        flat = [value.reshape(-1) for value in values if value is not None]
        rank = _RANKS[chain.linear.op]
        if not all(_per_channel(value, channels, rank) for value in (*values, before) if value is not None):
            return False
        scaled, shift = _folded(old, before, flat, _epsilon(norm) if fused else None, chain.linear.op)
    scale_needed = bias is not None or fused
    linear = graph.edit(chain.linear.name)
    linear.input[1] = _new_constant(graph, f"{norm.name}/folded_weights", scaled)
    if chain.bias is None and not scale_needed:
        _become(graph, norm, "Identity", [chain.linear.name], {})
        return True
    added = _new_constant(graph, f"{norm.name}/folded_bias", shift)
    layout = _layout(chain.linear)
    _become(
        graph, norm, "BiasAdd", [chain.linear.name, added], {"data_format": "NCHW" if layout[:2] == "NC" else "NHWC"}
    )
    return True


def _folded(
    weights: np.ndarray[Any, Any],
    bias: np.ndarray[Any, Any] | None,
    given: list[np.ndarray[Any, Any]],
    epsilon: float | None,
    op: str,
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """New weights and bias, computed in float64: the product of two roundings would be farther off than one."""
    import numpy as np

    before = np.zeros(given[0].size) if bias is None else bias.reshape(-1).astype(np.float64)
    if epsilon is None:
        scale = given[0].astype(np.float64)
        shift = before * scale
    else:
        gamma, beta, mean, variance = (value.astype(np.float64) for value in given)
        scale = gamma / np.sqrt(variance + epsilon)
        shift = (before - mean) * scale + beta
    # The channels of a depthwise convolution are its last two axes together.
    factor = scale.reshape(weights.shape[-2:]) if op == "DepthwiseConv2dNative" else scale
    return (weights.astype(np.float64) * factor).astype(np.float32), shift.astype(np.float32)


def _is_float(node: Any) -> bool:
    return "T" in node.attr and bool(node.attr["T"].type == _FLOAT)


def _epsilon(norm: Any) -> float:
    return float(norm.attr["epsilon"].f) if "epsilon" in norm.attr else 1e-4


def _per_channel(value: np.ndarray[Any, Any], channels: int, rank: int) -> bool:
    """Whether it is one number per channel, along the last axis, with no more axes than what it is applied to."""
    return bool(0 < value.ndim <= rank and value.shape[-1] == channels == value.size)


def _new_constant(graph: Working, wanted: str, value: np.ndarray[Any, Any] | None) -> str:
    name = graph.unused_name(wanted)
    graph.put(name, dtype_named("float32"), MemoryTensor(name, value) if value is not None else None)
    return name


def _become(graph: Working, old: Any, op: str, inputs: list[str], texts: dict[str, str]) -> None:
    node = node_def_pb2.NodeDef(name=old.name, op=op, input=inputs, device=old.device)
    node.attr["T"].type = _FLOAT
    for key, text in texts.items():
        node.attr[key].s = text.encode()
    graph.add(node)


def _layout(node: Any) -> str:
    if node.op == "MatMul":
        return "NHWC"
    return node.attr["data_format"].s.decode() if "data_format" in node.attr else "NHWC"


def _reads_statistics(graph: Working, norm: Any, consumers: Consumers) -> bool:
    """Whether somebody reads another output than the normalised values."""
    texts = (graph.nodes[reader].input[place] for reader, place in consumers.get(norm.name, ()))
    return any(text.partition(":")[2] not in ("", "0") for text in texts)
