"""The real program in its own process: milestones and exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(tmp_path: Path, *arguments: str | Path) -> tuple[int, list[dict]]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    command = [sys.executable, "-P", "-m", "gui", *map(str, arguments), "--timings", "--quit-after-paint"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    events = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.returncode, events


@pytest.mark.parametrize("name", ["mtcnn_pnet", "keras_cp_steps", "edgetpu_frozen", "lfs_f1_frozen"])
def test_milestones_come_in_order_and_the_status_tells_whether_it_opened(models, tmp_path, name):
    status, events = run(tmp_path, models / name)
    expected = ["window_shown", "error"] if name.startswith("lfs") else ["window_shown", "opened", "first_paint"]
    assert [event["event"] for event in events] == expected
    assert status == (1 if name.startswith("lfs") else 0)
    times = [event["ms"] for event in events]
    assert times == sorted(times)
    assert times[0] > 0


def test_several_models_in_a_folder_are_no_picture(models, tmp_path):
    (tmp_path / "both").mkdir()
    for name in ("mtcnn_pnet", "puzzle15"):
        (tmp_path / "both" / name).symlink_to(models / name)
    status, events = run(tmp_path, tmp_path / "both")
    assert (status, events[-1]["event"]) == (1, "error")


def test_the_window_is_up_before_numpy_is_imported():
    program = "import sys, gui.app; print([m for m in ('numpy', 'google.protobuf', 'tensorflow') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert result.stdout.strip() == "[]", result.stderr
