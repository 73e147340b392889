"""An array in memory as a tensor to look at, like those that are in files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from core.formats.dtypes import DType, dtype_named
from core.formats.tensor import Tick

Array = np.ndarray[Any, np.dtype[Any]]


class MemoryTensor:
    """A result's values behind the same interface as a variable's (`core.formats.tensor.TensorSource`)."""

    path: Path | None = None
    offset: int | None = None

    def __init__(self, name: str, value: Array) -> None:
        self.name = name
        self.dtype: DType = dtype_named("string" if value.dtype.kind in "OSU" else value.dtype.name)
        self.shape: tuple[int, ...] = value.shape
        self.nbytes: int = value.nbytes
        self._value = value

    def read(self, index: tuple[int | slice, ...] | None = None, *, tick: Tick = None) -> Array:
        """A slice of the values; all of them if `index` is None."""
        if tick is not None:
            tick()
        return np.asarray(self._value if index is None else self._value[index])

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:
        """The bytes, in one piece."""
        del check_crc
        if tick is not None:
            tick()
        yield np.ascontiguousarray(self._value).tobytes()

    def verify(self, *, tick: Tick = None) -> bool | None:
        """Nothing to check: it was never in a file."""
        del tick
        return None
