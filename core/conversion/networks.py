"""A model's graph as a plain networkx graph whose attributes are numbers, truth values and text.

Every op is a node, every input an edge, control inputs too; or the name scopes are, from some depth on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from core.graph.attributes import plain_attribute
from core.graph.categories import category
from core.graph.shapes import output_shapes, shape_text
from core.graph.values import value_text

if TYPE_CHECKING:
    import networkx as nx

    from core.graph.op_graph import OpGraph, OpNode
    from core.model import Model
    from core.progress import Progress

    Network = nx.MultiDiGraph[str]

CENSUS = 5
"""Op types that are named of a scope."""


def network_of_ops(model: Model, *, functions: bool, progress: Progress) -> Network:
    """Every op of a model's graph, with its attributes.

    Node attributes: `label`, `op`, `category`, `scope`, `shape` (of the first output), `device`, `value` (of small
    constants), `attr_…` (each attribute of the op), `function`; those without anything to say are absent. Edge
    attributes: `output` (number at the source, -1 for control), `input` (place at the target), `control`, `shape`.

    Args:
        model: whose graph.
        functions: whether the library's functions come along, their nodes named `function::node`.
        progress: told the fraction that is done; it can cancel whoever goes over the result, too.
    """
    graph = model.graph
    assert graph is not None
    network, tick = _network(model, progress), progress.tick
    bodies = [graph, *(graph.function(name) for name in graph.functions)] if functions else [graph]
    total, done = sum(map(len, bodies)) or 1, 0
    for body in bodies:
        prefix = f"{body.name}::" if body.name else ""
        names = _unique([f"{prefix}{node.name}" for node in body.nodes])
        for node, name in zip(body.nodes, names, strict=True):
            network.add_node(name, **_of_op(node, body.name))
            done += 1
            if not done % 500:
                tick(done / total / 2)
        shapes = [output_shapes(node) for node in body.nodes]
        for count, edge in enumerate(body.edges()):
            found = shapes[edge.source]
            shape = shape_text(found[edge.output]) if 0 <= edge.output < len(found) else ""
            extra = {"shape": shape} if shape else {}
            network.add_edge(
                names[edge.source], names[edge.target],
                output=edge.output, input=edge.input, control=edge.control, **extra,
            )  # fmt: skip
            if not count % 500:
                tick(0.5 + done / total / 2)
    return network


def network_of_scopes(model: Model, *, depth: int, progress: Progress, expanded: Collection[str] = ()) -> Network:
    """Name scopes as nodes, each with all that is in it, and the ops that stand above them.

    Node attributes: `label`, `kind` (`scope` or `op`), `ops`, `types` (the commonest), `parameters`; of an op those
    of `network_of_ops`. Edge attributes: `tensors` and `controls`, how many go from one to the other.

    Args:
        model: whose graph.
        depth: levels of scopes that are told apart; at least 1.
        expanded: scopes that are open besides, so that what is in them is told apart too, if those around them are.
        progress: told the fraction that is done; it can cancel whoever goes over the result, too.
    """
    from core.graph.scopes import ScopeTree

    graph = model.graph
    assert graph is not None
    network, tick = _network(model, progress), progress.tick
    tree = ScopeTree([node.name for node in graph.nodes])
    places = _places(graph, tree, depth, frozenset(expanded), tick)
    members: dict[str, list[OpNode]] = {}
    for node, (place, _) in zip(graph.nodes, places, strict=True):
        members.setdefault(place, []).append(node)
    scopes = {place for place, is_scope in places if is_scope}
    parameters = _parameters(model, graph, places)
    for place, nodes in members.items():
        if place not in scopes:
            network.add_node(place, kind="op", ops=1, parameters=parameters[place], **_of_op(nodes[0], ""))
            continue
        census = Counter(node.op for node in nodes).most_common(CENSUS)
        network.add_node(
            place, kind="scope", label=place.rpartition("/")[2], ops=len(nodes), parameters=parameters[place],
            types=", ".join(f"{op} {count}" for op, count in census),
        )  # fmt: skip
    between: Counter[tuple[str, str, bool]] = Counter()
    for count, edge in enumerate(graph.edges()):
        source, target = places[edge.source][0], places[edge.target][0]
        if source != target:
            between[source, target, edge.control] += 1
        if not count % 5_000:
            tick(0.5)
    for source, target in dict.fromkeys((source, target) for source, target, _ in between):
        network.add_edge(source, target, tensors=between[source, target, False], controls=between[source, target, True])
    return network


def _network(model: Model, progress: Progress) -> Network:
    """An empty network. networkx's writers know nothing of cancelling, but ask each node and edge for what it has."""
    import networkx as nx

    class Attributes(dict[str, Any]):
        def items(self) -> Any:
            progress.check()
            return super().items()

        def copy(self) -> dict[str, Any]:
            progress.check()
            return dict(self)

    class Watched(nx.MultiDiGraph):  # type: ignore[type-arg]  # it takes none when it runs
        node_attr_dict_factory = Attributes
        edge_attr_dict_factory = Attributes

    return Watched(name=model.title)


def _unique(names: list[str]) -> list[str]:
    """The same names, the second of a kind as `name (2)`: a file may hold a name twice."""
    if len(set(names)) == len(names):
        return names
    seen: Counter[str] = Counter()
    taken, result = set(names), []
    for name in names:
        seen[name] += 1
        unique = name
        while seen[name] > 1 and unique in taken:
            unique = f"{name} ({seen[name]})"
            seen[name] += unique in taken
        taken.add(unique)
        result.append(unique)
    return result


def _of_op(node: OpNode, function: str) -> dict[str, Any]:
    """A node's attributes."""
    scope, _, label = node.name.rpartition("/")
    found: dict[str, Any] = {"label": label or node.name, "op": node.op, "category": category(node.op)}
    shapes = output_shapes(node)
    more = {
        "scope": scope,
        "shape": shape_text(shapes[0]) if shapes else "",
        "device": node.device,
        "value": value_text(node, 200),
        "function": function,
    }
    found.update({key: value for key, value in more.items() if value})
    for key in sorted(node.attr):
        found[f"attr_{key}"] = plain_attribute(node.attr[key])
    return found


def _places(
    graph: OpGraph, tree: Any, depth: int, expanded: frozenset[str], tick: Callable[[float], None]
) -> list[tuple[str, bool]]:
    """Per node: the outermost scope around it that is closed, or its own name; and whether it is a scope."""
    chains: dict[int, str] = {}
    places = []
    for node in graph.nodes:
        scope = int(tree.scope_of[node.index])
        path = chains.get(scope)
        if path is None:
            around = [tree.path[each] for each in tree.ancestors(scope)][1:]
            closed = (each for level, each in enumerate(around, 1) if level >= depth and each not in expanded)
            path = chains[scope] = next(closed, "")
        places.append((path, True) if path else (node.name, False))
        if not node.index % 5_000:
            tick(node.index / len(graph) / 2)
    return places


def _parameters(model: Model, graph: OpGraph, places: list[tuple[str, bool]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for variable in model.variables():
        if variable.node is not None and variable.node in graph and variable.group == "model":
            found[places[graph.index[variable.node]][0]] += variable.elements
    return found
