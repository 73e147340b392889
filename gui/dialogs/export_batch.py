"""Several models exported one after the other: what lies ahead of them, the job, what became of each."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from core.conversion.convert import Conversion, convert_each
from core.errors import CryographError
from core.progress import Progress
from gui.dialogs.export_report import BatchReportPage
from gui.dialogs.export_sources import SourcesField, SourcesTable, State
from gui.dialogs.export_words import totals
from gui.dialogs.widgets import Card, Severity
from gui.formatting import format_bytes, format_count
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.conversion.target import Request, Target
    from core.session.client import SessionClient
    from gui.dialogs.export_looking import Ahead

REASONS = 5
"""Sources that can't be exported whose reasons are written out; the rows have all."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportBatch", text)


def tell_ahead(sources: SourcesField, ahead: Sequence[Ahead | None], *, own_outputs: bool) -> list[Card]:
    """Say in each row what is known of it, and in cards what is known of all.

    Args:
        sources: the rows.
        ahead: what is known, of the first of them at least; None where it would have to be run for that.
        own_outputs: each gives its own outputs, since their ops are not the open model's.

    Returns:
        The cards; the first is of severity `error` if none can be exported.
    """
    for row, one in enumerate(ahead):
        if one is None:
            sources.tell(row, "unknown", _tr("Keras loads it when its turn comes"))
        elif one.reason is not None:
            sources.tell(row, "refused", text_of(one.reason))
        else:
            told = _tr("{name}, {count} to know").format(name=one.name, count=format_count(one.warnings))
            sources.tell(row, "ready", told if one.warnings else one.name)
    refused = [(row, one.reason) for row, one in enumerate(ahead) if one is not None and one.reason is not None]
    looked = sum(one is not None for one in ahead)
    words = {"refused": format_count(len(refused)), "count": format_count(looked)}
    severity: Severity = "warning" if refused else "good"
    if not looked:
        severity, sentence = "info", _tr("None of them can be looked at before its turn comes.")
    elif len(refused) == len(sources.sources):
        severity, sentence = "error", _tr("None of them can be exported.")
    elif refused:
        sentence = _tr("{refused} of {count} can't be exported; the others can.").format(**words)
    else:
        sentence = _tr("All {count} can be exported.").format(**words)
    more = []
    if own_outputs:
        more.append(_tr("Each model gives its own outputs: its signature's, else the likeliest one."))
    if len(sources.sources) > looked > 0:
        rest = format_count(len(sources.sources) - looked)
        more.append(
            _tr("One more is looked at when its turn comes.")
            if len(sources.sources) - looked == 1
            else _tr("{count} more are looked at when their turn comes.").format(count=rest)
        )
    return [
        Card(severity, sentence, " ".join(more)),
        *(Card("warning", f"{sources.sources[row].label}: {text_of(why)}") for row, why in refused[:REASONS]),
    ]


class Batch(QObject):
    """One job over several sources.

    Args:
        sources: the rows, which follow it.
        target: the format.
        request: the same for all; its destination is the folder.
        client: the worker.
    """

    _ended_one = Signal()

    def __init__(
        self, sources: SourcesField, target: Target, request: Request, client: SessionClient, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._sources, self._target, self._request, self._client = sources, target, request, client
        self._paths = sources.paths()
        self._over = False
        self.results: list[Conversion] = []
        self.table = SourcesTable()
        sources.begin()
        sources.tell(0, "running")
        self.table.set_sources(sources.sources)
        self._ended_one.connect(self._follow)

    @property
    def written(self) -> Path | None:
        """The first result that is there; None if none is."""
        return next((result.output for result in self.results if result.outcome is not None), None)

    def work(self, progress: Progress) -> None:
        """Convert one after the other; not on the GUI thread."""
        from core.conversion.sources import opened
        from core.conversion.work import Work
        from gui.rendering import draw_model

        with Work.beginning(progress, client=self._client, draw=draw_model) as at_hand:
            convert_each(
                self._paths, self._target, self._request.destination, self._request, at_hand,
                open_source=lambda path: opened(path, at_hand), told=self._told,
            )  # fmt: skip

    def report(self, error: CryographError | None = None) -> BatchReportPage:
        """It is over: what became of each; `error` ended it before its time, or a cancel did."""
        from core.conversion.command import command_of_several

        self._over = True
        self._tell_results()
        for row in range(len(self.results), len(self._paths)):
            self._sources.tell(row, "cancelled")
        if error is not None:
            self._sources.tell(len(self.results), "failed", text_of(error.text))
        command = command_of_several(self._paths, self._target, self._request.destination, self._request)
        return BatchReportPage(totals(self.results, len(self._paths)), self._sources.sources, command)

    def _told(self, result: Conversion) -> None:
        self.results.append(result)
        # The dialog may be gone when the last one ends.
        with contextlib.suppress(RuntimeError):
            self._ended_one.emit()

    def _follow(self) -> None:
        """One has ended; the next is running. The end of all may be told before this is."""
        if not self._over:
            self._tell_results()
            self._sources.tell(len(self.results), "running")
            self.table.set_sources(self._sources.sources)

    def _tell_results(self) -> None:
        for row, result in enumerate(list(self.results)):
            self._sources.tell(row, *_row(result))


def _row(result: Conversion) -> tuple[State, str]:
    """The state of a source and what its row says of it."""
    if result.error is not None:
        return "failed", text_of(result.error.text)
    text = result.output.name
    if result.outcome is not None:
        text += f" · {format_bytes(result.outcome.nbytes)}"
    if not result.ok:
        return "wrong", text
    return ("unsure" if any(check.ok is None for check in result.checks) else "written"), text
