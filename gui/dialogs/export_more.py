"""What most exports never need: where to cut the graph, averages, time, custom ops."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from gui.dialogs.widgets.labels import without_mnemonic
from gui.dialogs.widgets.run_fields import ExplainedChecks, LibrariesField, NamesField, TimeLimit

if TYPE_CHECKING:
    from core.conversion.target import Request, Target


class ExportMore(QWidget):
    """What unfolds under More options: for formats that choose tensors, and for those that run something."""

    options_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(10)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.inputs = NamesField()
        self.inputs.textChanged.connect(self._emit)
        self._row(self.tr("C&ut the graph at"), self.inputs)
        self.checks = ExplainedChecks()
        self.ema = self.checks.add(
            self.tr("Moving a&verages"), self.tr("Use the ExponentialMovingAverage of each variable that has one.")
        )
        self.keep_wrong = self.checks.add(
            self.tr("Keep it even if &wrong"), self.tr("Write the result also when a check of it fails.")
        )
        self.checks.toggled.connect(self.options_changed)
        self._form.addRow(self.checks)
        self.time_limit = TimeLimit()
        self.time_limit.valueChanged.connect(self._emit)
        self._row(self.tr("Time &limit"), self.time_limit)
        self.libraries = LibrariesField()
        self.libraries.paths_changed.connect(self.options_changed)
        self._row(self.tr("O&p libraries"), self.libraries, self.libraries.edit)

    def show_for(self, target: Target, *, named: bool) -> bool:
        """Show what `target` asks for; `named`: ops can be named. False if that is nothing."""
        chooses, runs = target.chooses_tensors, target.uses_tensorflow
        self._form.setRowVisible(self.inputs, chooses and named)
        self.checks.show_check(self.ema, chooses)
        self.checks.show_check(self.keep_wrong, runs)
        self._form.setRowVisible(self.time_limit, runs)
        self._form.setRowVisible(self.libraries, runs)
        return chooses or runs

    def unused(self, target: Target) -> list[QWidget]:
        """What is never shown for `target`, labels too."""
        chooses, runs = target.chooses_tensors, target.uses_tensorflow
        fields: list[QWidget] = [] if chooses else [self.inputs]
        fields += [] if runs else [self.time_limit, self.libraries]
        boxes = ([] if chooses else [self.ema]) + ([] if runs else [self.keep_wrong])
        return [*fields, *map(self._form.labelForField, fields), *boxes]

    def applied(self, request: Request, target: Target, *, named: bool) -> Request:
        """`request` with what is chosen here of what `target` asks for."""
        if target.chooses_tensors:
            request = replace(request, inputs=self.inputs.names() if named else (), ema=self.ema.isChecked())
        if target.uses_tensorflow:
            request = replace(
                request,
                force=self.keep_wrong.isChecked(),
                time_limit=self.time_limit.seconds(),
                op_libraries=self.libraries.paths(),
            )
        return request

    def _row(self, text: str, field: QWidget, buddy: QWidget | None = None) -> None:
        label = QLabel(text)
        label.setProperty("kind", "quiet")
        label.setBuddy(buddy or field)
        (buddy or field).setAccessibleName(without_mnemonic(text))
        self._form.addRow(label, field)

    def _emit(self, _: object) -> None:
        self.options_changed.emit()
