"""The values that are to be written, each under its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from core.errors import Text, UsageError
from core.formats.dtypes import DType
from core.formats.sliced import SlicedTensor
from core.formats.tensor import TensorSource, element_count
from core.formats.tensor_slice import Box

if TYPE_CHECKING:
    from core.model import Model

OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"
_VALUE = "/.ATTRIBUTES/VARIABLE_VALUE"
Names = Literal["auto", "stored", "own"]


@dataclass(frozen=True, slots=True)
class Part:
    """A slice of a tensor that is stored by itself."""

    box: Box
    source: TensorSource


@dataclass(frozen=True, slots=True)
class Stored:
    """One value of the new checkpoint.

    Attributes:
        key: in the new checkpoint.
        was: in the model: its key, or the constant's name.
        source: the whole.
        parts: the slices that it is stored in; empty where it is stored whole.
    """

    key: str
    was: str
    source: TensorSource
    parts: tuple[Part, ...] = ()

    @property
    def dtype(self) -> DType:
        """Of its elements."""
        return self.source.dtype

    @property
    def nbytes(self) -> int:
        """Bytes that it takes; for strings, as many as it takes where it is."""
        return element_count(self.source.shape) * self.dtype.itemsize or self.source.nbytes


def stored_values(model: Model, keys: Iterable[str], *, assembled: bool) -> list[Stored]:
    """Entries of the model's checkpoint under the keys that they have.

    Args:
        model: with a checkpoint.
        keys: of the entries.
        assembled: whether those that are stored in slices become whole.
    """
    assert model.checkpoint is not None
    result = []
    for key in keys:
        source = model.checkpoint.tensor(key)
        result.append(Stored(key, key, source, () if assembled else parts_of(source)))
    return result


def parts_of(source: TensorSource) -> tuple[Part, ...]:
    """The slices that a tensor is stored in; none where that is one whole."""
    if not isinstance(source, SlicedTensor):
        return ()
    found = [Part((part.starts, part.source.shape), part.source) for part in source.parts]
    found = [part for part in found if element_count(part.box[1])]
    return tuple(found) if len(found) > 1 else ()


def own_names(model: Model) -> dict[str, str]:
    """{key: the variable's own name} of an object-based checkpoint; its path where the name is not its alone."""
    objects, checkpoint = model.object_graph, model.checkpoint
    if objects is None or checkpoint is None:
        return {}
    names: dict[str, str] = {}
    for key in checkpoint.entries:
        leaf = objects.by_key.get(key)
        if key != OBJECT_GRAPH:
            names[key] = (leaf.full_name if leaf is not None else "") or ""
    counts: dict[str, int] = {}
    for name in names.values():
        counts[name] = counts.get(name, 0) + 1
    return {
        key: name if name and counts[name] == 1 and not key.startswith("/") else key.removesuffix(_VALUE)
        for key, name in names.items()
    }


def parse_renames(text: str) -> list[tuple[re.Pattern[str], str]]:
    r"""`OLD=NEW;OLD=NEW`: regular expressions and what takes the place of what they find (`\1` for a group).

    Raises:
        UsageError: one has no `=`, or is no regular expression.
    """
    found = []
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        old, equals, new = rule.rpartition("=")
        if not equals or not old:
            raise UsageError(
                Text("{rule} is no renaming.", rule=rule), Text("Write OLD=NEW, where OLD is a regular expression.")
            )
        try:
            pattern = re.compile(old)
            pattern.sub(new, "")
            re.compile(f"{old}|").sub(new, "")  # finds the empty text, so that the groups of NEW are looked at
        except (re.error, IndexError) as error:
            raise UsageError(Text("{rule} is no renaming: {reason}.", rule=rule, reason=str(error))) from None
        found.append((pattern, new))
    return found


def renamed(values: list[Stored], names: Mapping[str, str], rules: list[tuple[re.Pattern[str], str]]) -> list[Stored]:
    """The same values under their new keys, in the order of these.

    Args:
        values: under their old keys.
        names: {old key: the name to begin with}, for those that get another one.
        rules: as `parse_renames` gives them, one after the other.

    Raises:
        UsageError: two get the same key, or one gets none.
    """
    result: dict[str, Stored] = {}
    for value in values:
        key = names.get(value.key, value.key)
        for pattern, new in rules:
            key = pattern.sub(new, key)
        if not key:
            raise UsageError(Text("{name} would have no name any more.", name=value.was))
        if key in result:
            raise UsageError(
                Text("{one} and {other} would both be called {name}.", one=result[key].was, other=value.was, name=key)
            )
        result[key] = replace(value, key=key)
    return [result[key] for key in sorted(result)]
