"""Completion over all the node names of a graph, also when there are a hundred thousand of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

SHOWN = 60
"""Names offered at once."""


class NodeCompleter(QCompleter):
    """Offers the names that hold what was typed, those that begin with it first.

    Qt's own filter over a large model makes a proxy row for every name at each key; ours looks through
    one list of lower-case names and hands the view at most `SHOWN` rows.
    """

    def __init__(self, edit: QLineEdit) -> None:
        self._offered = QStringListModel()
        super().__init__(self._offered)
        self._offered.setParent(self)
        self._edit = edit
        self._names: list[str] = []
        self._lower: list[str] = []
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(10)
        edit.textEdited.connect(self._offer)
        edit.setCompleter(self)

    def set_names(self, names: Sequence[str]) -> None:
        self._names = list(names)
        self._lower = [name.lower() for name in self._names]

    def matches(self, typed: str, limit: int = SHOWN) -> list[str]:
        """The names that hold `typed` in any case: first those that begin with it, then those whose last part does."""
        wanted = typed.strip().lower()
        if not wanted:
            return []
        first: list[str] = []
        second: list[str] = []
        rest: list[str] = []
        for name, lower in zip(self._names, self._lower, strict=True):
            if wanted not in lower:
                continue
            if lower.startswith(wanted):
                first.append(name)
            elif lower.rpartition("/")[2].startswith(wanted):
                second.append(name)
            else:
                rest.append(name)
            if len(first) >= limit:
                break
        return (first + second + rest)[:limit]

    def _offer(self, typed: str) -> None:
        self._offered.setStringList(self.matches(typed))


class ListCompleter(NodeCompleter):
    """Completes the last of several names that are separated by commas."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        before, comma, _ = self._edit.text().rpartition(",")
        return f"{before}{comma} {super().pathFromIndex(index)}".lstrip()

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def _offer(self, typed: str) -> None:
        super()._offer(typed.rpartition(",")[2])
