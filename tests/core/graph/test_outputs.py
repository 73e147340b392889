"""Suggested outputs, held against what was really frozen of the shared models."""

from __future__ import annotations

import pytest

from core.graph.outputs import find_inputs, suggest_outputs


@pytest.mark.parametrize("name", ["mtcnn_pnet", "heart_estimator_steps", "puzzle15", "v1_lenet300"])
def test_the_node_that_was_frozen_comes_first(graph_of, manifest, name) -> None:
    expected = manifest[name]["freeze"]["output_nodes"]
    suggested = [s.name for s in suggest_outputs(graph_of(name))]
    assert suggested[: len(expected)] == expected


def test_a_signature_comes_first_and_says_so(models) -> None:
    from core.opening import open_model

    model = open_model(models / "sm_mlnet_mnist_lr_model")
    assert model.graph is not None
    best = suggest_outputs(model.graph, signatures=model.signatures)[0]
    assert best.name == "Prediction"
    assert "signature" in str(best.reason)


def test_frozen_graphs_end_where_nothing_reads_on(graph_of) -> None:
    assert suggest_outputs(graph_of("edgetpu_frozen"))[0].name == "dense_1/Softmax"
    assert suggest_outputs(graph_of("dl4j_gru_dynamic_pbtxt"))[0].name == "output"
    four = {s.name for s in suggest_outputs(graph_of("deepmd_cu_frozen"))[:4]}
    assert four == {"o_energy", "o_force", "o_virial", "o_atom_virial"}


def test_reasons_and_shapes_stand_beside_the_names(graph_of) -> None:
    by_name = {s.name: s for s in suggest_outputs(graph_of("mtcnn_pnet"))}
    softmax = by_name["conv4_1/Softmax"]
    assert str(softmax.reason) == "a Softmax; nothing outside training reads it"
    assert softmax.shape == (256, 2)
    assert softmax.dtype is not None
    assert softmax.dtype.name == "float32"
    assert {"bbox_pred", "landmark_pred"} <= set(by_name)


def test_training_is_never_suggested(shared_graph) -> None:
    for suggestion in suggest_outputs(shared_graph):
        assert not suggestion.name.startswith(("gradients", "save", "Momentum", "training", "report_uninitialized"))


def test_no_more_than_the_limit(graph_of) -> None:
    assert len(suggest_outputs(graph_of("deepmd_cu_frozen"), limit=2)) == 2


@pytest.mark.parametrize("name", ["mtcnn_pnet", "puzzle15", "v1_lenet300", "deepmd_cu_frozen", "edgetpu_frozen"])
def test_inputs_are_the_placeholders_with_dtype_and_shape(graph_of, manifest, name) -> None:
    told = {p["name"]: p for p in manifest[name]["graph"]["placeholders"]}
    found = {i.name: i for i in find_inputs(graph_of(name))}
    assert list(found) == list(told)
    for key, placeholder in told.items():
        dtype = found[key].dtype
        assert dtype is not None
        assert dtype.name == placeholder["dtype"]
        if placeholder["shape"]:
            assert list(found[key].shape or ()) == placeholder["shape"]


def test_the_savers_placeholders_are_no_inputs(graph_of) -> None:
    names = {i.name for i in find_inputs(graph_of("sm_keras_lstm"))}
    assert names == {"serving_default_input_1"}
    assert not any(name.startswith("save") for name in {i.name for i in find_inputs(graph_of("inception_v3_meta"))})


def test_a_graph_of_nothing_has_no_outputs_and_no_inputs(make_graph) -> None:
    assert suggest_outputs(make_graph()) == []
    assert find_inputs(make_graph()) == []


def test_what_the_labels_reach_is_the_loss(make_graph) -> None:
    graph = make_graph(
        "x Placeholder", "y Placeholder", "w VariableV2", "w/read Identity w", "logits MatMul x w/read",
        "diff Sub logits y", "mean Mean diff",
    )  # fmt: skip
    assert [s.name for s in suggest_outputs(graph)] == ["logits"]
