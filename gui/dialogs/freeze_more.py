"""The options that most people never need: where to cut, placement, averages, custom ops, time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from core.freezing.options import FreezeOptions
from gui.dialogs.widgets.completion import NodeNames
from gui.dialogs.widgets.labels import without_mnemonic
from gui.dialogs.widgets.run_fields import ExplainedChecks, LibrariesField, NamesField, SignatureChoice, TimeLimit

if TYPE_CHECKING:
    from core.model import Model


class MoreOptions(QWidget):
    """What unfolds under More options. `options_changed` whenever `applied` would give something else."""

    options_changed = Signal()
    signature_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._with_functions = False
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

        self.signature = SignatureChoice()
        self.signature.currentIndexChanged.connect(lambda _: self.signature_chosen.emit())
        self._signature_label = self._label(self.tr("S&ignature"), self.signature)
        form.addRow(self._signature_label, self.signature)

        self.inputs = NamesField()
        self.inputs.textChanged.connect(self._changed)
        form.addRow(self._label(self.tr("C&ut the graph at"), self.inputs), self.inputs)

        self.checks = ExplainedChecks()
        self.checks.toggled.connect(self._changed)
        self.strict = self.checks.add(
            self.tr("Strict pla&cement"), self.tr("An op that can't run on the device is an error.")
        )
        self.keep_devices = self.checks.add(
            self.tr("&Keep devices"), self.tr("Leave each node's device as it is in the file.")
        )
        self.ema = self.checks.add(
            self.tr("Moving a&verages"), self.tr("Use the ExponentialMovingAverage of each variable that has one.")
        )
        self.as_tensorflow = self.checks.add(
            self.tr("Exactl&y as TensorFlow does"), self.tr("Without repairs, even if the result can't be loaded.")
        )
        self.inline = self.checks.add(self.tr("I&nline functions"), self.tr("Replace each function call by its body."))
        self.keep_wrong = self.checks.add(
            self.tr("Keep it even if &wrong"), self.tr("Write the file also when the comparison fails.")
        )
        # As TensorFlow does it; only models with functions show it.
        self.inline.setChecked(True)
        form.addRow(self.checks)

        self.time_limit = TimeLimit()
        self.time_limit.valueChanged.connect(self._changed)
        form.addRow(self._label(self.tr("Time &limit"), self.time_limit), self.time_limit)

        self.libraries = LibrariesField()
        self.libraries.paths_changed.connect(self._changed)
        form.addRow(self._label(self.tr("O&p libraries"), self.libraries.edit), self.libraries)

    def set_model(self, model: Model, names: NodeNames) -> None:
        """Offer what `model` has."""
        self.inputs.set_names(names)
        self.signature.set_model(model)
        several = len(model.signatures) > 1
        self.signature.setVisible(several)
        self._signature_label.setVisible(several)
        self._with_functions = model.format == "saved-model"
        self.checks.show_check(self.inline, self._with_functions)

    def applied(self, options: FreezeOptions) -> FreezeOptions:
        """`options` with what is chosen here."""
        return replace(
            options,
            inputs=self.inputs.names(),
            strict_placement=self.strict.isChecked(),
            keep_devices=self.keep_devices.isChecked(),
            ema=self.ema.isChecked(),
            as_tensorflow=self.as_tensorflow.isChecked(),
            inline=self.inline.isChecked() if self._with_functions else None,
            force=self.keep_wrong.isChecked(),
            time_limit=self.time_limit.seconds(),
            op_libraries=self.libraries.paths(),
        )

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text)
        label.setProperty("kind", "quiet")
        label.setBuddy(buddy)
        buddy.setAccessibleName(without_mnemonic(text))
        return label

    def _changed(self) -> None:
        self.options_changed.emit()
