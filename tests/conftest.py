"""Fixtures for every test: the shared models, and Qt without a screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
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
