from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.comparison import diff_models
from core.errors import Cancelled
from core.graph.diff import diff_graphs
from core.graph.op_graph import OpGraph
from core.opening import open_model
from core.progress import Progress


def node(name: str, op: str = "Add", inputs: tuple[str, ...] = (), device: str = "", **attributes: Any) -> Any:
    from tensorboard.compat.proto import node_def_pb2

    made = node_def_pb2.NodeDef(name=name, op=op, input=inputs, device=device)
    for key, value in attributes.items():
        if isinstance(value, bytes):
            made.attr[key].s = value
        elif isinstance(value, float):
            made.attr[key].f = value
        else:
            made.attr[key].CopyFrom(value)
    return made


def constant(name: str, values: list[float], *, content: bool) -> Any:
    import struct

    from tensorboard.compat.proto import attr_value_pb2, node_def_pb2

    made = node_def_pb2.NodeDef(name=name, op="Const")
    made.attr["dtype"].type = 1
    tensor = attr_value_pb2.AttrValue().tensor
    tensor.dtype = 1
    tensor.tensor_shape.dim.add(size=len(values))
    if content:
        tensor.tensor_content = struct.pack(f"<{len(values)}f", *values)
    else:
        tensor.float_val.extend(values)
    made.attr["value"].tensor.CopyFrom(tensor)
    return made


def test_ops_are_added_removed_and_changed_in_name_order() -> None:
    first = OpGraph(
        [node("z"), node("gone"), node("a", inputs=("z", "^c", "^b")), node("k", mode=b"x"), node("b"), node("c")]
    )
    second = OpGraph([
        node("new"), node("c"), node("b"), node("a", inputs=("z:0", "^b", "^c")), node("k", mode=b"y", device="/gpu:0"),
        node("z", "Mul", inputs=("a:1",)),
    ])  # fmt: skip
    found = diff_graphs(first, second)
    assert (found.added, found.removed, found.same) == (["new"], ["gone"], 3)
    assert [change.name for change in found.changed] == ["k", "z"]
    assert [detail.what for detail in found.changed[0].details] == ["device", "mode"]
    assert [(detail.what, detail.before, detail.after) for detail in found.changed[1].details] == [
        ("op", "Add", "Mul"), ("inputs", "", "a:1"),
    ]  # fmt: skip
    assert found.to_json() == diff_graphs(first, second).to_json()


def test_a_graph_is_equal_to_itself_with_nan_in_it() -> None:
    nodes = [node("a", epsilon=float("nan")), constant("c", [1.0, float("nan")], content=True)]
    assert diff_graphs(OpGraph(nodes), OpGraph(nodes)).equal


def test_a_constant_is_its_elements_not_the_field_they_are_in() -> None:
    first = OpGraph([constant("c", [1.0, 2.0], content=True)])
    assert diff_graphs(first, OpGraph([constant("c", [1.0, 2.0], content=False)])).equal
    found = diff_graphs(first, OpGraph([constant("c", [1.0, 3.0], content=False)]))
    assert [detail.what for detail in found.changed[0].details] == ["value"]
    assert "3." in str(found.changed[0].details[0].after)


def test_inferred_shapes_are_no_difference() -> None:
    assert diff_graphs(OpGraph([node("a")]), OpGraph([node("a", _output_shapes=b"")])).equal


def test_cancelling_stops() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        diff_graphs(OpGraph([node("a")]), OpGraph([node("a")]), progress=progress)


def test_every_shared_model_is_the_same_as_itself(models: Path, manifest: dict[str, Any]) -> None:
    folder = models / "heart_estimator_steps" / "train"
    for path in (folder, models / "mtcnn_pnet", next((models / "deepmd_cu_frozen").rglob("*.pb"))):
        found = diff_models(open_model(path), open_model(path))
        assert found.same
        assert found.to_json()["same"] is True


def test_two_steps_share_their_graph_and_differ_in_values(models: Path) -> None:
    folder = models / "heart_estimator_steps" / "train"
    document = diff_models(open_model(folder, step=7000), open_model(folder, step=11000)).to_json()
    assert document["same"] is False
    assert document["graph"]["added"] == document["graph"]["removed"] == []
    assert document["variables"]["added"] == document["variables"]["removed"] == []
    sizes = [change["max_abs_diff"] for change in document["variables"]["changed"]]
    assert sizes == sorted(sizes, reverse=True)
    assert any(
        change["name"] == "global_step" and change["max_abs_diff"] == 4000
        for change in document["variables"]["changed"]
    )


def test_a_model_without_a_graph_is_compared_by_its_variables_and_said(models: Path) -> None:
    with_graph = open_model(models / "heart_estimator_steps" / "train")
    without = open_model(next(path.parent for path in (models / "mnistcnn_sharded").rglob("*.index")))
    assert without.graph is None
    found = diff_models(with_graph, without)
    assert found.graph is None
    assert not found.same
    assert "has no graph" in str(found.notes[0])
    assert found.to_json()["graph"]["compared"] is False
