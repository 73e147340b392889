"""Completion over all the node names of a graph, also when there are a hundred thousand of them."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from gui.dialogs.widgets.style import list_style
from gui.theme import theme

SHOWN = 60
"""Names offered at once."""


class NodeNames:
    """The names of a graph's nodes, prepared for searching; made off the GUI thread for a large graph."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = list(names)
        self.lower = [name.lower() for name in self.names]
        self.known = frozenset(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.known

    def __len__(self) -> int:
        return len(self.names)


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
        self._names = NodeNames()
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(10)
        popup = self.popup()
        if popup is not None:
            popup.setStyleSheet(list_style(theme().palette))
        edit.textEdited.connect(self._offer)
        edit.setCompleter(self)

    def set_names(self, names: NodeNames) -> None:
        self._names = names

    def matches(self, typed: str, limit: int = SHOWN) -> list[str]:
        """The names that hold `typed` in any case: those that begin with it, then those whose last part does.

        Among equals the shorter is first: an op before what is inside its scope.
        """
        wanted = typed.strip().lower()
        if not wanted:
            return []

        def order(index: int) -> tuple[int, int, int]:
            lower = self._names.lower[index]
            begins = 0 if lower.startswith(wanted) else 1 if lower.rpartition("/")[2].startswith(wanted) else 2
            return begins, len(lower), index

        found = (index for index, lower in enumerate(self._names.lower) if wanted in lower)
        return [self._names.names[index] for index in heapq.nsmallest(limit, found, key=order)]

    def nearest(self, typed: str, limit: int = 3) -> list[str]:
        """Names for one that is not there: those that hold it, else those spelt much like it."""
        return self.matches(typed, limit) or _alike(typed.strip(), self._names.names, limit)

    def _offer(self, typed: str) -> None:
        self._offered.setStringList(self.matches(typed))


def _alike(typed: str, names: Sequence[str], limit: int) -> list[str]:
    """Names within a slip or two of `typed`. Comparing spellings is slow, so only names of much the same length are."""
    candidates = [name for name in names if abs(len(name) - len(typed)) <= 2 and name[:1] == typed[:1]]
    return difflib.get_close_matches(typed, candidates[:5000], limit, 0.75)


class ListCompleter(NodeCompleter):
    """Completes the last of several names that are separated by commas."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        before, comma, _ = self._edit.text().rpartition(",")
        return f"{before}{comma} {super().pathFromIndex(index)}".lstrip()

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def _offer(self, typed: str) -> None:
        super()._offer(typed.rpartition(",")[2])
