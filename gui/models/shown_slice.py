"""A slice that is looked at as something to export: what the table shows, rows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.models.axes import View

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource


@dataclass(frozen=True, slots=True)
class ShownSlice:
    """Two axes of a tensor at one position of the others.

    Attributes:
        name: the tensor's, and which slice it is.
        source: the values; nothing is read before somebody reads them.
    """

    name: str
    source: TensorSource

    @property
    def nbytes(self) -> int:
        return self.source.nbytes


def shown_slice(source: TensorSource, view: View) -> ShownSlice:
    """The slice of `source` that `view` shows, whole; the tensor itself where all of it is shown as it is."""
    from core.variables.export.window import Turned, windowed  # numpy, which the window is shown without

    result = windowed(source, view.index(slice(None), slice(None))) if view.others() else source
    return ShownSlice(
        f"{source.name}{view.text()}" if view.others() else source.name,
        Turned(result) if view.transposed() else result,
    )
