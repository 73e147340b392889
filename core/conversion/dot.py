r"""Graphviz' DOT language, written piece by piece.

Source: https://graphviz.org/doc/info/lang.html (2024). Every name and value stands in quotes, where the only letter
that the lexer takes for itself is the quote; a backslash is doubled, because labels give it a meaning of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from core.conversion.networks import Network

_COLOURS = {
    "nn": "#2f6db3", "activation": "#b0503f", "shape": "#3d8a57", "maths": "#7c6f9c", "normalisation": "#8a6d1d",
    "data": "#4b5563",
}  # fmt: skip
_HEAD = """  graph [rankdir="TB", fontname="Helvetica"];
  node [shape="box", style="rounded,filled", fillcolor="#ffffff", fontname="Helvetica", fontsize="11"];
  edge [color="#6b7280", arrowsize="0.6", fontname="Helvetica", fontsize="9"];
"""


class Sink(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes | memoryview, /) -> object:
        """Append bytes."""


def write_dot(network: Network, sink: Sink, tick: Callable[[], None]) -> None:
    """Write a network as a `digraph`.

    Args:
        network: as `core.conversion.networks` makes them.
        sink: takes the text, UTF-8.
        tick: called often; may raise to cancel.
    """
    sink.write(f"digraph {quoted(network.graph.get('name', ''))} {{\n{_HEAD}".encode())
    for piece in _pieces(_lines(network)):
        sink.write(piece.encode())
        tick()
    sink.write(b"}\n")


def quoted(text: object) -> str:
    """A name or value as it stands in the file."""
    letters = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n")
    return '"' + "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in letters) + '"'


def _lines(network: Network) -> Iterable[str]:
    for name, attributes in network.nodes(data=True):
        yield f"  {quoted(name)} [{_attributes(_node(attributes))}];\n"
    for source, target, attributes in network.edges(data=True):
        control = attributes.get("control") or not attributes.get("tensors", 1)
        style = {"style": "dashed"} if control else {}
        yield f"  {quoted(source)} -> {quoted(target)} [{_attributes({**attributes, **style})}];\n"


def _node(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """A node's own attributes, and what makes it readable when it is drawn."""
    op = attributes.get("op")
    ops = attributes.get("ops", 0)
    second = op or ("1 op" if ops == 1 else f"{ops:,} ops")
    drawn = {**attributes, "label": f"{attributes.get('label', '')}\n{second}"}
    if "shape" in attributes:
        drawn["tensor_shape"] = drawn.pop("shape")  # `shape` is the box's in this language
    drawn["color"] = _COLOURS.get(str(attributes.get("category")), "#98a1af")
    return drawn


def _attributes(attributes: Mapping[str, Any]) -> str:
    return ", ".join(f"{quoted(key)}={quoted(_text(value))}" for key, value in attributes.items())


def _text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _pieces(lines: Iterable[str]) -> Iterable[str]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) >= 500:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting)
