"""Text graphs are what protobuf's own parser makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from google.protobuf import text_format
from hypothesis import given, settings
from hypothesis import strategies as st
from tensorboard.compat.proto import graph_pb2

from core.errors import Cancelled, FormatError, LimitExceeded
from core.formats.graph_text import scan_text_graph, scan_text_metagraph
from core.formats.reader import MemoryReader, Reader
from core.formats.text_proto import translate
from core.formats.text_schema import schema_of

SCHEMA = schema_of(graph_pb2.GraphDef.DESCRIPTOR)


def ours(text: str) -> Any:
    form, unknown = translate(MemoryReader(Path("x"), text.encode()), SCHEMA)
    assert unknown == []
    return graph_pb2.GraphDef.FromString(form.read(0, form.size))


def both(text: str) -> None:
    assert ours(text) == text_format.Parse(text, graph_pb2.GraphDef())


@pytest.mark.parametrize("text", [
    'node { name: "a" op: "B" }', "node <name: 'a', op: \"B\";>", 'node: { name : "a"\n "b" \'c\' }',
    "# remark\nnode {} # more\nversions { producer: 0x1F min_consumer: -1 bad_consumers: 017 }",
    'node { attr { key: "a" value { f: 1.5f } } attr { key: "b" value { f: -inf } } }',
    'node { attr { key: "c" value { f: nan } } attr { key: "d" value { f: 1e99 } } attr { key: "e" value { f: 3 } } }',
    'node { attr { key: "t" value { type: DT_FLOAT } } attr { key: "n" value { type: 3 } } }',
    'node { attr { key: "b" value { b: true } } attr { key: "i" value { i: -9223372036854775808 } } }',
    r'node { name: "\303\274 \"q\" \\ \x41 \t\n" attr { key: "s" value { s: "\000\377\xff\1" } } }',
    'node { name: "ü – 中" }', r'node { name: "ü" }',
    'node { attr { key: "s" value { list { i: 1 i: 2 s: "x" shape { dim { size: -1 } unknown_rank: false } } } } }',
    'library { function { signature { name: "f" } node_def { name: "n" } ret { key: "a" value: "b" } } }', "",
])  # fmt: skip
def test_text_is_read_as_protobuf_reads_it(text: str) -> None:
    both(text)


def test_an_escaped_question_mark_is_one() -> None:
    assert ours(r'node { name: "a\?b" }').node[0].name == "a?b"  # as TensorFlow's parser, unlike Python's


@settings(deadline=None)
@given(
    st.binary(max_size=60), st.text(max_size=20), st.floats(width=32, allow_nan=False),
    st.integers(-(2**63), 2**63 - 1),
)  # fmt: skip
def test_any_value_comes_back(data: bytes, name: str, real: float, integer: int) -> None:
    graph = graph_pb2.GraphDef()
    node = graph.node.add(name=name)
    node.attr["s"].s = data
    node.attr["f"].f = real
    node.attr["i"].i = integer
    for as_one_line in (False, True):
        text = text_format.MessageToString(graph, as_one_line=as_one_line)
        assert ours(text).SerializeToString(deterministic=True) == graph.SerializeToString(deterministic=True)


@pytest.mark.parametrize("text", [
    "node {", "node }", "}", 'node { name: "a }', "node { name: 3 }", "node { input }",
    "node { attr { value { f: x } } }",
    "node name", 'node { attr { value { type: DT_NOTHING } } }', "node { name: } }", 'node: "x"',
    r'node { name: "\400" }', "node { attr { value { i: 99999999999999999999 } } }", "$", 'node { name { } }',
])  # fmt: skip
def test_what_is_no_graph_is_an_error_in_words(text: str) -> None:
    with pytest.raises(FormatError):
        ours(text)


def test_the_line_of_an_error_is_said() -> None:
    with pytest.raises(FormatError, match="line 3"):
        ours('node {\n  name: "a"\n  op: 7\n}')


def test_deep_nesting_is_refused_without_recursion() -> None:
    with pytest.raises(LimitExceeded):
        ours("node { attr { value { " + "func { attr { value { " * 100_000)


@pytest.mark.parametrize("text", [
    'node { name: "a" input: ["b", \'c\' "d"] input: [] input: "e" }',
    'node [ { name: "a" }, <name: "b" op: "c"> ] versions { bad_consumers: [1, 2 , -3] }',
    'node: [{ attr: [{ key: "k", value { list { f: [1, 2.5f, -inf] b: [true] type: [DT_HALF, 1] } } }] }# note\n, {}]',
    'node { attr { key: "k" value { list { shape: [{ dim: [{ size: 1 }, { size: -1 }] }, {}] } } } }',
    "node [\n]", 'node # a remark\n { name # and here\n : "a" };',
])  # fmt: skip
def test_lists_in_brackets_are_read_as_protobuf_reads_them(text: str) -> None:
    both(text)


@pytest.mark.parametrize("text", [
    'node { name: "a" # say "no"\n "b" op: "X" }',
    "node { name: 'a'\n# don't \"x\n  # nor 'this'\n \"b\" 'c' op: \"X\" }",
    'node { input: ["a" # not "b"\n "c", "d"] }',
])  # fmt: skip
def test_quotes_in_a_remark_between_two_strings_are_no_string(text: str) -> None:
    both(text)


@pytest.mark.parametrize("text", [
    'node { input: ["b" }', 'node { input: ["b", name: "c"] }', "node [ {", "node [ { ]", "node [ 1 ]", "node [",
    "node { input: [{}] }", "versions { bad_consumers: [1.5] }",
])  # fmt: skip
def test_a_list_that_is_none_is_an_error_in_words(text: str) -> None:
    with pytest.raises(FormatError):
        ours(text)


def test_an_any_in_brackets_is_read_past(tmp_path: Path) -> None:
    path = tmp_path / "x.pbtxt"
    path.write_text(
        'meta_info_def { any_info { [type.googleapis.com/some.Thing] { x: 1 y: [{ z: "}" }] } } tags: ["a"] }\n'
        'graph_def { node { name: "n" [an.extension]: 5 [another.one] { a: 1 } } }'
    )
    scanned = scan_text_metagraph(Reader(path))
    assert list(scanned.meta.meta_info_def.tags) == ["a"]
    assert scanned.graph is not None
    assert [node.name for node in scanned.graph.nodes] == ["n"]
    assert "[type.googleapis.com/some.Thing]" in str(scanned.graph.problems[0])


def test_unknown_fields_are_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "x.pbtxt"
    path.write_text('node { name: "a" newer { x: 1 y { z: "}" } } newest: 3 }')
    graph = scan_text_graph(Reader(path))
    assert [node.name for node in graph.nodes] == ["a"]
    assert "newer, newest" in str(graph.problems[0])


def test_reading_text_can_be_cancelled() -> None:
    def tick() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        translate(MemoryReader(Path("x"), b'node { name: "a" }\n' * 10_000), SCHEMA, tick=tick)


def test_a_minus_may_stand_apart_as_in_the_specification() -> None:
    assert ours("versions { producer: - 5 bad_consumers: [- 1] }") == ours(
        "versions { producer: -5 bad_consumers: -1 }"
    )


@pytest.mark.parametrize(("before", "repeated", "after"), [
    ('node { name: "', r"\000", '" }'), ("node { name: '", r"\'", "' }"), ("node { name: ", '"a" ', "}"),
    ("node { name", " #\n", ': "a" }'), ("node {", "#\n", "}"), ("node { input: [", "'a' #\n", "] }"),
    ('node { name: "', r"\"", ""), ("node { name: ", "'a' ", "["),
])  # fmt: skip
def test_long_runs_of_small_things_take_no_more_memory_than_they_are(before: str, repeated: str, after: str) -> None:
    import tracemalloc

    text = before + repeated * 100_000 + after
    tracemalloc.start()
    try:
        ours(text)
    except FormatError:
        assert after in ("", "[")
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 40 * len(text)  # it was 200 times
