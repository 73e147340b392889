from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.layout.picture import Box
from gui.canvas.curves import curve, leaves_sideways

_POINT = st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))


@given(st.lists(_POINT, min_size=2, max_size=8), st.booleans(), st.booleans())
def test_any_route_gives_a_curve_from_its_start_to_its_end(points: list[tuple[float, float]], a: bool, b: bool):
    path, head = curve(points, start_sideways=a, end_sideways=b)
    start = path.elementAt(0)
    assert (start.x, start.y) == points[0]
    assert (head.at(0).x(), head.at(0).y()) == points[-1]
    end = path.currentPosition()
    assert abs(end.x() - points[-1][0]) + abs(end.y() - points[-1][1]) < 12


def test_an_edge_arrives_from_above_even_with_a_stub_at_its_end():
    path, head = curve([(387, 561), (387, 572), (120, 612), (120, 612)])
    assert head.at(1).y() == head.at(2).y() < 612  # the arrow points down
    bounds = path.boundingRect()
    assert bounds.bottom() <= 612
    assert bounds.left() >= 119.9


def test_a_straight_edge_is_straight():
    path, _ = curve([(50, 0), (50, 40), (50, 90), (50, 200)])
    assert {path.elementAt(i).x for i in range(path.elementCount())} == {50.0}


@pytest.mark.parametrize(
    ("point", "sideways"), [((0, 20), True), ((100, 20), True), ((50, 0), False), ((50, 40), False)]
)
def test_the_side_on_which_an_edge_leaves_is_seen(point: tuple[float, float], sideways: bool):
    assert leaves_sideways(Box("a", "op", "a", w=100, h=40), point) is sideways
