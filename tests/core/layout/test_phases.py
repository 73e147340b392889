"""The phases of the layout, each against a plain computation of the same thing."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.layout import dummies
from core.layout.components import components, shelves
from core.layout.crossings import _inversions_by_merging, crossings, inversions
from core.layout.dummies import split_long_edges
from core.layout.isotonic import nearest_ascending
from core.layout.layered import layered_layout
from core.layout.ordering import order_rows


@given(st.lists(st.integers(0, 30), max_size=60))
def test_inversions_are_the_pairs_in_the_wrong_order(values) -> None:
    expected = sum(1 for a, b in combinations(values, 2) if a > b)
    assert inversions(values) == expected
    if values:
        assert _inversions_by_merging(np.asarray(values)) == expected


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(0.1, 10)), min_size=1, max_size=40))
def test_isotonic_regression_ascends_and_keeps_the_weighted_sum(pairs) -> None:
    wanted, weights = [p[0] for p in pairs], [p[1] for p in pairs]
    found = nearest_ascending(wanted, weights)
    assert all(a <= b + 1e-9 for a, b in pairwise(found))
    assert np.dot(found, weights) == pytest.approx(np.dot(wanted, weights), abs=1e-6)


def test_isotonic_regression_leaves_what_ascends_already() -> None:
    wanted = [float(v) for v in range(100)]
    assert nearest_ascending(wanted, [1.0] * 100) == wanted


def test_a_long_edge_gets_a_dummy_on_every_layer_it_crosses() -> None:
    graph = split_long_edges(4, [(0, 1), (1, 2), (2, 3), (0, 3)], [0, 1, 2, 3])
    assert [len(chain) for chain in graph.chains] == [0, 0, 0, 2]
    assert [graph.layer[d] for d in graph.chains[3]] == [1, 2]


def test_beyond_the_cap_the_longest_edges_are_straight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dummies, "DUMMIES_AT_LEAST", 2)
    monkeypatch.setattr(dummies, "DUMMIES_PER_NODE", 0)
    graph = nx.path_graph(30, create_using=nx.DiGraph)
    graph.add_edge(0, 29)
    layout = layered_layout(graph)
    assert set(layout.routes) == set(graph.edges)


def test_two_crossed_pairs_are_uncrossed() -> None:
    graph = split_long_edges(4, [(0, 3), (1, 2)], [0, 0, 1, 1])
    assert crossings(graph) == 1
    assert order_rows(graph) == 0
    assert crossings(graph) == 0


def test_the_number_told_is_the_number_of_crossings() -> None:
    tangle = nx.gnp_random_graph(40, 0.12, seed=3, directed=True)
    edges = [(a, b) for a, b in tangle.edges if a < b]
    layer = [0] * 40
    for a, b in sorted(edges):
        layer[b] = max(layer[b], layer[a] + 1)
    graph = split_long_edges(40, edges, layer)
    assert order_rows(graph) == crossings(graph)


def test_components_are_what_edges_join() -> None:
    assert components(6, [(0, 3), (4, 5)]) == [[0, 3], [1], [2], [4, 5]]
    assert components(6, [(0, 3), (4, 5)], together=[1, 4]) == [[0, 3], [1, 4, 5], [2]]


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 200)), min_size=1, max_size=30))
def test_shelves_hold_rectangles_without_overlaps(sizes) -> None:
    places, width, height = shelves(sizes, 10.0)
    for (x, y), (w, h) in zip(places, sizes, strict=True):
        assert x + w <= width + 1e-9
        assert y + h <= height + 1e-9
    for (one, (w, h)), (other, (v, g)) in combinations(zip(places, sizes, strict=True), 2):
        apart = one[0] + w <= other[0] or other[0] + v <= one[0] or one[1] + h <= other[1] or other[1] + g <= one[1]
        assert apart


def test_wide_graphs_take_the_numpy_way_without_overlaps() -> None:
    graph: nx.DiGraph = nx.DiGraph()
    for v in range(6_000):
        graph.add_edge(v % 500 + 500 * (v // 500), (v * 7) % 500 + 500 * (v // 500 + 1))
    sizes = dict.fromkeys(graph, (40.0, 20.0))
    layout = layered_layout(graph, sizes=sizes)
    rows: dict[float, list[float]] = {}
    for x, y in layout.values():
        rows.setdefault(y, []).append(x)
    for xs in rows.values():
        xs.sort()
        assert all(b - a >= 40.0 - 1e-6 for a, b in pairwise(xs))
