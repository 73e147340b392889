"""A thin line at the top of the canvas while a layout takes longer than one notices, with a way to cancel it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.theme import theme

NOTICED_MILLISECONDS = 200


class _Line(QWidget):
    """Three pixels: how much is done, or a piece that wanders when that is unknown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(3)
        self.fraction: float | None = None
        self._at = 0.0
        self.timer = QTimer(self, interval=33)
        self.timer.timeout.connect(self._step)

    def _step(self) -> None:
        self._at = (self._at + 0.015) % 1.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = theme().palette
        painter.fillRect(self.rect(), palette.colour("line"))
        width = float(self.width())
        if self.fraction is not None:
            done = QRectF(0, 0, width * min(max(self.fraction, 0.02), 1.0), 3)
        else:
            done = QRectF(width * (self._at * 1.3 - 0.3), 0, width * 0.3, 3)
        painter.fillRect(done, palette.colour("accent"))


class BusyBar(QWidget):
    """A child of the viewport, along its top.

    Signals:
        cancel_clicked: the person does not want to wait.
    """

    cancel_clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._line = _Line(self)
        column.addWidget(self._line)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        self._text = QLabel(self)
        self._cancel = QPushButton(self)
        self._cancel.setFlat(True)
        self._cancel.setCursor(Qt.CursorShape.PointingHandCursor)
        self._cancel.clicked.connect(self.cancel_clicked)
        row.addWidget(self._text)
        row.addWidget(self._cancel)
        row.addStretch(1)
        column.addLayout(row)
        self._delay = QTimer(self, singleShot=True, interval=NOTICED_MILLISECONDS)
        self._delay.timeout.connect(self._appear)
        self.retranslate()
        self._restyle()
        theme().changed.connect(self._restyle)
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take the texts in the language in force."""
        self._text.setText(self.tr("Laying out…"))
        self._cancel.setText(self.tr("Cancel"))
        self.setAccessibleName(self.tr("The graph is being laid out"))

    def begin(self) -> None:
        """Work began; shows itself if it is still going on when one notices."""
        self._line.fraction = None
        if not self.isVisible():
            self._delay.start()

    def progress(self, fraction: float | None) -> None:
        """So much of it is done."""
        self._line.fraction = fraction
        self._line.update()

    def end(self) -> None:
        """Nothing is going on any more."""
        self._delay.stop()
        self._line.timer.stop()
        self.hide()

    def _appear(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(0, 0, parent.width(), self.sizeHint().height())
        self._line.timer.start()
        self.show()
        self.raise_()

    def _restyle(self) -> None:
        palette = theme().palette
        self.setStyleSheet(
            f"QLabel {{ color: {palette.quiet}; }}"
            f"QPushButton {{ color: {palette.accent}; border: none; padding: 2px 4px; text-align: left; }}"
            f"QPushButton:focus {{ text-decoration: underline; }}"
        )
