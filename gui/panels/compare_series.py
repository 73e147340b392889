"""A variable over all steps of the folder: its norm and its mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.errors import CryographError
from core.progress import Progress
from gui.document import Document
from gui.formatting import format_count
from gui.i18n import text_of
from gui.panels.line_plot import LinePlot
from gui.panels.problem_text import sentence
from gui.panels.widgets import label

if TYPE_CHECKING:
    from core.variables.series import Point


class CompareSeries(QWidget):
    """Two plots; what could not be read is named below."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        self.note = label("", "quiet", wrap=True)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.norm, self.mean = LinePlot(), LinePlot()
        row.addWidget(self.norm)
        row.addWidget(self.mean)
        column.addLayout(row, 1)

    def show_variable(self, name: str) -> None:
        """Read all steps in a task; empty: ask for a variable."""
        for plot in (self.norm, self.mean):
            plot.show_points("", [])
        model = self._document.model
        if model is None or not name:
            self.note.setText(self.tr("Select a variable to see it over the steps."))
            self.note.show()
            return
        self.note.hide()

        def work(progress: Progress) -> list[Point]:
            from core.variables.series import variable_series  # only who asks needs it

            return variable_series(model, name, progress=progress)

        self._document.tasks.run(
            work,
            title=self.tr("Reading {name} at every step").format(name=name),
            done=lambda points: self._show(name, points),
            failed=self._failed,
            slot="compare series",
            owner=self,
        )

    def _show(self, name: str, points: list[Point]) -> None:
        numbered = all(point.step is not None for point in points)
        places = [float(point.step or 0) if numbered else float(at) for at, point in enumerate(points)]
        names = [self.tr("step {step}").format(step=format_count(point.step)) if point.step is not None else point.label
                 for point in points]  # fmt: skip
        for plot, heading, values in (
            (self.norm, self.tr("L2 norm of {name}"), [point.norm for point in points]),
            (self.mean, self.tr("Mean of {name}"), [point.mean for point in points]),
        ):
            plot.title = heading.format(name=name)
            plot.show_points(plot.title, list(zip(places, values, names, strict=True)))
        problems = [f"{point.label}: {text_of(point.problem)}" for point in points if point.problem is not None]
        self.note.setText("\n".join(problems[:3]))
        self.note.setVisible(bool(problems))

    def _failed(self, error: CryographError) -> None:
        self.note.setText(sentence(error.text))
        self.note.show()
