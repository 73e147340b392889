"""Worker side: restore variables from a checkpoint into a session on the chosen device, and send their values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import Text
from core.limits import MIB
from core.session.devices import parse_place
from core.session.placing import load_libraries, open_session, place, placed

if TYPE_CHECKING:
    from core.session.worker import Job


BATCH_BYTES = 64 * MIB
BATCH_VARIABLES = 256
"""What is restored, and fetched, in one run: few runs for many small variables, little memory for large ones."""


def run(job: Job) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Restore and send.

    Params: `prefix`; `variables` [{`node`, `key`, `slice`, `dtype` (enum), `nbytes`}]; `device`; `strict`;
    `op_libraries`. Sends one array per variable, named after its node, in the order given. Result: `placed`.
    A group of variables is restored, read, sent and given up before the next, so that few are in memory at a time.
    """
    from core.session.tf_runtime import tf, tf1

    job.stage(Text("Restoring"))
    params = job.params
    load_libraries(params["op_libraries"])
    target = place(params["device"])
    # A server elsewhere has none of the model's files: it is fed what is read here.
    remote = params["device"] is not None and bool(parse_place(params["device"]).server)
    every = list(batches(params["variables"]))
    with tf.Graph().as_default() as graph:
        given: list[list[Any]] = []
        for batch in every:
            dtypes = [tf.as_dtype(variable["dtype"]) for variable in batch]
            with tf.device(target):
                values = [tf1.placeholder(dtype) for dtype in dtypes] if remote else []
            given.append(values or restored(params["prefix"], batch, dtypes))
        assigns, reads, ends = handles(graph, given, target)
        names = {op.name for op in graph.get_operations()}
        ran: dict[str, int] = {}
        with open_session(graph, params["device"], strict=params["strict"]) as session:
            for done, (operations, batch, values) in enumerate(zip(assigns, every, given, strict=True)):
                dtypes = [tf.as_dtype(variable["dtype"]) for variable in batch]
                fed = dict(zip(values, values_here(params["prefix"], batch, dtypes), strict=True)) if remote else None
                metadata = tf1.RunMetadata()
                # Tracing costs a little; the statistics of every restore are what the report's `placed` says.
                options = tf1.RunOptions(trace_level=tf1.RunOptions.SOFTWARE_TRACE)
                session.run(operations, fed, options=options, run_metadata=metadata)
                for device, count in placed(metadata.step_stats, names).items():
                    ran[device] = ran.get(device, 0) + count
                if not done:
                    job.stage(Text("Converting"))
                for variable, value in zip(batch, session.run(reads[done]), strict=True):
                    job.send_array(variable["node"], np.asarray(value))
                    del value
                if done + 1 < len(every):  # the last ones end with the session
                    session.run(ends[done])
                job.tick((done + 1) / len(every))
    return {"placed": ran}, {}


def handles(
    graph: Any, given: list[list[Any]], target: str | None
) -> tuple[list[list[Any]], list[list[Any]], list[list[Any]]]:
    """For each value of each group a variable that holds it: the ops that assign, tensors that read, ops that end it.

    Imported as a whole: made one by one in Python, these ops take longer than restoring a small model.
    """
    from core.session.tf_runtime import graph_pb2, tf1

    made = graph_pb2.GraphDef()

    def add(name: str, op: str, inputs: list[str], **types: int) -> Any:
        node = made.node.add(name=name, op=op, input=inputs, device=target or "")
        for key, value in types.items():
            node.attr[key].type = value
        return node

    inputs: dict[str, Any] = {}
    numbers: list[list[int]] = []
    for values in given:
        numbers.append(list(range(len(inputs), len(inputs) + len(values))))
        for number, value in zip(numbers[-1], values, strict=True):
            name, dtype = f"v{number}", value.dtype.as_datatype_enum
            inputs[f"{name}_value"] = value
            handle = add(name, "VarHandleOp", [], dtype=dtype)
            handle.attr["shape"].shape.unknown_rank = True
            handle.attr["shared_name"].s = name.encode()
            add(f"{name}_assign", "AssignVariableOp", [name, f"{name}_value"], dtype=dtype)
            add(f"{name}_read", "ReadVariableOp", [name], dtype=dtype)
            add(f"{name}_end", "DestroyResourceOp", [name])
    tf1.import_graph_def(made, input_map=inputs, name="")
    assigns = [[graph.get_operation_by_name(f"v{number}_assign") for number in each] for each in numbers]
    reads = [[graph.get_tensor_by_name(f"v{number}_read:0") for number in each] for each in numbers]
    ends = [[graph.get_operation_by_name(f"v{number}_end") for number in each] for each in numbers]
    return assigns, reads, ends


def batches(variables: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Variables in order, in groups of `BATCH_VARIABLES` or `BATCH_BYTES` at most (one large one is a group)."""
    batch: list[dict[str, Any]] = []
    size = 0
    for variable in variables:
        if batch and (len(batch) == BATCH_VARIABLES or size + variable["nbytes"] > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(variable)
        size += variable["nbytes"]
    if batch:
        yield batch


def restored(prefix: str, batch: list[dict[str, Any]], dtypes: list[Any]) -> list[Any]:
    """The tensors of one RestoreV2. Reading the file is the CPU's work, wherever the variables live."""
    from core.session.tf_runtime import tf

    with tf.device("/device:CPU:0"):
        return list(
            tf.raw_ops.RestoreV2(
                prefix=prefix,
                tensor_names=[variable["key"] for variable in batch],
                shape_and_slices=[variable["slice"] for variable in batch],
                dtypes=dtypes,
            )
        )


def values_here(prefix: str, batch: list[dict[str, Any]], dtypes: list[Any]) -> list[Any]:
    """Values of variables, read in this process: for a session elsewhere, which does not see the files."""
    from core.session.tf_runtime import tf, tf1

    with tf.Graph().as_default() as graph:
        values = restored(prefix, batch, dtypes)
        with tf1.Session(graph=graph) as session:
            return list(session.run(values))
