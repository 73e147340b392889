"""Graphviz' dot as a layout: the same promises as the program's own, and words where it can't keep them."""

from __future__ import annotations

import stat
from pathlib import Path

import networkx as nx
import pytest
from tensorboard.compat.proto import graph_pb2

from core.errors import Cancelled, CryographError
from core.graph.op_graph import OpGraph
from core.graph.view import GraphView
from core.layout import outside_dot
from core.layout.outside_dot import dot_layout, dot_program

installed = pytest.mark.skipif(dot_program() is None, reason="Graphviz is not installed")


def _diamond() -> nx.DiGraph:
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_edges_from([(0, 1), (0, 2), (1, 3), (2, 3), (3, 0), (2, 2)])
    graph.add_node(4)
    return graph


SIZES = {v: (60.0 + 10 * v, 30.0) for v in range(5)}


@installed
@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_every_node_is_placed_every_edge_routed_and_nothing_overlaps(direction):
    graph = _diamond()
    layout = dot_layout(graph, sizes=SIZES, direction=direction)
    assert set(layout) == set(graph)
    assert set(layout.routes) == set(graph.edges)
    assert {(3, 0), (2, 2)} <= layout.reversed
    for v, (x, y) in layout.items():
        w, h = SIZES[v]
        assert x - w / 2 >= -1
        assert x + w / 2 <= layout.width + 1
        assert y - h / 2 >= -1
        assert y + h / 2 <= layout.height + 1
        for u, (ox, oy) in layout.items():
            if u < v:
                assert abs(x - ox) >= (w + SIZES[u][0]) / 2 - 0.1 or abs(y - oy) >= (h + SIZES[u][1]) / 2 - 0.1
    assert dot_layout(graph, sizes=SIZES, direction=direction) == layout


@installed
def test_pinned_nodes_stand_first_and_last_and_anchors_are_kept():
    graph: nx.DiGraph = nx.DiGraph([(0, 1), (1, 2), (3, 1)])
    layout = dot_layout(graph, sizes=SIZES, first=[0, 3], last=[2], anchors={(0, 1): (5.0, -20.0)})
    assert layout[0][1] == layout[3][1] < layout[1][1] < layout[2][1]
    assert layout.routes[0, 1][-1] == (layout[1][0] - 20.0, layout[1][1] - 15.0)


@installed
def test_a_view_can_be_laid_out_by_dot_and_back():
    graph = graph_pb2.GraphDef()
    for number in range(6):
        graph.node.add(name=f"net/op{number}", op="Neg", input=[f"net/op{number - 1}"] if number else [])
    graph.node.add(name="out", op="Neg", input=["net/op5"])
    view = GraphView(OpGraph.from_graph_def(graph))
    view.expand("net")
    own = view.picture()
    view.use_dot(True)
    theirs = view.picture()
    assert theirs.boxes.keys() == own.boxes.keys()
    net = theirs.boxes["net"]
    for key in net.children:
        box = theirs.boxes[key]
        assert net.x <= box.x
        assert box.x + box.w <= net.x + net.w
        assert net.y <= box.y
        assert box.y + box.h <= net.y + net.h
    view.use_dot(False)
    assert view.picture() == own


def _program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    path = tmp_path / "dot"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(outside_dot, "dot_program", lambda: str(path))


def test_what_dot_says_when_it_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _program(tmp_path, monkeypatch, "cat > /dev/null; echo out of ink >&2; exit 3")
    with pytest.raises(CryographError, match="out of ink"):
        dot_layout(_diamond(), sizes=SIZES)


def test_dot_may_not_take_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _program(tmp_path, monkeypatch, "exec sleep 60")
    monkeypatch.setattr(outside_dot, "PATIENCE", 0.1)
    with pytest.raises(CryographError, match="did not finish"):
        dot_layout(_diamond(), sizes=SIZES)


def test_cancelling_ends_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _program(tmp_path, monkeypatch, "exec sleep 60")

    def tick() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        dot_layout(_diamond(), sizes=SIZES, tick=tick)


def test_without_dot_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outside_dot, "dot_program", lambda: None)
    with pytest.raises(CryographError, match="not installed"):
        dot_layout(_diamond(), sizes=SIZES)
