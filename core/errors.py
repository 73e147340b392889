"""The errors and warnings of Cryograph: sentences that a person can act on.

Core has no Qt, and yet every sentence must be shown in the person's language. So a sentence is a
`Text`: an English template and its values, kept apart. `str()` gives the English sentence; the app
looks the template up in its translations and fills the same values in.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["info", "warning", "error"]


class Text:
    """A sentence as a template with named values, translatable until the last moment.

    `Text("{name} has {count} ops", name="conv1", count=21)`. A value may be a `Text` itself.
    Templates are literals in the source, so that the translation's extraction finds them.
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: object) -> None:
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.template, self.values))


def counted(count: float, one: Text, many: Text) -> Text:
    """The sentence for one thing, or that for another number of them: both are translated as they stand."""
    return one if count == 1 else many


def _rebuild(template: str, values: dict[str, object]) -> Text:
    return Text(template, **values)


def _sentences(text: Text, remedy: Text | None) -> str:
    """Both in one line, with a full stop between them."""
    first = str(text)
    return first if remedy is None else f"{first}{'' if first.endswith(('.', '!', '?', '…')) else '.'} {remedy}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something tolerated that the person should know: shown under Problems, never passed over.

    Attributes:
        severity: `info`, `warning` (the model is usable) or `error` (a part of it is not).
        what: one sentence.
        where: the file, node or variable it is about; empty when it is the whole model.
        remedy: what to do, if there is something to do.
    """

    severity: Severity
    what: Text
    where: str = ""
    remedy: Text | None = None

    def __str__(self) -> str:
        return _sentences(self.what, self.remedy)


class CryographError(Exception):
    """Base of all errors that are shown as a sentence. `text` says what, `remedy` what to do."""

    def __init__(self, text: Text, remedy: Text | None = None) -> None:
        super().__init__(text, remedy)
        self.text = text
        self.remedy = remedy

    def __str__(self) -> str:
        return _sentences(self.text, self.remedy)


class FormatError(CryographError):
    """A file's bytes are not what its format says.

    Args:
        path: the file.
        what: one sentence without the file's name, e.g. `Text("the footer is cut off")`.
        offset: where in the file, in bytes, when that helps.
        remedy: what to do.
    """

    def __init__(
        self, path: str | os.PathLike[str], what: Text, *, offset: int | None = None, remedy: Text | None = None
    ) -> None:
        self.path = Path(path)
        self.offset = offset
        self.what = what
        name = self.path.name or str(self.path)
        text = (
            Text("{name}: {what}", name=name, what=what)
            if offset is None
            else Text("{name}: {what} (at byte {offset})", name=name, what=what, offset=f"{offset:,}")
        )
        super().__init__(text, remedy)


class LimitExceeded(FormatError):
    """A file asks for more than a named limit of `core.limits` allows."""


class NotAModel(FormatError):
    """The path holds nothing that Cryograph opens."""


class SessionError(CryographError):
    """The TensorFlow worker could not do the job. `detail` keeps TensorFlow's own words for the log."""

    def __init__(self, text: Text, remedy: Text | None = None, *, detail: str = "") -> None:
        super().__init__(text, remedy)
        self.detail = detail


class FreezeError(CryographError):
    """The graph can't be frozen as asked."""


class ConversionError(CryographError):
    """The model can't be converted to what was asked for."""


class UsageError(CryographError):
    """The person asked for something that doesn't exist: an option, a name, a step (exit status 2)."""


class Cancelled(Exception):
    """The person cancelled the work. Not an error: nothing is reported."""
