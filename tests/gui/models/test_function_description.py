"""What the inspector says of functions of a real library."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.model import Model
from core.opening import open_model
from gui.models.function_description import describe_function
from gui.models.node_description import describe_node


@pytest.fixture(scope="module")
def keras(models: Path) -> Model:
    return open_model(models / "sm_keras_lstm")


def test_a_function_tells_its_signature_its_ops_and_who_calls_it(keras: Model):
    graph = keras.graph
    assert graph is not None
    call = graph.node("StatefulPartitionedCall")
    function = describe_function(keras, call.attr["f"].func.name)
    assert function is not None
    assert function.stateful
    assert function.arguments[0][0] == "input_1"
    assert function.arguments[0][1].startswith("float32")
    assert [kind.split()[0] for _, kind in function.arguments[1:]] == ["resource"] * 5
    assert len(function.results) == 1
    assert sum(count for _, count in function.census) == function.ops
    assert [(row.target, row.function) for row in function.callers] == [("StatefulPartitionedCall", "")]


def test_every_function_can_be_described_and_is_called_by_what_it_says(keras: Model):
    graph = keras.graph
    assert graph is not None
    for name in graph.functions:
        function = describe_function(keras, name)
        assert function is not None
        for row in function.callers:
            assert row.function is not None
            node = describe_node(keras, row.target, graph.function(row.function) if row.function else graph)
            assert node is not None
            assert name in [call.target for call in node.calls]


def test_a_function_that_is_not_there_is_none(keras: Model):
    assert describe_function(keras, "nowhere") is None
