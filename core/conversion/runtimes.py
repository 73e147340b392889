"""What the formats share that another program than TensorFlow runs: names, feeds, the file, the comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.conversion.frozen import freeze_on_the_way, plan_ahead
from core.conversion.target import Check, Preflight, Request
from core.conversion.work import Work
from core.errors import ConversionError, SessionError, Text, UsageError
from core.freezing.findings import Finding
from core.scratch import scratch_folder

if TYPE_CHECKING:
    from core.conversion.frozen import FrozenGraph
    from core.files import AtomicFile
    from core.freezing.frozen import Rewritten
    from core.freezing.plan import Plan
    from core.model import Model
    from core.session.protocol import ArrayHeader

Array = np.ndarray[Any, np.dtype[Any]]


ROUNDING = ("FakeQuant", "QuantizeAndDequantize", "QuantizeV2", "Dequantize")
"""How the names of ops begin that round to some hundred steps. A value at the edge of a step falls to either side."""

ROUNDED = 0.02
"""What floats may differ by in a graph with such ops, as a part of an output's largest value: a few steps."""


@dataclass(slots=True)
class Source:
    """A frozen graph that is to become a file for another runtime.

    Attributes:
        frozen: the graph.
        inputs, outputs: {name in the result: tensor in the frozen graph}; a signature's keys, else the ops' names.
        folder: to work in; gone after the conversion.
        placed: {device: ops that ran there} once TensorFlow ran it.
    """

    frozen: FrozenGraph
    inputs: dict[str, str]
    outputs: dict[str, str]
    folder: Path
    placed: dict[str, int] | None = field(default=None)

    def tolerance(self, least: float) -> float:
        """What its floats may differ by: `least`, or more where the graph itself rounds."""
        rewritten = self.frozen.plan.rewritten
        assert rewritten is not None
        rounds = any(node.op.startswith(ROUNDING) for node in rewritten.frozen.nodes)
        return max(least, ROUNDED) if rounds else least

    def params(self, request: Request) -> dict[str, Any]:
        """What every job gets."""
        from core.freezing.proof import draws_random_numbers

        rewritten = self.frozen.plan.rewritten
        assert rewritten is not None
        return {
            "graph": str(self.frozen.path),
            "inputs": [{"name": name, "tensor": tensor} for name, tensor in self.inputs.items()],
            "outputs": [{"name": name, "tensor": tensor} for name, tensor in self.outputs.items()],
            "initialisers": rewritten.initialisers,
            "weights": self.frozen.weights,
            "random": draws_random_numbers(rewritten.frozen),
            "device": request.device,
            "op_libraries": [str(path) for path in request.op_libraries],
        }


@contextmanager
def frozen_source(model: Model, request: Request, work: Work, *, apart: bool = False) -> Iterator[Source]:
    """Freeze the model, for the length of the block; `apart` as in `FreezeOptions`.

    Raises:
        CryographError: it can't be frozen.
    """
    with scratch_folder() as folder:
        frozen = freeze_on_the_way(model, request, work, folder, apart=apart)
        rewritten = frozen.plan.rewritten
        assert rewritten is not None
        keys = {tensor: name for name, tensor in rewritten.aliases.items()}
        inputs = {keys.get(tensor, name): tensor for name, tensor in frozen.inputs.items()}
        yield Source(frozen, inputs, dict(frozen.outputs), folder)


def plan_for_runtime(model: Model, request: Request, *, apart: bool = False) -> tuple[Plan, Preflight]:
    """The freeze's preflight, and what any other runtime can't carry; `apart` as in `FreezeOptions`."""
    plan, ahead = plan_ahead(model, request, apart=apart)
    rewritten = plan.rewritten
    if rewritten is None:
        return plan, ahead
    if not plan.inputs:
        ahead.findings.append(
            Finding("error", Text("The outputs depend on no input: there is nothing to run."), "",
                    Text("Choose other outputs, or cut the graph with --inputs NAME."))
        )  # fmt: skip
    for node in rewritten.frozen.nodes:
        if node.op == "Placeholder":
            ahead.findings += _of_input(node)
    return plan, ahead


def _of_input(node: Any) -> Iterator[Finding]:
    from core.formats.dtypes import type_of
    from core.freezing.feeds import known_shape

    shape = known_shape(node, unknown=-1)
    if type_of(node).name == "string":
        yield Finding(
            "warning", Text("{name} takes strings, which few ops of other runtimes can work with.", name=node.name),
            node.name, Text("Cut the graph where they have become numbers: --inputs NAME."),
        )  # fmt: skip
    if shape is None:
        yield Finding(
            "warning", Text("Not even the number of dimensions of {name} is known; the converter may need it.",
                            name=node.name), node.name,
        )  # fmt: skip
    elif -1 in shape[1:]:
        yield Finding(
            "info", Text("{name} is of a size that isn't known: {shape}. It stays so.", name=node.name,
                         shape="×".join("?" if size < 0 else str(size) for size in shape)), node.name,
        )  # fmt: skip


def convert_into(files: Mapping[str, AtomicFile], job: str, params: dict[str, Any], arrays: dict[str, Array],
                 request: Request, work: Work) -> dict[str, Any]:  # fmt: skip
    """Run a job of the worker that sends the bytes of files by these names; gives the job's own result.

    Raises:
        ConversionError: the converter can't have the model.
        WriteError: the disk is full.
        SessionError: the worker died, or the time limit passed.
        Cancelled: by the person.
    """

    def take(header: ArrayHeader, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            files[header.name].write(piece)

    result, _ = work.client.request(
        job, params, arrays, progress=work.progress, time_limit=request.seconds, on_array=take
    )
    for file in files.values():
        file.flush()
    return result


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a result is compared with TensorFlow's.

    Attributes:
        job: that does it.
        what: the check's sentence.
        tolerance: what floats may differ by, as a part of the output's largest value.
        missing: {`missing` of the job's result: why it could not be checked}.
        extra: further parameters of the job.
        nchw: inputs that the result takes with their channels first.
    """

    job: str
    what: Text
    tolerance: float
    missing: dict[str, Text]
    extra: dict[str, Any] = field(default_factory=dict)
    nchw: frozenset[str] = frozenset()


def compare(
    source: Source,
    path: str,
    comparison: Comparison,
    request: Request,
    work: Work,
    sample: Mapping[str, Array] | None = None,
) -> Check:
    """Run the result and the frozen graph on the same feeds.

    Args:
        source: what was converted.
        path: the written file, as the worker can open it.
        comparison: how.
        request: feeds, device, time limit.
        work: the worker.
        sample: {input of the result: value} to feed where the person gave nothing else; None makes values up.

    Raises:
        UsageError: a feed that the person gave doesn't fit.
        Cancelled: by the person.
    """
    from core.session.protocol import text_from_json

    rewritten = source.frozen.plan.rewritten
    assert rewritten is not None
    try:
        made_up = sample is None or request.feeds
        feeds = feeds_of(source, rewritten, request) if made_up else dict(sample or {})
    except UsageError as error:
        if request.feeds:
            raise
        return Check(comparison.what, None, error.text)
    params = source.params(request)
    for one in params["inputs"]:
        one.update(array=one["name"] if one["name"] in feeds else None, nchw=one["name"] in comparison.nchw)
    params |= {"model": path, "tolerance": comparison.tolerance, **comparison.extra}
    try:
        result, _ = work.client.request(
            comparison.job, params, feeds, progress=work.progress, time_limit=request.seconds
        )
    except SessionError as error:
        return Check(comparison.what, None, error.text)
    if "missing" in result:
        return Check(comparison.what, None, text_from_json(result.get("why")) or comparison.missing[result["missing"]])
    source.placed = result["placed"] or None
    return Check(comparison.what, *_verdict(result["outputs"]))


def feeds_of(source: Source, rewritten: Rewritten, request: Request) -> dict[str, Array]:
    """{input of the result: value}, as a freeze's proof makes them.

    Raises:
        UsageError: a value doesn't fit, or is for something that the result doesn't take.
    """
    from core.freezing.feeds import make_feeds

    names = {tensor: name for name, tensor in source.inputs.items()}
    values = {}
    for feed in make_feeds(rewritten, request.feeds):
        if feed.frozen not in names:
            raise UsageError(
                Text("{name} is no input of the result, so that it can't be fed.", name=feed.original),
                Text("Make it one: --inputs {name}", name=feed.original),
            )
        values[names[feed.frozen]] = feed.value
    return values


def _verdict(outputs: list[dict[str, Any]]) -> tuple[bool | None, Text]:
    from core.session.protocol import text_from_json

    verdicts = [one["equal"] for one in outputs]
    ok = False if False in verdicts else None if None in verdicts else True
    worst = next((one for one in outputs if one["equal"] is ok), outputs[0])
    reason = text_from_json(worst["reason"])
    if ok is not True and reason is not None:
        return ok, Text("{name}: {reason}", name=worst["name"], reason=reason)
    largest = max((one["max_abs_diff"] or 0.0 for one in outputs), default=0.0)
    return ok, Text("largest difference {difference}", difference=f"{largest:g}")


def keep_or_refuse(checks: list[Check], request: Request) -> None:
    """A result with a wrong check is only kept if that was asked for.

    Raises:
        ConversionError: one is wrong.
    """
    wrong = next((check for check in checks if check.ok is False), None)
    if wrong is not None and not request.force:
        raise ConversionError(
            Text("The check failed, and nothing was written: {what} No: {detail}", what=wrong.what,
                 detail=wrong.detail or ""),
            Text("To keep the result all the same: --force."),
        )  # fmt: skip
