"""`cryograph run` as a process: what it prints, writes and exits with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from tensorboard.compat.proto import graph_pb2


def test_the_readmes_example_reads_the_digit(cryograph, sample) -> None:
    done = cryograph("run", sample, "--feed", f"image={sample / 'inputs' / '7.png'}")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1].startswith("  7: ")
    assert "ops on CPU:0" in done.stdout


def test_json_has_its_keys_and_the_files_are_written(cryograph, sample, tmp_path: Path) -> None:
    archive, trace = tmp_path / "out.npz", tmp_path / "trace.json"
    pictures = [word for digit in (3, 4) for word in ("--feed", f"image={sample / 'inputs' / f'{digit}.png'}")]
    words = ["run", sample, *pictures, "--fetch", "probabilities", "--fetch", "pool1", "--device", "CPU:1",
             "--runs", "3", "-o", archive, "--profile", trace, "--json"]  # fmt: skip
    done = cryograph(*words)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["device"] == "CPU:1"
    assert set(document["placed"]) == {"CPU:1"}
    assert document["seconds"] > 0
    assert len(document["runs"]) == 3
    assert document["outputs"]["probabilities"]["shape"] == [2, 10]
    assert document["outputs"]["probabilities"]["dtype"] == "float32"
    assert np.argmax(document["outputs"]["probabilities"]["values"], 1).tolist() == [3, 4]
    assert document["outputs"]["pool1"]["values"] is None  # more than 1,000 elements
    with np.load(archive, allow_pickle=False) as arrays:
        assert arrays["pool1"].shape == (2, 14, 14, 8)
    assert {event["ph"] for event in json.loads(trace.read_text())["traceEvents"]} == {"M", "X"}
    again = cryograph(*words)
    assert again.returncode == 2
    assert "--force" in again.stderr or "exists" in again.stderr or "there" in again.stderr


def test_wrong_usage_is_status_2_and_a_failed_run_status_1(cryograph, sample, tmp_path: Path) -> None:
    assert cryograph("run", sample).returncode == 2
    assert cryograph("run", sample, "--feed", "image").returncode == 2
    assert cryograph("run", sample, "--feed", "image=random", "--fetch", "nowhere").returncode == 2
    failed = cryograph("run", sample, "--feed", "image=random", "--device", "GPU:9")
    assert failed.returncode == 1
    assert "no device GPU:9" in failed.stderr
    graph = graph_pb2.GraphDef()
    graph.versions.producer = 987
    name = graph.node.add(name="name", op="Const")
    name.attr["dtype"].type = 7
    name.attr["value"].tensor.dtype = 7
    name.attr["value"].tensor.tensor_shape.SetInParent()
    name.attr["value"].tensor.string_val.append(b"/etc/hostname")
    graph.node.add(name="content", op="ReadFile", input=["name"])
    path = tmp_path / "graph.pb"
    path.write_bytes(graph.SerializeToString())
    refused = cryograph("run", path, "--fetch", "content")
    assert refused.returncode == 2
    assert "content (ReadFile) reads the file /etc/hostname" in refused.stderr
    assert "--allow-risky" in refused.stderr


def test_a_servers_device_runs_it_and_freezes_it(cryograph, cluster, sample, tmp_path: Path) -> None:
    device = f"{cluster.addresses[0]}/job:worker/task:1/CPU:1"
    done = cryograph("run", sample, "--feed", f"image={sample / 'inputs' / '5.png'}", "--device", device, "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["device"] == device
    assert set(document["placed"]) == {"job:worker/task:1/CPU:1"}
    assert int(np.argmax(document["outputs"]["probabilities"]["values"])) == 5
    frozen = cryograph("freeze", sample, "-o", tmp_path / "frozen.pb", "--device", device, "--json")
    assert frozen.returncode == 0, frozen.stderr
    document = json.loads(frozen.stdout)
    assert document["verified"]["ok"] is True
    assert set(document["placed"]) == {"job:worker/task:1/CPU:1"}
    refused = cryograph("run", sample, "--feed", "image=random", "--device", f"{cluster.addresses[0]}/GPU:3")
    assert refused.returncode == 1
    assert "There is no device GPU:3 at grpc://" in refused.stderr
