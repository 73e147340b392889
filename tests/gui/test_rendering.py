"""What `cryograph render` draws, by its options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from tensorboard.compat.proto import graph_pb2

from core.cli.drawing import DrawingOptions
from core.errors import UsageError
from gui.rendering import render_file

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample_model"


@pytest.fixture
def calling(tmp_path: Path) -> Path:
    graph = graph_pb2.GraphDef()
    function = graph.library.function.add()
    function.signature.name = "negated"
    function.signature.input_arg.add(name="x", type=1)
    function.signature.output_arg.add(name="y", type=1)
    function.node_def.add(name="inner", op="Neg", input=["x"]).attr["T"].type = 1
    function.ret["y"] = "inner:y:0"
    graph.node.add(name="outer", op="Placeholder").attr["dtype"].type = 1
    graph.node.add(name="call", op="PartitionedCall", input=["outer"]).attr["f"].func.name = "negated"
    path = tmp_path / "calling.pb"
    path.write_bytes(graph.SerializeToString())
    return path


def _drawn(model: Path, output: Path, **options: object) -> Path:
    render_file(model, output, DrawingOptions(**options), step=None, force=True)  # type: ignore[arg-type]
    return output


def _texts(svg: Path) -> set[str]:
    return set(re.findall(r"<text[^>]*>([^<]+)</text>", svg.read_text("utf-8")))


def test_the_scale_decides_how_many_pixels_a_png_has(qapp: object, tmp_path: Path):
    small, large = (QImage(str(_drawn(SAMPLE, tmp_path / f"{n}.png", scale=n))) for n in (0.5, 3.0))
    assert large.width() == pytest.approx(6 * small.width(), abs=6)
    assert large.height() == pytest.approx(6 * small.height(), abs=6)


def test_colours_and_flow_are_chosen(qapp: object, tmp_path: Path):
    down = QImage(str(_drawn(SAMPLE, tmp_path / "down.png", scale=1.0)))
    right = QImage(str(_drawn(SAMPLE, tmp_path / "right.png", scale=1.0, flow="right", theme="dark")))
    assert down.height() > right.height()
    assert down.pixelColor(1, 1).lightness() > 200 > 60 > right.pixelColor(1, 1).lightness()


def test_weights_can_be_nodes(qapp: object, tmp_path: Path):
    folded = _texts(_drawn(SAMPLE, tmp_path / "a.svg", depth=1))
    nodes = _texts(_drawn(SAMPLE, tmp_path / "b.svg", depth=1, weights="nodes"))
    assert any(text.startswith("weights ") for text in folded)
    assert not any(text.startswith("weights ") for text in nodes)


def test_a_function_is_drawn_alone_or_in_place_of_its_call(qapp: object, calling: Path, tmp_path: Path):
    assert {"outer", "call"} <= _texts(_drawn(calling, tmp_path / "a.svg"))
    assert {"x", "inner"} <= _texts(_drawn(calling, tmp_path / "b.svg", function="negated"))
    in_place = _texts(_drawn(calling, tmp_path / "c.svg", expand=["call"]))
    assert {"outer", "inner", "ƒ negated"} <= in_place


@pytest.mark.parametrize("options", [{"function": "nothing"}, {"expand": ["nothing"]}, {"expand": ["outer"]}])
def test_what_is_not_there_is_told_and_nothing_is_written(
    qapp: object, calling: Path, tmp_path: Path, options: dict[str, object]
):
    with pytest.raises(UsageError, match=r"no (function|name scope)"):
        _drawn(calling, tmp_path / "out.svg", **options)
    assert not (tmp_path / "out.svg").exists()
