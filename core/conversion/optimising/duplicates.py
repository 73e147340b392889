"""Two ops that compute the same of the same are one too many."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from core.conversion.optimising.pure import PURE
from core.conversion.optimising.working import Working
from core.freezing.body import copy_of

_NOT_COUNTED = ("_class", "_output_shapes")
"""Attributes that say nothing about what is computed."""


def merge_duplicates(graph: Working, tick: Callable[[], None], *, read_values: bool = True) -> int:
    """Let the readers of each duplicate read the first of its kind; gives how many went.

    Args:
        graph: edited.
        tick: called often; may cancel.
        read_values: compare large constants that are in files, too; they are read only where another has the same
            dtype and shape.
    """
    alike: dict[tuple[int, tuple[int, ...]], int] = {}
    for name, held in graph.contents.items():
        if name in graph.nodes and graph.nodes[name].op == "Const":
            key = (held.dtype.enum, held.shape)
            alike[key] = alike.get(key, 0) + 1
    first: dict[bytes, str] = {}
    instead: dict[str, str] = {}
    for name in graph.order():
        tick()
        node = graph.nodes[name]
        _redirect(graph, node, instead)
        node = graph.nodes[name]
        content = graph.contents.get(name)
        if name in graph.unknown or not (node.op in PURE or node.op == "Const"):
            continue
        if content is not None and (not read_values or alike[content.dtype.enum, content.shape] < 2):
            continue
        key_bytes = _key(graph, node, tick)
        kept = first.setdefault(key_bytes, name)
        if kept != name and name not in graph.keep:
            instead[name] = kept
    # A loop's edges lead back to nodes that came earlier in the order: these read on from the one that stays, too.
    for node in list(graph.nodes.values()):
        _redirect(graph, node, instead)
    graph.remove(set(instead))
    if instead:
        graph.strip()
    return len(instead)


def _redirect(graph: Working, node: Any, instead: dict[str, str]) -> None:
    """Read, and wait for, the one that stays."""
    for place, text in enumerate(node.input):
        control = "^" if text.startswith("^") else ""
        source, colon, number = text.removeprefix("^").partition(":")
        if source in instead:
            graph.edit(node.name).input[place] = f"{control}{instead[source]}{colon}{number}"


def _key(graph: Working, node: Any, tick: Callable[[], None]) -> bytes:
    plain = copy_of(node)
    plain.name = ""
    for key in _NOT_COUNTED:
        if key in plain.attr:
            del plain.attr[key]
    data = [text.removesuffix(":0") for text in plain.input if not text.startswith("^")]
    waits = sorted(text for text in plain.input if text.startswith("^"))
    del plain.input[:]
    plain.input.extend([*data, *waits])
    digest = hashlib.blake2b(plain.SerializeToString(deterministic=True), digest_size=20)
    content = graph.contents.get(node.name)
    if content is not None:
        digest.update(repr((content.dtype.enum, content.shape)).encode())
        for piece in content.pieces(tick=tick):
            digest.update(piece)
    return digest.digest()
