"""Export of variables: what, in which format, where to; then progress, and what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import CryographError, Text
from core.progress import Progress
from gui.document import Document
from gui.formatting import format_bytes, format_count
from gui.i18n import text_of
from gui.panels.problem_text import remedy_of, sentence
from gui.panels.widgets import label
from gui.stylesheet import set_role
from gui.tasks import Task

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource
    from core.variables.export import ExportReport

LISTED = 6
"""Names that are given of those left out; of more there is a number."""


class Exported(Protocol):
    """What is written: a variable, or a slice of one."""

    @property
    def name(self) -> str: ...
    @property
    def nbytes(self) -> int: ...
    @property
    def source(self) -> TensorSource: ...


class ExportValuesDialog(QDialog):
    """Writes variables, or a slice of one, to files that other programs read."""

    def __init__(self, document: Document, variables: Sequence[Exported], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._variables = document, variables
        self._task: Task | None = None
        self._written: Path | None = None
        self.setWindowTitle(self.tr("Export values"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(12)
        size = format_bytes(sum(variable.nbytes for variable in variables))
        what = variables[0].name if len(variables) == 1 else self.tr("{count} variables").format(
            count=format_count(len(variables)))  # fmt: skip
        heading = label(f"{what} · {size}", "strong", wrap=True)
        column.addWidget(heading)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addLayout(form)
        self.format = QComboBox()
        one = len(variables) == 1
        for suffix, text in (
            (".npy", self.tr("NumPy (.npy)") if one else self.tr("NumPy: a folder with one .npy for each variable")),
            (".npz", self.tr("NumPy archive (.npz)")),
            (".safetensors", self.tr("safetensors (.safetensors)")),
            (".csv", self.tr("Text: CSV (.csv)") if one else self.tr("Text: a folder with one .csv for each variable")),
            (".h5", self.tr("HDF5 (.h5)")),
        ):
            self.format.addItem(text, suffix)
        self.format.setCurrentIndex(0 if one else 1)
        form.addRow(self.tr("&Format"), self.format)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.path = QLineEdit()
        self.path.setAcceptDrops(False)
        browse = QPushButton(self.tr("&Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        form.addRow(self.tr("&Save as"), place)
        form.labelForField(place).setBuddy(self.path)  # type: ignore[attr-defined]
        self.replace = QCheckBox(self.tr("&Replace the file that is there"))
        form.addRow("", self.replace)
        self.remarks = label("", "small", wrap=True, selectable=True)
        column.addWidget(self.remarks)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.hide()
        column.addWidget(self.bar)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.show_folder = QPushButton(self.tr("Show in &folder"))
        self.show_folder.setAutoDefault(False)
        self.show_folder.clicked.connect(self._show_folder)
        self.show_folder.hide()
        self.close_button = QPushButton(self.tr("&Cancel"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self.export = QPushButton(self.tr("&Export"))
        set_role(self.export, "primary")
        self.export.setDefault(True)
        self.export.clicked.connect(self._start)
        buttons.addWidget(self.show_folder)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export)
        column.addLayout(buttons)
        self._form = (self.format, place, self.replace)
        self.path.textChanged.connect(self._path_changed)
        self.format.currentIndexChanged.connect(self._format_changed)
        self.path.setText(str(self._suggested()))

    @property
    def suffix(self) -> str:
        """The chosen format."""
        return str(self.format.currentData())

    @property
    def _as_folder(self) -> bool:
        return len(self._variables) > 1 and self.suffix in (".npy", ".csv")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    # The form.

    def _suggested(self) -> Path:
        model = self._document.model
        assert model is not None
        name = self._variables[0].name if len(self._variables) == 1 else f"{model.title}-variables"
        stem = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "values"
        return model.folder / (stem if self._as_folder else stem + self.suffix)

    def _format_changed(self) -> None:
        path = Path(self.path.text())
        known = {self.format.itemData(index) for index in range(self.format.count())}
        stem = path.with_suffix("") if path.suffix in known else path
        self.path.setText(str(stem if self._as_folder else stem.with_name(stem.name + self.suffix)))
        self._look()

    def _path_changed(self) -> None:
        text = self.path.text().strip()
        path = Path(text)
        self.replace.setVisible(bool(text) and path.is_file())
        self.replace.setChecked(False)
        self.export.setEnabled(bool(text) and bool(path.name))

    def _browse(self) -> None:
        if self._as_folder:
            chosen = QFileDialog.getExistingDirectory(self, self.tr("Export into"), str(Path(self.path.text()).parent))
            if chosen:
                self.path.setText(str(Path(chosen) / Path(self.path.text()).name))
            return
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export values"), self.path.text(), f"*{self.suffix}")
        if chosen:
            self.path.setText(chosen if chosen.endswith(self.suffix) else chosen + self.suffix)
            self.replace.setChecked(Path(self.path.text()).is_file())

    def _look(self) -> None:
        """Find out in a task what the format can't hold: for strings that takes a look at the values."""
        self.remarks.setText("")
        variables, suffix = self._variables, self.suffix
        self._document.tasks.run(
            lambda progress: _remarks(variables, suffix, progress),
            title="",
            done=lambda found: self._say(*found),
            failed=self._failed,
            slot="export remarks",
            owner=self,
        )

    def _say(self, widened: dict[str, tuple[str, str]], left_out: dict[str, Text]) -> None:
        lines = []
        for old, new in sorted(set(widened.values())):
            lines.append(self.tr("{old} is written as {new}, which holds it exactly.").format(old=old, new=new))
        for reason in dict.fromkeys(text_of(reason) for reason in left_out.values()):
            names = [name for name, why in left_out.items() if text_of(why) == reason]
            shown = ", ".join(names[:LISTED]) + (", …" if len(names) > LISTED else "")
            lines.append(self.tr("Left out: {names} ({reason}).").format(names=shown, reason=reason))
        self.remarks.setText("\n".join(lines))

    # The work.

    def _start(self) -> None:
        if self._written is not None:
            self.accept()
            return
        destination, suffix, overwrite = Path(self.path.text().strip()), self.suffix, self.replace.isChecked()
        variables = self._variables
        if not destination.is_absolute() and self._document.model is not None:
            destination = self._document.model.folder / destination
        self._busy(True)

        def work(progress: Progress) -> ExportReport:
            from core.variables.export import export_variables  # only who exports needs it

            sources = [variable.source for variable in variables]
            return export_variables(sources, destination, form=suffix, overwrite=overwrite, progress=progress)

        self._task = self._document.tasks.run(
            work,
            title=self.tr("Exporting"),
            done=self._done,
            failed=self._failed,
            cancelled=lambda: self._busy(False),
            progressed=self._progressed,
            commits=True,
            owner=self,
        )

    def _busy(self, busy: bool) -> None:
        for part in self._form:
            part.setEnabled(not busy)
        set_role(self.remarks, "small")
        self.bar.setVisible(busy)
        self.bar.setValue(0)
        self.export.setEnabled(not busy)
        self.close_button.setEnabled(True)
        self.close_button.setText(self.tr("&Cancel"))

    def _progressed(self, _: Text | None, fraction: float | None) -> None:
        self.bar.setValue(round((fraction or 0) * 1000))

    def _done(self, report: ExportReport) -> None:
        self._busy(False)
        self._written = report.destination
        for part in self._form:
            part.setEnabled(False)
        self._say(report.widened, report.left_out)
        said = self.tr("Written: {count} variables, {size}, as {name}.")
        if len(report.written) == 1:
            said = self.tr("Written: one variable, {size}, as {name}.")
        written = said.format(
            count=format_count(len(report.written)), size=format_bytes(report.nbytes), name=report.destination.name
        )
        self.remarks.setText(f"{written}\n{self.remarks.text()}".strip())
        set_role(self.remarks, "good")
        self.show_folder.show()
        self.close_button.hide()
        self.export.setText(self.tr("&Close"))
        self.export.setFocus()

    def _failed(self, error: CryographError) -> None:
        self._busy(False)
        set_role(self.remarks, "error")
        self.remarks.setText(f"{sentence(error.text)} {remedy_of(error)}".strip())

    def _show_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def reject(self) -> None:
        """Cancel the work if there is some, else close."""
        if self._task is not None and self._task.running:
            self._task.cancel()
            self.close_button.setEnabled(False)
            return
        super().reject()


def _remarks(
    variables: Sequence[Exported], suffix: str, progress: Progress
) -> tuple[dict[str, tuple[str, str]], dict[str, Text]]:
    from core.variables.export import refusal, stored_type  # only who exports needs it

    widened, left_out = {}, {}
    for variable in variables:
        progress.check()
        source = variable.source
        reason = refusal(source, suffix)
        if reason is not None:
            left_out[variable.name] = reason
        elif (stored := stored_type(source, suffix)) != source.dtype.name:
            widened[variable.name] = (source.dtype.name, stored)
    return widened, left_out
