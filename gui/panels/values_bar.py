"""What stands above the values: which tensor, which two of its axes, where the others are, and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from gui.formatting import format_count, format_shape
from gui.models.axes import Mode, View
from gui.models.values_model import Style, is_integer
from gui.panels.axis_chooser import AxisChooser
from gui.panels.flow import FlowLayout
from gui.panels.widgets import Elided, clear, label
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource


class ValuesBar(QWidget):
    """Says what is wanted; who listens shows it. Made anew for each tensor and each way to show it.

    Args:
        titled: whether the tensor's name stands above; else all choices are in one row.
    """

    view_chosen = Signal(object)
    """View: other axes."""
    position_chosen = Signal(object)
    """View: the same axes, another position on one of the rest."""
    row_chosen = Signal(int)
    mode_chosen = Signal(str)
    style_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, titled: bool = True) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6 if titled else 0, 12, 6)
        column.setSpacing(6)
        self._titled = titled
        self._line = QHBoxLayout()
        self._line.setSpacing(12)
        if titled:
            column.addLayout(self._line)
        # The axes in rows of their own: a tensor of rank 6 has many, and must not widen the whole window.
        self._axes = FlowLayout()
        column.addLayout(self._axes)
        self._choices: QLayout = self._line if titled else self._axes
        self._view = View((), None, None, ())
        self._said = label("", "small")
        self.hide()

    def show_tensor(
        self, source: TensorSource, view: View, mode: Mode, modes: list[Mode], style: Style | None, export: QAction
    ) -> None:
        """Name `source` and offer what can be chosen about it; a `style` where numbers can be written in several."""
        self.clear()
        self._view = view
        if self._titled:
            self._line.addWidget(Elided(source.name, "strong"), 1)
            self._line.addWidget(label(f"{format_shape(source.shape)} {source.dtype.name}", "quiet"))
            self._line.addWidget(self._said)
        if mode == "tiles":
            self._tiles(source)
        else:
            self._slice()
        if style is not None:
            self._choices.addWidget(self._style_box(source, style))
        if len(modes) > 1:
            self._choices.addWidget(self._mode_box(mode, modes))
        if self._titled:
            button = QToolButton()
            set_role(button, "tiny")
            button.setDefaultAction(export)
            self._line.addWidget(button)
        else:
            self._axes.addWidget(self._said)
        self.show()

    def offer_rows(self, first: int, step: int) -> None:
        """A choice of the first row, where not all of them are shown."""
        start = QSpinBox()
        start.setRange(0, self._view.rows - 1)
        start.setSingleStep(step)
        start.setValue(first)
        start.setPrefix(self.tr("from row") + " ")
        start.setKeyboardTracking(False)
        start.lineEdit().setAcceptDrops(False)
        set_role(start, "compact")
        start.valueChanged.connect(self.row_chosen)
        self._axes.addWidget(start)

    def say(self, text: str) -> None:
        """Something about what is shown, beside the name."""
        self._said.setText(text)

    def clear(self) -> None:
        """Nothing is shown."""
        clear(self._line)
        clear(self._axes)
        self._said = label("", "small")
        self.hide()

    # Parts.

    def _tiles(self, source: TensorSource) -> None:
        """All other axes are in the picture, unless there are too many tiles for one."""
        from gui.models.slice_picture import TILES, WHOLE  # numpy, which the window is shown without

        inputs, outputs = source.shape[2:]
        if outputs > 1 and (inputs * outputs > TILES or source.nbytes > WHOLE):
            self._add_axis(2)

    def _slice(self) -> None:
        view = self._view
        if len(view.shape) >= 2:
            self._axes.addWidget(self._axis_box(self.tr("rows"), view.row_axis, rows=True))
            self._axes.addWidget(self._axis_box(self.tr("columns"), view.column_axis, rows=False))
        for axis in view.others():
            self._add_axis(axis)

    def _add_axis(self, axis: int) -> None:
        chooser = AxisChooser(axis, self._view.shape[axis], self._view.position[axis])
        chooser.spin.valueChanged.connect(lambda value: self._move(axis, value))
        self._axes.addWidget(chooser)

    def _move(self, axis: int, at: int) -> None:
        self._view = self._view.at(axis, at)
        self.position_chosen.emit(self._view)

    def _style_box(self, source: TensorSource, style: Style) -> QWidget:
        box = QComboBox()
        set_role(box, "compact")
        choices: list[tuple[str, Style]] = [
            (self.tr("short"), "short"),
            (self.tr("plain"), "plain"),
            (self.tr("scientific"), "scientific"),
        ]
        if is_integer(source.dtype.name):
            choices.append((self.tr("hex"), "hex"))
        for text, each in choices:
            box.addItem(text, each)
        box.setCurrentIndex(max(box.findData(style), 0))
        box.activated.connect(lambda _: self.style_chosen.emit(box.currentData()))
        box.setAccessibleName(self.tr("Format of the numbers"))
        box.setToolTip(self.tr("Format of the numbers"))
        return box

    def _mode_box(self, mode: Mode, modes: list[Mode]) -> QWidget:
        box = QComboBox()
        set_role(box, "compact")
        texts: dict[Mode, str] = {
            "numbers": self.tr("numbers"),
            "image": self.tr("image"),
            "tiles": self.tr("kernel tiles"),
            "rows": self.tr("row strips"),
        }
        for each in modes:
            box.addItem(texts[each], each)
        box.setCurrentIndex(box.findData(mode))
        box.activated.connect(lambda _: self.mode_chosen.emit(box.currentData()))
        box.setAccessibleName(self.tr("Show as"))
        box.setToolTip(self.tr("Show as"))
        return box

    def _axis_box(self, title: str, current: int | None, *, rows: bool) -> QWidget:
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label(title, "quiet"))
        box = QComboBox()
        set_role(box, "compact")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for axis, size in enumerate(self._view.shape):
            box.addItem(self.tr("axis {axis} ({size})").format(axis=axis, size=format_count(size)), axis)
        box.setCurrentIndex(current or 0)
        box.activated.connect(lambda index: self._choose_axis(index, rows=rows))
        box.setAccessibleName(title)
        layout.addWidget(box)
        return holder

    def _choose_axis(self, axis: int, *, rows: bool) -> None:
        view = self._view
        row_axis, column_axis = view.row_axis or 0, view.column_axis or 0
        if rows:
            row_axis, column_axis = axis, row_axis if axis == column_axis else column_axis
        else:
            row_axis, column_axis = column_axis if axis == row_axis else row_axis, axis
        self.view_chosen.emit(view.with_axes(row_axis, column_axis))
