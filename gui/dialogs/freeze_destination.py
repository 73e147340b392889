"""Where the frozen graph goes: a name beside the model, the folder and the size in quiet text, and Browse."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gui.dialogs.widgets import ElidedLabel, FieldFrame, set_state
from gui.dialogs.widgets.fields import EnterLineEdit
from gui.formatting import elide_middle, format_bytes

if TYPE_CHECKING:
    from core.model import Model

SUFFIX = ".pb"
FOLDER_SHOWN = 24
"""Characters of the folder's name; the name of the file needs its room."""

NARROW, WIDE = 150, 290
"""Pixels that the file's name gets at least: as many as it needs, within these."""


def default_destination(model: Model) -> Path:
    """`PNet-18.frozen.pb` beside the model, or in the person's documents where the model can't be written to."""
    folder: Path = model.folder
    if not os.access(folder, os.W_OK):
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = next(path for path in (Path(documents), Path.home()) if path.is_dir() or path == Path.home())
    # A title may come from inside a file: nothing of it may lead to another folder.
    stem = re.sub(r"[\\/:*?\"<>|\x00-\x1f]", "_", model.title).strip(". ") or "model"
    stem = re.sub(r"\.(pb|pbtxt|meta|index|ckpt)$", "", stem)
    return folder / f"{stem}.frozen{SUFFIX}"


class DestinationField(QWidget):
    """The name of the file to write. Typing a name keeps the folder; a path with a folder changes it."""

    destination_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path.home()
        self._bytes = 0
        self._agreed: Path | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        frame = FieldFrame()
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(0, 0, 10, 0)
        inside.setSpacing(6)
        self.edit = EnterLineEdit()
        self.edit.setAccessibleName(self.tr("Save as"))
        self.edit.setMinimumHeight(28)
        self.edit.textChanged.connect(self._changed)
        frame.watch(self.edit)
        self.about = ElidedLabel()
        self.about.setProperty("kind", "quiet")
        self.about.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        inside.addWidget(self.edit, 1)
        inside.addWidget(self.about)
        self.browse = QPushButton(self.tr("&Browse…"))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        layout.addWidget(frame, 1)
        layout.addWidget(self.browse)

    def set_destination(self, path: Path) -> None:
        self._folder = path.parent
        self.edit.setText(path.name)
        self.edit.setCursorPosition(0)
        self._changed()

    def destination(self) -> Path | None:
        """The whole path; None while the name is empty or is that of a folder."""
        typed = self.edit.text().strip()
        if not typed or typed.endswith(("/", os.sep)):
            return None
        path = self._folder / Path(typed).expanduser()
        return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)

    def set_predicted_bytes(self, number: int) -> None:
        """How large the file will be; 0 if that is not known."""
        self._bytes = number
        self._tell()

    def agreed_to_overwrite(self) -> bool:
        """Whether the file chooser has asked already."""
        return self._agreed is not None and self._agreed == self.destination()

    def _changed(self) -> None:
        self._tell()
        self.destination_changed.emit()

    def _tell(self) -> None:
        path = self.destination()
        set_state(self.edit, "wrong", "true" if path is None else "false")
        width = self.edit.fontMetrics().horizontalAdvance(self.edit.text()) + 28
        self.edit.setMinimumWidth(max(NARROW, min(width, WIDE)))
        parts = []
        if path is not None:
            folder = elide_middle(path.parent.name or str(path.parent), FOLDER_SHOWN)
            parts.append(self.tr("in {folder}").format(folder=folder))
            self.edit.setToolTip(str(path))
            if path.is_file():
                parts.append(self.tr("replaces the one there"))
        if self._bytes:
            parts.append(self.tr("about {size}").format(size=format_bytes(self._bytes)))
        self.about.set_full_text(" · ".join(parts))

    def _browse(self) -> None:
        start = self.destination() or self._folder
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the frozen graph"), str(start), self.tr("Frozen graphs (*.pb)")
        )
        if name:
            path = Path(name)
            self.set_destination(path)
            # The chooser asked only if it showed this very name; a suffix added after it is another file.
            self._agreed = path if path.exists() and path == self.destination() else None
