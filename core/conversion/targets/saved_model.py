"""A SavedModel's folder: graph and signatures, the variables beside them, the files of its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.conversion.frozen import no_graph, plan_ahead
from core.conversion.restorable.options import RENAME, RESOURCE, SHARDS
from core.conversion.target import Check, Option, Outcome, Preflight, Request, Target
from core.conversion.work import Work
from core.errors import CryographError, FreezeError, Text
from core.freezing.findings import Finding
from core.freezing.tables import TABLES
from core.scratch import scratch_folder

if TYPE_CHECKING:
    from core.conversion.restorable.model_plan import ModelOptions, PlannedModel
    from core.freezing.frozen import Rewritten
    from core.freezing.plan import Plan
    from core.model import Model
    from core.session.client import SessionClient

_INDEX_ENTRY = 40
_TAGS = ("serve",)
_OWN = frozenset(
    ("saved_model.pb", "variables", "assets", "assets.extra", "fingerprint.pb", "keras_metadata.pb", "debug")
)
"""What the folder of a SavedModel holds."""


def _value(request: Request, name: str) -> Any:
    return TARGET.option(request, name)


def _options(request: Request) -> ModelOptions:
    from core.conversion.restorable.constants import Choice
    from core.conversion.restorable.model_plan import ModelOptions
    from core.conversion.signatures import parse_keys

    match = str(_value(request, "match"))
    return ModelOptions(
        request.outputs,
        request.inputs,
        request.signature,
        request.tags,
        request.ema,
        str(_value(request, "signature-name")),
        parse_keys(str(_value(request, "keys"))),
        str(_value(request, "rename")),
        Choice(match, 2, bool(_value(request, "resource"))) if match else None,
    )


def _plan(model: Model, request: Request) -> tuple[PlannedModel, Preflight]:
    from core import limits
    from core.conversion.restorable.model_plan import PlannedModel, plan_model
    from core.conversion.restorable.writing import meta_size

    try:
        planned = plan_model(model, _options(request))
    except CryographError as error:
        planned = PlannedModel([], findings=[Finding("error", error.text, "", error.remedy)], raised=error)
    size = meta_size(planned.graph, planned.meta) if planned.graph is not None else 0
    if size > limits.FROZEN_GRAPH:
        planned.note(
            "error",
            Text(
                "The graph would take {size:.1f} GB: it can't be larger than 2 GB, protobuf's own limit.",
                size=size / 1e9,
            ),
            "",
            Text("Make variables of its large constants: --match NAME."),
        )
    predicted = size + planned.value_bytes + sum(len(value.key) + _INDEX_ENTRY for value in planned.values)
    signature = planned.signatures[0] if planned.signatures else None
    return planned, Preflight(
        planned.findings,
        predicted,
        list(signature.inputs) if signature else [],
        list(signature.outputs) if signature else [],
        planned.raised,
    )


def _preflight(model: Model, request: Request) -> Preflight:
    if _value(request, "variables") == "frozen":
        plan, preflight = plan_ahead(model, request)
        preflight.findings += [*_empty_tables(plan), *_lost(model)]
        return preflight
    return _plan(model, request)[1]


def _empty_tables(plan: Plan) -> list[Finding]:
    """A freeze can't keep what fills a table out of a file or a variable."""
    nodes = plan.rewritten.frozen.nodes if plan.rewritten is not None and not plan.initialisers else []
    return [
        Finding(
            "error",
            Text("With variables as constants the table {node} would stay empty.", node=node.name),
            node.name,
            Text("Keep the variables: --variables keep."),
        )
        for node in nodes
        if TABLES.fullmatch(node.op)
    ][:1]


def _lost(model: Model) -> list[Finding]:
    from core.conversion.restorable.model_plan import lost_objects

    return lost_objects(model)


def _convert(model: Model, request: Request, work: Work) -> Outcome:
    if _value(request, "variables") != "frozen":
        planned, preflight = _plan(model, request)
        error = preflight.error()
        if error is not None:
            raise error
        return _write(model, planned, planned.rewritten, request, work)
    from core.conversion.frozen import freeze_on_the_way
    from core.conversion.restorable.model_plan import ModelOptions, plan_model
    from core.conversion.signatures import parse_keys
    from core.opening import open_model

    asked = parse_keys(str(_value(request, "keys")))
    error = _preflight(model, request).error()
    if error is not None:
        raise error
    with scratch_folder() as scratch:
        frozen = freeze_on_the_way(model, request, work, scratch)
        assert frozen.plan.rewritten is not None
        ends = {**frozen.inputs, **frozen.outputs} if model.format == "saved-model" and not request.outputs else {}
        ends |= frozen.plan.rewritten.aliases
        keys = {tensor.removesuffix(":0"): key for key, tensor in ends.items()}
        keys.update({ends.get(name, name).removesuffix(":0"): key for name, key in asked.items()})
        name = str(_value(request, "signature-name")) or request.signature or ""
        planned = plan_model(
            open_model(frozen.path), ModelOptions(tuple(frozen.outputs.values()), keys=keys, name=name)
        )
        error = Preflight(planned.findings, raised=planned.raised).error()
        if error is not None:
            raise error
        planned.findings = [*frozen.plan.findings, *_lost(model)]
        return _write(model, planned, frozen.plan.rewritten, request, work)


def _write(model: Model, planned: PlannedModel, rewritten: Rewritten | None, request: Request, work: Work) -> Outcome:
    from core.conversion.assets import copy_assets
    from core.conversion.restorable.writing import write_bundle, write_meta
    from core.files import atomic_folder

    assert planned.graph is not None
    assert rewritten is not None
    progress = work.progress
    client = work.client if request.verify else None
    if client is not None:
        client.start()  # TensorFlow is imported while the files are being written
    _describe(planned, model)
    replaceable = _is_a_saved_model if request.overwrite or request.force else None
    with atomic_folder(request.destination, replaceable=replaceable, source=model.folder) as folder:
        progress.stage(Text("Writing"))
        nbytes = 0
        if planned.values:
            (folder / "variables").mkdir()
            shards = int(_value(request, "shards"))
            nbytes += write_bundle(folder / "variables", "variables", planned.values, shards, progress)
        nbytes += copy_assets(folder, planned.assets, progress)
        with (folder / "saved_model.pb").open("wb") as file:
            nbytes += write_meta(file, planned.graph, planned.meta, progress, as_saved_model=True)
        checks, placed = _check(model, planned, rewritten, request, client, work, folder)
        wrong = next((check for check in checks if check.ok is False), None)
        if wrong is not None and not request.force:
            raise FreezeError(
                Text("A check failed, and nothing was written: {reason}", reason=wrong.detail or wrong.what),
                Text("To keep the result all the same: --force."),
            )
        progress.check()
    signature = planned.signatures[0]
    notes = [finding.what for finding in planned.findings]
    return Outcome(nbytes, checks, notes, dict(signature.inputs), dict(signature.outputs), placed)


def _describe(planned: PlannedModel, model: Model) -> None:
    """The meta graph's own description: its tags, and who wrote the graph."""
    info = planned.meta.meta_info_def
    del info.tags[:]
    info.tags.extend(_TAGS)
    if not info.tensorflow_version and model.tensorflow_version:
        info.tensorflow_version = model.tensorflow_version


def _check(
    model: Model,
    planned: PlannedModel,
    rewritten: Rewritten,
    request: Request,
    client: SessionClient | None,
    work: Work,
    folder: Path,
) -> tuple[list[Check], dict[str, int] | None]:
    if client is None:
        return [], None
    from core.conversion.restorable.checking import check_values
    from core.freezing.original import with_tags
    from core.freezing.proof import prove
    from core.session.devices import parse_place

    checks = [check_values(folder / "variables" / "variables", planned, work.progress)] if planned.values else []
    what = Text("TensorFlow loads the SavedModel, and its signature gives what the original gives.")
    if request.device and parse_place(request.device).server:
        return [*checks, Check(what, None, Text("A server elsewhere does not have the files."))], None
    client.wait_until_ready(work.progress)
    work.progress.stage(Text("Checking"))
    options = request.freeze_options()
    proof = prove(with_tags(model, request.tags), rewritten, str(folder), options, client, work.progress, tags=_TAGS)
    largest = max((one.max_abs_diff or 0.0 for one in proof.outputs), default=0.0)
    detail = proof.reason or Text("largest difference {difference}", difference=f"{largest:g}")
    checks.append(Check(what, proof.ok, detail))
    return checks, proof.placed


def _is_a_saved_model(folder: Path) -> bool:
    """Whether a folder holds nothing but a SavedModel."""
    return (folder / "saved_model.pb").is_file() and all(path.name in _OWN for path in folder.iterdir())


TARGET = Target(
    name="saved-model",
    title=Text("SavedModel (folder)"),
    line=Text("For serving, and for models over 2 GB: a signature, and the variables beside the graph"),
    group="model",
    suffixes=(),
    folder=True,
    refusal=no_graph,
    preflight=_preflight,
    convert=_convert,
    chooses_tensors=True,
    uses_tensorflow=True,
    options=(
        Option(
            "variables", "choice", Text("&Variables"), Text("What becomes of the variables."), "keep",
            choices=(("keep", Text("Stay variables, beside the graph")), ("frozen", Text("Become constants in it"))),
        ),
        Option(
            "signature-name", "text", Text("Signature's &name"),
            Text("Empty: as in the source, or serving_default."), "",
        ),
        Option(
            "keys", "text", Text("&Keys"),
            Text("KEY=NAME,KEY=NAME: what inputs and outputs are called in the signature."), "",
        ),
        SHARDS,
        RENAME,
        Option(
            "match", "text", Text("&Constants that become variables"),
            Text("Patterns of names (conv*/w*,bias); empty: none."), "",
        ),
        RESOURCE,
    ),
)  # fmt: skip

TARGETS = (TARGET,)
