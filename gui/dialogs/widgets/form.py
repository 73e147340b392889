"""A page of labelled fields that scrolls up and down, and is always as wide as its fields need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from gui.dialogs.widgets.run_fields import ExplainedChecks
from gui.dialogs.widgets.ticks import CHECK_LINE, CheckBox

LABELS = 128
"""Width of the column of labels, in pixels (wider for a large font)."""


def label_width(widget: QWidget) -> int:
    """Width of the column of labels in `widget`'s font; longer labels wrap, so that all forms' fields are in line."""
    return max(LABELS, 16 * widget.fontMetrics().horizontalAdvance("0"))


def row_label(text: str, field: QWidget, width: int) -> QLabel:
    """The label of a row: on the first line of its field, however tall the field is; a long one wraps."""
    label = QLabel(text)
    label.setProperty("kind", "quiet")
    ticked = isinstance(field, CheckBox | ExplainedChecks)
    label.setContentsMargins(0, CHECK_LINE if ticked else 6, 12, 0)
    label.setWordWrap(True)
    label.setFixedWidth(width)
    return label


class FormPage(QScrollArea):
    """Rows of a label and a field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its children take the focus, not the scrolled page itself.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("kind", "page")
        self.setWidget(page)
        page.installEventFilter(self)
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(18, 16, 18, 16)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(1, 1)

    def add_row(self, text: str, field: QWidget, buddy: QWidget | None = None) -> QLabel:
        """Put `field` below what is there; the label's mnemonic leads to `buddy`."""
        row = self._grid.rowCount()
        label = row_label(text, field, label_width(self))
        label.setBuddy(buddy or field)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)
        return label

    def add_wide_row(self, field: QWidget) -> None:
        """Put a field below what is there that has its own labels (of `label_width`)."""
        self._grid.addWidget(field, self._grid.rowCount(), 0, 1, 2)

    def end_rows(self) -> None:
        """What room is left stays below the last row."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def scroll_to(self, widget: QWidget) -> None:
        """Bring a widget that has just been shown to the top, once the layout has made room for it."""
        QTimer.singleShot(0, widget, lambda: self._scroll(widget))

    def minimumSizeHint(self) -> QSize:
        """It scrolls up and down only: whatever the language and the font, its width must fit."""
        size = super().minimumSizeHint()
        page = self.widget()
        if page is not None:
            needed = page.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() + 2
            size.setWidth(max(size.width(), needed))
        return size

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A scroll area keeps to itself that its page needs another width.
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _scroll(self, widget: QWidget) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(min(widget.y(), bar.maximum()))
