"""A sentence in a box with a coloured bar at its left: good, to be known, wrong; with "Why" behind it."""

from __future__ import annotations

from html import escape
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.dialogs.widgets.labels import LinkButton, quiet_label
from gui.dialogs.widgets.style import set_state

Severity = Literal["good", "info", "warning", "error", "busy"]


class Card(QFrame):
    """One finding.

    Args:
        severity: the colour of the bar.
        what: the sentence.
        remedy: what to do, in quiet text below it.
        why: what "Why" unfolds; no button when empty.
    """

    def __init__(
        self, severity: Severity, what: str, remedy: str = "", why: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setProperty("severity", severity)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 12, 8)
        layout.setSpacing(3)
        self.what = QLabel(what)
        # Names of nodes come from the person's file: never taken as markup.
        self.what.setTextFormat(Qt.TextFormat.PlainText)
        self.what.setWordWrap(True)
        self.what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self.what)
        # Screen readers say what the colour says.
        self.setAccessibleName(what)
        if remedy:
            below = quiet_label(remedy, wrap=True)
            below.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(below)
        self._why = quiet_label(why, wrap=True)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._why.hide()
        self.why_button: LinkButton | None = None
        if why:
            self.why_button = LinkButton(self.tr("Why"))
            self.why_button.clicked.connect(self._toggle)
            layout.addWidget(self.why_button)
            layout.addWidget(self._why)

    @property
    def severity(self) -> str:
        return str(self.property("severity"))

    def set_severity(self, severity: Severity) -> None:
        set_state(self, "severity", severity)

    def _toggle(self) -> None:
        shown = self._why.isHidden()
        self._why.setVisible(shown)
        if self.why_button is not None:
            self.why_button.setText(self.tr("Less") if shown else self.tr("Why"))


def banner(severity: Severity, headline: str, sentence: str) -> Card:
    """A card that begins with a word in bold: the verdict on top of a report."""
    card = Card(severity, f"{headline} {sentence}".strip())
    card.what.setTextFormat(Qt.TextFormat.RichText)
    # Markup only here, so what comes from a file is escaped.
    card.what.setText(f"<b>{escape(headline)}</b> {escape(sentence)}")
    return card
