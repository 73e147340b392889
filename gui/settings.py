"""What the program remembers between two runs: choices, recent paths, where the panels were. No telemetry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QSettings

from gui.theme import ThemeChoice

RECENT = 12
FONT_SIZES = (12, 13, 14, 15, 16, 18)
DEFAULT_FONT_SIZE = 13


class Settings:
    """Typed access to `QSettings`. What is stored but makes no sense counts as absent."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings("cryograph", "cryograph")

    @property
    def theme(self) -> ThemeChoice:
        value = self._store.value("theme", "system")
        return value if value in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store.setValue("theme", choice)

    @property
    def language(self) -> str | None:
        """A language's code, None for the desktop's."""
        value = self._store.value("language", "")
        return value if isinstance(value, str) and value else None

    @language.setter
    def language(self, code: str | None) -> None:
        self._store.setValue("language", code or "")

    @property
    def font_size(self) -> int:
        """Height of the window's ordinary text in pixels at 100 %."""
        try:
            value = int(cast("str", self._store.value("font_size", DEFAULT_FONT_SIZE)))
        except (TypeError, ValueError):
            return DEFAULT_FONT_SIZE
        return value if value in FONT_SIZES else DEFAULT_FONT_SIZE

    @font_size.setter
    def font_size(self, pixels: int) -> None:
        self._store.setValue("font_size", pixels)

    @property
    def recent(self) -> list[Path]:
        """Paths opened lately, newest first; those that are gone are still listed."""
        value = self._store.value("recent", [])
        # QSettings gives back a list of one element as a plain string.
        items = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(item) for item in items if isinstance(item, str) and item][:RECENT]

    def add_recent(self, path: Path) -> None:
        self._write_recent([path, *(other for other in self.recent if other != path)])

    def forget_recent(self) -> None:
        self._write_recent([])

    def _write_recent(self, paths: list[Path]) -> None:
        self._store.setValue("recent", [str(path) for path in paths[:RECENT]])

    @property
    def export_target(self) -> str:
        """The name of the format that was exported to last; empty before the first time."""
        value = self._store.value("export/target", "")
        return value if isinstance(value, str) else ""

    @export_target.setter
    def export_target(self, name: str) -> None:
        self._store.setValue("export/target", name)

    @property
    def export_folder(self) -> Path | None:
        """Where exports go if not beside the model."""
        value = self._store.value("export/folder", "")
        return Path(value) if isinstance(value, str) and value else None

    @export_folder.setter
    def export_folder(self, folder: Path | None) -> None:
        self._store.setValue("export/folder", str(folder) if folder is not None else "")

    def export_options(self, target: str) -> dict[str, object]:
        """What was chosen last of a format's own options, by name; what has its default is not among them."""
        value = self._store.value(f"export/options/{target}", "")
        try:
            options = json.loads(value) if isinstance(value, str) and value else {}
        except ValueError:
            return {}
        return options if isinstance(options, dict) else {}

    def set_export_options(self, target: str, options: Mapping[str, object]) -> None:
        self._store.setValue(f"export/options/{target}", json.dumps(dict(options), default=str))

    @property
    def columns(self) -> dict[str, int]:
        """The variables table's columns and their widths in pixels, 0 where they share the room; empty: none chosen."""
        value = self._store.value("columns", [])
        items = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        found = {}
        for item in items:
            name, _, width = str(item).partition("=")
            if name and width.isdecimal():
                found[name] = int(width)
        return found

    @columns.setter
    def columns(self, columns: Mapping[str, int]) -> None:
        self._store.setValue("columns", [f"{name}={width}" for name, width in columns.items()])

    def bytes(self, key: str) -> QByteArray | None:
        """A blob that a widget saved (window geometry, panel layout, column widths)."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def set_bytes(self, key: str, value: QByteArray) -> None:
        self._store.setValue(key, value)

    def sync(self) -> None:
        self._store.sync()
