"""What the search field finds, before any of it is shown."""

from __future__ import annotations

from pathlib import Path

from tensorboard.compat.proto import graph_pb2

from core.opening import open_model
from gui.document import Selection
from gui.search import find


def _saved(tmp_path: Path) -> Path:
    graph = graph_pb2.GraphDef()
    function = graph.library.function.add()
    function.signature.name = "body"
    function.signature.input_arg.add(name="x", type=1)
    function.signature.output_arg.add(name="y", type=1)
    function.node_def.add(name="deep/relu", op="Relu", input=["x"]).attr["T"].type = 1
    function.ret["y"] = "deep/relu:activations:0"
    graph.node.add(name="x", op="Placeholder").attr["dtype"].type = 1
    graph.node.add(name="relu", op="Relu", input=["x"]).attr["T"].type = 1
    graph.node.add(name="call", op="PartitionedCall", input=["relu"]).attr["f"].func.name = "body"
    path = tmp_path / "calling.pb"
    path.write_bytes(graph.SerializeToString())
    return path


def test_nodes_in_functions_are_found_after_those_of_the_graph(tmp_path: Path):
    hits, count, nodes = find(open_model(_saved(tmp_path)), "relu")
    assert [hit.selection for hit in hits] == [Selection("node", "relu"), Selection("node", "deep/relu", "body")]
    assert "body" in hits[1].detail
    assert count == 2
    assert nodes == [("", "relu"), ("body", "deep/relu")]  # what is lit on the canvas, where it is drawn
