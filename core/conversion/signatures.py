"""The signatures of a SavedModel: which tensors go in and come out, under which keys, of which type and shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tensorboard.compat.proto import meta_graph_pb2

from core.conversion.restorable.nodes import set_shape
from core.errors import Text, UsageError
from core.freezing.cuts import dtype_of_output

METHOD = "tensorflow/serving/predict"
DEFAULT = "serving_default"
_INT32, _STRING, _INT64, _BOOL = 3, 7, 9, 10
_TRUTH_OPS = """Equal NotEqual Less LessEqual Greater GreaterEqual ApproximateEqual LogicalAnd LogicalOr LogicalNot
IsNan IsInf IsFinite InTopK InTopKV2 All Any VarIsInitializedOp IsVariableInitialized RegexFullMatch
StaticRegexFullMatch"""
_TEXT_OPS = """AsString StringJoin ReduceJoin Substr StringLower StringUpper StringStrip RegexReplace StaticRegexReplace
EncodeBase64 DecodeBase64 EncodePng EncodeJpeg SerializeTensor ReadFile"""
_TRUTHS, _TEXTS = frozenset(_TRUTH_OPS.split()), frozenset(_TEXT_OPS.split())
_BY_ATTRIBUTE = {  # (op, output): the attribute that has its type, and the type where it is absent
    ("ArgMax", 0): ("output_type", _INT64), ("ArgMin", 0): ("output_type", _INT64),
    ("Shape", 0): ("out_type", _INT32), ("Size", 0): ("out_type", _INT32), ("Rank", 0): ("", _INT32),
    ("TopKV2", 1): ("index_type", _INT32), ("TopK", 1): ("", _INT32), ("Unique", 1): ("out_idx", _INT32),
    ("UniqueWithCounts", 1): ("out_idx", _INT32), ("UniqueWithCounts", 2): ("out_idx", _INT32),
    ("Where", 0): ("", _INT64), ("Bucketize", 0): ("", _INT32), ("StringLength", 0): ("", _INT32),
    ("NonMaxSuppression", 0): ("", _INT32), ("NonMaxSuppressionV2", 0): ("", _INT32),
    ("NonMaxSuppressionV3", 0): ("", _INT32), ("NonMaxSuppressionV4", 0): ("", _INT32),
    ("NonMaxSuppressionV4", 1): ("", _INT32), ("NonMaxSuppressionV5", 0): ("", _INT32),
    ("NonMaxSuppressionV5", 2): ("", _INT32), ("CombinedNonMaxSuppression", 0): ("", 1),
    ("CombinedNonMaxSuppression", 1): ("", 1), ("CombinedNonMaxSuppression", 2): ("", 1),
    ("CombinedNonMaxSuppression", 3): ("", _INT32), ("Multinomial", 0): ("output_dtype", _INT64),
    ("LookupTableFind", 0): ("Tout", 0), ("LookupTableFindV2", 0): ("Tout", 0),
    ("Complex", 0): ("Tout", 8), ("ComplexAbs", 0): ("Tout", 1), ("Real", 0): ("Tout", 1), ("Imag", 0): ("Tout", 1),
    ("Dequantize", 0): ("dtype", 1), ("OneHot", 0): ("T", 1), ("Bitcast", 0): ("type", 0),
    ("StringToNumber", 0): ("out_type", 1), ("DecodeRaw", 0): ("out_type", 0), ("ParseTensor", 0): ("out_type", 0),
    ("StringToHashBucketFast", 0): ("", _INT64), ("ResourceGather", 0): ("dtype", 1),
}  # fmt: skip


@dataclass(slots=True)
class Signed:
    """One signature of the result.

    Attributes:
        name: `serving_default`.
        inputs, outputs: {key: tensor of the new graph, `x:0`}.
        proto: the SignatureDef that goes into the file.
    """

    name: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    proto: Any


def output_dtype(node: Any, output: int) -> int:
    """The enum of an output's type; 0 where it can't be told."""
    if node.op in _TRUTHS:
        return _BOOL
    if node.op in _TEXTS:
        return _STRING
    if (node.op, output) in _BY_ATTRIBUTE:
        key, default = _BY_ATTRIBUTE[node.op, output]
        return int(node.attr[key].type) if key in node.attr and node.attr[key].type else default
    return dtype_of_output(node, output) or 0


def parse_keys(text: str) -> dict[str, str]:
    """`images=input,scores=head/probs:0`: {op or tensor name, or key so far: new key}.

    Raises:
        UsageError: one has no `=`, or a key is there twice.
    """
    found: dict[str, str] = {}
    for rule in filter(None, (part.strip() for part in text.split(","))):
        key, equals, name = rule.partition("=")
        if not equals or not key.strip() or not name.strip():
            raise UsageError(Text("{rule} names no key.", rule=rule), Text("Write KEY=NAME,KEY=NAME."))
        if key.strip() in found.values():
            raise UsageError(Text("The key {key} is there twice.", key=key.strip()))
        found[name.strip().removesuffix(":0")] = key.strip()
    return found


def keyed(ends: Sequence[tuple[str, str]], wanted: Mapping[str, str]) -> dict[str, str]:
    """{key: tensor}, in order.

    Args:
        ends: (key so far, or empty; tensor).
        wanted: as `parse_keys` gives it.

    Raises:
        UsageError: two get the same key.
    """
    short = [_short(tensor) for _, tensor in ends]
    result: dict[str, str] = {}
    for key, tensor in ends:
        plain = tensor.removesuffix(":0")
        chosen = wanted.get(plain) or (wanted.get(key) if key else None) or key
        if not chosen:
            chosen = _short(tensor) if short.count(_short(tensor)) == 1 else plain.replace("/", "_").replace(":", "_")
        if chosen in result:
            raise UsageError(Text("The key {key} is there twice.", key=chosen), Text("Give one another: --keys."))
        result[chosen] = tensor
    return result


def unknown_keys(wanted: Mapping[str, str], ends: Sequence[tuple[str, str]]) -> list[str]:
    """Names among `wanted` that are neither an input nor an output."""
    known = {tensor.removesuffix(":0") for _, tensor in ends} | {key for key, _ in ends}
    return [name for name in wanted if name not in known]


def tensor_info(tensor: str, dtype: int, shape: tuple[int, ...] | None) -> Any:
    """A TensorInfo; -1 stands for an unknown dimension, None for an unknown rank."""
    info = meta_graph_pb2.TensorInfo(name=tensor, dtype=dtype)
    if shape is None:
        info.tensor_shape.unknown_rank = True
    else:
        set_shape(info.tensor_shape, shape)
    return info


def tensors_of(infos: Any) -> list[str]:
    """The tensors of a SignatureDef's inputs or outputs; a sparse one has three."""
    found = []
    for key in sorted(infos):
        info = infos[key]
        if info.WhichOneof("encoding") == "coo_sparse":
            sparse = info.coo_sparse
            found += [sparse.values_tensor_name, sparse.indices_tensor_name, sparse.dense_shape_tensor_name]
        elif info.WhichOneof("encoding") == "composite_tensor":
            found += [component.name for component in info.composite_tensor.components]
        else:
            found.append(info.name)
    return [name for name in found if name]


def _short(tensor: str) -> str:
    """The last part of a name: `head/probs:0` is `probs`, `top:1` is `top_1`."""
    name, _, number = tensor.partition(":")
    last = name.rpartition("/")[2]
    return f"{last}_{number}" if number not in ("", "0") else last
