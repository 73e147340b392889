"""Frozen graphs as converters get them: what a placeholder's shape is taken for."""

from __future__ import annotations

from typing import Any

import pytest
from tensorboard.compat.proto.node_def_pb2 import NodeDef

from core.session.settled import _settle


def placeholder(dims: list[int] | None, inferred: list[int] | None = None) -> Any:
    node = NodeDef(name="x", op="Placeholder")
    shape = node.attr["shape"].shape
    if dims is None:
        shape.unknown_rank = True
    for size in dims or []:
        shape.dim.add(size=size)
    if inferred is not None:
        told = node.attr["_output_shapes"].list.shape.add()
        for size in inferred:
            told.dim.add(size=size)
    return node


@pytest.mark.parametrize("old", [False, True])
def test_a_shape_that_is_told_stays(old: bool) -> None:
    node = placeholder([-1, 4])
    _settle(node, old)
    assert [dim.size for dim in node.attr["shape"].shape.dim] == [-1, 4]


def test_an_unknown_shape_is_the_inferred_one_or_stays_unknown() -> None:
    node = placeholder(None, [3, 5])
    _settle(node, False)
    assert [dim.size for dim in node.attr["shape"].shape.dim] == [3, 5]
    node = placeholder(None)
    _settle(node, False)
    assert node.attr["shape"].shape.unknown_rank
    # An empty list that is merely asked for would be written with the node, and refused by TensorFlow.
    assert "_output_shapes" not in node.attr


def test_no_dimensions_are_a_scalar_in_new_graphs_only() -> None:
    for old in (False, True):
        node = placeholder([])
        _settle(node, old)
        assert node.attr["shape"].shape.unknown_rank is old
