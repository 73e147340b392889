"""Reads a written checkpoint back with Cryograph's own reader."""

from __future__ import annotations

from pathlib import Path

from core.conversion.restorable.graphs import Restorable
from core.conversion.target import Check
from core.errors import CryographError, Text
from core.formats.bundle import Bundle
from core.progress import Progress


def check_values(prefix: Path, planned: Restorable, progress: Progress) -> Check:
    """Whether all values are there, of the right type and shape, and with the right checksum."""
    what = Text("Every value was read back, and its checksum is right.")
    progress.stage(Text("Checking"))
    try:
        bundle = Bundle(prefix)
        if list(bundle.entries) != [value.key for value in planned.values]:
            return Check(what, False, Text("The names of the variables are not those that were written."))
        for done, value in enumerate(planned.values):
            source = bundle.tensor(value.key)
            if source.dtype != value.dtype or source.shape != value.source.shape:
                return Check(what, False, Text("{name} has another type or shape.", name=value.key))
            if source.verify(tick=progress.check) is False:
                return Check(what, False, Text("The checksum of {name} is wrong.", name=value.key))
            progress.tick((done + 1) / len(planned.values))
    except CryographError as error:
        return Check(what, False, error.text)
    return Check(what, True, Text("values: {count}", count=len(planned.values)))


def check_saver(path: Path, planned: Restorable, progress: Progress) -> Check:
    """Whether the written graph says of each variable what it is restored from.

    Args:
        path: what to open: a prefix or a folder.
        planned: what was to be written.
        progress: may cancel.
    """
    from core.opening import open_model

    what = Text("The graph's saver restores every variable.")
    try:
        model = open_model(path, progress=progress)
    except CryographError as error:
        return Check(what, False, error.text)
    for variable in planned.variables:
        bound = model.binding.by_node.get(variable.node)
        if bound is None or bound.key != variable.key or bound.by_name:
            return Check(what, False, Text("It does not say where {name} is stored.", name=variable.node))
    return Check(what, True, Text("variables: {count}", count=len(planned.variables)))
