"""How pictures become numbers: the choices under the inputs of the Run tab."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from core.running.images import IMAGENET_MEAN, IMAGENET_STD, PictureOptions, figures
from gui.dialogs.widgets import CheckBox
from gui.stylesheet import set_role


class PictureForm(QWidget):
    """How pictures become numbers; shown when one is fed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.scale, self.colour, self.layout_ = QComboBox(), QComboBox(), QComboBox()
        self.invert = CheckBox()
        for combo, items in (
            (self.scale, ("auto", "0..1", "-1..1", "0..255", "mean-std")),
            (self.colour, ("auto", "rgb", "bgr", "grey")),
            (self.layout_, ("auto", "nhwc", "nchw")),
        ):
            set_role(combo, "compact")
            for item in items:
                combo.addItem("", item)
            combo.setMinimumContentsLength(8)
            combo.currentIndexChanged.connect(self.changed)
        self.mean, self.std = QLineEdit(), QLineEdit()
        for field, usual in ((self.mean, IMAGENET_MEAN), (self.std, IMAGENET_STD)):
            set_role(field, "compact")
            field.setAcceptDrops(False)
            field.setText(", ".join(map(str, usual)))
            field.textEdited.connect(self.changed)
            field.hide()
        for place, widget in enumerate((self.scale, self.colour, self.mean, self.std, self.layout_, self.invert)):
            grid.addWidget(widget, place // 2, place % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.scale.currentIndexChanged.connect(self._show_figures)
        self.invert.toggled.connect(self.changed)
        self.retranslate()

    def options(self) -> PictureOptions:
        """As chosen.

        Raises:
            UsageError: mean or deviation are no figures.
        """
        chosen = PictureOptions(scale=self.scale.currentData(), colour=self.colour.currentData(),
                                layout=self.layout_.currentData(), invert=self.invert.isChecked())  # fmt: skip
        if chosen.scale != "mean-std":
            return chosen
        mean, std = figures(self.mean.text(), IMAGENET_MEAN), figures(self.std.text(), IMAGENET_STD)
        return replace(chosen, mean=mean, std=std)

    def _show_figures(self) -> None:
        for field in (self.mean, self.std):
            field.setVisible(self.scale.currentData() == "mean-std")

    def retranslate(self) -> None:
        for combo, texts in (
            (self.scale, (self.tr("Scale: automatic"), "0 … 1", "−1 … 1", "0 … 255", self.tr("Mean, deviation"))),
            (self.colour, (self.tr("Colour: automatic"), "RGB", "BGR", self.tr("Grey"))),
            (self.layout_, (self.tr("Layout: automatic"), "NHWC", "NCHW")),
        ):
            for index, text in enumerate(texts):
                combo.setItemText(index, text)
        for field, name in ((self.mean, self.tr("Mean")), (self.std, self.tr("Standard deviation"))):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            told = self.tr("{name} of red, green and blue, between 0 and 1: one figure, or three with commas between")
            field.setToolTip(told.format(name=name))
        self.invert.setText(self.tr("Invert"))
        self.invert.setToolTip(self.tr("White becomes black: for a model that knows paper as 0"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
