from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.graph.op_graph import OpGraph

WITH_GRAPH = [
    "mtcnn_pnet",
    "edgetpu_frozen",
    "heart_estimator_steps",
    "puzzle15",
    "v1_lenet300",
    "sm_keras_lstm",
    "sm_mlnet_mnist_lr_model",
    "deepmd_cu_frozen",
    "dl4j_gru_dynamic_pbtxt",
    "inception_v3_meta",
]


@pytest.fixture(scope="session")
def graph_of(models: Path) -> Callable[[str], OpGraph]:
    """The graph of a shared model, opened once."""
    from core.opening import open_model

    known: dict[str, OpGraph] = {}

    def graph(name: str) -> OpGraph:
        if name not in known:
            opened = open_model(models / name).graph
            assert opened is not None
            known[name] = opened
        return known[name]

    return graph


@pytest.fixture(params=WITH_GRAPH)
def shared_graph(request: pytest.FixtureRequest, graph_of: Callable[[str], OpGraph]) -> OpGraph:
    """Every graph of the shared models in turn."""
    return graph_of(request.param)


@pytest.fixture
def make_graph() -> Callable[..., OpGraph]:
    """A graph from lines such as `conv/Conv2D Conv2D input conv/weights/read`: name, op, inputs."""
    from tensorboard.compat.proto import graph_pb2

    def make(*lines: str) -> OpGraph:
        proto = graph_pb2.GraphDef()
        for line in lines:
            name, op, *inputs = line.split()
            proto.node.add(name=name, op=op, input=inputs)
        return OpGraph.from_graph_def(proto)

    return make
