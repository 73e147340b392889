from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import Cancelled, UsageError
from core.opening import open_model
from core.progress import Progress
from core.variables.series import variable_series, variables_series


def test_norm_and_mean_at_every_step_are_tensorflows(models: Path) -> None:
    folder = models / "heart_estimator_steps" / "train"
    model = open_model(folder)
    names = [variable.name for variable in model.variables()]
    found = variables_series(model, names)
    tensorflow = pytest.importorskip("tensorflow")
    for number, step in enumerate([7000, 8000, 9000, 10000, 11000]):
        reader = tensorflow.train.load_checkpoint(str(folder / f"model.ckpt-{step}"))
        for name in names:
            point = found[name][number]
            values = np.asarray(reader.get_tensor(name), np.float64)
            assert (point.step, point.label) == (step, f"model.ckpt-{step}")
            assert point.norm == pytest.approx(np.linalg.norm(values), rel=1e-9)
            assert point.mean == pytest.approx(values.mean(), rel=1e-9, abs=1e-15)


def test_a_name_that_no_step_has_is_said(models: Path) -> None:
    model = open_model(models / "heart_estimator_steps" / "train")
    with pytest.raises(UsageError, match="No step"):
        variable_series(model, "nothing/like/it")


def test_a_damaged_step_is_a_point_with_its_reason(models: Path, tmp_path: Path) -> None:
    source = models / "heart_estimator_steps" / "train"
    for file in source.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.ckpt-9000.data-00000-of-00001").write_bytes(b"cut")
    model = open_model(tmp_path)
    points = variable_series(model, "global_step")
    assert [point.step for point in points if point.figures is None] == [9000]
    assert all(point.problem is not None for point in points if point.figures is None)


def test_cancelling_stops(models: Path) -> None:
    model = open_model(models / "heart_estimator_steps" / "train")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        variable_series(model, "global_step", progress=progress)
