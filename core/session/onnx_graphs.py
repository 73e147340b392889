"""Worker side: an ONNX graph with the graphs inside its nodes, which are the bodies of loops and branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def graphs(graph: Any) -> Iterator[Any]:
    """A graph, and those inside its nodes."""
    yield graph
    for node in graph.node:
        for inner in _inside(node):
            yield from graphs(inner)


def tell_names_apart(graph: Any) -> None:
    """Rename what a body calls as something is called around it, which ONNX forbids.

    A body comes from a function of TensorFlow, in which names are its own.
    """
    taken = set(_defined(graph))
    for node in graph.node:
        for inner in _inside(node):
            _rename(inner, {}, taken)


def _rename(graph: Any, around: Mapping[str, str], taken: set[str]) -> None:
    names = dict(around)
    for name in _defined(graph):
        free, number = name, 1
        while free in taken:
            free, number = f"{name}_{number}", number + 1
        taken.add(free)
        names[name] = free
    for each in (*graph.input, *graph.output, *graph.initializer, *graph.value_info):
        each.name = names.get(each.name, each.name)
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
        for inner in _inside(node):
            _rename(inner, names, taken)


def _inside(node: Any) -> Iterator[Any]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs


def _defined(graph: Any) -> Iterator[str]:
    """The names that a graph gives values, each once; an output that isn't needed has none."""
    names = [each.name for each in (*graph.input, *graph.initializer)]
    names += [name for node in graph.node for name in node.output if name]
    yield from dict.fromkeys(names)
