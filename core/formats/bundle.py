"""V2 checkpoints: `PREFIX.index`, a table of entries, and `PREFIX.data-?????-of-?????`, the values.

Source: `tensorflow/core/protobuf/tensor_bundle.proto` and `tensorflow/core/util/tensor_bundle/tensor_bundle.cc`
(v2.21.0). The key "" holds BundleHeaderProto, every other key a BundleEntryProto:

| field | header | entry |
|---|---|---|
| 1 | num_shards, varint | dtype, varint |
| 2 | endianness, varint (1: big) | shape, TensorShapeProto |
| 3 | version | shard_id, varint |
| 4 | | offset, varint |
| 5 | | size, varint |
| 6 | | crc32c, fixed32, masked |
| 7 | | slices, TensorSliceProto, repeated: the value is in entries of their own |

Entries are decoded by hand, because a table may have a hundred thousand and most are alike: type and shape of
equal bytes are decoded once. Shards are opened only when a value is read. What isn't read: variants, whose
elements are messages that only TensorFlow's registered types know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from core import limits
from core.errors import FormatError, LimitExceeded, Problem, Text, counted
from core.formats.checkpoint import Entry, LazyEntries, ShardFile, Totals
from core.formats.collector import collector_paused
from core.formats.dtypes import DType, dtype_of
from core.formats.ordered_code import SLICE_KEY, slice_key
from core.formats.reader import Reader
from core.formats.shards import ShardPool, look_at_shard
from core.formats.sliced import Part, SlicedTensor
from core.formats.string_tensor import StringTensor, VariantTensor
from core.formats.table import Table
from core.formats.tensor import FileTensor, TensorSource, Tick, element_count
from core.formats.tensor_slice import Box, parse_shape, parse_slice, resolve
from core.formats.wire import LENGTH, VARINT, WireError, fields

STRING, RESOURCE, VARIANT = 7, 20, 21
_LAST_ENTRIES = 5_000
_MOST_NAMED = 20
_DAMAGED = Text("The file is damaged: copy or download it again.")


class Raw(NamedTuple):
    """A decoded BundleEntryProto."""

    dtype: DType
    shape: tuple[int, ...]
    shard: int
    offset: int
    size: int
    crc: int
    slices: tuple[Box, ...]


class Bundle:
    """A V2 checkpoint.

    Args:
        prefix: the path without `.index`.
        reader: the index, open, if it has been opened already.

    Raises:
        FormatError: the index can't be read.
    """

    kind = "checkpoint-v2"

    def __init__(self, prefix: Path, *, reader: Reader | None = None, tick: Tick = None) -> None:
        self.prefix = prefix
        self.problems: list[Problem] = []
        self._reader = reader or Reader(prefix.with_name(prefix.name + ".index"))
        self._shapes: dict[bytes, tuple[DType, tuple[int, ...]]] = {}
        with collector_paused():
            header = self._read_index(tick)
        self.num_shards, self.big_endian = self._header(header)
        self.entries: Mapping[str, Entry] = LazyEntries(self._raw, self._make)
        self._pool = ShardPool()
        self.shards = [look_at_shard(self.shard_path(i), i) for i in range(self.num_shards)]
        self._check_shards()

    def _read_index(self, tick: Tick) -> bytes:
        """Every entry of the table, by name; returns the header."""
        keys, values = Table(self._reader, tick=tick).columns()
        if not keys or keys[0] != b"":
            raise FormatError(self._reader.path, Text("the header entry is missing"), remedy=_DAMAGED)
        header = values[0]
        self._slices: dict[bytes, bytes] = {}
        first = 1
        while first < len(keys) and keys[first].startswith(SLICE_KEY):  # they sort before every name
            self._slices[keys[first]] = values[first]
            first += 1
        del keys[:first], values[:first]
        self._raw: dict[str, bytes]
        try:
            self._raw = dict(zip(map(bytes.decode, keys), values, strict=True))
        except UnicodeDecodeError:
            self._raw = {key.decode(errors="backslashreplace"): value for key, value in zip(keys, values, strict=True)}
            self._warn(Text("some names of variables are not text; their bytes are shown as \\x.."))
        if len(self._raw) < len(keys):
            self._warn(
                counted(
                    len(keys) - len(self._raw),
                    Text("one name appears twice; the last counts"),
                    Text("{count} names appear twice; the last of each counts", count=len(keys) - len(self._raw)),
                )
            )
        return header

    def _warn(self, what: Text) -> None:
        self.problems.append(Problem("warning", what, where=str(self._reader.path)))

    def _header(self, value: bytes) -> tuple[int, bool]:
        shards, endianness = 0, 0
        try:
            for field in fields(value):
                if field.kind == VARINT and field.number == 1:
                    shards = field.value
                elif field.kind == VARINT and field.number == 2:
                    endianness = field.value
        except WireError:
            raise FormatError(self._reader.path, Text("the header entry is damaged"), remedy=_DAMAGED) from None
        if shards > limits.SHARDS:
            raise LimitExceeded(
                self._reader.path,
                Text(
                    "{count} shards are more than the {limit} allowed", count=f"{shards:,}", limit=f"{limits.SHARDS:,}"
                ),
            )
        return shards, endianness == 1

    def shard_path(self, index: int) -> Path:
        """Where the shard of this number is, beside the index."""
        return self.prefix.with_name(f"{self.prefix.name}.data-{index:05d}-of-{self.num_shards:05d}")

    def _decode(self, name: str, value: bytes) -> Raw:
        """A BundleEntryProto: as TensorFlow writes them by hand, any other through `wire`."""
        usual = self._decode_usual(value)
        if usual is None:
            return self._decode_any(name, value)
        dtype, shape, shard, offset, size, crc = usual
        return Raw(dtype, shape, shard, offset, size, crc, ())

    def _decode_usual(self, value: bytes) -> tuple[DType, tuple[int, ...], int, int, int, int] | None:
        """An unsliced entry whose type and shape were met before; None for any other, or one that is damaged."""
        try:
            at = 4 + value[3]
            dtype, shape = self._shapes[value[:at]]
            end = len(value)
            shard = offset = size = crc = 0
            while at < end:
                tag = value[at]
                if tag == 0x35:
                    crc = int.from_bytes(value[at + 1 : at + 5], "little")
                    at += 5
                    continue
                byte = value[at + 1]
                at += 2
                number = byte & 0x7F
                shift = 7
                while byte >= 0x80:
                    byte = value[at]
                    at += 1
                    number |= (byte & 0x7F) << shift
                    shift += 7
                if tag == 0x28:
                    size = number
                elif tag == 0x20:
                    offset = number
                elif tag == 0x18:
                    shard = number
                else:
                    return None
        except (KeyError, IndexError):
            return None
        if at != end or offset >= 1 << 63 or size >= 1 << 63:
            return None
        return dtype, shape, shard, offset, size, crc

    def _decode_any(self, name: str, value: bytes) -> Raw:
        try:
            head = 4 + value[3] if value[0] == 8 and value[2] == 18 and value[1] < 128 and value[3] < 128 else 0
        except IndexError:
            head = 0
        if head > len(value):
            head = 0
        numbers = [0, 0, 0, 0]  # shard, offset, size, crc
        slices: list[Box] = []
        dtype = dtype_of(0)
        shape: tuple[int, ...] = ()
        try:
            if head:
                dtype, shape = dtype_of(value[1]), parse_shape(value, 4, head)
            for number, kind, content, start, end in fields(value, head):
                if number == 1 and kind == VARINT:
                    dtype, head = dtype_of(content), 0
                elif number == 2 and kind == LENGTH:
                    shape, head = parse_shape(value, start, end), 0
                elif 3 <= number <= 6 and kind != LENGTH:
                    numbers[number - 3] = content
                elif number == 7 and kind == LENGTH:
                    slices.append(parse_slice(value, start, end))
        except WireError:
            raise self._bad(Text("the entry of {name} is damaged", name=name)) from None
        shard, offset, size, crc = numbers
        if offset >= 1 << 63 or size >= 1 << 63 or any(axis < 0 for axis in shape):
            raise self._bad(Text("the entry of {name} holds impossible numbers", name=name))
        if len(shape) > limits.RANK or len(slices) > limits.SLICES:
            raise LimitExceeded(self._reader.path, Text("{name} has too many axes or slices", name=name))
        if head:
            self._shapes[value[:head]] = (dtype, shape)  # only now: it was found to be possible
        return Raw(dtype, shape, shard, offset, size, crc, tuple(slices))

    def _bad(self, what: Text) -> FormatError:
        return FormatError(self._reader.path, what, remedy=_DAMAGED)

    def all_entries(self) -> Iterator[Entry]:
        """Every entry in name order, made for the purpose and not kept."""
        usual, make = self._decode_usual, self._make
        for name, value in self._raw.items():
            found = usual(value)
            yield (
                make(name, value) if found is None else Entry(name, found[0], found[1], found[4], found[2], found[3], 1)
            )

    def _make(self, name: str, value: bytes) -> Entry:
        raw = self._decode(name, value)
        if not raw.slices:
            return Entry(name, raw.dtype, raw.shape, raw.size, raw.shard, raw.offset, 1)
        parts = [self._decode(name, found) for found in map(self._slices.get, self._slice_keys(name, raw)) if found]
        shards = {part.shard for part in parts}
        return Entry(
            name,
            raw.dtype,
            raw.shape,
            sum(part.size for part in parts),
            shards.pop() if len(shards) == 1 else None,
            None,
            len(raw.slices),
        )

    def _slice_keys(self, name: str, raw: Raw) -> list[bytes]:
        return [slice_key(name, starts, lengths) for starts, lengths in raw.slices]

    def totals(self) -> Totals:
        """Variables, elements and bytes; equal types and shapes are decoded once."""
        elements = nbytes = 0
        # dtype and shape, if the entry begins as TensorFlow writes it; what does not is looked at one by one.
        heads = Counter([value[: 4 + value[3]] if len(value) > 3 else value for value in self._raw.values()])
        special = {head for head in heads if not _is_plain(head)}
        names = []
        if special:
            for name, value in self._raw.items():
                if (value[: 4 + value[3]] if len(value) > 3 else value) in special:
                    names.append(name)
        for head, count in heads.items():
            if head in special:
                continue
            raw = self._decode("", head)
            elements += count * element_count(raw.shape)
            nbytes += count * element_count(raw.shape) * raw.dtype.itemsize
        for name in names:
            entry = self.entries[name]
            elements += element_count(entry.shape)
            nbytes += entry.nbytes
        return Totals(len(self._raw), elements, nbytes)

    def tensor(self, name: str) -> TensorSource:
        raw = self._decode(name, self._raw[name])
        if not raw.slices:
            return self._source(name, raw)
        parts = []
        for box, key in zip(raw.slices, self._slice_keys(name, raw), strict=True):
            found = self._slices.get(key)
            if found is None:
                raise self._bad(Text("a slice of {name} is missing from the index", name=name))
            if len(box[0]) != len(raw.shape):
                raise self._bad(Text("a slice of {name} has a different rank than the whole", name=name))
            part = self._decode(name, found)
            starts, sizes = resolve(box, raw.shape)
            if part.shape != sizes or part.dtype != raw.dtype:
                raise self._bad(Text("a slice of {name} has another shape than its key says", name=name))
            parts.append(Part(starts, self._source(name, part)))
        return SlicedTensor(name, raw.dtype, raw.shape, parts, path=self._reader.path)

    def _source(self, name: str, raw: Raw) -> TensorSource:
        opener = partial(self._open_shard, raw.shard, name)
        path = self.shard_path(raw.shard)
        if raw.dtype.enum in (STRING, VARIANT):
            kind = StringTensor if raw.dtype.enum == STRING else VariantTensor
            return kind(
                name,
                raw.dtype,
                raw.shape,
                open_reader=opener,
                path=path,
                offset=raw.offset,
                nbytes=raw.size,
                crc=raw.crc,
                big_endian=self.big_endian,
            )
        return FileTensor(
            name,
            raw.dtype,
            raw.shape,
            open_reader=opener,
            path=path,
            offset=raw.offset,
            nbytes=raw.size,
            crc=raw.crc,
            big_endian=self.big_endian,
        )

    def _open_shard(self, shard: int, name: str) -> Reader:
        if shard >= len(self.shards):
            raise self._bad(
                Text(
                    "{name} is in shard {shard}, and there are {count}", name=name, shard=shard, count=len(self.shards)
                )
            )
        return self._pool.open(self.shards[shard])

    def _check_shards(self) -> None:
        """Name the shards that are absent or can't be what they are called; say which are too short."""
        unusable = [shard for shard in self.shards if shard.note is not None]
        for shard in unusable[:_MOST_NAMED]:
            self._shard_problem(shard)
        if len(unusable) > _MOST_NAMED:
            what = Text("{count} of {all} shards can't be used", count=len(unusable), all=len(self.shards))
            self.problems.append(Problem("error", what, where=str(self._reader.path)))
        self._expect_sizes()
        for shard in self.shards:
            if shard.present and shard.size < shard.expected:
                shard.note = Text(
                    "it is cut off: {size} of {expected} bytes are there",
                    size=f"{shard.size:,}",
                    expected=f"{shard.expected:,}",
                )
                self._shard_problem(shard, Text("Copy or download it again."))

    def _shard_problem(self, shard: ShardFile, remedy: Text | None = None) -> None:
        what = Text("{file}: {note}", file=shard.path.name, note=shard.note)
        self.problems.append(Problem("error", what, where=str(shard.path), remedy=remedy))

    def _expect_sizes(self) -> None:
        """How long each shard must be at least.

        TensorFlow writes values in the order of their names, so the last ones of a shard are at its end: of a large
        table only the last `_LAST_ENTRIES` are decoded, because decoding all of them costs more than opening may.
        """
        newest = chain(reversed(self._raw.items()), (("", value) for value in self._slices.values()))
        for name, value in islice(newest, _LAST_ENTRIES):
            try:
                raw = self._decode(name, value)
            except FormatError:
                continue  # whoever looks at the entry gets the sentence
            if not raw.slices and raw.shard < len(self.shards):
                shard = self.shards[raw.shard]
                shard.expected = max(shard.expected, raw.offset + raw.size)


def _is_plain(head: bytes) -> bool:
    """Whether an entry that begins so has a dtype of fixed size and a shape, in this order and in short form."""
    return (
        len(head) > 3
        and len(head) == 4 + head[3]
        and head[0] == 8
        and head[2] == 18
        and head[1] < 128
        and head[3] < 128
        and head[1] not in (STRING, RESOURCE, VARIANT)
    )
