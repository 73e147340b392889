"""`cryograph inspect`: what it is, by its structure alone. No value is read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from core.cli.output import (
    format_bytes,
    format_shape,
    note,
    number_of,
    print_json,
    print_table,
    say,
    sentences,
    shape_json,
)

if TYPE_CHECKING:
    from pathlib import Path

    from core.formats.checkpoint import Checkpoint
    from core.graph.op_graph import OpGraph
    from core.model import Model, Signature

OUTPUTS_SHOWN = 5
OPS_SHOWN = 8


def inspect_model(path: Path, *, step: int | None, as_json: bool) -> None:
    """Print what `path` holds."""
    from core.opening import open_model

    model = open_model(path, step=step)
    document = describe(model)
    if as_json:
        print_json(document)
    else:
        _print(model, document)


def describe(model: Model) -> dict[str, Any]:
    """A model as `inspect --json` prints it."""
    return {
        "path": str(model.path),
        "format": model.format,
        "title": model.title,
        "graph": _graph_json(model) if model.graph is not None else None,
        "checkpoint": _checkpoint_json(model.checkpoint, model) if model.checkpoint is not None else None,
        "signatures": [_signature_json(signature) for signature in model.signatures],
        "tags": model.tags,
        "tensorflow_version": model.tensorflow_version,
        "files": [
            {"path": str(entry.path), "role": entry.role, "what": str(entry.what), "bytes": entry.nbytes}
            for entry in model.files
        ],
        "warnings": [sentences(problem.what, problem.remedy) for problem in model.problems],
    }


def _graph_json(model: Model) -> dict[str, Any]:
    from core.graph.outputs import find_inputs, suggest_outputs

    graph = model.graph
    assert graph is not None
    suggestions = suggest_outputs(graph, signatures=model.signatures)
    return {
        "nodes": len(graph),
        "ops": dict(Counter(node.op for node in graph.nodes).most_common()),
        "functions": len(graph.functions),
        "function_nodes": _function_nodes(graph),
        "inputs": [
            {"name": one.name, "dtype": one.dtype.name if one.dtype else None, "shape": shape_json(one.shape)}
            for one in find_inputs(graph)
        ],
        "outputs": [
            {
                "name": one.name,
                "score": round(one.score, 3),
                "dtype": one.dtype.name if one.dtype else None,
                "shape": shape_json(one.shape),
                "reason": str(one.reason),
            }
            for one in suggestions
        ],
    }


def _function_nodes(graph: OpGraph) -> int:
    return sum(len(function.node_def) for function in graph.functions.values())


def _checkpoint_json(checkpoint: Checkpoint, model: Model) -> dict[str, Any]:
    totals = checkpoint.totals()
    return {
        "prefix": str(checkpoint.prefix),
        "step": model.step,
        "steps": [entry.step for entry in model.steps],
        "shards": len(checkpoint.shards),
        "variables": totals.variables,
        "parameters": totals.elements,
        "bytes": totals.nbytes,
    }


def _signature_json(signature: Signature) -> dict[str, Any]:
    def ends(tensors: dict[str, Any]) -> dict[str, Any]:
        return {
            key: {"name": name, "dtype": dtype.name, "shape": shape_json(shape)}
            for key, (name, dtype, shape) in tensors.items()
        }

    return {
        "name": signature.name,
        "method": signature.method,
        "inputs": ends(signature.inputs),
        "outputs": ends(signature.outputs),
    }


def _print(model: Model, document: dict[str, Any]) -> None:
    say(f"{model.title} · {model.format} · {model.folder}")
    if model.tensorflow_version:
        say(f"written by TensorFlow {model.tensorflow_version}")
    if model.files:
        say()
        print_table(
            ("file", "size", "what it is"),
            [(entry.path.name, format_bytes(entry.nbytes), entry.what) for entry in model.files],
            right="lrl",
        )
    checkpoint, graph = document["checkpoint"], document["graph"]
    if checkpoint:
        say()
        say(
            f"checkpoint: {number_of(checkpoint['variables'], 'variable')}, "
            f"{number_of(checkpoint['parameters'], 'parameter')}, "
            f"{format_bytes(checkpoint['bytes'])}" + (f", step {model.step}" if model.step is not None else "")
        )
        if len(model.steps) > 1:
            say(
                "steps: "
                + ", ".join(str(entry.step if entry.step is not None else entry.label) for entry in model.steps)
            )
    if graph:
        _print_graph(graph)
    for signature in document["signatures"]:
        say()
        say(f"signature {signature['name']}" + (f" ({signature['method']})" if signature["method"] else ""))
        rows = [
            (way, key, end["name"], end["dtype"], format_shape(end["shape"]))
            for way in ("inputs", "outputs")
            for key, end in signature[way].items()
        ]
        print_table(("", "key", "tensor", "dtype", "shape"), rows, indent=2)
    for warning in document["warnings"]:
        note(f"warning: {warning}")


def _print_graph(graph: dict[str, Any]) -> None:
    say()
    functions = f", {number_of(graph['functions'], 'function')}" if graph["functions"] else ""
    say(f"graph: {number_of(graph['nodes'], 'op')}{functions}")
    kinds = [f"{op} {count:,}" for op, count in list(graph["ops"].items())[:OPS_SHOWN]]
    rest = len(graph["ops"]) - len(kinds)
    say("  " + ", ".join(kinds) + (f", and {number_of(rest, 'other type')}" if rest > 0 else ""))
    if graph["inputs"]:
        say()
        rows = [(one["name"], one["dtype"], format_shape(one["shape"])) for one in graph["inputs"]]
        print_table(("input", "dtype", "shape"), rows)
    if graph["outputs"]:
        say()
        shown = graph["outputs"][:OUTPUTS_SHOWN]
        rows = [(one["name"], format_shape(one["shape"]), one["reason"]) for one in shown]
        print_table(("suggested output", "shape", "why"), rows)
