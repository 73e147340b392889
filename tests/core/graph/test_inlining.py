"""Bodies of functions in the place of the ops that call them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tensorboard.compat.proto import function_pb2, graph_pb2

from core.freezing.body import Body
from core.freezing.inline import inline_calls
from core.graph.calls import calls_of
from core.graph.inlining import InlinedGraph, Origin, inline
from core.graph.op_graph import OpGraph
from core.graph.view import GraphView
from core.opening import open_model


def _function(library: function_pb2.FunctionDefLibrary, name: str, arguments: str, results: str, *lines: str) -> None:
    """`results`: `y=neg:y:0`; lines: name, op, inputs."""
    function = library.function.add()
    function.signature.name = name
    for argument in arguments.split():
        function.signature.input_arg.add(name=argument, type=1)
    for result in results.split():
        key, _, text = result.partition("=")
        function.signature.output_arg.add(name=key, type=1)
        function.ret[key] = text
    for line in lines:
        node, op, *inputs = line.split()
        function.node_def.add(name=node, op=op, input=inputs)


def _graph(*lines: str, **calls: dict[str, str]) -> OpGraph:
    graph = graph_pb2.GraphDef()
    _function(graph.library, "negate", "x", "y=neg:y:0", "neg Neg x", "two Neg neg:y:0")
    _function(graph.library, "pair", "a b", "first=a second=sum:z:0", "sum AddV2 a b")
    _function(graph.library, "outer", "x", "y=call:output:0", "call PartitionedCall x ^wait", "wait NoOp")
    graph.library.function[-1].node_def[0].attr["f"].func.name = "negate"
    graph.library.function[-1].control_ret["end"] = "wait"
    _function(graph.library, "step", "i w", "i=more:z:0 w=w", "more AddV2 i w")
    _function(graph.library, "test", "i w", "go=less:z:0", "less Less i w")
    _function(graph.library, "empty", "x", "y=x")
    for line in lines:
        name, op, *inputs = line.split()
        node = graph.node.add(name=name, op=op, input=inputs)
        for key, function in calls.get(name, {}).items():
            node.attr[key].func.name = function
    return OpGraph.from_graph_def(graph)


def _inputs(graph: OpGraph) -> dict[str, tuple[str, ...]]:
    return {node.name: node.inputs for node in graph}


def test_the_nodes_of_a_body_read_what_the_call_read_and_are_read_instead_of_it():
    graph = _graph("x Placeholder", "call PartitionedCall x ^x", "y Relu call", call={"f": "negate"})
    inlined = inline(graph, [("call", "call")])
    assert _inputs(inlined) == {
        "x": (),
        "call/neg": ("x", "^x"),
        "call/two": ("call/neg",),
        "y": ("call/neg",),
    }
    assert isinstance(inlined, InlinedGraph)
    assert inlined.origins == {"call/neg": Origin("negate", "neg"), "call/two": Origin("negate", "two")}
    assert inlined.places[Origin("", "call")] == ["call"]
    assert inlined.bodies == {"call": "negate"}
    assert _inputs(graph)["y"] == ("call",)  # as it was


def test_an_argument_that_is_handed_on_leads_past_the_call():
    graph = _graph("p Placeholder", "q Placeholder", "call pair p q:1", "a Neg call", "b Neg call:1 ^call")
    assert _inputs(inline(graph, [("call", "call")])) == {
        "p": (),
        "q": (),
        "call/sum": ("p", "q:1"),
        "a": ("p",),
        "b": ("call/sum", "^p", "^call/sum"),
    }


def test_a_call_in_a_body_is_inlined_by_its_name_there_and_what_waits_for_it_waits_for_its_end():
    graph = _graph("x Placeholder", "call PartitionedCall x", "y Relu call", "z NoOp ^call", call={"f": "outer"})
    inlined = inline(graph, [("call", "call"), ("call/call", "call/call"), ("nothing", "nothing"), ("x", "x")])
    assert _inputs(inlined) == {
        "x": (),
        "call/call/neg": ("x", "^call/wait"),
        "call/call/two": ("call/call/neg",),
        "call/wait": (),
        "y": ("call/call/neg",),
        "z": ("^call/wait",),
    }


def test_branches_are_read_by_the_op_that_chooses():
    calls = {"if": {"then_branch": "negate", "else_branch": "outer"}}
    graph = _graph("p Placeholder", "x Placeholder", "if If p x", "y Relu if", **calls)
    assert _inputs(inline(graph, [("if", "if")])) == {
        "p": (),
        "x": (),
        "if/(if)": ("p", "if/else_branch/call", "if/then_branch/neg"),
        "if/else_branch/call": ("x", "^if/else_branch/wait"),
        "if/else_branch/wait": (),
        "if/then_branch/neg": ("x",),
        "if/then_branch/two": ("if/then_branch/neg",),
        "y": ("if/(if)",),
    }


def test_a_loop_goes_round_and_what_it_doesn_t_change_comes_from_outside():
    graph = _graph("i Const", "w VariableV2", "loop While i w", "y Relu loop:1", loop={"body": "step", "cond": "test"})
    inlined = inline(graph, [("loop", "loop")])
    assert _inputs(inlined) == {
        "i": (),
        "w": (),
        "loop/(loop)": ("i", "w", "loop/body/more", "loop/cond/less"),
        "loop/body/more": ("loop/(loop)", "w"),
        "loop/cond/less": ("loop/(loop)", "w"),
        "y": ("loop/(loop):1",),
    }
    assert inline(inlined, [("again", "loop/(loop)")]) is inlined


def test_what_another_op_does_with_a_function_is_its_own_affair():
    graph = _graph("x Placeholder", "map MapDataset x", "y Relu map", map={"f": "negate"})
    inputs = _inputs(inline(graph, [("map", "map")]))
    assert inputs["map/(map)"] == ("x",)
    assert inputs["map/f/neg"] == ("map/f/x",)
    assert inputs["map/f/y"] == ("map/f/neg",)
    assert inputs["y"] == ("map/(map)",)


def test_a_function_with_nothing_in_it_stays_a_call():
    graph = _graph("x Placeholder", "call PartitionedCall x", call={"f": "empty"})
    assert inline(graph, [("call", "call")]) is graph
    assert not GraphView(graph).can_inline("call")


def test_calls_that_hand_each_other_s_results_round_end():
    graph = _graph("a pair b b", "b pair a a", "y Neg a")
    assert _inputs(inline(graph, [("a", "a"), ("b", "b")]))["y"] == ()


def test_a_view_opens_a_call_in_place_and_closes_it_again():
    graph = _graph("x Placeholder", "call PartitionedCall x", "y Relu call", call={"f": "outer"})
    view = GraphView(graph)
    closed = view.picture()
    view.inline("call")
    opened = view.picture()
    box = opened.boxes["call"]
    assert (box.kind, box.expanded, box.detail, box.ops) == ("scope", True, "outer", 2)
    assert {"call/call", "call/wait"} <= opened.boxes.keys()
    assert view.origin("call/wait") == Origin("outer", "wait")
    assert view.origin("x") == Origin("", "x")
    assert view.box_of("call") == "call"
    assert view.reveal("call") == []
    view.inline("call/call")
    assert "call/call/neg" in view.picture().boxes
    view.collapse("call")
    assert view.picture().boxes.keys() == closed.boxes.keys()
    view.expand("call")
    assert "call/call/neg" in view.picture().boxes  # as it was left
    view.collapse_all()
    assert view.picture().boxes.keys() == closed.boxes.keys()


def test_a_scope_of_the_call_s_name_stays_apart_from_the_body():
    graph = _graph(
        "x Placeholder", "call PartitionedCall x", "call/own Neg call", "call/more Neg x", call={"f": "negate"}
    )
    view = GraphView(graph)
    view.expand("call")
    assert view.can_inline("call/(call)")
    view.inline("call/(call)")
    boxes = view.picture().boxes
    assert boxes["call/(call)"].detail == "negate"
    assert boxes["call/(call)/neg"].parent == "call/(call)"
    assert boxes["call/own"].parent == "call"
    assert view.box_of("call") == "call/(call)"


def test_a_body_of_one_op_is_a_scope_all_the_same():
    graph = _graph("p Placeholder", "call pair p p", "y Neg call:1")
    view = GraphView(graph)
    view.inline("call")
    boxes = view.picture().boxes
    assert boxes["call"].expanded
    assert boxes["call/sum"].parent == "call"


def _opened(view: GraphView) -> None:
    """Open everything that stands in the picture, functions too, until nothing is left."""
    while True:
        view.expand_all()
        calls = [key for key in view.picture().boxes if view.can_inline(key)]
        if not calls:
            return
        for key in calls:
            view.inline(key)


def test_a_model_of_keras_opens_into_its_layers_with_the_weights_at_the_ops_that_use_them(
    graph_of: Callable[[str], OpGraph],
):
    view = GraphView(graph_of("sm_keras_lstm"))
    _opened(view)
    picture = view.picture()
    inner = "StatefulPartitionedCall/StatefulPartitionedCall/sequential"
    chips = {box.node: [chip.label for chip in box.chips] for box in picture.boxes.values()}
    assert chips[f"{inner}/dense/MatMul"] == ["kernel"]
    loop = f"{inner}/lstm/PartitionedCall/while/(while)"
    assert picture.boxes[loop].detail == "while_body_3549, while_cond_3548"
    assert chips[f"{loop}/body/while/MatMul_1"] == ["recurrent_kernel"]
    assert any(route.reversed and route.target == f"{loop}/(while)" for route in picture.routes)
    assert picture.boxes["StatefulPartitionedCall"].parameters == 4 * 32 * (3 + 32 + 1) + 33


def test_bodies_are_those_that_freezing_puts_in_place(graph_of: Callable[[str], OpGraph], models: Path):
    graph = graph_of("sm_keras_lstm")
    body = Body(node.proto for node in graph.nodes)
    meta = open_model(models / "sm_keras_lstm").meta
    count, kept = inline_calls(body, graph.functions, meta)
    assert count > 3
    inlined: OpGraph = graph
    calls: list[tuple[str, str]] = []
    while True:
        found = [n.name for n in inlined if "PartitionedCall" in n.op and calls_of(inlined, n) and n.name not in kept]
        if not found:
            break
        calls += [(name, name) for name in found]
        inlined = inline(graph, calls)
    theirs = {name: node for name, node in body.nodes.items() if node.op != "NoOp"}
    ours = {node.name: node for node in inlined if node.op != "NoOp"}
    assert ours.keys() == theirs.keys()
    for name, node in ours.items():
        data = [text for text in theirs[name].input if not text.startswith("^")]
        assert [text for text in node.inputs if not text.startswith("^")] == data, name
