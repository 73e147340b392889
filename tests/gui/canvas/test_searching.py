from __future__ import annotations

import pytest

from gui.canvas.hits import Hits
from gui.canvas.searching import find_nodes


class _Node:
    def __init__(self, name: str, op: str, device: str = "", **attr: str) -> None:
        self.name, self.op, self.device, self.attr = name, op, device, attr


class _Graph:
    nodes = (
        _Node("input_image", "Placeholder", dtype="DT_FLOAT"),
        _Node("conv1/Conv2D", "Conv2D", "/gpu:0", padding="VALID", strides="1 1"),
        _Node("conv1/weights", "VariableV2"),
        _Node("conv2/Conv2D", "Conv2D", padding="SAME"),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CONV1", ["conv1/Conv2D", "conv1/weights"]),
        ("placeholder", ["input_image"]),
        ("conv*/Conv?D", ["conv1/Conv2D", "conv2/Conv2D"]),
        ("/^conv[12]\\/w/", ["conv1/weights"]),
        ("op:conv2d name:conv2/", ["conv2/Conv2D"]),
        ("name:conv2d op:variable", []),
        ("device:gpu", ["conv1/Conv2D"]),
        ("attr:padding", ["conv1/Conv2D", "conv2/Conv2D"]),
        ("attr:padding=same", ["conv2/Conv2D"]),
        ("", []),
        ("/(/", []),
    ],
)
def test_a_search_finds(text: str, found: list[str]):
    assert find_nodes(_Graph(), text) == found  # type: ignore[arg-type]


def test_a_search_stops_at_its_limit():
    assert find_nodes(_Graph(), "conv", limit=2) == ["conv1/Conv2D", "conv1/weights"]  # type: ignore[arg-type]


def test_hits_go_around_both_ways():
    hits = Hits([("", "a"), ("", "b"), ("f", "a")])
    assert [hits.step(1) for _ in range(4)] == [("", "a"), ("", "b"), ("f", "a"), ("", "a")]
    assert hits.number == 1
    assert Hits([("", "a"), ("", "b")]).step(-1) == ("", "b")
    assert Hits().step(1) is None
