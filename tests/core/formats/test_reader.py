"""Reading is bounded, and never blocks or crashes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.errors import FormatError, LimitExceeded
from core.formats.reader import MemoryReader, Reader


def test_what_is_asked_for_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"0123456789")
    reader = Reader(path)
    assert reader.read(3, 4) == b"3456"
    assert reader.read_upto(8, 10) == b"89"
    assert reader.read(10, 0) == b""


@pytest.mark.parametrize(("offset", "length"), [(0, 11), (10, 1), (-1, 2), (2**62, 2**62), (5, -1)])
def test_nothing_outside_the_file_is_asked_of_the_system(tmp_path: Path, offset: int, length: int) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"0123456789")
    with pytest.raises(FormatError) as caught:
        Reader(path).read(offset, length)
    assert caught.value.offset == offset
    with pytest.raises(FormatError):
        MemoryReader(path, b"0123456789").read(offset, length)


def test_a_piece_above_the_limit_is_refused_before_it_is_allocated(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(LimitExceeded):
        Reader(path).read(0, 1 << 39)


def test_a_file_that_shrinks_while_open_is_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(bytes(1000))
    reader = Reader(path)
    os.truncate(path, 100)
    with pytest.raises(FormatError, match="shorter"):
        reader.read(0, 1000)


def test_a_file_that_was_replaced_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"one")
    identity = Reader(path).identity
    path.unlink()
    path.write_bytes(b"another")
    with pytest.raises(FormatError, match="changed"):
        Reader(path, expect=identity)


def test_a_fifo_does_not_block(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    with pytest.raises(FormatError, match="not a regular file"):
        Reader(path)


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/tty", "/proc/self/mem/x", "/nowhere/at/all", "bad\x00name"])
def test_what_is_no_file_is_refused(path: str) -> None:
    with pytest.raises(FormatError):
        Reader(path)


def test_a_folder_and_a_link_to_itself_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="folder"):
        Reader(tmp_path)
    link = tmp_path / "loop"
    link.symlink_to(link)
    with pytest.raises(FormatError, match="symbolic link"):
        Reader(link)


def test_descriptors_are_given_back(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(100):
        Reader(path).read(0, 1)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2
