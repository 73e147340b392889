"""The picture of real graphs: every level legible, everything reachable, nothing lost."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tensorboard.compat.proto import graph_pb2

from core.errors import Cancelled
from core.graph.op_graph import OpGraph
from core.graph.view import GraphView
from core.layout.picture import Box, Picture
from core.progress import Progress


def apart(a: Box, b: Box) -> bool:
    slack = 1e-6
    return a.x + a.w <= b.x + slack or b.x + b.w <= a.x + slack or a.y + a.h <= b.y + slack or b.y + b.h <= a.y + slack


def assert_well_drawn(picture: Picture) -> None:
    for key, box in picture.boxes.items():
        assert box.key == key
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.w <= picture.width + 1e-6
        assert box.y + box.h <= picture.height + 1e-6
        if box.parent:
            around = picture.boxes[box.parent]
            assert key in around.children
            assert around.x <= box.x
            assert around.y + around.header <= box.y
            assert box.x + box.w <= around.x + around.w + 1e-6
            assert box.y + box.h <= around.y + around.h + 1e-6
    for siblings in [picture.roots, *[box.children for box in picture.boxes.values()]]:
        for one, other in combinations(siblings, 2):
            assert apart(picture.boxes[one], picture.boxes[other]), (one, other)
    for route in picture.routes:
        assert route.source in picture.boxes
        assert route.target in picture.boxes
        assert len(route.points) >= 2


@pytest.mark.parametrize("fold", [True, False])
def test_every_level_of_every_model_is_drawn_without_overlaps(shared_graph, fold) -> None:
    view = GraphView(shared_graph)
    view.fold_weights(fold)
    view.expand_all(limit=1_500)
    assert_well_drawn(view.picture())


def test_what_is_aside_opens_without_overlaps(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    for key in view.picture().asides:
        view.expand_all(key)
    assert_well_drawn(view.picture())


def test_left_to_right_is_drawn_without_overlaps(graph_of) -> None:
    view = GraphView(graph_of("edgetpu_frozen"), direction="LR")
    view.expand_all()
    assert_well_drawn(view.picture())


def test_mtcnn_reads_from_its_image_to_its_three_heads(graph_of) -> None:
    picture = GraphView(graph_of("mtcnn_pnet")).picture()
    boxes = picture.boxes
    column = ["input_image", "conv1", "pool1/MaxPool", "conv2", "conv3", "conv4_1", "cls_prob"]
    tops = [boxes[key].y for key in column]
    assert tops == sorted(tops)
    assert boxes["conv4_1"].y == boxes["conv4_2"].y == boxes["conv4_3"].y
    labels = {(route.source, route.target): route.label for route in picture.routes}
    assert labels["input_image", "conv1"] == "256×12×12×3"
    assert labels["conv1", "pool1/MaxPool"] == "256×10×10×10"


def test_mtcnn_puts_training_aside(graph_of) -> None:
    picture = GraphView(graph_of("mtcnn_pnet")).picture()
    assert {"gradients", "save", "Momentum", "input_producer", "batch", "[loss and metrics]"} <= set(picture.asides)
    assert not {"input_image", "conv1", "conv2", "conv3"} & set(picture.asides)


def test_every_node_of_every_model_is_somewhere_in_its_first_picture(shared_graph) -> None:
    view = GraphView(shared_graph)
    boxes = view.picture().boxes
    lost = [node.name for node in shared_graph.nodes if view.box_of(node.name) not in boxes]
    # What is folded into nothing that is drawn: a variable at the top level that only its initialiser touches.
    assert len(lost) <= len(shared_graph) // 50, lost[:10]


def test_weights_are_chips_on_the_op_that_reads_them(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    view.expand("conv1")
    picture = view.picture()
    chips = {key: [(c.label, c.shape) for c in box.chips] for key, box in picture.boxes.items() if box.chips}
    assert chips["conv1/Conv2D"] == [("weights", "3×3×3×10")]
    assert chips["conv1/BiasAdd"] == [("biases", "10")]
    assert not any("weights/Assign" in key for key in picture.boxes)
    assert picture.boxes["conv1"].parameters == 290  # 3·3·3·10 + 10 + 10, the optimiser's slots not counted


def test_the_toggle_draws_weights_as_nodes(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    view.fold_weights(False)
    view.expand("conv1")
    view.expand("conv1/weights")
    assert "conv1/weights/(weights)" in view.picture().boxes


def test_inception_has_a_top_level_of_eight_boxes_at_most(graph_of) -> None:
    graph = graph_of("inception_v3_meta")
    folded = GraphView(graph)
    assert len([box for box in folded.picture().boxes.values() if box.kind != "aside"]) <= 8
    raw = GraphView(graph)
    raw.fold_weights(False)
    assert len([box for box in raw.picture().boxes.values() if box.kind != "aside"]) <= 12


def test_no_level_of_inception_is_wider_than_fits_the_eye(graph_of) -> None:
    view = GraphView(graph_of("inception_v3_meta"))
    view.expand_all(limit=4_000)
    picture = view.picture()
    levels = [box.children for box in picture.boxes.values() if box.kind == "scope" and box.expanded]
    assert max(len(children) for children in levels) <= 60


def test_series_open_to_their_members(graph_of) -> None:
    view = GraphView(graph_of("inception_v3_meta"))
    series = next(box for box in view.picture().boxes.values() if box.kind == "series")
    view.expand(series.key)
    opened = view.picture().boxes[series.key]
    assert len(opened.children) >= 5


def test_every_node_can_be_revealed(graph_of) -> None:
    graph = graph_of("mtcnn_pnet")
    view = GraphView(graph)
    for node in graph.nodes[::37]:
        for key in view.reveal(node.name):
            view.expand(key)
        assert view.reveal(node.name) == []
    picture = view.picture()
    for node in graph.nodes[::37]:
        assert view.box_of(node.name) in picture.boxes


def test_the_box_of_a_node_in_a_closed_scope_is_the_scope(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    assert view.box_of("conv1/Conv2D") == "conv1"
    assert view.box_of("conv1/weights") == "conv1"
    view.expand("conv1")
    assert view.box_of("conv1/weights") == "conv1/Conv2D"  # its chip is there
    assert view.box_of("no/such/node") == ""


def test_the_breadcrumbs_lead_from_the_outside_in(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    view.picture()
    assert view.path_of("conv1/Conv2D") == [("conv1", "conv1"), ("conv1/Conv2D", "Conv2D")]


def test_a_scope_knows_its_nodes(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    names = list(view.nodes_in("conv1"))
    assert len(names) == 43
    assert all(name.startswith("conv1/") for name in names)


def test_what_is_aside_can_be_brought_back(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    view.put_aside("gradients", False)
    picture = view.picture()
    assert "gradients" not in picture.asides
    assert any("gradients" in (route.source, route.target) for route in picture.routes)
    view.put_aside("conv4_3", True)
    assert "conv4_3" in view.picture().asides


def test_closing_gives_the_same_picture_as_before(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    before = view.picture()
    view.expand("conv1")
    assert view.picture() != before
    view.collapse("conv1")
    assert view.picture() == before


def test_opening_to_a_depth_opens_that_many_levels(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    view.expand_to_depth(1)
    assert "conv1" in view.expanded
    assert "conv4_1/Slice" not in view.expanded
    view.expand_to_depth(2)
    assert "conv4_1/Slice" in view.expanded
    view.expand_to_depth(0)
    assert view.expanded == set()


def test_a_cancelled_picture_leaves_the_view_usable(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        view.picture(progress=progress)
    assert view.picture().boxes


def test_a_line_goes_on_inside_an_open_container(graph_of) -> None:
    view = GraphView(graph_of("mtcnn_pnet"))
    view.expand("conv1")
    picture = view.picture()
    outer = next(r for r in picture.routes if (r.source, r.target) == ("input_image", "conv1"))
    inner = next(r for r in picture.routes if (r.source, r.target) == ("conv1", "conv1/Conv2D"))
    assert outer.points[-1] == inner.points[0]
    assert not outer.arrow
    assert inner.arrow


def test_functions_are_graphs_of_their_own(graph_of) -> None:
    graph = graph_of("sm_keras_lstm")
    view = GraphView(graph)
    assert len(view.functions) == 95
    largest = max(view.functions, key=lambda name: len(graph.functions[name].node_def))
    inner = GraphView(graph.function(largest))
    inner.expand_all()
    assert_well_drawn(inner.picture())


def test_a_loop_is_drawn_back(make_graph) -> None:
    graph = make_graph("a Merge c", "b Add a", "c NextIteration b", "d Exit b")
    reversed_ = [(r.source, r.target) for r in GraphView(graph).picture().routes if r.reversed]
    assert reversed_ == [("c", "a")]


def test_control_edges_alone_are_marked_as_such(make_graph) -> None:
    graph = make_graph("a Add", "b Relu a", "c NoOp ^b")
    control = {(r.source, r.target): r.control for r in GraphView(graph).picture().routes}
    assert control["a", "b"] is False
    assert control.get(("b", "c"), True) is True


def test_a_name_that_is_a_node_and_a_scope_is_drawn_inside_the_scope(make_graph) -> None:
    graph = make_graph("x Placeholder", "dense MatMul x", "dense/Relu Relu dense", "dense/out Add dense/Relu dense")
    view = GraphView(graph)
    view.expand("dense")
    assert "dense/(dense)" in view.picture().boxes
    assert view.box_of("dense") == "dense/(dense)"


def test_names_that_appear_twice_are_both_drawn(make_graph) -> None:
    picture = GraphView(make_graph("a Add", "a Relu", "b Neg a")).picture()
    assert len([box for box in picture.boxes.values() if box.node == "a"]) == 2


@pytest.mark.parametrize("name", ["/", "//", "a//b", "/a", "a/", "x/" * 5_000 + "y"])
def test_odd_names_are_drawn_too(make_graph, name) -> None:
    view = GraphView(make_graph(f"{name} Relu", "b Neg"))
    view.expand_all()
    assert_well_drawn(view.picture())
    assert view.box_of(name)


def test_a_graph_of_nothing_is_an_empty_picture(make_graph) -> None:
    assert GraphView(make_graph()).picture().boxes == {}


def test_hubs_are_referred_to_instead_of_drawn_across(make_graph) -> None:
    lines = ["training Placeholder", "x Placeholder", "l0/a Add x training", "l0/b Relu l0/a"]
    for n in range(1, 12):
        lines += [f"l{n}/a Select l{n - 1}/b training", f"l{n}/b Relu l{n}/a"]
    graph = make_graph(*lines)
    graph.node("training").proto.attr["_output_shapes"].list.shape.add()
    picture = GraphView(graph).picture()
    refs = [box for box in picture.boxes.values() if box.kind == "ref" and box.node == "training"]
    assert len(refs) == 12
    assert not any(route.source == "training" for route in picture.routes)


OPS = ["Const", "VariableV2", "Identity", "Assign", "Conv2D", "Relu", "Switch", "Merge", "NoOp", "Placeholder", "Mean"]
PARTS = ["a", "b", "conv_1", "conv_2", "gradients", "save", "read", "loss", "x_3"]


@st.composite
def any_lines(draw: st.DrawFn) -> list[str]:
    """Nodes with any names, ops and inputs, loops and inputs that name nothing among them."""
    names = draw(
        st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("/".join), min_size=1, max_size=40)
    )
    lines = []
    for name in names:
        sources = draw(st.lists(st.sampled_from([*names, "nowhere"]), max_size=4))
        marks = [draw(st.sampled_from(["", "", "", "^", ":1"])) for _ in sources]
        inputs = [f"^{s}" if m == "^" else s + m for s, m in zip(sources, marks, strict=True)]
        lines.append(" ".join([name, draw(st.sampled_from(OPS)), *inputs]))
    return lines


@given(any_lines(), st.booleans(), st.sampled_from(["TB", "LR"]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_graph_is_drawn_closed_and_opened(make_graph, lines, fold, direction) -> None:
    graph = make_graph(*lines)
    view = GraphView(graph, direction=direction)
    view.fold_weights(fold)
    closed = view.picture()
    assert_well_drawn(closed)
    view.expand_all()
    for key in closed.asides:
        view.expand_all(key)
    opened = view.picture()
    assert_well_drawn(opened)
    for node in graph.nodes:
        key = view.box_of(node.name)
        assert key == "" or key in opened.boxes
        assert view.reveal(node.name) == []
    view.collapse_all()
    assert view.picture() == closed


def test_what_hands_the_data_of_a_pipeline_to_a_small_model_stands_in_it(make_graph) -> None:
    graph = make_graph(
        "queue FIFOQueueV2",
        "dequeue QueueDequeueManyV2 queue",
        "fifo_queue_DequeueMany QueueDequeueManyV2 queue",
        "close QueueCloseV2 queue",
        "net/one Neg fifo_queue_DequeueMany",
        "net/two Neg net/one",
    )
    view = GraphView(graph)
    picture = view.picture()
    assert "fifo_queue_DequeueMany" not in picture.asides
    assert {"close"} <= set(picture.asides)
    assert any(r.source == "fifo_queue_DequeueMany" and r.target == "net" for r in picture.routes)
    view.put_aside("fifo_queue_DequeueMany", True)
    assert "fifo_queue_DequeueMany" in view.picture().asides


@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_edges_that_run_both_ways_between_two_scopes_stand_beside_each_other(make_graph, direction) -> None:
    view = GraphView(make_graph("a/x Add", "b/y Add a/x", "a/z Add b/y", "b/w Add a/z"), direction=direction)
    picture = view.picture()
    there, back = sorted(picture.routes, key=lambda route: route.reversed)
    assert (there.source, there.target) == (back.target, back.source)
    assert [there.reversed, back.reversed] == [False, True]
    across = 0 if direction == "TB" else 1
    assert abs(there.points[0][across] - back.points[-1][across]) >= 10
    # The head of the one that runs back is not under the card behind the closed scope.
    box = picture.boxes[back.target]
    edge = box.y + box.h if direction == "TB" else box.x + box.w
    assert back.points[-1][1 - across] == edge + 4
    # An open scope's lines go on inside, where they were.
    view.expand_all()
    assert_well_drawn(view.picture())


@pytest.mark.parametrize("direction", ["TB", "LR"])
@pytest.mark.parametrize("shape", ["256", "256×1024×1024×1024×1024"])
def test_a_label_stands_within_the_scope_of_its_edge(direction, shape) -> None:
    proto = graph_pb2.GraphDef()
    for line in ("in Placeholder", "s/a Relu in", "s/b Relu s/a", "s/c Relu s/b", "s/d Add s/a s/c", "out Relu s/d"):
        name, op, *inputs = line.split()
        told = proto.node.add(name=name, op=op, input=inputs).attr["_output_shapes"].list.shape.add()
        for size in shape.split("×"):
            told.dim.add(size=int(size))
    graph = OpGraph.from_graph_def(proto)
    view = GraphView(graph, direction=direction)
    view.expand_all()
    picture = view.picture(lambda text, kind: 8.0 * len(text))
    scope = picture.boxes["s"]
    inner = [route for route in picture.routes if route.label_at is not None and route.source.startswith("s/")]
    assert inner
    for route in inner:
        x, y = route.label_at
        assert scope.x <= x
        assert x + 8.0 * len(route.label) <= scope.x + scope.w
        assert scope.y + scope.header <= y - 6 <= y + 6 <= scope.y + scope.h


@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_what_one_op_gives_to_several_things_outside_leaves_its_scope_at_one_place(make_graph, direction) -> None:
    lines = ("x Add", "y Add", "s/join Add x y", "s/out Relu s/join", "p Relu s/out", "q Relu s/out", "r Relu p")
    view = GraphView(make_graph(*lines), direction=direction)
    view.expand_all()
    picture = view.picture()
    leaving = [route.points[0] for route in picture.routes if route.source == "s" and route.target in ("p", "q")]
    entering = [route.points[-1] for route in picture.routes if route.target == "s" and route.source in ("x", "y")]
    assert len(leaving) == len(entering) == 2
    assert len(set(leaving)) == len(set(entering)) == 1
    assert [route.count for route in picture.routes if (route.source, route.target) == ("s/out", "s")] == [2]


def test_what_runs_from_several_ops_keeps_a_place_for_each(make_graph) -> None:
    view = GraphView(make_graph("s/a Add", "s/b Add", "p Relu s/a", "q Relu s/b", "c Relu s/a ^s/b"))
    view.expand_all()
    picture = view.picture()
    assert len({route.points[0] for route in picture.routes if route.source == "s"}) == 3
