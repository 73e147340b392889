from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # text_forms


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The small models in tests/corpus, made by TensorFlow."""
    return Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="session")
def tf() -> ModuleType:
    """TensorFlow, the oracle."""
    return pytest.importorskip("tensorflow", reason="TensorFlow is what the readers are compared with")


@pytest.fixture(scope="session")
def oracle() -> ModuleType:
    """`oracle.py` beside this file: what TensorFlow says, held against what the readers say."""
    spec = importlib.util.spec_from_file_location("formats_oracle", Path(__file__).with_name("oracle.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["formats_oracle"] = module
    spec.loader.exec_module(module)
    return module
