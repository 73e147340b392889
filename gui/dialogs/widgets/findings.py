"""What the preflight found, as cards: green is well, orange to be known, red stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.dialogs.widgets.cards import Card, Severity
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.freezing.findings import Finding

BUSY_AFTER = 250
"""Milliseconds after which a preflight that has not come is spoken of."""

_SEVERITY: dict[str, Severity] = {"info": "good", "warning": "warning", "error": "error"}


InWords = Callable[[str], str]
"""Turns a sentence of core, which speaks of the command line's options, into the dialog's words."""


def card_of(finding: Finding, in_words: InWords) -> Card:
    """`finding` as a card: the sentence, the remedy, and behind "Why" the place and the reason."""
    what = text_of(finding.what)
    # The place is worth saying once.
    where = "" if finding.where in what else finding.where
    why = text_of(finding.why) if finding.why else ""
    return Card(
        _SEVERITY[finding.severity],
        what,
        in_words(text_of(finding.remedy)) if finding.remedy else "",
        "\n".join(part for part in (where, why) if part),
    )


class FindingsList(QWidget):
    """The cards. What was found stays until the next preflight has come, so nothing flickers."""

    def __init__(self, in_words: InWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._in_words = in_words
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.cards: list[Card] = []
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(BUSY_AFTER)
        self._late.timeout.connect(lambda: self._show([Card("busy", self.tr("Looking at what will be needed…"))]))

    def set_busy(self) -> None:
        """A preflight has begun."""
        self._late.start()

    def set_sentence(self, severity: Severity, sentence: str, remedy: str = "") -> None:
        """One card that is no finding: nothing chosen, or the preflight failed."""
        self.set_cards([Card(severity, sentence, remedy)])

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Cards that are no findings of one preflight."""
        self._late.stop()
        self._show(list(cards))

    def set_findings(self, findings: Sequence[Finding]) -> None:
        self._late.stop()
        self._show([card_of(finding, self._in_words) for finding in findings])

    def sentences(self) -> list[str]:
        return [card.what.text() for card in self.cards]

    def _show(self, cards: list[Card]) -> None:
        for card in self.cards:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = cards
        for card in cards:
            self._layout.addWidget(card)
