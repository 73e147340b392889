"""Worker side: the weights of a frozen graph that has Placeholders in their places."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.session.protocol import numpy_dtype

Array = np.ndarray[Any, np.dtype[Any]]


def weights_of(params: dict[str, Any]) -> dict[str, Array]:
    """{tensor: its value, as it lies in the file}, of a job's `weights` (see `FrozenGraph.weights`), which may be None.

    The file is the app's own, made for the job, so that it can be mapped: TensorFlow takes such an array as it is.
    """
    weights = params["weights"]
    if weights is None:
        return {}
    return {
        f"{value['name']}:0": np.memmap(
            weights["path"], numpy_dtype(value["dtype"]), "r", value["offset"], tuple(value["shape"])
        )
        for value in weights["values"]
    }
