"""Graphs are scanned without their weights, and nothing else is lost."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from tensorboard.compat.proto import function_pb2, graph_pb2, meta_graph_pb2

from core.errors import FormatError, LimitExceeded
from core.formats.const import InlineTensor, decode_tensor
from core.formats.graphdef import RUN, scan_graph
from core.formats.metagraph import scan_metagraph
from core.formats.reader import Reader
from core.opening import open_model


def const(node: object, array: np.ndarray, *, content: bool = True) -> None:
    node.op = "Const"  # type: ignore[attr-defined]
    tensor = node.attr["value"].tensor  # type: ignore[attr-defined]
    tensor.dtype = {"float32": 1, "int32": 3}[array.dtype.name]
    for size in array.shape:
        tensor.tensor_shape.dim.add(size=size)
    if content:
        tensor.tensor_content = array.tobytes()
    elif array.dtype == np.float32:
        tensor.float_val.extend(array.reshape(-1).tolist())
    else:
        tensor.int_val.extend(array.reshape(-1).tolist())


def graph_with(weights: dict[str, tuple[np.ndarray, bool]], padding: int = 0) -> graph_pb2.GraphDef:
    graph = graph_pb2.GraphDef()
    graph.versions.producer = 7
    for name, (array, content) in weights.items():
        node = graph.node.add(name=name, device="/gpu:0")
        node.input.append("^x")
        const(node, array, content=content)
        node.attr["dtype"].type = 1
        for i in range(padding):
            graph.node.add(name=f"{name}/{i}", op="NoOp")
    return graph


def test_large_constants_stay_in_the_file_and_everything_else_is_kept(tmp_path: Path) -> None:
    rows = np.arange(3000, dtype=np.float32).reshape(30, 100)
    weights = {"a": (rows, True), "b": (rows, False), "c": (np.arange(5000, dtype=np.int32) - 9, False),
               "small": (np.ones(3, np.float32), True)}  # fmt: skip
    graph = graph_with(weights, padding=3)
    function = graph.library.function.add()
    function.signature.name = "f"
    for i in range(3):
        const(function.node_def.add(name=f"w{i}"), rows + i)
        function.node_def.add(name=f"n{i}", op="NoOp")
    path = tmp_path / "g.pb"
    path.write_bytes(graph.SerializeToString())
    scanned = scan_graph(Reader(path))
    assert list(scanned.tensors) == ["a", "b", "c"]
    for name, (array, _) in list(weights.items())[:3]:
        source = scanned.tensors[name]
        assert np.array_equal(source.read(), array)
        assert np.array_equal(source.read((slice(1, None, 7),)), array[1::7])
        assert b"".join(map(bytes, source.pieces())) == array.tobytes()
        assert source.nbytes == array.nbytes
    assert path.read_bytes()[scanned.tensors["a"].offset or 0 :].startswith(rows.tobytes())
    assert sum(node.ByteSize() for node in scanned.nodes) < 2000
    assert np.array_equal(scanned.function_tensors["f"]["w2"].read(), rows + 2)
    # Put back, it is the same graph.
    for theirs, mine in zip(graph.node, scanned.nodes, strict=True):
        for field in ("tensor_content", "float_val", "int_val"):
            if theirs.name in scanned.tensors:
                theirs.attr["value"].tensor.ClearField(field)
        assert mine == theirs
    for node in function.node_def:
        if node.op == "Const":
            node.attr["value"].tensor.ClearField("tensor_content")
    assert scanned.library == graph.library
    assert scanned.versions == graph.versions


def test_nodes_across_the_edges_of_reads_are_whole(tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    for i in range(3 * RUN // 400):
        graph.node.add(name=f"n{i}" + "x" * (i % 300), op="NoOp").input.append("y" * (i % 250))
    path = tmp_path / "g.pb"
    path.write_bytes(graph.SerializeToString())
    ticks: list[None] = []
    scanned = scan_graph(Reader(path), tick=lambda: ticks.append(None))
    assert list(scanned.nodes) == list(graph.node)
    assert len(ticks) >= 3


def test_a_graph_inside_a_meta_graph_is_scanned_the_same_way(tmp_path: Path) -> None:
    meta = meta_graph_pb2.MetaGraphDef()
    meta.graph_def.CopyFrom(graph_with({"a": (np.arange(2000, dtype=np.float32), True)}))
    meta.meta_info_def.tags.append("serve")
    path = tmp_path / "g.meta"
    path.write_bytes(meta.SerializeToString())
    scanned = scan_metagraph(Reader(path))
    assert scanned.graph is not None
    assert np.array_equal(scanned.graph.tensors["a"].read(), np.arange(2000, dtype=np.float32))
    assert not scanned.meta.HasField("graph_def")
    assert list(scanned.meta.meta_info_def.tags) == ["serve"]


def test_a_file_of_more_than_two_gigabytes_costs_what_its_structure_costs(tmp_path: Path) -> None:
    head = graph_with({"w": (np.ones(2048, np.float32), True)}).node[0].SerializeToString()
    at = head.index(np.ones(2048, np.float32).tobytes())
    size, grown = 8192, 3 << 30

    def widen(data: bytes) -> bytes:
        """Every length and size around the content, made that of the larger one."""
        from core.formats.wire import encode_varint

        node = graph_pb2.GraphDef().node.add()
        node.ParseFromString(data)
        tensor = node.attr["value"].tensor
        tensor.ClearField("tensor_content")
        tensor.tensor_shape.dim[0].size = grown // 4
        inner = tensor.SerializeToString() + encode_varint(4 << 3 | 2) + encode_varint(grown)
        total = len(inner) + grown
        for prefix, number in ((b"", 8), (b"\x0a\x05value", 2), (b"\x0a\x01w\x12\x05Const", 5), (b"", 1)):
            inner = prefix + encode_varint(number << 3 | 2) + encode_varint(total) + inner
            total = len(inner) + grown
        return inner

    assert at
    assert size
    path = tmp_path / "g.pb"
    with path.open("wb") as file:
        begin = widen(head)
        file.write(begin)
        file.seek(len(begin) + grown - 4)
        file.write(np.float32(2.5).tobytes())
    scanned = scan_graph(Reader(path))
    source = scanned.tensors["w"]
    assert source.nbytes == grown
    assert source.read((slice(-1, None),)).tolist() == [2.5]


@pytest.mark.parametrize("cut", [1, 5, 100, 4000])
def test_a_graph_that_is_cut_off_says_where(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "g.pb"
    path.write_bytes(graph_with({"a": (np.arange(3000, dtype=np.float32), True)}, padding=5).SerializeToString())
    os.truncate(path, path.stat().st_size - cut)
    with pytest.raises(FormatError) as caught:
        scan_graph(Reader(path))
    assert caught.value.offset is not None


def test_a_tensor_in_a_graph_that_shrinks_is_an_error_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "g.pb"
    path.write_bytes(graph_with({"a": (np.arange(3000, dtype=np.float32), True)}).SerializeToString())
    scanned = scan_graph(Reader(path))
    os.truncate(path, 500)
    with pytest.raises(FormatError, match="changed"):
        scanned.tensors["a"].read()


def test_the_last_of_too_few_values_is_repeated_and_none_means_zeros() -> None:
    node = graph_pb2.GraphDef().node.add(name="n")
    const(node, np.array([1.5, 2.5], np.float32), content=False)
    proto = node.attr["value"].tensor
    proto.tensor_shape.dim[0].size = 5
    assert decode_tensor(proto).tolist() == [1.5, 2.5, 2.5, 2.5, 2.5]
    proto.ClearField("float_val")
    assert decode_tensor(proto).tolist() == [0.0] * 5
    proto.tensor_shape.dim[0].size = 1 << 50
    with pytest.raises(LimitExceeded):
        decode_tensor(proto)
    proto.tensor_shape.dim[0].size = -1
    with pytest.raises(FormatError, match="impossible shape"):
        InlineTensor("n", proto).read()


def test_the_library_keeps_what_is_no_function(tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    graph.library.gradient.append(function_pb2.GradientDef(function_name="f", gradient_func="g"))
    path = tmp_path / "g.pb"
    path.write_bytes(graph.SerializeToString())
    assert scan_graph(Reader(path)).library == graph.library


def test_a_small_file_does_not_grow_without_bound(tmp_path: Path) -> None:
    message = graph_pb2.GraphDef()
    tensor = message.node.add(name="c", op="Const").attr["value"].tensor
    tensor.dtype = 1
    tensor.tensor_shape.dim.add(size=1 << 31)
    tensor.float_val.append(1.0)
    path = tmp_path / "fill.pb"
    path.write_bytes(message.SerializeToString())
    with pytest.raises(LimitExceeded):
        open_model(path).tensor("c").read()
    path.write_bytes(b"\x08\x01" + b"\x12\x0a\x12\x08\x0a\x06\x0a\x01n\x12\x01O" * 2_000)
    with pytest.raises(LimitExceeded):
        open_model(path)
