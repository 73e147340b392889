"""The proof: the worker runs the restored original and the frozen graph on the same feeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.errors import SessionError, Text, UsageError
from core.files import AtomicFile
from core.freezing.feeds import make_feeds
from core.freezing.frozen import PlannedGraph, Rewritten
from core.freezing.options import DEFAULT_TIME_LIMIT, FreezeOptions
from core.freezing.report import OutputProof, Proof
from core.freezing.values import to_restore
from core.progress import Progress
from core.scratch import scratch_folder
from core.session.protocol import text_from_json

if TYPE_CHECKING:
    from core.model import Model
    from core.session.client import SessionClient

_RANDOM = (
    "Random",
    "TruncatedNormal",
    "Multinomial",
    "ParameterizedTruncatedNormal",
    "StatefulUniform",
    "StatefulStandardNormal",
    "StatefulTruncatedNormal",
    "Stateful",
    "RngSkip",
)
_NOT_RANDOM = ("RandomShuffleQueue", "RandomDataset", "StatefulPartitionedCall")


def prove(
    model: Model,
    rewritten: Rewritten,
    frozen: str,
    options: FreezeOptions,
    client: SessionClient,
    progress: Progress,
    *,
    tolerance: tuple[float, float] | None = None,
    tags: Sequence[str] = (),
) -> Proof:
    """Run both graphs and compare every output.

    Args:
        model: where the original's values are.
        rewritten: both graphs, as planned.
        frozen: the written file, as the worker can open it.
        options: device, feeds, time limit.
        client: the worker.
        progress: may cancel.
        tolerance: what floats may differ by, relative and absolute; None is that of a freeze.
        tags: if there are any, `frozen` is the folder of a SavedModel with these.

    Raises:
        UsageError: a feed that the person gave doesn't fit.
        Cancelled: by the person.
    """
    outputs = list(rewritten.fetches)
    feeds = []
    try:
        feeds = make_feeds(rewritten, options.feeds)
    except UsageError as error:
        if options.feeds:
            raise
        return _not_run(options, {}, outputs, error.text)
    described = {feed.frozen: feed.described for feed in feeds}
    arrays = {f"feed{number}": feed.value for number, feed in enumerate(feeds)}
    operations = {name for name, (original, _) in rewritten.fetches.items() if not _has_value(rewritten, original)}
    if model.meta is not None and model.meta.meta_info_def.HasField("stripped_op_list"):
        listed = model.meta.meta_info_def.stripped_op_list.SerializeToString()
        arrays["ops"] = np.frombuffer(listed, np.uint8)
    # The original is of the size of the graph without its variables; a file that never has a name holds it.
    with scratch_folder() as folder, AtomicFile(folder / "original.pb") as file:
        rewritten.original.writer(file).finish(tick=progress.check)
        file.flush()
        params: dict[str, object] = {
            "original": file.path,
            "frozen": frozen,
            "prefix": str(model.checkpoint.prefix) if model.checkpoint else "",
            "variables": [to_restore(content) for content in rewritten.restored],
            "saver": list(rewritten.saver) if rewritten.saver else None,
            "fetches": [
                {"name": name, "original": original, "frozen": result}
                for name, (original, result) in rewritten.fetches.items()
                if name not in operations
            ],
            "feeds": [
                {"array": f"feed{number}", "original": feed.original, "frozen": feed.frozen}
                for number, feed in enumerate(feeds)
            ],
            "initialisers": rewritten.initialisers,
            "device": options.device,
            "strict": options.strict_placement,
            "op_libraries": [str(path) for path in options.op_libraries],
            "keep_devices": options.keep_devices and not options.device,
            "random": draws_random_numbers(rewritten.original),
            "tags": list(tags),
        }
        if tolerance is not None:
            params["relative"], params["absolute"] = tolerance
        try:
            result, _ = client.request(
                "compare", params, arrays, progress=progress, time_limit=options.time_limit or DEFAULT_TIME_LIMIT
            )
        except SessionError as error:
            if options.strict_placement:
                raise  # not being able to run there is an answer to what was asked
            return _not_run(options, described, outputs, error.text)
    proofs = {
        item["name"]: OutputProof(
            item["name"],
            tuple(item["shape"]) if item["shape"] is not None else None,
            item["max_abs_diff"],
            item["equal"],
            text_from_json(item["reason"]),
        )
        for item in result["outputs"]
    }
    for name in operations:
        proofs[name] = OutputProof(name, reason=Text("It is an operation without a value."))
    ordered = [proofs[name] for name in outputs]
    verdicts = [proof.equal for proof in ordered]
    ok = False if False in verdicts else None if None in verdicts else True
    reason = next((proof.reason for proof in ordered if proof.equal is not True), None)
    if ok is False and reason is None:
        reason = Text("{names} differ.", names=", ".join(proof.name for proof in ordered if proof.equal is False))
    return Proof(options.device, result["placed"] or None, described, ordered, ok, reason, result["restored_by"])


def _has_value(rewritten: Rewritten, tensor: str) -> bool:
    name = tensor.partition(":")[0]
    node = next((node for node in rewritten.original.nodes if node.name == name), None)
    return node is None or node.op not in _OPERATIONS


_OPERATIONS = frozenset(
    {
        "NoOp",
        "Assert",
        "InitializeTable",
        "InitializeTableV2",
        "InitializeTableFromTextFile",
        "InitializeTableFromTextFileV2",
        "LookupTableImport",
        "LookupTableImportV2",
        "QueueEnqueue",
        "QueueEnqueueV2",
        "ControlTrigger",
        "AssignVariableOp",
        "MakeIterator",
    }
)


def draws_random_numbers(graph: PlannedGraph) -> bool:
    """Whether an op draws random numbers without a seed."""
    bodies = [graph.nodes, *(function.node_def for function in graph.functions)]
    return any(
        node.op.startswith(_RANDOM)
        and not node.op.startswith(_NOT_RANDOM)
        and not (node.attr["seed"].i if "seed" in node.attr else 0)
        and not (node.attr["seed2"].i if "seed2" in node.attr else 0)
        for body in bodies
        for node in body
    )


def _not_run(options: FreezeOptions, feeds: dict[str, str], outputs: list[str], reason: Text) -> Proof:
    return Proof(options.device, None, feeds, [OutputProof(name, reason=reason) for name in outputs], None, reason)
