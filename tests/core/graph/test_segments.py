"""Levels too large to be read are cut into segments that follow one another."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tensorboard.compat.proto import graph_pb2

from core.graph.op_graph import OpGraph
from core.graph.segments import HUB, MOST_IN_SEGMENT, MOST_SEGMENTS, MOST_WHOLE, find_segments
from core.graph.view import GraphView


def test_what_can_be_read_is_left_whole():
    assert find_segments(MOST_WHOLE, [(i, i + 1) for i in range(MOST_WHOLE - 1)]) == []
    assert find_segments(MOST_IN_SEGMENT, [], inside=True) == []


@given(st.integers(MOST_IN_SEGMENT + 1, 400), st.integers(0, 2**32), st.booleans())
def test_every_item_is_in_one_segment_and_segments_close_no_cycle(n: int, seed: int, cyclic: bool):
    choice = random.Random(seed)
    names = list(range(n))
    choice.shuffle(names)
    edges = [(names[i], names[choice.randrange(i + 1, n)]) for i in range(n - 1) for _ in range(2)]
    if cyclic:
        edges += [(b, a) for a, b in edges[::7]]
    found = find_segments(n, edges, inside=True)
    assert 1 < len(found) <= MOST_SEGMENTS
    of = {item: number for number, members in enumerate(found) for item in members}
    degree = [sum(1 for a, _ in edges if a == item) for item in range(n)]
    assert of.keys() == {item for item in range(n) if degree[item] < HUB}
    assert sum(len(members) for members in found) == len(of)
    if not cyclic:
        assert all(of[a] <= of[b] for a, b in edges if a in of and b in of)


def test_the_cuts_are_where_few_edges_cross():
    blocks = [list(range(start, start + 20)) for start in range(0, 400, 20)]
    edges = [(a, b) for block in blocks for a in block for b in block if a < b]
    edges += [(block[-1], following[0]) for block, following in pairwise(blocks)]
    found = find_segments(400, edges, inside=True)
    assert {members[0] % 20 for members in found} == {0}


def test_a_flat_graph_of_ten_thousand_ops_is_a_row_of_segments():
    graph = graph_pb2.GraphDef()
    for number in range(10_000):
        node = graph.node.add(name=f"op_{number}", op=("Conv2D", "BiasAdd", "Relu", "AddV2")[number % 4])
        if number:
            node.input.append(f"op_{number - 1}")
        if number % 4 == 3 and number > 8:
            node.input.append(f"op_{number - 8}")
    view = GraphView(OpGraph.from_graph_def(graph))
    picture = view.picture()
    assert 10 < len(picture.boxes) <= MOST_SEGMENTS + 1
    assert sum(box.ops for box in picture.boxes.values()) == 10_000
    assert not any(route.reversed for route in picture.routes)
    for key in view.reveal("op_7777"):
        view.expand(key)
    opened = view.picture()
    assert "op_7777" in opened.boxes
    assert len(opened.boxes) < 400
    assert view.path_of("op_7777")[0][1].startswith("op_")
    first = opened.roots[0]
    assert len(set(view.nodes_in(first))) == opened.boxes[first].ops
