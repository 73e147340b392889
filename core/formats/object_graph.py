"""The object tree of a TF 2 checkpoint: which variable hangs where, and which are slots of which.

Source: `tensorflow/core/protobuf/trackable_object_graph.proto`, v2.21.0; a string tensor under the key
`_CHECKPOINTABLE_OBJECT_GRAPH`. Node 0 is the root; children are numbers, so the tree may be any graph, cycles
included. It is walked breadth first: the path of an object is a shortest one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import FormatError, Text

OBJECT_GRAPH_KEY = "_CHECKPOINTABLE_OBJECT_GRAPH"


@dataclass(slots=True)
class ObjectLeaf:
    """A value of an object: usually its variable.

    Attributes:
        key: in the checkpoint.
        attribute: `VARIABLE_VALUE`, `OBJECT_CONFIG_JSON`, …
        full_name: the variable's own name, as graphs have it; empty if the checkpoint doesn't say.
        path: of the object, `model/layer-1/kernel`.
        slot_of: the full name (or path) of the variable that this is an optimiser's slot of.
        slot_name: the slot's name, `m`.
    """

    key: str
    attribute: str
    full_name: str
    path: str
    slot_of: str | None = None
    slot_name: str = ""


@dataclass(slots=True)
class TrackedObject:
    """An object of the tree.

    Attributes:
        index: its number in the file.
        name: what its parent calls it.
        path: from the root, which has the empty path.
        children: objects whose shortest path goes through this one.
        links: (name, number) of all that it refers to.
        leaves: its values.
    """

    index: int
    name: str
    path: str
    children: list[TrackedObject] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    leaves: list[ObjectLeaf] = field(default_factory=list)


@dataclass(slots=True)
class ObjectGraph:
    """The tree, and its leaves by their key in the checkpoint."""

    root: TrackedObject
    objects: dict[int, TrackedObject]
    by_key: dict[str, ObjectLeaf]
    by_full_name: dict[str, ObjectLeaf]

    @classmethod
    def empty(cls) -> ObjectGraph:
        """The tree of a checkpoint that has one, which can't be read."""
        root = TrackedObject(0, "", "")
        return cls(root, {0: root}, {}, {})


def parse_object_graph(data: bytes, path: Path) -> ObjectGraph:
    """The tree of a serialised TrackableObjectGraph.

    Raises:
        FormatError: the bytes are none, or hold no object.
    """
    from google.protobuf.message import DecodeError
    from tensorboard.compat.proto import trackable_object_graph_pb2

    try:
        proto = trackable_object_graph_pb2.TrackableObjectGraph.FromString(data)
    except DecodeError:
        raise FormatError(path, Text("the object tree is damaged")) from None
    return object_graph_of(proto, path)


def object_graph_of(proto: Any, path: Path) -> ObjectGraph:
    """The tree of a TrackableObjectGraph message."""
    nodes = proto.nodes
    count = len(nodes)
    if not count:
        raise FormatError(path, Text("the object tree is empty"))
    root = TrackedObject(0, "", "")
    objects = {0: root}
    queue = deque([root])
    while queue:
        parent = queue.popleft()
        for child in nodes[parent.index].children:
            if not 0 <= child.node_id < count:
                continue
            parent.links.append((child.local_name, child.node_id))
            if child.node_id not in objects:
                below = TrackedObject(
                    child.node_id,
                    child.local_name,
                    f"{parent.path}/{child.local_name}" if parent.path else child.local_name,
                )
                objects[child.node_id] = below
                parent.children.append(below)
                queue.append(below)
    by_key: dict[str, ObjectLeaf] = {}
    # Slot variables are children of nothing: they hang under the optimiser's list, named by what they belong to.
    for owner in list(objects.values()):
        for slot in nodes[owner.index].slot_variables:
            if not (0 <= slot.slot_variable_node_id < count and 0 <= slot.original_variable_node_id < count):
                continue
            original = _variable_of(nodes[slot.original_variable_node_id])
            above = objects.get(slot.original_variable_node_id)
            whose = (original.full_name if original is not None else "") or (above.path if above else "")
            held = objects.get(slot.slot_variable_node_id)
            if held is None:
                name = f"{whose}/{slot.slot_name}"
                held = TrackedObject(slot.slot_variable_node_id, name, f"{owner.path}/{name}" if owner.path else name)
                objects[slot.slot_variable_node_id] = held
                owner.children.append(held)
            for attribute in nodes[slot.slot_variable_node_id].attributes:
                by_key[attribute.checkpoint_key] = ObjectLeaf(
                    attribute.checkpoint_key, attribute.name, attribute.full_name, held.path, whose, slot.slot_name
                )
    for held in objects.values():
        for attribute in nodes[held.index].attributes:
            leaf = by_key.get(attribute.checkpoint_key)
            if leaf is None:
                leaf = ObjectLeaf(attribute.checkpoint_key, attribute.name, attribute.full_name, held.path)
                by_key[attribute.checkpoint_key] = leaf
            held.leaves.append(leaf)
    by_full_name: dict[str, ObjectLeaf] = {}
    for leaf in by_key.values():
        if leaf.full_name:
            by_full_name.setdefault(leaf.full_name, leaf)
    return ObjectGraph(root, objects, by_key, by_full_name)


def _variable_of(node: Any) -> Any | None:
    return next((attribute for attribute in node.attributes if attribute.name == "VARIABLE_VALUE"), None)
