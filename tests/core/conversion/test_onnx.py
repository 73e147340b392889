"""ONNX: read by onnxruntime in the test's own process, against TensorFlow's values of the source itself."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from runtime_oracle import SHARED, converted, frozen_graph, near, original

from core.cli import main
from core.conversion.onnx_ops import handled_ops
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.errors import Cancelled, ConversionError, SessionError, Text
from core.files import AtomicFile, WriteError, describe_write_error
from core.opening import open_model
from core.progress import Progress

onnx = pytest.importorskip("onnx", reason="the extra `onnx` is not installed")
onnxruntime = pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")
RANDOM = np.random.default_rng(11)


def session_of(path: Path) -> Any:
    onnx.checker.check_model(str(path))
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


@pytest.mark.parametrize(
    ("name", "given", "shape", "output", "part"), SHARED, ids=lambda value: str(value).partition("/")[0]
)
def test_shared_models_give_in_onnxruntime_what_tensorflow_gives(
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
    result = converted(models / name, "onnx", path, client)
    assert [check.ok for check in result.checks] == [True, True]
    value = RANDOM.random(shape, np.float32)
    [mine] = session_of(path).run([output], {given: value})
    near(original(tf, models / name, {given: value}, [output])[0], mine, part)


def test_an_output_that_is_called_as_an_input_gets_another_name(tf: Any, client: Any, tmp_path: Path) -> None:
    tf1 = tf.compat.v1
    with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
        x, before = (tf1.placeholder(tf.float32, [None, 3], name) for name in ("given_x", "given_state"))
        after = tf.nn.relu(x + before)
        ends = {"x": x, "state": before}, {"state": after, "state_out": after * 2.0, "x": x}
        tf1.saved_model.simple_save(session, str(tmp_path / "source"), *ends)
    path = tmp_path / "a.onnx"
    result = converted(tmp_path / "source", "onnx", path, client)
    assert [check.ok for check in result.checks] == [True, True]
    assert "state is an input too; as an output it is called state_out_out." in map(str, result.outcome.notes)
    one, other = np.float32([[1, -2, 3]]), np.float32([[4, 1, -5]])
    mine = session_of(path).run(["state_out_out", "state_out", "x_out"], {"x": one, "state": other})
    np.testing.assert_array_equal(mine, [[[5, 0, 0]], [[10, 0, 0]], one])


def test_loops_of_a_recurrent_network_become_one_op(models: Path, client: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    result = converted(models / "sm_keras_lstm", "onnx", path, client)
    assert [check.ok for check in result.checks] == [True, True]
    assert "LSTM" in [node.op_type for node in onnx.load(path).graph.node]
    assert list(result.outcome.inputs) == ["input_1"]  # the signature's key


def test_sample_to_onnx_on_the_command_line(sample: Path, capsys: Any, tf: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.onnx"
    assert main(["convert", str(sample), str(path), "--json", "--opset", "13"]) == 0
    [result] = json.loads(capsys.readouterr().out)["results"]
    assert (result["ok"], result["bytes"]) == (True, path.stat().st_size)
    assert [check["ok"] for check in result["checks"]] == [True, True]
    assert "0.01 %" in result["checks"][1]["what"]
    assert onnx.load(path).opset_import[0].version == 13
    value = RANDOM.random((2, 28, 28, 1), np.float32)
    [mine] = session_of(path).run(["probabilities"], {"image": value})
    near(original(tf, sample, {"image": value}, ["probabilities"])[0], mine, 1e-4)


def test_several_outputs_one_of_them_an_input(tf: Any, client: Any, tmp_path: Path) -> None:
    source, path = frozen_graph(tf, tmp_path / "source.pb", "several"), tmp_path / "a.onnx"
    names = ("scaled", "best", "sums", "y")
    converted(source, "onnx", path, client, outputs=names)
    feeds = {"x": RANDOM.normal(size=(3, 6, 6, 2)).astype("f"), "scale": np.asarray(0.5, "f")}
    mine = session_of(path).run(list(names), feeds)
    for one, other in zip(original(tf, source, feeds, list(names)), mine, strict=True):
        near(one, other, 1e-4)


def test_channels_first(tf: Any, client: Any, tmp_path: Path) -> None:
    source, path = frozen_graph(tf, tmp_path / "source.pb", "several"), tmp_path / "a.onnx"
    result = converted(source, "onnx", path, client, outputs=("y",), options={"nchw": True})
    assert [check.ok for check in result.checks] == [True, True]
    value = RANDOM.normal(size=(3, 6, 6, 2)).astype("f")
    [mine] = session_of(path).run(["y"], {"x": np.ascontiguousarray(value.transpose(0, 3, 1, 2))})
    near(original(tf, source, {"x": value}, ["y"])[0], mine, 1e-4)


def test_an_op_that_onnx_lacks_is_named_before_and_after(tf: Any, client: Any, tmp_path: Path) -> None:
    source = frozen_graph(tf, tmp_path / "source.pb", "lacking")
    ahead = target_named("onnx").preflight(open_model(source), Request(tmp_path / "a.onnx"))
    assert [(finding.severity, finding.where) for finding in ahead.findings if "Erfinv" in str(finding.what)] == [
        ("warning", "lacks")
    ]
    with pytest.raises(SessionError, match=r"Erfinv \(lacks\)") as failed:
        converted(source, "onnx", tmp_path / "a.onnx", client)
    assert failed.value.remedy is not None
    assert [path.name for path in tmp_path.iterdir()] == ["source.pb"]


def test_what_onnxruntime_has_no_code_for_could_not_be_checked(tf: Any, client: Any, tmp_path: Path) -> None:
    source = tmp_path / "source.pb"
    with tf.Graph().as_default() as graph:
        tf.math.erf(tf.compat.v1.placeholder(tf.float64, [None, 4], name="x"), name="y")
        source.write_bytes(graph.as_graph_def().SerializeToString())
    result = converted(source, "onnx", tmp_path / "a.onnx", client)
    assert [check.ok for check in result.checks] == [True, None]
    assert "Erf" in str(result.checks[1].detail)


def test_a_gelu(tf: Any, client: Any, tmp_path: Path) -> None:
    source, path = tmp_path / "source.pb", tmp_path / "a.onnx"
    with tf.Graph().as_default() as graph:
        x = tf.compat.v1.placeholder(tf.float32, [None, 4], name="x")
        tf.identity(0.5 * x * tf.raw_ops.Erfc(x=-x * 0.7071067811865476), name="y")
        source.write_bytes(graph.as_graph_def().SerializeToString())
    ahead = target_named("onnx").preflight(open_model(source), Request(path))
    assert not any("Erfc" in str(finding.what) for finding in ahead.findings)
    converted(source, "onnx", path, client)
    value = RANDOM.normal(size=(3, 4)).astype("f")
    [mine] = session_of(path).run(["y"], {"x": value})
    near(original(tf, source, {"x": value}, ["y"])[0], mine, 1e-5)


def test_a_table_is_named_in_words(made: Any, client: Any, tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="looks into a table, which a graph in ONNX can't have"):
        converted(made("a_hash_table").prefix, "onnx", tmp_path / "a.onnx", client)
    assert list(tmp_path.iterdir()) == []


def test_an_opset_that_is_too_old_is_said_before(tf: Any, client: Any, tmp_path: Path) -> None:
    with tf.Graph().as_default() as graph:
        x = tf.compat.v1.placeholder(tf.float32, [None, 4], name="x")
        tf.cumsum(x, 1, name="y")
        (tmp_path / "source.pb").write_bytes(graph.as_graph_def().SerializeToString())
    with pytest.raises(ConversionError, match="Cumsum needs opset 11"):
        converted(tmp_path / "source.pb", "onnx", tmp_path / "a.onnx", client, options={"opset": 9})


def test_a_wrong_result_is_not_written_unless_forced(
    sample: Path, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.conversion.targets.onnx.TOLERANCE", -1.0)  # nothing is within less than nothing
    with pytest.raises(ConversionError, match=r"nothing was written.*largest difference"):
        converted(sample, "onnx", tmp_path / "a.onnx", client)
    assert list(tmp_path.iterdir()) == []
    result = converted(sample, "onnx", tmp_path / "a.onnx", client, force=True)
    assert (result.ok, (tmp_path / "a.onnx").is_file()) == (False, True)


def test_without_onnxruntime_the_check_says_how_to_get_it(sample: Path, tmp_path: Path) -> None:
    # A worker that can't find the package: the app's environment is the worker's.
    program = """
import sys, importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "onnxruntime" else real(name, *rest)
from core.session.__main__ import main
main()
"""
    from core.session import client as module

    (tmp_path / "worker.py").write_text(program)
    start = subprocess.Popen

    def other(words: list[str], **options: Any) -> Any:
        return start([sys.executable, "-P", str(tmp_path / "worker.py"), *words[4:]], **options)

    with pytest.MonkeyPatch.context() as patch, module.SessionClient() as client:
        patch.setattr(module.subprocess, "Popen", other)
        result = converted(sample, "onnx", tmp_path / "a.onnx", client)
    assert [check.ok for check in result.checks] == [True, None]
    assert "cryograph[onnx]" in str(result.checks[1].detail)


def test_without_tf2onnx_it_says_what_to_install(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.conversion.targets.onnx.importlib.util.find_spec", lambda name: None)
    assert "cryograph[onnx]" in str(target_named("onnx").missing())
    with pytest.raises(ConversionError, match="tf2onnx is not installed"):
        converted(sample, "onnx", tmp_path / "a.onnx", None)


def test_a_full_disk_leaves_nothing(sample: Path, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = AtomicFile.write

    def full(self: AtomicFile, data: Any) -> None:
        if self.destination.suffix == ".onnx":
            raise describe_write_error(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), self.destination)
        write(self, data)

    monkeypatch.setattr(AtomicFile, "write", full)
    with pytest.raises(WriteError, match="no space left"):
        converted(sample, "onnx", tmp_path / "a.onnx", client)
    assert list(tmp_path.iterdir()) == []


class Ending(Progress):
    """Does something when a stage begins."""

    def __init__(self, stage: str, do: Any) -> None:
        super().__init__()
        self._stage, self._do = stage, do

    def show(self, stage: Text | None, fraction: float | None) -> None:
        if str(stage) == self._stage:
            self._do(self)


def test_cancel_a_killed_worker_and_the_time_limit_leave_nothing(sample: Path, client: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    with pytest.raises(Cancelled):
        converted(sample, "onnx", path, client, progress=Ending("Converting", Progress.cancel))
    with pytest.raises(SessionError, match="was killed"):
        converted(
            sample, "onnx", path, client, progress=Ending("Converting", lambda _: os.kill(client.pid, signal.SIGKILL))
        )
    client.wait_until_ready(Progress())
    with pytest.raises(SessionError, match="time limit"):
        converted(sample, "onnx", path, client, time_limit=0.01)
    assert list(tmp_path.iterdir()) == []


def test_what_it_reads_of_tf2onnx_is_what_tf2onnx_registers(tmp_path: Path) -> None:
    program = """
import json, sys, tensorflow
from tf2onnx import tfonnx
from tf2onnx.handler import tf_op
lowest = {}
for opset, handlers in enumerate(tf_op.get_opsets()[""]):
    for name in handlers:
        lowest.setdefault(name, opset)
print(json.dumps(lowest))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    registered = json.loads(done.stdout.splitlines()[-1])
    read = handled_ops()
    assert len(read) > 200
    assert {name: registered[name] for name in read} == read
    # Lookup tables and strings need more than a frozen graph, or another runtime's ops; TFL_ are not ops here.
    assert {
        name for name in registered if name not in read and not name.startswith(("TFL_", "HashTable", "Lookup"))
    } <= {
        "StringLower",
        "StringUpper",
    }
