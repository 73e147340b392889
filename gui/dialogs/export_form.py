"""The first page of the export dialog: the formats at the left, what the chosen one asks for at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.conversion.target import Request
from gui.dialogs.export_more import ExportMore
from gui.dialogs.export_options import OptionFields
from gui.dialogs.export_sources import SourcesField
from gui.dialogs.export_targets import TargetList
from gui.dialogs.export_words import in_dialog_words
from gui.dialogs.widgets import CheckBox, ElidedLabel
from gui.dialogs.widgets.destination import DestinationField
from gui.dialogs.widgets.devices import DeviceChooser
from gui.dialogs.widgets.findings import FindingsList
from gui.dialogs.widgets.form import FormPage
from gui.dialogs.widgets.labels import mnemonic_of
from gui.dialogs.widgets.outputs import OutputsPicker
from gui.dialogs.widgets.run_fields import SignatureChoice
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.conversion.target import Preflight, Target
    from gui.dialogs.export_looking import Looked
    from gui.document import Document

FOOTER = {"e", "m"}
"""Mnemonics of the dialog's own buttons."""
AT_TIMES = {"h", "g"}
"""Those of what the device's field offers when a device is missing."""
DRAWN = {".svg", ".pdf", ".png"}
"""Pictures that the canvas can give as it is shown."""
EXPORTED = "exported"
"""The folder that several results go into."""


class ExportForm(QWidget):
    """Everything that can be chosen. Runs nothing; the dialog gives and takes."""

    target_chosen = Signal(object)
    options_changed = Signal()
    drawing_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self.target: Target | None = None
        self._folder = Path.home()
        self._suggested = ""
        self._options: dict[str, OptionFields] = {}
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.targets = TargetList()
        outer.addWidget(self.targets)
        line = QFrame()
        line.setProperty("kind", "rule")
        line.setFixedWidth(1)
        outer.addWidget(line)
        self.page = FormPage()
        outer.addWidget(self.page, 1)
        self._fill(document)
        self.targets.target_chosen.connect(self.target_chosen)

    def _fill(self, document: Document) -> None:
        page = self.page
        self.sources = SourcesField()
        page.add_row(self.tr("Sour&ce"), self.sources, buddy=self.sources.step)
        self.signature = SignatureChoice()
        signature = page.add_row(self.tr("S&ignature"), self.signature)
        self.outputs = OutputsPicker()
        outputs = page.add_row(self.tr("&Outputs"), self.outputs, buddy=self.outputs.list)
        self.takes = ElidedLabel()
        self.takes.setMinimumHeight(28)
        takes = page.add_row(self.tr("Inputs"), self.takes)
        self.destination = DestinationField()
        self._destination_label = page.add_row(self.tr("&Save as"), self.destination, buddy=self.destination.edit)
        self.replace_all = CheckBox(self.tr("Overwrite e&xisting results"))
        replace_all = page.add_row("", self.replace_all)
        self._own = QWidget()
        self._own_layout = QVBoxLayout(self._own)
        self._own_layout.setContentsMargins(0, 0, 0, 0)
        page.add_wide_row(self._own)
        self.drawing = QPushButton(self.tr("E&xport what the canvas shows…"))
        self.drawing.setAutoDefault(False)
        self.drawing.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.drawing.clicked.connect(self.drawing_wanted)
        drawing = page.add_row(self.tr("As shown"), self.drawing)
        self.device = DeviceChooser(
            document,
            automatic=self.tr("Automatic"),
            elsewhere=self.tr("What is exported on the CPU is the same: it runs on a GPU as well."),
            servers=True,
        )
        device = page.add_row(self.tr("&Device"), self.device, buddy=self.device.choice)
        self.verify = CheckBox(self.tr("&Run original and result on the same input and compare"))
        self.verify.setChecked(True)
        verify = page.add_row(self.tr("Check"), self.verify)
        self.more = ExportMore()
        self._more_label = page.add_row(self.tr("More options"), self.more)
        self.findings = FindingsList(lambda sentence: in_dialog_words(sentence, self.target))
        page.add_row(self.tr("Before it runs"), self.findings)
        page.end_rows()
        self._rows: dict[str, tuple[QWidget, ...]] = {
            "signature": (signature, self.signature),
            "outputs": (outputs, self.outputs),
            "takes": (takes, self.takes),
            "device": (device, self.device),
            "drawing": (drawing, self.drawing),
            "replace": (replace_all, self.replace_all),
            "verify": (verify, self.verify),
        }
        self._more_shown = False
        for name in self._rows:
            self._show(name, False)
        self.show_more(False)
        self.signature.currentIndexChanged.connect(lambda _: self.outputs.choose(self.signature.outputs()))
        self.sources.sources_changed.connect(self._sources_changed)
        self.verify.toggled.connect(lambda _: self.options_changed.emit())
        for changed in (self.outputs.outputs_changed, self.device.device_changed, self.more.options_changed):
            changed.connect(self.options_changed)

    # What is given.

    def set_model(self, looked: Looked, folder: Path, *, first: bool) -> None:
        """Show a model: its steps, signatures, likely outputs. `folder`: where results go."""
        model = looked.model
        if first:
            self._folder = folder
        self.sources.set_model(model, first=first)
        self.signature.set_model(model)
        self.more.inputs.set_names(looked.names)
        signed = [node for node in self.signature.outputs() if node in looked.names]
        self.outputs.set_graph(looked.names, looked.suggestions, signed if first else self.outputs.outputs())
        self._arrange()

    def set_target(self, target: Target, name: str, remembered: Mapping[str, Any]) -> None:
        """Show what `target` asks for.

        Args:
            target: the format.
            name: that the result gets, unless the person gave another.
            remembered: its options as they were chosen last.
        """
        self.target = target
        self.page.verticalScrollBar().setValue(0)
        own = self._options.get(target.name)
        if own is None:
            own = OptionFields(target.options, self._mnemonics(target))
            own.set_values(remembered)
            own.options_changed.connect(self.options_changed)
            self._options[target.name] = own
            self._own_layout.addWidget(own)
        for each in self._options.values():
            each.setVisible(each is own)
        self._own.setVisible(bool(target.options))
        self._arrange()
        self._name(name)

    def show_preflight(self, ahead: Preflight) -> None:
        """What is known before it runs."""
        if ahead.findings:
            self.findings.set_findings(ahead.findings)
        else:
            self.findings.set_sentence("good", self.tr("Nothing stands in the way."))
        self.destination.set_predicted_bytes(0 if ahead.blocked else ahead.predicted_bytes or 0)
        self.takes.set_full_text(", ".join(ahead.inputs))
        self._show("takes", bool(ahead.inputs))

    def show_more(self, shown: bool) -> None:
        self._more_shown = shown
        shown = shown and self.has_more
        self.more.setVisible(shown)
        self._more_label.setVisible(shown)
        self.updateGeometry()
        if shown:
            self.page.scroll_to(self._more_label)

    # What is chosen.

    @property
    def named(self) -> bool:
        """Whether ops can be chosen by name: all sources have the same graph."""
        return self.sources.same_graph

    @property
    def has_more(self) -> bool:
        """Whether the chosen format has any further options."""
        return self.target is not None and (self.target.chooses_tensors or self.target.uses_tensorflow)

    def fault(self) -> str:
        """What stands in the way of asking at all; empty if nothing does."""
        if self.target is None:
            return ""
        if self.target.uses_tensorflow and self.device.pending:
            return self.tr("Choose the server's device, or another one.")
        if self.target.chooses_tensors and self.named and not self.outputs.outputs():
            return self.tr("Choose at least one output: what the result is to compute.")
        own = self._options.get(self.target.name)
        return own.fault() if own is not None else ""

    def own_values(self) -> dict[str, Any]:
        """The chosen format's own options that differ from their defaults."""
        own = self._options.get(self.target.name) if self.target is not None else None
        return own.values() if own is not None else {}

    def request(self) -> Request:
        """What is chosen, for the destination that stands there (or that its name would give)."""
        target = self.target
        request = Request(self.destination.destination() or self._folder / self._suggested, options=self.own_values())
        if target is None:
            return request
        if target.chooses_tensors and self.named:
            outputs, signature = self.signature.asked(self.outputs.outputs())
            request = replace(request, outputs=outputs, signature=signature)
        if target.uses_tensorflow:
            request = replace(request, device=self.device.device(), verify=self.verify.isChecked())
        if self.sources.several:
            request = replace(request, overwrite=self.replace_all.isChecked())
        return self.more.applied(request, target, named=self.named)

    # Within.

    def _sources_changed(self) -> None:
        self._arrange()
        self._name(self._suggested)
        self.options_changed.emit()

    def _arrange(self) -> None:
        """Show the rows that the format and the sources call for."""
        target, several = self.target, self.sources.several
        chooses = target is not None and target.chooses_tensors and self.named
        runs = target is not None and target.uses_tensorflow
        self._show("signature", chooses and self.signature.count() > 1)
        self._show("outputs", chooses)
        self._show("takes", chooses and bool(self.takes.full_text) and not several)
        self._show("device", runs)
        self._show("verify", runs)
        self._show("replace", several)
        self._show("drawing", target is not None and _drawn(target) and not several)
        has_more = target is not None and self.more.show_for(target, named=self.named)
        self.more.setVisible(self._more_shown and has_more)
        self._more_label.setVisible(self._more_shown and has_more)
        self._destination_label.setText(self.tr("&Save into") if several else self.tr("&Save as"))

    def _name(self, name: str) -> None:
        """Put the proposed name in the field: unless the person typed one, whose stem stays."""
        target = self.target
        if target is None:
            return
        field = self.destination
        there = field.destination()
        before = self._suggested
        self._suggested = name
        if self.sources.several:
            if field.kind != "into":
                field.set_form((), self.tr("Export into"), "", "into")
                field.set_destination((there.parent if there is not None else self._folder) / EXPORTED)
            return
        typed = there is not None and field.kind != "into" and before and there.name != before
        stem = there.with_suffix("").name if typed and there is not None else ""
        field.set_form(target.suffixes, self.tr("Export"), text_of(target.title), "folder" if target.folder else "file")
        parent = there.parent if there is not None else self._folder
        suffix = "" if target.folder or not target.suffixes else target.suffixes[0]
        field.set_destination(parent / (f"{stem}{suffix}" if stem else name))

    def _show(self, name: str, shown: bool) -> None:
        for widget in self._rows[name]:
            widget.setVisible(shown)

    def _mnemonics(self, target: Target) -> set[str]:
        """Those that are taken by the fields that `target` may show."""
        away = {
            "signature": not target.chooses_tensors or self.signature.count() <= 1,
            "outputs": not target.chooses_tensors,
            "takes": not target.chooses_tensors,
            "device": not target.uses_tensorflow,
            "verify": not target.uses_tensorflow,
            "drawing": not _drawn(target),
        }
        unused = [widget for name, never in away.items() if never for widget in self._rows[name]]
        unused += [*self._options.values(), *self.more.unused(target)]
        hidden = {part for widget in unused for part in (widget, *widget.findChildren(QWidget))}
        parts: list[QLabel | QAbstractButton] = [*self.findChildren(QLabel), *self.findChildren(QAbstractButton)]
        letters = {mnemonic_of(part.text()) for part in parts if part not in hidden}
        return (letters - {""}) | FOOTER | (AT_TIMES if target.uses_tensorflow else set())


def _drawn(target: Target) -> bool:
    """Whether the canvas can give such a picture as it is shown."""
    return target.group == "picture" and bool(DRAWN & set(target.suffixes))
