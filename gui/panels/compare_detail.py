"""One variable's difference: as an image, and its histogram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.errors import CryographError
from core.progress import Progress
from gui.document import Document
from gui.models.axes import first_view, is_kernel
from gui.models.figures import BINS
from gui.panels.plots import Histogram
from gui.panels.problem_text import sentence
from gui.panels.widgets import Elided, clear, label

if TYPE_CHECKING:
    from core.model import Model
    from core.variables.comparison import Change
    from core.variables.statistics import Statistics
    from gui.models.slice_picture import SlicePicture
    from gui.panels.slice_plot import SlicePlot


class CompareDetail(QWidget):
    """Shows what changed in one variable."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        self._heading = QHBoxLayout()
        column.addLayout(self._heading)
        self.note = label("", "quiet", wrap=True)
        column.addWidget(self.note)
        self._plots = QHBoxLayout()
        self._plots.setSpacing(12)
        column.addLayout(self._plots, 1)
        self.histogram = Histogram()
        self.plot: SlicePlot | None = None
        self._plots.addWidget(self.histogram, 3)
        self.show_change(None)

    def show_change(self, change: Change | None, first: Model | None = None, second: Model | None = None) -> None:
        """Read the difference in a task and show it; None: ask for a variable."""
        clear(self._heading)
        self.histogram.hide()
        if self.plot is not None:
            self.plot.hide()
        self._document.tasks.drop("compare detail")  # the older one is stale
        if change is None or first is None or second is None:
            self._say(self.tr("Select a changed variable to see its difference."))
            return
        self._heading.addWidget(Elided(change.name, "strong"))
        if change.kind == "reshaped" or change.difference is None or change.difference.max_abs is None:
            self._say(self.tr("There is no difference to put a number to."))
            return
        self.note.hide()

        def work(progress: Progress) -> tuple[SlicePicture | None, Statistics]:
            from core.variables.difference import DifferenceSource  # only for what is looked at
            from core.variables.statistics import statistics
            from gui.models.slice_picture import read_picture

            source = DifferenceSource(first.variable(change.name).source, second.variable(change.other_name).source)
            figures = statistics(source, bins=BINS, tick=progress.tick)
            if not source.shape:
                return None, figures
            mode = "tiles" if is_kernel(source.shape) else "image"
            return read_picture(source, first_view(source.shape), mode, tick=progress.check), figures  # type: ignore[arg-type]

        self._document.tasks.run(
            work,
            title=self.tr("Comparing {name}").format(name=change.name),
            done=lambda found: self._show(change, *found),
            failed=self._failed,
            slot="compare detail",
            owner=self,
        )

    def _show(self, change: Change, picture: SlicePicture | None, figures: Statistics) -> None:
        if picture is not None:
            if self.plot is None:
                from gui.panels.slice_plot import SlicePlot  # numpy, which the window is shown without

                self.plot = SlicePlot()
                self._plots.insertWidget(0, self.plot, 7)
            self.plot.title = f"{change.name}-difference"
            self.plot.show_picture(picture)
            self.plot.show()
        histogram = figures.histogram
        self.histogram.setVisible(histogram is not None and len(histogram) > 1)
        if histogram is not None:
            self.histogram.title = f"{change.name}-difference-histogram"
            self.histogram.show_counts(list(histogram.counts), histogram.edges[0], histogram.edges[-1])

    def _failed(self, error: CryographError) -> None:
        self._say(sentence(error.text))

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.show()
