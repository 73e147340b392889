"""One worker for all tests that need one, TensorFlow itself as the oracle, and models made with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "freezing"))  # freezing_models, freezing_oracle
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(scope="session")
def client() -> Iterator[Any]:
    """The worker, kept warm over all tests; those that kill one start their own."""
    from core.session.client import SessionClient

    with SessionClient() as worker:
        yield worker


@pytest.fixture(scope="session", name="tf")
def tensorflow() -> Any:
    """TensorFlow in the test's own process: it judges, not our own checks.

    Eager execution stays on, for the sake of the tests that come after in the same process: graphs are built and run
    within `tf.Graph().as_default()`.
    """
    import tensorflow as tf

    return tf


@pytest.fixture(scope="session")
def made(tf: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Builds a model of `freezing_models` when it is first asked for, and keeps it: `made("partitioned")`."""
    from freezing_models import Made, make

    cache: dict[str, Made] = {}

    def get(name: str) -> Made:
        if name not in cache:
            cache[name] = make(tf, name, tmp_path_factory.mktemp(name))
        return cache[name]

    return get
