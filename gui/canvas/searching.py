"""Finding nodes by name, op or attribute: plain text, glob or regular expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph, OpNode

Match = Callable[[str], bool]


def find_nodes(graph: OpGraph, text: str, *, limit: int | None = None) -> list[str]:
    """Names of the nodes that match all words of `text`, in file order.

    A word is looked for in the name and the op's type, without regard to case. `*`, `?` and `[…]` make it a glob
    over the whole name or type, `/…/` a regular expression. `op:`, `name:`, `device:` and `attr:` look in one place
    only; `attr:padding` finds the nodes that have it, `attr:padding=SAME` those with that value.

    Args:
        graph: where to look.
        text: what for.
        limit: at most so many.

    Returns:
        Nothing for an empty text or a regular expression that is not one.
    """
    try:
        tests = [_test(word) for word in _words(text)]
    except re.error:
        return []
    if not tests:
        return []
    found = []
    for node in graph.nodes:
        if all(test(node) for test in tests):
            found.append(node.name)
            if limit is not None and len(found) >= limit:
                break
    return found


def _words(text: str) -> list[str]:
    text = text.strip()
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return [text]  # a regular expression may hold blanks
    return text.split()


def _test(word: str) -> Callable[[OpNode], bool]:
    place, colon, rest = word.partition(":")
    if colon and rest:
        if place == "op":
            match = _matcher(rest)
            return lambda node: match(node.op)
        if place == "name":
            match = _matcher(rest)
            return lambda node: match(node.name)
        if place == "device":
            match = _matcher(rest)
            return lambda node: match(node.device)
        if place == "attr":
            return _attribute_test(rest)
    match = _matcher(word)
    return lambda node: match(node.name) or match(node.op)


def _attribute_test(word: str) -> Callable[[OpNode], bool]:
    name, equals, value = word.partition("=")
    named = _matcher(name, whole=True)
    if not equals:
        return lambda node: any(named(key) for key in node.attr)
    valued = _matcher(value)

    def test(node: OpNode) -> bool:
        return any(named(key) and valued(str(node.attr[key])) for key in node.attr)

    return test


def _matcher(word: str, *, whole: bool = False) -> Match:
    if len(word) > 2 and word.startswith("/") and word.endswith("/"):
        search = re.compile(word[1:-1], re.IGNORECASE).search
        return lambda text: search(text) is not None
    if any(char in word for char in "*?["):
        full = re.compile(translate(word), re.IGNORECASE).match
        return lambda text: full(text) is not None
    lower = word.lower()
    if whole:
        return lambda text: text.lower() == lower
    return lambda text: lower in text.lower()
