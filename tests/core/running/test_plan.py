"""What is said before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tensorboard.compat.proto import graph_pb2

from core.errors import UsageError
from core.opening import open_model
from core.progress import Progress
from core.running.plan import default_fetches, feed_target, named_fetches, plan_run, signature_feeds
from core.running.run import RunOptions, run

FLOAT, STRING, RESOURCE = 1, 7, 20


class Graph:
    """Nodes by hand: what is under test needs no TensorFlow."""

    def __init__(self) -> None:
        self.proto = graph_pb2.GraphDef()
        self.proto.versions.producer = 987

    def add(self, name: str, op: str, *inputs: str, **attrs: Any) -> Graph:
        node = self.proto.node.add(name=name, op=op, input=inputs)
        for key, value in attrs.items():
            if isinstance(value, list):
                node.attr[key].list.type.extend(value)
            elif isinstance(value, bytes):
                node.attr[key].tensor.dtype = STRING
                node.attr[key].tensor.tensor_shape.SetInParent()
                node.attr[key].tensor.string_val.append(value)
            else:
                node.attr[key].type = value
        return self

    def open(self, folder: Path) -> Any:
        path = folder / "graph.pb"
        path.write_bytes(self.proto.SerializeToString())
        return open_model(path)


def errors(plan: Any) -> str:
    return " | ".join(f"{finding.what} {finding.remedy}" for finding in plan.findings if finding.severity == "error")


@pytest.fixture
def chain(tmp_path: Path) -> Any:
    """x → made up by an op that nobody has → y."""
    graph = Graph().add("x", "Placeholder", dtype=FLOAT).add("strange", "StrangeOp", "x", T=FLOAT)
    return graph.add("y", "Relu", "strange", T=FLOAT).open(tmp_path)


def test_an_unregistered_op_matters_only_where_it_would_run(chain) -> None:
    y = named_fetches(chain, ["y"])
    assert "the op StrangeOp is not part of TensorFlow" in errors(plan_run(chain, {"x": np.float32(1)}, y))
    plan = plan_run(chain, {"strange": np.float32(1)}, y)
    assert plan.error is None
    assert [node.op for node in plan.graph.nodes] == ["Relu", "Placeholder"]
    assert plan_run(chain, {"x": np.float32(1)}, y, has_libraries=True).error is None


def test_a_placeholder_without_a_value_is_named_with_its_dtype(chain) -> None:
    plan = plan_run(chain, {}, named_fetches(chain, ["y"]), has_libraries=True)
    assert "x needs a value: float32" in errors(plan)
    assert [target.name for target in plan.missing] == ["x"]
    with pytest.raises(UsageError, match="x needs a value"):
        run(chain, plan, RunOptions(), None, Progress())


def test_names_that_do_not_exist_suggest_the_nearest(sample) -> None:
    model = open_model(sample)
    with pytest.raises(UsageError, match="no tensor imge"):
        feed_target(model, "imge")
    with pytest.raises(UsageError, match="no op probabilitie"):
        named_fetches(model, ["probabilitie"])
    with pytest.raises(UsageError, match="no signature other"):
        plan_run(model, {}, default_fetches(model), signature="other") and feed_target(model, "x", "other")


def test_queues_and_iterators_that_nobody_fills_are_said_before(tmp_path) -> None:
    graph = Graph().add("queue", "FIFOQueueV2", component_types=[FLOAT])
    graph.add("taken", "QueueDequeueV2", "queue", component_types=[FLOAT]).add("y", "Relu", "taken", T=FLOAT)
    graph.add("iterator", "IteratorV2", output_types=[FLOAT])
    graph.add("next", "IteratorGetNext", "iterator", output_types=[FLOAT]).add("z", "Relu", "next", T=FLOAT)
    model = graph.open(tmp_path)
    assert "waits for data that nobody brings" in errors(plan_run(model, {}, named_fetches(model, ["y"])))
    assert "an iterator that nobody has started" in errors(plan_run(model, {}, named_fetches(model, ["z"])))
    assert plan_run(model, {"taken": np.float32(1)}, named_fetches(model, ["y"])).error is None
    assert plan_run(model, {"next:0": np.float32(1)}, named_fetches(model, ["z"])).error is None


def test_python_is_said_before(tmp_path) -> None:
    graph = Graph().add("x", "Placeholder", dtype=FLOAT).add("call", "PyFunc", "x", Tin=[FLOAT], Tout=[FLOAT])
    model = graph.open(tmp_path)
    plan = plan_run(model, {"x": np.float32(1)}, named_fetches(model, ["call"]))
    assert "Python function" in errors(plan)
    assert plan.risks[0].kind == "python"


def test_ops_that_reach_outside_are_named_and_asked_about(tmp_path) -> None:
    graph = Graph().add("name", "Const", dtype=STRING, value=b"/etc/hostname").add("content", "ReadFile", "name")
    graph.add("written", "WriteFile", "name", "content")
    model = graph.open(tmp_path)
    plan = plan_run(model, {}, named_fetches(model, ["content"]))
    assert str(plan.risks[0].text) == "content (ReadFile) reads the file /etc/hostname."
    with pytest.raises(UsageError, match=r"reads the file /etc/hostname\. If .* --allow-risky"):
        run(model, plan, RunOptions(), None, Progress())
    both = plan_run(model, {}, named_fetches(model, ["written", "content"]))
    assert {risk.kind for risk in both.risks} == {"reads", "writes"}
    fed = plan_run(model, {"content": np.array(b"x", object)}, named_fetches(model, ["content"]))
    assert not fed.risks


@pytest.mark.parametrize("op", ["PrintV2", "DecodeProtoV2"])
def test_looking_at_an_op_leaves_its_attributes_as_they_are_in_the_file(op: str, tmp_path) -> None:
    model = Graph().add("text", "Const", dtype=STRING, value=b"x").add("reached", op, "text").open(tmp_path)
    before = model.graph.node("reached").proto.SerializeToString()
    plan_run(model, {}, named_fetches(model, ["reached"]))
    assert model.graph.node("reached").proto.SerializeToString() == before


def test_variables_without_values_are_said_before(models, sample, tmp_path) -> None:
    model = open_model(models / "inception_v3_meta")
    fetches = default_fetches(model)
    assert "variables have no values" in errors(plan_run(model, {}, fetches))


def test_a_value_that_nothing_needs_is_a_warning(sample) -> None:
    model = open_model(sample)
    image = np.zeros((1, 28, 28, 1), np.float32)
    plan = plan_run(model, {"image": image, "label": np.zeros(1, np.int64)}, default_fetches(model))
    assert plan.error is None
    assert [str(finding.what) for finding in plan.findings] == ["Nothing that is fetched needs label:0."]


def test_handles_are_neither_fed_nor_fetched(tmp_path) -> None:
    graph = Graph().add("v", "VarHandleOp", dtype=FLOAT).add("q", "FIFOQueueV2", component_types=[FLOAT])
    model = graph.open(tmp_path)
    assert "is a handle" in errors(plan_run(model, {}, named_fetches(model, ["v"])))


def test_the_form_has_a_row_for_each_input(sample, models) -> None:
    assert [(row.name, row.dtype.name) for row in signature_feeds(open_model(sample))] == [
        ("image", "float32"),
        ("label", "int64"),
    ]
    rows = signature_feeds(open_model(models / "sm_keras_lstm"))
    assert rows
    assert all(row.tensor.endswith(":0") for row in rows)
