"""The canvas on a real model: the sample that is shipped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gui.canvas.graph_view import GraphCanvas
from gui.document import Document, Selection

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
def opened(qtbot: QtBot, document: Document, canvas: GraphCanvas) -> GraphCanvas:
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    return canvas


def _at(canvas: GraphCanvas, key: str) -> QPoint:
    assert canvas.scene is not None
    box = canvas.scene.picture.boxes[key]
    x, y = canvas.viewport.camera.to_screen(box.x + box.w / 2, box.y + min(box.h / 2, 14))
    return QPoint(round(x), round(y))


def _quiet(qtbot: QtBot, canvas: GraphCanvas) -> None:
    """Wait until nothing is laid out and nothing moves."""
    qtbot.waitUntil(lambda: not canvas.layouts.busy, timeout=10_000)
    qtbot.waitUntil(lambda: canvas.viewport._transition is None, timeout=2_000)


def test_the_first_paint_is_told_once(qtbot: QtBot, opened: GraphCanvas):
    told: list[int] = []
    opened.first_painted.connect(lambda: told.append(1))
    opened.toggle("conv1")
    _quiet(qtbot, opened)
    opened.zoom_in()
    qtbot.wait(150)
    assert told == []


def test_the_first_look_is_taken_again_while_the_panels_find_their_sizes(
    qtbot: QtBot, document: Document, canvas: GraphCanvas
):
    canvas.resize(1000, 160)
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    small = canvas.viewport.camera.copy()
    canvas.resize(1000, 700)
    qtbot.waitUntil(lambda: canvas.viewport.height() > 500)
    large = canvas.viewport.camera.copy()
    canvas.going.begin()
    assert large != small
    assert canvas.viewport.camera == large


def test_a_look_that_a_person_chose_stays_when_the_size_changes(qtbot: QtBot, opened: GraphCanvas):
    opened.zoom_100()
    before = opened.viewport.camera.copy()
    opened.resize(1000, 400)
    qtbot.waitUntil(lambda: opened.viewport.height() < 400)
    after = opened.viewport.camera
    assert (after.scale, after.x) == (before.scale, before.x)


def test_a_double_click_opens_a_scope_in_place_and_another_closes_it(qtbot: QtBot, opened: GraphCanvas):
    at = _at(opened, "conv1")
    qtbot.mouseDClick(opened.viewport, Qt.MouseButton.LeftButton, pos=at)
    _quiet(qtbot, opened)
    assert "conv1" in opened.expanded
    assert opened.viewport.box_key_at(at.toPointF()) == "conv1"  # what was under the pointer is there still
    assert opened.scene is not None
    assert "conv1/Conv2D" in opened.scene.index or any(key.startswith("conv1/") for key in opened.scene.index)
    qtbot.mouseDClick(opened.viewport, Qt.MouseButton.LeftButton, pos=at)
    _quiet(qtbot, opened)
    assert "conv1" not in opened.expanded
    assert opened.viewport.box_key_at(at.toPointF()) == "conv1"


def test_what_opens_under_the_pointer_is_not_cut_off_at_a_side(qtbot: QtBot, opened: GraphCanvas):
    viewport = opened.viewport
    assert opened.scene is not None
    box = opened.scene.picture.boxes["conv1"]
    # The graph is pushed to the left until only the box's right half has room, and there it is opened.
    left, top = viewport.camera.to_screen(box.x, box.y)
    viewport.camera.pan(30 - left, 0)
    at = QPoint(round(30 + (box.w - 8) * viewport.camera.scale), round(top + 12))
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: "conv1" in opened.expanded)
    _quiet(qtbot, opened)
    box = opened.scene.picture.boxes["conv1"]
    assert viewport.camera.to_screen(box.x, box.y)[0] > 0
    assert viewport.box_key_at(at.toPointF()) == "conv1"


def test_the_layout_never_runs_on_the_gui_thread(
    qtbot: QtBot, document: Document, canvas: GraphCanvas, monkeypatch: pytest.MonkeyPatch
):
    from core.graph.view import GraphView

    threads: set[threading.Thread] = set()
    for name in ("__init__", "picture", "expand", "reveal"):
        real = getattr(GraphView, name)

        def noted(*args: Any, _real: Any = real, **more: Any) -> Any:
            threads.add(threading.current_thread())
            return _real(*args, **more)

        monkeypatch.setattr(GraphView, name, noted)
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    canvas.toggle("conv1")
    _quiet(qtbot, canvas)
    document.select(Selection("node", "conv2/Conv2D"))
    _quiet(qtbot, canvas)
    assert threads
    assert threading.main_thread() not in threads


def test_a_click_selects_in_the_document(qtbot: QtBot, opened: GraphCanvas, document: Document):
    qtbot.mouseClick(opened.viewport, Qt.MouseButton.LeftButton, pos=_at(opened, "conv2"))
    assert document.selection == Selection("scope", "conv2")
    assert document.selection_origin is opened
    qtbot.mouseClick(opened.viewport, Qt.MouseButton.LeftButton, pos=_at(opened, "image"))
    assert document.selection == Selection("node", "image")
    qtbot.mouseClick(opened.viewport, Qt.MouseButton.LeftButton, pos=QPoint(3, 690))
    assert document.selection.kind == "none"
    assert opened.selecting.keys == []


def test_ctrl_click_adds_to_the_selection(qtbot: QtBot, opened: GraphCanvas):
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(opened.viewport, Qt.MouseButton.LeftButton, pos=_at(opened, "conv1"))
    qtbot.mouseClick(opened.viewport, Qt.MouseButton.LeftButton, control, _at(opened, "conv2"))
    assert opened.selecting.keys == ["conv1", "conv2"]
    qtbot.mouseClick(opened.viewport, Qt.MouseButton.LeftButton, control, _at(opened, "conv2"))
    assert opened.selecting.keys == ["conv1"]


def test_a_node_selected_elsewhere_is_revealed_in_view(qtbot: QtBot, opened: GraphCanvas, document: Document):
    node = next(name for name in opened.find("op:Conv2D") if name.startswith("conv2/"))
    document.select(Selection("node", node))
    _quiet(qtbot, opened)
    assert opened.selecting.keys == [node]
    assert opened.viewport.rect().contains(_at(opened, node))
    assert opened.selecting.path_of(node)[0] == ("conv2", "conv2")


def test_a_variable_selected_elsewhere_leads_to_the_op_that_carries_it(
    qtbot: QtBot, opened: GraphCanvas, document: Document
):
    variable = next(v for v in document.variables if v.name.startswith("conv1/") and v.group == "model")
    document.select(Selection("variable", variable.name))
    _quiet(qtbot, opened)
    assert opened.scene is not None
    box = opened.scene.box(opened.selecting.current)
    assert box is not None
    assert variable.node in (box.node, *(chip.node for chip in box.chips))


def test_back_and_forward_return_to_where_one_was(qtbot: QtBot, opened: GraphCanvas):
    before = opened.viewport.camera.copy()
    opened.toggle("conv1")
    _quiet(qtbot, opened)
    opened.go_back()
    _quiet(qtbot, opened)
    assert opened.expanded == frozenset()
    assert opened.viewport.camera == before
    opened.go_forward()
    _quiet(qtbot, opened)
    assert opened.expanded == {"conv1"}


def test_keys_walk_open_and_zoom(qtbot: QtBot, opened: GraphCanvas, document: Document):
    viewport = opened.viewport
    qtbot.keyClick(viewport, Qt.Key.Key_Down)
    assert document.selection == Selection("node", "image")
    qtbot.keyClick(viewport, Qt.Key.Key_Down)
    assert document.selection == Selection("scope", "conv1")
    qtbot.keyClick(viewport, Qt.Key.Key_Return)
    _quiet(qtbot, opened)
    assert opened.expanded == {"conv1"}
    qtbot.keyClick(viewport, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert document.selection.name.startswith("conv1/")
    qtbot.keyClick(viewport, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert document.selection == Selection("scope", "conv1")
    qtbot.keyClick(viewport, Qt.Key.Key_Space)
    _quiet(qtbot, opened)
    assert opened.expanded == frozenset()
    qtbot.keyClick(viewport, Qt.Key.Key_0)
    assert viewport.camera.scale == pytest.approx(1.0)
    qtbot.keyClick(viewport, Qt.Key.Key_Minus)
    assert viewport.camera.scale < 1.0
    qtbot.keyClick(viewport, Qt.Key.Key_Escape)
    assert document.selection.kind == "none"


def test_hits_are_lit_and_visited_in_turn(qtbot: QtBot, opened: GraphCanvas, document: Document):
    names = opened.find("op:/^MaxPool$/")
    assert len(names) == 2
    opened.show_hits(("", name) for name in names)
    _quiet(qtbot, opened)
    assert opened.viewport.highlights.hits == set(names)
    for name, number in ((names[0], 1), (names[1], 2), (names[0], 1)):
        with qtbot.waitSignal(opened.message_changed) as told:
            opened.next_hit()
        assert told.args == [f"{number} of 2 found: {name}"]
        assert document.selection == Selection("node", name)
    opened.show_hits([])
    assert opened.viewport.highlights.hits == set()


def test_unfolded_weights_are_boxes_of_their_own(qtbot: QtBot, opened: GraphCanvas):
    opened.toggle("conv1")
    _quiet(qtbot, opened)
    assert opened.scene is not None
    folded = len(opened.scene.boxes)
    opened.arranging.fold_weights(False)
    _quiet(qtbot, opened)
    assert len(opened.scene.boxes) > folded
    opened.arranging.fold_weights(True)
    _quiet(qtbot, opened)
    assert len(opened.scene.boxes) == folded


def test_colours_by_dtype_come_with_a_legend(qtbot: QtBot, opened: GraphCanvas):
    opened.arranging.colour_by("dtype")
    _quiet(qtbot, opened)
    assert opened.legend.isVisible()
    assert "float32" in opened.legend.accessibleName()
    opened.arranging.colour_by("category")
    _quiet(qtbot, opened)
    assert not opened.legend.isVisible()


def test_tracing_dims_the_rest_until_escape(qtbot: QtBot, opened: GraphCanvas):
    opened.lighting.trace("conv2", up=True, down=False, far=True)
    assert opened.viewport.highlights.lit is not None
    assert {"image", "conv1"} <= opened.viewport.highlights.lit
    qtbot.keyClick(opened.viewport, Qt.Key.Key_Escape)
    assert opened.viewport.highlights.lit is None


def test_the_menu_offers_what_the_box_can_do(qtbot: QtBot, opened: GraphCanvas):
    opened.selecting.click("conv1")
    texts = [action.text().split("\t")[0] for action in opened.menu.made_for("conv1").actions()]
    assert {"Open scope", "&Copy name", "Put &aside", "Zoom to selection", "Fit"} <= set(texts)
    assert "Close scope" not in texts


@pytest.mark.parametrize("key", ["", "conv1", "pool1", "gradients"])
def test_each_entry_of_the_menu_has_a_key_and_no_two_the_same(opened: GraphCanvas, key: str):
    texts = [action.text() for action in opened.menu.made_for(key).actions() if not action.isSeparator()]
    assert [text for text in texts if "&" not in text and "\t" not in text] == []
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == len(set(letters))


def test_a_checkpoint_without_graph_says_what_is_missing(
    qtbot: QtBot, document: Document, canvas: GraphCanvas, tmp_path: Path
):
    for path in SAMPLE.glob("digits-2000.*"):
        if path.suffix != ".meta":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with qtbot.waitSignal(document.model_opened, timeout=20_000):
        document.open_path(tmp_path)
    assert canvas.notice.isVisible()
    assert "variables" in canvas.notice.title.text()
    assert ".meta" in canvas.notice.text.text()
    assert not canvas.breadcrumbs.fit_button.isVisible()
    assert canvas.scene is None


def test_a_second_model_replaces_the_first(qtbot: QtBot, opened: GraphCanvas, document: Document):
    opened.toggle("conv1")
    _quiet(qtbot, opened)
    with qtbot.waitSignal(opened.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    assert opened.expanded == frozenset()
    document.close_model()
    assert opened.scene is None
    assert not opened.breadcrumbs.isVisible()


def test_only_the_newest_of_many_requests_is_shown_but_all_count(qtbot: QtBot, opened: GraphCanvas):
    for key in ("conv1", "conv2", "dense1"):
        opened.toggle(key)
    _quiet(qtbot, opened)
    assert opened.expanded == {"conv1", "conv2", "dense1"}


def test_a_slow_layout_can_be_cancelled_and_done_after_all(
    qtbot: QtBot, document: Document, canvas: GraphCanvas, monkeypatch: pytest.MonkeyPatch
):
    from core.graph.view import GraphView

    real = GraphView.picture

    def slow(view: GraphView, measure: Any = None, progress: Any = None) -> Any:
        while True:
            progress.tick(0.5)
            time.sleep(0.005)

    monkeypatch.setattr(GraphView, "picture", slow)
    document.open_path(SAMPLE)
    qtbot.waitUntil(canvas.busy.isVisible, timeout=20_000)
    button = canvas.busy.findChild(QPushButton)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not canvas.busy.isVisible()
    assert not canvas.layouts.busy
    assert canvas.notice.isVisible()
    monkeypatch.setattr(GraphView, "picture", real)
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        qtbot.keyClick(canvas.viewport, Qt.Key.Key_F)
    assert not canvas.notice.isVisible()


def test_data_can_flow_to_the_right(qtbot: QtBot, opened: GraphCanvas):
    assert opened.scene is not None
    assert opened.scene.height > opened.scene.width
    opened.arranging.set_direction("LR")
    _quiet(qtbot, opened)
    assert opened.scene.width > opened.scene.height


def test_everything_that_can_be_pressed_has_a_name(opened: GraphCanvas):
    assert opened.accessibleName()
    assert opened.viewport.accessibleName()
    assert opened.minimap.accessibleName()
    for button in opened.breadcrumbs.findChildren(QToolButton):
        assert button.text()
