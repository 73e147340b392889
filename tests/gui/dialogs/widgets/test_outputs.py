"""The list of outputs: what is ticked, what can be found, what a mistyped name is told."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from core.errors import Text
from gui.dialogs.widgets.completion import ListCompleter, NodeCompleter, NodeNames
from gui.dialogs.widgets.fields import EnterLineEdit
from gui.dialogs.widgets.outputs import QUIET, OutputsPicker

NAMES = ["input", "conv/Conv2D", "conv/BiasAdd", "prob/Softmax", "save/Assign"]


@dataclass
class Suggested:
    name: str
    reason: Text
    shape: tuple[int | None, ...] | None = None


SUGGESTIONS = [
    Suggested("prob/Softmax", Text("a {op} at the end", op="Softmax"), (None, 2)),
    Suggested("conv/BiasAdd", Text("last op of a branch")),
]


@pytest.fixture
def picker(qtbot: QtBot) -> OutputsPicker:
    widget = OutputsPicker()
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    widget.show()
    widget.set_graph(NodeNames(NAMES), SUGGESTIONS)
    return widget


def test_the_best_suggestion_is_ticked_and_each_says_why_and_its_shape(picker: OutputsPicker) -> None:
    assert picker.outputs() == ["prob/Softmax"]
    assert picker.list.item(0).data(QUIET) == "a Softmax at the end · ?×2"
    assert picker.list.item(1).data(QUIET) == "last op of a branch"


def test_a_click_anywhere_in_a_row_ticks_it(picker: OutputsPicker, qtbot: QtBot) -> None:
    rect = picker.list.visualItemRect(picker.list.item(1))
    with qtbot.waitSignal(picker.outputs_changed):
        qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() + QPoint(100, 0))
    assert picker.outputs() == ["prob/Softmax", "conv/BiasAdd"]
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(18, 12))
    assert picker.outputs() == ["prob/Softmax"]


def test_the_space_bar_ticks_the_current_row(picker: OutputsPicker, qtbot: QtBot) -> None:
    picker.list.setFocus()
    picker.list.setCurrentRow(1)
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    assert picker.outputs() == ["prob/Softmax", "conv/BiasAdd"]


@pytest.mark.parametrize("typed", ["conv/Conv2D", "conv/Conv2D:0", " conv/Conv2D "])
def test_any_node_can_be_added_by_its_name_or_its_tensors(picker: OutputsPicker, qtbot: QtBot, typed: str) -> None:
    picker.search.setText(typed)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert picker.outputs() == ["prob/Softmax", "conv/Conv2D"]
    assert picker.search.text() == ""


def test_adding_what_is_in_the_list_ticks_it_there(picker: OutputsPicker) -> None:
    assert picker.add("conv/BiasAdd")
    assert picker.list.count() == 2
    assert picker.outputs() == ["prob/Softmax", "conv/BiasAdd"]


def test_a_name_that_is_not_there_is_told_the_nearest_ones(picker: OutputsPicker, qtbot: QtBot) -> None:
    picker.search.setText("softmax")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert picker.note.text() == "No node is called softmax. Perhaps prob/Softmax?"
    assert picker.note.isVisible()
    assert picker.outputs() == ["prob/Softmax"]


def test_a_slip_of_the_key_finds_what_was_meant(picker: OutputsPicker, qtbot: QtBot) -> None:
    picker.search.setText("prob/Sofmtax")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert picker.note.text() == "No node is called prob/Sofmtax. Perhaps prob/Softmax?"


def test_choosing_a_completion_adds_it_and_empties_the_field(picker: OutputsPicker, qtbot: QtBot) -> None:
    picker.search.setFocus()
    qtbot.keyClicks(picker.search, "conv2")
    popup = picker.completer.popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert picker.outputs() == ["prob/Softmax", "conv/Conv2D"]
    qtbot.waitUntil(lambda: picker.search.text() == "")


def test_names_chosen_before_stay_chosen_in_another_step_if_they_are_there(picker: OutputsPicker) -> None:
    picker.add("conv/Conv2D")
    picker.set_graph(NodeNames(name for name in NAMES if name != "prob/Softmax"), SUGGESTIONS[1:], picker.outputs())
    assert picker.outputs() == ["conv/Conv2D"]


def test_a_graph_without_likely_outputs_says_so(picker: OutputsPicker) -> None:
    picker.set_graph(NodeNames(NAMES), [])
    assert picker.outputs() == []
    assert picker.note.isVisible()


def test_completion_puts_names_that_begin_so_first_and_last_parts_next(qtbot: QtBot) -> None:
    edit = EnterLineEdit()
    qtbot.addWidget(edit)
    completer = NodeCompleter(edit)
    completer.set_names(NodeNames(["deconv", "a/conv", "conv", "a/b"]))
    assert completer.matches("CONV") == ["conv", "a/conv", "deconv"]
    assert completer.matches(" ") == []


def test_completion_offers_a_bounded_number_of_a_hundred_thousand_names(qtbot: QtBot) -> None:
    edit = EnterLineEdit()
    qtbot.addWidget(edit)
    completer = NodeCompleter(edit)
    completer.set_names(NodeNames([f"scope{index}/node" for index in range(100_000)]))
    edit.textEdited.emit("node")
    assert completer.model().rowCount() == 60
    assert completer.matches("scope99999/") == ["scope99999/node"]


def test_a_field_for_several_names_completes_the_last(qtbot: QtBot) -> None:
    edit = EnterLineEdit()
    qtbot.addWidget(edit)
    completer = ListCompleter(edit)
    completer.set_names(NodeNames(NAMES))
    edit.setText("input, conv/B")
    edit.textEdited.emit(edit.text())
    model = completer.completionModel()
    assert model.rowCount() == 1
    assert completer.pathFromIndex(model.index(0, 0)) == "input, conv/BiasAdd"


def test_enter_in_a_field_with_text_does_not_press_the_default_button(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    edit, button = EnterLineEdit(), QPushButton("Freeze")
    button.setDefault(True)
    layout.addWidget(edit)
    layout.addWidget(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    dialog.show()
    edit.setFocus()
    edit.setText("conv")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert pressed == []
    edit.clear()
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert pressed == [True]
