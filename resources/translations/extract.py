"""Finds every sentence of the source that a person may see, by its syntax tree.

Three spellings are read: `Text("…")` in core (context `core`), `self.tr("…")` in the window (context:
the class it stands in, which is what PySide asks for at run time) and `translate("Context", "…")`, also
behind a function of the same module that only names the context (`def _tr(text): return translate("Menu", text)`).
Qt's own lupdate reads two of the three and takes no implicit concatenation for granted; a syntax tree
also shows what can't be translated: a sentence that is put together before it is looked up.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CORE = "core"
"""The context under which `gui.i18n.text_of` looks core's templates up."""


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One sentence: its context, the English source, what tells equal sources apart, whether `%n` counts."""

    context: str
    source: str
    comment: str = ""
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A call whose sentence is no literal, so that no translator will ever see it."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: the sentence is not a literal"


def messages_of(root: Path) -> tuple[set[Message], list[Unreadable]]:
    """Every sentence in `root`/core and `root`/gui, and the calls that hide theirs."""
    found: set[Message] = set()
    hidden: list[Unreadable] = []
    for folder in ("core", "gui"):
        for path in sorted((root / folder).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"), str(path))
            constants = _constants(tree)
            visitor = _Visitor(path.relative_to(root), _helpers(tree, constants), constants)
            visitor.visit(tree)
            found.update(visitor.found)
            hidden.extend(visitor.hidden)
    return found, hidden


@dataclass(frozen=True, slots=True)
class _Helper:
    """A function that passes its first argument on to `translate` under one context."""

    context: str
    passes_on: ast.Call


def _constants(tree: ast.Module) -> dict[str, str]:
    """The module's names for strings: `_CONTEXT = "Canvas"`."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found.update({target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)})
    return found


def _context_of(node: ast.expr, constants: dict[str, str]) -> str | None:
    """A context that is written out or named in this module; None if it is computed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return constants.get(node.id) if isinstance(node, ast.Name) else None


def _helpers(tree: ast.Module, constants: dict[str, str]) -> dict[str, _Helper]:
    found: dict[str, _Helper] = {}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        arguments = [argument.arg for argument in function.args.args if argument.arg != "self"]
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and _name_of(node.func) == "translate" and len(node.args) > 1):
                continue
            context, passed = _context_of(node.args[0], constants), node.args[1]
            if context is not None and isinstance(passed, ast.Name) and arguments and passed.id == arguments[0]:
                found[function.name] = _Helper(context, node)
    return found


class _Visitor(ast.NodeVisitor):
    def __init__(self, path: Path, helpers: dict[str, _Helper], constants: dict[str, str]) -> None:
        self.path = path
        self.constants = constants
        self.helpers = helpers
        self.found: list[Message] = []
        self.hidden: list[Unreadable] = []
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = _name_of(node.func)
        if any(node is helper.passes_on for helper in self.helpers.values()):
            pass
        elif name in self.helpers and node.args:
            comment = node.args[1] if len(node.args) > 1 else None
            plural = len(node.args) > 2 or any(keyword.arg == "n" for keyword in node.keywords)
            self._add(node, self.helpers[name].context, node.args[0], comment, plural=plural)
        elif name == "Text" and node.args:
            self._add(node, CORE, node.args[0], None, plural=False)
        elif name == "tr" and isinstance(node.func, ast.Attribute) and node.args and self._classes:
            comment = node.args[1] if len(node.args) > 1 else None
            plural = len(node.args) > 2 or any(keyword.arg == "n" for keyword in node.keywords)
            self._add(node, self._classes[-1], node.args[0], comment, plural=plural)
        elif name in ("translate", "QT_TRANSLATE_NOOP") and len(node.args) > 1:
            context = _context_of(node.args[0], self.constants)
            comment = node.args[2] if len(node.args) > 2 else None
            plural = len(node.args) > 3 or any(keyword.arg == "n" for keyword in node.keywords)
            if context is not None:
                self._add(node, context, node.args[1], comment, plural=plural)
            elif any(_literals(node.args[1])):
                # Neither passed on from elsewhere nor under a context that can be read here.
                self.hidden.append(Unreadable(self.path, node.lineno))
        self.generic_visit(node)

    def _add(self, node: ast.Call, context: str, source: ast.expr, comment: ast.expr | None, *, plural: bool) -> None:
        said = comment.value if isinstance(comment, ast.Constant) and isinstance(comment.value, str) else ""
        sources = list(_literals(source))
        if not sources:
            # `text_of` and `Text.__reduce__` pass on a template that was a literal where it was written.
            if not _passed_on(source):
                self.hidden.append(Unreadable(self.path, node.lineno))
            return
        self.found.extend(Message(context, text, said, plural) for text in sources if text)


def _literals(node: ast.expr) -> Iterator[str]:
    """The string that `node` is, or each of those it can be (`a if x else b`)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _passed_on(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value == "template"
    return _name_of(node) in ("template", "source")


def _name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return ""
