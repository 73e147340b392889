"""What all plots have in common: painted in the theme's colours, copied as a picture, saved as PNG or SVG."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSaveFile, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from gui.stylesheet import digits_font
from gui.theme import theme

SCALE = 2
"""Pixels of a saved or copied picture for each on the screen."""


class Plot(QWidget):
    """A picture that can leave the window. Subclasses paint in `draw`, for any size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        """What is shown, for the name of a saved file."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to copy or save."""
        return False

    def draw(self, painter: QPainter, size: QSize) -> None:
        """Paint the whole picture."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter, self.size())
        if self.hasFocus() and self.focusPolicy() is Qt.FocusPolicy.StrongFocus and not self.empty:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().palette.colour("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.empty:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("&Copy picture"), self.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        save = menu.addAction(self.tr("&Save picture…"), self.ask_and_save)
        save.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.empty:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.ask_and_save()
        else:
            super().keyPressEvent(event)

    # Leaving the window.

    def image(self) -> QImage:
        """The picture on the panel's colour, sharp on screens of twice the density."""
        result = QImage(self.size() * SCALE, QImage.Format.Format_RGB32)
        result.setDevicePixelRatio(SCALE)
        result.fill(theme().palette.colour("panel"))
        painter = QPainter(result)
        self.draw(painter, self.size())
        painter.end()
        return result

    def copy(self) -> None:
        """The picture to the clipboard."""
        QGuiApplication.clipboard().setImage(self.image())

    def encoded(self, suffix: str) -> QByteArray:
        """The bytes of a file; `suffix` is `.svg` or `.png`."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if suffix == ".svg":
            from PySide6.QtSvg import QSvgGenerator  # only who saves a drawing needs it

            generator = QSvgGenerator()
            generator.setOutputDevice(buffer)
            generator.setSize(self.size())
            generator.setViewBox(QRect(0, 0, self.width(), self.height()))
            generator.setTitle(self.title)
            painter = QPainter(generator)
            painter.fillRect(self.rect(), theme().palette.colour("panel"))
            self.draw(painter, self.size())
            painter.end()
        else:
            self.image().save(buffer, "PNG")  # type: ignore[call-overload]
        return buffer.data()

    def ask_and_save(self) -> None:
        """Ask for a place, then write there."""
        name = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in self.title) or "plot"
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save picture"), f"{name}.png", self.tr("Pictures (*.png *.svg)")
        )
        if path:
            self.save(path)

    def save(self, path: str) -> bool:
        """Write to `path`, whole or not at all; says so if it can't."""
        suffix = ".svg" if path.lower().endswith(".svg") else ".png"
        if not path.lower().endswith((".svg", ".png")):
            path += suffix
        file = QSaveFile(path)
        if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(self.encoded(suffix)) >= 0 and file.commit():
            return True
        QMessageBox.warning(self, self.tr("Save picture"), self.tr("{path}: {reason}.").format(
            path=path, reason=file.errorString()))  # fmt: skip
        return False


def small_font(widget: QWidget) -> QFont:
    """For the figures at the edges of a plot."""
    font = digits_font(widget.font())
    font.setPixelSize(max(widget.font().pixelSize() - 2, 10))
    return font
