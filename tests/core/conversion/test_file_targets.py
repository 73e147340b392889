"""What every format that needs no TensorFlow promises: of every model, on every way to fail, from the command line."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from core.conversion.convert import convert
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.work import Work
from core.errors import Cancelled, ConversionError, Text, UsageError
from core.files import WriteError
from core.opening import open_model
from core.progress import Progress

GRAPHS = {"pb": ".pb", "pbtxt": ".pbtxt", "tensorboard": "", "graphml": ".graphml", "gexf": ".gexf", "dot": ".dot",
          "json": ".json"}  # fmt: skip
VALUES = {"npz": ".npz", "npy": ".npy", "safetensors": ".safetensors", "hdf5": ".h5", "csv": ".csv"}
DRAWINGS = {"svg": ".svg", "pdf": ".pdf", "png": ".png"}
FILES = {**GRAPHS, **VALUES, **DRAWINGS, "html": ".html"}
SHARED = ("mtcnn_pnet", "sm_keras_lstm", "deepmd_cu_frozen", "dl4j_gru_dynamic_pbtxt")

every_format = pytest.mark.parametrize("name", FILES)


def draw(*arguments: Any, **options: Any) -> bytes:
    from gui.rendering import draw_model

    return draw_model(*arguments, **options)


def run(name: str, source: Path, destination: Path, progress: Progress | None = None, **fields: Any) -> Any:
    with Work.beginning(progress or Progress(), draw=draw) as work:
        request = Request(destination, verify=False, **fields)
        return convert(open_model(source), target_named(name), request, work)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """As on a disk that can't hold more: writing beyond fails with EFBIG."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class CancelledAt(Progress):
    """Cancelled by the person in the middle of a stage."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self.at = stage
        self.seen: list[str] = []

    def show(self, stage: Text | None, fraction: float | None) -> None:
        if stage is not None:
            self.seen.append(str(stage))
            if str(stage).startswith(self.at):
                self.cancel()


@every_format
def test_from_the_command_line(name: str, sample: Path, tmp_path: Path, capsys: Any) -> None:
    destination = tmp_path / f"out{FILES[name]}"
    words = ["convert", str(sample), str(destination), "--to", name, "--no-verify", "--json"]
    assert main(words, draw=draw) == 0
    result = json.loads(capsys.readouterr().out)["results"][0]
    assert result["ok"] is True
    assert result["bytes"] > 100
    assert destination.exists()
    assert not [check for check in result["checks"] if check["ok"] is False]
    assert [path.name for path in tmp_path.iterdir()] == [destination.name]


@pytest.mark.parametrize("model", SHARED)
@every_format
def test_of_other_peoples_models(name: str, model: str, models: Path, tmp_path: Path) -> None:
    result = run(name, models / model, tmp_path / f"out{FILES[name]}")
    assert result.ok
    assert result.outcome.nbytes > 100


@every_format
def test_a_full_disk_is_a_sentence_and_leaves_nothing(name: str, sample: Path, tmp_path: Path) -> None:
    with (
        files_of_at_most(2_000),
        pytest.raises(WriteError, match=r"was not written|^Temporary files can't be written in"),
    ):
        run(name, sample, tmp_path / f"out{FILES[name]}")
    assert left_in(tmp_path) == []


@every_format
def test_a_full_disk_keeps_what_was_there(name: str, sample: Path, tmp_path: Path) -> None:
    destination = tmp_path / f"out{FILES[name]}"
    if target_named(name).folder:
        destination.mkdir()
        (destination / "mine").write_bytes(b"mine")
    else:
        destination.write_bytes(b"mine")
    before = left_in(tmp_path)
    with files_of_at_most(2_000), pytest.raises((WriteError, UsageError)):
        run(name, sample, destination, overwrite=True)
    assert left_in(tmp_path) == before
    assert (destination / "mine" if destination.is_dir() else destination).read_bytes() == b"mine"


@every_format
def test_what_is_there_is_not_touched_unasked(name: str, sample: Path, tmp_path: Path) -> None:
    destination = tmp_path / f"out{FILES[name]}"
    if target_named(name).folder:
        destination.mkdir()
        (destination / "mine").write_bytes(b"mine")
    else:
        destination.write_bytes(b"mine")
    before = left_in(tmp_path)
    with pytest.raises(UsageError, match="there already"):
        run(name, sample, destination)
    assert left_in(tmp_path) == before


@every_format
def test_a_folder_that_is_not_there_is_a_sentence(name: str, sample: Path, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="there is no folder"):
        run(name, sample, tmp_path / "absent" / f"out{FILES[name]}")
    assert left_in(tmp_path) == []


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is forbidden to root")
@every_format
def test_a_folder_that_may_not_be_written_is_a_sentence(name: str, sample: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WriteError, match="may not write"):
            run(name, sample, tmp_path / f"out{FILES[name]}")
    finally:
        tmp_path.chmod(0o700)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("stage", ["first", "last"])
@every_format
def test_cancelled_it_leaves_nothing(name: str, stage: str, sample: Path, tmp_path: Path) -> None:
    watched = CancelledAt("no stage is called that")
    run(name, sample, tmp_path / f"watched{FILES[name]}", watched)
    stages = [each for each in watched.seen if each != "Checking" or name not in VALUES]
    assert stages
    folder = tmp_path / "here"
    folder.mkdir()
    with pytest.raises(Cancelled):
        run(name, sample, folder / f"out{FILES[name]}", CancelledAt(stages[0] if stage == "first" else stages[-1]))
    assert left_in(folder) == []


@pytest.mark.parametrize("name", [*GRAPHS, *DRAWINGS])
def test_values_alone_are_no_graph(name: str, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "corpus" / "v2_dtypes"
    with pytest.raises(ConversionError, match="There is no graph here"):
        run(name, source, tmp_path / f"out{FILES[name]}")
    assert left_in(tmp_path) == []


@every_format
def test_what_is_known_before_it_runs_is_said_without_reading_a_value(name: str, sample: Path) -> None:
    target = target_named(name)
    result = target.preflight(open_model(sample), Request(Path("nowhere/out")))
    assert not result.blocked
    assert all(str(finding.what) for finding in result.findings)
