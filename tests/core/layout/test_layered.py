"""The layered layout: nothing overlaps, everything is routed, and the same graph gives the same picture."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Cancelled
from core.layout.layered import Layout, layered_layout

Sizes = dict[int, tuple[float, float]]


@st.composite
def graphs(draw: st.DrawFn, most: int = 24) -> tuple[nx.DiGraph, Sizes]:
    """Any graph: cycles, self-loops, opposite pairs, isolated nodes."""
    count = draw(st.integers(1, most))
    node = st.integers(0, count - 1)
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(draw(st.lists(st.tuples(node, node), max_size=3 * count)))
    size = st.tuples(st.integers(1, 400), st.integers(1, 300))
    return graph, {v: draw(size) for v in graph}


def overlapping(layout: Layout[int], sizes: Sizes) -> list[tuple[int, int]]:
    found = []
    active: list[int] = []
    for v in sorted(layout, key=lambda v: layout[v][0] - sizes[v][0] / 2):
        left = layout[v][0] - sizes[v][0] / 2
        active = [u for u in active if layout[u][0] + sizes[u][0] / 2 > left + 1e-6]
        found += [(u, v) for u in active if abs(layout[u][1] - layout[v][1]) < (sizes[u][1] + sizes[v][1]) / 2 - 1e-6]
        active.append(v)
    return found


def on_border(point: tuple[float, float], centre: tuple[float, float], size: tuple[float, float]) -> bool:
    across, down = abs(point[0] - centre[0]), abs(point[1] - centre[1])
    inside = across <= size[0] / 2 + 1e-6 and down <= size[1] / 2 + 1e-6
    return inside and (across >= size[0] / 2 - 1e-6 or down >= size[1] / 2 - 1e-6)


@given(graphs(), st.sampled_from(["TB", "LR"]))
@settings(max_examples=150, deadline=None)
def test_no_two_nodes_overlap_and_every_edge_runs_from_border_to_border(case, direction) -> None:
    graph, sizes = case
    layout = layered_layout(graph, sizes=sizes, direction=direction)
    assert set(layout) == set(graph)
    assert overlapping(layout, sizes) == []
    assert set(layout.routes) == set(graph.edges)
    for (source, target), points in layout.routes.items():
        assert len(points) >= 2
        assert on_border(points[0], layout[source], sizes[source])
        assert on_border(points[-1], layout[target], sizes[target])


@given(graphs())
@settings(max_examples=50, deadline=None)
def test_the_drawing_lies_within_its_width_and_height(case) -> None:
    graph, sizes = case
    layout = layered_layout(graph, sizes=sizes)
    for v, (x, y) in layout.items():
        assert x - sizes[v][0] / 2 >= -1e-6
        assert x + sizes[v][0] / 2 <= layout.width + 1e-6
        assert y - sizes[v][1] / 2 >= -1e-6
        assert y + sizes[v][1] / 2 <= layout.height + 1e-6


@given(graphs())
@settings(max_examples=50, deadline=None)
def test_the_same_graph_gives_the_same_picture(case) -> None:
    graph, sizes = case
    first = layered_layout(graph, sizes=sizes)
    again = layered_layout(graph.copy(), sizes=dict(sizes))
    assert dict(first) == dict(again)
    assert first.routes == again.routes


@given(graphs())
@settings(max_examples=80, deadline=None)
def test_edges_point_down_unless_they_are_reversed(case) -> None:
    graph, sizes = case
    layout = layered_layout(graph, sizes=sizes)
    for source, target in graph.edges:
        up = layout[target][1] < layout[source][1]
        if source != target:
            assert up == ((source, target) in layout.reversed)
    straight = [edge for edge in graph.edges if edge not in layout.reversed]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(straight))


def test_an_acyclic_graph_has_no_reversed_edge() -> None:
    graph = nx.DiGraph([(0, 1), (0, 2), (1, 3), (2, 3), (0, 3)])
    assert layered_layout(graph).reversed == set()


def test_a_chain_of_20_000_nodes_is_one_column() -> None:
    layout = layered_layout(nx.path_graph(20_000, create_using=nx.DiGraph))
    assert len({x for x, _ in layout.values()}) == 1
    assert len(layout.routes) == 19_999


def test_a_star_of_5_000_rays_is_laid_out_without_overlaps() -> None:
    graph = nx.DiGraph([(0, ray) for ray in range(1, 5_001)])
    sizes = dict.fromkeys(graph, (30.0, 20.0))
    assert overlapping(layered_layout(graph, sizes=sizes), sizes) == []


def test_a_ring_of_2_000_nodes_has_one_reversed_edge() -> None:
    layout = layered_layout(nx.cycle_graph(2_000, create_using=nx.DiGraph))
    assert layout.reversed == {(1_999, 0)}


def test_a_large_tangle_is_laid_out_without_overlaps() -> None:
    graph = nx.gnp_random_graph(3_000, 0.0012, seed=7, directed=True)
    sizes = {v: (20.0 + v % 90, 20.0 + v % 30) for v in graph}
    layout = layered_layout(graph, sizes=sizes)
    assert overlapping(layout, sizes) == []
    assert set(layout.routes) == set(graph.edges)


def test_what_flows_stays_in_one_column_and_what_joins_it_stands_beside() -> None:
    flow = list(range(8))
    graph = nx.path_graph(flow, create_using=nx.DiGraph)
    graph.add_edges_from((f"parameter {n}", n) for n in flow[2:])
    sizes = {v: (90.0, 30.0) if v in flow else (160.0, 50.0) for v in graph}
    layout = layered_layout(graph, sizes=sizes)
    assert len({layout[v][0] for v in flow}) == 1
    assert overlapping(layout, sizes) == []


def test_a_planar_tree_has_no_crossings() -> None:
    tree = nx.balanced_tree(3, 4, create_using=nx.DiGraph)
    assert layered_layout(tree).crossings == 0


def test_pinned_nodes_stand_alone_in_the_first_and_last_layer() -> None:
    graph = nx.DiGraph([("in", "a"), ("in", "c"), ("a", "b"), ("b", "c"), ("c", "out"), ("a", "out")])
    layout = layered_layout(graph, first=["in"], last=["out"])
    heights = {v: y for v, (_, y) in layout.items()}
    assert min(heights, key=heights.__getitem__) == "in"
    assert max(heights, key=heights.__getitem__) == "out"


def test_an_edge_attaches_where_its_anchor_says() -> None:
    graph = nx.DiGraph([("a", "b")])
    sizes = {"a": (100.0, 20.0), "b": (300.0, 20.0)}
    layout = layered_layout(graph, sizes=sizes, anchors={("a", "b"): (10.0, -120.0)})
    (start, _), (end, _) = layout.routes["a", "b"][0], layout.routes["a", "b"][-1]
    assert start == pytest.approx(layout["a"][0] + 10.0)
    assert end == pytest.approx(layout["b"][0] - 120.0)


def test_left_to_right_is_top_to_bottom_on_its_side() -> None:
    graph = nx.DiGraph([(0, 1), (0, 2), (2, 3)])
    sizes = {v: (40.0, 10.0 + v) for v in graph}
    turned = layered_layout(graph, sizes={v: (h, w) for v, (w, h) in sizes.items()}, direction="LR")
    assert {v: (y, x) for v, (x, y) in turned.items()} == dict(layered_layout(graph, sizes=sizes))


def test_it_can_be_cancelled_from_its_tick() -> None:
    def tick() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        layered_layout(nx.path_graph(50, create_using=nx.DiGraph), tick=tick)


def test_an_empty_graph_has_an_empty_layout() -> None:
    layout = layered_layout(nx.DiGraph())
    assert dict(layout) == {}
    assert (layout.width, layout.height) == (0.0, 0.0)
