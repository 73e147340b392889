from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import Cancelled
from core.opening import open_model
from core.progress import Progress
from core.variables.integrity import check_layout, verify


def copied(source: Path, target: Path) -> Path:
    for file in source.iterdir():
        if file.is_file():
            (target / file.name).write_bytes(file.read_bytes())
    return target


def sharded(models: Path) -> Path:
    return next(path.parent for path in (models / "mnistcnn_sharded").rglob("*.index"))


def test_every_shared_checkpoint_is_whole(models: Path) -> None:
    for folder in (sharded(models), models / "heart_estimator_steps" / "train"):
        model = open_model(folder)
        report = verify(model.variables())
        assert report.ok
        assert sorted(report.checked) == [variable.name for variable in model.variables()]
        assert model.checkpoint is not None
        assert check_layout(model.checkpoint) == []


def test_a_damaged_variable_is_named_with_its_shard_and_offset(models: Path, tmp_path: Path) -> None:
    folder = copied(sharded(models), tmp_path)
    model = open_model(folder)
    victim = max(model.variables(), key=lambda variable: variable.nbytes)
    assert victim.source.path is not None
    assert victim.source.offset is not None
    data = bytearray(victim.source.path.read_bytes())
    data[victim.source.offset + 5] ^= 1
    victim.source.path.write_bytes(data)
    model = open_model(folder)
    report = verify(model.variables())
    assert not report.ok
    assert report.damaged == [victim.name]
    assert len(report.checked) == len(model.variables())
    sentence = str(report.problems[0])
    assert victim.name in sentence
    assert victim.source.path.name in sentence
    assert f"{victim.source.offset:,}" in sentence
    assert verify([variable for variable in model.variables() if variable.name != victim.name]).ok


def test_a_cut_shard_is_said_and_the_other_variables_checked(models: Path, tmp_path: Path) -> None:
    folder = copied(models / "heart_estimator_steps" / "train", tmp_path)
    shard = folder / "model.ckpt-11000.data-00000-of-00001"
    shard.write_bytes(shard.read_bytes()[:-4])
    model = open_model(folder, step=11000)
    report = verify(model.variables())
    assert len(report.damaged) == 1
    assert len(report.checked) == len(model.variables()) - 1
    assert model.checkpoint is not None
    assert any("ends before" in str(problem) for problem in check_layout(model.checkpoint))


def test_graph_constants_have_no_checksum(models: Path) -> None:
    model = open_model(next((models / "deepmd_cu_frozen").rglob("*.pb")))
    report = verify(model.variables())
    assert report.ok
    assert len(report.without) == len(model.variables())


def test_progress_is_told_and_cancelling_stops(models: Path) -> None:
    model = open_model(sharded(models))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        verify(model.variables(), progress=progress)


def test_overlapping_values_and_wrong_sizes_are_found(tmp_path: Path) -> None:
    class Part:
        def __init__(self, name: str, offset: int, nbytes: int, count: int) -> None:
            from core.formats.dtypes import dtype_named

            self.name, self.offset, self.nbytes, self.shape = name, offset, nbytes, (count,)
            self.dtype, self.path = dtype_named("float32"), tmp_path / "data"

    class Directory:
        def __init__(self, *parts: Part) -> None:
            self.entries = {part.name: part for part in parts}

        def tensor(self, name: str) -> Part:
            return self.entries[name]

    (tmp_path / "data").write_bytes(bytes(100))
    assert check_layout(Directory(Part("a", 0, 40, 10), Part("b", 40, 40, 10))) == []  # type: ignore[arg-type]
    overlap = check_layout(Directory(Part("a", 0, 40, 10), Part("b", 36, 40, 10)))  # type: ignore[arg-type]
    assert [str(problem) for problem in overlap] == ["a and b share 4 bytes of data, from byte 36."]
    wrong = check_layout(Directory(Part("a", 0, 40, 11)))  # type: ignore[arg-type]
    assert "takes 40 bytes, and its shape needs 44" in str(wrong[0])
