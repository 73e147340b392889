"""Worker side: restore a graph, run it on feeds, and say where and for how long its ops ran."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import SessionError, Text
from core.session.importing import assign_variables, import_graph
from core.session.placing import load_libraries, open_session
from core.session.words import in_words

if TYPE_CHECKING:
    from core.session.worker import Job

Array = np.ndarray[Any, np.dtype[Any]]
_LABEL = re.compile(r"^(?:\[[^\]]*\] ?)?(?P<name>\S+) = (?P<op>\w+)\(")
_INTERNAL = re.compile(r"_SOURCE|_SINK|_Send|_Recv|_HostSend|_HostRecv|_Arg|_Retval|NoOp")


def run(job: Job) -> tuple[dict[str, Any], dict[str, Array]]:
    """Run.

    Params: `graph` (a file with a GraphDef); `prefix`, `variables` [{`node`, `key`, `slice`, `dtype`, `nbytes`}];
    `initialisers`, `assets` {tensor: path}; `feeds` [{`array`, `tensor`}]; `fetches` [{`name`, `tensor`}]; `device`;
    `strict`; `op_libraries`; `runs`, `warm_up`. Arrays: the feeds; `ops`, the serialised OpList that the graph was
    made with, if known.
    Result: `operations` (fetches without a value), `seconds` [one per timed run], `devices` (full names). Arrays:
    `output<n>` by place in `fetches`; of the traced run `times/name`, `times/op`, and `times/device`,
    `times/thread`, `times/start`, `times/duration` (ns).
    """
    from core.session.tf_runtime import tf

    params = job.params
    load_libraries(params["op_libraries"])
    with tf.Graph().as_default() as graph:
        try:
            job.stage(Text("Restoring"))
            import_graph(params["graph"], params["device"], job.arrays.get("ops"))
            # No optimiser: what runs is the graph as it is in the file, and the statistics name its ops.
            with open_session(graph, params["device"], strict=params["strict"], exact=True) as session:
                assign_variables(job, session, params["variables"], params["prefix"], params["device"])
                assets = {name: path for name, path in params["assets"].items() if _has(graph, name)}
                for name in params["initialisers"]:
                    session.run(graph.get_operation_by_name(name), assets)
                return _run(job, graph, session)
        except (ValueError, tf.errors.OpError) as error:
            text, remedy = in_words(error)
            raise SessionError(text, remedy, detail=str(error)) from error


def _run(job: Job, graph: Any, session: Any) -> tuple[dict[str, Any], dict[str, Array]]:
    from core.session.tf_runtime import tf1

    params = job.params
    wanted = [_fetch(graph, fetch["tensor"]) for fetch in params["fetches"]]
    feeds = {graph.get_tensor_by_name(feed["tensor"]): job.arrays[feed["array"]] for feed in params["feeds"]}
    runs, warm_up = params["runs"], params["warm_up"]
    job.stage(Text("Running"))
    values: list[Any] | None = None
    seconds: list[float] = []
    # The first run's outputs are the result: a graph that counts or draws gives others in every run.
    for number in range(warm_up + runs if runs > 1 else 0):
        began = time.perf_counter()
        given = session.run(wanted, feeds)
        taken = time.perf_counter() - began
        values = given if values is None else values
        seconds += [taken] if number >= warm_up else []
        job.tick((number + 1) / (warm_up + runs + 1))
    metadata = tf1.RunMetadata()
    options = tf1.RunOptions(trace_level=tf1.RunOptions.FULL_TRACE)
    began = time.perf_counter()
    given = session.run(wanted, feeds, options=options, run_metadata=metadata)
    seconds = seconds or [time.perf_counter() - began]
    values = given if values is None else values
    arrays = {f"output{place}": np.asarray(value) for place, value in enumerate(values) if value is not None}
    operations = [fetch["name"] for fetch, value in zip(params["fetches"], values, strict=True) if value is None]
    devices, times = _times(metadata.step_stats)
    return {"operations": operations, "seconds": seconds, "devices": devices}, {**arrays, **times}


def _fetch(graph: Any, name: str) -> Any:
    operation = graph.get_operation_by_name(name.partition(":")[0])
    return graph.get_tensor_by_name(name) if operation.outputs else operation


def _has(graph: Any, tensor: str) -> bool:
    try:
        graph.get_tensor_by_name(tensor)
    except (KeyError, ValueError):
        return False
    return True


def _times(step_stats: Any) -> tuple[list[str], dict[str, Array]]:
    """The statistics of one run as columns, ops of TensorFlow's own making left out."""
    devices: list[str] = []
    names: list[str] = []
    ops: list[str] = []
    figures: list[tuple[int, int, int, int]] = []
    for device in step_stats.dev_stats:
        if "/memcpy" in device.device:
            continue
        place = len(devices)
        devices.append(device.device)
        for stat in device.node_stats:
            found = _LABEL.match(stat.timeline_label)
            name, _, suffix = stat.node_name.partition(":")
            op = found["op"] if found else suffix
            if _INTERNAL.match(op or name) and not (op == "NoOp" and name and not name.startswith("_")):
                continue
            start = stat.all_start_nanos or stat.all_start_micros * 1000
            begin = stat.op_start_rel_nanos or stat.op_start_rel_micros * 1000
            end = stat.op_end_rel_nanos or stat.op_end_rel_micros * 1000
            names.append(name)
            ops.append(op)
            figures.append((place, stat.thread_id, start + begin, max(end - begin, 0)))
    table = np.asarray(figures, np.int64).reshape(-1, 4)
    return devices, {
        "times/name": np.asarray(names, object),
        "times/op": np.asarray(ops, object),
        "times/device": table[:, 0],
        "times/thread": table[:, 1],
        "times/start": table[:, 2] - (table[:, 2].min() if len(table) else 0),
        "times/duration": table[:, 3],
    }
