"""Nodes that are being rewritten: the main graph's, or those of one function's body.

A body edits copies; the NodeDefs of the opened model stay as they are in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

ARGUMENT = "@"
"""Before the name of a function's argument where a source is meant (no op's name begins with it)."""


class Body:
    """Nodes by name in file order, and who reads whom.

    Args:
        nodes: NodeDef messages.
        function: the FunctionDef whose body it is (a copy that may be edited); None for the main graph.

    Attributes:
        originals: the nodes as they were given, with the control inputs that a rewritten node may have lost.
    """

    def __init__(self, nodes: Iterable[Any], function: Any = None) -> None:
        self.function = function
        self.nodes: dict[str, Any] = {}
        for node in nodes:
            self.nodes.setdefault(node.name, node)
        self.originals = dict(self.nodes)
        self._edited: set[str] = set()
        self._readers: dict[str, list[tuple[str, int]]] | None = None

    @property
    def name(self) -> str:
        """The function's name; empty for the main graph."""
        return str(self.function.signature.name) if self.function is not None else ""

    def source_of(self, text: str) -> str:
        """What an input names: a node, or `ARGUMENT` and an argument's name. Controls lose their `^`."""
        text = text.removeprefix("^")
        name, colon, _ = text.partition(":")
        return name if self.function is None or colon or name in self.nodes else ARGUMENT + name

    def readers(self, source: str) -> list[tuple[str, int]]:
        """The data inputs that a source feeds, as (node, place), in file order. Edges are those of the file."""
        if self._readers is None:
            self._readers = {}
            for node in self.nodes.values():
                for place, text in enumerate(node.input):
                    if not text.startswith("^"):
                        self._readers.setdefault(self.source_of(text), []).append((node.name, place))
        return [(name, place) for name, place in self._readers.get(source, ()) if name in self.nodes]

    def edit(self, name: str) -> Any:
        """The node, as a copy that may be changed."""
        node = self.nodes[name]
        if name not in self._edited:
            node = self.nodes[name] = copy_of(node)
            self._edited.add(name)
        return node

    def add(self, node: Any) -> None:
        """A node that the file doesn't have, after all others."""
        self.nodes[node.name] = node
        self._edited.add(node.name)

    def replace(self, node: Any) -> None:
        """Another node in the place of the one of this name."""
        self.nodes[node.name] = node
        self._edited.add(node.name)

    def remove(self, names: set[str]) -> None:
        """Take nodes out, and every control input (and control result) that names one."""
        for name in names:
            self.nodes.pop(name, None)
        for node in list(self.nodes.values()):
            gone = [text for text in node.input if text.startswith("^") and text[1:].partition(":")[0] in names]
            if gone:
                edited = self.edit(node.name)
                kept = [text for text in edited.input if text not in gone]
                del edited.input[:]
                edited.input.extend(kept)
        if self.function is not None:
            for key in [key for key, name in self.function.control_ret.items() if name in names]:
                del self.function.control_ret[key]

    def unused_name(self, wanted: str) -> str:
        """`wanted`, or with a number where that is taken."""
        name, number = wanted, 0
        while name in self.nodes:
            number += 1
            name = f"{wanted}_{number}"
        return name


def copy_of(message: Any) -> Any:
    """A protocol buffer message of its own."""
    copy = type(message)()
    copy.CopyFrom(message)
    return copy


def colocations(node: Any) -> Iterator[str]:
    """The nodes that a node's `_class` names (`loc:@x`)."""
    if "_class" in node.attr:
        for text in node.attr["_class"].list.s:
            yield text.decode("utf-8", "replace").removeprefix("loc:@")


def drop_colocations(body: Body, absent: Iterable[str]) -> list[str]:
    """Take `loc:@x` out of every node's `_class` for each absent x. Gives the nodes changed."""
    gone = {f"loc:@{name}".encode() for name in absent} | {name.encode() for name in absent}
    changed = []
    for node in list(body.nodes.values()):
        if "_class" in node.attr and any(text in gone for text in node.attr["_class"].list.s):
            edited = body.edit(node.name)
            kept = [text for text in edited.attr["_class"].list.s if text not in gone]
            del edited.attr["_class"].list.s[:]
            edited.attr["_class"].list.s.extend(kept)
            if not kept:
                del edited.attr["_class"]
            changed.append(node.name)
    return changed
