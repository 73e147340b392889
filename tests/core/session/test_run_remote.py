"""Remote sessions: real TensorFlow servers on loopback, two tasks with two CPUs each."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import SessionError
from core.opening import open_model
from core.progress import Progress
from core.running.feeds import parse_batch
from core.running.plan import default_fetches, feed_target, plan_run
from core.running.run import RunOptions, run
from core.session.client import SessionClient
from core.session.devices import list_remote_devices, parse_place


def digits(sample: Path, model: Any) -> dict[str, np.ndarray]:
    files = [str(sample / "inputs" / f"{digit}.png") for digit in range(10)]
    return {"image": parse_batch(files, feed_target(model, "image"))}


@pytest.mark.parametrize(
    ("device", "where"),
    [
        ("", "job:worker/task:0/CPU:0"),
        ("/CPU:1", "job:worker/task:0/CPU:1"),
        ("/job:worker/task:1/CPU:1", "job:worker/task:1/CPU:1"),
        ("/job:worker/replica:0/task:1/device:CPU:0", "job:worker/task:1/CPU:0"),
    ],
)
def test_a_run_happens_on_the_servers_device_with_values_fed_from_here(client, cluster, sample, device, where) -> None:
    model = open_model(sample)
    plan = plan_run(model, digits(sample, model), default_fetches(model))
    here = run(model, plan, RunOptions(device="CPU:0"), client, Progress())
    there = run(model, plan, RunOptions(device=cluster.addresses[0] + device), client, Progress())
    assert there.outputs["probabilities"].argmax(1).tolist() == list(range(10))
    np.testing.assert_allclose(there.outputs["probabilities"], here.outputs["probabilities"], rtol=1e-5, atol=1e-6)
    assert set(there.placed) == {where}, [row for row in there.times if row.device != where]


def test_the_second_task_is_its_own_master_too(client, cluster, sample) -> None:
    model = open_model(sample)
    plan = plan_run(model, digits(sample, model), default_fetches(model))
    there = run(model, plan, RunOptions(device=f"{cluster.addresses[1]}/CPU:0"), client, Progress())
    assert set(there.placed) == {"job:worker/task:1/CPU:0"}


def test_resource_variables_of_a_saved_model_are_fed_too(client, cluster, models) -> None:
    from core.running.feeds import random_value

    model = open_model(models / "sm_keras_lstm")
    fetches = default_fetches(model)
    feeds = {target.name: random_value(target) for target in plan_run(model, {}, fetches).missing}
    plan = plan_run(model, feeds, fetches)
    here = run(model, plan, RunOptions(device="CPU:0"), client, Progress())
    there = run(model, plan, RunOptions(device=f"{cluster.addresses[0]}/job:worker/task:1/CPU:1"), client, Progress())
    for name, value in here.outputs.items():
        np.testing.assert_allclose(there.outputs[name], value, rtol=1e-5, atol=1e-6)


def test_the_servers_devices_are_listed(client, cluster) -> None:
    found = list_remote_devices(client, cluster.addresses[1], Progress())
    assert [device.name for device in found] == [
        f"{cluster.addresses[1]}/job:worker/task:{task}/CPU:{index}" for task in (1, 0) for index in (0, 1)
    ]
    assert all(device.available and device.kind == "CPU" for device in found)
    assert parse_place(found[0].name).task == "/job:worker/task:1"


def test_a_device_that_the_server_lacks_is_said_with_those_it_has(client, cluster, sample) -> None:
    model = open_model(sample)
    plan = plan_run(model, digits(sample, model), default_fetches(model))
    with pytest.raises(SessionError, match=r"no device GPU:0 at grpc.*There are: job:worker/task:0/CPU:0"):
        run(model, plan, RunOptions(device=f"{cluster.addresses[0]}/GPU:0"), client, Progress())


def test_a_refused_connection_is_a_sentence(client, sample) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"grpc://127.0.0.1:{probe.getsockname()[1]}"
    model = open_model(sample)
    plan = plan_run(model, digits(sample, model), default_fetches(model))
    with pytest.raises(SessionError, match="refuses the connection"):
        run(model, plan, RunOptions(device=address), client, Progress())
    with pytest.raises(SessionError, match=r"can't be reached|does not answer"):
        list_remote_devices(client, "grpc://no-such-host.invalid:2222", Progress())


def test_a_server_that_answers_nothing_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with SessionClient() as own, pytest.raises(SessionError, match=r"opens no session within|time limit"):
            list_remote_devices(own, f"grpc://127.0.0.1:{silent.getsockname()[1]}", Progress())


def test_a_task_killed_during_a_run_is_a_lost_connection(sample, serving) -> None:
    model = open_model(sample)
    plan = plan_run(model, digits(sample, model), default_fetches(model))
    with serving() as cluster, SessionClient() as own:
        device = f"{cluster.addresses[0]}/job:worker/task:1/CPU:0"
        run(model, plan, RunOptions(device=device), own, Progress())

        class Watch(Progress):
            def show(self, stage: Any, fraction: float | None) -> None:
                if fraction is not None and stage is None and not killed and fraction > 0.0001 and running:
                    killed.append(True)
                    cluster.processes[1].kill()
                if stage is not None and str(stage) == "Running":
                    running.append(True)

        killed: list[bool] = []
        running: list[bool] = []
        with pytest.raises(SessionError, match=r"connection to grpc://127.*is lost: \w.*Look whether"):
            run(model, plan, RunOptions(device=device, runs=90_000, time_limit=60), own, Watch())
        assert killed
        again = run(model, plan, RunOptions(device="CPU:0"), own, Progress())
        assert again.outputs["probabilities"].shape == (10, 10)


@pytest.mark.parametrize("task", [0, 1])
def test_a_freeze_and_its_proof_happen_on_the_server_too(client, cluster, sample, tmp_path, task) -> None:
    from core.freezing.freeze import freeze
    from core.freezing.options import FreezeOptions

    device = f"{cluster.addresses[0]}/job:worker/task:{task}/CPU:1"
    model = open_model(sample)
    there = freeze(model, tmp_path / "there.pb", FreezeOptions(device=device), client=client)
    freeze(model, tmp_path / "here.pb", FreezeOptions(verify=False))
    assert there.engine == "session"
    assert there.verified.ok is True
    assert (tmp_path / "there.pb").read_bytes() == (tmp_path / "here.pb").read_bytes()


def test_a_task_killed_during_a_freeze_is_a_lost_connection_and_leaves_no_file(sample, serving, tmp_path) -> None:
    from core.freezing.freeze import freeze
    from core.freezing.options import FreezeOptions

    folder = tmp_path / "here"
    folder.mkdir()
    with serving() as cluster, SessionClient() as own:

        class Watch(Progress):
            def show(self, stage: Any, fraction: float | None) -> None:
                if stage is not None and str(stage) == "Converting":
                    cluster.processes[1].kill()
                    cluster.processes[1].wait()

        device = f"{cluster.addresses[0]}/job:worker/task:1/CPU:0"
        with pytest.raises(SessionError, match=r"connection to grpc://127.*is lost: \w"):
            freeze(open_model(sample), folder / "f.pb", FreezeOptions(device=device), client=own, progress=Watch())
    assert not list(folder.iterdir())
