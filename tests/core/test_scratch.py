from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from core.files import AtomicFile, WriteError, describe_write_error
from core.scratch import ScratchFile, scratch_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize(("number", "said"), [
    (errno.ENOSPC, "There is no space left in {folder}, the folder for temporary files. Free some space there"),
    (errno.EIO, "Temporary files can't be written in {folder}: Input/output error. Free some space there"),
])  # fmt: skip
def test_it_is_the_folder_for_temporary_files_that_is_full(temporary: Path, number: int, said: str) -> None:
    with pytest.raises(WriteError) as caught, scratch_folder() as folder:
        raise describe_write_error(OSError(number, os.strerror(number)), folder / "inside" / "frozen.pb")
    assert str(caught.value).startswith(said.format(folder=temporary))
    assert "TMPDIR" in str(caught.value)
    assert list(temporary.iterdir()) == []


def test_a_full_disk_elsewhere_is_named_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"out\.pb was not written"), scratch_folder():
        raise describe_write_error(OSError(errno.ENOSPC, ""), tmp_path / "out.pb")


def test_a_folder_that_can_not_be_made_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    with pytest.raises(WriteError, match=f"can't be written in {tmp_path / 'absent'}: No such file"), scratch_folder():
        pytest.fail("the block ran")


def test_what_is_in_the_folder_is_gone_after_the_block(temporary: Path) -> None:
    with scratch_folder() as folder, AtomicFile(folder / "a") as file:
        file.write(b"x")
        file.commit()
        assert [path.name for path in folder.iterdir()] == ["a"]
    assert list(temporary.iterdir()) == []


def test_a_scratch_file_gives_back_what_it_took_and_has_no_name(tmp_path: Path) -> None:
    with ScratchFile(tmp_path / "a") as scratch:
        places = [scratch.append(data) for data in (b"abc", b"", b"defg")]
        assert [scratch.read(place, size) for place, size in zip(places, (3, 0, 4), strict=True)] == [
            b"abc",
            b"",
            b"defg",
        ]
        assert scratch.read(1, 4) == b"bcde"
        assert [path.name for path in tmp_path.iterdir()] == ["temporary"]
        with pytest.raises(WriteError, match="a was not written"):
            scratch.read(5, 9)
    with pytest.raises(WriteError, match="there is no folder"), ScratchFile(tmp_path / "no" / "a") as scratch:
        scratch.append(b"x")
