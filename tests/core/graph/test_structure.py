"""Scopes, series, folded weights, categories and reachability."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.graph.auxiliary import auxiliary_nodes, role_of_name, role_of_op
from core.graph.categories import category
from core.graph.scopes import DEPTH, ScopeTree
from core.graph.series import base_name, find_series
from core.graph.skeleton import skeleton_of
from core.graph.weights import fold_weights

PARTS = st.lists(st.sampled_from(["a", "b", "conv", "x1"]), min_size=1, max_size=5).map("/".join)


@given(st.lists(PARTS, max_size=40, unique=True))
def test_a_scope_is_one_range_of_positions(names) -> None:
    tree = ScopeTree(names)
    assert sorted(tree.position.tolist()) == list(range(len(names)))
    for scope, path in enumerate(tree.path):
        inside = {names[n] for n in tree.nodes(scope).tolist()}
        assert inside == {n for n in names if not path or n == path or n.startswith(path + "/")}


def test_a_name_of_any_depth_ends_at_the_deepest_level() -> None:
    tree = ScopeTree(["/".join(["a"] * 10_000)])
    assert len(tree.path) <= DEPTH + 2


def test_weights_fold_with_their_initialiser_and_saver_apart(graph_of) -> None:
    graph = graph_of("mtcnn_pnet")
    skeleton = skeleton_of(graph)
    folding = fold_weights(skeleton)
    head = graph.index["conv1/weights"]
    family = {skeleton.names[n] for n in folding.family[head]}
    assert {"conv1/weights", "conv1/weights/read", "conv1/weights/Assign"} <= family
    assert "conv1/weights/Initializer/random_uniform/RandomUniform" in family
    assert all(name.startswith("conv1/weights") for name in family)
    assert folding.host[head] == graph.index["conv1/Conv2D"]
    assert head in folding.chips[graph.index["conv1/Conv2D"]]


def test_frozen_weights_fold_through_what_was_their_read(graph_of) -> None:
    graph = graph_of("edgetpu_frozen")
    folding = fold_weights(skeleton_of(graph))
    read = graph.index["dense/BiasAdd/ReadVariableOp"]
    assert folding.hidden[read]
    assert folding.host[read] == graph.index["dense/BiasAdd"]


def test_a_constant_that_nothing_reads_at_the_top_level_stays_visible(make_graph) -> None:
    graph = make_graph("answer Const")
    assert not fold_weights(skeleton_of(graph)).hidden.any()


def test_placeholders_and_inputs_are_never_folded(shared_graph) -> None:
    hidden = fold_weights(skeleton_of(shared_graph)).hidden
    assert not [n.name for n in shared_graph.nodes if hidden[n.index] and n.op.startswith("Placeholder")]


def test_five_that_repeat_are_a_series_four_are_not() -> None:
    labels = [f"init_{n}" for n in range(5)]
    assert find_series(labels, ["scope"] * 5, []) == [[0, 1, 2, 3, 4]]
    assert find_series(labels[:4], ["scope"] * 4, []) == []


def test_members_of_a_series_have_neighbours_of_the_same_names() -> None:
    labels = ["source", *[f"mul_{n}" for n in range(5)], "mul_9"]
    edges = [(0, n) for n in range(1, 6)]
    assert find_series(labels, ["op"] * 7, edges) == [[1, 2, 3, 4, 5]]


def test_layers_one_after_the_other_stay_apart() -> None:
    labels = [f"conv{n}" for n in range(1, 9)]
    assert find_series(labels, ["scope"] * 8, [(n, n + 1) for n in range(7)]) == []


def test_a_series_never_closes_a_cycle() -> None:
    # a_1 → x → a_2: one box for the a's would stand before and behind x
    labels = ["x", *[f"a_{n}" for n in range(10)]]
    edges = [(n, 0) for n in range(1, 6)] + [(0, n) for n in range(6, 11)]
    assert find_series(labels, ["op"] * 11, edges) == [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]
    # conv → relu → conv → relu …: neither may be one box
    chain = [f"{'conv' if n % 2 else 'relu'}_{n}" for n in range(100)]
    assert find_series(chain, ["op"] * 100, [(n, n + 1) for n in range(99)]) == []


@pytest.mark.parametrize(
    ("label", "base"),
    [("conv_12", "conv_#"), ("conv", "conv_#"), ("Conv2d_1a_3x3", "Conv#d_#a_#x#"), ("conv3", "conv#")],
)
def test_base_names_leave_the_numbers_out(label, base) -> None:
    assert base_name(label) == base


@pytest.mark.parametrize(
    ("op", "expected"),
    [("Conv2D", "nn"), ("Relu", "activation"), ("MaxPool", "shape"), ("AddV2", "maths"), ("Placeholder", "data"),
     ("FusedBatchNormV3", "normalisation"), ("MaxPoolGrad", "shape"), ("SomebodysOp", "data"), ("VariableV2", "data")],
)  # fmt: skip
def test_ops_have_one_of_six_categories(op, expected) -> None:
    assert category(op) == expected


def test_names_and_ops_tell_what_serves_training() -> None:
    assert role_of_name("gradients_1") == "gradients"
    assert role_of_name("save") == "save"
    assert role_of_name("Adam") == "optimiser"
    assert role_of_name("conv1") == ""
    assert role_of_name("initial_block") == ""
    assert role_of_op("ResourceApplyAdam") == "optimiser"
    assert role_of_op("ScalarSummary") == "summaries"
    assert role_of_op("MatMul") == ""


def test_auxiliary_nodes_are_told_by_any_scope_around_them(make_graph) -> None:
    graph = make_graph("conv/Relu Relu", "tower/gradients/mul Mul", "loss Mean", "x/ApplyAdam ApplyAdam")
    assert auxiliary_nodes(skeleton_of(graph)).tolist() == [False, True, True, True]


def test_reachability_follows_data_and_stops_where_it_is_told(make_graph) -> None:
    graph = make_graph("a Relu", "b Relu a", "c Relu b", "d Relu ^c", "e Relu b")
    skeleton = skeleton_of(graph)
    assert skeleton.reachable([0]).tolist() == [True, True, True, False, True]
    assert skeleton.reachable([2], backward=True).tolist() == [True, True, True, False, False]
    through = np.asarray([True, True, False, True, True])
    assert skeleton.reachable([0], through=through).tolist() == [True, True, False, False, True]


def test_inputs_that_name_nothing_are_left_out(make_graph) -> None:
    skeleton = skeleton_of(make_graph("a Relu", "b Add nowhere a:1 ^gone ^a"))
    assert skeleton.source.tolist() == [0, 0]
    assert skeleton.output.tolist() == [1, 0]
    assert skeleton.input.tolist() == [1, -1]
