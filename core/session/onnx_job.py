"""Worker side: a frozen graph as an ONNX model, made by tf2onnx; and that model's values, by onnxruntime."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import ConversionError, SessionError, Text
from core.session.placing import load_libraries
from core.session.protocol import text_to_json
from core.session.second_opinion import Array, Value, compared, named
from core.session.settled import import_settled

if TYPE_CHECKING:
    from core.session.worker import Job

TO_NCHW = (0, 3, 1, 2)
_NO_KERNEL = "NOT_IMPLEMENTED"
_TABLE = re.compile(r"Initialized table \S+ for node (\S+) not found")


def convert(job: Job) -> tuple[dict[str, Any], dict[str, Array]]:
    """Convert.

    Params: `graph` (a file with a frozen GraphDef), `inputs` and `outputs` [{`name` (in the result), `tensor`}],
    `opset`, `nchw` (whether inputs of four dimensions are taken with their channels first), `title`, `op_libraries`.
    Sends `model`, the file's bytes (uint8). Result: `nodes` (their number), `nchw` [names of inputs], `checked` (None,
    or what onnx.checker has against it).

    Raises:
        ConversionError: tf2onnx can't convert it; names the ops and nodes that it lacks.
    """
    import onnx

    job.stage(Text("Converting"))
    load_libraries(job.params["op_libraries"])
    model, nchw = _converted(job)
    lacking = _lacking(model)
    if lacking:
        raise ConversionError(
            Text("ONNX has nothing for {ops}.", ops="; ".join(lacking)),
            Text("Choose outputs before them, or cut the graph after them with --inputs; a higher --opset may help."),
        )
    data = model.SerializeToString()
    job.stage(Text("Checking"))
    wrong = None
    try:
        onnx.checker.check_model(model)
        onnx.shape_inference.infer_shapes(model, check_type=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:
        wrong = text_to_json(Text("{message}", message=next(iter(str(error).strip().splitlines()), "")))
    nodes = len(model.graph.node)
    del model
    job.send_array("model", np.frombuffer(data, np.uint8))
    return {"nodes": nodes, "nchw": nchw, "checked": wrong}, {}


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
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        data = Path(job.params["model"]).read_bytes()
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        del data
        wanted = {one.name for one in session.get_inputs()}
        feeds = {
            one["name"]: _fed(job.arrays[one["array"]], one["nchw"])
            for one in job.params["inputs"]
            if one["array"] and one["name"] in wanted
        }
        values = [_given(value) for value in session.run(names, feeds)]
    except Exception as error:  # onnxruntime has an exception of its own for each of its statuses
        message = next(iter(str(error).strip().splitlines()), type(error).__name__)
        refused = SessionError(Text("onnxruntime can't run it: {message}", message=message), detail=str(error))
        if _NO_KERNEL in str(error):  # it may be right all the same, and run elsewhere
            return {"missing": "kernel", "why": text_to_json(refused.text)}, {}
        values = [refused] * len(names)
    job.tick(0.5)
    result = compared(job, dict(zip(names, values, strict=True)))
    return {**result, "runtime": onnxruntime.__version__}, {}


def _converted(job: Job) -> tuple[Any, list[str]]:
    """The ModelProto, and which inputs have their channels first."""
    from tf2onnx import optimizer, tf_loader, tfonnx

    from core.session.tf_runtime import tf

    params = job.params
    with tf.Graph().as_default() as graph:
        import_settled(params["graph"])
        inputs = {one["tensor"]: one["name"] for one in params["inputs"]}
        outputs = {_own(graph, one["tensor"]): one["name"] for one in params["outputs"]}
        ranks = {tensor: graph.get_tensor_by_name(tensor).shape.rank for tensor in inputs}
        nchw = [tensor for tensor in inputs if params["nchw"] and ranks[tensor] == len(TO_NCHW)]
        graph_def = graph.as_graph_def()
    try:
        with tf.device("/cpu:0"):
            graph_def = tf_loader.tf_optimize(list(inputs), list(outputs), graph_def)
        job.tick()
        with tf.Graph().as_default() as graph:
            tf.import_graph_def(graph_def, name="")
            del graph_def
            result = tfonnx.process_tf_graph(
                graph,
                opset=params["opset"],
                input_names=list(inputs),
                output_names=list(outputs),
                inputs_as_nchw=nchw,
                tensors_to_rename={**inputs, **outputs},
                custom_op_handlers={"Erfc": (_erfc, [])},
            )
            job.tick()
            model = optimizer.optimize_graph(result).make_model(params["title"])
    except Exception as error:  # tf2onnx raises anything, and asserts
        table = _TABLE.search(str(error))
        if table is not None:
            raise ConversionError(
                Text("{node} looks into a table, which a graph in ONNX can't have.", node=table[1]),
                Text("Cut the graph after it: --inputs {node}", node=table[1]),
            ) from error
        message = next(iter(str(error).strip().splitlines()), type(error).__name__).removeprefix("make_sure failure: ")
        raise ConversionError(Text("tf2onnx can't convert it: {message}", message=message)) from error
    return model, [inputs[tensor] for tensor in nchw]


def _erfc(context: Any, node: Any, _name: str, _arguments: list[Any]) -> None:
    """1 - Erf: what tf2onnx lacks for the op in the middle of every GELU."""
    import onnx

    name, given, result = node.name, node.input[0], node.output[0]
    shape, dtype = context.get_shape(result), context.get_dtype(result)
    one = context.make_const(f"{name}/one", np.asarray(1, onnx.helper.tensor_dtype_to_np_dtype(dtype)))
    context.remove_node(name)
    erf = context.make_node("Erf", [given], shapes=[shape], dtypes=[dtype])
    context.make_node(
        "Sub", [one.output[0], erf.output[0]], name=name, outputs=[result], shapes=[shape], dtypes=[dtype]
    )


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
    for node in _nodes(model.graph):
        if not onnx.defs.has(node.op_type, versions.get(node.domain, 1), node.domain):
            found.setdefault(node.op_type, []).append(node.name)
    return [named(op, names) for op, names in sorted(found.items())]


def _nodes(graph: Any) -> Iterator[Any]:
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            for inner in [attribute.g, *attribute.graphs] if attribute.HasField("g") else attribute.graphs:
                yield from _nodes(inner)


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
