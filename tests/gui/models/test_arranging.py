"""Headings over rows: every row once, under its own heading, with right totals, whatever is folded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gui.models.arranging import arrange, places_of, scope_paths

names_of_variables = st.lists(st.text("ab/", min_size=1, max_size=8), unique=True, max_size=30)


@given(names_of_variables, st.data())
def test_every_row_is_shown_once_unless_a_heading_over_it_is_folded(names, data):
    paths = scope_paths(names)
    sizes = [row << 60 for row in range(len(names))]  # together beyond 64 bits
    places = places_of(paths, sizes, sizes)
    every = sorted({path[:depth] for path in paths for depth in range(1, len(path) + 1)})
    folded = set(data.draw(st.lists(st.sampled_from(every))) if every else [])
    rows = places.ordered(data.draw(st.permutations(range(len(names)))))
    marks = places.marked(places.headings.index(path) for path in folded)
    shown, sections = arrange(rows, places, marks)
    hidden = {row for row in rows if any(paths[row][:depth] in folded for depth in range(1, len(paths[row]) + 1))}
    assert sorted(row for row in shown if row >= 0) == sorted(set(rows) - hidden)
    assert len([row for row in shown if row < 0]) == len({row for row in shown if row < 0})
    assert places.headings == every
    seen = [path for path in every if not any(path[:depth] in folded for depth in range(1, len(path)))]
    assert sorted(section.path for section in sections) == seen
    assert len([row for row in shown if row < 0]) == len(sections)
    for section in sections:
        inside = [row for row in rows if paths[row][: len(section.path)] == section.path]
        assert (section.count, section.nbytes) == (len(inside), sum(sizes[row] for row in inside))
    above = None
    for row in shown:
        if row < 0:
            above = sections[-row - 1]
        elif paths[row]:
            assert above is not None
            assert paths[row] == above.path


def test_rows_keep_their_order_within_a_heading():
    places = places_of(scope_paths(["a/x", "b/y", "a/z", "top"]), [1] * 4, [1] * 4)
    rows = places.ordered([2, 0, 3, 1])
    shown, sections = arrange(rows, places, places.marked())
    assert shown == [3, -1, 2, 0, -2, 1]
    assert [section.path for section in sections] == [("a",), ("b",)]
