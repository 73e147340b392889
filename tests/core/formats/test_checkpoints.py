"""Checkpoints in every state that people have them in: swapped, compressed, in slices, in halves, damaged."""

from __future__ import annotations

import importlib.util
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import cramjam
import google_crc32c
import numpy as np
import pytest

from core.errors import FormatError, LimitExceeded
from core.formats.bundle import Bundle
from core.formats.ordered_code import slice_key
from core.formats.reader import MemoryReader, Reader
from core.formats.table import Table, decompress
from core.formats.tensor import element_count, mask_crc
from core.formats.wire import VARINT, encode_field, encode_varint, fields, varint
from core.opening import open_model


@pytest.fixture(scope="module")
def damage() -> ModuleType:
    """The table writer of the fuzz tests."""
    path = Path(__file__).resolve().parents[2] / "fuzz" / "damage.py"
    spec = importlib.util.spec_from_file_location("fuzz_damage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_damage"] = module
    spec.loader.exec_module(module)
    return module


def copy_of(folder: Path, tmp_path: Path) -> Path:
    target = tmp_path / folder.name
    shutil.copytree(folder, target)
    return target


def entries(path: Path) -> list[tuple[bytes, bytes]]:
    return list(zip(*Table(Reader(path)).columns(), strict=True))


def swapped_strings(piece: bytes, count: int) -> bytes:
    """A string tensor's bytes as a big-endian machine writes them: the crc of the lengths differs."""
    position, crc = 0, 0
    for _ in range(count):
        length, position = varint(piece, position)
        crc = google_crc32c.extend(crc, struct.pack(">I", length))
    return piece[:position] + struct.pack(">I", mask_crc(crc)) + piece[position + 4 :]


def string_crc(piece: bytes, count: int) -> int:
    """The crc of a whole string tensor, lengths taken as big-endian numbers."""
    position, crc = 0, 0
    for _ in range(count):
        length, position = varint(piece, position)
        crc = google_crc32c.extend(crc, struct.pack(">I", length))
    return google_crc32c.extend(crc, piece[position:])


def make_big_endian(folder: Path, damage: ModuleType) -> None:
    """Rewrite a little-endian bundle as a big-endian machine would have written it."""
    bundle = Bundle(folder / "model.ckpt")
    data = bytearray((folder / "model.ckpt.data-00000-of-00001").read_bytes())
    pairs = entries(folder / "model.ckpt.index")
    made = [(b"", pairs[0][1] + b"\x10\x01")]
    for key, value in pairs[1:]:
        raw = bundle._decode("x", value)
        piece = bytes(data[raw.offset : raw.offset + raw.size])
        crc = google_crc32c.value(piece)
        if raw.dtype.name == "string":
            count = element_count(raw.shape)
            piece = swapped_strings(piece, count)
            crc = string_crc(piece, count)
        elif raw.dtype.swap > 1:
            piece = np.frombuffer(piece, f"u{raw.dtype.swap}").byteswap().tobytes()
            crc = google_crc32c.value(piece)
        data[raw.offset : raw.offset + raw.size] = piece
        changed = b""
        for field in fields(value):
            if field.number == 6:
                changed += struct.pack("<BI", 0x35, mask_crc(crc))
            elif field.kind == VARINT:
                changed += encode_varint(field.number << 3) + encode_varint(field.value)
            else:
                changed += encode_field(field.number, value[field.start : field.end])
        made.append((key, changed))
    (folder / "model.ckpt.index").write_bytes(damage.table_of(made))
    (folder / "model.ckpt.data-00000-of-00001").write_bytes(bytes(data))


def test_a_big_endian_checkpoint_holds_the_same_values(corpus: Path, tmp_path: Path, damage: ModuleType) -> None:
    folder = copy_of(corpus / "v2_dtypes", tmp_path)
    make_big_endian(folder, damage)
    little, big = open_model(corpus / "v2_dtypes"), open_model(folder)
    for variable in little.variables():
        swapped = big.tensor(variable.name)
        assert variable.source.read().tolist() == swapped.read().tolist(), variable.name
        assert swapped.verify() is True, variable.name
        if variable.dtype.name != "string":
            assert b"".join(map(bytes, variable.source.pieces())) == b"".join(map(bytes, swapped.pieces()))


def test_tensorflow_reads_the_same_from_a_big_endian_checkpoint(
    tf: Any, corpus: Path, tmp_path: Path, damage: ModuleType
) -> None:
    folder = copy_of(corpus / "v2_dtypes", tmp_path)
    make_big_endian(folder, damage)
    reader = tf.train.load_checkpoint(str(folder / "model.ckpt"))
    big = open_model(folder)
    checked = 0
    for name in ("float32", "float64", "int16", "int32", "int64", "uint8", "uint16", "bool", "complex64", "string"):
        theirs = np.asarray(reader.get_tensor(f"dtype/{name}"))
        assert big.tensor(f"dtype/{name}").read().tolist() == theirs.tolist(), name
        checked += 1
    assert checked == 10


def test_compressed_blocks_of_an_old_checkpoint_are_read(corpus: Path, tmp_path: Path, damage: ModuleType) -> None:
    folder = copy_of(corpus / "v1_sliced", tmp_path)
    path = folder / "model.ckpt-5"
    path.write_bytes(damage.table_of(entries(path), per_block=2, compress=True))
    plain, packed = open_model(corpus / "v1_sliced"), open_model(folder)
    assert [v.name for v in plain.variables()] == [v.name for v in packed.variables()]
    for variable in plain.variables():
        assert variable.source.read().tolist() == packed.tensor(variable.name).read().tolist()
        assert packed.tensor(variable.name).verify() is True


def test_a_block_that_claims_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = encode_varint(1 << 40) + bytes(cramjam.snappy.compress_raw(b"x" * 100))[1:]
    with pytest.raises(LimitExceeded):
        decompress(bomb, MemoryReader(Path("x"), bomb), 0)


def test_every_bit_of_a_block_is_guarded_by_its_checksum(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt.index"
    good = (corpus / "v2_sharded" / "wide.ckpt.index").read_bytes()
    offset = Table(Reader(corpus / "v2_sharded" / "wide.ckpt.index")).handles[0].offset
    for at in range(offset, offset + 60):
        path.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :])
        with pytest.raises(FormatError, match="checksum") as caught:
            Bundle(tmp_path / "model.ckpt")
        assert caught.value.offset is not None


def test_the_keys_of_slices_are_tensorflows(corpus: Path) -> None:
    stored = {key for key, _ in entries(corpus / "v2_sliced" / "model.ckpt-5.index") if key.startswith(b"\x00")}
    assert slice_key("axis0/w", (3, 0), (2, 5)) in stored or slice_key("axis0/w", (3, 0), (2, -1)) in stored
    assert len(stored) == 6
    model = open_model(corpus / "v2_sliced")
    assert {v.name: v.parts for v in model.variables() if v.parts > 1} == {"axis0/w": 3, "axis1/w": 3}


@pytest.mark.parametrize("value", [0, 1, 63, 64, 127, 128, 8191, 8192, 2**31, 2**62, 2**63 - 1, -1, -64, -65, -(2**63)])
def test_signed_numbers_sort_as_their_bytes_do(value: int) -> None:
    from core.formats.ordered_code import encode_signed

    assert len(encode_signed(value)) <= 10
    if value < 2**63 - 1:
        assert encode_signed(value) < encode_signed(value + 1)


def test_missing_shards_are_named_and_the_rest_is_read(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of(corpus / "v2_sharded", tmp_path)
    (folder / "wide.ckpt.data-00001-of-00003").unlink()
    model = open_model(folder)
    assert [v.name for v in model.variables()] == [f"block_{i}/{n}" for i in range(3) for n in ("bias", "kernel")]
    assert any("wide.ckpt.data-00001-of-00003" in str(p) and p.severity == "error" for p in model.problems)
    assert model.tensor("block_0/kernel").read().shape == (4, 6)
    with pytest.raises(FormatError, match="missing"):
        model.tensor("block_1/kernel").read()


def test_a_pointer_in_a_shards_place_is_explained(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of(corpus / "v2_sharded", tmp_path)
    (folder / "wide.ckpt.data-00002-of-00003").write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 4096\n"
    )
    model = open_model(folder)
    assert any("git lfs pull" in str(problem) for problem in model.problems)
    with pytest.raises(FormatError, match="git-lfs"):
        model.tensor("block_2/bias").read()


def test_a_shard_that_is_cut_off_is_named(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of(corpus / "v2_sharded", tmp_path)
    path = folder / "wide.ckpt.data-00000-of-00003"
    os.truncate(path, path.stat().st_size - 20)
    model = open_model(folder)
    assert any("cut off" in str(problem) for problem in model.problems)
    with pytest.raises(FormatError):
        model.tensor("block_0/kernel").read()


def test_a_shard_that_is_no_file_is_refused(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of(corpus / "v2_sharded", tmp_path)
    path = folder / "wide.ckpt.data-00000-of-00003"
    path.unlink()
    os.mkfifo(path)
    model = open_model(folder)
    assert any("regular file" in str(problem) for problem in model.problems)
    path.unlink()
    path.symlink_to(path)
    assert any("symbolic link" in str(problem) for problem in open_model(folder).problems)


def test_a_wrong_byte_of_a_value_is_found_by_its_checksum(corpus: Path, tmp_path: Path) -> None:
    for name in ("v2_dtypes", "v1_sliced"):
        folder = copy_of(corpus / name, tmp_path)
        model = open_model(folder)
        source = model.tensor("dtype/float32" if name == "v2_dtypes" else "plain/w")
        path = source.path
        assert path is not None
        value = source.read().tobytes()
        data = bytearray(path.read_bytes())
        data[data.find(value) + 3] ^= 16
        path.write_bytes(bytes(data))
        damaged = open_model(folder).tensor(source.name)
        assert damaged.verify() is False
        with pytest.raises(FormatError, match="checksum"):
            list(damaged.pieces(check_crc=True))


def test_a_shard_replaced_while_open_is_an_error_not_a_mixture(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of(corpus / "v2_sharded", tmp_path)
    model = open_model(folder)
    source: Any = model.tensor("block_0/kernel")
    before = source.read().tolist()
    path = folder / "wide.ckpt.data-00000-of-00003"
    path.unlink()
    assert model.tensor("block_0/kernel").read().tolist() == before  # still open: the old one
    path.write_bytes(bytes(96))
    checkpoint: Any = model.checkpoint
    checkpoint._pool._open.clear()
    with pytest.raises(FormatError, match="changed"):
        model.tensor("block_0/kernel").read()


def test_newline_conversion_is_recognised(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of(corpus / "v2_dtypes", tmp_path)
    path = folder / "model.ckpt.index"
    data = path.read_bytes()
    assert data.count(b"\n") >= 4
    path.write_bytes(data.replace(b"\n", b"\r\n"))
    with pytest.raises(FormatError, match="line ends"):
        open_model(folder / "model.ckpt")


def large_index(folder: Path, damage: ModuleType, count: int, shards: int = 1) -> Path:
    """An index of `count` scalars in shards that are as long as it says."""
    made = [(b"", encode_varint(1 << 3) + encode_varint(shards))]
    for i in range(count):
        place = (
            encode_varint(3 << 3) + encode_varint(i % shards) + encode_varint(4 << 3) + encode_varint(i // shards * 4)
        )
        made.append((b"v%06d" % i, b"\x08\x01\x12\x00" + place + b"\x28\x04"))
    (folder / "many.index").write_bytes(damage.table_of(made, per_block=1000))
    for i in range(shards):
        (folder / f"many.data-{i:05d}-of-{shards:05d}").write_bytes(bytes(-(-count // shards) * 4))
    return folder / "many"


def test_a_shard_of_a_large_checkpoint_that_is_cut_off_is_named(tmp_path: Path, damage: ModuleType) -> None:
    prefix = large_index(tmp_path, damage, 30_000, shards=3)
    assert open_model(prefix).problems == []
    os.truncate(tmp_path / "many.data-00001-of-00003", 39_999)
    model = open_model(prefix)
    assert len(model.variables()) == 30_000
    assert ["many.data-00001-of-00003: it is cut off" in str(problem) for problem in model.problems] == [True]


def test_thousands_of_missing_shards_are_counted(tmp_path: Path, damage: ModuleType) -> None:
    prefix = large_index(tmp_path, damage, 3_000, shards=2_000)
    for path in tmp_path.glob("many.data-*"):
        path.unlink()
    problems = [str(problem) for problem in open_model(prefix).problems]
    assert len(problems) < 30
    assert any("2000 of 2000" in problem for problem in problems)


def test_the_strings_of_an_old_checkpoint_are_measured(corpus: Path) -> None:
    model = open_model(corpus / "v1_sliced")
    [words] = [variable for variable in model.variables() if variable.name == "words"]
    assert words.nbytes == len(b"word") * 3
    assert model.checkpoint is not None
    assert model.checkpoint.totals().nbytes == sum(variable.nbytes for variable in model.variables())


@pytest.mark.parametrize("name", ["v2_sharded", "v1_sharded", "saved_model_tf2", "object_based"])
def test_links_to_files_and_folders_open_as_what_they_lead_to(corpus: Path, tmp_path: Path, name: str) -> None:
    """Caches of downloads and build systems keep files under other names elsewhere and link to them."""
    blobs, links = tmp_path / "blobs", tmp_path / "links"
    blobs.mkdir()
    for number, path in enumerate(sorted((corpus / name).rglob("*"))):
        target = links / path.relative_to(corpus / name)
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, blobs / str(number))
            target.symlink_to(os.path.relpath(blobs / str(number), target.parent))
    (tmp_path / "folder").symlink_to(links, target_is_directory=True)
    plain = open_model(corpus / name)
    for folder in (links, tmp_path / "folder"):
        model = open_model(folder)
        assert (model.format, model.problems) == (plain.format, [])
        for variable in plain.variables():
            if variable.dtype.numpy is not None:
                assert model.tensor(variable.name).read().tolist() == variable.source.read().tolist()


AS_NOBODY = """
import os, sys
from pathlib import Path
from core.errors import CryographError
from core.opening import open_model
for path in Path(sys.argv[1]).iterdir():
    open_model(path)  # what is imported late may lie where nobody may read
os.setgroups([]); os.setgid(65534); os.setuid(65534)
for path in sys.argv[2:]:
    try:
        print("opened", *map(str, open_model(Path(path)).problems), sep="|")
    except CryographError as error:
        print("refused", error, sep="|")
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_files_that_may_not_be_read_are_named(corpus: Path, tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="cryograph-"))  # pytest's own folders are closed to others
    try:
        for name in ("v2_sharded", "graph_binary", "v2_sliced"):
            shutil.copytree(corpus / name, folder / name)
            shutil.copytree(corpus / name, tmp_path / name)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        (folder / "v2_sharded" / "wide.ckpt.data-00001-of-00003").chmod(0)
        (folder / "graph_binary" / "graph.pb").chmod(0)
        (folder / "v2_sliced").chmod(0)
        asked = ["v2_sharded", "graph_binary", "graph_binary/graph.pb", "v2_sliced", "v2_sliced/model.ckpt-5"]
        ended = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, tmp_path, *(folder / each for each in asked)],
            capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[3],
        )  # fmt: skip
        lines = ended.stdout.splitlines()
        assert len(lines) == len(asked), ended.stderr
        assert [line.split("|")[0] for line in lines] == ["opened", "refused", "refused", "refused", "refused"]
        assert all("you may not read" in line for line in lines), lines
        assert "wide.ckpt.data-00001-of-00003" in lines[0]
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)
        shutil.rmtree(folder)


def test_a_folder_whose_files_vanish_is_an_error_in_words(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of(corpus / "v2_sliced", tmp_path)
    model = open_model(folder)
    names = [variable.name for variable in model.variables()]
    shutil.rmtree(folder)
    for name in names:
        with pytest.raises(FormatError, match="no such file"):
            model.tensor(name).read()
    with pytest.raises(FormatError, match="no such file"):
        open_model(folder)


def test_an_index_that_unpacks_to_more_than_the_limit_is_refused(
    tmp_path: Path, damage: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.limits.TABLE_BYTES", 1 << 20)
    made = [(b"", b"\x08\x01"), *((b"v%06d" % i, bytes(1 << 16)) for i in range(40))]
    (tmp_path / "bomb.index").write_bytes(damage.table_of(made, per_block=1, compress=True))
    assert (tmp_path / "bomb.index").stat().st_size < 1 << 18
    with pytest.raises(LimitExceeded) as caught:
        open_model(tmp_path / "bomb.index")
    assert caught.value.offset is not None


@pytest.mark.parametrize("name", ["v2_sharded", "v1_sharded", "graph_binary"])
def test_values_written_over_in_place_while_open_are_an_error(corpus: Path, tmp_path: Path, name: str) -> None:
    folder = copy_of(corpus / name, tmp_path)
    model = open_model(folder)
    source = model.tensor({"v2_sharded": "block_0/kernel", "v1_sharded": "only_0", "graph_binary": "big"}[name])
    source.read()
    path = next(each for each in sorted(folder.iterdir()) if not each.name.endswith(".index"))
    data = path.read_bytes()
    with path.open("r+b") as file:
        file.write(bytes(len(data)))
    os.utime(path, ns=(0, 1))  # a clock may be coarse
    with pytest.raises(FormatError, match="changed"):
        source.read()
