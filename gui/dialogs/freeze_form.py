"""The first page of the freeze dialog: what to freeze, where it runs, where it goes, and what the preflight says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.freezing.options import FreezeOptions
from gui.dialogs.freeze_more import MoreOptions
from gui.dialogs.freeze_words import SUFFIX, default_destination, in_dialog_words
from gui.dialogs.widgets import CheckBox, Choice
from gui.dialogs.widgets.completion import NodeNames
from gui.dialogs.widgets.destination import DestinationField
from gui.dialogs.widgets.devices import DeviceChooser
from gui.dialogs.widgets.findings import FindingsList
from gui.dialogs.widgets.form import FormPage
from gui.dialogs.widgets.outputs import OutputsPicker
from gui.formatting import format_count

if TYPE_CHECKING:
    from core.graph.outputs import OutputSuggestion
    from core.model import Model, StepEntry
    from gui.document import Document


class FreezeForm(FormPage):
    """The form. Holds no model and runs nothing; the dialog gives and takes."""

    options_changed = Signal()
    step_chosen = Signal(object)
    """StepEntry."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = Choice()
        self._step_label = self.add_row(self.tr("S&tep"), self.step)
        self.outputs = OutputsPicker()
        self.add_row(self.tr("&Outputs"), self.outputs, buddy=self.outputs.list)
        self.device = DeviceChooser(
            document,
            automatic=self.tr("Automatic, direct from the files"),
            elsewhere=self.tr("A graph that is frozen on the CPU is the same graph: it runs on a GPU as well."),
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

        self._signatures: dict[str, list[str]] = {}
        self.step.currentIndexChanged.connect(self._choose_step)
        self.more.signature_chosen.connect(lambda: self.outputs.choose(self._signed()))
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
            self._fill_steps(model.steps)
            self.destination.set_destination(default_destination(model))
        self.more.set_model(model, names)
        self._signatures = {
            signature.name: list(dict.fromkeys(tensor.partition(":")[0] for tensor, *_ in signature.outputs.values()))
            for signature in model.signatures
        }
        signed = [node for node in self._signed() if node in names]
        self.outputs.set_graph(names, suggestions, signed if first else self.outputs.outputs())

    def options(self) -> FreezeOptions:
        """What is chosen."""
        outputs = self.outputs.outputs()
        options = FreezeOptions(device=self.device.device(), verify=self.verify.isChecked())
        if outputs and set(outputs) == set(self._signed()):
            # All that the signature gives: asked for by its name, so that the outputs are named after its keys.
            options = replace(options, signature=self.more.signature_name())
        else:
            options = replace(options, outputs=tuple(outputs))
        return self.more.applied(options)

    def show_more(self, shown: bool) -> None:
        self.more.setVisible(shown)
        self._more_label.setVisible(shown)
        self.updateGeometry()
        if shown:
            self.scroll_to(self._more_label)

    def _signed(self) -> list[str]:
        """The nodes that the chosen signature gives; none without a signature."""
        return self._signatures.get(self.more.signature_name() or "", [])

    def _fill_steps(self, steps: Sequence[StepEntry]) -> None:
        blocked = self.step.blockSignals(True)
        self.step.clear()
        for entry in steps:
            name = entry.label if entry.step is None else format_count(entry.step)
            if len(steps) == 1:
                name = self.tr("{step} (the only one)").format(step=name)
            elif entry.step is not None and entry.label and entry.label != name:
                name = f"{name} · {entry.label}"
            self.step.add(name, entry)
            if entry.current:
                self.step.setCurrentIndex(self.step.count() - 1)
        self.step.blockSignals(blocked)
        self.step.setVisible(bool(steps))
        self._step_label.setVisible(bool(steps))

    def _emit_changed(self) -> None:
        self.options_changed.emit()

    def _choose_step(self, _: int) -> None:
        entry = self.step.currentData()
        if entry is not None:
            self.step_chosen.emit(entry)
