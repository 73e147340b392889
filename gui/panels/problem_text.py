"""A problem as the panels write it: the sentence with what it is about in bold, and the way out."""

from __future__ import annotations

from html import escape

from core.errors import CryographError, Problem, Text
from gui.i18n import text_of


def sentence(text: Text) -> str:
    """`text` in the person's language, ended with a full stop if it has no end."""
    result = text_of(text).rstrip()
    if not result or result[-1] in ".!?…:。！？：":
        return result
    return result + ("。" if "\u4e00" <= result[-1] <= "\u9fff" or result[-1] == "）" else ".")


def problem_html(problem: Problem) -> str:
    """The sentence as rich text; the name that it is about is set in bold where it occurs."""
    what = escape(sentence(problem.what), quote=False)
    where = escape(problem.where, quote=False)
    for name in (where, where.rpartition("/")[2]):
        if name and name in what:
            return what.replace(name, f"<b>{name}</b>", 1)
    return f"<b>{where}</b>: {what}" if where else what


def problem_remedy(problem: Problem) -> str:
    """What to do, empty if there is nothing."""
    return sentence(problem.remedy) if problem.remedy is not None else ""


def remedy_of(error: CryographError) -> str:
    """What an error says to do, empty if nothing."""
    return sentence(error.remedy) if error.remedy is not None else ""
