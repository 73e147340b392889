"""Worker side: a frozen graph as an ONNX model, made by tf2onnx; and that model's values, by onnxruntime."""

from __future__ import annotations

import importlib.util
import logging
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from google.protobuf.message import EncodeError

from core.errors import ConversionError, SessionError, Text
from core.session.onnx_external import LEAST, place_weights
from core.session.onnx_graphs import graphs
from core.session.placing import load_libraries
from core.session.protocol import text_to_json
from core.session.second_opinion import Array, Value, compared, named
from core.session.settled import import_settled
from core.session.weights import weights_of

if TYPE_CHECKING:
    from core.session.worker import Job

TO_NCHW = (0, 3, 1, 2)
_NO_KERNEL = "NOT_IMPLEMENTED"
_TABLE = re.compile(r"Initialized table \S+ for node (\S+) not found")


def convert(job: Job) -> tuple[dict[str, Any], dict[str, Array]]:
    """Convert.

    Params: `graph` (a file with a frozen GraphDef), `inputs` and `outputs` [{`name` (in the result), `tensor`}],
    `opset`, `nchw` (whether inputs of four dimensions are taken with their channels first), `title`, `op_libraries`,
    `weights`, `beside` (the name of a file for the weights, or None). Sends `data`, that file's bytes, if there is to
    be one, and `model` (both uint8). Result: `nchw` [names of inputs].

    Raises:
        ConversionError: tf2onnx can't convert it; names the ops and nodes that it lacks.
    """
    job.stage(Text("Converting"))
    load_libraries(job.params["op_libraries"])
    model, nchw = _converted(job)
    lacking = _lacking(model)
    if lacking:
        raise ConversionError(
            Text("ONNX has nothing for {ops}.", ops="; ".join(lacking)),
            Text("Choose outputs before them, or cut the graph after them with --inputs; a higher --opset may help."),
        )
    job.stage(Text("Writing"))
    place_weights(job, model, weights_of(job.params), job.params["beside"])
    try:
        data = model.SerializeToString()
    except EncodeError as error:
        raise ConversionError(
            Text("It would be larger than 2 GB, protobuf's own limit."),
            Text("Put its weights beside it: --external-data yes."),
        ) from error
    del model
    job.send_array("model", np.frombuffer(data, np.uint8))
    return {"nchw": nchw}, {}


def accept(job: Job) -> tuple[dict[str, Any], dict[str, Array]]:
    """What onnx.checker says of a model.

    Params: `model` (the file). Result: `nodes` (their number), `wrong` (None, or what it has against it).
    """
    import onnx

    job.stage(Text("Checking"))
    path = job.params["model"]
    model = onnx.load(path, load_external_data=False)
    wrong = None
    for tensor in model.graph.initializer:
        if len(tensor.raw_data) > LEAST:  # no shape depends on it, and it would be copied
            tensor.ClearField("raw_data")
    try:
        onnx.checker.check_model(path)
        onnx.shape_inference.infer_shapes(model, check_type=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:
        wrong = text_to_json(Text("{message}", message=next(iter(str(error).strip().splitlines()), "")))
    return {"nodes": len(model.graph.node), "wrong": wrong}, {}


def check(job: Job) -> tuple[dict[str, Any], dict[str, Array]]:
    """Run the model with onnxruntime and the frozen graph with TensorFlow, and compare.

    Params: `model` (the file), and those of `second_opinion.compared`; in `inputs` also `nchw`.
    Result: as `compared`, and `runtime` (its version); or only `missing`: `onnxruntime`, which isn't installed, or
    `kernel`, with `why`: it has no code for an op of this type.
    """
    job.stage(Text("Checking"))
    if importlib.util.find_spec("onnxruntime") is None:
        return {"missing": "onnxruntime"}, {}
    import onnxruntime

    names = [one["name"] for one in job.params["outputs"]]
    values: list[Value]
    try:
        values = list(_run(job, names))
    except Exception as error:  # onnxruntime has an exception of its own for each of its statuses
        message = next(iter(str(error).strip().splitlines()), type(error).__name__)
        refused = SessionError(Text("onnxruntime can't run it: {message}", message=message), detail=str(error))
        if _NO_KERNEL in str(error):  # it may be right all the same, and run elsewhere
            return {"missing": "kernel", "why": text_to_json(refused.text)}, {}
        values = [refused] * len(names)
    job.tick(0.5)
    result = compared(job, dict(zip(names, values, strict=True)))
    return {**result, "runtime": onnxruntime.__version__}, {}


def _run(job: Job, names: list[str]) -> list[Array]:
    """What onnxruntime gives. Its session, which has all weights, ends with it: TensorFlow's turn is next."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(job.params["model"], options, providers=["CPUExecutionProvider"])
    wanted = {one.name for one in session.get_inputs()}
    feeds = {
        one["name"]: _fed(job.arrays[one["array"]], one["nchw"])
        for one in job.params["inputs"]
        if one["array"] and one["name"] in wanted
    }
    return [_given(value) for value in session.run(names, feeds)]


def _converted(job: Job) -> tuple[Any, list[str]]:
    """The ModelProto, and which inputs have their channels first."""
    from tf2onnx import optimizer, tfonnx

    from core.session.tf_runtime import tf

    params = job.params
    with tf.Graph().as_default() as graph:
        import_settled(params["graph"], spell_out=True)
        inputs = {one["tensor"]: one["name"] for one in params["inputs"]}
        weights = list(weights_of(params))
        outputs = {_own(graph, one["tensor"]): one["name"] for one in params["outputs"]}
        ranks = {tensor: graph.get_tensor_by_name(tensor).shape.rank for tensor in inputs}
        nchw = [tensor for tensor in inputs if params["nchw"] and ranks[tensor] == len(TO_NCHW)]
        graph_def = graph.as_graph_def()
    told = _Told()
    logging.getLogger("tf2onnx.tfonnx").addHandler(told)
    try:
        with tf.device("/cpu:0"):
            graph_def = _optimised([*inputs, *weights], list(outputs), graph_def, weights)
        job.tick()
        with tf.Graph().as_default() as graph:
            tf.import_graph_def(graph_def, name="")
            del graph_def
            result = tfonnx.process_tf_graph(
                graph,
                opset=params["opset"],
                input_names=[*inputs, *weights],
                output_names=list(outputs),
                inputs_as_nchw=nchw,
                tensors_to_rename={**inputs, **outputs},
            )
            job.tick()
            model = optimizer.optimize_graph(result).make_model(params["title"])
    except Exception as error:  # tf2onnx raises anything, and asserts
        failed = told.failed
        table = _TABLE.search(str(error))
        if table is not None:
            raise ConversionError(
                Text("{node} looks into a table, which a graph in ONNX can't have.", node=table[1]),
                Text("Cut the graph after it: --inputs {node}", node=table[1]),
            ) from error
        message = next(iter(str(error).strip().splitlines()), type(error).__name__).removeprefix("make_sure failure: ")
        if failed:
            raise ConversionError(
                Text("tf2onnx can't convert {node}: {message}", node=failed, message=message),
                Text("Choose outputs before it, or cut the graph after it: --inputs {node}", node=failed),
            ) from error
        raise ConversionError(Text("tf2onnx can't convert it: {message}", message=message)) from error
    finally:
        logging.getLogger("tf2onnx.tfonnx").removeHandler(told)
    return model, [inputs[tensor] for tensor in nchw]


class _Told(logging.Handler):
    """Hears which node tf2onnx could not convert first: its exception doesn't say."""

    failed = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the name."""
        if str(record.msg).startswith("Failed to convert node") and isinstance(record.args, tuple):
            self.failed = self.failed or str(record.args[0])


def _optimised(inputs: list[str], outputs: list[str], graph_def: Any, weights: list[str]) -> Any:
    """What Grappler makes of a graph. It makes up a value for each Placeholder, which must not be a weight's size."""
    from tf2onnx import tf_loader

    names = {tensor.partition(":")[0] for tensor in weights}
    shapes = {}
    for node in graph_def.node:
        if node.name in names:
            shapes[node.name] = node.attr["shape"].shape.SerializeToString()
            for dim in node.attr["shape"].shape.dim:
                dim.size = -1
    result = tf_loader.tf_optimize(inputs, outputs, graph_def)
    for node in result.node:
        if node.name in names:
            node.attr["shape"].shape.ParseFromString(shapes[node.name])
    return result


def _own(graph: Any, tensor: str) -> str:
    """An output's tensor, behind an Identity: one that is fetched under two names, or is an input, has one name."""
    from core.session.tf_runtime import tf

    with graph.as_default():
        return str(tf.identity(graph.get_tensor_by_name(tensor), "output").name)


def _lacking(model: Any) -> list[str]:
    """`Op (node, node, …)` for each op of the result that is none of ONNX, subgraphs included."""
    import onnx

    versions = {each.domain: each.version for each in model.opset_import}
    found: dict[str, list[str]] = {}
    for node in (node for graph in graphs(model.graph) for node in graph.node):
        if not onnx.defs.has(node.op_type, versions.get(node.domain, 1), node.domain):
            found.setdefault(node.op_type, []).append(node.name)
    return [named(op, names) for op, names in sorted(found.items())]


def _fed(value: Array, nchw: bool) -> Array:
    value = value.transpose(TO_NCHW) if nchw else value
    if value.dtype.kind == "O":
        return np.asarray([each.decode("utf-8", "replace") for each in value.ravel()], object).reshape(value.shape)
    return np.asarray(value, order="C")


def _given(value: Any) -> Array:
    """Strings as TensorFlow has them: bytes."""
    array = np.asarray(value)
    if array.dtype.kind in "OU":
        return np.asarray([str(each).encode() for each in array.ravel()], object).reshape(array.shape)
    return array
