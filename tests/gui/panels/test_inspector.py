"""What the inspector shows of what is selected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tensorboard.compat.proto import graph_pb2

from gui.document import Document, Selection
from gui.models.edge_description import DrawnEdge
from gui.models.node_description import ScopeContent
from gui.panels.inspector import Inspector
from gui.panels.widgets import Link


@pytest.fixture
def inspector(qtbot: QtBot, tmp_path: Path) -> Iterator[Inspector]:
    """Of a graph that calls a function."""
    graph = graph_pb2.GraphDef()
    function = graph.library.function.add()
    function.signature.name = "negated"
    function.signature.is_stateful = True
    function.signature.input_arg.add(name="x", type=1)
    function.signature.output_arg.add(name="y", type=1)
    function.node_def.add(name="scope/inner", op="Neg", input=["x"]).attr["T"].type = 1
    function.ret["y"] = "scope/inner:y:0"
    graph.node.add(name="x", op="Placeholder").attr["dtype"].type = 1
    call = graph.node.add(name="call", op="PartitionedCall", input=["x"])
    call.attr["f"].func.name = "negated"
    call.attr["Tin"].list.type.append(1)
    call.attr["config_proto"].s = b"\n\x07\n\x03CPU\x10\x01" * 9
    graph.node.add(name="end", op="AddV2", input=["call", "x", "^call"]).attr["T"].type = 1
    path = tmp_path / "calling.pb"
    path.write_bytes(graph.SerializeToString())
    document = Document()
    inspector = Inspector(document)
    qtbot.addWidget(inspector)
    inspector.resize(300, 900)
    inspector.show()
    with qtbot.waitSignal(document.model_opened, timeout=20_000):
        document.open_path(path, remember=False)
    yield inspector
    document.shutdown()


def _shown(inspector: Inspector) -> list[str]:
    labels = [label for label in inspector.widget().findChildren(QLabel) if label.isVisible()]
    texts = (label.full_text if isinstance(label, Link) else label.text() for label in labels)
    return [text.replace("\u200b", "") for text in texts]


def _select(qtbot: QtBot, inspector: Inspector, selection: Selection, *texts: str) -> list[str]:
    inspector._document.select(selection)
    qtbot.waitUntil(lambda: set(texts) <= set(_shown(inspector)), timeout=5_000)
    return _shown(inspector)


def test_a_call_links_to_its_function_and_that_to_its_callers(qtbot: QtBot, inspector: Inspector):
    _select(qtbot, inspector, Selection("node", "call"), "call", "PartitionedCall · data and control", "negated")
    [tin] = [label for label in inspector.findChildren(QLabel) if label.text() == "Tin" and label.isVisible()]
    assert tin.toolTip() == "list(type)"
    links = {link.full_text: link for link in inspector.findChildren(Link) if link.isVisible()}
    links["negated"].linkActivated.emit("#")
    assert inspector._document.selection == Selection("function", "negated", "negated")
    qtbot.waitUntil(lambda: "function · 1 op" in _shown(inspector), timeout=5_000)
    shown = _shown(inspector)
    assert shown.index("float32") > shown.index("x")
    assert {"Stateful", "CALLED BY", "Neg"} <= set(shown)
    links = {link.full_text: link for link in inspector.findChildren(Link) if link.isVisible()}
    links["call"].linkActivated.emit("#")
    assert inspector._document.selection == Selection("node", "call")


def test_an_edge_shows_every_tensor_in_it_and_how_many_more_there_are(qtbot: QtBot, inspector: Inspector):
    drawn = DrawnEdge([(("", "call"), ("", "end")), (("", "x"), ("", "end"))], count=9, shape="3×3", loop=True)
    inspector.edge = lambda: drawn
    shown = _select(qtbot, inspector, Selection("edge", "call -> end"), "Edge")
    assert "what flows from one op to another · 9 edges · runs back (a loop)" in shown
    assert {"3×3", "call:0", "^call", "x:0", "input 0", "input 1", "and 6 more"} <= set(shown)


def test_an_edge_in_a_function_is_known_by_its_name_alone(qtbot: QtBot, inspector: Inspector):
    shown = _select(qtbot, inspector, Selection("edge", "x -> scope/inner", "negated"), "Edge")
    assert {"x:0", "scope/inner", "input 0"} <= set(shown)


def test_a_scope_shows_its_census_and_the_parameters_of_its_box(qtbot: QtBot, inspector: Inspector):
    inspector.scope = lambda _: ScopeContent([("", "x"), ("", "call"), ("negated", "scope/inner")], (), 1234)
    shown = _select(qtbot, inspector, Selection("scope", "call"), "3 ops · 1,234 parameters")
    assert {"Neg", "PartitionedCall", "Placeholder"} <= set(shown)
    inspector.scope = None
    _select(qtbot, inspector, Selection("scope", "scope", "negated"), "1 op", "Neg")


def test_an_attribute_without_a_space_in_it_does_not_widen_the_panel(inspector: Inspector, qtbot: QtBot) -> None:
    inspector._document.select(Selection("node", "call"), None)
    qtbot.waitUntil(lambda: any("CPU" in text for text in _shown(inspector)))
    assert inspector.widget().minimumSizeHint().width() <= inspector.viewport().width()
    assert inspector.widget().width() == inspector.viewport().width()
