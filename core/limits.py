"""Named limits on what a file may ask for. A hostile or damaged file meets one of these, never the memory.

All sizes in bytes unless the name says otherwise. They are well above anything seen in 222 real models.
"""

from __future__ import annotations

MIB = 1 << 20
GIB = 1 << 30

READ_AT_ONCE = 64 * MIB
"""The most that one bounded read may ask for; larger things are streamed in pieces."""

TABLE_BLOCK = 64 * MIB
"""An SSTable block, stored or decompressed (TensorFlow writes 256 KiB; V1 values may be inline and large)."""

TABLE_KEY = 1 * MIB
"""A key in an SSTable."""

TABLE_ENTRIES = 20_000_000
"""Entries in an SSTable."""

TABLE_BYTES = 1 * GIB
"""Keys and values of an SSTable that is read whole: the names of a V2 checkpoint (fifty bytes each)."""

RANK = 254
"""Dimensions of a tensor (TensorFlow's own TensorShape::MaxDimensions)."""

SHARDS = 100_000
"""Shards of a checkpoint."""

MESSAGE_DEPTH = 100
"""Nesting of protocol buffer messages."""

NODE_STRUCTURE = 64 * MIB
"""A node without its tensor's content."""

NODES = 5_000_000
"""Nodes in a graph."""

TEXT_FILE = 2 * GIB
"""A .pbtxt file."""

STATE_FILE = 16 * MIB
"""A `checkpoint` state file (one with thousands of steps is some hundred KiB)."""

STRING_TENSOR = 256 * MIB
"""A string tensor that is read whole (the object graph is one)."""

FOLDER_ENTRIES = 200_000
"""Files looked at in one folder."""

SEARCH_DEPTH = 3
"""Levels that a folder without a model of its own is searched downward."""

FROZEN_GRAPH = 2 * GIB - 1
"""A serialised GraphDef: protobuf's own limit."""

INLINE_CONST = 4096
"""A Const's content above this stays in the file as a window."""

VALUE_AT_ONCE = 8 * GIB
"""The bytes of one value that are read into memory as an array (a slice of a larger one is)."""

OPEN_SHARDS = 48
"""Shards of one checkpoint that are kept open at the same time."""

SLICES = 100_000
"""Slices that one partitioned variable may be stored in."""

PICTURE_PIXELS = 100_000_000
"""Pixels of a picture that is fed (a camera's largest is some 60 million)."""

FILLED_VALUE = 1 * GIB
"""The bytes that a constant may grow to of which the file holds only the last repeated element."""

META_GRAPHS = 1_000
"""Meta graphs of a SavedModel (one for each set of tags; two are many)."""
