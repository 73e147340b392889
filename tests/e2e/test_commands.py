"""The program as a process, on real files of other people; what it says is held against TensorFlow's own answers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cryograph = Callable[..., subprocess.CompletedProcess[str]]

FORMATS = {
    "ckpt_v2_with_meta": "checkpoint-v2",
    "ckpt_v2_no_meta": "checkpoint-v2",
    "ckpt_v1": "checkpoint-v1",
    "object_ckpt": "checkpoint-object",
    "graphdef_pb": "graphdef",
    "graphdef_pbtxt": "graphdef-text",
    "metagraph": "metagraph",
    "saved_model_tf1": "saved-model",
    "saved_model_tf2": "saved-model",
}

READABLE = (
    "mtcnn_pnet", "edgetpu_frozen", "heart_estimator_steps", "puzzle15", "mnistcnn_sharded", "keras_cp_steps",
    "v1_lenet300", "sm_keras_lstm", "sm_mlnet_mnist_lr_model", "deepmd_cu_frozen", "dl4j_gru_dynamic_pbtxt",
    "tfmodels_resnet_ref_nometa", "inception_v3_meta",
)  # fmt: skip


def document(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("model", READABLE)
def test_inspect_says_what_tensorflow_says(
    model: str, cryograph: Cryograph, models: Path, manifest: dict[str, dict[str, Any]]
) -> None:
    found, truth = document(cryograph("inspect", models / model, "--json")), manifest[model]
    assert found["format"] == FORMATS[truth["kind"]]
    if truth["graph"]:
        graph = truth["graph"]
        assert found["graph"]["nodes"] == graph["nodes"]
        assert len(found["graph"]["ops"]) == graph["op_types"]
        assert found["graph"]["functions"] == graph["library_functions"]
        assert found["graph"]["function_nodes"] == graph["library_nodes"]
    if truth["checkpoint"]:
        assert found["checkpoint"]["variables"] == truth["checkpoint"]["n_variables"]
        assert found["checkpoint"]["parameters"] == truth["checkpoint"]["n_elements"]
        listed = document(cryograph("variables", models / model, "--json"))["variables"]
        assert len(listed) == truth["checkpoint"]["n_variables"]


@pytest.mark.parametrize("model", ["lfs_f1_frozen", "broken_truncated_index"])
def test_what_is_damaged_gets_a_sentence(model: str, cryograph: Cryograph, models: Path) -> None:
    done = cryograph("variables", models / model, "--json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    word = "git-lfs" if model == "lfs_f1_frozen" else "PNet-18.index"
    assert word.replace("-", "") in done.stderr.replace("-", "").replace(" ", "") or word in done.stderr


def test_values_are_tensorflows(cryograph: Cryograph, sample: Path) -> None:
    script = (
        "import json, sys, tensorflow as tf; r = tf.train.load_checkpoint(sys.argv[1]);"
        "print(json.dumps({n: r.get_tensor(n).tolist() for n in ('conv1/weights', 'global_step', 'dense2/biases')}))"
    )
    truth = json.loads(
        subprocess.run(
            [sys.executable, "-c", script, str(sample / "digits-2000")], capture_output=True, text=True, check=True
        ).stdout
    )
    for name, values in truth.items():
        assert document(cryograph("values", sample, name, "--json"))["values"] == values


def test_a_path_that_looks_like_a_command_is_opened_as_a_path(cryograph: Cryograph, tmp_path: Path) -> None:
    done = cryograph("inspect", "inspect", "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert "inspect" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_failure_in_words(sample: Path) -> None:
    done = subprocess.run(
        f"'{sys.executable}' -P -m gui variables '{sample}' | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("name")
    assert done.stderr == ""


def test_several_models_are_an_error_that_lists_them(cryograph: Cryograph, models: Path) -> None:
    folder = models / "frozen_by_tensorflow"
    done = cryograph("inspect", folder, "--json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert all(file.name in done.stderr for file in folder.iterdir())


@pytest.mark.parametrize("engine", [["--engine", "direct"], ["--device", "CPU:0"]], ids=" ".join)
def test_freezing_proves_its_result(engine: list[str], cryograph: Cryograph, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "digits.pb"
    report = document(cryograph("freeze", sample, "-o", target, "--json", *engine))
    assert report["output"] == str(target)
    assert report["bytes"] == target.stat().st_size
    assert report["outputs"] == ["probabilities"]
    assert report["variables_frozen"] == 8
    assert report["engine"] == ("direct" if "direct" in engine else "session")
    proof = report["verified"]
    assert proof["ok"] is True
    assert [one["equal"] for one in proof["outputs"]] == [True]
    if "CPU:0" in engine:
        assert report["device"] == "CPU:0"
        assert set(report["placed"]) == {"CPU:0"}
    reopened = document(cryograph("inspect", target, "--json"))
    assert reopened["format"] == "graphdef"
    assert reopened["graph"]["nodes"] == report["nodes_after"]
    assert [file.name for file in tmp_path.iterdir()] == ["digits.pb"]


def test_an_output_that_is_there_is_kept(cryograph: Cryograph, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "digits.pb"
    target.write_bytes(b"mine")
    done = cryograph("freeze", sample, "-o", target, "--no-verify")
    assert done.returncode in (1, 2)
    assert target.read_bytes() == b"mine"
    assert cryograph("freeze", sample, "-o", target, "--no-verify", "--force").returncode == 0
    assert target.read_bytes() != b"mine"


def test_a_device_that_is_not_there_is_an_error_that_lists_those_that_are(
    cryograph: Cryograph, sample: Path, tmp_path: Path
) -> None:
    done = cryograph("freeze", sample, "-o", tmp_path / "a.pb", "--device", "GPU:7")
    assert done.returncode in (1, 2)
    assert "CPU:0" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_devices_are_listed(cryograph: Cryograph) -> None:
    devices = document(cryograph("devices", "--json"))["devices"]
    assert {"name", "kind", "description", "memory_bytes", "available", "reason"} <= set(devices[0])
    assert devices[0]["name"] == "CPU:0"
    assert devices[0]["available"] is True
    assert all(device["available"] or device["reason"] for device in devices)


@pytest.mark.parametrize("seconds", [0.3, 1.5, 4])
def test_ctrl_c_leaves_no_file_and_no_process(seconds: float, sample: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "gui", "freeze", str(sample), "-o", str(tmp_path / "a.pb"), "--device", "CPU:0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(seconds)
    finished = process.poll() is not None
    if not finished:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    files = [file.name for file in tmp_path.iterdir()]
    if process.returncode == 0:
        assert files == ["a.pb"]  # it was quicker than the signal
    else:
        assert files == []
        if process.returncode == 130:
            assert err == "error: cancelled\n"
        else:  # Python itself was still starting
            assert (process.returncode, seconds < 1) == (-signal.SIGINT, True), err
    assert not _children_of(process.pid)


def _children_of(pid: int) -> list[int]:
    """Processes whose parent is or was `pid`, by its session (a worker has one of its own, but the same parent)."""
    import psutil

    return [one.pid for one in psutil.process_iter(["ppid"]) if one.info["ppid"] == pid]


@pytest.mark.parametrize("model", ["mtcnn_pnet", "heart_estimator_steps", "puzzle15", "v1_lenet300"])
def test_freezing_is_what_tensorflow_freezes(
    model: str, cryograph: Cryograph, models: Path, manifest: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """In the sense that both imported graphs are the same, node by node."""
    truth = manifest[model]
    target, theirs = tmp_path / "ours.pb", models / truth["frozen_by_tensorflow"]
    outputs = ",".join(truth["freeze"]["output_nodes"])
    options = ["--outputs", outputs, "--device", "CPU:0", "--as-tensorflow", "--no-verify", "--json"]
    report = document(cryograph("freeze", models / model, "-o", target, *options))
    assert report["nodes_after"] == truth["freeze"]["nodes"]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "same_graph.py"), str(target), str(theirs)],
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
