"""Ops that do more than compute: they read or write files, run Python, or talk to the network.

A graph is a program by a stranger. What of it would reach outside is named before the first run, and the person asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from core.errors import Text

Kind = Literal["reads", "writes", "python", "network"]

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("python", re.compile(r"(Eager)?PyFunc(Stateless)?")),
    ("writes", re.compile(
        r"WriteFile|Save(V2|Slices)?|MergeV2Checkpoints|WriteSummary|Write(Scalar|Histogram|Image|Audio"
        r"|Graph|RawProto)Summary|CreateSummaryFileWriter|CreateSummaryDbWriter|ImportEvent|SaveDataset(V2)?"
        r"|(Experimental)?DatasetToTFRecord|CacheDataset(V2)?|SnapshotDataset(V2)?|SnapshotDatasetReader"
        r"|DistributedSave|DebugIdentity(V[23])?|DebugNanCount|DebugNumericSummary(V2)?"
        r"|DumpTensor|FileSystemSetConfiguration|PrintV2"
    )),
    ("reads", re.compile(
        r"ReadFile|MatchingFiles|(WholeFile|TextLine|FixedLengthRecord|TFRecord|LMDB)Reader(V2)?|Restore(V2|Slice)?"
        r"|(TextLine|TFRecord|FixedLengthRecord|LMDB|CSV|ExperimentalCSV|ExperimentalLMDB|ExperimentalMatchingFiles"
        r"|MatchingFiles|Sql|ExperimentalSql|Load)Dataset(V2)?|RecordInput"
        r"|InitializeTableFromTextFile(V2)?|ImmutableConst|LoadAndRemapMatrix|GenerateVocabRemapping"
        r"|DecodeProtoV2|EncodeProto|ListSnapshotChunksDataset|SnapshotNestedDatasetReader|SnapshotChunkDataset"
        r"|DTensorRestoreV2"
    )),
    ("network", re.compile(
        r"Rpc(Call|Server\w*|Client)|RegisterDataset(V2)?|DataServiceDataset(V[234])?|BigQueryReader|Bigtable\w*"
        r"|Gcs\w*|Kafka\w*"
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Risk:
    """One kind of op that reaches outside.

    Attributes:
        kind: what it does.
        op: its type.
        nodes: those that would run, functions' included (`node in function`).
        files: names of files that stand in the graph beside it, as far as these can be told.
    """

    kind: Kind
    op: str
    nodes: tuple[str, ...]
    files: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """In one sentence."""
        first = self.nodes[0]
        if self.files:
            said = {
                "reads": Text("{node} ({op}) reads the file {file}.", node=first, op=self.op, file=self.files[0]),
                "writes": Text("{node} ({op}) writes the file {file}.", node=first, op=self.op, file=self.files[0]),
            }.get(self.kind)
            if said is not None:
                return said
        return {
            "reads": Text("{node} ({op}) reads files of this machine.", node=first, op=self.op),
            "writes": Text("{node} ({op}) may write files on this machine.", node=first, op=self.op),
            "python": Text("{node} ({op}) runs Python.", node=first, op=self.op),
            "network": Text("{node} ({op}) talks to other machines.", node=first, op=self.op),
        }[self.kind]


def kind_of(op: str) -> Kind | None:
    """What an op of this type does beyond computing; None for nothing."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(op)), None)


def find_risks(nodes: Iterable[Any], functions: Iterable[Any], *, own_files: Iterable[str] = ()) -> list[Risk]:
    """What these nodes, and the functions they can call, would do outside.

    Args:
        nodes: NodeDefs that would run.
        functions: FunctionDefs that can be called from them.
        own_files: nodes whose files are the model's own assets.

    Returns:
        one per op type, in the order found.
    """
    everything = list(nodes)
    own = set(own_files)
    texts = {node.name: _text_of(node) for node in everything if node.op == "Const"}
    found: dict[str, tuple[list[str], list[str]]] = {}
    for node in everything:
        if kind_of(node.op) is None or _harmless(node) or node.name in own:
            continue
        names, files = found.setdefault(node.op, ([], []))
        names.append(node.name)
        files += [text for text in (texts.get(each.partition(":")[0], "") for each in node.input) if "/" in text]
    for function in functions:
        for node in function.node_def:
            if kind_of(node.op) is not None and not _harmless(node):
                found.setdefault(node.op, ([], []))[0].append(f"{function.signature.name}/{node.name}")
    return [Risk(kind, op, tuple(names), tuple(files)) for op, (names, files) in found.items()
            if (kind := kind_of(op)) is not None]  # fmt: skip


def _harmless(node: Any) -> bool:
    """Ops of the list that reach nothing outside as they stand."""
    if node.op == "PrintV2":
        return not _attribute(node, "output_stream").startswith(b"file://")
    if node.op in ("DecodeProtoV2", "EncodeProto"):
        source = _attribute(node, "descriptor_source")
        return source in (b"", b"local://") or source.startswith(b"bytes://")
    return False


def _attribute(node: Any, key: str) -> bytes:
    # Asking a protobuf map for what it lacks puts it there, and this node is the file's own.
    return bytes(node.attr[key].s) if key in node.attr else b""


def _text_of(node: Any) -> str:
    texts = node.attr["value"].tensor.string_val if "value" in node.attr else []
    return texts[0].decode("utf-8", "replace") if len(texts) == 1 else ""
