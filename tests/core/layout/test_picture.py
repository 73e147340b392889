"""The picture as data."""

from __future__ import annotations

from core.layout.picture import Box, Picture


def nested() -> Picture:
    outer = Box("a", "scope", "a", x=0, y=0, w=100, h=100, expanded=True, children=["a/b", "a/c"])
    return Picture(
        {
            "a": outer,
            "a/b": Box("a/b", "op", "b", x=10, y=10, w=20, h=20, parent="a"),
            "a/c": Box("a/c", "op", "c", x=50, y=50, w=20, h=20, parent="a"),
        },
        roots=["a"],
    )


def test_the_box_at_a_point_is_the_innermost() -> None:
    picture = nested()
    assert picture.box_at(15, 15).key == "a/b"
    assert picture.box_at(40, 40).key == "a"
    assert picture.box_at(200, 200) is None


def test_a_walk_meets_containers_before_their_content() -> None:
    assert [box.key for box in nested().walk("a")] == ["a", "a/b", "a/c"]
    assert list(nested().walk("nothing")) == []
