"""From several paths (dropped together, or on the command line) to the models that they stand for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import CryographError
from core.progress import Progress

if TYPE_CHECKING:
    from core.opening import Found

_PART = re.compile(r"(.+?)\.(?:meta|index|data-\d+-of-\d+)(?:-of-\d+)?")


def candidates(paths: list[Path], progress: Progress) -> list[Found]:
    """What could be opened of `paths`, each model once: the files of one checkpoint count as one.

    A path without a model is left out; if none has one, the first path stands for itself, so that opening it says why.
    """
    from core.opening import Found, find_models

    found: dict[Path, Found] = {}
    for path in one_each(paths):
        progress.check()
        try:
            models = find_models(path, tick=progress.check)
        except CryographError:
            continue
        for model in models:
            label = (
                model.label
                if len(paths) == 1 or not path.is_dir() or model.path == path
                else f"{path.name}/{model.label}"
            )
            found.setdefault(model.path, Found(model.path, label, model.format))
    return list(found.values()) or [Found(path, path.name, "checkpoint-v2") for path in paths[:1]]


def one_each(paths: list[Path]) -> list[Path]:
    """`paths` with one path for each checkpoint: its `.index` if that is among them, else its first part.

    A state file (`checkpoint`) beside parts of a checkpoint adds nothing and is left out.
    """
    chosen: dict[Path, Path] = {}
    for path in paths:
        match = _PART.fullmatch(path.name)
        key = path.with_name(match[1]) if match else path
        if key not in chosen or path.suffix == ".index":
            chosen[key] = path
    parts = {path.parent for key, path in chosen.items() if key != path}
    return [path for path in chosen.values() if not (path.name == "checkpoint" and path.parent in parts)]
