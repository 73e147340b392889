"""Where the result goes: a name, its folder and the size in quiet text, and Browse."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gui.dialogs.widgets.fields import EnterLineEdit, FieldFrame
from gui.dialogs.widgets.labels import ElidedLabel
from gui.dialogs.widgets.style import set_state
from gui.formatting import elide_middle, format_bytes

FOLDER_SHOWN = (24, 12)
"""Characters of the folder's name, and where there is less room; the name of the file needs its own."""

NARROW, WIDE = 150, 290
"""Pixels that the file's name gets at least: as many as it needs, within these."""

Kind = Literal["file", "folder", "into"]
"""What is written there: a file, a folder that is made, or several results into a folder."""


class DestinationField(QWidget):
    """The name of what is written. Typing a name keeps the folder; a path with a folder changes it."""

    destination_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path.home()
        self._bytes = 0
        self._agreed: Path | None = None
        self.kind: Kind = "file"
        self._suffixes: tuple[str, ...] = ()
        self._title = self._what = ""
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
        self.edit.setAcceptDrops(False)
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

    def set_form(self, suffixes: Sequence[str], title: str, what: str, kind: Kind = "file") -> None:
        """What is to be written.

        Args:
            suffixes: that a file may have; the first is added to a name that has none of them.
            title: of the chooser.
            what: such files, in words, for the chooser's filter.
            kind: a file, a folder, or several into a folder.
        """
        self._suffixes, self._title, self._what, self.kind = tuple(suffixes), title, what, kind

    def set_destination(self, path: Path) -> None:
        self._folder = path.parent
        self.edit.setText(path.name)
        self.edit.setCursorPosition(0)
        self._changed()

    def destination(self) -> Path | None:
        """The whole path; None while the name is empty or, where a file is to be written, that of a folder."""
        typed = self.edit.text().strip()
        if not typed or (self.kind == "file" and typed.endswith(("/", os.sep))):
            return None
        path = self._folder / Path(typed).expanduser()
        if self.kind != "file" or not self._suffixes or path.suffix.lower() in self._suffixes:
            return path
        return path.with_name(path.name + self._suffixes[0])

    def set_predicted_bytes(self, number: int) -> None:
        """How large it will be; 0 if that is not known."""
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
        where, parts = [], []
        if path is not None:
            name = path.parent.name or str(path.parent)
            where = [self.tr("in {folder}").format(folder=elide_middle(name, length)) for length in FOLDER_SHOWN]
            self.edit.setToolTip(str(path))
            if (self.kind == "file" and path.is_file()) or (self.kind == "folder" and path.is_dir()):
                parts.append(self.tr("replaces the one there"))
        if self._bytes:
            parts.append(self.tr("about {size}").format(size=format_bytes(self._bytes)))
        # That a file is replaced is more to know than the folder's name, which the tool tip has.
        full, *shorter = [" · ".join([one, *parts]) for one in where] or [" · ".join(parts)]
        self.about.set_full_text(full, *shorter, *([" · ".join(parts)] if parts else []))

    def _browse(self) -> None:
        start = self.destination() or self._folder
        if self.kind != "file":
            shown = start if self.kind == "into" and start.is_dir() else start.parent
            name = QFileDialog.getExistingDirectory(self, self._title, str(shown))
            if name:
                # The chooser gives a folder that is there: the one that takes the results, or the new one's parent.
                self.set_destination(Path(name) if self.kind == "into" else Path(name) / start.name)
            return
        patterns = " ".join(f"*{suffix}" for suffix in self._suffixes) or "*"
        name, _ = QFileDialog.getSaveFileName(self, self._title, str(start), f"{self._what} ({patterns})")
        if name:
            path = Path(name)
            self.set_destination(path)
            # The chooser asked only if it showed this very name; a suffix added after it is another file.
            self._agreed = path if path.exists() and path == self.destination() else None
