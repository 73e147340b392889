"""Worker side: what TensorFlow gives for a frozen graph, and whether another runtime gives the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import SessionError, Text, counted
from core.session.compare_job import difference, fetch_each
from core.session.importing import import_graph
from core.session.placing import load_libraries, open_session
from core.session.protocol import text_to_json
from core.session.weights import weights_of
from core.session.words import in_words

if TYPE_CHECKING:
    from core.session.worker import Job

Array = np.ndarray[Any, np.dtype[Any]]
Value = Array | SessionError
"""What an output gave, or why it gave nothing."""

_NAMED = 3
"""Nodes that a sentence names of each op."""

_DRAWS = 8
"""Runs of a graph with random numbers after which an output that stays the same has nothing to do with them."""

TINY = 1e-6
"""What floats may always differ by, however small the largest of them is."""


def run_frozen(job: Job) -> tuple[list[Value], dict[str, int]]:
    """TensorFlow's own values, in the order of `outputs`, and how many ops ran on which device.

    Params: `graph` (a file with a GraphDef), `inputs` [{`name`, `tensor`, `array`}], `outputs` [{`name`, `tensor`}],
    `initialisers`, `weights`, `device`, `op_libraries`. Arrays: the inputs' values; one without an array keeps its
    default.

    Raises:
        SessionError: the graph can't be run at all.
    """
    from core.session.tf_runtime import tf

    params = job.params
    load_libraries(params["op_libraries"])
    feeds = weights_of(params) | {one["tensor"]: job.arrays[one["array"]] for one in params["inputs"] if one["array"]}
    with tf.Graph().as_default() as graph:
        try:
            names = import_graph(params["graph"], params["device"], None)
            with open_session(graph, params["device"], strict=False, exact=True) as session:
                for name in params["initialisers"]:
                    session.run(graph.get_operation_by_name(name))
                wanted = [one["tensor"] for one in params["outputs"]]
                return fetch_each(session, graph, "frozen", wanted, feeds, set(names))
        except (ValueError, tf.errors.OpError) as error:
            text, remedy = in_words(error)
            raise SessionError(text, remedy, detail=str(error)) from error


def compared(job: Job, theirs: Mapping[str, Value], *, whole_numbers: bool = True) -> dict[str, Any]:
    """Run the frozen graph, and compare each output with what the other runtime gave for it.

    Params: those of `run_frozen`; `tolerance`: what floats may differ by, as a part of the output's largest value;
    `random`: whether it draws random numbers without a seed.

    Args:
        job: the request.
        theirs: {name of the output: value}.
        whole_numbers: whether whole numbers must be the same; otherwise one that isn't is no verdict.

    Returns:
        `outputs` [{`name`, `shape`, `max_abs_diff`, `equal` (None without a verdict), `reason`}] and `placed`.
    """
    mine, placed = run_frozen(job)
    outputs = [
        {"name": one["name"], **_verdict(value, theirs[one["name"]], job.params["tolerance"], whole_numbers)}
        for one, value in zip(job.params["outputs"], mine, strict=True)
    ]
    for _ in range(_DRAWS if job.params["random"] else 1):
        if all(one["equal"] is not False for one in outputs):
            break
        again, _ = run_frozen(job)
        for one, first, second in zip(outputs, mine, again, strict=True):
            if one["equal"] is False and _changes(first, second):
                text = Text(
                    "It draws random numbers without a seed: the original itself gives something else each time."
                )
                one.update(equal=None, reason=text_to_json(text))
    return {"outputs": outputs, "placed": placed}


def named(op: str, nodes: list[str]) -> str:
    """`Op (node, node, …)`."""
    listed = ", ".join(nodes[:_NAMED]) + (", …" if len(nodes) > _NAMED else "")
    return f"{op} ({listed})" if nodes else op


def _verdict(mine: Value, theirs: Value, tolerance: float, whole_numbers: bool) -> dict[str, Any]:
    if isinstance(mine, SessionError):
        return _without(None, mine.text)
    if isinstance(theirs, SessionError):
        return _without(False, theirs.text)
    if mine.dtype != theirs.dtype or mine.shape != theirs.shape:
        text = Text("TensorFlow gives {one}, and the result {other}.", one=_described(mine), other=_described(theirs))
        return {**_without(False, text), "shape": list(theirs.shape)}
    absolute = TINY
    if mine.dtype.kind not in "OSUbiu":
        magnitude = np.abs(mine.astype(np.complex128 if mine.dtype.kind == "c" else np.float64))
        absolute += tolerance * float(magnitude[np.isfinite(magnitude)].max(initial=0.0))
    equal, distance = difference(mine, theirs, 0.0, absolute)
    result: dict[str, Any] = {"shape": list(theirs.shape), "max_abs_diff": distance, "equal": equal, "reason": None}
    if not equal and distance is None:
        odd = mine.dtype.kind not in "OSUb"
        text = Text("infinite or not a number in one of them only") if odd else Text("not the same values")
        result["reason"] = text_to_json(text)
    if not equal and not whole_numbers and mine.dtype.kind in "biu":
        count = int(np.count_nonzero(mine != theirs))
        text = counted(
            count,
            Text("1 of {total} whole numbers differs, as it may after rounding.", total=mine.size),
            Text("{count} of {total} whole numbers differ, as they may after rounding.", count=count, total=mine.size),
        )
        result.update(equal=None, reason=text_to_json(text))
    return result


def _changes(first: Value, second: Value) -> bool:
    return isinstance(first, SessionError) or isinstance(second, SessionError) or not difference(first, second)[0]


def _without(equal: bool | None, reason: Text) -> dict[str, Any]:
    return {"shape": None, "max_abs_diff": None, "equal": equal, "reason": text_to_json(reason)}


def _described(value: Array) -> str:
    return f"{value.dtype.name} {'×'.join(map(str, value.shape)) or 'scalar'}"
