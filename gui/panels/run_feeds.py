"""What is fed: a row for each input, with its value as text, a file or a dropped picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.running.feeds import FeedTarget
from core.running.images import SUFFIXES, picture_shape
from gui.formatting import format_shape
from gui.panels.widgets import Elided, HintedEdit, label
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from collections.abc import Sequence

FILES = (*SUFFIXES, ".npy", ".npz")
PREVIEW = 40


class FeedRow(QWidget):
    """One input: name, dtype and shape, and below them its value. Files can be dropped on it; several are a batch."""

    changed = Signal()

    def __init__(self, target: FeedTarget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target = target
        self._files: list[str] = []
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Elided(target.name, "strong"), 1)
        dtype = target.dtype.name if target.dtype is not None else "?"
        top.addWidget(label(f"{dtype} {format_shape(target.shape)}", "small"))
        column.addLayout(top)
        line = QHBoxLayout()
        line.setSpacing(6)
        self.preview = QLabel()
        self.preview.setFixedSize(PREVIEW, PREVIEW)
        self.preview.hide()
        line.addWidget(self.preview)
        self.field = HintedEdit()
        self.field.setAccessibleName(target.name)
        self.field.setDragEnabled(False)
        self.field.setAcceptDrops(False)
        self.field.textEdited.connect(self._edited)
        self.field.textChanged.connect(self._preview)
        self.file = QPushButton()
        set_role(self.file, "quiet")
        self.file.clicked.connect(self._choose)
        self.examples = QPushButton()
        set_role(self.examples, "quiet")
        self.examples.setMenu(QMenu(self.examples))
        self.examples.hide()
        line.addWidget(self.field, 1)
        line.addWidget(self.file)
        line.addWidget(self.examples)
        column.addLayout(line)
        self.note = label("", "error", wrap=True)
        self.note.hide()
        column.addWidget(self.note)
        self.retranslate()

    def retranslate(self) -> None:
        self.file.setText(self.tr("Fil&e…"))
        self.examples.setText(self.tr("E&xamples"))
        self.examples.setToolTip(self.tr("Pictures beside the model"))
        number = (self.tr("a number, [[1, 2]], random, or drop a file here"), self.tr("a number, [[1, 2]], random"))
        self.field.set_hints(*(self.tr("text"),) if self.target.is_text else number)

    def words(self) -> list[str]:
        """The value as it was written: one, several files, or nothing."""
        if self._files:
            return list(self._files)
        text = self.field.text()
        return [text] if text.strip() else []

    def set_files(self, paths: Sequence[str]) -> None:
        """Feed these files."""
        self._files = list(paths)
        names = ", ".join(Path(path).name for path in paths)
        self.field.setText(str(paths[0]) if len(paths) == 1 else names)
        self.complain("")
        self.changed.emit()

    def set_text(self, text: str) -> None:
        """Feed this."""
        self._files = []
        self.field.setText(text)
        self.complain("")
        self.changed.emit()

    def offer(self, pictures: Sequence[Path]) -> None:
        """Pictures that came with the model: to be chosen without looking for them."""
        menu = self.examples.menu()
        menu.clear()
        for path in pictures:
            menu.addAction(QIcon(str(path)), path.name).triggered.connect(lambda _=False, one=path: self._example(one))
        self.examples.setVisible(bool(pictures))

    def _example(self, path: Path) -> None:
        self.set_files([str(path)])

    def complain(self, text: str) -> None:
        """Say under the field what is wrong with it; nothing if it is right."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.field.setProperty("bad", bool(text))
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)

    def set_words(self, words: Sequence[str]) -> None:
        """Feed these: one value as it is written, or several files."""
        if len(words) > 1:
            self.set_files(words)
        elif words:
            self.set_text(words[0])

    @property
    def takes_pictures(self) -> bool:
        """Whether a picture can be made to fit."""
        fit = picture_shape(self.target.shape)
        return self.target.is_text or (fit is not None and fit.channels in (-1, 1, 3, 4))

    @property
    def is_picture(self) -> bool:
        """Whether a picture's file is fed to a tensor of numbers."""
        words = self.words()
        return bool(words) and not self.target.is_text and Path(words[0].strip()).suffix.lower() in SUFFIXES

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_to_feed(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()  # the window opens it

    def dropEvent(self, event: QDropEvent) -> None:
        files = files_to_feed(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.set_files(files)

    def _edited(self) -> None:
        self._files = []
        self.complain("")
        self.changed.emit()

    def _preview(self) -> None:
        picture = QPixmap()
        if self.is_picture and Path(self.words()[0].strip()).is_file():
            picture = QPixmap(self.words()[0].strip())
        if not picture.isNull():
            mode = Qt.AspectRatioMode.KeepAspectRatio
            self.preview.setPixmap(picture.scaled(PREVIEW, PREVIEW, mode, Qt.TransformationMode.SmoothTransformation))
        self.preview.setVisible(not picture.isNull())

    def _choose(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in FILES)
        found, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Values for {name}").format(name=self.target.name), "",
            self.tr("Pictures and arrays") + f" ({kinds});;" + self.tr("All files") + " (*)",
        )  # fmt: skip
        if found:
            self.set_files(found)


def files_to_feed(mime: Any) -> list[str]:
    """Those of the dragged files that can be fed: pictures and arrays."""
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).suffix.lower() in FILES]
