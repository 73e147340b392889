"""Lines of code to take away: monospace, selectable, with a button that copies them."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gui.dialogs.widgets.labels import LinkButton, smaller, without_mnemonic

JOINER = "\u2060"
"""Of no width, and no line may end beside it."""


class CodeLines(QPlainTextEdit):
    """Code in which lines end between words only, so that `--outputs` and a path stay whole. Copied, it is as given."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(re.sub(r"(?<=[^\w\s])(?=\S)", JOINER, code), parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)

    @property
    def code(self) -> str:
        """The lines as they were given."""
        return self.toPlainText().replace(JOINER, "")

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText().replace(JOINER, ""))
        return data


class CodeBlock(QWidget):
    """A titled box of code.

    Args:
        title: what stands above it, with a mnemonic for its copy button.
        code: the lines.
    """

    def __init__(self, title: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        label = QLabel(title)
        label.setProperty("kind", "quiet")
        self.copy_button: QPushButton = LinkButton(self.tr("Copy"))
        self.copy_button.clicked.connect(self._copy)
        self.copy_button.setAccessibleName(self.tr("Copy") + ": " + without_mnemonic(title))
        label.setBuddy(self.copy_button)
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self.copy_button)
        layout.addLayout(head)
        frame = QFrame()
        frame.setProperty("kind", "code")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(4, 2, 4, 2)
        self.editor = CodeLines(code)
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        # The system's fixed font has a size of its own, which need not suit the text around it.
        shown = smaller(self.font(), 1)
        if shown.pixelSize() > 0:
            font.setPixelSize(shown.pixelSize())
        else:
            font.setPointSizeF(shown.pointSizeF())
        self.editor.setFont(font)
        inside.addWidget(self.editor)
        layout.addWidget(frame)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(1500)
        self._back.timeout.connect(lambda: self.copy_button.setText(self.tr("Copy")))
        self._fit()

    @property
    def code(self) -> str:
        return self.editor.code

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The editor is given its width after this event; the lines wrap by that.
        QTimer.singleShot(0, self, self._fit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        lines = 0
        block = self.editor.document().firstBlock()
        while block.isValid():
            lines += max(1, block.lineCount())
            block = block.next()
        height = round(
            lines * self.editor.fontMetrics().lineSpacing() + 2 * self.editor.document().documentMargin() + 4
        )
        self.editor.setFixedHeight(height)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
        self.copy_button.setText(self.tr("Copied"))
        self._back.start()
