"""The `convert` command itself: words, options, batches; what each format gives is tested with its target."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from core.cli.converting import convert_words, own_options
from core.conversion.convert import convert, name_for
from core.conversion.registry import target_named, targets
from core.conversion.target import Option, Request, Target
from core.conversion.work import Work
from core.errors import SessionError, Text, UsageError
from core.opening import open_model
from core.progress import Progress

SAMPLE = "resources/sample_model"


def a_target(*options: Option) -> Target:
    def unused(*_: Any) -> Any:
        raise AssertionError

    return Target("a", Text("A"), Text("a"), "model", (".a",), unused, unused, unused, options=options)


OPSET = Option("opset", "integer", Text("Opset"), Text("Which."), 17, least=7, most=21)
HALF = Option("half", "switch", Text("Half"), Text("Whether."), True)
MODE = Option("mode", "choice", Text("Mode"), Text("How."), "x", choices=(("x", Text("X")), ("y", Text("Y"))))


class TestOwnOptions:
    def test_every_form_of_an_option(self) -> None:
        target = a_target(OPSET, HALF, MODE)
        assert own_options(target, ["--opset", "9", "--no-half", "--mode=y"]) == {
            "opset": 9,
            "half": False,
            "mode": "y",
        }

    @pytest.mark.parametrize(
        ("words", "what"),
        [
            (["--opset", "x"], "takes a number"),
            (["--opset", "99"], "from 7 to 21"),
            (["--opset"], "needs a value"),
            (["--mode", "z"], "one of x, y"),
            (["--other", "1"], "has no option --other"),
            (["loose"], "neither an option"),
        ],
    )
    def test_what_is_wrong_is_said(self, words: list[str], what: str) -> None:
        with pytest.raises(UsageError, match=what):
            own_options(a_target(OPSET, HALF, MODE), words)

    def test_a_default_that_nobody_overrides(self) -> None:
        assert a_target(OPSET).option(Request(Path("x")), "opset") == 17

    def test_paths_and_options_in_any_order(self) -> None:
        words = convert_words(["a", "--opset", "3", "b", "--x=1", "c"], "pb")
        assert [str(path) for path in words.sources] == ["a", "b"]
        assert str(words.destination) == "c"
        assert words.own == ["--opset", "3", "--x=1"]


class TestRegistry:
    def test_names_and_defaults_fit(self) -> None:
        names = [target.name for target in targets()]
        assert len(set(names)) == len(names)
        kinds: dict[str, bool] = {}
        for target in targets():
            assert target.folder or target.suffixes
            for option in target.options:
                # The command line tells a switch from an option with a value before it knows the target.
                assert kinds.setdefault(option.name, option.kind == "switch") == (option.kind == "switch")
                if option.kind == "choice":
                    assert option.default in [name for name, _ in option.choices]


class TestCommand:
    def test_unknown_format_lists_those_that_are(self, capsys: Any, tmp_path: Path) -> None:
        assert main(["convert", SAMPLE, str(tmp_path / "x"), "--to", "nothing"]) == 2
        assert "pb" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []

    def test_one_source_that_is_broken_does_not_stop_the_others(self, capsys: Any, tmp_path: Path) -> None:
        broken = tmp_path / "broken.pb"
        broken.write_bytes(b"\x0a\xff\xff\xff\xff\x0f nothing")
        out = tmp_path / "out"
        words = ["convert", str(broken), SAMPLE, str(out), "--to", "pb", "--no-verify", "--json"]
        assert main(words) == 1
        results = json.loads(capsys.readouterr().out)["results"]
        assert [result["ok"] for result in results] == [False, True]
        assert "broken.pb" in results[0]["error"]
        assert [path.name for path in out.iterdir()] == [Path(results[1]["output"]).name]

    def test_what_is_there_is_not_overwritten_unasked(self, capsys: Any, tmp_path: Path) -> None:
        there = tmp_path / "there.pb"
        there.write_bytes(b"mine")
        assert main(["convert", SAMPLE, str(there), "--no-verify"]) == 2
        assert "there already" in capsys.readouterr().err
        assert there.read_bytes() == b"mine"
        assert main(["convert", SAMPLE, str(there), "--no-verify", "--force"]) == 0
        assert there.stat().st_size > 1000

    @pytest.mark.parametrize("name", ["pb", "onnx", "saved-model", "dot"])
    def test_a_model_that_will_not_do_is_no_wrong_usage(self, name: str, capsys: Any, tmp_path: Path) -> None:
        for path in Path(SAMPLE).glob("digits-2000.[id]*"):
            shutil.copyfile(path, tmp_path / path.name)
        words = ["convert", str(tmp_path / "digits-2000"), str(tmp_path / "out"), "--to", name, "--no-verify"]
        assert main(words) == 1
        assert "There is no graph here, only values" in capsys.readouterr().err
        assert main([*words, "--json"]) == 1
        (result,) = json.loads(capsys.readouterr().out)["results"]
        assert not result["ok"]
        assert result["output"] is None
        assert "There is no graph here, only values" in result["error"]
        assert isinstance(result["seconds"], float)
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("name", ["pbtxt", "optimised", "saved-model", "onnx", "tflite"])
    def test_a_device_that_is_not_there_is_an_error_and_those_that_are_get_listed(
        self, name: str, client: Any, tmp_path: Path
    ) -> None:
        request = Request(tmp_path / "out", device="GPU:77")
        with (
            Work.beginning(Progress(), client=client) as work,
            pytest.raises(SessionError, match=r"There is no device GPU:77 here\. There are: CPU:0"),
        ):
            convert(open_model(SAMPLE), target_named(name), request, work)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["pb", "optimised", "saved-model", "onnx", "tflite"])
    def test_an_op_that_is_not_there_is_wrong_usage(self, name: str, capsys: Any, tmp_path: Path) -> None:
        words = ["convert", SAMPLE, str(tmp_path / "out"), "--to", name, "--outputs", "nope", "--no-verify"]
        assert main(words) == 2
        assert "There is no op nope" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []


class TestNames:
    @pytest.mark.parametrize(
        ("name", "expected"), [("pb", "digits-2000.frozen.pb"), ("optimised", "digits-2000.optimised.pb")]
    )
    def test_a_result_says_what_it_is(self, name: str, expected: str) -> None:
        assert name_for(open_model(SAMPLE), target_named(name)) == expected

    def test_two_of_one_name_are_told_apart(self) -> None:
        taken: set[str] = set()
        model, target = open_model(SAMPLE), target_named("pb")
        assert [name_for(model, target, taken) for _ in range(2)] == [
            "digits-2000.frozen.pb",
            "digits-2000.frozen-2.pb",
        ]

    def test_what_it_is_made_of_keeps_its_own_name(self, tmp_path: Path) -> None:
        source = tmp_path / "model.pb"
        source.write_bytes(b"\x0a\x09\x0a\x01x\x12\x04NoOp")
        assert name_for(open_model(source), target_named("pb")) == "model-2.pb"
        assert name_for(open_model(source), target_named("pbtxt")) == "model.pbtxt"
