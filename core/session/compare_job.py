"""Worker side of the proof: run the restored original and the frozen graph on the same feeds, and compare.

Each graph gets a `tf.Graph` and a session of its own, one after the other, so that their weights are not in memory
at the same time. No optimiser rewrites either of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import SessionError, Text
from core.session.devices import parse_place
from core.session.importing import assign_variables
from core.session.placing import load_libraries, lost_connection, open_session, place, placed, put_on
from core.session.protocol import text_to_json
from core.session.words import in_words

if TYPE_CHECKING:
    from core.session.worker import Job

RELATIVE = 1e-5
ABSOLUTE = 1e-6
"""What two floating-point values may differ by where nothing else is asked: relative to the first, and in any case."""

Array = np.ndarray[Any, np.dtype[Any]]


def run(job: Job) -> tuple[dict[str, Any], dict[str, Array]]:
    """Compare.

    Params: `original`, `frozen` (files with a GraphDef); `prefix`, `variables` [{`node`, `key`, `slice`, `nbytes`}] and
    `saver` (null or [restore op, tensor of the file's name], of the original) for restoring;
    `fetches` [{`name`, `original`, `frozen`}]; `feeds` [{`array`, `original`, `frozen`}]; `initialisers`; `device`;
    `strict`; `op_libraries`; `keep_devices`; `random` (run the original twice); `relative`, `absolute` (what floats may
    differ by; `RELATIVE` and `ABSOLUTE` if not given). Arrays: the feeds; `ops`, the
    serialised OpList that the original was made with, if known.
    Result: `outputs` [{`name`, `shape`, `max_abs_diff`, `equal`, `reason`}], `placed`, `restored_by` (`saver`, or
    `names` for the request's `variables`).
    """
    params = job.params
    load_libraries(params["op_libraries"])
    feeds = params["feeds"]
    originals = [fetch["original"] for fetch in params["fetches"]]
    first, second, _, restored_by = _run_graph(
        job, "original", originals, {feed["original"]: job.arrays[feed["array"]] for feed in feeds}, params["variables"]
    )
    job.tick(0.5)
    frozen: list[Outcome]
    try:
        frozen, _, ran, _ = _run_graph(
            job,
            "frozen",
            [fetch["frozen"] for fetch in params["fetches"]],
            {feed["frozen"]: job.arrays[feed["array"]] for feed in feeds},
            [],
        )
    except SessionError as error:
        # The original could be run here, so it is the result that is wrong, and not this machine.
        frozen, ran = [error] * len(params["fetches"]), {}
    outputs = []
    tolerance = (params.get("relative", RELATIVE), params.get("absolute", ABSOLUTE))
    for fetch, mine, again, theirs in zip(params["fetches"], first, second, frozen, strict=True):
        outputs.append({"name": fetch["name"], **_compare(mine, again, theirs, tolerance)})
    return {"outputs": outputs, "placed": ran, "restored_by": restored_by}, {}


Outcome = Array | SessionError


def _run_graph(
    job: Job, which: str, fetches: list[str], feeds: dict[str, Array], variables: list[dict[str, Any]]
) -> tuple[list[Outcome], list[Outcome], dict[str, int], str | None]:
    """Import, restore, run; twice if the graph draws random numbers. An output that can't be run is an error."""
    from core.session.tf_runtime import tf, tf1

    params = job.params
    loads = which == "frozen" and params.get("tags")
    with tf.Graph().as_default() as graph:
        if not loads:
            _import(job, which)
        elsewhere = params["device"] is not None and bool(parse_place(params["device"]).server)
        with open_session(graph, params["device"], strict=params["strict"], exact=True) as session:
            try:
                if loads:
                    with tf.device(place(params["device"])):
                        tf1.saved_model.load(session, params["tags"], params[which])
                # A server elsewhere can't read the checkpoint: it is fed.
                own = variables and params["saver"] and not elsewhere
                done = _restored_by_saver(session, graph, params) if own else set()
                job.tick()
                rest = [variable for variable in variables if variable["node"] not in done]
                assign_variables(job, session, rest, params["prefix"], params["device"])
                names = {operation.name for operation in graph.get_operations()}
                for name in () if loads else params["initialisers"]:
                    if name in names:
                        session.run(graph.get_operation_by_name(name))
            except lost_connection():
                raise
            except (tf.errors.OpError, ValueError) as error:
                raise _which(error, "saved model" if loads else which) from error
            results, ran = fetch_each(session, graph, which, fetches, feeds, names)
            again = results
            if params["random"] and which == "original":
                again, _ = fetch_each(session, graph, which, fetches, feeds, names)
    return results, again, ran, None if not variables else "names" if rest else "saver"


def _import(job: Job, which: str) -> None:
    """A graph's file into the default graph."""
    from core.session.tf_runtime import op_def_pb2, tf, tf1

    params = job.params
    graph_def = tf1.GraphDef()
    graph_def.ParseFromString(Path(params[which]).read_bytes())
    put_on(graph_def.node, params["device"], keep=params["keep_devices"])
    producers = None
    if which == "original" and "ops" in job.arrays:
        # The ops as they were when the graph was made: attributes newer than that, at their default, are dropped.
        producers = op_def_pb2.OpList.FromString(job.arrays["ops"].tobytes())
    try:
        tf.import_graph_def(graph_def, name="", producer_op_list=producers)
    except (ValueError, tf.errors.OpError) as error:
        raise _which(error, which) from error


def _restored_by_saver(session: Any, graph: Any, params: dict[str, Any]) -> set[str]:
    """Run the graph's own saver, as `Saver.restore` does. Gives the variable ops that have a value now.

    It restores all that was saved; where one of these is not in the file, it restores nothing.
    """
    from core.session.tf_runtime import tf

    restore, file_name = params["saver"]
    operation = graph.get_operation_by_name(restore)
    try:
        session.run(operation, {graph.get_tensor_by_name(file_name): params["prefix"]})
    except tf.errors.OpError:
        return set()
    found: set[str] = set()
    waiting, seen = [operation], {operation}
    while waiting:
        each = waiting.pop()
        if each.type in ("Assign", "AssignVariableOp"):
            found.add(each.inputs[0].op.name)
        elif each.type.endswith("PartitionedCall"):
            found.update(tensor.op.name for tensor in each.inputs if tensor.dtype == tf.resource)
        for before in each.control_inputs:
            if before not in seen:
                seen.add(before)
                waiting.append(before)
    # Several handles of one name are one variable.
    handles = [each for each in graph.get_operations() if each.type == "VarHandleOp"]
    shared = {each.get_attr("shared_name") for each in handles if each.name in found} - {b""}
    return found | {each.name for each in handles if each.get_attr("shared_name") in shared}


def _value_of(tensor: Any) -> Any:
    """What to fetch for an output: of a variable's handle, the variable's value, as the frozen graph has it."""
    from core.session.tf_runtime import tf

    if tensor.op.type != "VarHandleOp":
        return tensor
    with tensor.graph.as_default():
        return tf.raw_ops.ReadVariableOp(resource=tensor, dtype=tensor.op.get_attr("dtype"))


def fetch_each(
    session: Any, graph: Any, which: str, fetches: list[str], feeds: dict[str, Array], names: set[str]
) -> tuple[list[Outcome], dict[str, int]]:
    """All fetches in one run; if that fails, each by itself, so that one output's trouble is not another's."""
    from core.session.tf_runtime import tf, tf1

    def one_run(wanted: list[str]) -> tuple[list[Array], dict[str, int]]:
        metadata = tf1.RunMetadata()
        tensors = [_value_of(graph.get_tensor_by_name(name)) for name in wanted]
        fed = {graph.get_tensor_by_name(name): value for name, value in feeds.items()}
        values = session.run(
            tensors, fed, options=tf1.RunOptions(trace_level=tf1.RunOptions.FULL_TRACE), run_metadata=metadata
        )
        return [np.asarray(value) for value in values], placed(metadata.step_stats, names)

    wrong = (tf.errors.OpError, ValueError, TypeError, KeyError, RuntimeError)
    try:
        values, ran = one_run(fetches)
        return list(values), ran
    except lost_connection():
        raise
    except wrong:
        pass
    results: list[Outcome] = []
    everywhere: dict[str, int] = {}
    for name in fetches:
        try:
            values, ran = one_run([name])
        except wrong as error:
            results.append(_which(error, which, "run"))
        else:
            results.append(values[0])
            for device, count in ran.items():
                everywhere[device] = max(count, everywhere.get(device, 0))
    return results, everywhere


def _compare(original: Outcome, again: Outcome, frozen: Outcome, tolerance: tuple[float, float]) -> dict[str, Any]:
    if isinstance(original, SessionError):
        return _not_run(original.text)
    if isinstance(again, SessionError) or not difference(original, again)[0]:
        return _not_run(
            Text("It draws random numbers without a seed: the original itself gives something else each time.")
        )
    if isinstance(frozen, SessionError):
        return {**_not_run(frozen.text), "equal": False}
    equal, distance = difference(original, frozen, *tolerance)
    reason = None
    if original.dtype != frozen.dtype or original.shape != frozen.shape:
        reason = Text(
            "The original gives {one}, the frozen graph {other}.", one=_described(original), other=_described(frozen)
        )
    return {"shape": list(frozen.shape), "max_abs_diff": distance, "equal": equal, "reason": text_to_json(reason)}


def difference(
    one: Array, other: Array, relative: float = RELATIVE, absolute: float = ABSOLUTE
) -> tuple[bool, float | None]:
    """Whether two values are the same as far as a proof goes, and how far they are apart at most."""
    if one.dtype != other.dtype or one.shape != other.shape:
        return False, None
    if one.dtype.kind in "OSU" or one.dtype.kind == "b":
        return bool(np.array_equal(one, other)), 0.0 if one.dtype.kind == "b" and np.array_equal(one, other) else None
    if one.dtype.kind in "iu":
        return bool(np.array_equal(one, other)), _largest(one.astype(np.float64) - other.astype(np.float64))
    wide = np.complex128 if one.dtype.kind == "c" else np.float64
    left, right = one.astype(wide), other.astype(wide)
    same = (left == right) | (np.isnan(left) & np.isnan(right))
    with np.errstate(invalid="ignore"):
        distance = np.where(same, 0.0, np.abs(left - right))
        # An infinite one is near nothing but itself, though the tolerance around it would be infinite too.
        near = same | (np.isfinite(left) & (distance <= absolute + relative * np.abs(left)))
    finite = np.isfinite(distance)
    return bool(near.all()), _largest(distance) if finite.all() else None


def _largest(values: Array) -> float:
    return float(np.max(np.abs(values))) if values.size else 0.0


def _not_run(reason: Text) -> dict[str, Any]:
    return {"shape": None, "max_abs_diff": None, "equal": None, "reason": text_to_json(reason)}


def _described(value: Array) -> str:
    return f"{value.dtype.name} {'×'.join(map(str, value.shape)) or 'scalar'}"


def _which(error: Exception, which: str, doing: str = "import") -> SessionError:
    text, remedy = in_words(error)
    if which == "original":
        said = Text("The original can't be run: {reason}", reason=text)
    elif which == "saved model":
        said = Text("TensorFlow can't load the SavedModel: {reason}", reason=text)
    elif doing == "import":
        said = Text("TensorFlow can't import the frozen graph: {reason}", reason=text)
    else:
        said = Text("The frozen graph can't be run: {reason}", reason=text)
    return SessionError(said, remedy, detail=str(error))
