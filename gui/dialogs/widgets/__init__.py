"""Small widgets that the dialogs share: fields, cards, code to copy, and the one style sheet they follow."""

from __future__ import annotations

from gui.dialogs.widgets.cards import Card, Severity
from gui.dialogs.widgets.choice import Choice
from gui.dialogs.widgets.code import CodeBlock
from gui.dialogs.widgets.completion import NodeCompleter
from gui.dialogs.widgets.fields import EnterLineEdit, FieldFrame
from gui.dialogs.widgets.labels import ElidedLabel, LinkButton, quiet_label
from gui.dialogs.widgets.style import dialog_style, follow_theme, set_state
from gui.dialogs.widgets.ticks import CheckBox

__all__ = [
    "Card",
    "CheckBox",
    "Choice",
    "CodeBlock",
    "ElidedLabel",
    "EnterLineEdit",
    "FieldFrame",
    "LinkButton",
    "NodeCompleter",
    "Severity",
    "dialog_style",
    "follow_theme",
    "quiet_label",
    "set_state",
]
