from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def damage() -> ModuleType:
    """`damage.py` beside this file, which scripts use too."""
    spec = importlib.util.spec_from_file_location("fuzz_damage", Path(__file__).with_name("damage.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_damage"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The small models in tests/corpus, made by TensorFlow."""
    return Path(__file__).resolve().parents[1] / "corpus"
