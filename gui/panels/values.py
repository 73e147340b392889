"""Any slice of one tensor as numbers, two axes at a time, or as a picture: a weight's values, or a result's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.errors import CryographError
from core.progress import Progress
from gui.document import Document
from gui.formatting import format_count, format_shape
from gui.models.axes import Mode, View, first_view, modes
from gui.models.figures import has_numbers
from gui.models.node_description import bytes_text
from gui.models.values_model import COLUMNS_SHOWN, ROWS_SHOWN, Blocks, Style, ValuesModel, value_text
from gui.panels.problem_text import remedy_of, sentence
from gui.panels.values_bar import ValuesBar
from gui.panels.widgets import label, rule
from gui.stylesheet import digits_font, set_role

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource
    from gui.models.slice_picture import SlicePicture
    from gui.panels.slice_plot import SlicePlot

CELLS_COPIED = 1_000_000
TEXT_SHOWN = 1_000_000


class ValuesPanel(QWidget):
    """Shows one tensor at a time."""

    tensor_shown = Signal(str)
    """Name of the tensor whose values are shown; empty: none."""

    def __init__(self, document: Document, parent: QWidget | None = None, *, titled: bool = True) -> None:
        """`titled`: it says what is shown. Where that stands beside it, all choices are in the rows of the axes."""
        super().__init__(parent)
        self._document = document
        self._source: TensorSource | None = None
        self._view = View((), None, None, ())
        self._mode: Mode = "numbers"
        self._first_row = 0
        self.model = ValuesModel(document.tasks, self)
        self.model.failed.connect(self.say_failed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = ValuesBar(titled=titled)
        self.bar.view_chosen.connect(self._choose_axes)
        self.bar.position_chosen.connect(self._move)
        self.bar.row_chosen.connect(self._start_at)
        self.bar.mode_chosen.connect(self.show_as)
        self.bar.style_chosen.connect(self._choose_style)
        column.addWidget(self.bar)
        self._rule = rule()
        column.addWidget(self._rule)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setShowGrid(True)
        self.table.setWordWrap(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
        column.addWidget(self.table, 1)
        self.note = label("", "quiet", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setMargin(16)
        column.addWidget(self.note, 1)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptDrops(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        set_role(self.text, "page")
        self.text.hide()
        column.addWidget(self.text, 1)
        self.plot: SlicePlot | None = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.hide()
        column.addWidget(self._scroll, 1)
        self._copy = QAction(self)
        self._copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy)
        self.export = QAction(self)
        self.export.setShortcut(QKeySequence("Ctrl+Alt+X"))
        self.export.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.export.triggered.connect(self.ask_to_export)
        self.table.addAction(self._copy)
        if titled:
            self.addAction(self.export)
            self.table.addAction(self.export)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._retranslate()
        self._fit_cells()
        self._show()

    @property
    def source(self) -> TensorSource | None:
        """What is shown."""
        return self._source

    @property
    def view(self) -> View:
        """Which slice of it."""
        return self._view

    @property
    def mode(self) -> Mode:
        """How it is shown: as chosen, or the nearest to it that this tensor has."""
        there = self._modes()
        if self._mode in there:
            return self._mode
        return there[1] if self._mode != "numbers" and len(there) > 1 else "numbers"

    def show_as(self, mode: Mode) -> None:
        """Show this and the following tensors in another way."""
        self._mode = mode
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self._show()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_cells()
        super().changeEvent(event)

    def copy(self) -> None:
        """The selected cells to the clipboard with all their figures; what has not been read is left empty."""
        ranges = self.table.selectionModel().selection()
        if ranges.isEmpty():
            return
        area = ranges.first()
        lines = []
        for row in range(area.top(), min(area.bottom(), area.top() + CELLS_COPIED // max(area.width(), 1)) + 1):
            cells = (self.model.value(row, column) for column in range(area.left(), area.right() + 1))
            lines.append("\t".join("" if cell is None else value_text(cell, exact=True) for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def ask_to_export(self) -> None:
        """The export dialog for the slice that is shown."""
        if self._source is None or not self.export.isEnabled():
            return
        from gui.dialogs.export_values import ExportValuesDialog  # only who exports needs it
        from gui.models.shown_slice import shown_slice

        dialog = ExportValuesDialog(self._document, [shown_slice(self._source, self._view)], self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _retranslate(self) -> None:
        self._copy.setText(self.tr("Copy"))
        self.export.setText(self.tr("Export…"))
        self.export.setIconText(self.tr("Export…"))  # a button would leave the dots out
        self.export.setToolTip(self.tr("Export the slice that is shown"))

    # What to show.

    @property
    def takes_blocks(self) -> bool:
        """Whether the next tensor would be shown as numbers at once, so that its first ones can come with it."""
        return self.isVisible() and self._mode == "numbers"

    def show_tensor(self, source: TensorSource | None, view: View | None = None, blocks: Blocks | None = None) -> None:
        """Show `source` from its beginning, or at a slice of it; None: nothing.

        Args:
            source: what to show.
            view: another slice than the first.
            blocks: values of that slice that have been read.
        """
        self._source = source
        self._view = view or (first_view(source.shape) if source is not None else View((), None, None, ()))
        self._first_row = 0
        self._show(blocks)
        self.tensor_shown.emit(source.name if source is not None else "")

    def _show(self, blocks: Blocks | None = None) -> None:
        self.text.hide()
        self._scroll.hide()
        source, mode = self._source, self.mode
        self._document.tasks.drop(f"values picture {id(self)}")  # the older one is stale
        self.model.show_tensor(source if mode == "numbers" else None, self._view)
        self.export.setEnabled(source is not None and source.dtype.numpy is not None and not self._view.empty)
        if source is None:
            self.bar.clear()
            self._say(
                self.tr("Select a variable, a constant or an op with weights to see its values.")
                if self._document.model is not None
                else self.tr("Nothing is open.")
            )
            return
        self._build_bar(source)
        self._fit_cells()
        if source.dtype.numpy is None:
            self._say(self.tr("A {dtype} has no values to show.").format(dtype=source.dtype.name))
        elif self._view.empty:
            self._say(
                self.tr("This tensor has no elements: its shape is {shape}.").format(shape=format_shape(source.shape))
            )
        elif source.dtype.name == "string" and not source.shape:
            self._read_text(source)
        elif mode != "numbers":
            self.table.hide()
            self.note.hide()
            self._rule.show()
            # Its room at once, and nothing of another tensor in it.
            if self.plot is not None:
                self.plot.show_picture(None)
            self._scroll.show()
            self._read_picture()
        else:
            self.note.hide()
            self.table.show()
            self._rule.show()
            if blocks:
                self.model.take(blocks)
            elif self.isVisible():
                self.model.prefetch()

    def _modes(self) -> list[Mode]:
        source = self._source
        return ["numbers"] if source is None else modes(source.shape, numeric=has_numbers(source))

    def _read_picture(self) -> None:
        source, view, mode, first = self._source, self._view, self.mode, self._first_row
        assert source is not None

        def read(progress: Progress) -> SlicePicture:
            from gui.models.slice_picture import read_picture  # numpy, which the window is shown without

            return read_picture(source, view, mode, first, progress.check)

        self._document.tasks.run(
            read,
            title=self.tr("Reading {name}").format(name=source.name) if source.nbytes > 32_000_000 else "",
            done=self._show_picture,
            failed=self.say_failed,
            slot=f"values picture {id(self)}",
            owner=self,
        )

    def _show_picture(self, picture: SlicePicture) -> None:
        if self.plot is None:
            from gui.panels.slice_plot import SlicePlot  # only who looks at a picture needs it

            self.plot = SlicePlot()
            self._scroll.setWidget(self.plot)
        assert self._source is not None
        self.plot.title = f"{self._source.name}{self._view.text() if self.mode == 'image' else ''}"
        self.plot.show_picture(picture)
        self.bar.say(self._about(picture))
        self.note.hide()
        self._scroll.show()

    def _about(self, picture: SlicePicture) -> str:
        """What of the tensor is in the picture, where it is not all that was asked for."""
        shown, there = picture.tiles
        if shown < there:
            return self.tr("{shown} of {total} tiles").format(shown=format_count(shown), total=format_count(there))
        if max(picture.step) > 1:
            return self.tr("every {rows}th row, every {columns}th column").format(
                rows=picture.step[0], columns=picture.step[1]
            )
        return ""

    def _read_text(self, source: TensorSource) -> None:
        """A single string gets the whole room: it may be a long one, such as a layer's configuration."""

        def read(progress: Progress) -> str:
            value = source.read(tick=progress.check).reshape(1)[0]
            return bytes_text(value[:TEXT_SHOWN]) + ("…" if len(value) > TEXT_SHOWN else "")

        self._document.tasks.run(
            read, title="", done=self._show_text, failed=self.say_failed, slot=f"values text {id(self)}", owner=self
        )

    def _show_text(self, text: str) -> None:
        if self._source is None or self._source.shape or self._source.dtype.name != "string":
            return
        self.table.hide()
        self.note.hide()
        self._rule.show()
        self.text.setPlainText(text)
        self.text.show()

    def _say(self, text: str) -> None:
        self.table.hide()
        self._scroll.hide()
        self.text.hide()
        self._rule.setVisible(self._source is not None)
        self.note.setText(text)
        self.note.show()

    def say_failed(self, error: CryographError) -> None:
        """The values could not be read: say so in their place."""
        self._say(f"{sentence(error.text)} {remedy_of(error)}".strip())

    # What the bar asks for.

    def _build_bar(self, source: TensorSource) -> None:
        view, mode = self._view, self.mode
        written = mode == "numbers" and has_numbers(source) and source.dtype.name != "bool"
        self.bar.show_tensor(source, view, mode, self._modes(), self.model.style if written else None, self.export)
        if mode == "rows" or (mode == "numbers" and view.rows > ROWS_SHOWN):
            self.bar.offer_rows(self._first_row, 100 if mode == "rows" else ROWS_SHOWN)
        if mode == "numbers" and view.columns > COLUMNS_SHOWN:
            self.bar.say(self.tr("the first {shown} of {total} columns").format(
                shown=format_count(COLUMNS_SHOWN), total=format_count(view.columns)))  # fmt: skip

    def _start_at(self, row: int) -> None:
        self._first_row = row
        if self.mode == "rows":
            self._read_picture()
        else:
            self.model.show_tensor(self._source, self._view, row)

    def _choose_style(self, style: Style) -> None:
        self.model.set_style(style)
        self._fit_cells()

    def _choose_axes(self, view: View) -> None:
        self._view = view
        self._show()

    def _move(self, view: View) -> None:
        self._view = view
        if self.mode == "numbers":
            self.model.show_tensor(self._source, view)
        else:
            self._read_picture()

    def _fit_cells(self) -> None:
        font = digits_font(self.font())
        if self.table.font() != font:
            self.table.setFont(font)
        metrics = self.table.fontMetrics()
        self.table.verticalHeader().setDefaultSectionSize(metrics.height() + 8)
        figures = {"short": 12, "plain": 17, "scientific": 19, "hex": 19}[self.model.style]
        sample = "M" * 40 if self.model.textual else "0" * figures
        self.table.horizontalHeader().setDefaultSectionSize(metrics.horizontalAdvance(sample) + 26)
