"""Layers: every edge downward, and together as short as an exact method makes them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.layout.cycles import back_edges, topological_order
from core.layout.layering import layers_of
from core.layout.simplex import shortest_layers


@st.composite
def connected(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], list[float]]:
    count = draw(st.integers(2, 16))
    edges = {(draw(st.integers(0, v - 1)), v) for v in range(1, count)}
    node = st.integers(0, count - 1)
    edges |= {(min(p), max(p)) for p in draw(st.lists(st.tuples(node, node), max_size=20)) if p[0] != p[1]}
    ordered = sorted(edges)
    return count, ordered, [float(draw(st.integers(1, 4))) for _ in ordered]


def least_length(n: int, edges: list[tuple[int, int]], weights: list[float]) -> float:
    """The optimum, by linear programming."""
    from scipy.optimize import linprog

    cost = np.zeros(n)
    rows = np.zeros((len(edges), n))
    for row, ((a, b), weight) in enumerate(zip(edges, weights, strict=True)):
        cost[a] -= weight
        cost[b] += weight
        rows[row, a], rows[row, b] = 1, -1
    found = linprog(cost, A_ub=rows, b_ub=-np.ones(len(edges)), bounds=[(0, None)] * n)
    return float(found.fun)


@given(connected())
@settings(max_examples=60, deadline=None)
def test_the_sum_of_edge_lengths_is_the_least_possible(case) -> None:
    n, edges, weights = case
    layer = layers_of(n, edges, weights)
    assert all(layer[b] > layer[a] for a, b in edges)
    assert min(layer) == 0
    length = sum(w * (layer[b] - layer[a]) for (a, b), w in zip(edges, weights, strict=True))
    assert length == pytest.approx(least_length(n, edges, weights))


def test_a_parameter_stands_just_above_its_reader() -> None:
    # 0 → 1 → 2 → 3, and 4 is read by 3 only
    assert layers_of(5, [(0, 1), (1, 2), (2, 3), (4, 3)])[4] == 2


def test_a_stopped_simplex_leaves_feasible_layers() -> None:
    edges = [(v, v + 1) for v in range(30)] + [(31, 30), (0, 31)]
    start = [*range(31), 1]
    layer = shortest_layers(32, edges, [1.0] * len(edges), start, max_pivots=0)
    assert all(layer[b] > layer[a] for a, b in edges)


def test_a_cycle_has_no_layers() -> None:
    with pytest.raises(ValueError, match="without cycles"):
        layers_of(2, [(0, 1), (1, 0)])


@given(st.integers(1, 15).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.tuples(
    st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda e: e[0] != e[1]), max_size=40))))  # fmt: skip
def test_without_its_back_edges_a_graph_has_no_cycle(case) -> None:
    n, edges = case
    backward = back_edges(n, edges)
    kept = [(b, a) if i in backward else (a, b) for i, (a, b) in enumerate(edges)]
    assert len(topological_order(n, kept)) == n


def test_a_loop_is_entered_where_the_data_enters_it() -> None:
    # 0 feeds the loop 1 → 2 → 3 → 1: the edge that closes it runs back
    assert back_edges(4, [(3, 1), (0, 1), (1, 2), (2, 3)]) == {0}
