"""Fixtures for every test: the shared models, and Qt without a screen."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# Before anything imports Qt. The end-to-end tests under Xvfb set their own platform in their own process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of real models of other people; not part of the project, so absent from a bare clone."""
    folder = SHARED / "models"
    if not (folder / "manifest.json").is_file():
        pytest.skip("the real models (../shared/models) are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def manifest(models: Path) -> dict[str, dict[str, Any]]:
    """TensorFlow's own answers about the shared models, by id."""
    entries = json.loads((models / "manifest.json").read_text("utf-8"))["models"]
    return {entry["id"]: entry for entry in entries}


@pytest.fixture(scope="session")
def sample() -> Path:
    """The bundled model: a digit classifier as four checkpoint files; output `probabilities`."""
    return ROOT / "resources" / "sample_model"


@pytest.fixture(scope="session")
def cryograph() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the real program as a process: `cryograph("inspect", path, "--json", env={…})`."""

    def run(
        *arguments: object, timeout: float = 120, env: dict[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "gui", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            check=False,
        )

    return run


SERVE = """
import json, sys
import tensorflow as tf
tf1 = tf.compat.v1
config = tf1.ConfigProto(device_count={"CPU": 2})
cluster, index = json.loads(sys.argv[1]), int(sys.argv[2])
server = tf.distribute.Server({"worker": cluster}, job_name="worker", task_index=index, config=config)
print("serving", flush=True)
server.join()
"""
"""A task of a cluster; it is started in an empty folder, so the model's files are not there by any relative name."""


@dataclass
class Cluster:
    """Real TensorFlow servers on loopback: two tasks with two logical CPUs each.

    Attributes:
        addresses: `grpc://host:port` of each.
        processes: to be killed by whoever wants to.
    """

    addresses: list[str]
    processes: list[subprocess.Popen[str]]


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[Cluster]:
    ports = []
    with contextlib.ExitStack() as stack:
        for _ in range(2):
            probe = stack.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
    addresses = [f"127.0.0.1:{port}" for port in ports]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SERVE, json.dumps(addresses), str(index)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder,
        )
        for index in range(2)
    ]  # fmt: skip
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "serving\n"
        yield Cluster([f"grpc://{address}" for address in addresses], processes)
    finally:
        for process in processes:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


@pytest.fixture
def serving(tmp_path: Path) -> Callable[[], contextlib.AbstractContextManager[Cluster]]:
    """Starts a cluster of one's own: for those who kill it."""
    return lambda: _serving(tmp_path)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One cluster for all that leave it alive."""
    with _serving(tmp_path_factory.mktemp("server")) as found:
        yield found
