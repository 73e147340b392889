"""Worker side: restore variables from a checkpoint into a session on the chosen device, and send their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import Text
from core.session.placing import load_libraries, place, placed, session_config

if TYPE_CHECKING:
    from core.session.worker import Job


def run(job: Job) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Restore and send.

    Params: `prefix`; `variables` [{`node`, `key`, `slice`, `dtype` (enum)}]; `device`; `strict`; `op_libraries`.
    Sends one array per variable, named after its node, in the order given. Result: `placed`, `seconds`.
    """
    from core.session.tf_runtime import tf, tf1

    job.stage(Text("Restoring"))
    params = job.params
    load_libraries(params["op_libraries"])
    target = place(params["device"])
    with tf.Graph().as_default() as graph:
        assigns, reads = [], []
        for index, variable in enumerate(params["variables"]):
            dtype = tf.as_dtype(variable["dtype"])
            # Reading the file is the CPU's work; the variable lives where the session was placed.
            with tf.device("/device:CPU:0"):
                value = tf.raw_ops.RestoreV2(
                    prefix=params["prefix"],
                    tensor_names=[variable["key"]],
                    shape_and_slices=[variable["slice"]],
                    dtypes=[dtype],
                    name=f"restore_{index}",
                )[0]
            with tf.device(target):
                handle = tf.raw_ops.VarHandleOp(dtype=dtype, shape=None, shared_name=f"v{index}", name=f"v{index}")
                assigns.append(tf.raw_ops.AssignVariableOp(resource=handle, value=value, name=f"assign_{index}"))
                reads.append(tf.raw_ops.ReadVariableOp(resource=handle, dtype=dtype, name=f"read_{index}"))
        names = {op.name for op in graph.get_operations()}
        with tf1.Session(graph=graph, config=session_config(params["device"], strict=params["strict"])) as session:
            ran: dict[str, int] = {}
            for number, assign in enumerate(assigns):
                metadata = tf1.RunMetadata()
                # Tracing costs a little; the statistics of every restore are what the report's `placed` says.
                session.run(
                    assign, options=tf1.RunOptions(trace_level=tf1.RunOptions.SOFTWARE_TRACE), run_metadata=metadata
                )
                for device, count in placed(metadata.step_stats, names).items():
                    ran[device] = ran.get(device, 0) + count
                job.tick((number + 1) / len(assigns))
            job.stage(Text("Converting"))
            for number, (variable, read) in enumerate(zip(params["variables"], reads, strict=True)):
                job.send_array(variable["node"], np.asarray(session.run(read)))
                job.tick((number + 1) / len(reads))
    return {"placed": ran}, {}
