"""A scan tells what is damaged in any of a folder's checkpoints, and what a graph could do; it runs nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from tensorboard.compat.proto import graph_pb2, types_pb2

from core.cli import main
from core.opening import open_model
from core.scanning import scan


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "model"
    shutil.copytree(sample, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def another_step(folder: Path, name: str) -> Path:
    """A copy of the folder's checkpoint as a step of its own; the data file."""
    for path in list(folder.glob("digits-2000.*")):
        shutil.copy(path, folder / path.name.replace("digits-2000", name))
    return folder / f"{name}.data-00000-of-00001"


def damage(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)


def graph_file(path: Path, *nodes: tuple[str, str]) -> Path:
    graph = graph_pb2.GraphDef()
    for name, op in nodes:
        graph.node.add(name=name, op=op)
    path.write_bytes(graph.SerializeToString())
    return path


def test_a_whole_model_is_whole_and_everything_was_looked_at(folder: Path) -> None:
    model = open_model(folder)
    found = scan(model)
    assert found.ok
    assert found.checked == len(model.variables())
    assert (found.without, found.checkpoints) == (0, 1)
    assert model.graph is not None
    assert found.ops == len(model.graph)
    assert {problem.severity for problem in found.problems} <= {"info"}  # the saver's ops


@pytest.mark.parametrize("step", ["digits-2000", "digits-1000"])
def test_one_wrong_byte_in_any_step_is_told_with_the_variable_and_the_file(folder: Path, step: str) -> None:
    other = another_step(folder, "digits-1000")
    data = other if step == "digits-1000" else folder / "digits-2000.data-00000-of-00001"
    variable = open_model(folder).variable("conv1/weights")
    assert variable.offset is not None
    damage(data, variable.offset + 5)
    found = scan(open_model(folder))
    assert not found.ok
    [wrong] = [problem for problem in found.problems if problem.severity == "error"]
    assert "conv1/weights" in str(wrong.what)
    assert wrong.where == str(data)
    assert found.problems[0] is wrong
    assert found.checkpoints == 2
    assert scan(open_model(folder), every_step=False).ok is (step == "digits-1000")


def test_a_step_that_cannot_even_be_opened_is_told(folder: Path) -> None:
    another_step(folder, "digits-1000")
    index = folder / "digits-1000.index"
    index.write_bytes(index.read_bytes()[:-20])
    found = scan(open_model(folder))
    assert not found.ok
    assert any(problem.where == str(index) for problem in found.problems if problem.severity == "error")


def test_what_the_ops_could_do_is_told_and_is_no_error(tmp_path: Path) -> None:
    path = graph_file(tmp_path / "a.pb", ("call", "PyFunc"), ("read", "ReadFile"), ("mine", "MyOwnOp"), ("n", "NoOp"),
                      ("save/SaveV2", "SaveV2"))  # fmt: skip
    found = scan(open_model(path))
    assert found.ok
    told = {problem.where: (problem.severity, str(problem.what)) for problem in found.problems}
    assert told["call"] == ("warning", "call (PyFunc) runs Python.")
    assert told["read"][0] == "warning"
    assert told["save/SaveV2"][0] == "info"
    assert "MyOwnOp is not part of TensorFlow" in told["mine"][1]
    assert "n" not in told


def test_a_constant_whose_bytes_are_too_few_is_told(tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    node = graph.node.add(name="few", op="Const")
    tensor = node.attr["value"].tensor
    tensor.dtype = types_pb2.DT_FLOAT
    tensor.tensor_shape.dim.add(size=3)
    tensor.tensor_content = b"12345"
    path = tmp_path / "a.pb"
    path.write_bytes(graph.SerializeToString())
    found = scan(open_model(path))
    assert not found.ok
    assert "few" in str(found.problems[0].what)


def test_the_command_prints_what_the_contract_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["ok"] is True
    assert all({"severity", "what", "where"} <= problem.keys() for problem in document["problems"])
    variable = open_model(folder).variable("conv1/weights")
    assert variable.offset is not None
    damage(folder / "digits-2000.data-00000-of-00001", variable.offset)
    assert main(["scan", str(folder), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["ok"] is False
    assert document["problems"][0]["severity"] == "error"
    assert main(["scan", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("error: The checksum of conv1/weights is wrong")
    assert err == ""


def test_a_graph_without_a_checkpoint_is_read_through(tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    node = graph.node.add(name="w", op="Const")
    tensor = node.attr["value"].tensor
    tensor.dtype = types_pb2.DT_FLOAT
    tensor.tensor_shape.dim.add(size=5000)
    tensor.tensor_content = np.arange(5000, dtype=np.float32).tobytes()
    path = tmp_path / "a.pb"
    path.write_bytes(graph.SerializeToString())
    found = scan(open_model(path))
    assert found.ok
    assert (found.checked, found.without) == (0, 1)


def test_a_lost_data_file_takes_few_lines_for_people_and_json_has_all(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "digits-2000.data-00000-of-00001").unlink()
    assert main(["scan", str(folder), "--json"]) == 1
    every = json.loads(capsys.readouterr().out)["problems"]
    assert len([problem for problem in every if "can't be read" in problem["what"]]) == 27
    assert main(["scan", str(folder)]) == 1
    out = capsys.readouterr().out
    assert out.count("can't be read") == 10
    assert "… and 17 more like these; --json has them all" in out
