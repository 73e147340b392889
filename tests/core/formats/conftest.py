from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The small models in tests/corpus, made by TensorFlow."""
    return Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="session")
def tf() -> ModuleType:
    """TensorFlow, the oracle."""
    return pytest.importorskip("tensorflow", reason="TensorFlow is what the readers are compared with")
