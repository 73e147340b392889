"""`.safetensors`: a JSON header that says where everything is, then the elements of all tensors without a gap.

Layout: https://github.com/huggingface/safetensors#format (v0.5): eight bytes with the header's length, the header,
padded with spaces, the data. bfloat16 and the two common kinds of float8 are kept as they are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from core.errors import Text
from core.formats.tensor import TensorSource, element_count
from core.variables.export.window import Advance, Writable, has_values, is_text, storable, write_elements

_NAMES = {
    "bool": "BOOL", "uint8": "U8", "int8": "I8", "int16": "I16", "uint16": "U16", "float16": "F16",
    "bfloat16": "BF16", "int32": "I32", "uint32": "U32", "float32": "F32", "float64": "F64", "int64": "I64",
    "uint64": "U64", "float8_e5m2": "F8_E5M2", "float8_e4m3fn": "F8_E4M3", "complex64": "C64",
}  # fmt: skip
_METADATA = "__metadata__"


def stored_as(source: TensorSource) -> np.dtype[Any] | None:
    """The type that it is written as; None if the format has none."""
    kind = source.dtype.numpy
    if kind is None or is_text(source):
        return None
    if kind.name in _NAMES:
        return kind
    wider = storable(kind)
    return wider if wider.name in _NAMES else None


def refusal(source: TensorSource) -> Text | None:
    """Why it can't be in such a file; None if it can."""
    if source.name == _METADATA:
        return Text("{name} is a name that safetensors keeps for itself", name=source.name)
    if not has_values(source) or stored_as(source) is None:
        return Text("safetensors has no type for {dtype}", dtype=source.dtype.name)
    return None


def write_safetensors(sources: Sequence[TensorSource], file: Writable, advance: Advance) -> None:
    """All of `sources`, for each of which `refusal` is None."""
    kinds = {source.name: kind for source in sources if (kind := stored_as(source)) is not None}
    # Wide elements first: each is then at a multiple of its own size, as readers that map the file like it.
    ordered = sorted(sources, key=lambda source: (-kinds[source.name].itemsize, source.name))
    header: dict[str, object] = {_METADATA: {"format": "tf"}}
    end = 0
    for source in ordered:
        start, end = end, end + element_count(source.shape) * kinds[source.name].itemsize
        header[source.name] = {
            "dtype": _NAMES[kinds[source.name].name],
            "shape": list(source.shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    file.write(len(text).to_bytes(8, "little"))
    file.write(text)
    for source in ordered:
        write_elements(source, file, kinds[source.name], advance)
