"""The light stand-in for a networkx graph: the layout can't tell them apart."""

from __future__ import annotations

import subprocess
import sys

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from core.layout.layered import layered_layout
from core.layout.light_graph import LightGraph


@given(
    st.lists(st.integers(0, 12), max_size=13),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from([0.3, 1.0, 2.0])), max_size=30),
)
@settings(max_examples=60, deadline=None)
def test_nodes_and_edges_come_in_the_order_of_networkx_and_are_laid_out_alike(nodes, edges) -> None:
    theirs: nx.DiGraph = nx.DiGraph()
    ours: LightGraph[int] = LightGraph()
    for node in nodes:
        theirs.add_node(node)
        ours.add_node(node)
    for source, target, weight in edges:
        theirs.add_edge(source, target, weight=weight)
        ours.add_edge(source, target, weight=weight)
    assert list(ours) == list(theirs)
    assert len(ours) == len(theirs)
    assert list(ours.edges("weight", 1.0)) == list(theirs.edges(data="weight", default=1.0))
    assert all((node in ours) == (node in theirs) for node in range(14))
    one, other = layered_layout(ours), layered_layout(theirs)
    assert one == other
    assert one.routes == other.routes


def test_a_picture_is_made_without_networkx() -> None:
    script = """
import sys
from tensorboard.compat.proto import graph_pb2
from core.graph.op_graph import OpGraph
from core.graph.view import GraphView
graph = graph_pb2.GraphDef()
for name, sources in (("a", []), ("b/c", ["a"]), ("b/d", ["b/c"]), ("e", ["b/d", "a"])):
    graph.node.add(name=name, op="Identity", input=sources)
picture = GraphView(OpGraph.from_graph_def(graph)).picture()
assert picture.boxes and picture.routes
assert "networkx" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)
