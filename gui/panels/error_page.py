"""Shown in the middle when something could not be opened: what it is, what to do, and the ways on. Also: waiting."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core.errors import CryographError
from gui.icons import follow_theme, pixmap
from gui.panels.problem_text import remedy_of, sentence
from gui.panels.widgets import Elided, breakable, clear, label
from gui.stylesheet import set_role
from gui.theme import theme

WIDTH = 520


class ErrorPage(QWidget):
    """A calm page about one failed opening."""

    retry_wanted = Signal()
    files_wanted = Signal()
    folder_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._error: CryographError | None = None
        self._path: Path | None = None
        self._column = QVBoxLayout(self)
        self._column.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange and self._error is not None:
            self.show_error(self._error, self._path)
        super().changeEvent(event)

    @property
    def text(self) -> str:
        """What the page says, as one string."""
        return "" if self._error is None else f"{sentence(self._error.text)} {remedy_of(self._error)}".strip()

    def show_error(self, error: CryographError, path: Path | None) -> None:
        self._error, self._path = error, path
        clear(self._column)
        holder = QWidget()
        holder.setFixedWidth(WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        picture = QLabel()
        follow_theme(
            picture,
            lambda: picture.setPixmap(pixmap("warning", theme().palette.warning, 34, picture.devicePixelRatioF())),
        )
        column.addWidget(picture)
        column.addSpacing(2)
        title = (
            self.tr("{name} can't be opened").format(name=path.name or path) if path else self.tr("That did not work")
        )
        column.addWidget(label(breakable(title), "headline", wrap=True))
        column.addWidget(label(sentence(error.text), "", wrap=True, selectable=True))
        if error.remedy is not None:
            column.addWidget(label(sentence(error.remedy), "quiet", wrap=True, selectable=True))
        if path is not None:
            column.addWidget(Elided(str(path), "small"))
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(10)
        again = QPushButton(self.tr("&Try again"))
        set_role(again, "primary")
        again.clicked.connect(self.retry_wanted.emit)
        other = QPushButton(self.tr("O&pen another file…"))
        other.clicked.connect(self.files_wanted.emit)
        folder = QPushButton(self.tr("Open f&older…"))
        folder.clicked.connect(self.folder_wanted.emit)
        back = QPushButton(self.tr("&Back"))
        back.clicked.connect(self.back_wanted.emit)
        for button in (again, other, folder, back):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self._column.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)


class OpeningPage(QWidget):
    """A first model is being read: its name, a bar, and Cancel. Comes only when it takes a moment."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(12)
        self._label = label("", "quiet")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(240)
        self._cancel = QPushButton()
        self._cancel.clicked.connect(self.cancel_wanted.emit)
        column.addWidget(self._label)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_path(self, path: Path) -> None:
        self._label.setText(self.tr("Opening {name}…").format(name=path.name or path))
        self._cancel.setText(self.tr("Cancel"))
