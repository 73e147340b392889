"""One worker for all conversions of this folder, and TensorFlow itself as the oracle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(scope="session")
def client() -> Iterator[Any]:
    """The worker, kept warm over all tests."""
    from core.session.client import SessionClient

    with SessionClient() as worker:
        yield worker


@pytest.fixture(scope="session", name="tf")
def tensorflow() -> Any:
    """TensorFlow in the test's own process: it judges, not our own checks."""
    import tensorflow as tf

    tf.compat.v1.disable_eager_execution()
    return tf
