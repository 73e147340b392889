"""Which outputs the frozen graph shall have: suggestions to tick, and a field that finds any other node."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import Text
from gui.dialogs.widgets.completion import NodeCompleter, NodeNames
from gui.dialogs.widgets.fields import EnterLineEdit, FieldFrame
from gui.dialogs.widgets.labels import quiet_label, smaller
from gui.dialogs.widgets.style import set_state
from gui.dialogs.widgets.ticks import TICK, paint_tick
from gui.formatting import format_shape
from gui.i18n import text_of
from gui.theme import theme

ROW = 30
VISIBLE_ROWS = 5
QUIET = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class Suggestion(Protocol):
    """What this list needs of `core.graph.outputs.OutputSuggestion`."""

    @property
    def name(self) -> str: ...
    @property
    def reason(self) -> Text: ...
    @property
    def shape(self) -> tuple[int | None, ...] | None: ...


def is_checked(index: Index) -> bool | None:
    """Whether the row is ticked; None if it can't be (a row that only says something)."""
    # Qt hands the state over as a number or as the enum, by the way it came.
    state = index.data(Qt.ItemDataRole.CheckStateRole)
    return None if state is None else Qt.CheckState(state) is Qt.CheckState.Checked


class RowDelegate(QStyledItemDelegate):
    """Paints a row: check mark, name (bold when ticked), why in quiet text at the right. A click anywhere ticks."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, max(ROW, option.fontMetrics.height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme().palette
        rect: QRect = option.rect
        painter.save()
        state = option.state
        current = bool(state & QStyle.StateFlag.State_HasFocus)
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colours.colour("hover"))
        painter.setPen(colours.colour("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        checked = is_checked(index)
        top = rect.top() + (rect.height() - TICK) / 2
        left = rect.left() + 11
        if checked is not None:
            paint_tick(painter, QRectF(left, top, TICK, TICK), checked=checked)
            left += TICK + 9

        font = option.font
        font.setBold(bool(checked))
        painter.setFont(font)
        painter.setPen(colours.colour("quiet" if checked is None else "text"))
        metrics = painter.fontMetrics()
        room = rect.right() - 11 - left
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, name)
        used = metrics.horizontalAdvance(name) + 18

        font.setBold(False)
        painter.setFont(smaller(font))
        painter.setPen(colours.colour("quiet"))
        if room - used > 40:
            why = painter.fontMetrics().elidedText(
                str(index.data(QUIET) or ""), Qt.TextElideMode.ElideRight, room - used
            )
            area = QRect(left + used, rect.top(), room - used, rect.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, why)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        pressed = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        typed = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        if not (pressed or typed):
            return False
        if isinstance(event, QMouseEvent) and event.button() != Qt.MouseButton.LeftButton:
            return False
        checked = is_checked(index)
        if checked is None:
            return False
        state = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)


class OutputsPicker(QWidget):
    """The list of outputs. `outputs_changed` whenever what `outputs()` gives has changed."""

    outputs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = NodeNames()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        self.frame = FieldFrame()
        layout = QVBoxLayout(self.frame)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Outputs"))
        self.list.itemChanged.connect(lambda _: self.outputs_changed.emit())
        layout.addWidget(self.list)
        self.search = EnterLineEdit()
        self.search.setPlaceholderText(self.tr("Find another node…"))
        self.search.setAccessibleName(self.tr("Find another node…"))
        self.search.setMinimumHeight(ROW)
        self.completer = NodeCompleter(self.search)
        self.completer.activated.connect(self._take)
        self.search.returnPressed.connect(self._take_typed)
        self.search.textEdited.connect(self._forget_note)
        layout.addWidget(self.search)
        self.frame.watch(self.search, self.list)
        outer.addWidget(self.frame)
        self.note = quiet_label(wrap=True)
        self.note.hide()
        outer.addWidget(self.note)
        self.set_busy()

    def set_busy(self) -> None:
        """Say that suggestions are being looked for."""
        self._replace([], [])
        item = QListWidgetItem(self.tr("Looking for outputs…"))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)
        self._fit()

    def set_graph(self, names: NodeNames, suggestions: Iterable[Suggestion], chosen: Sequence[str] = ()) -> None:
        """Show `suggestions`, best first, and complete over `names`.

        Args:
            names: every node of the graph.
            suggestions: best first; the first is ticked unless something in `chosen` is there.
            chosen: names that were ticked before (another step of the same model); those absent are dropped.
        """
        self._names = names
        self.completer.set_names(names)
        rows = [(suggestion.name, self._quiet(suggestion)) for suggestion in suggestions]
        kept = [name for name in chosen if name in self._names]
        listed = {name for name, _ in rows}
        rows += [(name, "") for name in kept if name not in listed]
        if not kept and rows:
            kept = [rows[0][0]]
        self._replace(rows, kept)
        # Without a graph there is nothing to find; the preflight says so.
        self.note.setVisible(len(names) > 0 and not rows)
        self.search.setEnabled(len(names) > 0)
        if len(names) and not rows:
            self.note.setText(
                self.tr("No node of this graph looks like an output. Find the one that you need by name.")
            )
        self.outputs_changed.emit()

    def outputs(self) -> list[str]:
        """The names ticked, in the list's order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]

    def add(self, name: str) -> bool:
        """Tick `name`, with a row of its own if it has none. False if no node is called so."""
        name = name.strip().removeprefix("^")
        if name not in self._names:
            # TensorFlow's users write a tensor's name where an op's is asked for.
            base, _, output = name.rpartition(":")
            if not (output.isdigit() and base in self._names):
                return False
            name = base
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.text() == name and item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(Qt.CheckState.Checked)
                self.list.scrollToItem(item)
                return True
        self._append(name, "", checked=True)
        self._fit()
        self.list.scrollToBottom()
        self.outputs_changed.emit()
        return True

    def choose(self, names: Sequence[str]) -> None:
        """Tick `names` and nothing else."""
        blocked = self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(blocked)
        self.outputs_changed.emit()
        for name in names:
            self.add(name)

    @staticmethod
    def _quiet(suggestion: Suggestion) -> str:
        reason = text_of(suggestion.reason)
        if suggestion.shape is None:
            return reason
        return f"{reason} · {format_shape(suggestion.shape)}"

    def _replace(self, rows: Sequence[tuple[str, str]], ticked: Sequence[str]) -> None:
        blocked = self.list.blockSignals(True)
        try:
            self.list.clear()
            for name, why in rows:
                self._append(name, why, checked=name in ticked)
        finally:
            self.list.blockSignals(blocked)
        self._fit()

    def _append(self, name: str, why: str, *, checked: bool) -> None:
        item = QListWidgetItem(name)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        item.setData(QUIET, why)
        item.setToolTip(f"{name}\n{why}" if why else name)
        item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _fit(self) -> None:
        rows = min(self.list.count(), VISIBLE_ROWS)
        height = max(ROW, self.list.fontMetrics().height() + 12)
        self.list.setFixedHeight(rows * height)
        self.list.setVisible(rows > 0)

    def _take(self, name: object) -> None:
        if isinstance(name, str) and self.add(name):
            # The completer writes the name into the field after this; only then can it be cleared.
            self.search.clear()
            QTimer.singleShot(0, self.search, self.search.clear)

    def _take_typed(self) -> None:
        typed = self.search.text().strip()
        if not typed:
            return
        if self.add(typed):
            self.search.clear()
            return
        near = self.completer.nearest(typed)
        sentence = self.tr("No node is called {name}.").format(name=typed)
        if near:
            sentence += " " + self.tr("Perhaps {names}?").format(names=", ".join(near))
        self.note.setText(sentence)
        self.note.show()
        set_state(self.search, "wrong", "true")

    def _forget_note(self) -> None:
        self.note.hide()
        set_state(self.search, "wrong", "false")
