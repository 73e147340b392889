"""Worker side: the values of tensors that need nothing but the constants of their graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import SessionError, Text
from core.session.importing import import_graph
from core.session.placing import load_libraries, open_session
from core.session.words import in_words

if TYPE_CHECKING:
    from core.session.worker import Job


def run(job: Job) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Evaluate.

    Params: `graph` (a file with a GraphDef), `tensors` [{`name`, `most` (bytes worth sending)}], `device`,
    `op_libraries`. Sends one array per tensor, named after it; one that can't be computed, or is larger, is left out.
    Result: `left_out` [names].
    """
    from core.session.tf_runtime import tf

    job.stage(Text("Computing constants"))
    params = job.params
    load_libraries(params["op_libraries"])
    left_out = []
    with tf.Graph().as_default() as graph:
        try:
            import_graph(params["graph"], params["device"], None)
        except (ValueError, tf.errors.OpError) as error:
            text, remedy = in_words(error)
            raise SessionError(text, remedy, detail=str(error)) from error
        with open_session(graph, params["device"], strict=False, exact=True) as session:
            for done, tensor in enumerate(params["tensors"], 1):
                name = tensor["name"]
                try:
                    value = np.asarray(session.run(graph.get_tensor_by_name(name if ":" in name else f"{name}:0")))
                except (tf.errors.OpError, ValueError, TypeError):
                    # What can't be computed alone stays an op of the graph, which is no error.
                    left_out.append(name)
                    continue
                if value.nbytes > tensor["most"]:
                    left_out.append(name)
                else:
                    job.send_array(name, value)
                job.tick(done / len(params["tensors"]))
    return {"left_out": left_out}, {}
