"""The search field in the toolbar: nodes by name, op or attribute, and variables, listed while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.canvas.hits import Where
from gui.canvas.searching import find_nodes
from gui.document import Document, Selection
from gui.formatting import format_count, format_shape
from gui.icons import follow_theme, pixmap
from gui.panels.widgets import label
from gui.theme import theme

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model

SHOWN = 60
MOST_INNER = 2_000
"""Nodes in functions that are looked for at most."""

DELAY = 90


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the list."""

    selection: Selection
    name: str
    detail: str


def find(model: Model, text: str) -> tuple[list[Hit], int, list[Where]]:
    """The first hits for `text`, how many there are (nodes, then variables without one), and all nodes."""
    hits: list[Hit] = []
    names: list[str] = []
    graph = model.graph
    if graph is not None:
        names = find_nodes(graph, text)
        # Those whose own name fits come before those whose scope does.
        wanted = text.lower().split()[-1] if text.split() else ""
        names.sort(key=lambda name: (wanted not in name.rpartition("/")[2].lower(), name.count("/"), len(name)))
        hits = [Hit(Selection("node", name), name, graph.node(name).op) for name in names[:SHOWN]]
    inner = _in_functions(graph, text) if graph is not None else []
    hits += inner[: SHOWN - len(hits)]
    found = set(names)
    words = text.lower().split()
    others = [
        variable
        for variable in model.variables()
        if (variable.node or variable.name) not in found and all(word in variable.name.lower() for word in words)
    ]
    hits += [
        Hit(Selection("variable", v.name), v.name, f"{format_shape(v.shape)} {v.dtype.name}")
        for v in others[: max(SHOWN - len(hits), 0)]
    ]
    nodes = [("", name) for name in names] + [(hit.selection.function, hit.name) for hit in inner]
    return hits, len(nodes) + len(others), nodes


def _in_functions(graph: OpGraph, text: str) -> list[Hit]:
    """Nodes in the bodies of the library's functions."""
    hits: list[Hit] = []
    for function in graph.functions:
        if len(hits) >= MOST_INNER:
            break
        body = graph.function(function)
        hits += [
            Hit(Selection("node", name, function), name, f"{body.node(name).op} · {function}")
            for name in find_nodes(body, text, limit=MOST_INNER - len(hits))
        ]
    return hits


class _HitDelegate(QStyledItemDelegate):
    """Name at the left, op at the right in quiet text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:  # type: ignore[no-untyped-def]
        palette = theme().palette
        selected = bool(option.state & option.state.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(option.rect, palette.colour("selection"))
        area = option.rect.adjusted(10, 0, -10, 0)
        hit: Hit = index.data(Qt.ItemDataRole.UserRole)
        metrics = option.fontMetrics
        detail = metrics.elidedText(hit.detail, Qt.TextElideMode.ElideRight, area.width() // 2)
        width = metrics.horizontalAdvance(detail)
        painter.setPen(palette.colour("quiet"))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)
        painter.setPen(palette.colour("text"))
        name = metrics.elidedText(hit.name, Qt.TextElideMode.ElideMiddle, area.width() - width - 16)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:  # type: ignore[no-untyped-def]
        return QSize(100, option.fontMetrics.height() + 10)


class SearchField(QLineEdit):
    """Typing lists hits below the field; Enter or a click goes there, Escape gives up."""

    chosen = Signal(object)
    """Selection."""
    found = Signal(list)
    """(function, name) of all nodes that fit, to be marked; empty when nothing is looked for."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)
        self.setFixedWidth(290)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._search)
        self.textEdited.connect(lambda _: self._timer.start())
        self.textChanged.connect(self._text_changed)
        self._lens = QLabel(self)
        follow_theme(self._lens, self._draw_lens)
        self.setTextMargins(18, 0, 0, 0)
        # The field keeps the focus while the list is shown, so the list is a plain child of the window.
        self.popup = QFrame(self.window())
        self.popup.setProperty("role", "popup")
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._choose)
        self.note = label("", "small")
        self.note.setMargin(5)
        column.addWidget(self.list)
        column.addWidget(self.note)
        self.popup.hide()
        document.model_opened.connect(self._model_changed)
        document.model_closed.connect(self._model_changed)
        self.setEnabled(False)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._give_up()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.popup.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive() or not self.popup.isVisible():
                self._search()
            elif self.list.currentItem() is not None:
                self._choose(self.list.currentItem())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A click on the list takes the focus for a moment on some platforms; the click itself still arrives.
        if not self.popup.underMouse():
            self.popup.hide()

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self._lens.setGeometry(9, (self.height() - 14) // 2, 14, 14)

    # Searching.

    def _search(self) -> None:
        self._timer.stop()
        text, model = self.text().strip(), self._document.model
        if not text or model is None:
            self.popup.hide()
            return
        self._document.tasks.run(lambda _: find(model, text), title="", done=self._show, slot="search", owner=self)

    def _show(self, result: tuple[list[Hit], int, list[Where]]) -> None:
        hits, count, nodes = result
        self.found.emit(nodes)
        if not self.hasFocus() and not self.popup.isVisible():
            return
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, hit)
            item.setToolTip(hit.name)
            self.list.addItem(item)
        if hits:
            self.list.setCurrentRow(0)
        if not hits:
            self.note.setText(self.tr("Nothing found"))
        elif count > len(hits):
            self.note.setText(self.tr("{shown} of {count} found").format(shown=len(hits), count=format_count(count)))
        else:
            self.note.setText(self.tr("1 found") if count == 1 else self.tr("{count} found").format(count=count))
        self._place()

    def _place(self) -> None:
        if self.popup.parent() is not self.window():
            self.popup.setParent(self.window())
        row = self.list.sizeHintForRow(0) if self.list.count() else 0
        self.list.setVisible(self.list.count() > 0)
        self.list.setFixedHeight(min(self.list.count(), 14) * row + 2)
        width = max(self.width(), 460)
        corner = self.mapTo(self.window(), QPoint(self.width() - width, self.height() + 4))
        self.popup.setFixedWidth(width)
        self.popup.adjustSize()
        self.popup.move(max(corner.x(), 4), corner.y())
        self.popup.show()
        self.popup.raise_()

    def _choose(self, item: QListWidgetItem) -> None:
        hit: Hit = item.data(Qt.ItemDataRole.UserRole)
        self.popup.hide()
        self.chosen.emit(hit.selection)

    def _give_up(self) -> None:
        if self.popup.isVisible():
            self.popup.hide()
        elif self.text():
            self.clear()
        else:
            self.clearFocus()

    def _text_changed(self, text: str) -> None:
        if not text:
            self._timer.stop()
            self.popup.hide()
            self.found.emit([])

    def _model_changed(self) -> None:
        self.clear()
        self.popup.hide()
        self.setEnabled(self._document.model is not None)

    def _draw_lens(self) -> None:
        colour = theme().palette.colour("quiet").name()
        self._lens.setPixmap(pixmap("search", colour, 14, self.devicePixelRatioF()))

    def _retranslate(self) -> None:
        keys = QKeySequence(QKeySequence.StandardKey.Find).toString(QKeySequence.SequenceFormat.NativeText)
        self.setPlaceholderText(self.tr("Search nodes, ops, attributes") + f"   {keys}")
        self.setToolTip(
            self.tr("Part of a name or of an op's type; * and ? stand for anything.")
            + "\nop:Conv2D   attr:padding=SAME   device:GPU"
        )
