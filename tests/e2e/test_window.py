"""The window as a process of its own: without a screen, and under Xvfb with a real keyboard and mouse."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Cryograph = Callable[..., subprocess.CompletedProcess[str]]

PATIENCE = 60.0
"""Seconds that anything may take before the test gives up."""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing of the person's own settings is read or written."""
    folder = tmp_path / "home"
    folder.mkdir()
    return {
        "HOME": str(folder),
        **{f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE", "STATE")},
    }


def events(stderr: str) -> list[dict[str, object]]:
    """The milestones among the lines of `--timings`."""
    return [json.loads(line) for line in stderr.splitlines() if line.startswith('{"event"')]


def names(stderr: str) -> list[object]:
    return [event["event"] for event in events(stderr)]


def test_a_model_is_painted_and_the_milestones_are_in_order(
    cryograph: Cryograph, sample: Path, home: dict[str, str]
) -> None:
    done = cryograph(sample, "--timings", "--quit-after-paint", env=home)
    assert done.returncode == 0, done.stderr
    assert names(done.stderr) == ["window_shown", "opened", "first_paint"]
    times = [event["ms"] for event in events(done.stderr)]
    assert times == sorted(times)
    assert done.stdout == ""


@pytest.mark.parametrize("model", ["mtcnn_pnet", "edgetpu_frozen", "tfmodels_resnet_ref_nometa", "sm_keras_lstm"])
def test_models_of_every_kind_are_painted(model: str, cryograph: Cryograph, models: Path, home: dict[str, str]) -> None:
    done = cryograph(models / model, "--timings", "--quit-after-paint", env=home)
    assert done.returncode == 0, done.stderr
    assert "first_paint" in names(done.stderr)


@pytest.mark.parametrize("model", ["lfs_f1_frozen", "broken_truncated_index"])
def test_what_does_not_open_is_status_1(model: str, cryograph: Cryograph, models: Path, home: dict[str, str]) -> None:
    done = cryograph(models / model, "--timings", "--quit-after-paint", env=home)
    assert done.returncode == 1
    assert "error" in names(done.stderr)
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_called_like_a_command_opens_with_a_path_before_it(
    cryograph: Cryograph, sample: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    shutil.copytree(sample, tmp_path / "inspect")
    done = cryograph("./inspect", "--timings", "--quit-after-paint", env=home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "first_paint" in names(done.stderr)


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_drawing_needs_no_display(suffix: str, cryograph: Cryograph, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / f"drawing{suffix}"
    done = cryograph("render", sample, "-o", target, "--expand", "conv1", env={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert done.returncode == 0, done.stderr
    content = target.read_bytes()
    assert content.startswith({".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}[suffix])
    if suffix == ".svg":
        text = content.decode()
        assert "probabilities" in text
        assert "BiasAdd" in text
    again = cryograph("render", sample, "-o", target)
    assert again.returncode == 2
    assert target.read_bytes() == content


class Program:
    """The program on a display, whose milestones can be waited for."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.environment = {**os.environ, **environment}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gui", "--timings", *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)

    def wait_for(self, event: str, count: int = 1) -> None:
        until = time.monotonic() + PATIENCE
        while names("".join(self.lines)).count(event) < count:
            assert self.process.poll() is None, f"ended with {self.process.returncode}: {''.join(self.lines)}"
            assert time.monotonic() < until, f"no {event}: {''.join(self.lines)}"
            time.sleep(0.05)

    def xdotool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=True
        ).stdout

    def focus(self) -> str:
        """Give the keyboard to the window, as a window manager would; returns the window's number."""
        window = self.xdotool("search", "--sync", "--onlyvisible", "--pid", str(self.process.pid)).split()[-1]
        self.xdotool("windowfocus", "--sync", window)
        return window

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert self.process.stderr is not None
        self.process.stderr.close()


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of the test's own; `:7` or whichever number is free."""
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(PATIENCE)


@pytest.mark.xvfb
def test_the_keyboard_drives_the_real_window(display: str, sample: Path, home: dict[str, str]) -> None:
    program = Program([str(sample)], {**home, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": ""})
    try:
        program.wait_for("first_paint")
        window = program.focus()
        assert "sample_model" in program.xdotool("getwindowname", window)
        program.xdotool("key", "F5")  # read again
        program.wait_for("opened", 2)
        program.wait_for("first_paint", 2)
        program.xdotool("key", "ctrl+q")
        assert program.process.wait(PATIENCE) == 0
    finally:
        program.close()
    assert "Traceback" not in "".join(program.lines)


@pytest.mark.xvfb
def test_a_file_dragged_from_another_program_is_opened(display: str, sample: Path, home: dict[str, str]) -> None:
    screen = {**home, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": ""}
    program = Program([], screen)
    try:
        program.wait_for("window_shown")
        with subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("drag_source.py")), str(sample), "1490", "950"],
            stdout=subprocess.PIPE,
            text=True,
            env=program.environment,
        ) as source:
            try:
                assert source.stdout is not None
                assert source.stdout.readline() == "ready\n"
                program.xdotool("mousemove", "1540", "970", "mousedown", "1")
                # Some way in small steps, as a hand goes: a drag begins with a movement, and a target is entered.
                for x, y in ((1530, 965), (1510, 960), (1200, 800), (900, 600), (702, 402), (700, 400)):
                    program.xdotool("mousemove", str(x), str(y), "sleep", "0.1")
                program.xdotool("mouseup", "1")
                program.wait_for("first_paint")
                assert source.stdout.readline() == "CopyAction\n"
            finally:
                source.terminate()
    finally:
        program.close()
    assert "Traceback" not in "".join(program.lines)
