"""Folders of the desktop: where something may be written, and showing what was."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices


def writable_folder(folder: Path) -> Path:
    """`folder`, or the person's documents where it can't be written to."""
    if os.access(folder, os.W_OK):
        return folder
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return next(path for path in (Path(documents), Path.home()) if path.is_dir() or path == Path.home())


def show_in_folder(path: Path) -> None:
    """Show the folder that `path` is in."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
