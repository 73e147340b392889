"""What the inspector says of edges of real graphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.graph.op_graph import parse_tensor_name
from core.model import Model
from core.opening import open_model
from gui.models.edge_description import DrawnEdge, describe_edge


@pytest.fixture(scope="module")
def pnet(models: Path) -> Model:
    return open_model(models / "mtcnn_pnet")


def test_an_edge_tells_the_tensor_its_type_and_where_it_goes(pnet: Model):
    [(source, target)] = describe_edge(pnet, DrawnEdge([(("", "input_image"), ("", "conv1/Conv2D"))])).rows
    assert (source.text, source.target, source.detail) == ("input_image:0", "input_image", "256×12×12×3 float32")
    assert (target.text, target.detail) == ("conv1/Conv2D", "0")


def test_every_tensor_between_two_nodes_is_told_once(pnet: Model):
    graph = pnet.graph
    assert graph is not None
    ends = [(graph.nodes[edge.source].name, node.name) for node in graph.nodes for edge in graph.inputs_of(node.index)]
    description = describe_edge(pnet, DrawnEdge([(("", a), ("", b)) for a, b in ends]))
    told = sorted((source.text.removesuffix(":0"), target.text) for source, target in description.rows)
    inputs = [(text, node.name) for node in graph.nodes for text in node.inputs]
    assert told == sorted(inputs)
    assert all(row.control == row.text.startswith("^") for row, _ in description.rows)


def test_into_a_function_an_edge_has_two_ends_and_no_tensor_of_its_own(models: Path):
    model = open_model(models / "sm_keras_lstm")
    graph = model.graph
    assert graph is not None
    name = next(name for name in graph.functions if "wrapped_model" in name)
    call = ("", "serving_default_input_1"), (name, "sequential/lstm/Shape")
    [(source, target)] = describe_edge(model, DrawnEdge([call])).rows
    assert (source.target, source.function) == ("serving_default_input_1", "")
    assert (target.target, target.function) == ("sequential/lstm/Shape", name)
    inside = (name, "sequential/lstm/Shape"), (name, "sequential/lstm/strided_slice")
    [(source, _)] = describe_edge(model, DrawnEdge([inside])).rows
    assert parse_tensor_name(source.text) == ("sequential/lstm/Shape", 0, False)
