from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

import core
from core.errors import Cancelled, SessionError, Text
from core.progress import Progress
from core.session.client import SessionClient
from core.session.devices import list_devices

PNET = "mtcnn_pnet/PNet_landmark/PNet-18"


def restore(models: Path, device: str | None, *, strict: bool = False) -> dict[str, Any]:
    return {
        "prefix": str(models / PNET),
        "device": device,
        "strict": strict,
        "op_libraries": [],
        "variables": [{"node": "w", "key": "conv1/weights", "slice": "", "dtype": 1, "nbytes": 1080}],
    }


def when_busy(client: SessionClient, act: Callable[[], object]) -> threading.Thread:
    """Do something once the worker is at its job."""

    def wait() -> None:
        while client.state != "busy":
            time.sleep(0.01)
        time.sleep(0.3)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_a_worker_that_is_killed_is_told_in_words_and_the_next_job_gets_a_new_one(endless: dict[str, Any]) -> None:
    with SessionClient() as client:
        killer = when_busy(client, lambda: os.kill(client.pid or 0, signal.SIGKILL))
        with pytest.raises(SessionError, match="killed, most likely for lack of memory"):
            client.request("compare", endless, progress=Progress())
        killer.join()
        assert client.state == "stopped"
        assert list_devices(client, Progress())[0].name == "CPU:0"
        assert client.state == "idle"


def test_a_crash_names_the_signal(endless: dict[str, Any]) -> None:
    with SessionClient() as client:
        killer = when_busy(client, lambda: os.kill(client.pid or 0, signal.SIGSEGV))
        with pytest.raises(SessionError, match=r"crashed \(SIGSEGV\)"):
            client.request("compare", endless, progress=Progress())
        killer.join()


def test_cancelling_ends_the_job_at_once_and_time_limits_end_it_in_time(endless: dict[str, Any]) -> None:
    with SessionClient() as client:
        progress = Progress()
        canceller = when_busy(client, progress.cancel)
        with pytest.raises(Cancelled):
            client.request("compare", endless, progress=progress)
        canceller.join()
        with pytest.raises(SessionError, match=r"time limit of 0\.5 seconds"):
            client.request("compare", endless, progress=Progress(), time_limit=0.5)


def test_a_job_waits_for_the_one_before_and_can_be_cancelled_while_it_waits(endless: dict[str, Any]) -> None:
    with SessionClient() as client:
        first, second = Progress(), Progress()
        ends: list[type[BaseException]] = []

        def run(progress: Progress) -> None:
            try:
                client.request("compare", endless, progress=progress)
            except (Cancelled, SessionError) as error:
                ends.append(type(error))

        one = threading.Thread(target=run, args=(first,))
        one.start()
        when_busy(client, lambda: None).join()
        two = threading.Thread(target=run, args=(second,))
        two.start()
        second.cancel()
        two.join(5)
        assert ends == [Cancelled]
        assert client.state == "busy"
        first.cancel()
        one.join(5)
        assert ends == [Cancelled, Cancelled]


def test_closing_ends_a_running_job_and_leaves_no_process(endless: dict[str, Any]) -> None:
    client = SessionClient()
    pids: list[int] = []

    def close() -> None:
        pids.append(client.pid or 0)
        client.close()

    closer = when_busy(client, close)
    with pytest.raises(Cancelled):
        client.request("compare", endless, progress=Progress())
    closer.join()
    assert pids
    assert not psutil.pid_exists(pids[0])


def test_the_worker_ends_when_the_app_dies(endless: dict[str, Any]) -> None:
    program = (
        "import json, sys, threading, time\n"
        "from core.session.client import SessionClient\n"
        "from core.progress import Progress\n"
        "client = SessionClient()\n"
        "job = lambda: client.request('compare', json.loads(sys.argv[1]), progress=Progress())\n"
        "threading.Thread(target=job, daemon=True).start()\n"
        "while client.state != 'busy': time.sleep(0.02)\n"
        "print(client.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    root = str(Path(core.__file__).parent.parent)
    import json

    app = subprocess.Popen(
        [sys.executable, "-c", program, json.dumps(endless)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert app.stdout is not None
    with app.stdout:
        worker = psutil.Process(int(app.stdout.readline()))
    app.kill()
    app.wait()
    worker.wait(10)
    assert not worker.is_running()


def test_states_and_stages_are_told_in_order(models: Path) -> None:
    stages: list[str] = []

    class Watched(Progress):
        def show(self, stage: Text | None, fraction: float | None) -> None:
            if stage:
                stages.append(str(stage))

    with SessionClient() as client:
        states: list[str] = []
        client.state_changed.append(states.append)
        client.request("restore", restore(models, None), progress=Watched())
    assert states == ["starting", "busy", "idle", "stopped"]
    assert stages == ["Starting TensorFlow", "Restoring", "Converting"]


def test_ops_run_on_the_logical_cpu_that_was_asked_for(client: SessionClient, models: Path) -> None:
    result, arrays = client.request("restore", restore(models, "CPU:1", strict=True), progress=Progress())
    assert arrays["w"].shape == (3, 3, 3, 10)
    assert result["placed"]["CPU:1"] >= 2  # the variable and its assignment; the file is read on CPU:0


def test_a_gpu_that_is_not_there_is_an_error_that_lists_what_is(client: SessionClient, models: Path) -> None:
    with pytest.raises(SessionError, match=r"no device GPU:7 here\. There are: CPU:0"):
        client.request("restore", restore(models, "GPU:7"), progress=Progress())


def test_a_failed_job_leaves_the_worker_as_it_is(client: SessionClient, models: Path) -> None:
    list_devices(client, Progress())
    before = client.pid
    missing = restore(models, None)
    missing["variables"][0]["key"] = "no/such/variable"
    with pytest.raises(SessionError) as error:
        client.request("restore", missing, progress=Progress())
    assert "no/such/variable" in str(error.value)
    assert client.pid == before


def test_what_tensorflow_prints_goes_to_the_log_and_not_into_the_protocol(client: SessionClient) -> None:
    list_devices(client, Progress())
    assert isinstance(client.log, str)
    assert client.log == "" or "\n" in client.log


def test_devices_that_cannot_be_used_say_why(client: SessionClient) -> None:
    devices = list_devices(client, Progress())
    assert devices[0].kind == "CPU"
    assert devices[0].available
    assert (devices[0].memory_bytes or 0) > 1 << 20
    assert any(device.kind == "GPU" for device in devices)
    for device in devices:
        assert device.available == (device.reason is None)
        assert set(device.to_json()) >= {"name", "kind", "description", "memory_bytes", "available", "reason"}


def test_the_app_side_never_imports_tensorflow() -> None:
    program = (
        "import sys\n"
        "import core.session.client, core.session.devices, core.freezing.freeze, core.freezing.proof\n"
        "print([name for name in ('tensorflow', 'keras', 'PySide6') if name in sys.modules])"
    )
    root = str(Path(core.__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert run.stdout.strip() == "[]"
