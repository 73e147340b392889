"""What a loop takes is found behind any number of Identities, also where a damaged graph has them go in a circle."""

from __future__ import annotations

from typing import Any

from tensorboard.compat.proto import node_def_pb2

from core.freezing.apart import _for_loops


def node(name: str, op: str, *inputs: str) -> Any:
    return node_def_pb2.NodeDef(name=name, op=op, input=inputs)


def test_what_a_loop_takes_is_found_behind_identities() -> None:
    nodes = [
        node("w", "Const"), node("v", "Const"), node("read", "Identity", "w"), node("again", "Identity", "read:0"),
        node("loop", "While", "again", "^v"),
    ]  # fmt: skip
    assert {"w", "v"} <= _for_loops(nodes)
    assert "w" not in _for_loops(nodes[:-1])


def test_identities_in_a_circle_or_without_an_input_end() -> None:
    nodes = [
        node("a", "Identity", "b"), node("b", "Identity", "a"), node("c", "Identity"),
        node("loop", "While", "a", "c", "nobody"),
    ]  # fmt: skip
    assert _for_loops(nodes) == {"a", "b", "c", "nobody"}
