r"""Names of one model as names of another, where scopes were renamed: patterns with groups.

A rule is `PATTERN=REPLACEMENT`. In a plain one `*` stands for anything, `?` for one character, and each `*` of the
replacement for what the same `*` of the pattern stood for: `generator/*=g/*`. After `re:` it is a regular
expression for the whole name, and `\1` in the replacement its first group: `re:layer(\d+)/(.*)=block_\1/\2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.errors import Text, UsageError


@dataclass(frozen=True, slots=True)
class Rule:
    """One renaming: names that `pattern` matches as a whole become `replacement`."""

    text: str
    pattern: re.Pattern[str]
    replacement: str

    def rename(self, name: str) -> str | None:
        """The new name; None if the rule is not about this name."""
        found = self.pattern.fullmatch(name)
        return found.expand(self.replacement) if found else None


def parse_rule(text: str) -> Rule:
    """A rule from what a person wrote.

    Raises:
        UsageError: there is no `=`, or the regular expression or a group of it is wrong.
    """
    regular = text.startswith("re:")
    old, equals, new = text.removeprefix("re:").partition("=")
    if not equals or not old or not new:
        raise UsageError(
            Text("“{rule}” is no renaming.", rule=text), Text("Write PATTERN=REPLACEMENT, e.g. generator/*=g/*.")
        )
    try:
        if regular:
            rule = Rule(text, re.compile(old), new)
        else:
            rule = Rule(text, re.compile(_glob(old), re.DOTALL), _numbered(old, new))
        # A template is only parsed when something matches: find out now whether its groups are there.
        _check_groups(rule)
    except (re.error, IndexError) as error:
        raise UsageError(Text("“{rule}” is no renaming: {reason}.", rule=text, reason=str(error))) from None
    return rule


def _glob(pattern: str) -> str:
    return "".join({"*": "(.*)", "?": "."}.get(part, re.escape(part)) for part in re.split(r"([*?])", pattern))


def _numbered(old: str, new: str) -> str:
    """The replacement with each `*` as the group of the same number."""
    parts = new.replace("\\", "\\\\").split("*")
    if len(parts) - 1 > old.count("*"):
        raise IndexError("it has more * on the right than on the left")
    return parts[0] + "".join(f"\\g<{number}>{part}" for number, part in enumerate(parts[1:], 1))


def _check_groups(rule: Rule) -> None:
    # The pattern made optional matches the empty text, which is all that is needed to have the template parsed.
    probe = re.compile(f"(?:{rule.pattern.pattern})?", rule.pattern.flags).match("")
    if probe is not None:
        probe.expand(rule.replacement)


def renamed(names: Iterable[str], rules: Sequence[Rule]) -> dict[str, str]:
    """Every name → what it becomes by the first rule that is about it; itself where none is.

    Raises:
        UsageError: two names become the same.
    """
    result: dict[str, str] = {}
    origin: dict[str, str] = {}
    for name in names:
        new = next((found for rule in rules if (found := rule.rename(name)) is not None), name)
        if new in origin:
            raise UsageError(
                Text("{first} and {second} would both be called {name}.", first=origin[new], second=name, name=new)
            )
        origin[new] = name
        result[name] = new
    return result
