"""Bundles and tables that we write: our reader and TensorFlow's give back what was put in."""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.formats.bundle import Bundle
from core.formats.bundle_writer import BundleWriter
from core.formats.dtypes import dtype_named
from core.formats.reader import Reader
from core.formats.table import Table
from core.formats.table_writer import BLOCK_SIZE, TableWriter

FLOAT, STRING = dtype_named("float32"), dtype_named("string")


class Written:
    """A bundle in a folder, in the making."""

    def __init__(self, prefix: Path, shards: int) -> None:
        self.prefix, self.shards = prefix, shards
        self.stack = ExitStack()
        self.writer = BundleWriter(self.open, shards)

    def open(self, shard: int) -> Any:
        name = f"{self.prefix.name}.data-{shard:05d}-of-{self.shards:05d}"
        return self.stack.enter_context(self.prefix.with_name(name).open("wb"))

    def finish(self) -> Bundle:
        with self.stack, self.prefix.with_name(f"{self.prefix.name}.index").open("wb") as index:
            assert self.writer.finish(index) == index.tell()
        return Bundle(self.prefix)


def test_thousands_of_values_over_several_blocks_and_shards(tmp_path: Path) -> None:
    import tensorflow as tf

    written = Written(tmp_path / "x", 3)
    random = np.random.default_rng(0)
    values = {f"layer_{n}/{'deep/' * (n % 9)}w": random.normal(size=(n % 7, 3)).astype("f4") for n in range(12_000)}
    for number, (name, value) in enumerate(values.items()):
        written.writer.add(name, FLOAT, value.shape, [value[:2].tobytes(), value[2:].tobytes()], shard=number % 2)
    written.writer.add("scalar", FLOAT, (), [np.float32(2.5).tobytes()])
    bundle = written.finish()
    assert not bundle.problems
    assert (tmp_path / "x.index").stat().st_size > 2 * BLOCK_SIZE
    assert (tmp_path / "x.data-00002-of-00003").stat().st_size == 0
    reader = tf.train.load_checkpoint(str(tmp_path / "x"))
    assert len(reader.get_variable_to_shape_map()) == len(values) + 1
    for name, value in values.items():
        assert bundle.tensor(name).verify()
        np.testing.assert_array_equal(reader.get_tensor(name), value)
    assert reader.get_tensor("scalar") == 2.5


def test_strings_of_any_length(tmp_path: Path) -> None:
    import tensorflow as tf

    items = [b"", b"a", b"x" * 300, b"\x00\xff" * 50_000]
    written = Written(tmp_path / "x", 1)
    written.writer.add_strings("s", STRING, (2, 2), items, shard=0)
    written.writer.add_strings("none", STRING, (0,), [], shard=0)
    bundle = written.finish()
    assert bundle.tensor("s").verify()
    assert bundle.tensor("s").read().ravel().tolist() == items
    found = tf.train.load_checkpoint(str(tmp_path / "x"))
    assert found.get_tensor("s").ravel().tolist() == items
    assert found.get_tensor("none").shape == (0,)


def test_slices_are_put_together(tmp_path: Path) -> None:
    import tensorflow as tf

    whole = np.arange(60, dtype="f4").reshape(10, 6)
    boxes = [((0, 0), (4, 6)), ((4, 0), (6, 2)), ((4, 2), (6, 4))]
    written = Written(tmp_path / "x", 1)
    written.writer.add_whole("w", FLOAT, (10, 6), boxes)
    for (row, column), (rows, columns) in boxes:
        part = whole[row : row + rows, column : column + columns]
        written.writer.add_slice("w", FLOAT, ((row, column), (rows, columns)), pieces=[part.tobytes()])
    bundle = written.finish()
    np.testing.assert_array_equal(bundle.tensor("w").read(), whole)
    np.testing.assert_array_equal(tf.train.load_checkpoint(str(tmp_path / "x")).get_tensor("w"), whole)


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    written = Written(tmp_path / "x", 1)
    writer = written.writer
    with pytest.raises(ValueError, match="gave 4 bytes for the shape"):
        writer.add("w", FLOAT, (2,), [bytes(4)])
    writer.add("v", FLOAT, (1,), [bytes(4)])
    with pytest.raises(ValueError, match="there already"):
        writer.add("v", FLOAT, (1,), [bytes(4)])
    written.finish()
    table = TableWriter(BytesIO())
    table.add(b"b", b"")
    with pytest.raises(ValueError, match="upwards"):
        table.add(b"a", b"")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.binary(max_size=40), st.binary(max_size=80), max_size=120))
def test_any_keys_and_values_come_back(tmp_path_factory: pytest.TempPathFactory, entries: dict[bytes, bytes]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.table"
    with path.open("wb") as file:
        table = TableWriter(file)
        for key in sorted(entries):
            table.add(key, entries[key])
        assert table.finish() == file.tell()
    keys, values = Table(Reader(path)).columns()
    assert dict(zip(keys, values, strict=True)) == entries
    assert keys == sorted(entries)
