"""No sentence says “1 variables”: whatever counts has a sentence for one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Text, counted

_COUNTS = re.compile(r"\{count\} (?:of \{\w+\} )?(?:[a-z0-9\-]+ ){0,2}?(?!is\b|has\b)[a-z]{2,}s\b")
_AS_THEY_ARE = {
    "{count} values are too many for one JSON document.",
    "With this depth the drawing may have {count} boxes.",
    "Of its {count} variables the {rows} largest are listed.",
    "{count} shards are more than the {limit} allowed",
    "{count} of {all} shards can't be used",
    "{name} holds {count} models: {models}.",
    "The checkpoint also has moving averages of {count} of these variables; the raw weights are used.",
}
"""Said of several only, or right of one too."""


def uncounted(code: str) -> Iterator[str]:
    """Sentences of a module that count, and stand in no choice between one and many."""
    tree = ast.parse(code)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}

    def is_chosen(node: ast.AST) -> bool:
        while node in parents:
            node = parents[node]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "counted":
                return True
            if isinstance(node, ast.If | ast.IfExp) and any(
                isinstance(part, ast.Constant) and part.value == 1 for part in ast.walk(node.test)
            ):
                return True
        return False

    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            template = node.args[0]
            if isinstance(template, ast.Constant) and _COUNTS.search(template.value) and not is_chosen(node):
                yield template.value


def test_what_counts_has_a_sentence_for_one() -> None:
    root = Path(__file__).parents[2] / "core"
    found = {f"{path.name}: {each}" for path in root.rglob("*.py") for each in uncounted(path.read_text("utf-8"))
             if each not in _AS_THEY_ARE}  # fmt: skip
    assert found == set()


@pytest.mark.parametrize(("code", "is_found"), [
    ('Text("{count} variables are wrong", count=n)', True),
    ('Text("All {count} large ops", count=n)', True),
    ('counted(n, Text("one op"), Text("{count} ops", count=n))', False),
    ('Text("one op") if n == 1 else Text("{count} ops", count=n)', False),
    ('Text("the crc of {count} is wrong", count=n)', False),
    ('Text("and {count} more", count=n)', False),
])  # fmt: skip
def test_such_sentences_are_found(code: str, is_found: bool) -> None:
    assert bool(list(uncounted(code))) is is_found


@pytest.mark.parametrize(("count", "said"), [(0, "0 ops"), (1, "one op"), (1.5, "1.5 ops"), (2, "2 ops")])
def test_one_is_said_as_one(count: float, said: str) -> None:
    assert str(counted(count, Text("one op"), Text("{count} ops", count=count))) == said
