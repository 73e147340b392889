"""Suggested outputs, held against what was really frozen of the shared models."""

from __future__ import annotations

import pytest

from core.errors import Cancelled
from core.graph.outputs import find_inputs, suggest_outputs
from core.graph.skeleton import Skeleton


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


def test_what_control_flow_and_variables_bring_with_them_is_no_output(make_graph) -> None:
    graph = make_graph(
        "x Placeholder", "w VariableV2", "w/read Identity w", "p Placeholder", "s Switch p p",
        "switch_f Identity s:0", "switch_t Identity s:1", "h MatMul x w/read", "loop While h p",
        "loop/Identity Identity loop", "loop/Identity_1 Identity loop:1", "y Relu loop/Identity",
        "update AssignAdd w h", "list TensorListReserve h p", "filled TensorListFromTensor h p",
    )  # fmt: skip
    assert [s.name for s in suggest_outputs(graph)] == ["y"]


def test_a_loss_that_compares_with_the_input_is_found_by_its_gradients(make_graph) -> None:
    graph = make_graph(
        "x Placeholder", "w VariableV2", "w/read Identity w", "h MatMul x w/read", "y Sigmoid h",
        "sub Sub x y", "pow Square sub", "loss Mean pow",
        "gradients/loss_grad/Shape Shape pow", "gradients/pow_grad/Mul Mul sub sub", "gradients/sub_grad/Neg Neg y",
        "gradients/y_grad/SigmoidGrad SigmoidGrad y sub", "gradients/h_grad/MatMul MatMul x y",
    )  # fmt: skip
    assert [s.name for s in suggest_outputs(graph)] == ["y"]


def test_a_model_inside_of_a_scope_called_train_has_its_outputs_too(make_graph) -> None:
    graph = make_graph(
        "train/x Placeholder", "train/w VariableV2", "train/w/read Identity train/w",
        "train/h MatMul train/x train/w/read", "train/y Softmax train/h", "gradients/a Neg train/y",
    )  # fmt: skip
    assert suggest_outputs(graph)[0].name == "train/y"


def test_what_needs_more_of_the_weights_comes_first(make_graph) -> None:
    graph = make_graph(
        "x Placeholder", "v VariableV2", "v/read Identity v", "w VariableV2", "w/read Identity w",
        "mask MatMul x v/read", "h MatMul x v/read", "y MatMul h w/read",
    )  # fmt: skip
    assert [s.name for s in suggest_outputs(graph)] == ["y", "mask"]


@pytest.mark.parametrize("part", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_finding_outputs_of_a_large_graph_can_be_cancelled_at_any_time(make_graph, part: float) -> None:
    lines = ["x Placeholder", *(f"l{number} Relu {f'l{number - 1}' if number else 'x'}" for number in range(20_000))]
    ticks, last = 0, 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == last:
            raise Cancelled

    assert suggest_outputs(make_graph(*lines), tick=tick)[0].name == "l19999"
    assert ticks > 20
    last, ticks = max(1, round(ticks * part)), 0
    with pytest.raises(Cancelled):
        suggest_outputs(make_graph(*lines), tick=tick)


def test_what_thousands_read_is_not_walked_for_each_of_them(make_graph, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    readers = Skeleton.readers

    def counted(skeleton: Skeleton, node: int) -> list[int]:
        nonlocal looked_at
        found = readers(skeleton, node)
        looked_at += 1 + len(found)
        return found

    def steps(count: int) -> int:
        nonlocal looked_at
        looked_at = 0
        assert suggest_outputs(make_graph("x Placeholder", *(f"y{number} Identity x" for number in range(count))))
        return looked_at

    monkeypatch.setattr(Skeleton, "readers", counted)
    assert steps(800) < 6 * steps(200)
