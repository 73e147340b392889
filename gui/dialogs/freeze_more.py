"""The options that most people never need: where to cut, placement, averages, custom ops, time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from core.freezing.options import DEFAULT_TIME_LIMIT, FreezeOptions
from gui.dialogs.widgets import CheckBox, Choice, EnterLineEdit, quiet_label
from gui.dialogs.widgets.completion import ListCompleter, NodeNames
from gui.dialogs.widgets.labels import without_mnemonic

if TYPE_CHECKING:
    from core.model import Model


class MoreOptions(QWidget):
    """What unfolds under More options. `options_changed` whenever `applied` would give something else."""

    options_changed = Signal()
    signature_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._with_functions = False
        self._explained: dict[CheckBox, QLabel] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

        self.signature = Choice()
        self.signature.currentIndexChanged.connect(lambda _: self.signature_chosen.emit())
        self._signature_label = self._label(self.tr("S&ignature"), self.signature)
        form.addRow(self._signature_label, self.signature)

        self.inputs = EnterLineEdit()
        self.inputs.setProperty("kind", "plain")
        self.inputs.setPlaceholderText(self.tr("Names of nodes, separated by commas"))
        self.completer = ListCompleter(self.inputs)
        self.inputs.textChanged.connect(self._changed)
        form.addRow(self._label(self.tr("C&ut the graph at"), self.inputs), self.inputs)

        self._checks = QWidget()
        self._lines = QGridLayout(self._checks)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(4)
        self._lines.setColumnStretch(1, 1)
        self.strict = self._check(
            self.tr("Strict pla&cement"), self.tr("An op that can't run on the device is an error.")
        )
        self.keep_devices = self._check(
            self.tr("&Keep devices"), self.tr("Leave each node's device as it is in the file.")
        )
        self.ema = self._check(
            self.tr("Moving a&verages"), self.tr("Use the ExponentialMovingAverage of each variable that has one.")
        )
        self.as_tensorflow = self._check(
            self.tr("Exactl&y as TensorFlow does"), self.tr("Without repairs, even if the result can't be loaded.")
        )
        self.inline = self._check(self.tr("I&nline functions"), self.tr("Replace each function call by its body."))
        self.keep_wrong = self._check(
            self.tr("Keep it even if &wrong"), self.tr("Write the file also when the comparison fails.")
        )
        # As TensorFlow does it; only models with functions show it.
        self.inline.setChecked(True)
        form.addRow(self._checks)

        self.time_limit = QSpinBox()
        self.time_limit.setRange(1, 7 * 24 * 3600)
        self.time_limit.setValue(int(DEFAULT_TIME_LIMIT))
        self.time_limit.setSuffix(self.tr(" s"))
        self.time_limit.setMaximumWidth(100)
        # The style sheet's padding does not reach the editor inside.
        self.time_limit.lineEdit().setTextMargins(8, 0, 0, 0)
        self.time_limit.valueChanged.connect(self._changed)
        form.addRow(self._label(self.tr("Time &limit"), self.time_limit), self.time_limit)

        self.libraries = QLineEdit()
        self.libraries.setProperty("kind", "plain")
        self.libraries.setPlaceholderText(self.tr("Libraries with custom ops (.so), if the graph needs them"))
        self.libraries.textChanged.connect(self._changed)
        add = QPushButton(self.tr("&Add…"))
        add.setAutoDefault(False)
        add.clicked.connect(self._add_library)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.libraries, 1)
        row.addWidget(add)
        form.addRow(self._label(self.tr("O&p libraries"), self.libraries), row)

    def set_model(self, model: Model, names: NodeNames) -> None:
        """Offer what `model` has."""
        self.completer.set_names(names)
        blocked = self.signature.blockSignals(True)
        self.signature.clear()
        for signature in model.signatures:
            self.signature.add(signature.name, signature.name)
        default = self.signature.findData("serving_default")
        self.signature.setCurrentIndex(max(default, 0))
        self.signature.blockSignals(blocked)
        several = len(model.signatures) > 1
        self.signature.setVisible(several)
        self._signature_label.setVisible(several)
        self._with_functions = model.format == "saved-model"
        for widget in (self.inline, self._explained[self.inline]):
            widget.setVisible(self._with_functions)

    def signature_name(self) -> str | None:
        """The chosen signature; None where the model has none."""
        name = self.signature.currentData()
        return str(name) if name is not None else None

    def applied(self, options: FreezeOptions) -> FreezeOptions:
        """`options` with what is chosen here."""
        limit = self.time_limit.value()
        return replace(
            options,
            inputs=tuple(part.strip() for part in self.inputs.text().split(",") if part.strip()),
            strict_placement=self.strict.isChecked(),
            keep_devices=self.keep_devices.isChecked(),
            ema=self.ema.isChecked(),
            as_tensorflow=self.as_tensorflow.isChecked(),
            inline=self.inline.isChecked() if self._with_functions else None,
            force=self.keep_wrong.isChecked(),
            time_limit=None if limit == DEFAULT_TIME_LIMIT else float(limit),
            op_libraries=tuple(Path(part.strip()) for part in self.libraries.text().split(";") if part.strip()),
        )

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text)
        label.setProperty("kind", "quiet")
        label.setBuddy(buddy)
        buddy.setAccessibleName(without_mnemonic(text))
        return label

    def _check(self, text: str, explanation: str) -> CheckBox:
        box = CheckBox(text)
        box.setToolTip(explanation)
        box.toggled.connect(self._changed)
        told = quiet_label(explanation, wrap=True)
        row = self._lines.rowCount()
        self._lines.addWidget(box, row, 0)
        self._lines.addWidget(told, row, 1)
        self._explained[box] = told
        return box

    def _changed(self) -> None:
        self.options_changed.emit()

    def _add_library(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Libraries with custom ops"), "", self.tr("Libraries (*.so *.dylib *.dll);;All files (*)")
        )
        if names:
            kept = [part.strip() for part in self.libraries.text().split(";") if part.strip()]
            self.libraries.setText("; ".join([*kept, *names]))
