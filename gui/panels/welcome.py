"""The empty window: what to do, and what was open lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.icons import app_pixmap
from gui.panels.widgets import Elided, clear, label, section
from gui.stylesheet import set_role
from gui.theme import theme

RECENT_SHOWN = 6
ABOVE = 26
"""Pixels above the recent ones."""
WIDTH = 560


class DropTarget(QFrame):
    """A dashed frame: something can be dropped here (and anywhere else in the window)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(palette.colour("line_strong"), 1.4, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(palette.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        painter.end()


class RecentRow(QFrame):
    """One path that was open lately: its name, and the folder that it is in."""

    clicked = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(str(path))
        self.setAccessibleName(path.name)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(12)
        row.addWidget(label(path.name or str(path)))
        row.addWidget(Elided(_short(path.parent), "small"), 1, Qt.AlignmentFlag.AlignVCenter)

    def mousePressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered or self.hasFocus():
            painter.setPen(palette.colour("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(palette.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.end()


class WelcomePage(QWidget):
    """Shown while nothing is open."""

    files_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()
    path_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # Takes the focus at first, so that no button looks as if it had been chosen.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._recent: list[Path] = []
        self._sample = False
        self._stale = False
        self._drop: QWidget | None = None
        self._holder: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.setSpacing(0)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def set_recent(self, paths: list[Path]) -> None:
        self._recent = paths
        self._rebuild()

    def set_sample(self, there: bool) -> None:
        """Whether the program brought its sample model along."""
        self._sample = there
        self._rebuild()

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self.retranslate()
        super().showEvent(event)

    def _rebuild(self) -> None:
        """Build the page anew if somebody sees it, else when it is shown: a model is just being opened then."""
        if self.isVisible():
            self.retranslate()
        else:
            self._stale = True

    def retranslate(self) -> None:
        """Build the page anew."""
        self._stale = False
        clear(self._column)
        self._holder = None
        self._drop = self._target()
        self._column.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignHCenter)
        if self._recent:
            self._holder = holder = QWidget()
            holder.setFixedWidth(WIDTH)
            rows = QVBoxLayout(holder)
            rows.setContentsMargins(0, ABOVE, 0, 0)
            rows.setSpacing(1)
            heading = section(self.tr("Recent"))
            heading.setContentsMargins(10, 0, 0, 5)
            rows.addWidget(heading)
            for path in self._recent[:RECENT_SHOWN]:
                row = RecentRow(path)
                row.clicked.connect(lambda path=path: self.path_wanted.emit(path))
                rows.addWidget(row)
            self._column.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Room to drop something: of the recent ones, as many are shown as there is room for."""
        size = super().minimumSizeHint()
        return size if self._drop is None else QSize(size.width(), _height(self._drop))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._holder is None or self._drop is None:
            return
        heading, *rows = (each for each in self._holder.children() if isinstance(each, QWidget))
        room = self.height() - _height(self._drop) - ABOVE - heading.sizeHint().height()
        fitting = [room >= sum(row.sizeHint().height() + 1 for row in rows[: count + 1]) for count in range(len(rows))]
        for row, fits in zip(rows, fitting, strict=True):
            row.setVisible(fits)
        self._holder.setVisible(any(fitting))

    def _target(self) -> QWidget:
        target = DropTarget()
        column = QVBoxLayout(target)
        column.setContentsMargins(40, 34, 40, 34)
        column.setSpacing(8)
        picture = QLabel()
        picture.setPixmap(app_pixmap(72, self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        column.addSpacing(8)
        column.addWidget(self._centred(self.tr("Drop a model here"), "headline"))
        column.addWidget(
            self._centred(
                self.tr(
                    "A folder with a TensorFlow checkpoint, any one of its files, a frozen graph (.pb, .pbtxt) "
                    "or a SavedModel."
                ),
                "quiet",
            )
        )
        column.addSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        folder = QPushButton(self.tr("Open f&older…"))
        set_role(folder, "primary")
        folder.clicked.connect(self.folder_wanted.emit)
        files = QPushButton(self.tr("O&pen file…"))
        files.clicked.connect(self.files_wanted.emit)
        row.addWidget(folder)
        row.addWidget(files)
        if self._sample:
            sample = QPushButton(self.tr("Try the &sample"))
            sample.clicked.connect(self.sample_wanted.emit)
            row.addWidget(sample)
        row.addStretch(1)
        column.addLayout(row)
        return target

    def _centred(self, text: str, role: str) -> QLabel:
        result = label(text, role, wrap=True)
        result.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return result


def _height(target: QWidget) -> int:
    """Of the frame to drop things on, with its text wrapped."""
    return max(target.sizeHint().height(), target.heightForWidth(WIDTH))


def _short(path: Path) -> str:
    """The path with the home folder as `~`."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except ValueError:
        return str(path)
