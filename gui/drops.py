"""Dropping files and folders anywhere on the window, and the overlay that shows that one may."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.icons import pixmap
from gui.theme import theme


def dropped_paths(data: QMimeData | None) -> list[Path]:
    """The local files and folders in what is dragged, in its order, each once."""
    if data is None or not data.hasUrls():
        return []
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
    return list(dict.fromkeys(paths))


class DropOverlay(QWidget):
    """Covers the window while something is dragged over it."""

    def __init__(self, window: QWidget, saying: str = "") -> None:
        super().__init__(window)
        self._window = window
        self._saying = saying
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._count = 1
        self.hide()

    def cover(self, count: int) -> None:
        self._count = count
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = palette.colour("window")
        veil.setAlphaF(0.82)
        painter.fillRect(self.rect(), veil)
        frame = QRectF(self.rect()).adjusted(22, 22, -22, -22)
        pen = QPen(palette.colour("accent"), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        ground = palette.colour("selection")
        ground.setAlphaF(0.55)
        painter.setBrush(ground)
        painter.drawRoundedRect(frame, 14, 14)
        middle = self.rect().center()
        painter.drawPixmap(
            middle.x() - 24, middle.y() - 62, pixmap("drop", palette.accent, 48, self.devicePixelRatioF())
        )
        font = painter.font()
        font.setPixelSize(font.pixelSize() + 8)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(palette.colour("text"))
        text = self.tr("Drop to open") if self._count == 1 else self.tr("Drop to choose what to open")
        text = self._saying or text
        painter.drawText(
            QRectF(0, middle.y(), self.width(), 50), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, text
        )
        painter.end()


class Drops(QObject):
    """Lets `window` take drops. Its children don't (text fields are told not to), so Qt offers it every drag.

    Args:
        window: the one that takes them.
        saying: what dropping does there; by default it opens.
    """

    dropped = Signal(list)
    """list[Path]."""

    def __init__(self, window: QWidget, saying: str = "") -> None:
        super().__init__(window)
        self._window = window
        self.overlay = DropOverlay(window, saying)
        self.also(window)

    def also(self, widget: QWidget) -> None:
        """Take drops on another window too: a panel that floats is one."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and isinstance(
            event, QDragEnterEvent | QDragMoveEvent
        ):
            paths = dropped_paths(event.mimeData())
            if paths:
                # Copy: a file manager that moves what it drops must not delete the model afterwards.
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                if kind is QEvent.Type.DragEnter:
                    self.overlay.cover(len(paths))
            else:
                event.ignore()
            return True
        if kind is QEvent.Type.DragLeave:
            self.overlay.hide()
            return True
        if kind is QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.overlay.hide()
            paths = dropped_paths(event.mimeData())
            if paths:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.dropped.emit(paths)
            return True
        if kind is QEvent.Type.Resize and self.overlay.isVisible():
            self.overlay.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)
