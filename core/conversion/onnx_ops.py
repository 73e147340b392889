"""Which of TensorFlow's ops tf2onnx converts: read from its source, because importing it would import TensorFlow."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path

OURS = frozenset({"Erfc"})
"""Ops that the worker says with others."""

HANDLED_BEFORE = frozenset(
    {
        "Const", "Placeholder", "PlaceholderV2", "PlaceholderWithDefault", "NoOp", "Assert", "Enter", "Exit", "Switch",
        "Merge", "NextIteration", "LoopCond", "TensorListReserve", "TensorListFromTensor", "TensorListStack",
        "TensorListSetItem", "TensorListGetItem", "TensorListResize", "TensorArrayV3", "TensorArrayReadV3",
        "TensorArrayWriteV3", "TensorArrayScatterV3", "TensorArrayGatherV3", "TensorArraySizeV3", "PartitionedCall",
        "StatefulPartitionedCall", "StopGradient",
    }
)  # fmt: skip
"""Ops that tf2onnx takes out or replaces with others before it looks for a converter of each."""


@cache
def handled_ops() -> dict[str, int]:
    """{op: the lowest opset that has something for it}; empty if tf2onnx isn't installed, or is built otherwise."""
    found = importlib.util.find_spec("tf2onnx")
    if found is None or not found.submodule_search_locations:
        return {}
    handled: dict[str, int] = {}
    for folder in found.submodule_search_locations:
        for path in sorted(Path(folder, "onnx_opset").glob("*.py")):
            for name, opset in _handlers(ast.parse(path.read_bytes())):
                handled[name] = min(opset, handled.get(name, opset))
    return handled


def _handlers(module: ast.Module) -> Iterator[tuple[str, int]]:
    """(op, lowest opset) of each `@tf_op(…)` above a class with methods called `version_N`."""
    for item in module.body:
        if not isinstance(item, ast.ClassDef):
            continue
        versions = [
            int(method.name.removeprefix("version_"))
            for method in item.body
            if isinstance(method, ast.FunctionDef) and method.name.removeprefix("version_").isdigit()
        ] or [1] * len(item.bases)  # a class without any has those of its base
        for decorator in item.decorator_list:
            # Those of another domain are for runtimes that add to ONNX.
            if (
                versions
                and isinstance(decorator, ast.Call)
                and isinstance(decorator.func, ast.Name)
                and decorator.func.id == "tf_op"
                and decorator.args
                and not any(keyword.arg == "domain" for keyword in decorator.keywords)
            ):
                for name in _texts(decorator.args[0]):
                    yield name, min(versions)


def _texts(node: ast.expr) -> list[str]:
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
