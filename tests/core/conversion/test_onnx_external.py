"""ONNX with its weights in a file beside it, as a model of more than 2 GB has to be: run by onnxruntime by its path."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from runtime_oracle import SHARED, converted, frozen_graph, near, original

from core import limits
from core.cli import main
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.errors import Cancelled, ConversionError, Text, UsageError
from core.files import AtomicFile, WriteError, describe_write_error
from core.freezing import apart
from core.opening import open_model
from core.progress import Progress

onnx = pytest.importorskip("onnx", reason="the extra `onnx` is not installed")
onnxruntime = pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")
RANDOM = np.random.default_rng(13)
BESIDE = {"external-data": "yes"}


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protobuf's limit, and what a large constant is, for models that are made in a moment."""
    monkeypatch.setattr(limits, "FROZEN_GRAPH", 12_000)
    monkeypatch.setattr(apart, "REST", 12_000)
    monkeypatch.setattr(apart, "LEAST", 2_000)


def run(path: Path, feeds: dict[str, Any], outputs: list[str]) -> list[Any]:
    onnx.checker.check_model(str(path))
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return list(session.run(outputs, feeds))


def beside(path: Path) -> dict[str, tuple[int, int]]:
    """{weight that is not in the model: where it begins and its length}; all are in the one file beside it."""
    result = {}
    for tensor in onnx.load(path, load_external_data=False).graph.initializer:
        if tensor.data_location == tensor.EXTERNAL:
            told = {each.key: each.value for each in tensor.external_data}
            assert told["location"] == f"{path.name}.data"
            assert not tensor.raw_data
            result[tensor.name] = int(told["offset"]), int(told["length"])
    return result


@pytest.mark.parametrize(
    ("name", "given", "shape", "output", "part"), SHARED, ids=lambda value: str(value).partition("/")[0]
)
def test_shared_models_run_with_their_weights_beside_them(
    name: str,
    given: str,
    shape: tuple[int, ...],
    output: str,
    part: float,
    models: Path,
    tf: Any,
    client: Any,
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.onnx"
    result = converted(models / name, "onnx", path, client, options=BESIDE)
    assert [check.ok for check in result.checks] == [True, True]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.onnx", "a.onnx.data"]
    assert result.outcome.nbytes == path.stat().st_size + (tmp_path / "a.onnx.data").stat().st_size
    assert "a.onnx.data, which belongs beside the model" in str(result.outcome.notes[-1])
    assert bool(beside(path)) == (tmp_path / "a.onnx.data").exists()
    value = RANDOM.random(shape, np.float32)
    [mine] = run(path, {given: value}, [output])
    near(original(tf, models / name, {given: value}, [output])[0], mine, part)


def test_the_sample_on_the_command_line(sample: Path, tf: Any, capsys: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.onnx"
    assert main(["convert", str(sample), str(path), "--json", "--external-data", "yes"]) == 0
    [result] = json.loads(capsys.readouterr().out)["results"]
    assert [check["ok"] for check in result["checks"]] == [True, True]
    places = sorted(beside(path).values())
    assert len(places) >= 2
    assert all(start % 4096 == 0 and length >= 4096 for start, length in places)
    assert places[-1][0] + places[-1][1] == (tmp_path / "out.onnx.data").stat().st_size
    value = RANDOM.random((2, 28, 28, 1), np.float32)
    [mine] = run(path, {"image": value}, ["probabilities"])
    near(original(tf, sample, {"image": value}, ["probabilities"])[0], mine, 1e-4)


@pytest.mark.usefixtures("small_limit")
def test_a_model_over_the_limit_gets_a_file_beside_it_by_itself(
    sample: Path, tf: Any, client: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.onnx"
    ahead = target_named("onnx").preflight(open_model(sample), Request(path))
    assert not ahead.blocked
    assert "a.onnx.data" in " ".join(str(finding.what) for finding in ahead.findings)
    result = converted(sample, "onnx", path, client)
    assert [check.ok for check in result.checks] == [True, True]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.onnx", "a.onnx.data"]
    operators = [node.op_type for node in onnx.load(path).graph.node]
    assert operators.count("Transpose") <= 2  # of values, not of weights: these are stored as they are needed
    value = RANDOM.random((2, 28, 28, 1), np.float32)
    [mine] = run(path, {"image": value}, ["probabilities"])
    near(original(tf, sample, {"image": value}, ["probabilities"])[0], mine, 1e-4)


def _many_uses(tf: Any, path: Path) -> Path:
    """Weights that are turned around, looked up, used twice, used in a loop, an output themselves, and not floats."""
    tf1 = tf.compat.v1
    rng = np.random.default_rng(3)

    def weight(name: str, *shape: int, dtype: str = "f") -> Any:
        return tf.constant(rng.normal(size=shape, scale=0.2).astype(dtype), name=name)

    with tf.Graph().as_default() as graph:
        x = tf1.placeholder(tf.float32, [None, 6, 6, 8], name="x")
        ids = tf1.placeholder(tf.int64, [None], name="ids")
        y = tf.nn.conv2d(x, weight("kernel", 3, 3, 8, 16), 1, "SAME")
        y = tf.nn.depthwise_conv2d(y, weight("depthwise", 5, 5, 16, 2), [1, 1, 1, 1], "SAME")
        y = tf.nn.conv2d_transpose(y, weight("up", 3, 3, 8, 32), [1, 12, 12, 8], 2)
        features = tf.reduce_mean(y, [1, 2])
        table = weight("table", 100, 8)
        looked = tf.gather(table, ids) + tf.gather(table, ids + 1) + tf.tile(features, [tf.size(ids), 1])
        both = tf.matmul(looked, weight("dense", 64, 8), transpose_b=True)
        square = weight("square", 64, 64)
        _, both = tf1.while_loop(
            lambda at, _: at < 3, lambda at, each: (at + 1, tf.tanh(tf.matmul(each, square))), [0, both],
            shape_invariants=[tf.TensorShape([]), tf.TensorShape([None, 64])],
        )  # fmt: skip
        tf.matmul(both, square, transpose_a=False, transpose_b=True, name="y")
        numbers = tf.constant(rng.integers(0, 9, (700,)), tf.int64, name="numbers")
        tf.gather(numbers, ids, name="picked")
        tf.identity(tf.cast(weight("halves", 40, 40, dtype="float16"), tf.float32) * tf.reduce_mean(x), name="half")
        path.write_bytes(graph.as_graph_def().SerializeToString())
    return path


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize("where", ["auto", "no"])
@pytest.mark.parametrize("control_flow", ["v2", "v1"])
def test_weights_of_all_uses_are_taken_out(
    control_flow: str, where: str, tf: Any, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    v2 = tf.compat.v1.control_flow_v2_enabled()
    (tf.compat.v1.disable_control_flow_v2 if control_flow == "v1" else tf.compat.v1.enable_control_flow_v2)()
    try:
        source = _many_uses(tf, tmp_path / "source.pb")
    finally:
        (tf.compat.v1.enable_control_flow_v2 if v2 else tf.compat.v1.disable_control_flow_v2)()
    names = ["y", "picked", "half", "square", "numbers"]
    monkeypatch.setattr(limits, "FROZEN_GRAPH", 25_000 if where == "auto" else limits.GIB)
    monkeypatch.setattr(apart, "REST", 0)
    path = tmp_path / "a.onnx"
    result = converted(source, "onnx", path, client, outputs=tuple(names), options={"external-data": where})
    assert [check.ok for check in result.checks] == [True, True]
    assert len(beside(path)) >= 5 if where == "auto" else not beside(path)
    assert not any(node.op_type == "Transpose" and "kernel" in node.input[0] for node in onnx.load(path).graph.node)
    feeds = {"x": RANDOM.random((1, 6, 6, 8), np.float32), "ids": np.asarray([4, 0, 98])}
    for one, other in zip(original(tf, source, feeds, names), run(path, feeds, names), strict=True):
        near(one, other, 1e-4)


def test_what_a_recurrent_network_is_known_by_stays_in_the_graph(
    models: Path, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "REST", 0)
    monkeypatch.setattr(apart, "LEAST", 100)
    result = converted(models / "sm_keras_lstm", "onnx", tmp_path / "a.onnx", client)
    assert [check.ok for check in result.checks] == [True, True]
    assert "LSTM" in [node.op_type for node in onnx.load(tmp_path / "a.onnx").graph.node]


@pytest.mark.usefixtures("small_limit")
def test_in_the_model_is_refused_where_it_cant_be(sample: Path, client: Any, tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match=r"an \.onnx can't be larger than 2 GB") as refused:
        converted(sample, "onnx", tmp_path / "a.onnx", client, options={"external-data": "no"})
    assert "--external-data auto" in str(refused.value.remedy)
    assert list(tmp_path.iterdir()) == []


def test_a_model_without_large_weights_is_one_file(tf: Any, client: Any, tmp_path: Path) -> None:
    source, path = frozen_graph(tf, tmp_path / "source.pb", "several"), tmp_path / "a.onnx"
    data = tmp_path / "a.onnx.data"
    result = converted(source, "onnx", path, client, outputs=("y",), options=BESIDE)
    assert [check.ok for check in result.checks] == [True, True]
    assert not data.exists()
    assert not any("a.onnx.data" in str(note) for note in result.outcome.notes)


def test_what_is_there_is_only_replaced_when_asked(sample: Path, tf: Any, client: Any, tmp_path: Path) -> None:
    path, data = tmp_path / "a.onnx", tmp_path / "a.onnx.data"
    data.write_bytes(b"mine")
    with pytest.raises(UsageError, match=r"a\.onnx\.data is there already"):
        converted(sample, "onnx", path, client, options=BESIDE)
    assert data.read_bytes() == b"mine"
    assert not path.exists()
    path.write_bytes(b"mine too")
    converted(sample, "onnx", path, client, options=BESIDE, overwrite=True)
    value = RANDOM.random((1, 28, 28, 1), np.float32)
    [mine] = run(path, {"image": value}, ["probabilities"])
    near(original(tf, sample, {"image": value}, ["probabilities"])[0], mine, 1e-4)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.onnx", "a.onnx.data"]


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize("stage", ["Converting", "Writing", "Checking"])
def test_cancelled_it_leaves_neither(stage: str, sample: Path, client: Any, tmp_path: Path) -> None:
    class Impatient(Progress):
        began = False

        def show(self, now: Text | None, fraction: float | None) -> None:
            self.began = self.began or str(now) == "Converting"
            if self.began and str(now) == stage:
                self.cancel()

    with pytest.raises(Cancelled):
        converted(sample, "onnx", tmp_path / "a.onnx", client, progress=Impatient())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize("full", ["weights", "a.onnx.data", "a.onnx"])
def test_a_full_disk_leaves_neither(
    full: str, sample: Path, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = AtomicFile.write

    def fails(self: AtomicFile, data: Any) -> None:
        if self.destination.name == full:
            raise describe_write_error(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), self.destination)
        write(self, data)

    monkeypatch.setattr(AtomicFile, "write", fails)
    with pytest.raises(WriteError, match="no space left"):
        converted(sample, "onnx", tmp_path / "a.onnx", client)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_result_is_not_written_unless_forced(
    sample: Path, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.conversion.targets.onnx.TOLERANCE", -1.0)  # nothing is within less than nothing
    with pytest.raises(ConversionError, match="nothing was written"):
        converted(sample, "onnx", tmp_path / "a.onnx", client, options=BESIDE)
    assert list(tmp_path.iterdir()) == []
    converted(sample, "onnx", tmp_path / "a.onnx", client, options=BESIDE, force=True)
    assert beside(tmp_path / "a.onnx")
