"""What can be converted: whatever Cryograph opens, and Keras' own files, which have to be loaded for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.conversion.work import Work
from core.scratch import scratch_folder

if TYPE_CHECKING:
    from core.formats.keras_file import KerasKind
    from core.model import Model


@contextlib.contextmanager
def opened(path: Path, work: Work, *, step: int | None = None) -> Iterator[Model]:
    """The model at a path, for the length of the block.

    A Keras file is loaded in a worker of its own, in safe mode, and exported as a SavedModel, which is then opened.

    Raises:
        CryographError: as `core.opening.open_model`; or the Keras file can't be loaded.
        Cancelled: by the person.
    """
    from core.opening import open_model

    kind = _keras_kind(path)
    if kind is None:
        yield open_model(path, step=step, progress=work.progress)
        return
    with scratch_folder() as folder:
        exported = folder / "exported" / path.stem
        exported.parent.mkdir()
        _export(path, kind, exported, work)
        model = open_model(exported, progress=work.progress)
        model.path, model.title = path, path.stem
        yield model


def runs_when_opened(path: Path) -> bool:
    """Whether opening it runs something: a Keras file is loaded for it."""
    return _keras_kind(path) is not None


def _keras_kind(path: Path) -> KerasKind | None:
    from core.formats.keras_file import keras_kind
    from core.formats.reader import Reader

    return keras_kind(Reader(path).read_upto(0, 64)) if path.is_file() else None


def _export(path: Path, kind: KerasKind, exported: Path, work: Work) -> None:
    from core.errors import FormatError, SessionError
    from core.freezing.options import DEFAULT_TIME_LIMIT
    from core.session.client import SessionClient

    # Keras goes by the suffix.
    link = exported.parent.with_name(f"model.{kind}")
    link.symlink_to(path.absolute())
    # A process for Keras alone: it wants eager execution, and its copy of the weights ends with it.
    with SessionClient(eager=True) as client:
        try:
            client.request(
                "keras", {"path": str(link), "folder": str(exported)}, progress=work.progress,
                time_limit=DEFAULT_TIME_LIMIT,
            )  # fmt: skip
        except SessionError as error:
            raise FormatError(path, error.text, remedy=error.remedy) from error
