"""Checkpoints in every state that people have them in: swapped, compressed, in slices, in halves, damaged."""

from __future__ import annotations

import importlib.util
import os
import shutil
import struct
import sys
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
from core.formats.tensor import mask_crc
from core.formats.wire import encode_field, encode_varint, fields
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
    return [pair for _, pairs in Table(Reader(path)).blocks() for pair in pairs]


def make_big_endian(folder: Path, damage: ModuleType) -> None:
    """Rewrite a little-endian bundle as a big-endian machine would have written it."""
    prefix = folder / "model.ckpt"
    bundle = Bundle(prefix)
    data = bytearray((folder / "model.ckpt.data-00000-of-00001").read_bytes())
    pairs = entries(folder / "model.ckpt.index")
    made = [(b"", pairs[0][1] + b"\x10\x01")]
    for key, value in pairs[1:]:
        raw = bundle._decode("x", value)
        piece = bytes(data[raw.offset : raw.offset + raw.size])
        if raw.dtype.swap > 1:
            piece = np.frombuffer(piece, f"u{raw.dtype.swap}").byteswap().tobytes()
            data[raw.offset : raw.offset + raw.size] = piece
            crc = mask_crc(google_crc32c.value(piece))
            value = b"".join(
                struct.pack("<BI", 0x35, crc)
                if field.number == 6
                else encode_varint(field.number << 3 | field.kind) + encode_varint(field.value)
                if field.kind == 0
                else encode_field(field.number, value[field.start : field.end])
                for field in fields(value)
            )
        made.append((key, value))
    (folder / "model.ckpt.index").write_bytes(damage.table_of(made))
    (folder / "model.ckpt.data-00000-of-00001").write_bytes(bytes(data))


def test_a_big_endian_checkpoint_holds_the_same_values(corpus: Path, tmp_path: Path, damage: ModuleType) -> None:
    folder = copy_of(corpus / "v2_dtypes", tmp_path)
    make_big_endian(folder, damage)
    little, big = open_model(corpus / "v2_dtypes"), open_model(folder)
    checked = 0
    for variable in little.variables():
        if variable.dtype.name != "string":  # its crc of lengths is another there
            assert variable.source.read().tobytes() == big.tensor(variable.name).read().tobytes(), variable.name
            assert big.tensor(variable.name).verify() is True, variable.name
            checked += 1
    assert checked > 25


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
