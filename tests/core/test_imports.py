"""What a command has imported when it is done: looking never starts TensorFlow, and a command never loads Qt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("tensorflow", "keras", "tf2onnx", "onnx", "onnxruntime", "PySide6", "shiboken6")

SCRIPT = """
import json, sys
from gui.__main__ import main
status = main(json.loads(sys.argv[1]))
print(json.dumps({"status": status, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


def modules_after(*arguments: object) -> tuple[int, set[str]]:
    """The exit status of a command, and what is in `sys.modules` then, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", SCRIPT, json.dumps([str(word) for word in arguments])],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    answer = json.loads(done.stderr.splitlines()[-1])
    return answer["status"], set(answer["modules"])


@pytest.mark.parametrize(
    "words",
    [
        ["inspect", "SAMPLE"],
        ["inspect", "SAMPLE", "--json"],
        ["variables", "SAMPLE"],
        ["variables", "SAMPLE", "--stats", "--verify", "--json"],
        ["values", "SAMPLE", "conv1/weights"],
        ["values", "SAMPLE", "conv1/weights", "-o", "TMP/values.npy"],
        ["freeze", "SAMPLE", "--dry-run", "--json"],
        ["freeze", "SAMPLE", "-o", "TMP/direct.pb", "--engine", "direct", "--no-verify"],
        ["convert", "SAMPLE", "TMP/a.pbtxt", "--no-verify"],
        ["convert", "SAMPLE", "TMP/a.graphml"],
        ["convert", "SAMPLE", "TMP/a.safetensors"],
        ["convert", "SAMPLE", "TMP/logs", "--to", "tensorboard"],
        ["convert", "--help"],
        ["diff", "SAMPLE", "SAMPLE", "--json"],
        ["scan", "SAMPLE", "--json"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_looking_imports_neither_tensorflow_nor_qt(words: list[str], sample: Path, tmp_path: Path) -> None:
    given = [word.replace("SAMPLE", str(sample)).replace("TMP", str(tmp_path)) for word in words]
    status, modules = modules_after(*given)
    assert status == 0
    assert modules.isdisjoint(HEAVY)


def test_converting_to_another_runtimes_format_imports_it_only_in_the_worker(sample: Path, tmp_path: Path) -> None:
    status, modules = modules_after("convert", sample, tmp_path / "digits.onnx")
    assert status == 0
    assert modules.isdisjoint(HEAVY)


def test_drawing_imports_qt_and_no_tensorflow(sample: Path, tmp_path: Path) -> None:
    status, modules = modules_after("render", sample, "-o", tmp_path / "drawing.svg")
    assert status == 0
    assert "PySide6" in modules
    assert modules.isdisjoint({"tensorflow", "keras"})


def test_inspect_as_json_imports_no_presentation(sample: Path) -> None:
    status, modules = modules_after("inspect", sample, "--json")
    assert status == 0
    assert modules.isdisjoint({"rich", "scipy", "core.freezing.freeze", "core.session.client", "core.layout.layered"})


def test_the_entry_point_alone_imports_next_to_nothing() -> None:
    listed = subprocess.run(
        [sys.executable, "-P", "-c", "import gui.__main__, sys; print(*sorted(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert set(listed).isdisjoint({*HEAVY, "numpy", "typer", "rich", "networkx", "google.protobuf"})


def test_core_imports_where_neither_qt_nor_tensorflow_is_installed() -> None:
    script = """
import importlib, pkgutil, sys
sys.modules.update(dict.fromkeys(("PySide6", "shiboken6", "gui", "tensorflow")))  # importing them fails
import core
for module in pkgutil.walk_packages(core.__path__, "core."):
    if not module.name.endswith("__main__") and module.name != "core.session.tf_runtime":
        importlib.import_module(module.name)
"""
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
