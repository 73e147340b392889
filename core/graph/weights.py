"""Weights folded into the op that reads them: variables and constants as chips instead of boxes.

A variable comes with a family: the op that holds it, what reads it (`read`, ReadVariableOp), what sets it first
(Assign and the initialiser before it), what asks whether it is set. For whoever looks at a network this is one
thing, the weights of a layer. So the family is folded: the ops that use the value carry a chip, and none of the
family is drawn. Constants go the same way. What is folded is counted, found, and drawn again by a toggle.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.graph.inlining import InlinedGraph
from core.graph.skeleton import Mask, Skeleton

VARIABLES = frozenset(("Variable", "VariableV2", "VarHandleOp", "AutoReloadVariable", "TemporaryVariable"))
CONSTANTS = frozenset(("Const", "HostConst"))
_READS = frozenset(("ReadVariableOp", "Identity", "Enter", "RefEnter"))
_SETS = frozenset(("Assign", "AssignVariableOp", "VarIsInitializedOp", "IsVariableInitialized", "DestroyResourceOp"))
_READ_NAME = re.compile(r"/(read|ReadVariableOp)(_\d+)?\Z")
"""What freezing leaves of a variable's read: an Identity of this name, behind the Const."""

_KEPT = frozenset(("Placeholder", "PlaceholderV2", "PlaceholderWithDefault", "_Arg", "Arg"))


@dataclass(slots=True)
class Folding:
    """Which nodes are folded, and where to.

    Attributes:
        hidden: bool per node.
        chips: for a reading node: the heads of the families it reads (variable or Const), by its input.
        host: for a folded node: the node whose chip it is in, -1 if it is in none.
        family: for the head of a family: all its nodes, itself first.
    """

    hidden: Mask
    chips: dict[int, list[int]] = field(default_factory=dict)
    host: dict[int, int] = field(default_factory=dict)
    family: dict[int, list[int]] = field(default_factory=dict)


def fold_weights(skeleton: Skeleton, tick: Callable[[], None] | None = None) -> Folding:
    """Finds the families of all variables and constants (once; the skeleton keeps them)."""
    if skeleton.folding is not None:
        return skeleton.folding
    folding = Folding(np.zeros(len(skeleton), dtype=np.bool_))
    heads = [i for i, op in enumerate(skeleton.ops) if op in VARIABLES or _is_resource_argument(skeleton, i, op)]
    for count, head in enumerate(heads):
        if tick and not count % 500:
            tick()
        _fold_variable(skeleton, head, folding)
    for count, (index, op) in enumerate(zip(range(len(skeleton)), skeleton.ops, strict=True)):
        if tick and not count % 5_000:
            tick()
        if op in CONSTANTS and not folding.hidden[index]:
            _fold_constant(skeleton, index, folding)
    for chips in folding.chips.values():
        chips[:] = list(dict.fromkeys(chips))
    skeleton.folding = folding
    return folding


def _is_resource_argument(skeleton: Skeleton, index: int, op: str) -> bool:
    """A function's argument that carries a variable: it is read, and read only, as one."""
    if op != "_Arg":
        return False
    attr = skeleton.graph.nodes[index].proto.attr
    if "T" not in attr or attr["T"].type != 20:  # DT_RESOURCE
        return False
    readers = skeleton.readers(index)
    return bool(readers) and all(skeleton.ops[r] in ("ReadVariableOp", "ResourceGather") for r in readers)


def _fold_variable(skeleton: Skeleton, head: int, folding: Folding) -> None:
    names, ops = skeleton.names, skeleton.ops
    inside = names[head] + "/"
    family = [head]
    users: list[int] = []
    setters: list[int] = []
    reads = [head]
    for value in reads:  # grows while it is walked
        for reader in skeleton.readers(value):
            op = ops[reader]
            if op in _SETS and names[reader].startswith(inside):
                setters.append(reader)
            elif _is_read(skeleton, value, head, reader):
                if reader not in reads:
                    reads.append(reader)
            else:
                users.append(reader)
    family += reads[1:] + list(dict.fromkeys(setters))
    family += _initialiser(skeleton, setters, inside, set(family))
    _hide(skeleton, folding, head, family, users)


def _is_read(skeleton: Skeleton, value: int, head: int, reader: int) -> bool:
    op = skeleton.ops[reader]
    if op not in _READS:
        return False
    if op == "ReadVariableOp":
        return bool(skeleton.readers(reader)) or skeleton.names[reader].startswith(skeleton.names[head] + "/")
    if op in ("Enter", "RefEnter"):
        attr = skeleton.graph.nodes[reader].proto.attr
        return "is_constant" in attr and bool(attr["is_constant"].b)
    name, base = skeleton.names[reader], skeleton.names[head]
    if name.startswith(base + "/"):
        return True
    return (name.endswith("/read") or skeleton.ops[value] == "ReadVariableOp") and bool(skeleton.readers(reader))


def _initialiser(skeleton: Skeleton, setters: list[int], inside: str, family: set[int]) -> list[int]:
    """What lies before the setters, in the variable's own scope, and is read by nothing else."""
    found: list[int] = []
    queue = [source for setter in setters for source in skeleton.sources(setter)]
    for node in queue:  # grows while it is walked
        if node in family or skeleton.ops[node] in _KEPT or not skeleton.names[node].startswith(inside):
            continue
        if all(reader in family for reader in skeleton.readers(node)):
            family.add(node)
            found.append(node)
            queue.extend(skeleton.sources(node))
    return found


def _fold_constant(skeleton: Skeleton, head: int, folding: Folding) -> None:
    family = [head]
    users: list[int] = []
    reads = [head]
    base = skeleton.names[head]
    for value in reads:
        for reader in skeleton.readers(value):
            op = skeleton.ops[reader]
            name = skeleton.names[reader]
            is_read = op == "Identity" and (name.startswith(base + "/") or _READ_NAME.search(name) is not None)
            if is_read and skeleton.readers(reader):
                if reader not in reads:
                    reads.append(reader)
            else:
                users.append(reader)
    # A constant in a scope that nothing reads is a leftover of the layer that made it (a dilation rate, a shape).
    spare = "/" in base and not len(skeleton.out_edges(head))
    _hide(skeleton, folding, head, family + reads[1:], users, spare=spare)


def _nearest(skeleton: Skeleton, head: int, users: list[int]) -> int:
    """Of several users the one that is meant by `the op with this weight`: nearest by name, then least deep."""
    if len(users) < 2:
        return users[0] if users else -1
    path = skeleton.names[head].split("/")
    graph = skeleton.graph

    def distance(user: int) -> tuple[int, int, int]:
        name = skeleton.names[user]
        # What reads it in a function that is drawn in place is as near as the call was.
        other = (graph.call_around(name) if isinstance(graph, InlinedGraph) else name).split("/")
        shared = 0
        for one, two in zip(path, other, strict=False):
            if one != two:
                break
            shared += 1
        return -shared, len(other), user

    return min(users, key=distance)


def _hide(
    skeleton: Skeleton, folding: Folding, head: int, family: list[int], users: list[int], *, spare: bool = False
) -> None:
    """Folds a family into its users; users that are folded themselves (initialisers) count for nothing.

    `spare`: it is folded even if nothing reads it and nothing belongs to it.
    """
    users = [user for user in dict.fromkeys(users) if not folding.hidden[user]]
    if not users and len(family) == 1 and not spare:
        return  # nothing reads it, nothing belongs to it: it stays a box of its own
    host = _nearest(skeleton, head, users)
    for node in family:
        folding.hidden[node] = True
        folding.host[node] = host
    folding.family[head] = family
    for user in users:
        folding.chips.setdefault(user, []).append(head)
