"""A format's own options as fields, made from what `core.conversion.target.Option` says of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.dialogs.widgets import Choice, EnterLineEdit, quiet_label, set_state
from gui.dialogs.widgets.form import label_width, row_label
from gui.dialogs.widgets.labels import with_free_mnemonic, without_mnemonic
from gui.dialogs.widgets.run_fields import ExplainedChecks
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.conversion.target import Option

MOST = 2**31 - 1


@dataclass(slots=True)
class Field:
    """One option on the screen.

    Attributes:
        option: what it is of.
        get, set: its value, as `Option` has it.
        fault: what is wrong with what stands there; empty if nothing is.
    """

    option: Option
    get: Callable[[], Any]
    set: Callable[[Any], None]
    fault: Callable[[], str] = lambda: ""


class OptionFields(QWidget):
    """The options of one format. `options_changed` whenever `values` would give something else.

    Args:
        options: in their order.
        taken: mnemonics that the form has already; those of the options are added.
    """

    options_changed = Signal()

    def __init__(self, options: Sequence[Option], taken: set[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = taken
        self._checks: ExplainedChecks | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self.fields: dict[str, Field] = {}
        for option in options:
            self.fields[option.name] = self._make(option)
            if option.kind != "switch":
                self._checks = None

    def values(self) -> dict[str, Any]:
        """What differs from the defaults, by name."""
        values = {name: field.get() for name, field in self.fields.items()}
        return {name: value for name, value in values.items() if value != self.fields[name].option.default}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show `values`; what is missing among them, or makes no sense, has its default."""
        for name, field in self.fields.items():
            try:
                field.set(values.get(name, field.option.default))
            except (TypeError, ValueError, OverflowError):
                field.set(field.option.default)

    def fault(self) -> str:
        """What is wrong with the first option that can't be used as it stands; empty if all can."""
        return next((fault for fault in (field.fault() for field in self.fields.values()) if fault), "")

    # Fields.

    def _make(self, option: Option) -> Field:
        if option.kind == "switch":
            return self._switch(option)
        make = {
            "choice": self._choice,
            "integer": self._integer,
            "number": self._number,
            "text": self._text,
            "file": self._file,
        }[option.kind]
        return make(option)

    def _switch(self, option: Option) -> Field:
        if self._checks is None:
            # Switches that follow each other stand together, each with its sentence.
            self._checks = ExplainedChecks()
            self._checks.toggled.connect(self.options_changed)
            first = not any(field.option.kind == "switch" for field in self.fields.values())
            heading = self._row(with_free_mnemonic(self.tr("Options"), self._taken) if first else "", self._checks)
        else:
            heading = None
        box = self._checks.add(self._label(option), text_of(option.help))
        box.setChecked(bool(option.default))
        if heading is not None:
            # Where there are more switches than letters, this leads to the first of them.
            heading.setBuddy(box)
        return Field(option, box.isChecked, lambda value: box.setChecked(bool(value)))

    def _choice(self, option: Option) -> Field:
        choice = Choice()
        for value, words in option.choices:
            choice.add(text_of(words), value)

        def show(value: Any) -> None:
            index = choice.findData(value)
            choice.setCurrentIndex(index if index >= 0 else choice.findData(option.default))

        show(option.default)
        choice.currentIndexChanged.connect(self._emit)
        self._explained(option, choice)
        return Field(option, choice.currentData, show)

    def _integer(self, option: Option) -> Field:
        spin = QSpinBox()
        least = int(option.least) if option.least is not None else -MOST
        spin.setRange(least, int(option.most) if option.most is not None else MOST)
        if option.default is None:
            # One below the least stands for "nothing asked".
            spin.setMinimum(least - 1)
            spin.setSpecialValueText(self.tr("automatic"))
        spin.setMaximumWidth(140)
        spin.lineEdit().setTextMargins(8, 0, 0, 0)

        def show(value: Any) -> None:
            spin.setValue(spin.minimum() if value is None else int(value))

        def get() -> int | None:
            return None if option.default is None and spin.value() == spin.minimum() else spin.value()

        show(option.default)
        spin.valueChanged.connect(self._emit)
        self._explained(option, spin)
        return Field(option, get, show)

    def _number(self, option: Option) -> Field:
        edit = self._line(self.tr("automatic") if option.default is None else "")
        edit.setMaximumWidth(140)

        def typed() -> float | None:
            text = edit.text().strip()
            return float(text) if text else option.default

        def fault() -> str:
            try:
                value = typed()
            except ValueError:
                value = float("nan")
            low, high = option.least, option.most
            good = value is None or (
                value == value and (low is None or value >= low) and (high is None or value <= high)
            )
            set_state(edit, "wrong", "false" if good else "true")
            if good:
                return ""
            return self.tr("“{option}” is a number from {least} to {most}.").format(
                option=without_mnemonic(text_of(option.label)),
                least="…" if low is None else f"{low:g}",
                most="…" if high is None else f"{high:g}",
            )

        def get() -> float | None:
            try:
                return typed()
            except ValueError:
                return None if option.default is None else float(option.default)

        def show(value: Any) -> None:
            edit.setText("" if value is None else repr(float(value)).removesuffix(".0"))

        show(option.default)
        self._explained(option, edit)
        return Field(option, get, show, fault)

    def _text(self, option: Option) -> Field:
        edit = self._line(str(option.default) if option.default else "")

        def show(value: Any) -> None:
            edit.setText("" if value is None or value == option.default else str(value))

        self._explained(option, edit)
        return Field(option, lambda: edit.text().strip() or option.default, show)

    def _file(self, option: Option) -> Field:
        edit = self._line("")
        browse = QPushButton("…")
        browse.setAutoDefault(False)
        browse.setAccessibleName(self.tr("Choose a file"))
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(edit, 1)
        inside.addWidget(browse)

        def ask() -> None:
            name, _ = QFileDialog.getOpenFileName(self, without_mnemonic(text_of(option.label)), edit.text())
            if name:
                edit.setText(name)

        browse.clicked.connect(ask)
        self._explained(option, row, edit)
        return Field(
            option,
            lambda: Path(edit.text().strip()) if edit.text().strip() else option.default,
            lambda value: edit.setText("" if value is None else str(value)),
        )

    def _line(self, placeholder: str) -> QLineEdit:
        edit = EnterLineEdit()
        edit.setProperty("kind", "plain")
        edit.setAcceptDrops(False)
        edit.setPlaceholderText(placeholder)
        edit.textChanged.connect(self._emit)
        return edit

    # Rows.

    def _label(self, option: Option) -> str:
        return with_free_mnemonic(text_of(option.label), self._taken)

    def _explained(self, option: Option, field: QWidget, buddy: QWidget | None = None) -> None:
        """A row of the option's label, its field, and its sentence below."""
        sentence = text_of(option.help)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(field)
        if sentence:
            column.addWidget(quiet_label(sentence, wrap=True))
        label = self._row(self._label(option), box)
        label.setBuddy(buddy or field)
        (buddy or field).setAccessibleName(without_mnemonic(text_of(option.label)))
        (buddy or field).setAccessibleDescription(sentence)

    def _row(self, text: str, field: QWidget) -> QLabel:
        row = self._grid.rowCount()
        label = row_label(text, field, label_width(self))
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)
        return label

    def _emit(self, _: object) -> None:
        self.options_changed.emit()
