"""A problem as the panels write it: the sentence with what it is about in bold, and the way out."""

from __future__ import annotations

from html import escape

from core.errors import CryographError, Problem
from gui.i18n import text_of


def problem_html(problem: Problem) -> str:
    """The sentence as rich text; the name that it is about is set in bold where it occurs."""
    sentence = escape(text_of(problem.what), quote=False)
    where = escape(problem.where, quote=False)
    for name in (where, where.rpartition("/")[2]):
        if name and name in sentence:
            return sentence.replace(name, f"<b>{name}</b>", 1)
    return f"<b>{where}</b>: {sentence}" if where else sentence


def problem_remedy(problem: Problem) -> str:
    """What to do, empty if there is nothing."""
    return text_of(problem.remedy) if problem.remedy is not None else ""


def remedy_of(error: CryographError) -> str:
    """What an error says to do, empty if nothing."""
    return text_of(error.remedy) if error.remedy is not None else ""
