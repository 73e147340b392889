"""The left panel: the files with what each is for, the problems, the steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QEnterEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from gui.document import Document
from gui.formatting import format_bytes, format_count, format_kind
from gui.i18n import text_of
from gui.icons import follow_theme, pixmap
from gui.panels.problem_text import problem_html, problem_remedy
from gui.panels.widgets import Card, Column, breakable, clear, label, section
from gui.stylesheet import set_role
from gui.theme import theme

if TYPE_CHECKING:
    from core.model import FileEntry, Model, StepEntry

STEPS_SHOWN = 40
OF_THE_PREFIX = ("graph", "index", "data")

_ICONS = {
    "state": "list",
    "graph": "graph",
    "graph-text": "graph",
    "saved-model": "graph",
    "index": "names",
    "data": "data",
    "variables": "data",
}


class Row(QWidget):
    """An icon, a name and what it is for beneath it. The one that is open has a coloured ground."""

    activated = Signal()

    def __init__(
        self,
        name: str,
        detail: str,
        icon: str = "",
        *,
        indent: int = 0,
        current: bool = False,
        clickable: bool = False,
        faint: bool = False,
    ) -> None:
        super().__init__()
        self._current, self._clickable, self._hovered = current, clickable, False
        self.path: Path | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14 + indent, 5, 10, 5)
        layout.setSpacing(7)
        picture = QLabel()
        picture.setFixedSize(16, 18)
        if icon:
            role = "accent" if current else "quiet"
            follow_theme(
                picture,
                lambda: picture.setPixmap(
                    pixmap(icon, theme().palette.colour(role).name(), 14, picture.devicePixelRatioF())
                ),
            )
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(label(breakable(name), "quiet" if faint else "", wrap=True))
        if detail:
            column.addWidget(label(detail, "small", wrap=True))
        layout.addLayout(column, 1)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleName(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._clickable and event.button() is Qt.MouseButton.LeftButton:
            self.activated.emit()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clickable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme().palette
        painter = QPainter(self)
        if self._current:
            painter.fillRect(self.rect(), palette.colour("selection"))
        elif self._hovered and self._clickable:
            painter.fillRect(self.rect(), palette.colour("hover"))
        if self.hasFocus():
            painter.setPen(palette.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class FilesPanel(Column):
    """Shows the open model's folder; a click on a step opens it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._all_steps = False
        self.setMinimumWidth(190)
        # Built in a turn of its own: a model that opens gives every panel something to do at once.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.refresh)
        document.model_opened.connect(self._model_opened)
        document.model_closed.connect(self.refresh)
        document.problems_changed.connect(self._later.start)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def _model_opened(self) -> None:
        self._all_steps = False
        self.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Build the panel anew from the document."""
        clear(self.column)
        model = self._document.model
        if model is None:
            self._add(label(self.tr("Nothing is open."), "quiet", wrap=True), 14, 4)
            return
        self._add_files(model)
        self._add_problems()
        self._add_steps(model)

    # Files.

    def _add_files(self, model: Model) -> None:
        self._add_row(Row(model.folder.name or str(model.folder), self._folder_text(model), "folder"), model.folder)
        inner = 14
        own = [entry for entry in model.files if entry.role in OF_THE_PREFIX and entry.opened]
        grouped = model.checkpoint is not None and bool(own)
        others = [entry for entry in model.files if entry.role in OF_THE_PREFIX and entry.prefix and not entry.opened]
        if len(model.steps) < 2:
            others = []
        for entry in model.files:
            if entry in others:
                continue
            if grouped and entry in own:
                if entry is own[0]:
                    self._add_row(
                        Row(model.title, self._opened_text(model), "model", indent=inner, current=True),
                        model.checkpoint.prefix if model.checkpoint else None,
                    )
                    for part in own:
                        self._add_file(part, inner + 16)
                continue
            self._add_file(entry, inner, current=entry.opened and not grouped and len(model.files) > 1)

        if others:
            count = self.tr("{count} files of other steps").format(count=format_count(len(others)))
            count = self.tr("1 file of another step") if len(others) == 1 else count
            self._add_row(Row(count, self.tr("listed under Steps"), "file", indent=inner, faint=True), None)

    def _add_file(self, entry: FileEntry, indent: int, *, current: bool = False) -> None:
        faint = entry.role in ("leftover", "other") and not entry.opened
        row = Row(
            entry.path.name,
            text_of(entry.what),
            _ICONS.get(entry.role, "file"),
            indent=indent,
            current=current,
            faint=faint,
        )
        row.setToolTip(f"{entry.path}\n{format_bytes(entry.nbytes)}")
        self._add_row(row, entry.path)

    def _opened_text(self, model: Model) -> str:
        if model.step is not None:
            return self.tr("step {step} · opened").format(step=format_count(model.step))
        return self.tr("opened")

    def _folder_text(self, model: Model) -> str:
        parts = [format_kind(model.format)]
        if model.tensorflow_version:
            parts.append(f"TensorFlow {model.tensorflow_version}")
        count = len(model.files)
        parts.append(self.tr("1 file") if count == 1 else self.tr("{count} files").format(count=format_count(count)))
        return ", ".join(parts)

    # Problems.

    def _add_problems(self) -> None:
        problems = self._document.problems
        if not problems:
            return
        self._add_section(self.tr("Problems · {count}").format(count=len(problems)))
        for problem in problems:
            card = Card(problem.severity, problem_html(problem), problem_remedy(problem))
            self._add(card, 14, 4)

    # Steps.

    def _add_steps(self, model: Model) -> None:
        if not model.steps:
            return
        self._add_section(self.tr("Steps"))
        if len(model.steps) == 1:
            self._add_row(Row(_step_name(model.steps[0]), self.tr("only one in this folder")), None)
            return
        newest_first = list(reversed(model.steps))
        shown = newest_first if self._all_steps else newest_first[:STEPS_SHOWN]
        for entry in shown:
            detail = self.tr("opened") if entry.current else ""
            row = Row(_step_name(entry), detail, "step", current=entry.current, clickable=not entry.current)
            row.activated.connect(lambda entry=entry: self._open_step(entry))
            self._add_row(row, entry.prefix)
        if len(shown) < len(newest_first):
            more = QPushButton(self.tr("Show all {count}").format(count=format_count(len(newest_first))))
            set_role(more, "link")
            more.clicked.connect(self._show_all_steps)
            self._add(more, 37, 2)

    def _open_step(self, entry: StepEntry) -> None:
        self._document.open_path(entry.prefix, remember=False)

    def _show_all_steps(self) -> None:
        self._all_steps = True
        self.refresh()

    # Parts.

    def _add(self, widget: QWidget, side: int, vertical: int) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(side, vertical, side, vertical)
        holder.addWidget(widget)
        self.column.addLayout(holder)

    def _add_section(self, text: str) -> None:
        self.column.addSpacing(20)
        self._add(section(text), 14, 6)

    def _add_row(self, row: Row, path: Path | None) -> None:
        row.path = path
        if path is not None:
            row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            row.customContextMenuRequested.connect(lambda point, row=row: self._show_menu(row, point))
        self.column.addWidget(row)

    def _show_menu(self, row: Row, point: QPoint) -> None:
        path = row.path
        if path is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy path"), lambda: QGuiApplication.clipboard().setText(str(path)))
        folder = path if path.is_dir() else path.parent
        menu.addAction(self.tr("Show in folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        menu.popup(row.mapToGlobal(point))


def _step_name(entry: StepEntry) -> str:
    return entry.label if entry.step is None else format_count(entry.step)
