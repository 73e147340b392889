"""Functions and parts as graphs of their own: there, back, and what stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot
from tensorboard.compat.proto import graph_pb2

from core.errors import CryographError, Text
from gui.canvas import words
from gui.canvas.breadcrumbs import Breadcrumbs
from gui.canvas.graph_view import GraphCanvas
from gui.document import Document, Selection
from gui.models.node_description import describe_scope

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "sample_model"


@pytest.fixture
def document(qtbot: QtBot) -> Iterator[Document]:
    document = Document()
    yield document
    document.shutdown()


@pytest.fixture
def canvas(qtbot: QtBot, document: Document) -> GraphCanvas:
    canvas = GraphCanvas(document)
    qtbot.addWidget(canvas)
    canvas.resize(1000, 700)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


@pytest.fixture
def calling(qtbot: QtBot, document: Document, canvas: GraphCanvas, tmp_path: Path) -> GraphCanvas:
    """A graph with a While and a call, opened."""
    graph = graph_pb2.GraphDef()
    for name in ("body", "cond", "step"):
        function = graph.library.function.add()
        function.signature.name = name
        function.signature.input_arg.add(name="x", type=1)
        function.signature.output_arg.add(name="y", type=1)
        function.node_def.add(name="scope/one", op="Neg", input=["x"]).attr["T"].type = 1
        function.node_def.add(name="scope/two", op="Neg", input=["scope/one:y:0"]).attr["T"].type = 1
        if name == "body":
            call = function.node_def.add(name="call", op="PartitionedCall", input=["scope/two:y:0"])
            call.attr["f"].func.name = "step"
        function.ret["y"] = "scope/two:y:0"
    graph.node.add(name="x", op="Placeholder").attr["dtype"].type = 1
    loop = graph.node.add(name="loop", op="While", input=["x"])
    loop.attr["cond"].func.name, loop.attr["body"].func.name = "cond", "body"
    graph.node.add(name="call", op="StatefulPartitionedCall", input=["loop"]).attr["f"].func.name = "body"
    path = tmp_path / "calling.pb"
    path.write_bytes(graph.SerializeToString())
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(path)
    return canvas


def _quiet(qtbot: QtBot, canvas: GraphCanvas) -> None:
    qtbot.waitUntil(lambda: not canvas.layouts.busy, timeout=10_000)


def _boxes(canvas: GraphCanvas) -> set[str]:
    assert canvas.scene is not None
    return set(canvas.scene.index)


def test_enter_on_a_call_opens_its_function_and_backspace_leads_back(qtbot: QtBot, calling: GraphCanvas):
    calling.selecting.click("call")
    qtbot.keyClick(calling.viewport, Qt.Key.Key_Return)
    _quiet(qtbot, calling)
    assert _boxes(calling) == {"x", "scope", "call", "y"}
    assert calling.sheets.function == "body"
    assert [title for _, title in calling.sheets.crumbs()][1:] == ["body"]
    qtbot.keyClick(calling.viewport, Qt.Key.Key_Backspace)
    _quiet(qtbot, calling)
    assert calling.sheets.function == ""
    assert "loop" in _boxes(calling)
    assert calling.selecting.current == "call"
    qtbot.keyClick(calling.viewport, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    _quiet(qtbot, calling)
    assert calling.sheets.function == "body"


def test_an_op_with_several_functions_asks_which(qtbot: QtBot, calling: GraphCanvas):
    assert [call.role for call in calling.sheets.calls("loop")] == ["body", "cond"]
    menu = calling.menu.choose_function("loop", calling.sheets.calls("loop"))
    assert [action.text() for action in menu.actions()] == ["Open body: body", "Open cond: cond"]
    menu.actions()[1].trigger()
    menu.close()
    _quiet(qtbot, calling)
    assert calling.sheets.function == "cond"


def test_functions_open_from_functions_and_the_bar_leads_up(qtbot: QtBot, calling: GraphCanvas):
    calling.sheets.open_function("body")
    _quiet(qtbot, calling)
    calling.toggle("scope")
    _quiet(qtbot, calling)
    assert "scope/one" in _boxes(calling)
    calling.open_called("call")
    _quiet(qtbot, calling)
    assert [title for _, title in calling.sheets.crumbs()][1:] == ["body", "step"]
    key = calling.sheets.crumbs()[1][0]
    calling.breadcrumbs.crumb_clicked.emit(key)
    _quiet(qtbot, calling)
    assert calling.sheets.function == "body"
    assert "scope/one" in _boxes(calling)  # as it was left


def test_shift_enter_draws_the_function_in_place_and_enter_brings_the_call_back(
    qtbot: QtBot, calling: GraphCanvas, document: Document
):
    calling.selecting.click("call")
    qtbot.keyClick(calling.viewport, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    _quiet(qtbot, calling)
    assert {"x", "loop", "call", "call/scope", "call/call"} <= _boxes(calling)
    assert calling.scene is not None
    box = calling.scene.box("call")
    assert box is not None
    assert (box.expanded, box.detail) == (True, "body")
    assert calling.sheets.function == ""
    assert calling.selecting.current == "call"
    # A node in it is that of the function.
    calling.toggle("call/scope")
    _quiet(qtbot, calling)
    calling.selecting.click("call/scope/one")
    assert document.selection == Selection("node", "scope/one", "body")
    document.select(Selection("node", "scope/two", "body"), None)
    _quiet(qtbot, calling)
    assert calling.sheets.function == ""  # it is in the picture already
    assert calling.selecting.current == "call/scope/two"
    document.select(Selection("node", "scope/two", "step"), None)  # and this is not
    _quiet(qtbot, calling)
    assert calling.sheets.function == "step"
    calling.sheets.up()
    _quiet(qtbot, calling)
    calling.selecting.click("call")
    qtbot.keyClick(calling.viewport, Qt.Key.Key_Return)
    _quiet(qtbot, calling)
    assert _boxes(calling) == {"x", "loop", "call"}
    qtbot.keyClick(calling.viewport, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    _quiet(qtbot, calling)
    assert "call/scope/one" in _boxes(calling)


def test_the_menu_of_a_call_offers_both_ways(qtbot: QtBot, calling: GraphCanvas):
    def entry(key: str, text: str) -> QAction | None:
        return next((each for each in calling.menu.made_for(key).actions() if each.text().startswith(text)), None)

    assert entry("x", "Open in place") is None
    action = entry("loop", "Open in place")
    assert action is not None
    action.trigger()
    _quiet(qtbot, calling)
    assert {"loop/(loop)", "loop/body/scope", "loop/cond/scope"} <= _boxes(calling)
    assert entry("loop/(loop)", "Open in place") is None
    assert entry("loop/body", "Open function body") is not None
    assert entry("loop/body/scope", "&Feed here") is None
    assert entry("loop/(loop)", "&Feed here") is not None
    action = entry("loop", "Close function")
    assert action is not None
    action.trigger()
    _quiet(qtbot, calling)
    assert _boxes(calling) == {"x", "loop", "call"}


def test_hits_in_functions_are_lit_where_they_are_drawn_and_gone_to_where_they_are_not(
    qtbot: QtBot, calling: GraphCanvas, document: Document
):
    calling.show_hits([("", "call"), ("body", "scope/one"), ("step", "scope/one")])
    _quiet(qtbot, calling)
    assert calling.viewport.highlights.hits == {"call"}
    calling.arranging.open_in_place("call")
    _quiet(qtbot, calling)
    assert calling.viewport.highlights.hits == {"call", "call/scope"}
    for function in ("", "", "step"):
        calling.next_hit()
        _quiet(qtbot, calling)
        assert calling.sheets.function == function
    assert document.selection == Selection("node", "scope/one", "step")
    assert calling.viewport.highlights.hits >= {calling.selecting.current}


def test_a_part_with_a_function_in_place_is_shown_as_a_graph_of_its_own(qtbot: QtBot, calling: GraphCanvas):
    calling.arranging.open_in_place("call")
    _quiet(qtbot, calling)
    calling.sheets.open_part(["call"])
    qtbot.waitUntil(lambda: calling.sheets.current is not calling.sheets.main, timeout=5_000)
    _quiet(qtbot, calling)
    calling.toggle("call")
    _quiet(qtbot, calling)
    assert {"call/scope", "call/call"} <= _boxes(calling)
    calling.arranging.open_in_place("call/call")
    _quiet(qtbot, calling)
    assert "call/call/scope" in _boxes(calling)
    assert calling.laid is not None
    assert calling.laid.origin("call/call/scope/one") == ("step", "scope/one")


def test_a_function_is_selected_where_no_part_of_it_is(qtbot: QtBot, calling: GraphCanvas, document: Document):
    calling.sheets.open_function("body")
    _quiet(qtbot, calling)
    assert document.selection == Selection("function", "body", "body")
    calling.selecting.click("call")
    calling.selecting.click("")
    assert document.selection == Selection("function", "body", "body")
    document.select(Selection("function", "step", "step"), None)
    _quiet(qtbot, calling)
    assert calling.sheets.function == "step"
    calling.sheets.show(calling.sheets.main)
    _quiet(qtbot, calling)
    assert document.selection == Selection()


def test_the_bar_lists_the_functions_that_are_called_first(qtbot: QtBot, calling: GraphCanvas):
    qtbot.waitUntil(lambda: calling.breadcrumbs.functions_button.isVisible(), timeout=5_000)
    menu = calling.breadcrumbs.functions_button.menu()
    assert [action.text() for action in menu.actions()] == ["body", "cond", "step"]
    menu.actions()[2].trigger()
    _quiet(qtbot, calling)
    assert calling.sheets.function == "step"


def test_a_node_that_is_selected_elsewhere_brings_its_graph_back(
    qtbot: QtBot, calling: GraphCanvas, document: Document
):
    calling.sheets.open_function("cond")
    _quiet(qtbot, calling)
    document.select(Selection("node", "scope/two", "body"), None)
    _quiet(qtbot, calling)
    assert calling.sheets.function == "body"
    assert calling.selecting.current == "scope/two"
    document.select(Selection("node", "loop"), None)
    _quiet(qtbot, calling)
    assert calling.sheets.function == ""
    assert calling.selecting.current == "loop"


def test_selected_boxes_are_shown_as_a_graph_of_their_own(qtbot: QtBot, document: Document, canvas: GraphCanvas):
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    keys = ["conv1", "conv2"]
    for n, key in enumerate(keys):
        canvas.selecting.click(key, added=n > 0)
    qtbot.keyClick(canvas.viewport, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: canvas.sheets.current is not canvas.sheets.main, timeout=5_000)
    _quiet(qtbot, canvas)
    assert canvas.scene is not None
    assert {box.key for box in canvas.scene.boxes if not box.parent} == set(keys)
    canvas.toggle("conv1")
    _quiet(qtbot, canvas)
    assert canvas.scene is not None
    chips = [chip for box in canvas.scene.boxes for chip in box.chips]
    assert {chip.label for chip in chips} >= {"weights"}
    # What is not in the part is found in the whole.
    document.select(Selection("node", "input_image"), None)
    _quiet(qtbot, canvas)
    assert canvas.sheets.current is canvas.sheets.main


def test_a_cancelled_way_leaves_the_graph_that_is_shown(qtbot: QtBot, calling: GraphCanvas):
    calling.sheets.open_function("body")
    calling.layouts.cancel()
    _quiet(qtbot, calling)
    assert calling.sheets.current is calling.sheets.main or calling.sheets.function == "body"
    calling.layouts.cancel()
    calling.lay_out(None, calling.show_laid)
    _quiet(qtbot, calling)
    assert ("loop" in _boxes(calling)) == (calling.sheets.function == "")


def test_another_model_forgets_the_functions(qtbot: QtBot, calling: GraphCanvas, document: Document):
    calling.sheets.open_function("body")
    _quiet(qtbot, calling)
    with qtbot.waitSignal(calling.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    assert calling.sheets.function == ""
    assert not calling.breadcrumbs.functions_button.isVisible()
    assert len(calling.sheets.crumbs()) == 1


def test_an_op_that_calls_a_function_says_so(calling: GraphCanvas):
    assert calling.scene is not None
    box = calling.scene.box("loop")
    assert box is not None
    assert box.detail == "body, cond"
    assert "body, cond" in words.box_tip(box)


def test_colours_by_scope_and_by_bytes_have_a_legend(qtbot: QtBot, document: Document, canvas: GraphCanvas):
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    assert canvas.legend.isHidden()
    for what in ("scope", "parameters"):
        canvas.arranging.colour_by(what)
        _quiet(qtbot, canvas)
        assert canvas.legend.isVisible()
        strips = canvas.viewport.style_.strip
        assert strips["conv1"].isValid()
        assert canvas.laid is not None
        assert canvas.laid.colouring is not None
        assert sum(count for _, _, count in canvas.laid.colouring.legend) == len(strips)
    assert strips["conv1"] != strips["image"]  # some bytes, and none
    canvas.arranging.colour_by("category")
    _quiet(qtbot, canvas)
    assert canvas.legend.isHidden()


def test_keys_light_neighbours_upstream_and_the_path(qtbot: QtBot, calling: GraphCanvas):
    calling.selecting.click("call")
    qtbot.keyClick(calling.viewport, Qt.Key.Key_U)
    assert calling.viewport.highlights.lit == {"x", "loop", "call"}
    qtbot.keyClick(calling.viewport, Qt.Key.Key_N)
    assert calling.viewport.highlights.lit == {"loop", "call"}
    qtbot.keyClick(calling.viewport, Qt.Key.Key_D)
    assert calling.viewport.highlights.lit == {"call"}
    with qtbot.waitSignal(calling.message_changed) as told:
        qtbot.keyClick(calling.viewport, Qt.Key.Key_P)
    assert "two boxes" in told.args[0]
    calling.selecting.click("x", added=True)
    qtbot.keyClick(calling.viewport, Qt.Key.Key_P)
    assert calling.viewport.highlights.lit == {"x", "loop", "call"}
    qtbot.keyClick(calling.viewport, Qt.Key.Key_Escape)
    assert calling.viewport.highlights.lit is None


def test_a_first_layout_that_comes_to_nothing_is_told(
    qtbot: QtBot, document: Document, canvas: GraphCanvas, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise CryographError(Text("No room."))

    monkeypatch.setattr("core.graph.view.GraphView.picture", broken)
    with qtbot.waitSignal(canvas.first_failed, timeout=20_000) as told:
        document.open_path(SAMPLE)
    assert told.args[0].text == Text("No room.")
    assert canvas.notice.isVisible()
    assert "No room." in canvas.notice.text.text()
    monkeypatch.undo()
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        canvas.fit()  # tries again
    assert canvas.notice.isHidden()


def test_graphviz_is_offered_where_it_is_installed_and_given_up_when_it_fails(
    qtbot: QtBot, calling: GraphCanvas, monkeypatch: pytest.MonkeyPatch
):
    def failing(*_: object, **__: object) -> None:
        raise CryographError(Text("Graphviz' dot is not installed."))

    monkeypatch.setattr("gui.canvas.menu.dot_program", lambda: "/usr/bin/dot")
    monkeypatch.setattr("core.graph.level_layout.dot_layout", failing)
    [action] = [action for action in calling.menu.made_for("").actions() if "Graphviz" in action.text()]
    with qtbot.waitSignal(calling.message_changed, timeout=5_000) as told:
        action.trigger()
    assert "not installed" in told.args[0]
    _quiet(qtbot, calling)
    assert not calling.arranging.dot
    calling.toggle("loop")
    _quiet(qtbot, calling)
    assert "loop" in _boxes(calling)
    monkeypatch.setattr("gui.canvas.menu.dot_program", lambda: None)
    assert not [action for action in calling.menu.made_for("").actions() if "Graphviz" in action.text()]


def test_long_names_of_functions_leave_room_for_the_buttons(qtbot: QtBot):
    bar = Breadcrumbs()
    qtbot.addWidget(bar)
    bar.resize(900, 36)
    bar.show()
    name = "__inference__wrapped_model_with_a_very_long_name_3915"
    bar.show_path([("", "model"), *((f"{n}", f"{name}{n}") for n in range(3)), ("", name)], [("scope", "scope")])
    qtbot.wait(20)
    assert bar.width() == 900
    assert bar.weights_button.geometry().right() <= 900
    assert bar.minimumSizeHint().width() > 0
    bar.resize(1900, 36)
    qtbot.wait(20)
    assert bar.weights_button.geometry().right() <= 1900


@pytest.mark.parametrize("width", [640, 1100])
def test_where_one_is_is_told_before_how_it_is_shown(qtbot: QtBot, width: int):
    bar = Breadcrumbs()
    qtbot.addWidget(bar)
    bar.resize(width, 36)
    bar.show()
    bar.show_path([("", "digits-2000")], [("conv1", "conv1"), ("conv1/conv", "conv")])
    qtbot.wait(20)
    parts = [part for part in bar.findChildren(QToolButton) if part.isVisible()]
    assert {"digits-2000", "conv1", "conv"} <= {part.text() for part in parts}
    assert all(part.width() >= part.sizeHint().width() for part in parts)
    assert bar.colour_button.text() == ("Colour ▾" if width < 700 else "Colour: category ▾")


def test_a_box_tells_what_is_in_it_and_which_weights_it_reads(qtbot: QtBot, document: Document, canvas: GraphCanvas):
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    assert canvas.scene is not None
    box = canvas.scene.box("conv1")
    assert box is not None
    content = canvas.layouts.content_of("conv1")
    assert len(content.nodes) == box.ops
    assert ("", "conv1/conv") in content.nodes
    assert content.reads == []
    assert content.parameters == box.parameters
    assert document.model is not None
    scope = describe_scope(document.model, "conv1", content)
    assert (scope.ops, scope.parameters) == (box.ops, box.parameters)
    assert "conv1/weights" in scope.variables


def test_where_one_scope_holds_everything_the_scopes_in_it_have_the_colours(
    qtbot: QtBot, document: Document, canvas: GraphCanvas, tmp_path: Path
):
    graph = graph_pb2.GraphDef()
    graph.node.add(name="loose", op="Placeholder").attr["dtype"].type = 1
    for name in ("net/a/one", "net/a/two", "net/b/one", "net/b/two", "net/c"):
        graph.node.add(name=name, op="Neg", input=["loose"]).attr["T"].type = 1
    path = tmp_path / "scopes.pb"
    path.write_bytes(graph.SerializeToString())
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(path)
    canvas.arranging.colour_by("scope")
    _quiet(qtbot, canvas)
    canvas.expand_all()
    _quiet(qtbot, canvas)
    assert canvas.laid is not None
    assert canvas.laid.colouring is not None
    assert {text for text, _, _ in canvas.laid.colouring.legend} == {"net/a", "net/b", "net", "—"}
