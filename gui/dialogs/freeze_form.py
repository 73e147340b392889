"""The first page of the freeze dialog: what to freeze, where it runs, where it goes, and what the preflight says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.freezing.options import FreezeOptions
from gui.dialogs.freeze_more import MoreOptions
from gui.dialogs.freeze_words import SUFFIX, default_destination, in_dialog_words
from gui.dialogs.widgets import CheckBox
from gui.dialogs.widgets.completion import NodeNames
from gui.dialogs.widgets.destination import DestinationField
from gui.dialogs.widgets.devices import DeviceChooser
from gui.dialogs.widgets.findings import FindingsList
from gui.dialogs.widgets.form import FormPage
from gui.dialogs.widgets.outputs import OutputsPicker
from gui.dialogs.widgets.run_fields import StepChoice

if TYPE_CHECKING:
    from core.graph.outputs import OutputSuggestion
    from core.model import Model
    from gui.document import Document


class FreezeForm(FormPage):
    """The form. Holds no model and runs nothing; the dialog gives and takes."""

    options_changed = Signal()
    step_chosen = Signal(object)
    """StepEntry."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = StepChoice()
        self._step_label = self.add_row(self.tr("S&tep"), self.step)
        self.outputs = OutputsPicker()
        self.add_row(self.tr("&Outputs"), self.outputs, buddy=self.outputs.list)
        self.device = DeviceChooser(
            document,
            automatic=self.tr("Automatic, direct from the files"),
            elsewhere=self.tr("A graph that is frozen on the CPU is the same graph: it runs on a GPU as well."),
            servers=True,
        )
        self.add_row(self.tr("&Device"), self.device, buddy=self.device.choice)
        self.destination = DestinationField()
        self.destination.set_form((SUFFIX,), self.tr("Save the frozen graph"), self.tr("Frozen graphs"))
        self.add_row(self.tr("&Save as"), self.destination, buddy=self.destination.edit)
        self.verify = CheckBox(self.tr("&Run original and frozen graph on the same input and compare"))
        self.verify.setChecked(True)
        self.add_row(self.tr("Check"), self.verify)
        self.more = MoreOptions()
        self._more_label = self.add_row(self.tr("More options"), self.more)
        self.show_more(False)
        self.findings = FindingsList(in_dialog_words)
        self.add_row(self.tr("Before it runs"), self.findings)
        self.end_rows()

        self.step.step_chosen.connect(self.step_chosen)
        self.more.signature_chosen.connect(lambda: self.outputs.choose(self.more.signature.outputs()))
        for changed in (
            self.outputs.outputs_changed,
            self.device.device_changed,
            self.more.options_changed,
        ):
            changed.connect(self.options_changed)
        self.verify.toggled.connect(self._emit_changed)

    def set_model(
        self, model: Model, names: NodeNames, suggestions: Sequence[OutputSuggestion], *, first: bool
    ) -> None:
        """Show `model`: its steps, its outputs; the destination only the first time."""
        if first:
            self.step.set_steps(model.steps)
            self.step.setVisible(bool(model.steps))
            self._step_label.setVisible(bool(model.steps))
            self.destination.set_destination(default_destination(model))
        self.more.set_model(model, names)
        signed = [node for node in self.more.signature.outputs() if node in names]
        self.outputs.set_graph(names, suggestions, signed if first else self.outputs.outputs())

    def options(self) -> FreezeOptions:
        """What is chosen."""
        outputs, signature = self.more.signature.asked(self.outputs.outputs())
        options = FreezeOptions(
            outputs=outputs, signature=signature, device=self.device.device(), verify=self.verify.isChecked()
        )
        return self.more.applied(options)

    def show_more(self, shown: bool) -> None:
        self.more.setVisible(shown)
        self._more_label.setVisible(shown)
        self.updateGeometry()
        if shown:
            self.scroll_to(self._more_label)

    def _emit_changed(self) -> None:
        self.options_changed.emit()
