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
        assigns: list[list[Any]] = []
        reads: list[list[Any]] = []
        given: list[list[Any]] = []
        ends: list[list[Any]] = []
        number = 0
        for batch in every:
            dtypes = [tf.as_dtype(variable["dtype"]) for variable in batch]
            values = [] if remote else restored(params["prefix"], batch, dtypes)
            assigns.append([])
            reads.append([])
            ends.append([])
            with tf.device(target):
                values = values or [tf1.placeholder(dtype) for dtype in dtypes]
                given.append(values)
                for value in values:
                    name = f"v{number}"
                    number += 1
                    handle = tf.raw_ops.VarHandleOp(dtype=value.dtype, shape=None, shared_name=name, name=name)
                    assigns[-1].append(tf.raw_ops.AssignVariableOp(resource=handle, value=value, name=f"{name}_assign"))
                    reads[-1].append(tf.raw_ops.ReadVariableOp(resource=handle, dtype=value.dtype, name=f"{name}_read"))
                    ends[-1].append(tf.raw_ops.DestroyResourceOp(resource=handle, name=f"{name}_end"))
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
                session.run(ends[done])
                job.tick((done + 1) / len(every))
    return {"placed": ran}, {}


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
