from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Cancelled, UsageError
from core.files import AtomicFile, WriteError, atomic_files, atomic_folder, atomic_path


@contextlib.contextmanager
def atomic_file(path: Path, *, overwrite: bool = True) -> Iterator[AtomicFile]:
    """A file that is written in a block and takes its name at the block's end."""
    with AtomicFile(path, overwrite=overwrite) as file:
        yield file
        file.commit()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_content_is_there_when_the_block_ends(tmp_path: Path) -> None:
    with atomic_file(tmp_path / "a.npy") as file:
        file.write(b"abc")
        assert not (tmp_path / "a.npy").exists()
    assert (tmp_path / "a.npy").read_bytes() == b"abc"
    assert names(tmp_path) == ["a.npy"]


@pytest.mark.parametrize("error", [Cancelled(), KeyboardInterrupt(), ValueError("x")])
def test_nothing_is_left_and_the_old_file_stays_when_the_block_fails(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def write_and_fail() -> None:
        with atomic_file(tmp_path / "a") as file:
            file.write(b"new")
            raise error

    with pytest.raises(type(error)):
        write_and_fail()
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="no space left"), atomic_path(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert names(tmp_path) == []


def test_a_really_full_device_is_a_sentence(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with (
        pytest.raises(WriteError, match="no space left"),
        atomic_path(tmp_path / "a"),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"x")
    assert names(tmp_path) == []


def test_a_missing_folder_and_an_existing_file_are_said_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="there is no folder"), atomic_file(tmp_path / "no" / "a"):
        pytest.fail("the block ran")
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(UsageError, match="is there already"), atomic_file(tmp_path / "a", overwrite=False):
        pytest.fail("the block ran")
    with pytest.raises(UsageError, match="is a folder"), atomic_file(tmp_path):
        pytest.fail("the block ran")


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:

    def write_too_late() -> None:
        with atomic_file(tmp_path / "a", overwrite=False) as file:
            file.write(b"mine")
            (tmp_path / "a").write_bytes(b"theirs")

    with pytest.raises(UsageError, match="is there already"):
        write_too_late()
    assert (tmp_path / "a").read_bytes() == b"theirs"
    assert names(tmp_path) == ["a"]


def test_permissions_are_those_of_any_new_file_and_kept_when_replacing(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    with atomic_file(tmp_path / "new"):
        pass
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode
    (tmp_path / "new").chmod(0o640)
    with atomic_file(tmp_path / "new"):
        pass
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with atomic_file(tmp_path / "link") as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_files_that_belong_together_appear_together_or_not_at_all(tmp_path: Path) -> None:
    both = [tmp_path / "a.data", tmp_path / "a"]
    with atomic_files(both) as folder:
        (folder / "a").write_bytes(b"needs no other")
    assert names(tmp_path) == ["a"]
    both[1].unlink()

    def write(*, overwrite: bool = False, end: BaseException | None = None, appears: str = "") -> None:
        with atomic_files(both, overwrite=overwrite) as folder:
            for path in both:
                (folder / path.name).write_bytes(b"new")
            (folder / "other").write_bytes(b"only on the way")
            if appears:
                (tmp_path / appears).write_bytes(b"theirs")
            if end is not None:
                raise end

    with pytest.raises(Cancelled):
        write(end=Cancelled())
    with pytest.raises(WriteError, match="no space left"):
        write(end=OSError(errno.ENOSPC, ""))
    assert names(tmp_path) == []
    with pytest.raises(UsageError, match="there already"):
        write(appears="a")  # after the other has taken its place
    assert names(tmp_path) == ["a"]
    assert both[1].read_bytes() == b"theirs"
    with pytest.raises(UsageError, match="there already"):
        write()
    write(overwrite=True)
    assert [path.read_bytes() for path in both] == [b"new", b"new"]
    assert names(tmp_path) == ["a", "a.data"]


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:

    def fill_and_cancel() -> None:
        with atomic_folder(tmp_path / "out") as folder:
            (folder / "a").write_bytes(b"1")
            raise Cancelled

    with pytest.raises(Cancelled):
        fill_and_cancel()
    assert names(tmp_path) == []
    with atomic_folder(tmp_path / "out") as folder:
        (folder / "a").write_bytes(b"1")
    assert names(tmp_path) == ["out"]
    with pytest.raises(UsageError, match="not an empty folder"), atomic_folder(tmp_path / "out"):
        pytest.fail("the block ran")
