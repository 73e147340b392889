"""Functions that ops call, and parts of a graph as graphs of their own."""

from __future__ import annotations

from tensorboard.compat.proto import function_pb2, graph_pb2

from core.graph.calls import Call, calls_of, reachable_functions
from core.graph.op_graph import OpGraph
from core.graph.subgraph import subgraph
from core.graph.view import GraphView


def _function(library: function_pb2.FunctionDefLibrary, name: str, *, calls: str = "") -> None:
    function = library.function.add()
    function.signature.name = name
    function.signature.input_arg.add(name="x", type=1)
    function.signature.output_arg.add(name="y", type=1)
    node = function.node_def.add(name="inner", op="PartitionedCall" if calls else "Neg", input=["x"])
    if calls:
        node.attr["f"].func.name = calls
    function.ret["y"] = "inner:output:0" if calls else "inner:y:0"


def _graph() -> OpGraph:
    graph = graph_pb2.GraphDef()
    for name, calls in (("cond", ""), ("body", "leaf"), ("leaf", "body"), ("spare", ""), ("old", "")):
        _function(graph.library, name, calls=calls)
    graph.node.add(name="x", op="Placeholder").attr["dtype"].type = 1
    loop = graph.node.add(name="loop", op="While", input=["x"])
    loop.attr["cond"].func.name = "cond"
    loop.attr["body"].func.name = "body"
    case = graph.node.add(name="case", op="Case", input=["x", "loop"])
    for name in ("leaf", "leaf", "nowhere", "cond"):
        case.attr["branches"].list.func.add(name=name)
    graph.node.add(name="direct", op="old", input=["loop"])
    return OpGraph.from_graph_def(graph)


def test_calls_are_found_in_attributes_in_lists_and_in_the_op_itself():
    graph = _graph()
    assert calls_of(graph, graph.node("loop")) == [Call("body", "body"), Call("cond", "cond")]
    assert calls_of(graph, graph.node("case")) == [Call("branches[0]", "leaf"), Call("branches[3]", "cond")]
    assert calls_of(graph, graph.node("direct")) == [Call("", "old")]
    assert calls_of(graph, graph.node("x")) == []


def test_functions_are_listed_as_they_are_met_and_circles_end():
    assert list(reachable_functions(_graph())) == ["body", "cond", "leaf", "old"]


def test_a_part_keeps_the_nodes_their_order_and_the_edges_among_them():
    graph = _graph()
    part = subgraph(graph, {"direct", "loop", "nothing of the kind"})
    assert [node.name for node in part] == ["loop", "direct"]
    assert [(e.source, e.target) for e in part.edges()] == [(0, 1)]
    assert part.functions.keys() == graph.functions.keys()


def test_the_nodes_of_boxes_come_with_the_weights_folded_into_them():
    graph_def = graph_pb2.GraphDef()
    graph_def.node.add(name="x", op="Placeholder")
    graph_def.node.add(name="weights/w", op="VariableV2")
    graph_def.node.add(name="weights/w/read", op="Identity", input=["weights/w"])
    graph_def.node.add(name="net/mul", op="MatMul", input=["x", "weights/w/read"])
    graph_def.node.add(name="net/relu", op="Relu", input=["net/mul"])
    view = GraphView(OpGraph.from_graph_def(graph_def))
    assert view.nodes_of(["net"]) == {"net/mul", "net/relu", "weights/w", "weights/w/read"}


def test_the_bytes_of_a_box_are_those_of_its_variables():
    graph_def = graph_pb2.GraphDef()
    for name, size, dtype in (("net/a", 10, 1), ("net/b", 3, 2)):
        node = graph_def.node.add(name=name, op="VariableV2")
        node.attr["dtype"].type = dtype
        node.attr["shape"].shape.dim.add(size=size)
        graph_def.node.add(name=f"{name}/read", op="Identity", input=[name])
        graph_def.node.add(name=f"{name}_user", op="Neg", input=[f"{name}/read"])
    view = GraphView(OpGraph.from_graph_def(graph_def))
    view.expand("net")
    view.picture()
    assert view.parameter_bytes("net") == 10 * 4 + 3 * 8
    assert view.parameter_bytes("net/a_user") == 40
    assert view.parameter_bytes("no such box") == 0
