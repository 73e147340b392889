"""TensorFlow Lite, through TensorFlow's converter in the worker; run with TFLite's interpreter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.conversion.frozen import no_graph
from core.conversion.target import Option, Outcome, Preflight, Request, Target
from core.errors import Text
from core.freezing.findings import Finding

if TYPE_CHECKING:
    from core.conversion.runtimes import Array, Comparison, Source
    from core.conversion.work import Work
    from core.model import Model

TOLERANCES = {"float32": 1e-4, "float16": 1e-2, "dynamic": 0.05, "int8": 0.1}
"""What floats may differ by, as a part of an output's largest value, after each kind of rounding of the weights."""

SIZES = {"float32": 1.0, "float16": 0.5, "dynamic": 0.25, "int8": 0.25}
"""What becomes of the weights' bytes, about."""


def _preflight(model: Model, request: Request) -> Preflight:
    from core.conversion.runtimes import plan_for_runtime

    _, ahead = plan_for_runtime(model, request)
    quantise = TARGET.option(request, "quantise")
    if ahead.predicted_bytes is not None:
        ahead.predicted_bytes = int(ahead.predicted_bytes * SIZES[quantise])
    samples = TARGET.option(request, "samples")
    if quantise == "int8" and samples is None:
        ahead.findings.append(
            Finding(
                "warning",
                Text("The ranges for int8 are measured on random values: the result may be far off."), "",
                Text("Give samples of what the model will see: --samples FILE.npy, FILE.npz, or a folder of pictures."),
            )
        )  # fmt: skip
    elif samples is not None and not Path(samples).exists():
        ahead.findings.append(Finding("error", Text("There are no samples at {path}.", path=str(samples))))
    elif samples is not None and quantise != "int8":
        ahead.findings.append(Finding("info", Text("Samples are only used for int8.")))
    return ahead


def _convert(model: Model, request: Request, work: Work) -> Outcome:
    from core.conversion.runtimes import compare, convert_into, frozen_source, keep_or_refuse
    from core.files import AtomicFile

    error = _preflight(model, request).error()
    if error is not None:
        raise error
    quantise = TARGET.option(request, "quantise")
    overwrite = request.overwrite or request.force
    with AtomicFile(request.destination, overwrite=overwrite) as file, frozen_source(model, request, work) as source:
        samples, arrays = _samples(source, request, work) if quantise == "int8" else ([], {})
        params = {
            **source.params(request), "quantise": quantise, "select": TARGET.option(request, "select-ops"),
            "samples": samples, "folder": str(source.folder),
        }  # fmt: skip
        made = convert_into({"model": file}, "tflite", params, arrays, request, work)
        checks = []
        tolerance = source.tolerance(TOLERANCES[quantise])
        # Ranges were measured on the samples: what is far from them can't be expected to come out right.
        sample = {name: arrays[array] for name, array in samples[0].items()} if samples else None
        if request.verify:
            checks.append(compare(source, file.path, _comparison(quantise, tolerance, made), request, work, sample))
        keep_or_refuse(checks, request)
        work.progress.check()
        size = file.size
        file.commit()
        notes = [*source.frozen.plan.repairs, *source.frozen.plan.warnings]
        if quantise == "int8" and TARGET.option(request, "samples") is None:
            notes.append(Text("The ranges for int8 were measured on random values."))
        if made["select"]:
            notes.append(
                Text("{ops} run in TensorFlow's own code (select ops): the program that runs the model needs "
                     "TFLite's Flex delegate.", ops=", ".join(made["select"]))
            )  # fmt: skip
        return Outcome(size, checks, notes, source.inputs, source.outputs, source.placed)


def _samples(source: Source, request: Request, work: Work) -> tuple[list[dict[str, str]], dict[str, Array]]:
    """For each sample {input: name of its array}, and the arrays."""
    from core.conversion.samples import read_samples

    path = TARGET.option(request, "samples")
    names: list[dict[str, str]] = []
    arrays: dict[str, Any] = {}
    for number, sample in enumerate(read_samples(None if path is None else Path(path), source, work.progress)):
        names.append({name: f"{number}/{name}" for name in sample})
        arrays |= {f"{number}/{name}": value for name, value in sample.items()}
    return names, arrays


def _comparison(quantise: str, tolerance: float, made: dict[str, Any]) -> Comparison:
    from core.conversion.runtimes import Comparison

    part = f"{tolerance * 100:g}"
    what = (
        Text("TFLite's interpreter, with TensorFlow running the select ops, gives what TensorFlow gives, to within "
             "{part} % of the largest value.", part=part)
        if made["select"]
        else Text("TFLite's interpreter gives what TensorFlow gives, to within {part} % of the largest value.",
                  part=part)
    )  # fmt: skip
    missing = {"interpreter": Text("There is no interpreter: pip install ai-edge-litert")}
    return Comparison("tflite-check", what, tolerance, missing, {"exact": quantise == "float32"})


TARGET = Target(
    name="tflite",
    title=Text("TensorFlow Lite (.tflite)"),
    line=Text("For phones, browsers and small devices; as small as a quarter"),
    group="model",
    suffixes=(".tflite",),
    refusal=no_graph,
    preflight=_preflight,
    convert=_convert,
    options=(
        Option(
            "quantise", "choice", Text("&Precision"),
            Text("What weights are stored as; int8 also computes in whole numbers, in ranges measured on samples."),
            "float32",
            choices=(
                ("float32", Text("float32: as the model has it")),
                ("float16", Text("float16: half the size")),
                ("dynamic", Text("Dynamic range: weights as int8, sums as floats")),
                ("int8", Text("Full integer: everything as int8, measured on samples")),
            ),
        ),
        Option(
            "samples", "file", Text("Cali&bration samples"),
            Text("For int8: inputs as the model will see them, as .npy or .npz, or a folder of pictures."), None,
        ),
        Option(
            "select-ops", "choice", Text("Ops that TFLite &lacks"),
            Text("Whether they may run in TensorFlow's own code, which the program around the model must bring."),
            "auto",
            choices=(
                ("auto", Text("TensorFlow's where there is no other way")),
                ("yes", Text("TensorFlow's allowed from the start")),
                ("no", Text("Refuse")),
            ),
        ),
    ),
    chooses_tensors=True,
    uses_tensorflow=True,
)  # fmt: skip
TARGETS = (TARGET,)
