"""Fields of what takes a model: step, signature, where it is cut, how long it may take, libraries with custom ops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from core.freezing.options import DEFAULT_TIME_LIMIT
from gui.dialogs.widgets.choice import Choice
from gui.dialogs.widgets.completion import ListCompleter, NodeNames
from gui.dialogs.widgets.fields import EnterLineEdit
from gui.dialogs.widgets.labels import quiet_label
from gui.dialogs.widgets.ticks import CHECK_LINE, CheckBox
from gui.formatting import format_count

if TYPE_CHECKING:
    from core.model import Model, StepEntry


class StepChoice(Choice):
    """One of the checkpoints of a folder."""

    step_chosen = Signal(object)
    """StepEntry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentIndexChanged.connect(self._choose)

    def set_steps(self, steps: Sequence[StepEntry]) -> None:
        """Offer `steps`; the one that is open is chosen."""
        blocked = self.blockSignals(True)
        self.clear()
        for entry in steps:
            name = entry.label if entry.step is None else format_count(entry.step)
            if len(steps) == 1:
                name = self.tr("{step} (the only one)").format(step=name)
            elif entry.step is not None and entry.label and entry.label != name:
                name = f"{name} · {entry.label}"
            self.add(name, entry)
            if entry.current:
                self.setCurrentIndex(self.count() - 1)
        self.blockSignals(blocked)

    def _choose(self, _: int) -> None:
        entry = self.currentData()
        if entry is not None:
            self.step_chosen.emit(entry)


class SignatureChoice(Choice):
    """One of a SavedModel's signatures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outputs: dict[str, list[str]] = {}

    def set_model(self, model: Model) -> None:
        """Offer what `model` has, its default first chosen."""
        blocked = self.blockSignals(True)
        self.clear()
        for signature in model.signatures:
            self.add(signature.name, signature.name)
        self.setCurrentIndex(max(self.findData("serving_default"), 0))
        self.blockSignals(blocked)
        self._outputs = {
            signature.name: list(dict.fromkeys(tensor.partition(":")[0] for tensor, *_ in signature.outputs.values()))
            for signature in model.signatures
        }

    def outputs(self) -> list[str]:
        """The nodes that the chosen signature gives; none without a signature."""
        return self._outputs.get(self.name() or "", [])

    def asked(self, outputs: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
        """`outputs` as they are asked for: all that the signature gives by its name, so that they have its keys."""
        if outputs and set(outputs) == set(self.outputs()):
            return (), self.name()
        return tuple(outputs), None

    def name(self) -> str | None:
        """The chosen one; None where the model has none."""
        name = self.currentData()
        return str(name) if name is not None else None


class NamesField(EnterLineEdit):
    """Names of nodes, separated by commas, with completion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.setPlaceholderText(self.tr("Names of nodes, separated by commas"))
        self.completer_ = ListCompleter(self)

    def set_names(self, names: NodeNames) -> None:
        self.completer_.set_names(names)

    def names(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.text().split(",") if part.strip())


class TimeLimit(QSpinBox):
    """Seconds that each job in the worker may take."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(1, 7 * 24 * 3600)
        self.setValue(int(DEFAULT_TIME_LIMIT))
        self.setSuffix(self.tr(" s"))
        self.setMaximumWidth(100)
        # The style sheet's padding does not reach the editor inside.
        self.lineEdit().setTextMargins(8, 0, 0, 0)

    def seconds(self) -> float | None:
        """None where it is the usual one."""
        return None if self.value() == DEFAULT_TIME_LIMIT else float(self.value())


class LibrariesField(QWidget):
    """Paths of `.so` files, separated by semicolons, with a button that adds some."""

    paths_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.edit = QLineEdit()
        self.edit.setProperty("kind", "plain")
        self.edit.setPlaceholderText(self.tr("Custom ops (.so), if the graph needs them"))
        self.edit.textChanged.connect(lambda _: self.paths_changed.emit())
        add = QPushButton(self.tr("&Add…"))
        add.setAutoDefault(False)
        add.clicked.connect(self._add)
        row.addWidget(self.edit, 1)
        row.addWidget(add)

    def paths(self) -> tuple[Path, ...]:
        return tuple(Path(part) for part in self._parts())

    def _parts(self) -> Sequence[str]:
        return [part.strip() for part in self.edit.text().split(";") if part.strip()]

    def _add(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Libraries with custom ops"), "", self.tr("Libraries (*.so *.dylib *.dll);;All files (*)")
        )
        if names:
            self.edit.setText("; ".join([*self._parts(), *names]))


class ExplainedChecks(QWidget):
    """Check boxes below each other, each with a sentence at its right."""

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._told: dict[CheckBox, QLabel] = {}

    def add(self, text: str, explanation: str) -> CheckBox:
        box = CheckBox(text)
        box.setToolTip(explanation)
        box.toggled.connect(lambda _: self.toggled.emit())
        told = quiet_label(explanation, wrap=True)
        told.setContentsMargins(0, CHECK_LINE, 0, 0)
        row = self._grid.rowCount()
        # The box stands at the first line of its sentence, as the row's label does.
        self._grid.addWidget(box, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(told, row, 1, Qt.AlignmentFlag.AlignTop)
        self._told[box] = told
        return box

    def show_check(self, box: CheckBox, shown: bool) -> None:
        """Show or hide a box with its sentence."""
        box.setVisible(shown)
        self._told[box].setVisible(shown)
