"""What a file is, by its content; its name only decides where content can't.

Extensions lie: text graphs called `.pb`, SavedModels called `model1.pb`, pickles called `.meta`, git-lfs
pointers called anything. The layouts that tell GraphDef, MetaGraphDef and SavedModel apart are those of
`graphdef` and `metagraph`; magic numbers are the published ones of each format.
Reads the first 64 KiB and the last 48 bytes.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import FormatError, NotAModel, Text
from core.formats import lfs
from core.formats.checkpoint_state import looks_like_state
from core.formats.keras_file import keras_kind
from core.formats.reader import Reader
from core.formats.table import FOOTER, MAGIC, Handle, Table, parse_block
from core.formats.wire import LENGTH, VARINT, Cursor, Field, WireError, fields

Kind = Literal[
    "state", "index", "checkpoint-v1", "graphdef", "graphdef-text", "metagraph", "metagraph-text",
    "saved-model", "saved-model-text", "data", "other",
]  # fmt: skip

HEAD = 65536
_SHARD = re.compile(r"\.data-\d{5}-of-\d{5}$")
_TEXT_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"saved_model_schema_version|meta_graphs", "saved-model-text"),
    (r"meta_info_def|graph_def|saver_def|collection_def|signature_def|asset_file_def|object_graph_def",
     "metagraph-text"),
    (r"node|library|versions|version", "graphdef-text"),
)  # fmt: skip
_FIRST_FIELD = re.compile(r"\A(?:\s++|#[^\n]*+\n)*+([A-Za-z_]\w*)\s*[:{<\[]")


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file is. For `other`, `what` says which other thing and `remedy` what to do with it."""

    kind: Kind
    what: Text | None = None
    remedy: Text | None = None

    def error(self, path: Path) -> NotAModel:
        """The error of a file that is `other`."""
        return NotAModel(path, self.what or Text("this is no TensorFlow model that can be opened"), remedy=self.remedy)


def detect(path: Path) -> Detected:
    """What the file is.

    Raises:
        FormatError: it can't be read.
    """
    reader = Reader(path)
    head = reader.read_upto(0, HEAD)
    size = lfs.pointer_size(head)
    if size is not None:
        return Detected("other", *lfs.explain(size))
    if _SHARD.search(path.name):
        return Detected("data")
    if not head:
        return Detected("other", Text("this file is empty"), Text("Copy or download it again."))
    if reader.size >= FOOTER and reader.read(reader.size - 8, 8) == MAGIC:
        return Detected(_table_kind(reader))
    foreign = _foreign(head, path)
    if foreign is not None:
        return foreign
    kind = _binary_kind(reader, head) or _text_kind(head)
    if kind is not None:
        return Detected(kind)
    return _unknown(head, path)


def _table_kind(reader: Reader) -> Kind:
    """V2's first entry is a BundleHeaderProto, which begins with a number; V1's a SavedTensorSlices, a message."""
    if reader.path.name.endswith(".index"):
        return "index"
    table = Table(reader)
    if not table.handles:
        return "checkpoint-v1"
    handle: Handle = table.handles[0]
    # The first entry lies at the block's beginning; a block of V1 may hold hundreds of megabytes after it.
    if table.compression(handle) == 0:
        start = reader.read(handle.offset, min(handle.size, 64))
        return "checkpoint-v1" if start[3:4] == b"\x0a" or (start[2] >= 0x80 and b"\x0a" in start[3:8]) else "index"
    first = parse_block(table.block(handle), reader, handle.offset)
    return "checkpoint-v1" if first and first[0][1][:1] == b"\x0a" else "index"


def _foreign(head: bytes, path: Path) -> Detected | None:
    """Files of other programs that people drop here."""
    kind = keras_kind(head)
    if kind is not None:
        return Detected(
            "other",
            Text("this is a Keras model's archive, which can't be looked at without running it")
            if kind == "keras"
            else Text("this is an HDF5 file: if it is a Keras model, it can't be looked at without running it"),
            Text(
                "Make a SavedModel of it, which opens here: `cryograph convert {name} FOLDER --to saved-model`, "
                "or Export in the File menu.", name=shlex.quote(path.name),
            ),
        )  # fmt: skip
    if head.startswith(b"PK\x03\x04"):
        return Detected("other", Text("this is a zip archive"), Text("Unpack it and open what is inside."))
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")) or head[257:262] == b"ustar":
        return Detected("other", Text("this is a compressed archive"), Text("Unpack it and open what is inside."))
    if head[4:8] == b"TFL3":
        return Detected(
            "other",
            Text("this is a TensorFlow Lite model, which is opened by other programs"),
            Text("Open the model that it was converted from."),
        )
    if re.match(rb"\x80[\x02-\x05][}\]c(K\x95]", head) or (head[:1] == b"\x80" and path.suffix in (".pkl", ".pickle")):
        return Detected(
            "other",
            Text("this is a Python pickle, not a TensorFlow graph"),
            Text("Look for the `.meta` that `Saver.save` wrote."),
        )
    if ".tfevents." in path.name:
        return Detected("other", Text("this is an event log for TensorBoard, not a model"))
    return None


def _identifier(data: bytes) -> bool:
    return re.fullmatch(rb"[A-Za-z0-9_.>/-]{1,512}", data) is not None


def _binary_kind(reader: Reader, head: bytes) -> Kind | None:
    """Which of the three messages the bytes are, if they are one."""
    seen: list[Field] = []
    try:
        for item in Cursor(reader).fields(0, reader.size):
            seen.append(item)
            if len(seen) == 256:
                break
    except FormatError:
        # A graph that is cut off or damaged further on is still a graph, and the reader says where it ends.
        if not seen and not _node_start(head):
            return None
    if head[0] == 0x08:
        is_saved = len(head) > 2 and (len(seen) < 2 or (seen[1].number, seen[1].kind) == (2, LENGTH))
        return "saved-model" if is_saved and seen and all(item.number <= 2 for item in seen) else None
    if not seen:
        return "graphdef" if _node_start(head) else None
    if any(item.number > 7 for item in seen):
        return None
    for item in seen:
        kind = _kind_of_field(reader, item)
        if kind is not None:
            return kind
    return None


def _node_start(head: bytes) -> bool:
    """Whether the bytes begin as a GraphDef does whose first node reaches beyond them or is damaged."""
    try:
        first = next(fields(head))
        return first.number == 1 and _is_node(head[first.start : first.end])
    except (WireError, StopIteration):
        found = re.match(rb"\x0a[\x80-\xff]{0,9}[\x00-\x7f]\x0a([\x01-\x7f])", head)
        return found is not None and _identifier(head[found.end() : found.end() + found[1][0]])


def _kind_of_field(reader: Reader, item: Field) -> Kind | None:
    """What a top-level field gives away: GraphDef, MetaGraphDef, or nothing yet."""
    if item.kind == VARINT:
        return "graphdef" if item.number == 3 else None
    if item.kind != LENGTH or item.value == 0:
        return None
    data = reader.read(item.start, min(item.value, 4096))
    if item.number == 1:
        if _is_node(data):
            return "graphdef"
        return "metagraph" if _is_meta_info(data) else None
    if item.number == 2:
        # MetaGraphDef.graph_def begins with a node, GraphDef.library with a function.
        inner = re.match(rb"\x0a[\x80-\xff]{0,9}[\x00-\x7f](?s:(.*))", data)
        if inner is not None and _is_node(inner[1]):
            return "metagraph"
        return "graphdef" if inner is not None else None
    if item.number == 4:
        return "metagraph" if data[:1] == b"\x0a" else "graphdef"
    return "metagraph" if item.number in (3, 5, 6, 7) else None


def _is_node(data: bytes) -> bool:
    """Whether bytes (perhaps cut off) are a NodeDef: a name, then an op that is an identifier."""
    try:
        for item in fields(data):
            if item.number == 2 and item.kind == LENGTH:
                return _identifier(data[item.start : item.end])
            if item.number > 7 or item.kind != LENGTH:
                return False
    except WireError:
        pass
    return False


def _is_meta_info(data: bytes) -> bool:
    """Whether bytes (perhaps cut off) begin as a MetaInfoDef: a version, an op list, tags, versions."""
    try:
        for item in fields(data):
            if item.number > 8 or (item.kind != LENGTH and item.number != 7):
                return False
            if item.number == 3 and data[item.start : item.start + 1] not in (b"", b"\x0a", b"\x12"):
                return False  # `any_info` is a message; Keras' metadata has a text here
    except WireError as error:
        return error.offset > 0 or data[:1] == b"\x12"
    return True


def _text_kind(head: bytes) -> Kind | None:
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < min(len(head), HEAD) - 4:
            return None
        text = head[: error.start].decode("utf-8-sig")
    if "\x00" in text:
        return None
    if looks_like_state(head):
        return "state"
    first = _FIRST_FIELD.match(text)
    if first is None:
        return None
    return next((kind for names, kind in _TEXT_KINDS if re.fullmatch(names, first[1])), None)


def newline_damage(data: bytes) -> bool:
    """Whether binary bytes went through a newline conversion or were taken for text.

    In binary data a line feed follows a carriage return by chance only.
    """
    feeds = data.count(b"\n")
    return (feeds >= 4 and feeds == data.count(b"\r\n")) or data.count(b"\xef\xbf\xbd") >= 8


def _unknown(head: bytes, path: Path) -> Detected:
    if newline_damage(head) and b"\x00" in head:
        return Detected(
            "other",
            Text("this binary file was damaged by a conversion of its line ends"),
            Text("Copy it again in binary mode (in git: mark it as binary)."),
        )
    name = path.name
    if name.endswith(".index"):
        return Detected("index")  # its reader says what is wrong with it
    if re.match(rb"\s*item\s*\{", head):
        return Detected(
            "other",
            Text("this is a label map (names of classes), not a graph"),
            Text("Open the model that it belongs to."),
        )
    if re.match(rb"(?i)\s*(<!doctype html|<html)", head):
        return Detected(
            "other", Text("this is a web page, saved under the name of a model"), Text("Download the file itself.")
        )
    return Detected("other")
