"""What can be taken out of a run: to the clipboard, or into a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from core.errors import CryographError
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from core.running.history import Record
    from gui.tasks import Tasks

COPIED = 200_000
"""The most values that are copied."""


class SaveMenu(QToolButton):
    """Copies or saves one run's outputs."""

    failed = Signal(object)
    """CryographError: it could not be written."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._record: Record | None = None
        self._output = ""
        set_role(self, "compact")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.retranslate()

    def set_output(self, record: Record | None, output: str) -> None:
        """What `copy` and `save` are about."""
        self._record, self._output = record, output
        value = self._value
        self._copy.setEnabled(value is not None and value.size <= COPIED)
        for action in self._single:
            action.setEnabled(value is not None)

    def copy(self) -> None:
        """The output's values as tab-separated lines on the clipboard."""
        value = self._value
        if value is not None and value.size <= COPIED:
            from core.running.saving import table_of  # only where something is taken out

            lines = ["\t".join(map(str, row)) for row in table_of(value)]
            QGuiApplication.clipboard().setText("\n".join(lines))

    def save_to(self, path: Path, kind: str) -> None:
        """Write the outputs (`npz`), the one that is shown (`npy`, `csv`) or the times (`json`), in a task."""
        record, value = self._record, self._value
        if record is None or (value is None and kind in ("npy", "csv")):
            return

        def work(_: object) -> None:
            from core.running import saving, trace

            if kind == "npz":
                saving.save_npz(record.result.outputs, path)
            elif kind == "json":
                trace.write_trace(record.result.times, path)
            else:
                (saving.save_npy if kind == "npy" else saving.save_csv)(value, path)

        self._tasks.run(work, title=self.tr("Writing {name}").format(name=path.name), failed=self._failed, commits=True)

    def _failed(self, error: CryographError) -> None:
        self.failed.emit(error)

    @property
    def _value(self) -> Any:
        return self._record.result.outputs.get(self._output) if self._record is not None else None

    def _save(self, kind: str) -> None:
        name = "trace" if kind == "json" else "outputs" if kind == "npz" else self._output
        suggested = f"{name.replace('/', '.').replace(':', '.')}.{kind}"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save"), suggested, f"*.{kind}")
        if path:
            self.save_to(Path(path), kind)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self.setText(self.tr("&Save") + " ▾")
        menu = self.menu()
        menu.clear()
        actions = [
            menu.addAction(text)
            for text in (
                self.tr("&Copy values"),
                self.tr("This output as .np&y…"),
                self.tr("This output as .c&sv…"),
                self.tr("&All outputs as .npz…"),
                self.tr("&Times as a trace for Perfetto…"),
            )
        ]
        for action, act in zip(
            actions, (self.copy, *(partial(self._save, kind) for kind in ("npy", "csv", "npz", "json"))), strict=True
        ):
            action.triggered.connect(lambda _=False, act=act: act())
        self._copy, self._single = actions[0], actions[1:3]
        self.set_output(self._record, self._output)
