"""Worker side: a frozen graph as a TensorFlow Lite model, and that model's values, by TFLite's interpreter."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import ConversionError, SessionError, Text
from core.session.placing import load_libraries
from core.session.second_opinion import Array, Value, compared, named
from core.session.settled import SPELLED_OUT, import_settled
from core.session.tflite_delegate import PREFIX, TensorFlowDelegate

if TYPE_CHECKING:
    from core.session.worker import Job

SIGNATURE = "serving_default"
_SELECT = re.compile(r"^(?:TF Select|Flex) ops: (.+)$", re.MULTILINE)
_CUSTOM = re.compile(r"^Custom ops: (.+)$", re.MULTILINE)
_NO_DELEGATE = "Select TensorFlow op(s)"
_SECOND = 6
"""Where in a FlatBuffers table's own table the place of its second field is."""


def convert(job: Job) -> tuple[dict[str, Any], dict[str, Array]]:
    """Convert.

    Params: `graph` (a file with a frozen GraphDef), `inputs` and `outputs` [{`name` (in the result), `tensor`}],
    `initialisers`, `folder` (an empty one to work in), `quantise` (`float32`, `float16`, `dynamic`, `int8`), `select`
    (`auto`, `yes`, `no`: whether ops that TFLite lacks may run in TensorFlow's code), `samples` [one {name: array's
    name} per sample, for `int8`], `op_libraries`. Arrays: the samples. Sends `model`, the file's bytes (uint8).
    Result: `select` [ops that need TensorFlow's code].

    Raises:
        ConversionError: TFLite can't have it; names the ops and nodes that it lacks.
    """
    from core.session.tf_runtime import tf

    params = job.params
    job.stage(Text("Converting"))
    load_libraries(params["op_libraries"])
    data = b""
    for spell_out in (False, True):  # a GELU that TFLite finds as it is written is one op of its own
        saved = str(Path(params["folder"]) / f"saved_model_{spell_out}")
        nodes = _save(params, saved, spell_out=spell_out)
        job.tick()
        # TensorFlow's newer converter, the only one that writes signatures, wants eager execution.
        with tf.__internal__.eager_context.eager_mode():
            try:
                data = _first_that_works(job, saved, nodes)
                break
            except ConversionError:
                if spell_out or SPELLED_OUT not in nodes:
                    raise
    job.send_array("model", np.frombuffer(data, np.uint8))
    return {"select": _flex(data)}, {}


def _first_that_works(job: Job, saved: str, nodes: dict[str, list[str]]) -> bytes:
    """The file's bytes, with as few of TensorFlow's ops as there is a way."""
    asked = job.params["select"]
    lists = sorted(op for op in nodes if op.startswith("TensorList"))
    ways = [Way(select=asked == "yes"), *([Way(select=True)] if asked == "auto" else [])]
    ways += [Way(select=True, lists=True)] if lists and asked != "no" else []
    for way in ways:
        try:
            return _converted(job, saved, way)
        except Exception as error:  # the converter raises ConverterError, and anything
            select, custom = _ops(_SELECT, error), _ops(_CUSTOM, error)
            if not custom and not select and "'tf.TensorList" in str(error):
                select = lists
            if custom or way is ways[-1] or not (select or lists):
                possible = asked == "no" and not custom
                raise _refused(error, [*custom, *select], nodes, possible=possible) from error
        job.stage(Text("Converting with TensorFlow's ops"))
    raise AssertionError("the last way ends in a result or an error")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to convert: whether ops that TFLite lacks may be TensorFlow's, and lists of tensors have to be."""

    select: bool = False
    lists: bool = False


def check(job: Job) -> tuple[dict[str, Any], dict[str, Array]]:
    """Run the model with TFLite's interpreter and the frozen graph with TensorFlow, and compare.

    Params: `model` (the file), `exact` (whether whole numbers must be the same), and those of
    `second_opinion.compared`. Result: as `compared`; or only `missing`: `interpreter`.
    """
    job.stage(Text("Checking"))
    interpreter_class = _interpreter()
    if interpreter_class is None:
        return {"missing": "interpreter"}, {}
    names = [one["name"] for one in job.params["outputs"]]
    values: dict[str, Value]
    try:
        given = _run(job, interpreter_class)
        values = {name: np.asarray(given[name]) for name in names}
    except Exception as error:  # the interpreter raises RuntimeError, ValueError, and others
        message = next(iter(str(error).strip().splitlines()), type(error).__name__)
        refused = SessionError(Text("TFLite's interpreter can't run it: {message}", message=message), detail=str(error))
        values = dict.fromkeys(names, refused)
    job.tick(0.5)
    return compared(job, values, whole_numbers=job.params["exact"]), {}


def _run(job: Job, interpreter_class: Any) -> dict[str, Array]:
    """What the file gives in the interpreter; TensorFlow's own ops are run here where the interpreter lacks them."""
    from core.session.tf_runtime import tf

    data = Path(job.params["model"]).read_bytes()
    try:
        return _fed(job, interpreter_class(model_content=data))
    except RuntimeError as error:
        if _NO_DELEGATE not in str(error):
            raise
    with tf.__internal__.eager_context.eager_mode():
        delegate = TensorFlowDelegate()
        try:
            return _fed(job, interpreter_class(model_content=data, experimental_delegates=[delegate]))
        except RuntimeError as error:
            raise delegate.error or error from error


def _fed(job: Job, interpreter: Any) -> dict[str, Array]:
    runner = interpreter.get_signature_runner(SIGNATURE)
    taken = runner.get_input_details()
    feeds = {
        one["name"]: _lone(job.arrays[one["array"]])
        for one in job.params["inputs"]
        if one["array"] and one["name"] in taken
    }
    given: dict[str, Array] = runner(**feeds)
    return given


def _lone(value: Array) -> Array:
    """The value; a lone string in numpy's own kind, for of an object the interpreter reads the address."""
    if value.dtype != object or value.ndim:
        return value
    # By itself, numpy's empty string is one byte long; as a field it is none.
    return np.array(value.item()) if value.item() else np.zeros((), [("empty", "S0")])["empty"]


def _save(params: dict[str, Any], folder: str, *, spell_out: bool) -> dict[str, list[str]]:
    """Write the graph as a SavedModel with a signature; gives {op: [names of its nodes]}."""
    from core.session.tf_runtime import tf, tf1

    with tf.Graph().as_default() as graph:
        import_settled(params["graph"], spell_out=spell_out)
        tensors = [
            {one["name"]: graph.get_tensor_by_name(one["tensor"]) for one in params[which]}
            for which in ("inputs", "outputs")
        ]
        nodes: dict[str, list[str]] = {}
        for operation in graph.get_operations():
            nodes.setdefault(operation.type, []).append(operation.name)
        initialisers = [graph.get_operation_by_name(name) for name in params["initialisers"]]
        start = tf.group(*initialisers) if initialisers else None
        with tf1.Session(graph=graph) as session:
            tf1.saved_model.simple_save(session, folder, *tensors, legacy_init_op=start)
    return nodes


def _converted(job: Job, saved: str, way: Way) -> bytes:
    """The file's bytes."""
    from core.session.tf_runtime import tf

    lite = tf.lite
    quantise = job.params["quantise"]
    converter = lite.TFLiteConverter.from_saved_model(saved, signature_keys=[SIGNATURE])
    sets = [lite.OpsSet.TFLITE_BUILTINS_INT8 if quantise == "int8" else lite.OpsSet.TFLITE_BUILTINS]
    converter.target_spec.supported_ops = [*sets, lite.OpsSet.SELECT_TF_OPS] if way.select else sets
    if way.lists:
        converter._experimental_lower_tensor_list_ops = False
    if quantise != "float32":
        converter.optimizations = [lite.Optimize.DEFAULT]
    if quantise == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if quantise == "int8":

        def samples() -> Iterator[dict[str, Any]]:
            for sample in job.params["samples"]:
                job.tick()
                yield {name: tf.constant(job.arrays[array]) for name, array in sample.items()}

        converter.representative_dataset = samples
    return bytes(converter.convert())


def _interpreter() -> Any:
    """TensorFlow's own interpreter, or LiteRT's where TensorFlow has none any more; None if there is none."""
    from core.session.tf_runtime import tf

    own = getattr(tf.lite, "Interpreter", None)
    if own is None and importlib.util.find_spec("ai_edge_litert") is not None:
        own = importlib.import_module("ai_edge_litert.interpreter").Interpreter
    return own


def _ops(pattern: re.Pattern[str], error: Exception) -> list[str]:
    found = pattern.search(str(error))
    return [op.strip().removeprefix("Flex") for op in found[1].split(",")] if found else []


def _flex(data: bytes) -> list[str]:
    """The ops of a model that run in TensorFlow's code, by the names that they have in it.

    Source: `tensorflow/compiler/mlir/lite/schema/schema.fbs`, v2.21.0: `Model.operator_codes`, their `custom_code`.
    """
    from flatbuffers import encode
    from flatbuffers.number_types import UOffsetTFlags
    from flatbuffers.table import Table

    model = Table(data, encode.Get(UOffsetTFlags.packer_type, data, 0))
    codes = model.Offset(_SECOND)
    names = []
    for number in range(model.VectorLen(codes)):
        code = Table(data, model.Indirect(model.Vector(codes) + number * UOffsetTFlags.bytewidth))
        custom = code.Offset(_SECOND)
        names.append(code.String(code.Pos + custom) if custom else b"")
    return sorted(name.removeprefix(PREFIX).decode() for name in names if name.startswith(PREFIX))


def _refused(
    error: Exception, ops: list[str], nodes: dict[str, list[str]], *, possible: bool = False
) -> ConversionError:
    if _NO_DELEGATE in str(error):
        return ConversionError(
            Text("The samples can't be run: the model needs TensorFlow's own ops, which this interpreter lacks."),
            Text("Choose another precision than int8."),
        )
    if not ops:
        lines = [line.strip() for line in str(error).strip().splitlines() if line.strip()]
        said = next((line for line in lines if "error:" in line), lines[0] if lines else type(error).__name__)
        return ConversionError(Text("TFLite's converter says: {message}", message=said.rpartition("error:")[2].strip()))
    return ConversionError(
        Text("TFLite has nothing for {ops}.", ops="; ".join(named(op, nodes.get(op, [])) for op in dict.fromkeys(ops))),
        Text("Allow TensorFlow's own ops: --select-ops auto.")
        if possible
        else Text("Choose outputs before them, or cut the graph after them with --inputs."),
    )
