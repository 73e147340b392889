"""Damage to files, and what must hold for each: an error in words, or a model all of which can be looked at.

Used by the tests, by `long_run.py` (a million inputs) and by `atheris_harness.py`. Files are real files: a copy of
the model with one file replaced. Tables are also damaged inside their blocks with the checksums made right again,
because a checksum would otherwise keep every such input out.
"""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import google_crc32c
from tensorboard.compat.proto import graph_pb2

from core.errors import CryographError
from core.formats.graphdef import scan_graph
from core.formats.metagraph import scan_metagraph
from core.formats.object_graph import parse_object_graph
from core.formats.reader import MemoryReader
from core.formats.table import decompress, parse_block, walk_block
from core.formats.tensor import element_count, mask_crc
from core.formats.text_proto import translate
from core.formats.text_schema import schema_of
from core.graph.op_graph import OpGraph
from core.opening import find_models, open_model
from core.scanning import scan

GRAPH = graph_pb2.GraphDef.DESCRIPTOR
MAGIC = bytes.fromhex("57fb808b247547db")
INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x0A, 0x12, 0x1A, 0x22, 0x2A, 0x42)
WORST_NUMBERS = (0, 1, 127, 128, 2**31 - 1, 2**31, 2**32, 2**40, 2**62, 2**63 - 1, 2**63, 2**64 - 1)
MOST_LOOKED_AT = 40


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def table_of(entries: list[tuple[bytes, bytes]], *, per_block: int = 4, compress: bool = False) -> bytes:
    """A table with right checksums, of any entries in any order; plain keys, no prefixes shared."""
    out = bytearray()

    def block(pairs: list[tuple[bytes, bytes]], snappy: bool) -> bytes:
        content = b"".join(varint(0) + varint(len(k)) + varint(len(v)) + k + v for k, v in pairs)
        content += struct.pack("<II", 0, 1)
        if snappy:
            import cramjam

            content = bytes(cramjam.snappy.compress_raw(content))
        kind = b"\x01" if snappy else b"\x00"
        handle = varint(len(out)) + varint(len(content))
        out.extend(content + kind + struct.pack("<I", mask_crc(google_crc32c.value(content + kind))))
        return handle

    index = []
    for first in range(0, len(entries), per_block):
        pairs = entries[first : first + per_block]
        index.append((pairs[-1][0], block(pairs, compress)))
    meta = block([], False)
    handles = meta + block(index, False)
    return bytes(out) + handles.ljust(40, b"\x00") + MAGIC


def entries_of(data: bytes, path: Path) -> list[tuple[bytes, bytes]]:
    """The entries of a good table."""
    from core.formats.reader import Reader
    from core.formats.table import Table

    path.write_bytes(data)
    return list(zip(*Table(Reader(path)).columns(), strict=True))


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes with one to a few things wrong."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        size = len(out)
        at = chance.randrange(size) if size else 0
        kind = chance.randrange(9)
        if kind == 0 and size:
            out[at] ^= 1 << chance.randrange(8)
        elif kind == 1 and size:
            out[at] = chance.choice(INTERESTING)
        elif kind == 2:
            del out[at:]
        elif kind == 3:
            del out[at : at + chance.randrange(1, 40)]
        elif kind == 4:
            out[at:at] = varint(chance.choice(WORST_NUMBERS))
        elif kind == 5:
            worst = varint(chance.choice(WORST_NUMBERS))
            out[at : at + len(worst)] = worst
        elif kind == 6 and size:
            other = chance.randrange(size)
            out[at:at] = out[other : other + chance.randrange(1, 60)]
        elif kind == 7 and size:
            other = chance.randrange(size)
            piece = out[other : other + chance.randrange(1, 60)]
            out[at : at + len(piece)] = piece
        else:
            out[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 8)))
    return bytes(out)


def damaged_table(entries: list[tuple[bytes, bytes]], chance: random.Random) -> bytes:
    """A table with right checksums and wrong entries."""
    pairs = list(entries)
    for _ in range(chance.choice((1, 1, 2, 4))):
        if not pairs:
            break
        at = chance.randrange(len(pairs))
        key, value = pairs[at]
        kind = chance.randrange(6)
        if kind < 3:
            pairs[at] = (key, damaged(value, chance))
        elif kind == 3:
            pairs[at] = (damaged(key, chance), value)
        elif kind == 4:
            pairs[at] = (key, pairs[chance.randrange(len(pairs))][1])
        else:
            del pairs[at]
    return table_of(pairs, per_block=chance.choice((1, 3, 100)), compress=chance.random() < 0.2)


def look_at_everything(path: Path) -> str:
    """Open what is at a path and look at all of it; CryographError is the only thing that may be raised.

    Returns:
        `refused` or `opened`.
    """
    try:
        find_models(path)
    except CryographError as error:
        said(error)
    try:
        model = open_model(path)
    except CryographError as error:
        said(error)
        return "refused"
    for problem in model.problems:
        assert str(problem)
    for entry in model.files:
        assert str(entry.what)
    for problem in scan(model, every_step=False).problems:  # tells, and raises nothing
        assert str(problem)
    try:
        variables = model.variables()
    except CryographError as error:
        said(error)
        variables = []
    for variable in variables[:MOST_LOOKED_AT]:
        assert variable.group
        look_at_tensor(lambda variable=variable: variable.source)
    if model.checkpoint is not None:
        try:
            model.checkpoint.totals()
        except CryographError as error:
            said(error)
    if model.graph is not None:
        look_at_graph(model.graph)
        for name in [*model.binding.by_node, *model.binding.unbound][:MOST_LOOKED_AT]:
            try:
                found = model.variable_of_node(name)
            except CryographError as error:
                said(error)
                continue
            if found is not None:
                look_at_tensor(lambda found=found: found.source)
    return "opened"


def said(error: CryographError) -> None:
    text = str(error)
    assert text
    assert "Traceback" not in text


def look_at_tensor(get: object) -> None:
    try:
        source = get()  # type: ignore[operator]
        if element_count(source.shape) < 1 << 20:
            source.read()
        if source.shape:
            source.read((slice(0, 1),))
        source.verify()
        if source.dtype.name != "string" and source.nbytes < 1 << 20 and element_count(source.shape) < 1 << 20:
            for _ in source.pieces(check_crc=True):
                pass
    except CryographError as error:
        said(error)


def look_at_graph(graph: OpGraph, depth: int = 0) -> None:
    list(graph.edges())
    if len(graph):
        graph.outputs_of(0)
    for node in graph.nodes[: MOST_LOOKED_AT * 4]:
        assert isinstance(node.device, str)
        look_at_tensor(lambda node=node: graph.tensor_of(node.name) or EMPTY)
    if depth == 0:
        for name in list(graph.functions)[:MOST_LOOKED_AT]:
            look_at_graph(graph.function(name), 1)


def parse_buffer(kind: str, data: bytes) -> str:
    """The parsers by themselves, without files: quicker, so more inputs.

    Args:
        kind: `graph`, `meta`, `text`, `block`, `objects` or `snappy`.
        data: the input.
    """
    path = Path("buffer")
    reader = MemoryReader(path, data)
    try:
        if kind == "graph":
            scanned = scan_graph(reader)
            look_at_graph(OpGraph(scanned.nodes, library=scanned.library, tensors=scanned.tensors))
        elif kind == "meta":
            scan_metagraph(reader)
        elif kind == "text":
            translate(reader, schema_of(GRAPH))
        elif kind == "block":
            parse_block(data, reader, 0)
            for _ in walk_block(reader, 0, len(data)):
                pass
        elif kind == "objects":
            parse_object_graph(data, path)
        else:
            decompress(data, reader, 0)
    except CryographError as error:
        said(error)
        return "refused"
    return "opened"


class _Empty:
    """Stands for no tensor."""

    class dtype:  # noqa: N801
        name = "string"

    shape = ()
    nbytes = 0

    def read(self, index: object = None) -> None: ...

    def verify(self) -> None: ...


EMPTY = _Empty()


class Target:
    """One file of one model of the corpus, and how it is damaged.

    Args:
        folder: of the model in the corpus.
        name: the file's path inside.
        ask: the path inside that is opened; the folder itself if empty.
    """

    def __init__(self, folder: Path, name: str, ask: str = "") -> None:
        self.folder = folder
        self.name = name
        self.ask = ask
        self.data = (folder / name).read_bytes()
        self.is_table = self.data.endswith(MAGIC)
        self._entries: list[tuple[bytes, bytes]] | None = None

    def __str__(self) -> str:
        return f"{self.folder.name}/{self.name}"

    def prepare(self, scratch: Path) -> Path:
        """A copy of the model to put damaged files into."""
        copy = scratch / self.folder.name
        if not copy.exists():
            shutil.copytree(self.folder, copy)
            for path in (copy, *copy.rglob("*")):
                path.chmod(0o755 if path.is_dir() else 0o644)
        if self.is_table and self._entries is None:
            self._entries = entries_of(self.data, scratch / "entries")
        return copy

    def mutate(self, chance: random.Random) -> bytes:
        """Damaged bytes."""
        if self._entries is not None and chance.random() < 0.6:
            return damaged_table(self._entries, chance)
        return damaged(self.data, chance)

    def run(self, copy: Path, data: bytes) -> str:
        """Put the bytes in place, look at everything, and put the good ones back."""
        target = copy / self.name
        target.write_bytes(data)
        try:
            return look_at_everything(copy / self.ask if self.ask else copy)
        finally:
            target.write_bytes(self.data)


def targets(corpus: Path) -> Iterator[Target]:
    """Every file of the corpus that a reader parses."""
    yield Target(corpus / "v2_dtypes", "model.ckpt.index", "model.ckpt")
    yield Target(corpus / "v2_dtypes", "model.ckpt.data-00000-of-00001", "model.ckpt")
    yield Target(corpus / "v2_sharded", "wide.ckpt.index", "wide.ckpt")
    yield Target(corpus / "v2_sliced", "model.ckpt-5.index", "model.ckpt-5")
    yield Target(corpus / "v2_sliced", "model.ckpt-5.meta")
    yield Target(corpus / "v2_sliced", "checkpoint")
    yield Target(corpus / "v1_sliced", "model.ckpt-5", "model.ckpt-5")
    yield Target(corpus / "v1_sharded", "export-00001-of-00002")
    yield Target(corpus / "object_based", "ckpt-2.index", "ckpt-2")
    yield Target(corpus / "object_based", "ckpt-2.data-00000-of-00001", "ckpt-2")
    yield Target(corpus / "saved_model_tf1", "saved_model.pb")
    yield Target(corpus / "saved_model_tf2", "saved_model.pb")
    yield Target(corpus / "graph_binary", "graph.pb")
    yield Target(corpus / "graph_text", "graph.pbtxt")


def buffers(corpus: Path) -> dict[str, bytes]:
    """For each kind of `parse_buffer`, a good input."""
    import cramjam

    from core.formats.object_graph import OBJECT_GRAPH_KEY

    graph = (corpus / "graph_binary" / "graph.pb").read_bytes()
    table = (corpus / "v2_sliced" / "model.ckpt-5.index").read_bytes()
    objects = open_model(corpus / "object_based").tensor(OBJECT_GRAPH_KEY).read().item()
    lines = (corpus / "graph_text" / "graph.pbtxt").read_bytes().split(b"\nnode {")
    return {
        "graph": graph[:3000],
        "meta": (corpus / "v2_sliced" / "model.ckpt-5.meta").read_bytes(),
        "text": b"\nnode {".join(lines[:6]),
        "block": table[:-100],
        "objects": objects,
        "snappy": bytes(cramjam.snappy.compress_raw(graph[:3000])),
    }
