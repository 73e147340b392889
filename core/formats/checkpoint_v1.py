"""V1 checkpoints: names, shapes and values in one table, or in several that together are one checkpoint.

Source: `tensorflow/core/util/saved_tensor_slice.proto`, `tensor_slice_writer.cc`, `tensor_slice_reader.cc`,
v2.21.0. The key "" holds SavedTensorSlices with `meta`: every tensor's name, shape, dtype and slices. Each slice
is under the key of `ordered_code`: SavedTensorSlices with `data`, a SavedSlice.

| message | fields |
|---|---|
| SavedTensorSlices | 1 meta, 2 data |
| SavedTensorSliceMeta | 1 tensor, repeated; 2 versions |
| SavedSliceMeta | 1 name, 2 shape, 3 type, 4 slice, repeated |
| SavedSlice | 1 name, 2 slice, 3 data: TensorProto with its typed field only, neither dtype nor shape |

A large slice makes a block as large as itself. Where blocks are plain (TensorFlow writes them so), values stay in the
file as windows; a block that is compressed (old files) is decompressed when one of its slices is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from core import limits
from core.errors import FormatError, LimitExceeded, Problem, Text, counted
from core.formats.checkpoint import Entry, ShardFile, Totals
from core.formats.const import CONTENT_FIELDS, StoredProtoTensor, is_raw
from core.formats.dtypes import DType, dtype_of
from core.formats.ordered_code import slice_key
from core.formats.reader import ByteSource, MemoryReader, Reader
from core.formats.shards import ShardPool, look_at_shard
from core.formats.sliced import Part, SlicedTensor
from core.formats.table import NO_COMPRESSION, Handle, Table, walk_block
from core.formats.tensor import (
    PIECE,
    Array,
    FileTensor,
    Index,
    TensorSource,
    Tick,
    _extend_crc,
    element_count,
    mask_crc,
)
from core.formats.tensor_slice import Box, parse_shape, parse_slice, resolve
from core.formats.wire import LENGTH, VARINT, Cursor, WireError, fields

_REMEDY = Text("The file is damaged: copy or download it again.")


class _Tensor:
    """What the metas of all files say about one tensor: its slices are (file, box)."""

    __slots__ = ("dtype", "shape", "slices")

    def __init__(self, dtype: DType, shape: tuple[int, ...]) -> None:
        self.dtype = dtype
        self.shape = shape
        self.slices: list[tuple[int, Box]] = []


class CheckpointV1:
    """A V1 checkpoint.

    Args:
        prefix: what the person calls it.
        paths: its files.

    Raises:
        FormatError: none of them can be read, or they contradict each other.
    """

    kind = "checkpoint-v1"

    def __init__(self, prefix: Path, paths: list[Path], *, tick: Tick = None) -> None:
        self.prefix = prefix
        self.problems: list[Problem] = []
        self.shards: list[ShardFile] = []
        self._pool = ShardPool()
        self._tables: dict[int, Table] = {}
        tensors: dict[str, _Tensor] = {}
        for index, path in enumerate(sorted(paths)):
            shard = look_at_shard(path, index)
            self.shards.append(shard)
            if not shard.present and len(paths) > 1:
                self.problems.append(
                    Problem("error", Text("{file}: {note}", file=path.name, note=shard.note), where=str(path))
                )
                continue
            self._read_meta(self._table(index), index, tensors)
            if tick is not None:
                tick()
        self._count_shards(paths)
        self._tensors = {name: tensors[name] for name in sorted(tensors)}
        self._string_bytes = self._measure_strings()
        self.entries: Mapping[str, Entry] = {name: self._entry(name) for name in self._tensors}

    def _count_shards(self, paths: list[Path]) -> None:
        """Say which of `X-00000-of-00003` are absent."""
        count = paths[0].name.rpartition("-of-")[2]
        if len(count) == 5 and count.isdecimal() and int(count) != len(paths) and int(count) <= limits.SHARDS:
            stem = paths[0].name[: -len("00000-of-00000")]
            there = {path.name for path in paths}
            missing = [name for i in range(int(count)) if (name := f"{stem}{i:05d}-of-{count}") not in there]
            self.problems.append(
                Problem(
                    "error",
                    counted(
                        len(missing),
                        Text("one of the checkpoint's files is missing: {names}", names=", ".join(missing[:5])),
                        Text(
                            "{count} of the checkpoint's files are missing: {names}",
                            count=len(missing),
                            names=", ".join(missing[:5]),
                        ),
                    ),
                )
            )

    def _table(self, index: int) -> Table:
        reader = self._pool.open(self.shards[index])
        table = self._tables.get(index)
        if table is None or table.reader is not reader:
            table = self._tables[index] = Table(reader)
        return table

    def _read_meta(self, table: Table, file: int, tensors: dict[str, _Tensor]) -> None:
        if not table.handles:
            return
        source, start, end = _block(table, table.handles[0])
        key, value, value_end = next(walk_block(source, start, end), (b"?", 0, 0))
        if key != b"":
            raise self._damaged(table.reader, Text("the list of variables is missing"))
        if value_end - value > limits.READ_AT_ONCE:
            raise LimitExceeded(
                table.reader.path, Text("the list of variables takes {size} bytes", size=f"{value_end - value:,}")
            )
        data = source.read(value, value_end - value)
        try:
            for outer in fields(data):
                if outer.number == 1 and outer.kind == LENGTH:
                    for item in fields(data, outer.start, outer.end):
                        if item.number == 1 and item.kind == LENGTH:
                            self._add(table.reader, file, tensors, data, item.start, item.end)
        except WireError:
            raise self._damaged(table.reader, Text("the list of variables is damaged")) from None

    def _add(self, reader: Reader, file: int, tensors: dict[str, _Tensor], data: bytes, start: int, end: int) -> None:
        """One SavedSliceMeta."""
        name, dtype = "", 0
        shape: tuple[int, ...] = ()
        boxes: list[Box] = []
        for item in fields(data, start, end):
            if item.number == 1 and item.kind == LENGTH:
                name = data[item.start : item.end].decode(errors="backslashreplace")
            elif item.number == 2 and item.kind == LENGTH:
                shape = parse_shape(data, item.start, item.end)
            elif item.number == 3 and item.kind == VARINT:
                dtype = item.value
            elif item.number == 4 and item.kind == LENGTH:
                boxes.append(parse_slice(data, item.start, item.end))
        if len(shape) > limits.RANK or any(size < 0 for size in shape):
            raise self._damaged(reader, Text("{name} has an impossible shape", name=name))
        tensor = tensors.setdefault(name, _Tensor(dtype_of(dtype), shape))
        if tensor.shape != shape or tensor.dtype.enum != dtype_of(dtype).enum:
            raise self._damaged(reader, Text("{name} has another shape in another file of the checkpoint", name=name))
        for box in boxes:
            starts, lengths = box
            if len(starts) != len(shape) or any(
                begin < 0 or size < -1 or begin + max(size, 0) > whole
                for begin, size, whole in zip(starts, lengths, shape, strict=True)
            ):
                raise self._damaged(reader, Text("a slice of {name} reaches outside its shape", name=name))
            tensor.slices.append((file, box))

    def _measure_strings(self) -> dict[str, int]:
        """The bytes of each string tensor; only the slices themselves tell, so each block is walked once for all."""
        wanted: dict[tuple[int, Handle], dict[bytes, str]] = {}
        sizes = {name: 0 for name, tensor in self._tensors.items() if tensor.dtype.name == "string"}
        for name in sizes:
            for file, box in self._tensors[name].slices:
                key = slice_key(name, *box)
                handle = self._table(file).find(key)
                if handle is not None:
                    wanted.setdefault((file, handle), {})[key] = name
        for (file, handle), names in wanted.items():
            try:
                source, start, end = _block(self._table(file), handle)
                for key, value, stop in walk_block(source, start, end):
                    if key in names:
                        sizes[names[key]] += _string_bytes(source, value, stop)
            except FormatError:
                continue  # whoever reads these strings gets the sentence
        return sizes

    def _damaged(self, reader: Reader, what: Text) -> FormatError:
        return FormatError(reader.path, what, remedy=_REMEDY)

    def _entry(self, name: str) -> Entry:
        tensor = self._tensors[name]
        nbytes = self._string_bytes.get(name, element_count(tensor.shape) * tensor.dtype.itemsize)
        files = {file for file, _ in tensor.slices}
        return Entry(
            name,
            tensor.dtype,
            tensor.shape,
            nbytes,
            files.pop() if len(files) == 1 else None,
            None,
            max(1, len(tensor.slices)),
        )

    def all_entries(self) -> Iterator[Entry]:
        """Every entry in name order."""
        return iter(self.entries.values())

    def totals(self) -> Totals:
        """Variables, elements and bytes."""
        return Totals(
            len(self.entries),
            sum(element_count(entry.shape) for entry in self.entries.values()),
            sum(entry.nbytes for entry in self.entries.values()),
        )

    def tensor(self, name: str) -> TensorSource:
        tensor = self._tensors[name]
        parts = [
            Part(
                box[0],
                V1Slice(
                    name,
                    tensor.dtype,
                    resolve(box, tensor.shape)[1],
                    box,
                    partial(self._table, file),
                    self.shards[file].path,
                ),
            )
            for file, box in tensor.slices
        ]
        if len(parts) == 1 and parts[0].source.shape == tensor.shape:
            return parts[0].source
        return SlicedTensor(name, tensor.dtype, tensor.shape, parts, path=self.prefix)


def _string_bytes(source: ByteSource, start: int, end: int) -> int:
    """The bytes of the strings in a SavedTensorSlices with data."""
    cursor = Cursor(source)
    return sum(
        element.value
        for outer in cursor.fields(start, end)
        if (outer.number, outer.kind) == (2, LENGTH)
        for data in Cursor(source).fields(outer.start, outer.end)
        if (data.number, data.kind) == (3, LENGTH)
        for element in Cursor(source).fields(data.start, data.end)
        if element.kind == LENGTH and element.number in CONTENT_FIELDS
    )


def _block(table: Table, handle: Handle) -> tuple[ByteSource, int, int]:
    """Where a block's plain bytes are: in the file, or decompressed in memory."""
    if table.compression(handle) == NO_COMPRESSION:
        table.reader.check(handle.offset, handle.size)
        return table.reader, handle.offset, handle.offset + handle.size
    data = table.block(handle)
    return MemoryReader(table.reader.path, data), 0, len(data)


class V1Slice:
    """One slice of a V1 checkpoint; found in its table when it is read."""

    __slots__ = ("_box", "_open", "dtype", "name", "nbytes", "offset", "path", "shape")

    def __init__(
        self, name: str, dtype: DType, shape: tuple[int, ...], box: Box, open_table: partial[Table], path: Path
    ) -> None:
        self.name = name
        self.dtype = dtype
        self.shape = shape
        self.nbytes = element_count(shape) * dtype.itemsize
        self.path: Path | None = path
        self.offset: int | None = None
        self._box = box
        self._open = open_table

    def _handle(self, table: Table) -> tuple[bytes, Handle]:
        key = slice_key(self.name, *self._box)
        handle = table.find(key)
        if handle is None:
            raise self._missing(table)
        return key, handle

    def _missing(self, table: Table) -> FormatError:
        return FormatError(table.reader.path, Text("the values of {name} are missing", name=self.name), remedy=_REMEDY)

    def _find(self) -> TensorSource:
        """The slice's elements as a tensor in the file, or in its decompressed block."""
        table = self._open()
        key, handle = self._handle(table)
        source, start, end = _block(table, handle)
        place = next(((at, stop) for found, at, stop in walk_block(source, start, end) if found == key), None)
        if place is None:
            raise self._missing(table)
        cursor = Cursor(source)
        for outer in cursor.fields(*place):
            if outer.number == 2 and outer.kind == LENGTH:
                for item in cursor.fields(outer.start, outer.end):
                    if item.number == 3 and item.kind == LENGTH:
                        return self._elements(source, cursor, item.start, item.end)
        raise self._missing(table)

    def _elements(self, source: ByteSource, cursor: Cursor, start: int, end: int) -> TensorSource:
        contents = []
        for item in cursor.fields(start, end):
            if item.number in CONTENT_FIELDS:
                contents.append(item)
                if len(contents) > 1:
                    break
        path = source.path
        if len(contents) == 1:
            only = contents[0]
            if only.kind == LENGTH and is_raw(only.number, self.dtype) and only.value == self.nbytes:
                return FileTensor(
                    self.name,
                    self.dtype,
                    self.shape,
                    open_reader=lambda: source,
                    path=path,
                    offset=only.start,
                    nbytes=self.nbytes,
                )
        return StoredProtoTensor(
            self.name,
            self.dtype,
            self.shape,
            open_reader=lambda: source,
            path=path,
            start=start,
            end=end,
            nbytes=self.nbytes,
        )

    def read(self, index: Index | None = None, *, tick: Tick = None) -> Array:
        return self._find().read(index, tick=tick)

    def pieces(self, *, tick: Tick = None, check_crc: bool = False) -> Iterator[bytes | memoryview]:
        if check_crc and self.verify(tick=tick) is False:
            table = self._open()
            raise FormatError(
                table.reader.path,
                Text("the checksum of {name} is wrong", name=self.name),
                offset=self._handle(table)[1].offset,
                remedy=_REMEDY,
            )
        return self._find().pieces(tick=tick)

    def verify(self, *, tick: Tick = None) -> bool | None:
        """Whether the crc of the block that holds the slice is right."""
        table = self._open()
        offset, size = self._handle(table)[1]
        table.reader.check(offset, size + 5)
        crc = 0
        for done in range(0, size + 1, PIECE):
            crc = _extend_crc(crc, table.reader.read(offset + done, min(PIECE, size + 1 - done)))
            if tick is not None:
                tick()
        return mask_crc(crc) == int.from_bytes(table.reader.read(offset + size + 1, 4), "little")
