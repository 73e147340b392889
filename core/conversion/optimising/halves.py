"""Weights in half precision: half the file, widened again where they are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tensorboard.compat.proto import node_def_pb2

from core.conversion.optimising.working import Working
from core.formats.const import decode_tensor
from core.formats.dtypes import dtype_named
from core.formats.tensor import Index, TensorSource, Tick, element_count
from core.running.memory_tensor import MemoryTensor

FEWEST = 256
"""Elements of a constant that is worth the op that widens it."""


class HalfTensor:
    """A float32 tensor as float16, piece by piece (`core.formats.tensor.TensorSource`)."""

    offset: int | None = None

    def __init__(self, source: TensorSource) -> None:
        self.name = source.name
        self.dtype = dtype_named("float16")
        self.shape = source.shape
        self.nbytes = 2 * element_count(source.shape)
        self._source = source

    @property
    def path(self) -> Path | None:
        """The file of the float32 values."""
        return self._source.path

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Any:
        """A slice of the values, rounded."""
        import numpy as np

        return self._source.read(index, tick=tick).astype(np.float16)

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:
        """The bytes of the rounded values."""
        import numpy as np

        rest = b""
        for piece in self._source.pieces(tick=tick, check_crc=check_crc):
            data = rest + bytes(piece)
            whole = len(data) & ~3
            rest = data[whole:]
            yield np.frombuffer(data, "<f4", whole // 4).astype("<f2").tobytes()

    def verify(self, *, tick: Tick = None) -> bool | None:
        """Whether the float32 values are those that were saved."""
        return self._source.verify(tick=tick)


def halve_weights(graph: Working, *, read_values: bool = True, tick: Tick = None) -> tuple[int, list[str]]:
    """Store large float32 constants as float16, with a Cast under the old name.

    Args:
        graph: edited.
        read_values: look at the values; where one is too large for float16 the constant stays as it is. False only
            says what would become of it.
        tick: called often; may cancel.

    Returns:
        how many were halved, and those that could not be.
    """
    wide, half = dtype_named("float32"), dtype_named("float16")
    done, refused = 0, []
    for name in list(graph.nodes):
        node = graph.nodes[name]
        if node.op != "Const" or graph.dtype_of(name) != wide or name in graph.keep or name in graph.unknown:
            continue
        if element_count(graph.shape_of(name) or ()) < FEWEST:
            continue
        content = graph.contents.get(name)
        whole = content.source if content is not None else MemoryTensor(name, decode_tensor(graph.tensor_of(name)))
        if read_values and _too_large(whole, tick):
            refused.append(name)
            continue
        stored = graph.unused_name(f"{name}/half")
        source = HalfTensor(whole)
        waits = [text for text in node.input if text.startswith("^")]
        device = node.device
        graph.put(stored, half, source)
        # The constant waits, not the Cast: it is in a branch or loop as long as it waits for it.
        graph.nodes[stored].input.extend(waits)
        cast = node_def_pb2.NodeDef(name=name, op="Cast", input=[stored], device=device)
        cast.attr["SrcT"].type, cast.attr["DstT"].type = half.enum, wide.enum
        cast.attr["Truncate"].b = False
        graph.contents.pop(name, None)
        graph.add(cast)
        done += 1
    return done, refused


def _too_large(source: TensorSource, tick: Tick) -> bool:
    """Whether a finite value would become infinite."""
    import numpy as np

    rest = b""
    for piece in source.pieces(tick=tick):
        data = rest + bytes(piece)
        whole = len(data) & ~3
        rest = data[whole:]
        values = np.abs(np.frombuffer(data, "<f4", whole // 4))
        if np.any(np.isfinite(values) & (values > 65_504)):
            return True
    return False
