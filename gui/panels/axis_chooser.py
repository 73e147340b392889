"""A position on one axis of a tensor, as the Values tab's bar has it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from gui.formatting import format_count
from gui.panels.widgets import Slider, label
from gui.stylesheet import set_role


class AxisChooser(QWidget):
    """A position on one axis: a slider, and a number beside it."""

    def __init__(self, axis: int, size: int, at: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = axis
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label(self.tr("axis {axis}").format(axis=axis), "quiet"))
        self.slider = Slider()
        self.slider.setRange(0, max(size - 1, 0))
        self.slider.setFixedWidth(80)
        self.spin = QSpinBox()
        self.spin.setRange(0, max(size - 1, 0))
        self.spin.setSuffix(f" / {format_count(size - 1)}")
        self.spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.spin.lineEdit().setAcceptDrops(False)
        set_role(self.spin, "compact")
        widest = "0" * 2 * len(format_count(size - 1)) + " / "
        self.spin.setFixedWidth(self.spin.fontMetrics().horizontalAdvance(widest) + 24)
        self.slider.setValue(at)
        self.spin.setValue(at)
        self.slider.valueChanged.connect(self.spin.setValue)
        self.spin.valueChanged.connect(self.slider.setValue)
        layout.addWidget(self.slider)
        layout.addWidget(self.spin)
        self.setEnabled(size > 1)
