"""Reads and writes Qt Linguist's `.ts` files, sorted and without locations, so that a diff shows words only.

The format: <https://doc.qt.io/qt-6/linguist-ts-file-format.html>.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from resources.translations.extract import Message


@dataclass(frozen=True, slots=True)
class Translation:
    """A message's translation: one form, or one for each of the language's plurals; unfinished if not to be shown."""

    forms: tuple[str, ...]
    finished: bool = True


def read_ts(path: Path) -> dict[Message, Translation]:
    """The translations in `path`; none if there is no such file."""
    if not path.is_file():
        return {}
    # Our own file, from our own repository: no entity in it is hostile.
    root = ET.parse(path).getroot()
    result: dict[Message, Translation] = {}
    for context in root.iter("context"):
        name = context.findtext("name") or ""
        for entry in context.iter("message"):
            plural = entry.get("numerus") == "yes"
            message = Message(name, entry.findtext("source") or "", entry.findtext("comment") or "", plural)
            target = entry.find("translation")
            if target is None:
                continue
            forms = tuple(form.text or "" for form in target.iter("numerusform")) if plural else (target.text or "",)
            result[message] = Translation(forms, target.get("type") != "unfinished" and all(forms))
    return result


def write_ts(
    path: Path, language: str, messages: Iterable[Message], translations: Mapping[Message, Translation], plurals: int
) -> None:
    """Write every message of `messages`, in order, with its translation; those without one are unfinished.

    Args:
        path: the `.ts` file.
        language: e.g. `zh_CN`.
        messages: all that the source has.
        translations: those known; one for a message that is gone is dropped.
        plurals: how many plural forms the language has.
    """
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
    ]
    for context, group in groupby(sorted(set(messages)), key=lambda message: message.context):
        lines += ["<context>", f"    <name>{escape(context)}</name>"]
        for message in group:
            lines += _entry(message, translations.get(message), plurals)
        lines.append("</context>")
    lines.append("</TS>")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _entry(message: Message, translation: Translation | None, plurals: int) -> list[str]:
    lines = ['    <message numerus="yes">' if message.plural else "    <message>"]
    lines.append(f"        <source>{escape(message.source)}</source>")
    if message.comment:
        lines.append(f"        <comment>{escape(message.comment)}</comment>")
    finished = translation is not None and translation.finished and all(translation.forms)
    kind = "" if finished else ' type="unfinished"'
    forms = translation.forms if translation is not None else ("",) * (plurals if message.plural else 1)
    if message.plural:
        lines.append(f"        <translation{kind}>")
        lines += [f"            <numerusform>{escape(form)}</numerusform>" for form in forms]
        lines.append("        </translation>")
    else:
        lines.append(f"        <translation{kind}>{escape(forms[0])}</translation>")
    lines.append("    </message>")
    return lines
