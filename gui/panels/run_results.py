"""What a run gave: its outputs as bars, pictures or tables, its times, and how it differs from another run."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import CryographError
from core.running.history import Record, compare, same_input
from core.running.looking import as_picture, top_classes
from core.running.memory_tensor import MemoryTensor
from gui.formatting import format_shape
from gui.models.axes import first_view
from gui.models.values_model import ValuesModel
from gui.panels.run_bars import ClassBars
from gui.panels.run_times import TimesModel
from gui.panels.widgets import label, rule
from gui.stylesheet import digits_font, set_role

if TYPE_CHECKING:
    from gui.document import Document

PICTURE = 220
COPIED = 1_000_000


class RunResults(QWidget):
    """The right half of the Run tab."""

    failed = Signal(object)
    """CryographError: something could not be saved."""
    node_wanted = Signal(str)
    """An op in the table of times was double-clicked."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.labels: list[str] = []
        self.records: list[Record] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(8)
        self.run, self.output, self.look, self.other = (QComboBox() for _ in range(4))
        for combo in (self.run, self.output, self.look, self.other):
            set_role(combo, "compact")
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for combo in (self.run, self.output, self.look):
            bar.addWidget(combo)
        bar.addStretch(1)
        self.save = QToolButton()
        set_role(self.save, "boxed")
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.save)
        self.save.setMenu(self._menu)
        bar.addWidget(self.save)
        self._bar = QWidget()
        self._bar.setLayout(bar)
        column.addWidget(self._bar)
        column.addWidget(rule())
        self.summary = label("", "quiet", wrap=True, selectable=True)
        self.summary.setContentsMargins(16, 1, 12, 5)
        second = QHBoxLayout()
        second.setContentsMargins(0, 6, 12, 0)
        second.addWidget(self.summary, 1)
        second.addWidget(self.other, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(second)
        self.pages = QStackedWidget()
        self.note = label("", "quiet", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setMargin(16)
        self.bars = ClassBars()
        bars = QScrollArea()
        bars.setWidgetResizable(True)
        bars.setWidget(self.bars)
        self.picture = QLabel()
        self.picture.setContentsMargins(16, 8, 16, 8)
        pictures = QScrollArea()
        pictures.setWidgetResizable(True)
        pictures.setWidget(self.picture)
        self.values = ValuesModel(document.tasks, self)
        self.table = self._table(self.values)
        self.times = TimesModel(self)
        self.times_table = self._table(self.times)
        self.times_table.setSortingEnabled(True)
        self.times_table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.times_table.verticalHeader().hide()
        self.times_table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.times_table.doubleClicked.connect(lambda index: self.node_wanted.emit(self.times.name_at(index.row())))
        self._pages: dict[str, QWidget] = {"note": self.note, "bars": bars, "picture": pictures, "table": self.table,
                                           "times": self.times_table}  # fmt: skip
        for page in self._pages.values():
            self.pages.addWidget(page)
        column.addWidget(self.pages, 1)
        self.run.currentIndexChanged.connect(self._run_chosen)
        self.output.currentIndexChanged.connect(self._output_chosen)
        self.look.currentIndexChanged.connect(self._show)
        self.other.currentIndexChanged.connect(self._show)
        self.retranslate()

    def show_records(self, records: list[Record]) -> None:
        """Show these runs, the newest of them first."""
        self.records = list(reversed(records))
        _fill(self.run, [(self._title(record), record.number) for record in self.records])
        self.run.setCurrentIndex(0 if self.records else -1)
        self._run_chosen()

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

    def retranslate(self) -> None:
        self.save.setText(self.tr("Save") + " ▾")
        self._menu.clear()
        for text, act in (
            (self.tr("Copy values"), self.copy),
            (self.tr("All outputs as .npz…"), partial(self._save, "npz")),
            (self.tr("This output as .npy…"), partial(self._save, "npy")),
            (self.tr("This output as .csv…"), partial(self._save, "csv")),
            (self.tr("Times as a trace for Perfetto…"), partial(self._save, "json")),
        ):
            self._menu.addAction(text).triggered.connect(lambda _=False, act=act: act())
        self.note.setText(self.tr("Give the inputs their values and press Run: what comes out is shown here."))
        self._run_chosen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def copy(self) -> None:
        """The output's values as tab-separated lines on the clipboard."""
        value = self.value
        if value is not None and value.size <= COPIED:
            table = value.reshape(-1, value.shape[-1]) if value.ndim else value.reshape(1, 1)
            lines = ["\t".join(map(_text, row)) for row in table.tolist()]
            QGuiApplication.clipboard().setText("\n".join(lines))

    def save_to(self, path: Path, kind: str) -> None:
        """Write what is shown."""
        from core.running import saving, trace

        record, value = self.record, self.value
        if record is None:
            return
        try:
            if kind == "npz":
                saving.save_npz(record.result.outputs, path)
            elif kind == "json":
                trace.write_trace(record.result.times, path)
            elif value is not None:
                (saving.save_npy if kind == "npy" else saving.save_csv)(value, path)
        except CryographError as error:
            self.failed.emit(error)

    def _save(self, kind: str) -> None:
        name = "trace" if kind == "json" else "outputs" if kind == "npz" else self.output.currentText()
        suggested = f"{name.replace('/', '.').replace(':', '.')}.{kind}"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save"), suggested, f"*.{kind}")
        if path:
            self.save_to(Path(path), kind)

    def _run_chosen(self) -> None:
        record = self.record
        self._bar.setVisible(record is not None)
        names = [*record.result.outputs, *record.result.operations] if record is not None else []
        before = self.output.currentText()
        _fill(self.output, [(name, name) for name in names])
        self.output.setCurrentIndex(names.index(before) if before in names else 0 if names else -1)
        others = [(self.tr("No comparison"), None)]
        if record is not None:
            for each in self.records:
                if each is not record:
                    same = self.tr("same input") if same_input(record, each) else self.tr("other input")
                    text = self.tr("Compare with {run} ({same})").format(run=self._title(each), same=same)
                    others.append((text, each.number))  # type: ignore[arg-type]
        chosen = self.other.currentData()
        _fill(self.other, others)
        self.other.setCurrentIndex(max(self.other.findData(chosen), 0))
        self.other.setVisible(len(others) > 1)
        self._output_chosen()

    def _output_chosen(self) -> None:
        value, record = self.value, self.record
        looks: list[tuple[str, str]] = []
        if value is not None:
            if top_classes(value) is not None:
                looks.append((self.tr("Likeliest classes"), "bars"))
            if as_picture(value) is not None:
                looks.append((self.tr("Picture"), "picture"))
            looks.append((self.tr("Values"), "table"))
        if record is not None:
            looks += [(self.tr("Time of each op"), "op"), (self.tr("Time by op type"), "type"),
                      (self.tr("Time by scope"), "scope")]  # fmt: skip
        before = self.look.currentData()
        _fill(self.look, looks)
        self.look.setCurrentIndex(max(self.look.findData(before), 0) if looks else -1)
        self._show()

    def _show(self) -> None:
        record, value, look = self.record, self.value, self.look.currentData()
        self.summary.setVisible(record is not None)
        if record is None or look is None:
            self.pages.setCurrentWidget(self.note)
            return
        self.summary.setText(self._summary(record))
        if look == "bars":
            self.bars.show_rows(top_classes(value, self.labels) or [])
        elif look == "picture":
            self.picture.setPixmap(_pixmap(as_picture(value)))
        elif look == "table":
            self.values.show_tensor(MemoryTensor(self.output.currentText(), value), first_view(value.shape))
        else:
            self.times.set_times(record.result.times, look)
            self.times_table.resizeColumnsToContents()
            self.times_table.setColumnWidth(0, max(self.times_table.columnWidth(0), 260))
            for column in (1, 2):
                self.times_table.setColumnHidden(column, look != "op")
        self.pages.setCurrentWidget(self._pages.get(look, self.times_table))

    def _summary(self, record: Record) -> str:
        result = record.result
        placed = ", ".join(f"{device}: {count:,}" for device, count in result.placed.items())
        parts = [f"{result.median * 1000:,.2f} ms"]
        if len(result.seconds) > 1:
            text = self.tr("median of {count} runs, spread {spread} ms")
            parts = [f"{parts[0]} ({text.format(count=len(result.seconds), spread=f'{result.spread * 1000:,.2f}')})"]
        parts.append(self.tr("ops on {placed}").format(placed=placed))
        value = self.value
        if value is not None:
            dtype = "string" if value.dtype.kind in "OSU" else value.dtype.name
            parts.insert(0, f"{dtype} {format_shape(value.shape)}")
        elif self.output.currentText():
            parts.insert(0, self.tr("an operation without a value"))
        lines = ["  ·  ".join(parts)]
        other = next((each for each in self.records if each.number == self.other.currentData()), None)
        if other is not None:
            lines += self._differences(record, other)
        return "\n".join(lines)

    def _differences(self, record: Record, other: Record) -> list[str]:
        found = []
        for each in compare(record, other):
            if each.equal:
                said = self.tr("{name}: equal, bit for bit")
            elif each.max_abs_diff is not None:
                said = self.tr("{name}: differs by {difference} at most")
            else:
                said = self.tr("{name}: differs")
            found.append(said.format(name=each.name, difference=f"{each.max_abs_diff or 0:.3g}"))
        return found or [self.tr("The two runs have no output in common.")]

    def _title(self, record: Record) -> str:
        device = record.result.device or self.tr("Automatic")
        several = len({each.title for each in self.records}) > 1
        return f"{record.number} · {record.title} · {device}" if several else f"{record.number} · {device}"

    def _table(self, model: Any) -> QTableView:
        table = QTableView()
        table.setModel(model)
        table.setWordWrap(False)
        table.setFont(digits_font(table.font()))
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (table.horizontalHeader(), table.verticalHeader()):
            header.setHighlightSections(False)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
        return table


def _fill(combo: QComboBox, items: list[tuple[str, Any]]) -> None:
    blocked = combo.blockSignals(True)
    combo.clear()
    for text, data in items:
        combo.addItem(text, data)
    combo.blockSignals(blocked)
    combo.setMinimumWidth(min(combo.sizeHint().width(), 260))


def _pixmap(pixels: Any) -> QPixmap:
    height, width = pixels.shape[:2]
    grey = pixels.ndim == 2
    kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    image = QImage(pixels.tobytes(), width, height, width * (1 if grey else 3), kind).copy()
    times = max(PICTURE // max(width, height), 1)
    return QPixmap.fromImage(image.scaled(width * times, height * times))


def _text(value: object) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
