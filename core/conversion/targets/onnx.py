"""ONNX, through tf2onnx in the worker; checked with onnx, and run with onnxruntime."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from core import limits
from core.conversion.frozen import no_graph
from core.conversion.onnx_files import data_path, onnx_files
from core.conversion.target import Check, Option, Outcome, Preflight, Request, Target
from core.errors import Text, counted
from core.freezing.findings import Finding

if TYPE_CHECKING:
    from core.conversion.runtimes import Comparison
    from core.conversion.work import Work
    from core.freezing.frozen import Rewritten
    from core.freezing.plan import Plan
    from core.model import Model

TOLERANCE = 1e-4
"""What floats may differ by, as a part of an output's largest value: the sums are added up in another order."""

EXTRA = 'pip install "cryograph[onnx]"'
_CHANNELS_LAST_RANK = 4
_UNFIT = ("bfloat16", "complex64", "complex128")


def _missing() -> Text | None:
    if importlib.util.find_spec("tf2onnx") is not None and importlib.util.find_spec("onnx") is not None:
        return None
    return Text("tf2onnx is not installed. {command}", command=EXTRA)


def _preflight(model: Model, request: Request) -> Preflight:
    return _plan(model, request)[1]


def _plan(model: Model, request: Request) -> tuple[Plan, Preflight]:
    from core.conversion.runtimes import plan_for_runtime

    plan, ahead = plan_for_runtime(model, request, apart=True)
    if _is_large(plan) and TARGET.option(request, "external-data") == "no":
        ahead.findings.append(_too_large(plan))
    elif _goes_beside(plan, request):
        ahead.findings.append(_beside(request))
    if plan.rewritten is not None:
        ahead.findings += _unfit_inputs(plan.rewritten)
        ahead.findings += _lacking(plan.rewritten, TARGET.option(request, "opset"))
        if TARGET.option(request, "nchw"):
            ahead.findings += _turned(plan.rewritten)
    return plan, ahead


def _is_large(plan: Plan) -> bool:
    return plan.predicted_bytes > limits.FROZEN_GRAPH


def _goes_beside(plan: Plan, request: Request) -> bool:
    """Whether the weights go into a file of their own."""
    mode = TARGET.option(request, "external-data")
    return bool(mode == "yes" or (mode == "auto" and _is_large(plan)))


def _too_large(plan: Plan) -> Finding:
    text = Text("The file would be {size:.1f} GB: an .onnx can't be larger than 2 GB, protobuf's own limit.",
                size=plan.predicted_bytes / 1e9)  # fmt: skip
    return Finding("error", text, "", Text("Put its weights beside it: --external-data auto."))


def _beside(request: Request) -> Finding:
    return Finding("info", Text("The weights go into a file of their own, {name}.", name=data_path(request).name))


def _lacking(rewritten: Rewritten, opset: int) -> list[Finding]:
    """What tf2onnx has no converter for. A warning: it may still take such an op out, or find a pattern around it."""
    from core.conversion.onnx_ops import HANDLED_BEFORE, OURS, handled_ops

    handled = handled_ops()
    if not handled:
        return []
    bodies = [rewritten.frozen.nodes, *(function.node_def for function in rewritten.frozen.functions)]
    calls = {function.signature.name for function in rewritten.frozen.functions}
    used = Counter(node.op for body in bodies for node in body)
    first = {node.op: node.name for body in bodies for node in reversed(list(body))}
    findings = []
    for op, count in sorted(used.items()):
        if op in HANDLED_BEFORE or op in OURS or op in calls:
            continue
        if op not in handled:
            text = Text("tf2onnx has no converter of its own for {op} ({count}).", op=op, count=count)
            remedy = Text("If the conversion fails: choose outputs before it, or cut the graph after it with --inputs.")
            findings.append(Finding("warning", text, first[op], remedy))
        elif handled[op] > opset:
            text = Text("{op} needs opset {opset} ({count}).", op=op, opset=handled[op], count=count)
            findings.append(Finding("error", text, first[op], Text("Choose --opset {opset}.", opset=handled[op])))
    return findings


def _unfit_inputs(rewritten: Rewritten) -> list[Finding]:
    from core.formats.dtypes import type_of

    return [
        Finding(
            "warning", Text("{name} takes {dtype}, which hardly an op of ONNX can work with.", name=node.name,
                            dtype=type_of(node).name), node.name,
            Text("Cut the graph where they have become other numbers: --inputs NAME."),
        )
        for node in rewritten.frozen.nodes
        if node.op == "Placeholder" and type_of(node).name in _UNFIT
    ]  # fmt: skip


def _turned(rewritten: Rewritten) -> list[Finding]:
    from core.freezing.feeds import known_shape

    names = [
        node.name
        for node in rewritten.frozen.nodes
        if node.op == "Placeholder" and len(known_shape(node) or ()) == _CHANNELS_LAST_RANK
    ]
    if names:
        return [Finding("info", Text("{names} will take channels first (NCHW).", names=", ".join(names)))]
    return [Finding("warning", Text("No input has four dimensions: there are no channels to put first."))]


def _convert(model: Model, request: Request, work: Work) -> Outcome:
    from core.conversion.runtimes import compare, convert_into, frozen_source, keep_or_refuse

    plan, ahead = _plan(model, request)
    error = ahead.error()
    if error is not None:
        raise error
    with ExitStack() as stack:
        files = stack.enter_context(onnx_files(request, beside=_goes_beside(plan, request)))
        source = stack.enter_context(frozen_source(model, request, work, apart=True))
        outputs = _apart(source.inputs, source.outputs)
        renamed = [(was, name) for was, name in zip(source.outputs, outputs, strict=True) if was != name]
        source.outputs = outputs
        opset = TARGET.option(request, "opset")
        params = {
            **source.params(request), "opset": opset, "nchw": TARGET.option(request, "nchw"), "title": model.title,
            "beside": files.data.destination.name if files.data is not None else None,
        }  # fmt: skip
        made = convert_into(files.by_name(), "onnx", params, {}, request, work)
        path = files.readable()
        checks = [_accepted(path, opset, request, work)]
        if request.verify:
            checks.append(compare(source, path, _comparison(made["nchw"], source.tolerance(TOLERANCE)), request, work))
        keep_or_refuse(checks, request)
        work.progress.check()
        size = files.commit()
    notes = [*source.frozen.plan.repairs, *source.frozen.plan.warnings]
    notes += [
        Text("{name} is an input too; as an output it is called {other}.", name=was, other=name)
        for was, name in renamed
    ]
    if made["nchw"]:
        notes.append(Text("Channels come first in {names}.", names=", ".join(made["nchw"])))
    if files.data is not None and files.data.size:
        notes.append(Text("The weights are in {name}, which belongs beside the model.", name=data_path(request).name))
    return Outcome(size, checks, notes, source.inputs, source.outputs, source.placed)


def _apart(inputs: Mapping[str, str], outputs: Mapping[str, str]) -> dict[str, str]:
    """The outputs, none under the name of an input.

    A signature may call both the same, as the state of a recurrent network; in ONNX they are values of one graph.
    """
    result: dict[str, str] = {}
    for name, tensor in outputs.items():
        free = name
        while free in inputs or free in result or (free != name and free in outputs):
            free += "_out"
        result[free] = tensor
    return result


def _accepted(path: str, opset: int, request: Request, work: Work) -> Check:
    from core.session.protocol import text_from_json

    result, _ = work.client.request("onnx-accept", {"model": path}, progress=work.progress, time_limit=request.seconds)
    wrong = text_from_json(result["wrong"])
    detail = wrong or counted(
        result["nodes"],
        Text("opset {opset}, 1 op", opset=opset),
        Text("opset {opset}, {count} ops", opset=opset, count=result["nodes"]),
    )
    return Check(Text("onnx.checker accepts the file."), wrong is None, detail)


def _comparison(nchw: list[str], tolerance: float) -> Comparison:
    from core.conversion.runtimes import Comparison

    what = Text("onnxruntime gives what TensorFlow gives, to within {part} % of the largest value.",
                part=f"{tolerance * 100:g}")  # fmt: skip
    missing = {"onnxruntime": Text("onnxruntime is not installed. {command}", command=EXTRA)}
    return Comparison("onnx-check", what, tolerance, missing, nchw=frozenset(nchw))


TARGET = Target(
    name="onnx",
    title=Text("ONNX (.onnx)"),
    line=Text("For onnxruntime, and for other frameworks and accelerators"),
    group="model",
    suffixes=(".onnx",),
    refusal=no_graph,
    preflight=_preflight,
    convert=_convert,
    missing=_missing,
    options=(
        Option(
            "opset", "integer", Text("Opset &version"),
            Text("The version of ONNX's ops: a newer one has more of them, an older one is read by more programs."),
            17, least=9, most=18,
        ),
        Option(
            "nchw", "switch", Text("&Channels first (NCHW)"),
            Text("Inputs of four dimensions take their channels before height and width, as other frameworks do."),
            False,
        ),
        Option(
            "external-data", "choice", Text("&Weights"),
            Text("Whether they lie in a file beside the model, which is then small, and can be of any size with them."),
            "auto",
            choices=(
                ("auto", Text("Beside the model where it is larger than 2 GB")),
                ("yes", Text("Beside the model")),
                ("no", Text("In the model")),
            ),
        ),
    ),
    chooses_tensors=True,
    uses_tensorflow=True,
)  # fmt: skip
TARGETS = (TARGET,)
