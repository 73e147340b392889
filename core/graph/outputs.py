"""Which nodes a person wants to freeze up to, and which a model is fed through.

A checkpoint doesn't say. But training leaves traces: what depends on the labels belongs to the loss, and so does
what only the loss, the gradients or the summaries read. What is left between the inputs and there is the model;
where it ends are its outputs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import Text
from core.formats.collector import collector_paused
from core.formats.dtypes import DType, dtype_of
from core.graph.auxiliary import auxiliary_nodes, role_of_name, role_of_op
from core.graph.inference import ShapeFinder
from core.graph.losses import loss_part, losses
from core.graph.shapes import Shape, output_shapes
from core.graph.skeleton import Mask, Skeleton, one_by_one, paced, skeleton_of
from core.graph.weights import CONSTANTS, VARIABLES, fold_weights

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph, OpNode
    from core.model import Signature

Tick = Callable[[], None]
PLACEHOLDERS = frozenset(("Placeholder", "PlaceholderV2", "PlaceholderWithDefault"))
_FEEDS = PLACEHOLDERS | {"_Arg"}
_QUEUES = re.compile(
    r"(QueueDequeue|IteratorGetNext|IteratorFromStringHandle|ReaderRead|ParseExample|ParseSingleExample)"
)
_LABELS = re.compile(r"(labels?|targets?|y_?true|ground_?truth|gt|truth|y_)(_|\d|/|:|$)", re.IGNORECASE)
_ENDS = {"Softmax": 40.0, "Sigmoid": 26.0, "LogSoftmax": 22.0, "ArgMax": 12.0, "NonMaxSuppression": 20.0}
_TRIFLES = frozenset(
    (
        "Reshape",
        "GatherV2",
        "Gather",
        "Log",
        "Neg",
        "Cast",
        "StridedSlice",
        "Slice",
        "Equal",
        "Fill",
        "ZerosLike",
        "Pack",
    )
)
"""Ops with which a loss begins more often than a model ends."""

_WRITES = re.compile(
    r"(Resource)?(Scatter|Strided\w*Assign|CountUpTo|Assign)\w*|TensorArray\w*|Stack\w*V2"
    r"|EmptyTensorList|TensorList(Reserve|FromTensor|SetItem|PushBack|PopBack|Resize|Scatter|Split)\w*"
)
"""Ops that give a handle or a list of tensors, or nothing."""
_PIVOTS = frozenset(("Switch", "RefSwitch"))
_LOOPS = frozenset(("While", "StatelessWhile", "If", "StatelessIf", "Case", "StatelessCase"))
_REDUCTIONS = frozenset(("Mean", "Sum", "Max", "Min", "Prod", "All", "Any"))
_NAMED = re.compile(
    r"(?:.*_)?(pred(iction)?s?|prob(abilit(y|ies))?s?|outputs?|result|logits?|scores?|class(es)?|detections?|"
    r"boxes|softmax(_tensor)?|final_result|o_\w+|embeddings?)(_\d+)?\Z",
    re.IGNORECASE,
)
_MOST_ENDS = 60
"""Ends that are told apart by what they need: each takes a walk through the graph."""

_MINOR = frozenset(
    ("Shape", "ShapeN", "Rank", "Size", "Assert", "NoOp", "Print", "PrintV2", "ControlTrigger", "_Retval", "L2Loss")
)
"""Readers that don't carry a value on."""

_NO_END = frozenset(
    (
        "Const", "NoOp", "Assert", "Shape", "ShapeN", "Rank", "Size", "Assign", "AssignAdd", "AssignSub",
        "AssignVariableOp", "AssignAddVariableOp", "AssignSubVariableOp", "ReadVariableOp", "VarIsInitializedOp",
        "IsVariableInitialized", "Print", "PrintV2", "L2Loss", "ControlTrigger", "QueueEnqueueV2", "QueueCloseV2",
        "QueueSizeV2", "QueueEnqueueManyV2", "BroadcastGradientArgs", "Switch", "RefSwitch", "Merge", "Exit",
        "NextIteration", "Enter", "LoopCond", "Timestamp", "PyFunc", "_Retval",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutputSuggestion:
    """A node that the graph probably is for.

    Attributes:
        name: of the node.
        score: higher is likelier; signatures have 100 and more.
        reason: one clause that says why.
        shape: of its first output, -1 where unknown; None if not even the rank is known.
        dtype: of its first output, None if the file doesn't say.
    """

    name: str
    score: float
    reason: Text
    shape: Shape | None
    dtype: DType | None


@dataclass(frozen=True, slots=True)
class GraphInput:
    """A placeholder to feed. `shape` as for `OutputSuggestion`."""

    name: str
    dtype: DType | None
    shape: Shape | None


def find_inputs(graph: OpGraph) -> list[GraphInput]:
    """The placeholders in file order, except those that only saving and restoring read."""
    skeleton = skeleton_of(graph)
    found: list[GraphInput] = []
    for index, op in enumerate(skeleton.ops):
        if op not in PLACEHOLDERS or _is_handle(graph.nodes[index]):
            continue
        readers = skeleton.readers(index)
        if readers and _only_saving(skeleton, index):
            continue
        if not readers and skeleton.names[index].startswith(("saver_filename", "save/")):
            continue
        node = graph.nodes[index]
        told = output_shapes(node)
        found.append(GraphInput(node.name, _dtype(node.proto.attr), told[0] if told else None))
    return found


def _is_handle(node: OpNode) -> bool:
    """A placeholder for a resource: it stands for a variable, nothing can be fed there."""
    return "dtype" in node.proto.attr and node.proto.attr["dtype"].type in (20, 21)


def _only_saving(skeleton: Skeleton, index: int) -> bool:
    """Everything that reads a string is about files of a checkpoint."""
    seen = {index}
    queue = [index]
    for node in queue:  # grows while it is walked
        for reader in skeleton.readers(node):
            op = skeleton.ops[reader]
            if role_of_op(op) == "save" or op.endswith("PartitionedCall"):
                if op.endswith("PartitionedCall") and not skeleton.names[index].startswith("saver_filename"):
                    return False
                continue
            if op not in ("PlaceholderWithDefault", "Identity", "StringJoin", "Select", "StaticRegexFullMatch", "Pack"):
                return False
            if reader not in seen:
                seen.add(reader)
                queue.append(reader)
    return True


def suggest_outputs(
    graph: OpGraph, *, signatures: Iterable[Signature] = (), limit: int = 20, tick: Tick | None = None
) -> list[OutputSuggestion]:
    """Nodes that are probably wanted as outputs, the likeliest first.

    Args:
        graph: the main graph.
        signatures: of a SavedModel or MetaGraph; what they name comes first.
        limit: how many at most.
        tick: called often; may raise to cancel.
    """
    with collector_paused():  # one full pass over a large graph would stop all threads for a third of a second
        return _suggest(graph, signatures, limit, tick)


def _suggest(graph: OpGraph, signatures: Iterable[Signature], limit: int, tick: Tick | None) -> list[OutputSuggestion]:
    found: dict[str, OutputSuggestion] = {}
    finder = ShapeFinder(graph, tick)
    for rank, signature in enumerate(signatures):
        for key, (tensor, dtype, shape) in signature.outputs.items():
            name = tensor.partition(":")[0]
            if name in graph and name not in found:
                reason = Text("output {key} of the signature {signature}", key=key, signature=signature.name)
                score = 200.0 - rank - (50.0 if signature.name.startswith("__") else 0.0)
                found[name] = OutputSuggestion(name, score, reason, shape, dtype)
    skeleton = skeleton_of(graph, tick)
    model = model_part(skeleton, tick)
    training = _loss_part(skeleton, tick)
    ends = _ends(skeleton, model, model, training, tick) or _ends_of_anything(skeleton, training, tick)
    for index, score, reason in _by_what_they_need(skeleton, ends, tick):
        name = skeleton.names[index]
        if name not in found:
            if skeleton.ops[index] in _REDUCTIONS and finder.shape(name) == ():
                score -= 10.0  # a single number is a metric or a penalty more often than an output
            kind = _dtype(graph.nodes[index].proto.attr)
            found[name] = OutputSuggestion(name, score, reason, finder.shape(name), kind)
    ranked = sorted(found.values(), key=lambda s: (-s.score, graph.index[s.name]))
    best = ranked[0].score if ranked else 0.0
    return [s for s in ranked[:limit] if s.score >= 10.0 or best < 10.0]


def model_part(skeleton: Skeleton, tick: Tick | None = None) -> Mask:
    """Nodes that compute the prediction: they depend on the model's inputs, and not on the labels."""
    auxiliary = auxiliary_nodes(skeleton, tick)
    inputs, labels = _feeds(skeleton, auxiliary, tick)
    if not inputs:
        inputs = [i for i, op in enumerate(skeleton.ops) if op in VARIABLES]
    usable = ~auxiliary
    for index in inputs:  # a feed counts even where its scope's name (`training/x`) would put it aside
        usable[index] = True
    part = skeleton.reachable(inputs, through=usable, tick=tick)
    spoiled = skeleton.reachable(labels, tick=tick)
    result: Mask = part & ~spoiled
    return result


def _feeds(skeleton: Skeleton, auxiliary: Mask, tick: Tick | None) -> tuple[list[int], list[int]]:
    """What feeds the model, and what feeds the loss only (labels).

    An input comes before an op that reads a weight; a label doesn't.
    """
    feeds = [i for i, op in enumerate(paced(skeleton.ops, tick)) if op in _FEEDS or _QUEUES.match(op)]
    feeds = [i for i in feeds if skeleton.readers(i) and not _only_saving(skeleton, i)]
    folding = fold_weights(skeleton, tick)
    weighted = [
        user
        for user, heads in paced(folding.chips.items(), tick)
        if not auxiliary[user] and any(_is_weight(skeleton, head) for head in heads)
    ]
    before = skeleton.reachable(weighted, backward=True, through=~auxiliary, tick=tick)
    inputs = [i for i in feeds if before[i]]
    labels = [i for i in feeds if not before[i] and skeleton.ops[i] in PLACEHOLDERS]
    # The parts of one sparse input (s/indices, s/values) belong together.
    together = {scope for i in inputs if (scope := skeleton.names[i].rpartition("/")[0])}
    labels = [i for i in labels if skeleton.names[i].rpartition("/")[0] not in together
              or _LABELS.search(skeleton.names[i].rpartition("/")[2])]  # fmt: skip
    if not inputs:  # no weights at all, or nothing is fed before them
        labels = [i for i in feeds if _LABELS.search(skeleton.names[i].rpartition("/")[2])]
        inputs = [i for i in feeds if i not in set(labels)]
    return inputs, labels


def _is_weight(skeleton: Skeleton, head: int) -> bool:
    if skeleton.ops[head] not in CONSTANTS:
        return True
    told = output_shapes(skeleton.graph.nodes[head])
    return bool(told) and told[0] is not None and len(told[0]) > 1


End = tuple[int, float, Text]
"""A likely output: node, score, reason."""


def _loss_part(skeleton: Skeleton, tick: Tick | None) -> set[int]:
    """The losses with what leads to them."""
    weighted = {
        user
        for user, heads in paced(fold_weights(skeleton, tick).chips.items(), tick)
        if any(_is_weight(skeleton, head) for head in heads)
    }
    named = {i for i, name in enumerate(paced(skeleton.names, tick)) if _NAMED.match(name.rpartition("/")[2])}
    return loss_part(skeleton, losses(skeleton, tick), weighted | named, tick)


def _ends_of_anything(skeleton: Skeleton, training: set[int], tick: Tick | None) -> list[End]:
    """Where the scopes' names put the whole model aside: the ends of all that is not saving or a gradient."""
    aside = {
        name: role_of_name(name) in ("gradients", "save", "summaries", "init")
        for name in {each.partition("/")[0] for each in skeleton.names}
    }
    usable = np.fromiter(
        (not aside[name.partition("/")[0]] and role_of_op(op) in ("", "input")
         for name, op in paced(zip(skeleton.names, skeleton.ops, strict=True), tick)), np.bool_,
        len(skeleton))  # fmt: skip
    labels = [i for i, op in enumerate(skeleton.ops)
              if op in PLACEHOLDERS and _LABELS.search(skeleton.names[i].rpartition("/")[2])]  # fmt: skip
    part: Mask = usable & ~skeleton.reachable(labels, tick=tick)
    return _ends(skeleton, part, part, training, tick)


def _by_what_they_need(skeleton: Skeleton, ends: list[End], tick: Tick | None) -> list[End]:
    """The model's output needs most of its variables; a mask or a counter beside it needs few."""
    variables = [i for i, op in enumerate(skeleton.ops) if op in VARIABLES]
    if not variables or not 1 < len(ends) <= _MOST_ENDS:
        return ends
    needed = [int(skeleton.reachable([index], backward=True, tick=tick)[variables].sum()) for index, _, _ in ends]
    most = max(needed) or 1
    return [(index, score - 6.0 * (1 - count / most), reason)
            for (index, score, reason), count in zip(ends, needed, strict=True)]  # fmt: skip


def _ends(skeleton: Skeleton, part: Mask, among: Mask, training: set[int], tick: Tick | None = None) -> list[End]:
    """Likely outputs of the model `part`, of those in `among`, but for those in `training`."""
    ops = skeleton.ops
    found: list[End] = []
    for index in paced(one_by_one(np.flatnonzero(among)), tick):
        if ops[index] in _FEEDS or ops[index] in _NO_END:
            continue
        # Whether the model itself goes on: reading a shape is not going on.
        goes_on = any(part[r] and ops[r] not in _MINOR and r not in training for r in skeleton.readers(index))
        judged = None if index in training else _judge(skeleton, index, goes_on, part)
        if judged is not None:
            found.append((index, *judged))
    return found


def _judge(skeleton: Skeleton, index: int, goes_on: bool, part: Mask) -> tuple[float, Text] | None:
    """How likely an op of the model is an output, and why; None if it isn't worth a line."""
    op, name = skeleton.ops[index], skeleton.names[index]
    if _QUEUES.match(op) or role_of_op(op) or op in VARIABLES or _WRITES.fullmatch(op):
        return None
    if _is_by_product(skeleton, index):
        return None
    kind = next((score for start, score in _ENDS.items() if op.startswith(start)), 0.0)
    named = bool(_NAMED.match(name.rpartition("/")[2]))
    if goes_on and not kind and not named:
        return None
    read = bool(skeleton.readers(index))
    ending = _only_reshaped(skeleton, index, part) if goes_on else True
    if not ending and not named:
        return None
    score = kind + (18.0 if named else 0.0) + (12.0 if ending else 0.0) + (0.0 if goes_on else 6.0)
    if not read:
        score += 4.0
    if op in _TRIFLES and not named:
        score -= 14.0
    return score, _reason(op, kind > 0 and ending, named, read, goes_on)


def _is_by_product(skeleton: Skeleton, index: int) -> bool:
    """An Identity that control flow or a variable brings with it, and that nothing reads."""
    if skeleton.ops[index] != "Identity" or skeleton.readers(index) or not skeleton.sources(index):
        return False
    source = skeleton.sources(index)[0]
    op = skeleton.ops[source]
    if op not in _LOOPS:  # a value that is read by thousands is not asked for its readers at each of them
        return op in _PIVOTS or op in VARIABLES
    return any(skeleton.readers(reader) for reader in skeleton.readers(source) if reader != index)


def _reason(op: str, typical: bool, named: bool, read: bool, goes_on: bool) -> Text:
    vowel = op[:1] in "AEIOU"
    if typical and read:
        if vowel:
            return Text("an {op}; nothing outside training reads it", op=op)
        return Text("a {op}; nothing outside training reads it", op=op)
    if typical:
        return Text("an {op} at the end", op=op) if vowel else Text("a {op} at the end", op=op)
    if named:
        return Text("its name says so") if goes_on else Text("its name says so, and it ends a branch")
    return Text("last op of a branch") if read else Text("nothing reads it")


def doubtful_ends(skeleton: Skeleton, model: Mask, among: Mask) -> list[int]:
    """Ends of the model that look like the first op of the loss instead (a Reshape that only training reads)."""
    return [
        index
        for index, score, _ in _ends(skeleton, model, model & among, losses(skeleton))
        if score < 10.0 and skeleton.readers(index)
    ]


def _only_reshaped(skeleton: Skeleton, index: int, part: Mask) -> bool:
    """All that follows within the model only reshapes or names the value, or picks its largest."""
    seen = {index}
    queue = [index]
    for node in queue:  # grows while it is walked
        for reader in skeleton.readers(node):
            if not part[reader] or reader in seen:
                continue
            op = skeleton.ops[reader]
            if op not in ("Reshape", "Squeeze", "Identity", "ExpandDims", "Shape", "Cast", "ArgMax", "Max", "TopKV2",
                          "Log", "Neg", "StridedSlice", "Equal", "Greater", "Round"):  # fmt: skip
                return False
            seen.add(reader)
            queue.append(reader)
            if len(seen) > 40:
                return False
    return True


def _dtype(attr: Any) -> DType | None:
    """The dtype of the first output as far as the attributes name it."""
    for key in ("dtype", "T", "DstT", "output_type", "Tout", "Tparams", "out_type"):
        if key in attr and attr[key].type:
            return dtype_of(attr[key].type)
        if key in attr and attr[key].list.type:
            return dtype_of(attr[key].list.type[0])
    return None
