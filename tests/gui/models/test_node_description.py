"""What the inspector says of real graphs."""

from __future__ import annotations

import pytest

from core.opening import open_model
from gui.models.node_description import ScopeContent, bytes_text, describe_node, describe_scope, weights_of


@pytest.fixture(scope="module")
def pnet(models):
    return open_model(models / "mtcnn_pnet")


def test_an_op_tells_inputs_outputs_attributes_and_weights(pnet):
    node = describe_node(pnet, "conv1/Conv2D")
    assert node is not None
    assert (node.op, node.category) == ("Conv2D", "nn")
    assert [(row.text, row.target, row.detail) for row in node.inputs] == [
        ("input_image:0", "input_image", "256×12×12×3 float32"),
        ("conv1/weights/read:0", "conv1/weights/read", "3×3×3×10 float32"),
    ]
    assert [row.text for row in node.outputs][:1] == ["conv1/BiasAdd"]
    attributes = dict(node.attributes)
    assert attributes["strides"] == "1, 1, 1, 1"
    assert attributes["padding"] == "VALID"
    assert attributes["T"] == "float32"
    assert node.types["strides"] == "list(int)"
    assert (node.types["padding"], node.types["T"], node.types["_output_shapes"]) == ("string", "type", "list(shape)")
    assert [source.name for source in node.weights] == ["conv1/weights"]


def test_a_control_input_is_shown_as_one(pnet):
    node = next(node for node in pnet.graph.nodes if any(text.startswith("^") for text in node.inputs))
    rows = describe_node(pnet, node.name).inputs
    control = [row for row in rows if row.control]
    assert control
    assert all(row.text.startswith("^") and row.target in pnet.graph for row in control)


def test_every_node_of_real_graphs_can_be_described(models):
    for name in ("mtcnn_pnet", "edgetpu_frozen", "puzzle15", "heart_estimator_steps", "sm_keras_lstm"):
        model = open_model(models / name)
        for node in model.graph.nodes:
            description = describe_node(model, node.name)
            assert description.name == node.name
            assert len(description.inputs) == len(node.inputs)


def test_a_node_that_is_not_there_is_none(pnet):
    assert describe_node(pnet, "nowhere") is None
    assert weights_of(pnet, "nowhere") == []


def test_a_scope_counts_its_ops_and_the_models_parameters(pnet):
    names = [("", node.name) for node in pnet.graph.nodes if node.name.startswith("conv1/")]
    scope = describe_scope(pnet, "conv1", ScopeContent(names))
    assert scope.ops == len(names)
    assert scope.parameters == 290
    assert sum(count for _, count in scope.census) == len(names)
    assert "conv1/weights" in scope.variables


@pytest.mark.parametrize(
    ("value", "text"),
    [(b"VALID", "VALID"), (b"", '""'), ("größe".encode(), "größe"), (b"\n\x07\x03CPU", "\\n\\x07\\x03CPU")],
)
def test_bytes_are_text_where_they_can_be(value, text):
    assert bytes_text(value) == text
