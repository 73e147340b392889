from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.canvas.grid import Grid

_NUMBERS = st.floats(-1e5, 1e5)


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 10_000), st.integers(0, 300), st.tuples(_NUMBERS, _NUMBERS, st.floats(0, 1e5), st.floats(0, 1e5)))
def test_a_query_finds_exactly_the_rectangles_that_meet_the_region(seed: int, count: int, region: tuple[float, ...]):
    rng = np.random.default_rng(seed)
    corners = rng.uniform(-1e4, 1e4, (count, 2))
    rects = np.hstack([corners, corners + rng.exponential(800, (count, 2))])
    left, top, width, height = region
    found = Grid(rects).query(left, top, left + width, top + height)
    meets = (rects[:, 0] <= left + width) & (rects[:, 2] >= left) & (rects[:, 1] <= top + height) & (rects[:, 3] >= top)
    assert found.tolist() == np.flatnonzero(meets).tolist()


def test_rectangles_at_one_point_and_flat_ones_are_found():
    rects = np.array([[5.0, 5.0, 5.0, 5.0]] * 10 + [[0.0, 7.0, 100.0, 7.0]])
    grid = Grid(rects)
    assert len(grid.query(5, 5, 5, 5)) == 10
    assert grid.query(50, 6.5, 51, 7.5).tolist() == [10]
    assert not len(grid.query(200, 200, 300, 300))
