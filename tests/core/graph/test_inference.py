"""Inferred shapes, held against those that TensorFlow wrote into the same files."""

from __future__ import annotations

import pytest
from tensorboard.compat.proto import graph_pb2

from core.graph.inference import ShapeFinder
from core.graph.op_graph import OpGraph
from core.graph.shapes import output_shapes, shape_text


def without_shapes(graph: OpGraph) -> OpGraph:
    """The same graph without `_output_shapes`, as most producers write it."""
    proto = graph_pb2.GraphDef()
    for node in graph.nodes:
        copy = proto.node.add()
        copy.CopyFrom(node.proto)
        copy.attr.pop("_output_shapes", None)
    return OpGraph.from_graph_def(proto)


@pytest.mark.parametrize("name", ["mtcnn_pnet", "v1_lenet300", "heart_estimator_steps", "inception_v3_meta"])
def test_no_inferred_shape_contradicts_tensorflows(graph_of, name) -> None:
    graph = graph_of(name)
    finder = ShapeFinder(without_shapes(graph))
    checked = 0
    for node in graph.nodes:
        told = output_shapes(node) if "_output_shapes" in node.attr else []
        inferred = finder.shape(node.name)
        if not told or told[0] is None or inferred is None or node.op.startswith("VarHandle"):
            continue
        assert len(inferred) == len(told[0]), (node.name, node.op, inferred, told[0])
        for mine, theirs in zip(inferred, told[0], strict=True):
            assert mine in (-1, theirs) or theirs == -1, (node.name, node.op, inferred, told[0])
        checked += 1
    if any("_output_shapes" in node.attr for node in graph.nodes):
        assert checked > 20


def test_the_shapes_of_mtcnn_are_found_without_being_told(graph_of) -> None:
    finder = ShapeFinder(without_shapes(graph_of("mtcnn_pnet")))
    assert finder.shape("conv1/Conv2D") == (256, 10, 10, 10)
    assert finder.shape("pool1/MaxPool") == (256, 5, 5, 10)
    assert finder.shape("conv3/add") == (256, 1, 1, 32)
    assert finder.shape("bbox_pred") == (256, 4)


def test_a_chain_of_20_000_ops_is_walked_without_recursion(make_graph) -> None:
    lines = ["n0 Placeholder", *[f"n{i} Relu n{i - 1}" for i in range(1, 20_000)]]
    graph = make_graph(*lines)
    shape = graph.node("n0").proto.attr["shape"].shape
    shape.dim.add().size = 7
    assert ShapeFinder(graph).shape("n19999") == (7,)


def test_a_loop_ends_in_not_known(make_graph) -> None:
    assert ShapeFinder(make_graph("a Relu b", "b Relu a")).shape("a") is None


def test_an_unknown_op_or_node_has_no_shape(make_graph) -> None:
    finder = ShapeFinder(make_graph("a SomebodysOp"))
    assert finder.shape("a") is None
    assert finder.shape("nowhere") is None


def test_shapes_are_written_with_a_multiplication_sign() -> None:
    assert shape_text((3, 3, 3, 10)) == "3×3×3×10"
    assert shape_text((-1, 5)) == "?×5"
    assert shape_text(()) == "scalar"
    assert shape_text(None) == ""
