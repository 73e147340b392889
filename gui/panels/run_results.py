"""What a run gave: its outputs as bars, pictures or values, its times, and how it differs from another run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.running.history import Record, compare, same_input
from core.running.looking import Difference, as_picture, difference_of, is_picture, top_classes
from core.running.memory_tensor import MemoryTensor
from gui.formatting import format_shape
from gui.panels.flow import FlowLayout
from gui.panels.problem_text import sentence
from gui.panels.run_bars import ClassBars
from gui.panels.run_saving import SaveMenu
from gui.panels.run_times import ONLY_OF_OPS, TimesModel
from gui.panels.values import ValuesPanel
from gui.panels.widgets import label, rule
from gui.stylesheet import digits_font, set_role

if TYPE_CHECKING:
    from gui.document import Document

WIDEST = 260
"""Pixels of a choice with a long text."""
NAMES = 200
"""Pixels of the names of ops, at least."""
PICTURE = 220
"""Pixels of a small picture's longer side on the screen."""
OF_TIME = ("op", "type", "scope")


class RunResults(QWidget):
    """The right half of the Run tab."""

    failed = Signal(object)
    """CryographError: something could not be saved."""
    node_wanted = Signal(str)
    """An op in the table of times was double-clicked."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._labels: list[str] = []
        self.records: list[Record] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._bar = QWidget()
        bar = FlowLayout(self._bar, spacing=8)
        bar.setContentsMargins(12, 6, 12, 6)
        self.run, self.output, self.look, self.other = (QComboBox() for _ in range(4))
        for combo in (self.run, self.output, self.look, self.other):
            set_role(combo, "compact")
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            combo.setMaximumWidth(WIDEST)
            bar.addWidget(combo)
        self.save = SaveMenu(document.tasks)
        self.save.failed.connect(self.failed)
        bar.addWidget(self.save)
        column.addWidget(self._bar)
        column.addWidget(rule())
        self.summary = label("", "quiet", wrap=True, selectable=True)
        self.summary.setContentsMargins(16, 7, 12, 5)
        column.addWidget(self.summary)
        self.pages = QStackedWidget()
        self.note = label("", "quiet", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setMargin(16)
        self.bars = ClassBars()
        self.picture = QLabel()
        self.picture.setContentsMargins(16, 8, 16, 8)
        self.values = ValuesPanel(document, titled=False)
        self.times = TimesModel(self)
        self.times_table = self._table_of_times()
        self._pages: dict[str, QWidget] = {
            "bars": _scrolled(self.bars),
            "picture": _scrolled(self.picture),
            "table": self.values,
            "difference": self.values,
            **dict.fromkeys(OF_TIME, self.times_table),
        }
        self.pages.addWidget(self.note)
        for page in dict.fromkeys(self._pages.values()):
            self.pages.addWidget(page)
        column.addWidget(self.pages, 1)
        self.run.currentIndexChanged.connect(self._run_chosen)
        self.output.currentIndexChanged.connect(self._output_chosen)
        self.look.currentIndexChanged.connect(self._show)
        self.other.currentIndexChanged.connect(self._output_chosen)
        self.retranslate()

    def show_records(self, records: Sequence[Record]) -> None:
        """Show these runs, the newest of them first."""
        self.records = list(reversed(records))
        _fill(self.run, [(self._title(record), record.number) for record in self.records])
        self.run.setCurrentIndex(0 if self.records else -1)
        self._run_chosen()

    def set_labels(self, labels: list[str]) -> None:
        """Name the classes: one label for each, in their order."""
        self._labels = labels
        self._show()

    @property
    def record(self) -> Record | None:
        """The run that is shown."""
        index = self.run.currentIndex()
        return self.records[index] if 0 <= index < len(self.records) else None

    @property
    def value(self) -> Any:
        """The output that is shown; None if there is none."""
        record = self.record
        return record.result.outputs.get(self.output.currentText()) if record is not None else None

    @property
    def compared(self) -> Record | None:
        """The run that this one is compared with."""
        return next((each for each in self.records if each.number == self.other.currentData()), None)

    def retranslate(self) -> None:
        self.note.setText(self.tr("Give the inputs their values and press Run: what comes out is shown here."))
        for combo, name in (
            (self.run, self.tr("Run")),
            (self.output, self.tr("Output")),
            (self.look, self.tr("Show as")),
            (self.other, self.tr("Comparison")),
        ):
            combo.setAccessibleName(name)
        index = self.run.currentIndex()
        _fill(self.run, [(self._title(record), record.number) for record in self.records])
        self.run.setCurrentIndex(index)
        self._run_chosen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # What is chosen.

    def _run_chosen(self) -> None:
        record = self.record
        self._bar.setVisible(record is not None)
        names = [*record.result.outputs, *record.result.operations] if record is not None else []
        before = self.output.currentText()
        _fill(self.output, [(name, name) for name in names])
        self.output.setCurrentIndex(names.index(before) if before in names else 0 if names else -1)
        others: list[tuple[str, int | None]] = [(self.tr("No comparison"), None)]
        for each in self.records:
            if record is not None and each is not record:
                same = self.tr("same input") if same_input(record, each) else self.tr("other input")
                text = self.tr("Compare with {run} ({same})").format(run=each.number, same=same)
                others.append((text, each.number))
        chosen = self.other.currentData()
        _fill(self.other, others)
        self.other.setCurrentIndex(max(self.other.findData(chosen), 0))
        self.other.setVisible(len(others) > 1)
        self._output_chosen()

    def _output_chosen(self) -> None:
        value, record = self.value, self.record
        self.save.set_output(record, self.output.currentText())
        looks: list[tuple[str, str]] = []
        if value is not None:
            if top_classes(value) is not None:
                looks.append((self.tr("Likeliest classes"), "bars"))
            if is_picture(value):
                looks.append((self.tr("Picture"), "picture"))
            looks.append((self.tr("Values"), "table"))
            if self._counterpart() is not None:
                looks.append((self.tr("Differences"), "difference"))
        if record is not None:
            looks += [(self.tr("Time of each op"), "op"), (self.tr("Time by op type"), "type"),
                      (self.tr("Time by scope"), "scope")]  # fmt: skip
        before = self.look.currentData()
        _fill(self.look, looks)
        self.look.setCurrentIndex(max(self.look.findData(before), 0) if looks else -1)
        self._show()

    def _counterpart(self) -> Any:
        """The output of the other run that this one is held against; None if there is none like it."""
        value, record, other = self.value, self.record, self.compared
        if value is None or record is None or other is None:
            return None
        theirs = other.result.outputs
        alone = len(record.result.outputs) == len(theirs) == 1
        found = next(iter(theirs.values())) if alone else theirs.get(self.output.currentText())
        return found if found is not None and found.shape == value.shape and value.dtype.kind not in "OSUb" else None

    # What is shown.

    def _show(self) -> None:
        record, value, look = self.record, self.value, self.look.currentData()
        self.summary.setVisible(record is not None)
        if record is None or look is None:
            self.pages.setCurrentWidget(self.note)
            return
        self.summary.setText(self._summary(record))
        self._compare(record)
        if look == "bars":
            self.bars.show_rows(top_classes(value, self._labels) or [])
        elif look == "picture":
            self._later(lambda: as_picture(value), self._show_picture, "run-picture")
        elif look == "table":
            self._show_values(self.output.currentText(), value)
        elif look == "difference":
            name, other = f"{self.output.currentText()} \u2212 {self._number(self.compared)}", self._counterpart()
            self._later(lambda: difference_of(value, other), lambda found: self._show_values(name, found), "run-diff")
        else:
            self.times.set_times(record.result.times, look)
            self.times_table.resizeColumnsToContents()
            self.times_table.setColumnWidth(0, min(max(self.times_table.columnWidth(0), NAMES), WIDEST))
            for column in ONLY_OF_OPS:
                self.times_table.setColumnHidden(column, look != "op")
        self.pages.setCurrentWidget(self._pages[look])

    def _later(self, work: Any, done: Any, slot: str) -> None:
        """Large results are worked on beside the window."""
        self._document.tasks.run(
            lambda _: work(), title="", done=done, failed=self.failed.emit, slot=slot, owner=self
        )  # fmt: skip

    def _show_picture(self, pixels: Any) -> None:
        self.picture.setPixmap(_pixmap(pixels) if pixels is not None else QPixmap())

    def _show_values(self, name: str, value: Any) -> None:
        if value is not None:
            # The same slice of another run's output is what one wants to see beside it.
            view = self.values.view if self.values.view.shape == value.shape else None
            self.values.show_tensor(MemoryTensor(name, value), view)

    def _summary(self, record: Record) -> str:
        result = record.result
        one, many = self.tr("1 op on {device}"), self.tr("{count} ops on {device}")
        placed = ", ".join(
            (one if count == 1 else many).format(count=f"{count:,}", device=device)
            for device, count in result.placed.items()
        )
        parts = [f"{result.median * 1000:,.2f} ms"]
        if len(result.seconds) > 1:
            text = self.tr("median of {count} runs, spread {spread} ms")
            parts = [f"{parts[0]} ({text.format(count=len(result.seconds), spread=f'{result.spread * 1000:,.2f}')})"]
        parts.append(placed)
        value = self.value
        if value is not None:
            dtype = "string" if value.dtype.kind in "OSU" else value.dtype.name
            parts.insert(0, f"{dtype} {format_shape(value.shape)}")
        elif self.output.currentText():
            parts.insert(0, self.tr("an operation without a value"))
        return "  ·  ".join(parts)

    def _compare(self, record: Record) -> None:
        other = self.compared
        if other is None:
            return
        summary = self.summary.text()
        self._later(lambda: compare(record, other), lambda found: self._show_differences(summary, found), "run-compare")

    def _show_differences(self, summary: str, found: list[Difference]) -> None:
        if self.summary.text() != summary:
            return  # another run has been chosen meanwhile
        lines = []
        for each in found:
            if each.equal:
                said = self.tr("{name}: equal, bit for bit")
            elif each.max_abs_diff is not None:
                said = self.tr("{name}: differs by {difference} at most")
            elif each.reason is not None:
                said = self.tr("{name}: {reason}")
            else:
                said = self.tr("{name}: differs")
            reason = sentence(each.reason) if each.reason is not None else ""
            lines.append(said.format(name=each.name, difference=f"{each.max_abs_diff or 0:.3g}", reason=reason))
        none = self.tr("The two runs have no output in common.")
        self.summary.setText("\n".join([summary, *(lines or [none])]))

    def _title(self, record: Record) -> str:
        device = record.result.device or self.tr("Automatic")
        several = len({each.title for each in self.records}) > 1
        return f"{record.number} · {record.title} · {device}" if several else f"{record.number} · {device}"

    def _number(self, record: Record | None) -> str:
        return self.tr("run {number}").format(number=record.number) if record is not None else ""

    def _table_of_times(self) -> QTableView:
        table = QTableView()
        table.setModel(self.times)
        table.setWordWrap(False)
        table.setFont(digits_font(table.font()))
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (table.horizontalHeader(), table.verticalHeader()):
            header.setHighlightSections(False)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
        table.verticalHeader().hide()
        table.setSortingEnabled(True)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        for sign in (table.doubleClicked, table.activated):
            sign.connect(lambda index: self.node_wanted.emit(self.times.name_at(index.row())))
        return table


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(widget)
    return area


def _fill(combo: QComboBox, items: Sequence[tuple[str, Any]]) -> None:
    blocked = combo.blockSignals(True)
    combo.clear()
    for text, data in items:
        combo.addItem(text, data)
    combo.blockSignals(blocked)


def _pixmap(pixels: Any) -> QPixmap:
    height, width = pixels.shape[:2]
    grey = pixels.ndim == 2
    kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    image = QImage(pixels.tobytes(), width, height, width * (1 if grey else 3), kind).copy()
    times = max(PICTURE // max(width, height), 1)
    return QPixmap.fromImage(image.scaled(width * times, height * times))
