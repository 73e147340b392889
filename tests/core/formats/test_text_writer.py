"""Messages as text, judged by protobuf's own reader of text."""

from __future__ import annotations

import struct
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import text_format
from hypothesis import given, settings
from hypothesis import strategies as st
from tensorboard.compat.proto import attr_value_pb2, graph_pb2, tensor_pb2

from core.errors import FormatError, LimitExceeded
from core.formats.reader import MemoryReader, Reader
from core.formats.text_writer import escape, write_text
from core.formats.wire import encode_field, encode_varint


class Kept:
    def __init__(self) -> None:
        self.text = ""
        self.longest = 0

    def write(self, data: bytes | memoryview, /) -> None:
        self.longest = max(self.longest, len(data))
        self.text += bytes(data).decode("ascii")


def as_text(data: bytes, descriptor: Any, *ranges: tuple[int, int]) -> tuple[str, list[str]]:
    kept = Kept()
    unknown = write_text(MemoryReader(Path("x"), data), ranges or [(0, len(data))], descriptor, kept)
    return kept.text, unknown


def there_and_back(message: Any) -> Any:
    text, unknown = as_text(message.SerializeToString(), message.DESCRIPTOR)
    assert unknown == []
    return text_format.Parse(text, type(message)())


def test_every_kind_of_field() -> None:
    graph = graph_pb2.GraphDef()
    graph.versions.producer = 27
    graph.versions.bad_consumers.extend([1, -2, 1 << 20])
    node = graph.node.add(name='odd "name"\\ä\n\t\x01', op="Const", input=["a", "^b", "c:1"])
    tensor = node.attr["value"].tensor
    tensor.dtype = 1
    tensor.float_val.extend([0.1, -0.0, 1e-45, 3.4028235e38, 16777217.0, float("inf"), float("-inf")])
    tensor.double_val.extend([0.1, 1 / 3, 5e-324, 1.7976931348623157e308])
    tensor.int64_val.extend([-1, 1 << 62, -(1 << 63)])
    tensor.uint64_val.extend([(1 << 64) - 1])
    tensor.half_val.extend([65535, 0])
    tensor.bool_val.extend([True, False])
    tensor.string_val.extend([b"", bytes(range(256))])
    tensor.tensor_content = bytes(reversed(range(256))) * 40
    node.attr["T"].type = 101  # DT_FLOAT_REF
    node.attr["new"].type = 999
    node.attr["empty"].list.SetInParent()
    node.attr["shape"].shape.unknown_rank = True
    node.attr["f"].func.name = "g"
    node.attr["f"].func.attr["T"].type = 3
    function = graph.library.function.add()
    function.signature.name = "g"
    function.ret["y"] = "x:0"
    assert there_and_back(graph) == graph


@given(
    st.lists(st.floats(width=32)), st.lists(st.floats()), st.binary(), st.lists(st.integers(-(1 << 31), (1 << 31) - 1))
)
@settings(max_examples=60, deadline=None)
def test_the_bits_come_back(floats: list[float], doubles: list[float], content: bytes, ints: list[int]) -> None:
    tensor = tensor_pb2.TensorProto(float_val=floats, double_val=doubles, tensor_content=content, int_val=ints)
    back = there_and_back(tensor)
    assert back.tensor_content == content
    assert back.int_val == ints
    for given_, found, code in ((tensor.float_val, back.float_val, "f"), (tensor.double_val, back.double_val, "d")):
        # Of a NaN the text has only the sign.
        assert [struct.pack(code, x) for x in found if x == x] == [struct.pack(code, x) for x in given_ if x == x]
        assert [x != x for x in found] == [x != x for x in given_]


def test_the_sign_of_a_nan_is_kept() -> None:
    bits = struct.pack("<II", 0xFFC00000, 0x7FC00000)
    text, _ = as_text(encode_field(5, bits), tensor_pb2.TensorProto.DESCRIPTOR)
    assert text == "float_val: -nan\nfloat_val: nan\n"


def test_names_that_the_descriptor_lacks_are_told() -> None:
    data = encode_field(1, encode_field(1, b"a") + encode_field(77, b"new")) + encode_varint(90 << 3) + b"\x01"
    text, unknown = as_text(data, graph_pb2.GraphDef.DESCRIPTOR)
    assert text == 'node {\n  name: "a"\n}\n'
    assert unknown == ["NodeDef.77", "GraphDef.90"]


def test_numbers_that_are_packed_where_one_may_stand_are_left_out_as_protobuf_does() -> None:
    data = encode_field(1, encode_field(5, encode_field(1, b"k") + encode_field(2, encode_field(3, b"\x01\x02"))))
    text, unknown = as_text(data, graph_pb2.GraphDef.DESCRIPTOR)
    expected = graph_pb2.GraphDef.FromString(data)
    expected.DiscardUnknownFields()
    assert text_format.Parse(text, graph_pb2.GraphDef()) == expected
    assert unknown == ["AttrValue.3"]


def test_a_field_that_stands_twice_is_merged_as_protobuf_does() -> None:
    data = encode_field(1, encode_field(1, b"first") + encode_field(2, b"Op") + encode_field(1, b"last"))
    text, _ = as_text(data, graph_pb2.GraphDef.DESCRIPTOR)
    assert text_format.Parse(text, graph_pb2.GraphDef()) == graph_pb2.GraphDef.FromString(data)


def test_a_oneof_that_is_set_twice_keeps_the_last() -> None:
    data = encode_field(
        1, encode_field(5, encode_field(1, b"k") + encode_field(2, b"\x30\x01" + encode_field(2, b"s")))
    )
    text, _ = as_text(data, graph_pb2.GraphDef.DESCRIPTOR)
    assert text_format.Parse(text, graph_pb2.GraphDef()) == graph_pb2.GraphDef.FromString(data)


def test_the_library_twice_is_refused() -> None:
    data = encode_field(2, b"") * 2
    with pytest.raises(FormatError, match="library stands twice"):
        as_text(data, graph_pb2.GraphDef.DESCRIPTOR)


def test_several_runs_of_bytes_are_one_message() -> None:
    one, other = (encode_field(1, encode_field(1, name)) for name in (b"a", b"b"))
    data = one + b"\xff\xff\xff" + other
    text, _ = as_text(data, graph_pb2.GraphDef.DESCRIPTOR, (0, len(one)), (len(one) + 3, len(data)))
    assert text == 'node {\n  name: "a"\n}\nnode {\n  name: "b"\n}\n'


@pytest.mark.parametrize("size", [100, 400_000])
def test_damage_is_told_with_its_place(size: int) -> None:
    data = encode_field(1, encode_field(3, b"x" * size) + b"\x0a\x7fcut")
    with pytest.raises(FormatError, match="cut off or damaged here") as caught:
        as_text(data, graph_pb2.GraphDef.DESCRIPTOR)
    assert caught.value.offset is not None
    assert caught.value.offset >= size


def test_deep_nesting_is_refused() -> None:
    data = b""
    for _ in range(150):  # func → attr → value → func …
        data = encode_field(10, encode_field(1, b"f") + encode_field(2, encode_field(1, b"k") + encode_field(2, data)))
    with pytest.raises(LimitExceeded, match="nested more than"):
        as_text(data, attr_value_pb2.AttrValue.DESCRIPTOR)


def test_a_large_content_never_is_in_memory(tmp_path: Path) -> None:
    size = 24 << 20
    node = encode_field(1, b"w") + encode_field(2, b"Const")
    head = encode_varint(4 << 3 | 2) + encode_varint(size)
    for number in (8, 2):  # the tensor in the AttrValue, that in the map's entry
        head = (encode_field(1, b"value") if number == 2 else b"") + encode_varint(number << 3 | 2) + encode_varint(
            len(head) + size
        ) + head  # fmt: skip
    head = node + encode_varint(5 << 3 | 2) + encode_varint(len(head) + size) + head
    path = tmp_path / "large.pb"
    with path.open("wb") as file:
        file.write(encode_varint(1 << 3 | 2) + encode_varint(len(head) + size) + head)
        file.truncate(file.tell() + size)

    class Counted:
        total = longest = 0

        def write(self, data: bytes | memoryview, /) -> None:
            self.total += len(data)
            self.longest = max(self.longest, len(data))

    counted = Counted()
    reader = Reader(path)
    tracemalloc.start()
    write_text(reader, [(0, reader.size)], graph_pb2.GraphDef.DESCRIPTOR, counted)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counted.total > 4 * size
    assert counted.longest < 1 << 20
    assert peak < 4 << 20


def test_escaping_needs_ascii_alone() -> None:
    assert escape(b"plain name/of:0") == "plain name/of:0"
    assert escape(b'"\\\x00\xff') == '\\"\\\\\\x00\\xff'
