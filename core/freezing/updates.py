"""Ops that write variables (Assign, moving averages, …) and are still in reach of the outputs.

TensorFlow leaves them in, reading a constant where they need a variable, and the graph can't be imported. An update
whose result no output needs is dropped; one that an output does need can't be frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from core.errors import Text
from core.freezing.body import Body, drop_colocations

if TYPE_CHECKING:
    from core.freezing.rewrite import Rewriter


def drop_updates(rewriter: Rewriter, body: Body, roots: Iterable[str], updates: Mapping[str, str]) -> None:
    """Take updates out of a body, or refuse.

    Args:
        rewriter: told each repair and refusal.
        body: edited in place.
        roots: the outputs' sources.
        updates: node → the variable that it writes.
    """
    if not updates:
        return
    if rewriter.as_tensorflow:
        for name, variable in updates.items():
            rewriter.refuse(
                Text(
                    "{node} writes the variable {variable}: TensorFlow can't import the result.",
                    node=rewriter.where(body, name),
                    variable=variable,
                ),
                name,
            )
        return
    by_data, by_any = _following(body, controls=False), _following(body, controls=True)
    tainted = _downstream(by_data, updates)
    needed = _by_data(body, roots, stop=tainted)
    spoiled = needed & tainted
    after = _downstream(by_any, updates)
    refused = False
    for name, variable in updates.items():
        # Walking from each update by itself is only worth it where the walk from all of them met something.
        mine = _downstream(by_data, [name]) if spoiled else set()
        user = next((node for node in sorted(spoiled) if node in mine), None)
        # What only another update reads goes with that one.
        readers = [
            reader
            for reader in _readers_of_target(body, name)
            if reader in after and reader in needed and reader not in updates
        ]
        late = next(iter(sorted(_downstream(by_any, [name]).intersection(readers))), None) if readers else None
        if user is not None:
            rewriter.refuse(
                Text(
                    "An output needs what {node} ({op}) writes into {variable}: a frozen graph can't write.",
                    node=rewriter.where(body, name),
                    op=body.nodes[name].op,
                    variable=variable,
                ),
                name,
                Text("Choose an output before the update."),
            )
            refused = True
        elif late is not None:
            rewriter.refuse(
                Text(
                    "{reader} reads {variable} after {node} ({op}) wrote it: a frozen graph can't write.",
                    reader=late,
                    variable=variable,
                    node=rewriter.where(body, name),
                    op=body.nodes[name].op,
                ),
                name,
                Text("Choose an output before the update."),
            )
            refused = True
    if refused:
        return
    for name, variable in updates.items():
        rewriter.repaired(
            name,
            Text(
                "{node} ({op}) updates the variable {variable}; no output needs that, so it is left out.",
                node=rewriter.where(body, name),
                op=body.nodes[name].op,
                variable=variable,
            ),
        )
    body.remove(tainted)
    drop_colocations(body, tainted)


def _following(body: Body, *, controls: bool) -> dict[str, list[str]]:
    """What reads each node, over data or over all edges."""
    following: dict[str, list[str]] = {}
    # What a rewritten read waited for is only known from the nodes as they were.
    for node in (body.originals if controls else body.nodes).values():
        for text in node.input:
            if controls or not text.startswith("^"):
                following.setdefault(body.source_of(text), []).append(node.name)
    return following


def _downstream(following: Mapping[str, list[str]], starts: Iterable[str]) -> set[str]:
    """Everything that follows from some nodes, the starts included."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for name in following.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _by_data(body: Body, roots: Iterable[str], stop: set[str]) -> set[str]:
    """Nodes that outputs need for their values: over data edges, and over what control edges keep alive beyond.

    A control edge to a tainted node is only an order, which is dropped with it.
    """
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in found or name not in body.nodes:
            continue
        found.add(name)
        for text in body.nodes[name].input:
            source = body.source_of(text)
            if not (text.startswith("^") and source in stop):
                waiting.append(source)
    return found


def _readers_of_target(body: Body, update: str) -> list[str]:
    """The nodes that read what an update writes."""
    return [name for name, _ in body.readers(body.source_of(body.nodes[update].input[0]))]
