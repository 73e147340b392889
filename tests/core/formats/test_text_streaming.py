"""Text read in pieces says what protobuf's own parser reads of it as a whole, wherever the pieces end."""

from __future__ import annotations

import random
import tempfile
import tracemalloc
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import text_format
from hypothesis import given, settings
from hypothesis import strategies as st
from tensorboard.compat.proto import graph_pb2
from text_forms import as_text, random_graph

from core.errors import FormatError
from core.formats import text_form, text_proto, text_tokens
from core.formats.graph_text import scan_text_graph
from core.formats.reader import MemoryReader, Reader
from core.formats.text_proto import translate
from core.formats.text_schema import schema_of
from core.scratch import ScratchFile

SCHEMA = schema_of(graph_pb2.GraphDef.DESCRIPTOR)
SEEDS = st.integers(0, 2**32)


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Iterator[None]:
    """Every boundary at each of a few dozen bytes: a name or a number is still shorter than a piece."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_tokens, "PIECE", 151)
        patch.setattr(text_proto, "APART", 13)
        patch.setattr(text_form, "GATHERED", 40)
        yield


def ours(text: str) -> Any:
    with ScratchFile(Path(tempfile.gettempdir()) / "x") as scratch:
        form, unknown = translate(MemoryReader(Path("x"), text.encode()), SCHEMA, scratch=scratch)
        whole = form.read(0, form.size)
        assert b"".join(form.read(at, min(7, form.size - at)) for at in range(0, form.size, 7)) == whole
        in_memory, _ = translate(MemoryReader(Path("x"), text.encode()), SCHEMA)
        assert in_memory.read(0, in_memory.size) == whole
    assert unknown == []
    return graph_pb2.GraphDef.FromString(whole)


@settings(deadline=None, max_examples=300)
@given(SEEDS, SEEDS)
def test_any_graph_written_in_any_way_is_what_protobuf_reads(graph: int, form: int) -> None:
    text = as_text(random_graph(graph), form)
    expected = text_format.Parse(text, graph_pb2.GraphDef())
    assert ours(text).SerializeToString(deterministic=True) == expected.SerializeToString(deterministic=True)


@settings(deadline=None, max_examples=300)
@given(SEEDS)
def test_what_protobuf_reads_of_a_damaged_text_is_read_the_same(seed: int) -> None:
    chance = random.Random(seed)
    text = list(as_text(random_graph(seed), seed))
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.randrange(len(text) + 1)
        text[at : at + chance.choice((0, 1, 5))] = chance.choice(("", *"{}\"':#\\[]9x-\n,"))
    damaged = "".join(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python only warns of an escape that is none, as protobuf in C++ doesn't
            expected = text_format.Parse(damaged, graph_pb2.GraphDef())
    except (text_format.ParseError, ValueError, DeprecationWarning):
        return
    assert ours(damaged).SerializeToString(deterministic=True) == expected.SerializeToString(deterministic=True)


@pytest.mark.parametrize("text", [
    'node { name: "a\n" }', 'node { name: "a', "node { name: 'a" + "b" * 400, 'node { name: "' + "\\\\" * 200,
    'node { name: "a" "' + "b" * 400 + '\n" }', 'node { name: "' + "a" * 300 + '\\400" }',
    "versions { producer: " + "1" * 200 + " }", "node { name: \"a\" } # " + "r" * 400 + "\n}", "node: " + "#\n" * 200,
])  # fmt: skip
def test_what_is_no_graph_is_an_error_in_words(text: str) -> None:
    with pytest.raises(FormatError, match="can't be read"):
        ours(text)


def test_the_line_is_right_however_far_the_text_goes() -> None:
    with pytest.raises(FormatError, match="line 2,003 can't be read: '7'"):
        ours('node { name: "a" }\n' * 2_000 + "\nnode {\n name: 7 }")


@pytest.mark.parametrize("letter", [r"\377", r"\xff", r"\\", r"\"", "a", r"\U0001F600", "é", r"\1"])
@pytest.mark.parametrize("shift", range(12))
def test_a_long_string_is_cut_between_letters(letter: str, shift: int) -> None:
    string = "x" * shift + letter * 200
    text = f'node {{ name: "n" attr {{ key: "k" value {{ s: "{string}" }} }} }}'
    assert ours(text) == text_format.Parse(text, graph_pb2.GraphDef())


def test_bytes_that_are_no_text_are_found_at_any_boundary() -> None:
    for at in range(130, 170):
        text = b'node { name: "' + "é".encode() * (at // 2) + b"x" * (at % 2)
        with pytest.raises(FormatError, match=rf"no text \(at byte {len(text)}\)"):
            translate(MemoryReader(Path("x"), text + b"\xff" + b'" }'), SCHEMA)
        with pytest.raises(FormatError, match=rf"no text \(at byte {len(text)}\)"):
            translate(MemoryReader(Path("x"), text + b"\xc3"), SCHEMA)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    form, _ = translate(MemoryReader(Path("x"), b'\xef\xbb\xbfnode { name: "a" }'), SCHEMA)
    assert graph_pb2.GraphDef.FromString(form.read(0, form.size)).node[0].name == "a"


class TestMemory:
    """With pieces of their usual size, four times the text takes about as much memory."""

    @pytest.fixture(autouse=True)
    def usual_pieces(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(text_tokens, "PIECE", 16 << 10)
        monkeypatch.setattr(text_proto, "APART", 4 << 10)
        monkeypatch.setattr(text_form, "GATHERED", 4 << 10)

    @pytest.mark.parametrize(("before", "repeated", "after"), [
        ('node { attr { value { tensor { tensor_content: "', r"\000\377ab", '" } } } }'),
        ("node { attr { value { tensor { ", "float_val: 0.5\n", " } } } }"),
        ("node { attr { value { tensor { float_val: [1", ", 2.5", "] } } } }"),
        ("library { ", 'function { signature { name: "f" } node_def { name: "n" op: "NoOp" } }\n', "}"),
        ("", 'node { name: "n" op: "NoOp" input: ["a", "b"] }\n', ""),
        ('node { name: "n" attr { value { s: ', '"literal beside" ', "} } }"),
        ("node { # ", "remark ", "\n}"), ("node { unknown { x: ", '"y" ', "} }"),
    ])  # fmt: skip
    def test_translating_with_a_scratch_file_takes_no_more_for_a_longer_text(
        self, before: str, repeated: str, after: str, tmp_path: Path
    ) -> None:
        def peak(size: int) -> int:
            path = tmp_path / "x.pbtxt"
            path.write_text(before + repeated * (size // len(repeated)) + after)
            reader = Reader(path)
            with ScratchFile(tmp_path / "x.pb") as scratch:
                tracemalloc.start()
                try:
                    form, _ = translate(reader, SCHEMA, scratch=scratch)
                    for at in range(0, form.size, 1 << 16):
                        form.read(at, min(1 << 16, form.size - at))
                    return tracemalloc.get_traced_memory()[1]
                finally:
                    tracemalloc.stop()

        peak(1 << 16)
        assert peak(1 << 20) < 1.5 * peak(1 << 18)

    def test_looking_at_a_graph_takes_no_more_for_a_longer_constant(self, tmp_path: Path) -> None:
        def peak(count: int) -> int:
            graph = graph_pb2.GraphDef()
            tensor = graph.node.add(name="c", op="Const").attr["value"].tensor
            tensor.dtype = 4  # uint8
            tensor.tensor_shape.dim.add(size=count)
            tensor.tensor_content = bytes(range(256)) * (count // 256)
            path = tmp_path / "x.pbtxt"
            path.write_text(text_format.MessageToString(graph))
            tracemalloc.start()
            try:
                scanned = scan_text_graph(Reader(path))
                assert scanned.tensors["c"].read((slice(count - 2, count),)).tolist() == [254, 255]
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        peak(1 << 16)
        assert peak(4 << 20) < 1.5 * peak(1 << 20)


def test_the_values_of_a_text_are_those_of_the_bytes(tmp_path: Path) -> None:
    graph = random_graph(7)
    tensor = graph.node.add(name="big", op="Const").attr["value"].tensor
    tensor.dtype = 1
    tensor.tensor_shape.dim.add(size=3_000)
    tensor.float_val.extend(range(3_000))
    path = tmp_path / "x.pbtxt"
    path.write_text(text_format.MessageToString(graph))
    source = scan_text_graph(Reader(path)).tensors["big"]
    assert source.read((slice(10, 13),)).tolist() == [10, 11, 12]
    assert (source.path, source.offset) == (path, None)
    path.write_text(path.read_text() + "\n")
    with pytest.raises(FormatError, match="changed"):
        source.read()
