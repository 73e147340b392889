"""The figures of real models' variables are those that numpy computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.opening import open_model
from core.variables.statistics import can_count, statistics

MODELS = (
    "deepmd_cu_frozen", "edgetpu_frozen", "heart_estimator_steps/train", "keras_cp_steps", "mnistcnn_sharded",
    "mtcnn_pnet", "puzzle15", "sm_keras_lstm", "sm_mlnet_mnist_lr_model", "v1_lenet300",
)  # fmt: skip
LARGEST = 4_000_000
"""Elements: of a larger one the made tensors tell as much in less time."""


@pytest.mark.parametrize("name", MODELS)
def test_every_figure_is_numpys(models: Path, name: str) -> None:
    counted = 0
    for variable in open_model(models / name).variables():
        if not can_count(variable.source) or not 0 < variable.elements <= LARGEST:
            continue
        values = variable.source.read().astype(np.float64).reshape(-1)
        finite = values[np.isfinite(values)]
        found = statistics(variable.source)
        counted += 1
        assert (found.count, found.finite) == (values.size, finite.size)
        assert (found.nans, found.infs) == (np.isnan(values).sum(), np.isinf(values).sum())
        assert found.zeros == np.count_nonzero(finite == 0)
        if not finite.size:
            continue
        scale = np.abs(finite).max() or 1.0
        assert (found.minimum, found.maximum) == (finite.min(), finite.max()), variable.name
        assert found.mean == pytest.approx(finite.mean(), rel=1e-9, abs=1e-12 * scale), variable.name
        assert found.std == pytest.approx(finite.std(), rel=1e-8, abs=1e-12 * scale), variable.name
        assert found.l2 == pytest.approx(np.linalg.norm(finite), rel=1e-9), variable.name
        assert found.median == pytest.approx(np.median(finite), abs=(found.median_error or 0) + 1e-12 * scale)
        assert found.histogram is not None
        assert sum(found.histogram.counts) == finite.size
    assert counted
