"""The command line's manners: exit statuses, one line per error, nothing on stdout that is not the answer."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.cli import main
from core.errors import Cancelled, CryographError, FormatError, Text, UsageError


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit status, stdout, stderr of a command in this process."""
    status = main([str(word) for word in words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    """The document of a command that must succeed, read strictly."""
    status, out, err = run(capsys, *words, "--json")
    assert status == 0, err

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not strict JSON")

    return json.loads(out, parse_constant=refuse)


@pytest.mark.parametrize(
    "words",
    [
        ["inspect"],
        ["inspect", "a", "b"],
        ["inspect", "--nonsense", "a"],
        ["variables", "a", "--sort", "colour"],
        ["values", "a"],
        ["freeze", "a", "--engine", "steam", "-o", "b.pb"],
        ["freeze", "a", "-o", "b.pb", "--feed", "nonsense"],
        ["freeze", "a", "-o", "b.pb", "--feed", "x=nonsense"],
        ["freeze", "a"],
        ["--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *words)
    assert status == 2
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["--help"], ["inspect", "--help"], ["freeze", "-h"], ["render", "--help"], ["run", "--help"]]
)
def test_help_is_everywhere(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *words)
    assert (status, err) == (0, "")
    assert "Usage" in out


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (FormatError("/a/b.index", Text("it is cut off"), offset=1234), 1, "b.index: it is cut off (at byte 1,234)"),
        (CryographError(Text("two\nlines"), Text("Do this.")), 1, "two lines. Do this."),
        (UsageError(Text("no such step")), 2, "no such step"),
        (Cancelled(), 130, "cancelled"),
        (FileNotFoundError(2, "No such file or directory", "x.npy"), 1, "x.npy: No such file or directory"),
        (MemoryError(), 1, "There is not enough memory for this."),
        (
            ZeroDivisionError("by zero"),
            1,
            "Something unforeseen happened (ZeroDivisionError: by zero); --debug shows where.",
        ),
    ],
)
def test_every_error_is_one_line_and_a_status(
    error: Exception, status: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def render(*_: object, **__: object) -> None:
        raise error

    for words in (["render", "a", "-o", "b.svg"], ["render", "a", "-o", "b.svg", "--debug"]):
        assert main(words, render=render) == status
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.splitlines()[-1] == f"error: {line}"
        assert ("Traceback" in printed.err) == ("--debug" in words)


def test_inspect_has_its_keys(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "inspect", sample)
    assert {"path", "format", "graph", "checkpoint", "signatures", "warnings"} <= set(found)
    assert found["format"] == "checkpoint-v2"
    graph = found["graph"]
    assert {"nodes", "ops", "functions", "function_nodes", "inputs", "outputs"} <= set(graph)
    assert graph["nodes"] == sum(graph["ops"].values())
    assert {"name": "image", "dtype": "float32", "shape": [-1, 28, 28, 1]} in graph["inputs"]
    assert graph["outputs"][0]["name"] == "probabilities"
    scores = [one["score"] for one in graph["outputs"]]
    assert scores == sorted(scores, reverse=True)
    checkpoint = found["checkpoint"]
    assert {"prefix", "step", "steps", "shards", "variables", "parameters", "bytes"} <= set(checkpoint)
    assert checkpoint["prefix"] == str(sample / "digits-2000")
    assert checkpoint["step"] == 2000
    assert found["warnings"] == []


def test_inspect_and_variables_agree(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkpoint = run_json(capsys, "inspect", sample)["checkpoint"]
    variables = run_json(capsys, "variables", sample)["variables"]
    assert len(variables) == checkpoint["variables"]
    assert sum(one["bytes"] for one in variables) == checkpoint["bytes"]
    assert [one["name"] for one in variables] == sorted(one["name"] for one in variables)
    assert all({"name", "dtype", "shape", "bytes", "shard", "offset", "parts"} <= set(one) for one in variables)


def test_variables_are_chosen_and_sorted(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = run_json(capsys, "variables", sample, "--match", "conv?/*s", "--sort", "bytes")["variables"]
    assert [row["name"] for row in rows] == ["conv2/weights", "conv1/weights", "conv2/biases", "conv1/biases"]


def test_variables_tell_about_their_values(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = run_json(capsys, "variables", sample, "--match", "conv1/weights", "--stats", "--verify")["variables"]
    assert len(rows) == 1
    row = rows[0]
    assert row["crc_ok"] is True
    assert row["min"] < row["mean"] < row["max"]
    assert row["std"] > 0
    values = np.array(run_json(capsys, "values", sample, "conv1/weights")["values"])
    assert row["median"] == pytest.approx(np.median(values))
    assert row["l2"] == pytest.approx(np.linalg.norm(values))
    assert (row["nans"], row["infs"]) == (0, 0)


def test_a_flipped_bit_is_found_and_status_1(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in sample.glob("digits-2000.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    data = next(tmp_path.glob("*.data-*"))
    content = bytearray(data.read_bytes())
    content[-3] ^= 1
    data.write_bytes(content)
    status, out, err = run(capsys, "variables", tmp_path, "--verify", "--json")
    assert status == 1
    wrong = [row["name"] for row in json.loads(out)["variables"] if not row["crc_ok"]]
    assert len(wrong) == 1
    assert wrong[0] in err


def test_values_are_those_of_the_slice(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = run_json(capsys, "values", sample, "conv1/weights")
    assert (whole["name"], whole["dtype"], whole["shape"]) == ("conv1/weights", "float32", [3, 3, 1, 8])
    part = run_json(capsys, "values", sample, "conv1/weights", "--slice", "0,:,0,3:5")
    assert part["shape"] == [3, 2]
    assert part["slice"] == "0,:,0,3:5"
    assert part["values"] == [row[0][3:5] for row in whole["values"][0]]


def test_a_slice_that_does_not_fit_is_wrong_usage(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ("9", "0,0,0,0,0", "x"):
        status, out, err = run(capsys, "values", sample, "conv1/weights", "--slice", words)
        assert (status, out) == (2, ""), words
        assert err.startswith("error: ")


def test_a_name_that_is_not_there_brings_its_neighbours(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "values", sample, "conv1/weight")
    assert status in (1, 2)
    assert "conv1/weights" in err


def test_tables_for_people_name_everything(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "variables", sample)
    assert (status, err) == (0, "")
    assert "dense1/weights/Adam" in out
    assert "784×32" in out
    status, out, err = run(capsys, "inspect", sample)
    assert (status, err) == (0, "")
    assert "probabilities" in out


def test_a_step_that_is_not_there_is_told(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "inspect", sample, "--step", "7")
    assert status in (1, 2)
    assert out == ""
    assert "2000" in err


def test_a_dry_run_says_what_would_be_done(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = run_json(capsys, "freeze", sample, "--dry-run")
    assert "output" not in plan
    assert plan["outputs"] == ["probabilities"]
    assert plan["nodes_after"] < plan["nodes_before"]
    assert plan["variables_frozen"] == 8
    assert all({"severity", "what", "where", "remedy"} <= set(finding) for finding in plan["findings"])


def test_a_model_is_the_same_as_itself_and_differs_from_what_was_changed(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run_json(capsys, "diff", sample, sample)
    assert found["same"] is True
    for file in sample.glob("digits-2000.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    data = next(tmp_path.glob("*.data-*"))
    content = bytearray(data.read_bytes())
    content[-8:] = (2001).to_bytes(8, "little")  # the last variable is the step
    data.write_bytes(content)
    found = run_json(capsys, "diff", sample, tmp_path)
    assert found["same"] is False
    assert [(one["name"], one["max_abs_diff"]) for one in found["variables"]["changed"]] == [("global_step", 1.0)]
    assert not found["graph"]["changed"]
    status, out, _ = run(capsys, "diff", sample, tmp_path)
    assert status == 0
    assert "global_step" in out


def test_renamed_scopes_are_matched_by_pattern(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "diff", sample, sample, "--rename", "conv1/*=c1/*", "--rename", "conv2/*=conv1/*")
    variables = found["variables"]
    assert variables["removed"]
    assert all(name.startswith("conv1/") for name in variables["removed"])
    assert [name.replace("conv2/", "conv1/") for name in variables["added"]] == variables["removed"]
    changed = {one["name"]: one["other_name"] for one in variables["changed"]}
    assert changed["conv2/weights"] == "conv1/weights"
    status, _, said = run(capsys, "diff", sample, sample, "--rename", "nonsense")
    assert status == 2
    assert "nonsense" in said


def test_the_command_that_repeats_a_freeze_feeds_the_same(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fed = ["--feed", "image=[[1, 2], [3, 4]]", "--feed", "keep=0.5"]
    told = run_json(capsys, "freeze", sample, "-o", tmp_path / "a.pb", "--no-verify", *fed)
    program, *words = shlex.split(told["command"])
    assert program == "cryograph"
    assert [word for word in words if "=" in word] == fed[1::2]
    again = run_json(capsys, *words, "--force")["command"]
    assert again.replace(" --force", "") == told["command"]


def test_the_command_that_repeats_a_conversion_feeds_the_same(sample: Path, tmp_path: Path) -> None:
    from core.conversion.command import equivalent_command
    from core.conversion.registry import targets
    from core.conversion.target import Request
    from core.opening import open_model

    model = open_model(sample)
    (pb,) = (target for target in targets() if target.name == "pb")
    request = Request(tmp_path / "a.pb", feeds={"image": np.zeros(2)}, feed_words=("image=[0, 0]",))
    words = shlex.split(equivalent_command(model, pb, request))
    assert words[words.index("--feed") + 1] == "image=[0, 0]"
