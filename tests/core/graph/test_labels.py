"""Where the shapes stand on the edges."""

from __future__ import annotations

from core.graph.labels import HEIGHT, add_labels
from core.graph.level_parts import LevelLayout, Way
from core.graph.levels import Link


def _measure(text: str, _kind: str) -> float:
    return 7.0 * len(text)


def _way(source: int, target: int, points: list[tuple[float, float]], label: str = "") -> Way:
    return Way(source, target, points, Link(1, False, False, label, ()), False)


def _layout(*others: Way) -> tuple[LevelLayout, Way]:
    way = _way(0, 1, [(50.0, 30.0), (50.0, 130.0)], "2×3")
    layout = LevelLayout(
        places={0: (0.0, 0.0), 1: (0.0, 130.0)},
        sizes={0: (100.0, 30.0), 1: (100.0, 30.0)},
        ways=[way, *others],
    )
    add_labels(layout, _measure, "TB")
    return layout, way


def test_a_label_stands_beside_its_own_line():
    _, way = _layout()
    assert way.label == "2×3"
    assert way.label_at is not None
    assert way.label_at[0] > 50.0


def test_a_label_makes_way_for_another_line():
    _, way = _layout(_way(0, 1, [(65.0, 30.0), (65.0, 130.0)]))
    assert way.label == "2×3"
    assert way.label_at is not None
    assert way.label_at[0] + _measure("2×3", "chip") < 50.0


def test_a_label_without_any_room_is_left_out():
    around = [_way(0, 1, [(x, 30.0), (x, 130.0)]) for x in (35.0, 65.0)]
    _, way = _layout(*around)
    assert way.label == ""
    assert way.label_at is None


def test_a_label_stands_where_a_slanting_line_has_passed():
    _, way = _layout(_way(0, 1, [(0.0, 30.0), (100.0, 60.0)]))
    assert way.label_at is not None
    x, y = way.label_at
    assert y - HEIGHT / 2 > 30.0 + 0.3 * (x + _measure("2×3", "chip")) or x + _measure("2×3", "chip") < 50.0
