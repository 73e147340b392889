"""Worker side: an ONNX model's weights, in it or in a file beside it, which is the standard's "external data"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from core.limits import MIB
from core.session.onnx_graphs import graphs

if TYPE_CHECKING:
    from core.session.worker import Job

Array = np.ndarray[Any, np.dtype[Any]]

LEAST = 4096
"""Bytes of a weight that is put there; it begins at a multiple of as many, so that it can be mapped into memory."""

_PIECE = 4 * MIB


def place_weights(job: Job, model: Any, weights: dict[str, Array], beside: str | None) -> None:
    """Make initialisers of inputs that are none; those that are large may go into a file of their own.

    That file is sent as the array `data`, piece by piece; the model gets the places in it.

    Args:
        job: the request.
        model: the ModelProto.
        weights: {input of the model that is none: its value}. Emptied, so that a mapped value is let go of once it is
            where it belongs.
        beside: the name of the file; None puts all into the model.
    """
    values = _as_initialisers(model.graph, weights)
    weights.clear()
    at = 0
    for graph in graphs(model.graph):
        for tensor in graph.initializer:
            value = values.pop(tensor.name, None) if graph is model.graph else None
            nbytes = len(tensor.raw_data) if value is None else value.nbytes
            if beside is None or nbytes < LEAST:
                if value is not None:
                    tensor.raw_data = value.tobytes()
                continue
            if value is None:
                value = np.frombuffer(tensor.raw_data, np.uint8)
            padding = -at % LEAST
            _refer(tensor, beside, at + padding, nbytes)
            at += padding + nbytes
            job.send_array("data", np.zeros(padding, np.uint8))
            for piece in _pieces(value):
                job.send_array("data", piece)
                job.tick()


def _as_initialisers(graph: Any, weights: Mapping[str, Array]) -> dict[str, Array]:
    """Make initialisers of inputs; gives their values. One that is only turned around is stored that way."""
    types = {each.name: each.type.tensor_type.elem_type for each in graph.input if each.name in weights}
    for each in [each for each in graph.input if each.name in weights]:
        graph.input.remove(each)
    values: dict[str, Array] = {}
    for node in [node for node in graph.node if node.op_type == "Transpose" and node.input[0] in weights]:
        turned = next((list(each.ints) for each in node.attribute if each.name == "perm"), None)
        values[node.output[0]] = weights[node.input[0]].transpose(turned)
        types[node.output[0]] = types[node.input[0]]
        graph.node.remove(node)
    used = {name for each in graphs(graph) for node in each.node for name in node.input}
    used |= {each.name for each in graph.output}
    values |= {name: value for name, value in weights.items() if name in used}
    for name, value in values.items():
        graph.initializer.add(name=name, data_type=types[name], dims=value.shape)
    return values


def _refer(tensor: Any, location: str, offset: int, length: int) -> None:
    tensor.ClearField("raw_data")
    tensor.data_location = tensor.EXTERNAL
    for key, value in (("location", location), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))


def _pieces(value: Array) -> Iterator[Array]:
    """The bytes of an array, row-major; a copy only of one that is turned around."""
    flat = np.ascontiguousarray(value).reshape(-1).view(np.uint8)
    for start in range(0, flat.size, _PIECE):
        yield flat[start : start + _PIECE]
