"""The file that an ONNX model is written to, or the two: its graph, and its weights in one of their own beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.conversion.target import Request
from core.files import AtomicFile, atomic_files


@dataclass(slots=True)
class OnnxFiles:
    """What is written: one file, or two in a temporary folder that name each other.

    Attributes:
        model: the `.onnx`.
        data: its weights, if they go beside it.
    """

    model: AtomicFile
    data: AtomicFile | None = None

    def by_name(self) -> dict[str, AtomicFile]:
        return {"model": self.model} if self.data is None else {"model": self.model, "data": self.data}

    def readable(self) -> str:
        """Where the worker can open what was written: two under their own names, because one names the other."""
        if self.data is None:
            return self.model.path
        if self.data.size:  # a small model may have nothing to put there
            self.data.commit()
        self.model.commit()
        return str(self.model.destination)

    def commit(self) -> int:
        """Give one file its name; gives the bytes of all. (Two take their places when their folder ends.)"""
        if self.data is not None:
            return self.model.size + self.data.size
        self.model.commit()
        return self.model.size


def data_path(request: Request) -> Path:
    """Where the weights go that aren't in the model."""
    model = request.destination.resolve()
    return model.with_name(f"{model.name}.data")


@contextmanager
def onnx_files(request: Request, *, beside: bool) -> Iterator[OnnxFiles]:
    """Open what is to be written; without `commit`, nothing of it remains.

    Args:
        request: with the destination.
        beside: whether the weights go into a file of their own.

    Raises:
        UsageError, WriteError: as `AtomicFile`.
    """
    overwrite = request.overwrite or request.force
    if not beside:
        with AtomicFile(request.destination, overwrite=overwrite) as model:
            yield OnnxFiles(model)
        return
    data, path = data_path(request), request.destination.resolve()
    with (
        atomic_files([data, path], overwrite=overwrite) as folder,
        AtomicFile(folder / path.name) as model,
        AtomicFile(folder / data.name) as values,
    ):
        yield OnnxFiles(model, values)
