"""Worker side: a graph from its file into a session, and its variables from the checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.session.devices import parse_place
from core.session.placing import place, put_on
from core.session.restore_job import batches, restored, values_here

if TYPE_CHECKING:
    from core.session.worker import Job


def import_graph(path: str, device: str | None, ops: np.ndarray | None, *, keep_devices: bool = False) -> list[str]:
    """Import a GraphDef into the default graph; gives the names of its nodes.

    Args:
        path: the file.
        device: where every op is put; None leaves it to TensorFlow.
        ops: the serialised OpList that the graph was made with, if known: attributes newer than that, at their
            default, are dropped.
        keep_devices: leave the devices that the file has.

    Raises:
        ValueError, OpError: TensorFlow can't import it.
    """
    from core.session.tf_runtime import op_def_pb2, tf, tf1

    graph_def = tf1.GraphDef()
    graph_def.ParseFromString(Path(path).read_bytes())
    put_on(graph_def.node, device, keep=keep_devices)
    producers = op_def_pb2.OpList.FromString(ops.tobytes()) if ops is not None else None
    names = [node.name for node in graph_def.node]
    tf.import_graph_def(graph_def, name="", producer_op_list=producers)
    return names


def assign_variables(job: Job, session: Any, variables: list[dict[str, Any]], prefix: str, device: str | None) -> None:
    """Give the variables of the session's graph their values.

    A session in this process restores them itself. A remote one is fed: the model's files are here, not there.
    """
    from core.session.tf_runtime import tf, tf1

    graph = session.graph
    remote = device is not None and parse_place(device).server
    target = place(device)
    for done, batch in enumerate(groups := list(batches(variables)), 1):
        nodes = [graph.get_operation_by_name(variable["node"]) for variable in batch]
        dtypes = [tf.as_dtype(node.get_attr("dtype")) for node in nodes]
        fed: dict[Any, Any] = {}
        with graph.as_default():
            values: list[Any]
            if remote:
                with tf.device(target):
                    values = [tf1.placeholder(dtype) for dtype in dtypes]
                fed = dict(zip(values, values_here(prefix, batch, dtypes), strict=True))
            else:
                values = restored(prefix, batch, dtypes)
            assigns = []
            with tf.device(target):
                for node, value in zip(nodes, values, strict=True):
                    if node.type == "VarHandleOp":
                        assigns.append(tf.raw_ops.AssignVariableOp(resource=node.outputs[0], value=value))
                    else:
                        assigns.append(tf.raw_ops.Assign(ref=node.outputs[0], value=value, validate_shape=False).op)
        session.run(assigns, fed)
        job.tick(done / len(groups))
