"""Keras' own files, recognised by their first bytes. They are a program's: what they say is done by loading them."""

from __future__ import annotations

from typing import Literal

KerasKind = Literal["keras", "h5"]
HDF5_MAGIC = b"\x89HDF\r\n\x1a\n"
_ZIP_MAGIC = b"PK\x03\x04"
_NAME_LENGTH, _NAME = 26, 30
_MEMBERS = (b"metadata.json", b"config.json", b"model.weights.h5")
"""What a `.keras` archive holds, in the order in which Keras writes it."""


def keras_kind(head: bytes) -> KerasKind | None:
    """`keras` for a Keras 3 archive, `h5` for HDF5 (a legacy model, weights, or anything); None for other files."""
    if head.startswith(HDF5_MAGIC):
        return "h5"
    if head.startswith(_ZIP_MAGIC):
        length = int.from_bytes(head[_NAME_LENGTH : _NAME_LENGTH + 2], "little")
        return "keras" if head[_NAME : _NAME + length] in _MEMBERS else None
    return None
