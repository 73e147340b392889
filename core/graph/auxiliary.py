"""What serves training, saving and watching a model, rather than being it.

Told by the op where the op says it, by the scope's name where TensorFlow or custom gave it that name. The canvas
puts whole scopes of it aside; the search for outputs doesn't look there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import numpy as np

from core.graph.skeleton import Mask, Skeleton, paced

Role = Literal["", "gradients", "optimiser", "save", "summaries", "init", "input", "metrics", "loss"]

_OPTIMISERS = (
    "sgd|gradientdescent|momentum|nesterov|adam(w|ax|optimizer)?|nadam|adagrad(da)?|adadelta|rmsprop|ftrl|lamb|lars|"
    "proximal\\w*|optimi[sz]er|optimi[sz]e|train(ing)?|train_?ops?|train_step|apply_gradients|exponentialmovingaverage|"
    "moving_averages?|learning_rate|exponential_?decay|exponentialdecay|piecewiseconstant|polynomialdecay|"
    "cosinedecay|inversetimedecay|beta[12]_power|global_?step|global_norm|clip_by_global_norm"
)
_NAMES: dict[Role, str] = {
    "gradients": r"gradients?|gradient_tape|grads?",
    "optimiser": _OPTIMISERS,
    "save": r"save|saver|save_v\d|restore|checkpoint_initializer|saver_filename|statefulpartitionedcall_save",
    "summaries": r"summar(y|ies)|merge_?summary|mergesummary|tensorboard|histograms?",
    "init": (
        r"init(_all_tables|_op|ializers?)?|initiali[sz]e\w*|report_uninitialized_\w+|group_deps|"
        r"local_init\w*|ready\w*"
    ),
    "input": (
        r"input_producer|shuffle_batch(_join)?|batch(_join)?|fifo_queue\w*|enqueue_input|parsesingleexample|"
        r"parseexample|random_shuffle_queue\w*|prefetch_queue|tfrecordreader\w*|iterator\w*|matching_filenames|"
        r"string_input_producer|range_input_producer|limit_epochs"
    ),
    "metrics": r"accurac(y|ies)|metrics?|precision|recall|auc|confusion_matrix|evaluation|eval|correct_prediction",
    "loss": r"loss(es)?|total_loss|cost|cross_?entropy\w*|xent|regulari[sz](er|ation\w*)|l2_loss|l2_?reg\w*",
}
_ROLES = tuple(_NAMES)
# One pattern for all: its groups are named so that those inside of the parts don't matter.
_BY_NAME = re.compile(
    "|".join(rf"(?P<{role}>(?:{pattern})(?:_\d+)?\Z)" for role, pattern in _NAMES.items()), re.IGNORECASE
)

_SUMMARY_OPS = frozenset(
    (
        "ScalarSummary",
        "HistogramSummary",
        "ImageSummary",
        "AudioSummary",
        "AudioSummaryV2",
        "TensorSummary",
        "TensorSummaryV2",
        "MergeSummary",
        "WriteScalarSummary",
        "WriteSummary",
        "WriteHistogramSummary",
        "WriteImageSummary",
    )
)
_SAVE_OPS = frozenset(
    (
        "SaveV2",
        "RestoreV2",
        "Save",
        "SaveSlices",
        "Restore",
        "RestoreSlice",
        "ShardedFilename",
        "ShardedFilespec",
        "MergeV2Checkpoints",
    )
)
_INPUT_OPS = re.compile(
    r"(FIFOQueue|PaddingFIFOQueue|RandomShuffleQueue|PriorityQueue|Queue(Enqueue|Close|Size)|TFRecordReader|"
    r"ReaderRead|TextLineReader|WholeFileReader|FixedLengthRecordReader|IdentityReader|ParseSingleExample|"
    r"ParseExample|DecodeRaw|DecodeJpeg|DecodePng|DecodeCSV|ReadFile|.*Dataset(V\d)?\Z|Iterator|OneShotIterator|"
    r"MakeIterator)"
)
_KEPT = 200_000
"""Scopes, and last parts of names, whose role is remembered at most."""

_UPDATES = re.compile(r"(Resource|Sparse)*(Apply)[A-Z]")


def role_of_name(name: str) -> Role:
    """What a scope or top level node of this name serves; `""` if the name doesn't tell."""
    found = _BY_NAME.match(name)
    if found is None:
        return ""
    return next(role for role in _ROLES if found.group(role) is not None)


def role_of_op(op: str) -> Role:
    """What an op of this type serves; `""` if it may be part of a model."""
    if op in _SUMMARY_OPS:
        return "summaries"
    if op in _SAVE_OPS:
        return "save"
    if _UPDATES.match(op):
        return "optimiser"
    if _INPUT_OPS.match(op):
        return "input"
    return ""


def auxiliary_nodes(skeleton: Skeleton, tick: Callable[[], None] | None = None) -> Mask:
    """Nodes that serve training, saving or watching, by their op or by the name of a scope around them.

    Losses and metrics are among them; input pipelines are not, for what they feed is read through them.
    """
    scopes: dict[str, bool] = {"": False}
    parts: dict[str, bool] = {}
    ops: dict[str, bool] = {}
    result = bytearray(len(skeleton))
    for index, (name, op) in enumerate(paced(zip(skeleton.names, skeleton.ops, strict=True), tick)):
        known = ops.get(op)
        if known is None:
            known = ops[op] = role_of_op(op) not in ("", "input")
        if len(parts) > _KEPT or len(scopes) > _KEPT:  # growing further would stop other threads for too long
            scopes, parts = {"": False}, {}
        result[index] = known or _served(name, scopes, parts)
    return np.frombuffer(bytes(result), dtype=np.bool_).copy()


def _served(name: str, scopes: dict[str, bool], parts: dict[str, bool]) -> bool:
    """Whether a name or a scope around it says that it serves; what is found is kept by scope."""
    missing: list[str] = []
    path = name
    while (found := scopes.get(path)) is None:
        missing.append(path)
        path = path.rpartition("/")[0]
    for scope in reversed(missing):
        part = scope.rpartition("/")[2]
        own = parts.get(part)
        if own is None:
            own = parts[part] = role_of_name(part) not in ("", "input")
        found = found or own
        if scope is not name:  # the node's own name is looked up once only
            scopes[scope] = found
    return bool(found)
