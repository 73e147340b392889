"""Values in files of their own, read by each format's own library."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from safetensors import safe_open

from core.conversion.convert import Conversion, convert
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.values_check import check_values
from core.conversion.work import Work
from core.errors import UsageError
from core.opening import open_model
from core.progress import Progress
from core.running.memory_tensor import MemoryTensor
from core.variables.export import export_variables

CORPUS = Path(__file__).parents[2] / "corpus"
SUFFIXES = {"npz": ".npz", "npy": ".npy", "safetensors": ".safetensors", "hdf5": ".h5", "csv": ".csv"}
every_format = pytest.mark.parametrize("name", SUFFIXES)


def run(name: str, source: Path, destination: Path, **options: Any) -> Conversion:
    with Work.beginning(Progress()) as work:
        return convert(open_model(source), target_named(name), Request(destination, options=options), work)


def read(name: str, path: Path) -> dict[str, Any]:
    if name == "npz":
        with np.load(path) as archive:
            return dict(archive)
    if name == "safetensors":
        with safe_open(path, framework="np") as file:
            return {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118  no mapping
    if name == "hdf5":
        found: dict[str, Any] = {}
        with h5py.File(path) as file:
            file.visititems(
                lambda _, each: found.update({each.attrs["name"]: each[()]} if "name" in each.attrs else {})
            )
        return found
    contents = json.loads((path / "variables.json").read_text("utf-8"))
    if name == "npy":
        return {entry["name"]: np.load(path / file) for file, entry in contents.items()}
    tables = {}
    for file, entry in contents.items():
        rows = list(csv.reader((path / file).read_text("utf-8").splitlines()))
        values = [word for row in rows for word in row] if len(entry["shape"]) <= 2 else [row[-1] for row in rows[1:]]
        tables[entry["name"]] = np.array(values, entry["dtype"]).reshape(entry["shape"])
    return tables


@pytest.mark.parametrize("model", ["sample", "mtcnn_pnet", "mnistcnn_sharded", "deepmd_cu_frozen"])
@every_format
def test_every_value_comes_back(
    name: str, model: str, sample: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if name == "csv" and model == "mnistcnn_sharded":
        pytest.skip("a million numbers as words take seconds, and the others have every kind of shape")
    source = sample if model == "sample" else request.getfixturevalue("models") / model
    result = run(name, source, tmp_path / f"a{SUFFIXES[name]}")
    assert [check.ok for check in result.checks] == [True]
    found = read(name, tmp_path / f"a{SUFFIXES[name]}")
    variables = [each for each in open_model(source).variables() if each.name != "_CHECKPOINTABLE_OBJECT_GRAPH"]
    assert set(found) == {variable.name for variable in variables}
    for variable in variables:
        assert np.array_equal(found[variable.name], variable.source.read())


@every_format
def test_what_is_changed_or_left_out_is_said_before_and_after(name: str, tmp_path: Path) -> None:
    source = CORPUS / "v2_dtypes"
    before = target_named(name).preflight(open_model(source), Request(tmp_path / "x"))
    result = run(name, source, tmp_path / f"a{SUFFIXES[name]}")
    assert result.outcome is not None
    told, notes = str([each.what for each in before.findings]), str(result.outcome.notes)
    for text in (told, notes):
        assert ("left out" in text and "complex128" in text) == (name == "safetensors")
        assert ("int4 → int8" in text) == (name != "csv")
        assert ("bfloat16 → float32" in text) == (name in ("npz", "npy", "hdf5"))
    assert result.ok


@every_format
def test_chosen_by_kind_and_by_name(name: str, sample: Path, tmp_path: Path) -> None:
    run(name, sample, tmp_path / f"a{SUFFIXES[name]}", which="model", match="conv*/weights, dense1/*")
    found = read(name, tmp_path / f"a{SUFFIXES[name]}")
    assert sorted(found) == ["conv1/weights", "conv2/weights", "dense1/biases", "dense1/weights"]


@every_format
def test_nothing_chosen_is_a_sentence(name: str, sample: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no variables like that"):
        run(name, sample, tmp_path / f"a{SUFFIXES[name]}", match="nothing*")
    assert list(tmp_path.iterdir()) == []
    request = Request(tmp_path / "x", options={"match": "nothing*"})
    assert target_named(name).preflight(open_model(sample), request).blocked


def test_the_bookkeeping_of_an_object_based_checkpoint_is_no_weight(tmp_path: Path) -> None:
    run("npz", CORPUS / "object_based", tmp_path / "a.npz")
    assert "_CHECKPOINTABLE_OBJECT_GRAPH" not in read("npz", tmp_path / "a.npz")
    run("csv", CORPUS / "object_based", tmp_path / "one.csv", match="_CHECKPOINTABLE_OBJECT_GRAPH")
    assert (tmp_path / "one.csv").is_file()


def test_a_string_longer_than_a_csv_reader_expects_is_compared(tmp_path: Path) -> None:
    text = MemoryTensor("text", np.array([b"a" * 150_000], object))
    report = export_variables([text], tmp_path / "a.csv")
    assert check_values([text], report, ".csv", Progress()).ok is True


@every_format
def test_a_graph_without_values_has_none_to_export(name: str, models: Path, tmp_path: Path) -> None:
    model = open_model(models / "puzzle15" / "modeldir")
    assert target_named(name).refusal(model) is None
    empty = open_model(models / "puzzle15" / "modeldir")
    empty.checkpoint, empty.graph = None, None
    assert "no values" in str(target_named(name).refusal(empty))


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".h5", ".csv", ".npy"])
def test_a_value_that_differs_is_found(suffix: str, sample: Path, tmp_path: Path) -> None:
    model = open_model(sample)
    written, other = model.variable("conv1/weights").source, model.variable("conv1/weights/Adam").source
    report = export_variables([written], tmp_path / f"a{suffix}")
    assert check_values([written], report, suffix, Progress()).ok is True
    other.name = written.name
    check = check_values([other], report, suffix, Progress())
    assert check.ok is False
    assert "conv1/weights differs" in str(check.detail)
