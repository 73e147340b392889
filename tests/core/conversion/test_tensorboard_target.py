"""Event files of real models, opened by what TensorBoard's graph page is built on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer
from tensorboard.compat.proto import graph_pb2

from core.conversion.convert import Conversion, convert
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.work import Work
from core.errors import UsageError
from core.opening import open_model
from core.progress import Progress


def run(source: Path, destination: Path, **fields: Any) -> Conversion:
    with Work.beginning(Progress()) as work:
        return convert(open_model(source), target_named("tensorboard"), Request(destination, **fields), work)


def opened(path: Path) -> EventAccumulator:
    accumulator = EventAccumulator(str(path))
    accumulator.Reload()
    return accumulator


@pytest.mark.parametrize("name", ["mtcnn_pnet", "sm_keras_lstm", "deepmd_cu_frozen", "puzzle15"])
def test_the_graph_page_gets_every_node(name: str, models: Path, tmp_path: Path) -> None:
    source = models / name
    run(source, tmp_path / "logs")
    graph = opened(tmp_path / "logs").Graph()
    model = open_model(source).graph
    assert model is not None
    assert [node.name for node in graph.node] == [node.name for node in model.nodes]
    assert len(graph.library.function) == len(model.functions)


def test_the_sample_with_its_meta_graph_and_step(sample: Path, tmp_path: Path) -> None:
    result = run(sample, tmp_path / "logs")
    accumulator = opened(tmp_path / "logs")
    assert accumulator.Tags()["graph"] is True
    assert accumulator.Tags()["meta_graph"] is True
    assert accumulator.MetaGraph().meta_info_def.tensorflow_version
    assert [node.name for node in accumulator.MetaGraph().graph_def.node] == [
        node.name for node in accumulator.Graph().node
    ]
    assert [check.ok for check in result.checks] == [True]
    assert [path.name.startswith("events.out.tfevents.") for path in (tmp_path / "logs").iterdir()] == [True]


def test_a_log_folder_is_a_run(sample: Path, tmp_path: Path) -> None:
    run(sample, tmp_path / "logs")
    multiplexer = EventMultiplexer()
    multiplexer.AddRunsFromDirectory(str(tmp_path / "logs"))
    multiplexer.Reload()
    assert multiplexer.Graph(".").node


def test_large_constants_stay_out_and_are_told(tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    for name, count in (("large", 1 << 16), ("middling", 300), ("small", 3)):
        tensor = graph.node.add(name=name, op="Const").attr["value"].tensor
        tensor.dtype = 1
        tensor.tensor_shape.dim.add(size=count)
        tensor.tensor_content = b"\1" * 4 * count
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    result = run(tmp_path / "a.pb", tmp_path / "logs")
    large, middling, small = opened(tmp_path / "logs").Graph().node
    for node, count in ((large, 1 << 16), (middling, 300)):
        tensor = node.attr["value"].tensor
        assert (tensor.tensor_content, tensor.tensor_shape.dim[0].size, tensor.dtype) == (b"", count, 1)
    assert small == graph.node[2]
    assert result.outcome is not None
    assert "values of 2 constants" in str(result.outcome.notes[0])
    # What is drawn from is not what was written: the model's own constants are whole.
    assert open_model(tmp_path / "a.pb").tensor("middling").read().size == 300


def test_the_model_that_is_open_keeps_its_constants(tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    tensor = graph.node.add(name="c", op="Const").attr["value"].tensor
    tensor.dtype = 1
    tensor.tensor_shape.dim.add(size=500)
    tensor.tensor_content = b"\1" * 2000
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    model = open_model(tmp_path / "a.pb")
    with Work.beginning(Progress()) as work:
        convert(model, target_named("tensorboard"), Request(tmp_path / "logs"), work)
    assert model.tensor("c").read().shape == (500,)


def test_a_file_of_the_right_name_is_a_file(sample: Path, tmp_path: Path) -> None:
    run(sample, tmp_path / "events.out.tfevents.mine")
    assert opened(tmp_path / "events.out.tfevents.mine").Graph().node


def test_a_log_folder_that_is_in_use_is_added_to_when_asked(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    with pytest.raises(UsageError, match="not an empty folder"):
        run(sample, tmp_path)
    run(sample, tmp_path, overwrite=True)
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert len(list(tmp_path.glob("events.out.tfevents.*"))) == 1


def test_a_file_is_no_log_folder(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "logs").write_bytes(b"mine")
    with pytest.raises(UsageError, match="is a file"):
        run(sample, tmp_path / "logs", overwrite=True)
