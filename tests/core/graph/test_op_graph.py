"""The op graph: names, edges, functions, and the oddities that it tolerates."""

from __future__ import annotations

import pytest
from tensorboard.compat.proto import graph_pb2

from core.graph.op_graph import Edge, OpGraph, parse_tensor_name


def graph_of(*nodes: tuple[str, ...]) -> OpGraph:
    graph = graph_pb2.GraphDef()
    for name, *inputs in nodes:
        graph.node.add(name=name, op="Op", input=inputs)
    return OpGraph.from_graph_def(graph)


@pytest.mark.parametrize(("text", "parsed"), [
    ("a", ("a", 0, False)), ("a/b:3", ("a/b", 3, False)), ("^a", ("a", -1, True)), ("a:out:2", ("a", 2, False)),
    ("a:", ("a", 0, False)), ("", ("", 0, False)), ("a:99999999999999", ("a", 0, False)),
])  # fmt: skip
def test_names_of_tensors_are_taken_apart(text: str, parsed: tuple[str, int, bool]) -> None:
    assert parse_tensor_name(text) == parsed


def test_edges_are_found_in_any_order_of_nodes_and_through_loops() -> None:
    graph = graph_of(("b", "a:1", "^c"), ("a", "b"), ("c",))
    assert list(graph.edges()) == [Edge(1, 0, 1, 0, False), Edge(2, 0, -1, -1, True), Edge(0, 1, 0, 0, False)]
    assert graph.inputs_of(1) == [Edge(0, 1, 0, 0, False)]
    assert graph.outputs_of(0) == [Edge(0, 1, 0, 0, False)]
    assert graph.outputs_of(1) == [Edge(1, 0, 1, 0, False)]
    assert graph.edge_count() == 3
    assert graph.problems == []


def test_duplicate_names_and_missing_inputs_are_problems_not_errors() -> None:
    graph = graph_of(("a",), ("a", "nowhere:2"), ("b", "a"))
    assert len(graph) == 3
    assert graph.node("a").index == 0
    assert [edge.source for edge in graph.edges()] == [0]
    assert [str(problem) for problem in graph.problems] == [
        "two nodes are called a", "a has the input nowhere:2, which is not in the graph"]  # fmt: skip


def test_many_problems_are_counted_not_listed() -> None:
    graph = graph_of(*[(f"n{i}", f"gone{i}") for i in range(1000)])
    list(graph.edges())
    assert len(graph.problems) < 30
    assert "1000" in str(graph.problems[-1])


def test_networkx_gets_the_same_graph() -> None:
    graph = graph_of(("a",), ("b", "a", "a:1", "^a"))
    digraph = graph.digraph()
    assert digraph is graph.digraph()
    assert [(u, v, d["output"], d["input"], d["control"]) for u, v, d in digraph.edges(data=True)] == [
        ("a", "b", 0, 0, False), ("a", "b", 1, 1, False), ("a", "b", -1, -1, True)]  # fmt: skip


def test_a_function_is_a_graph_of_its_own() -> None:
    proto = graph_pb2.GraphDef()
    function = proto.library.function.add()
    function.signature.name = "f"
    function.signature.input_arg.add(name="x", type=1)
    function.signature.output_arg.add(name="y", type=1)
    function.node_def.add(name="relu", op="Relu", input=["x"])
    function.ret["y"] = "relu:activations:0"
    graph = OpGraph.from_graph_def(proto)
    body = graph.function("f")
    assert body is graph.function("f")
    assert [(node.name, node.op) for node in body] == [("x", "_Arg"), ("relu", "Relu"), ("y", "_Retval")]
    assert [(edge.source, edge.target) for edge in body.edges()] == [(0, 1), (1, 2)]
    assert graph.function_nodes == 1
    assert body.function("f") is body
    with pytest.raises(KeyError):
        graph.function("g")


def test_only_constants_have_values() -> None:
    graph = graph_of(("a",))
    assert graph.tensor_of("a") is None
    with pytest.raises(KeyError):
        graph.tensor_of("b")


def test_a_named_output_in_a_function_is_the_output_that_the_op_counts() -> None:
    proto = graph_pb2.GraphDef()
    function = proto.library.function.add()
    function.signature.name = "f"
    function.node_def.add(name="top", op="TopKV2")
    split = function.node_def.add(name="many", op="ParseExample")
    split.attr["Nsparse"].i = 3
    function.node_def.add(name="user", op="Op", input=["top:indices:0", "many:sparse_values:1", "top:values:0", "^top"])
    body = OpGraph.from_graph_def(proto).function("f")
    assert [(edge.output, edge.input) for edge in body.inputs_of(2)] == [(1, 0), (4, 1), (0, 2), (-1, -1)]
