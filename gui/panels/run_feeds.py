"""What is fed and fetched: a row for each input, with its value as text, a file or a dropped picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.running.feeds import FeedTarget
from core.running.images import SUFFIXES, PictureOptions
from gui.dialogs.widgets import CheckBox
from gui.formatting import format_shape
from gui.panels.widgets import Elided, label
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
        self.field = QLineEdit()
        self.field.setAccessibleName(target.name)
        self.field.setDragEnabled(False)
        self.field.setAcceptDrops(False)
        self.field.textEdited.connect(self._edited)
        self.field.textChanged.connect(self._preview)
        self.file = QPushButton()
        set_role(self.file, "quiet")
        self.file.clicked.connect(self._choose)
        line.addWidget(self.field, 1)
        line.addWidget(self.file)
        column.addLayout(line)
        self.note = label("", "error", wrap=True)
        self.note.hide()
        column.addWidget(self.note)
        self.retranslate()

    def retranslate(self) -> None:
        self.file.setText(self.tr("File…"))
        self.field.setPlaceholderText(
            self.tr("text") if self.target.is_text else self.tr("a number, [[1, 2]], random, or drop a file here")
        )

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

    def complain(self, text: str) -> None:
        """Say under the field what is wrong with it; nothing if it is right."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.field.setProperty("bad", bool(text))
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)

    @property
    def is_picture(self) -> bool:
        """Whether a picture's file is fed to a tensor of numbers."""
        words = self.words()
        return bool(words) and not self.target.is_text and Path(words[0].strip()).suffix.lower() in SUFFIXES

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = _files_of(event.mimeData())
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


class PictureForm(QWidget):
    """How pictures become numbers; shown when one is fed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.scale, self.colour, self.layout_ = QComboBox(), QComboBox(), QComboBox()
        self.invert = CheckBox()
        for combo, items in (
            (self.scale, ("auto", "0..1", "-1..1", "0..255", "mean-std")),
            (self.colour, ("auto", "rgb", "bgr", "grey")),
            (self.layout_, ("auto", "nhwc", "nchw")),
        ):
            set_role(combo, "compact")
            for item in items:
                combo.addItem("", item)
            combo.setMinimumContentsLength(8)
            combo.currentIndexChanged.connect(self.changed)
        for place, widget in enumerate((self.scale, self.colour, self.layout_, self.invert)):
            grid.addWidget(widget, place // 2, place % 2)
        self.invert.toggled.connect(self.changed)
        self.retranslate()

    def options(self) -> PictureOptions:
        """As chosen."""
        return PictureOptions(scale=self.scale.currentData(), colour=self.colour.currentData(),
                              layout=self.layout_.currentData(), invert=self.invert.isChecked())  # fmt: skip

    def retranslate(self) -> None:
        for combo, texts in (
            (self.scale, (self.tr("Scale: automatic"), "0 … 1", "−1 … 1", "0 … 255", self.tr("ImageNet mean, std"))),
            (self.colour, (self.tr("Colour: automatic"), "RGB", "BGR", self.tr("Grey"))),
            (self.layout_, (self.tr("Layout: automatic"), "NHWC", "NCHW")),
        ):
            for index, text in enumerate(texts):
                combo.setItemText(index, text)
        self.invert.setText(self.tr("Invert"))
        self.invert.setToolTip(self.tr("White becomes black: for a model that knows paper as 0"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _files_of(mime: Any) -> list[str]:
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).suffix.lower() in FILES]
