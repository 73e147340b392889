from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.files import atomic_folder

WRITER = """
import sys, time
from pathlib import Path
from core.files import atomic_folder
with atomic_folder(Path(sys.argv[1])) as folder:
    (folder / "half").write_bytes(b"x")
    print(folder, flush=True)
    time.sleep(600)
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no such locks on this system")


def begun(target: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process in the middle of writing a folder, for longer than it could take to lock it."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    left = Path(process.stdout.readline().strip())
    long_ago = time.time() - 3_600
    os.utime(left, (long_ago, long_ago))
    return process, left


def write(target: Path) -> None:
    with atomic_folder(target, replaceable=lambda _: True) as folder:
        (folder / "whole").write_bytes(b"x")


def test_what_a_killed_process_left_is_removed_when_the_same_is_written_again(tmp_path: Path) -> None:
    process, left = begun(tmp_path / "out")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (left / "half").exists()
    write(tmp_path / "other")
    assert left.exists()
    write(tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "out"]


def test_what_a_living_process_writes_is_let_be(tmp_path: Path) -> None:
    process, left = begun(tmp_path / "out")
    try:
        write(tmp_path / "out")
        assert (left / "half").exists()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    "name", [".out.1234567.part", ".out.12345678.part.x", ".out2.12345678.part", "out.12345678.part"]
)
def test_other_names_are_let_be(tmp_path: Path, name: str) -> None:
    other = tmp_path / name
    other.mkdir()
    os.utime(other, (0, 0))
    write(tmp_path / "out")
    assert other.exists()


def test_what_was_made_just_now_and_what_is_no_folder_are_let_be(tmp_path: Path) -> None:
    (tmp_path / ".out.00000001.part").mkdir()
    (tmp_path / ".out.00000002.part").write_bytes(b"")
    os.utime(tmp_path / ".out.00000002.part", (0, 0))
    (tmp_path / "elsewhere").mkdir()
    os.utime(tmp_path / "elsewhere", (0, 0))
    (tmp_path / ".out.00000003.part").symlink_to(tmp_path / "elsewhere")
    write(tmp_path / "out")
    assert len(list(tmp_path.iterdir())) == 5
