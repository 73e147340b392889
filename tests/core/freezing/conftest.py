"""The shared models, opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def opened(models: Path) -> Any:
    """Opens a shared model by its folder."""
    from core.opening import open_model

    return lambda name, **options: open_model(models / name, **options)
