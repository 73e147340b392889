"""The inspector's lower half: one tensor's place, figures, histogram and first values, read in tasks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.errors import CryographError
from core.progress import Progress
from gui.document import Document, Selection
from gui.formatting import format_bytes, format_count, format_number, format_shape
from gui.i18n import text_of
from gui.models.axes import View, first_view
from gui.models.figures import figures_of, has_numbers, problem_of
from gui.models.values_model import value_text
from gui.panels.plots import Histogram, NumberGrid
from gui.panels.widgets import Link, clear, key_label, label, section

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource
    from core.variables.catalogue import Variable
    from core.variables.statistics import Statistics

LARGE = 4_000_000
"""Bytes from which on figures take a moment."""

LATER = 150
"""Milliseconds until they are begun: the values that were clicked for come first, and rows can be walked through."""

PREVIEW_ROWS = 8
PREVIEW_COLUMNS = 6


class WeightsView(QWidget):
    """Shows one tensor. Figures once computed are kept as long as the model is open."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._known: dict[str, Statistics] = {}
        self._source: TensorSource | None = None
        self._variable: Variable | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._heading = QVBoxLayout()
        self._heading.setContentsMargins(14, 18, 14, 4)
        column.addLayout(self._heading)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(14, 2, 14, 2)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        plot = QVBoxLayout()
        plot.setContentsMargins(14, 8, 14, 0)
        self._histogram = Histogram()
        plot.addWidget(self._histogram)
        column.addLayout(plot)
        self._values_heading = QVBoxLayout()
        self._values_heading.setContentsMargins(14, 12, 14, 5)
        column.addLayout(self._values_heading)
        self._preview = NumberGrid()
        column.addWidget(self._preview)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER)
        self._later.timeout.connect(self._compute)
        document.model_opened.connect(self._known.clear)
        self.hide()

    @property
    def statistics(self) -> Statistics | None:
        """The figures shown, None while they are being computed."""
        return self._known.get(self._source.name) if self._source is not None else None

    def show_tensor(self, source: TensorSource | None, variable: Variable | None = None) -> None:
        """Show `source`; None: nothing. `variable` is what it is the value of, where that is known."""
        self._source, self._variable = source, variable
        self._later.stop()
        self._document.tasks.drop("inspector statistics")
        if source is None:
            self.hide()
            return
        self.show()
        clear(self._heading)
        self._heading.addWidget(section(self.tr("Weights") if variable is not None else self.tr("Value")))
        self._fill()
        self._histogram.hide()
        self._show_preview(source)
        known = self._known.get(source.name)
        if known is not None:
            self._show_statistics(source, known)
        elif has_numbers(source):
            names = self.tr("min · max"), self.tr("mean · std"), self.tr("median · L2"), self.tr("NaN · zeros")
            self._fill([(name, "…") for name in names])
            if source.nbytes > LARGE:
                self._later.start()
            else:
                self._compute()

    # Rows.

    def _fill(self, figures: list[tuple[str, str]] | None = None) -> None:
        source, variable = self._source, self._variable
        assert source is not None
        clear(self._grid)
        what = self.tr("{count} values, {size}").format(
            count=format_count(math.prod(source.shape)), size=format_bytes(source.nbytes)
        )
        if math.prod(source.shape) == 1:
            what = self.tr("1 value, {size}").format(size=format_bytes(source.nbytes))
        details = [f"{format_shape(source.shape)} {source.dtype.name}"]
        if variable is not None and variable.shard is not None and variable.offset is not None:
            place = self.tr("shard {shard}, offset {offset}")
            details.append(place.format(shard=variable.shard, offset=format_count(variable.offset)))
        elif source.offset is not None:
            details.append(self.tr("offset {offset}").format(offset=format_count(source.offset)))
        if variable is not None and variable.parts > 1:
            details.append(self.tr("in {count} slices").format(count=variable.parts))
        self._grid.addWidget(key_label(self.tr("Name")), 0, 0)
        self._grid.addWidget(Link(source.name, self._follow), 0, 1)
        self._row(1, self.tr("Values"), what, "\n".join(details))
        for index, (name, value) in enumerate(figures or []):
            self._row(2 + index, name, value)

    def _row(self, row: int, name: str, value: str, detail: str = "") -> None:
        self._grid.addWidget(key_label(name), row * 2, 0)
        self._grid.addWidget(label(value, selectable=True, wrap=True), row * 2, 1)
        if detail:
            self._grid.addWidget(label(detail, "small", selectable=True, wrap=True), row * 2 + 1, 1)

    def _follow(self) -> None:
        if self._variable is not None:
            self._document.select(Selection("variable", self._variable.name), self)
        elif self._source is not None:
            self._document.select(Selection("node", self._source.name), self)

    # Statistics.

    def _compute(self) -> None:
        source = self._source
        if source is None:
            return
        large = source.nbytes > 32_000_000
        self._document.tasks.run(
            lambda progress: figures_of(source, progress.tick),
            title=self.tr("Looking at {name}").format(name=source.name) if large else "",
            done=lambda figures: self._computed(source, figures),
            failed=self._failed,
            slot="inspector statistics",
            owner=self,
        )

    def _computed(self, source: TensorSource, figures: Statistics) -> None:
        self._known[source.name] = figures
        problem = problem_of(source.name, figures)
        if problem is not None:
            self._document.add_problem(problem)
        if source is self._source:
            self._show_statistics(source, figures)

    def _show_statistics(self, source: TensorSource, figures: Statistics) -> None:
        def pair(first: float | None, second: float | None, *, second_signed: bool = True) -> str:
            left = "—" if first is None else format_number(first, signed=True)
            right = "—" if second is None else format_number(second, signed=second_signed)
            return f"{left} · {right}"

        last = (self.tr("NaN · zeros"), f"{format_count(figures.nans)} · {format_count(figures.zeros)}")
        if figures.infs:
            last = (
                self.tr("NaN · Inf · zeros"),
                f"{format_count(figures.nans)} · {format_count(figures.infs)} · {format_count(figures.zeros)}",
            )
        self._fill(
            [
                (self.tr("min · max"), pair(figures.minimum, figures.maximum)),
                (self.tr("mean · std"), pair(figures.mean, figures.std, second_signed=False)),
                (self.tr("median · L2"), pair(figures.median, figures.l2, second_signed=False)),
                last,
            ]
        )
        histogram = figures.histogram
        self._histogram.setVisible(histogram is not None and len(histogram) > 1)
        if histogram is not None:
            self._histogram.show_counts(list(histogram.counts), histogram.edges[0], histogram.edges[-1])

    def _failed(self, error: CryographError) -> None:
        self._fill([(self.tr("Values"), text_of(error.text))])

    # Preview.

    def _show_preview(self, source: TensorSource) -> None:
        view = first_view(source.shape)
        clear(self._values_heading)
        self._preview.show_rows([], more_rows=False, more_columns=False)
        if view.empty or source.dtype.numpy is None:
            return
        self._document.tasks.run(
            lambda progress: read_preview(source, view, progress),
            title="",
            done=lambda rows: self._previewed(view, rows),
            failed=lambda error: self._preview_failed(error),
            slot="inspector preview",
            owner=self,
        )

    def _previewed(self, view: View, rows: list[list[str]]) -> None:
        clear(self._values_heading)
        where = f" {view.text()}" if view.others() else ""
        self._values_heading.addWidget(section(self.tr("Values") + where))
        self._preview.show_rows(rows, more_rows=view.rows > PREVIEW_ROWS, more_columns=view.columns > PREVIEW_COLUMNS)

    def _preview_failed(self, error: CryographError) -> None:
        self._values_heading.addWidget(label(text_of(error.text), "error", wrap=True))


def read_preview(source: TensorSource, view: View, progress: Progress) -> list[list[str]]:
    """The first rows and columns of a view as texts; a vector lies on its side, because that shows more of it."""
    if view.column_axis is None and view.row_axis is not None:
        width = 3 if source.dtype.name != "string" else 1
        values = source.read((slice(0, PREVIEW_ROWS * width),), tick=progress.check)
        texts = [value_text(value) for value in values]
        return [texts[start : start + width] for start in range(0, len(texts), width)]
    index = view.index(slice(0, PREVIEW_ROWS), slice(0, PREVIEW_COLUMNS))
    values = source.read(index, tick=progress.check)
    if view.row_axis is None:
        return [[value_text(values.reshape(1)[0])]]
    table = values.T if view.transposed() else values
    return [[value_text(value) for value in row] for row in table]
