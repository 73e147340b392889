"""Functions drawn where they are called: a graph in which bodies stand in the place of some calls.

A call hands its inputs to the body and the body's results to whoever reads the call, so of a plain call nothing is
left. An op that decides what happens to the results (If, Case, While) stays, beside the bodies: the branches are read
by it; a loop's state goes from it through the condition and the body, and back. What other ops do with a function (a
dataset maps its elements through one) is theirs, so the body stands beside the op with its arguments and results.

Nothing is copied but names and inputs, and the graph of the file stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.graph.calls import Call, calls_of
from core.graph.op_graph import Edge, OpGraph, OpNode, parse_tensor_name

PLAIN = frozenset(("PartitionedCall", "StatefulPartitionedCall", "TPUPartitionedCall"))
BRANCHING = frozenset(("If", "StatelessIf", "Case", "StatelessCase"))
LOOPS = frozenset(("While", "StatelessWhile"))
_LONGEST = 200
"""Calls that may hand on one another's results before it is taken for a circle."""


class Origin(NamedTuple):
    """Where a node is in the file: in a function, or (`""`) in the main graph."""

    function: str
    node: str


class InlinedGraph(OpGraph):
    """A graph with bodies in it.

    Attributes:
        origins: of the nodes that have another name here, or are in another function.
        places: the other way round: names here; of a call that is gone the scope that took its place.
        bodies: name of the function by scope, for every scope that is a body, or holds those of one call.
        beside: ops whose functions are drawn beside them.
    """

    def __init__(self, graph: OpGraph, nodes: Sequence[_Made], bodies: dict[str, str], beside: set[str]) -> None:
        super().__init__(
            (),
            name=graph.name,
            versions=graph.versions,
            library=graph.library,
            tensors=dict(graph.tensors),
            function_tensors=graph.function_tensors,
            path=graph.path,
        )
        self._bodies, self._functions = graph._bodies, graph._functions
        self.origins: dict[str, Origin] = {}
        self.places: dict[Origin, list[str]] = {}
        self.bodies = bodies
        self.beside = beside
        for place, made in enumerate(nodes):
            node = made.node.at(place)
            node.name, node.inputs = made.name, tuple(made.inputs)
            self.nodes.append(node)
            if made.name != made.origin.node or made.origin.function != graph.name:
                self.origins[made.name] = made.origin
                self.places.setdefault(made.origin, []).append(made.name)
                source = self.function_tensors.get(made.origin.function, {}).get(made.origin.node)
                if source is not None:
                    self.tensors[made.name] = source
        self._find_duplicates()

    def part(self, indices: Iterable[int]) -> InlinedGraph:
        """Some of the nodes, in their order, with the edges among them."""
        made = [_Made(n.name, n, list(n.inputs), self, self.origin(n.name)) for n in (self.nodes[i] for i in indices)]
        return InlinedGraph(self, made, self.bodies, self.beside)

    def origin(self, name: str) -> Origin:
        """Where a node is in the file."""
        return self.origins.get(name, Origin(self.name, name))

    def call_around(self, name: str) -> str:
        """The outermost scope of a body that a node is in, which stands for the call; the name itself elsewhere."""
        if name in self.origins:
            slash = name.find("/")
            while slash >= 0:
                if name[:slash] in self.bodies:
                    return name[:slash]
                slash = name.find("/", slash + 1)
        return name


@dataclass(slots=True, eq=False)
class _Made:
    """A node of the new graph; `instead`: what stands in its place."""

    name: str
    node: OpNode
    inputs: list[str]
    graph: OpGraph
    origin: Origin
    instead: list[_Made] | None = None


@dataclass(slots=True)
class _Gone:
    """What to read instead of a call: its outputs by number (a name, if they are all those of one node), its end."""

    outputs: dict[int, str] | str
    ends: list[str] = field(default_factory=list)


def can_inline(graph: OpGraph, node: OpNode) -> bool:
    """Whether an op calls functions, all of which hold something to draw, and which are not drawn yet."""
    if isinstance(graph, InlinedGraph) and node.name in graph.beside:
        return False
    calls = calls_of(graph, node)
    return bool(calls) and all(graph.functions[call.function].node_def for call in calls)


def body_scopes(graph: OpGraph, node: OpNode, scope: str) -> list[str]:
    """The scopes that the bodies of an op's functions are drawn in, if `scope` takes its place."""
    calls = calls_of(graph, node)
    return [scope] if _is_plain(graph, node) else [scope, *(f"{scope}/{_role(call)}" for call in calls)]


def inline(graph: OpGraph, calls: Iterable[tuple[str, str]]) -> OpGraph:
    """The graph with the functions of some calls drawn in place.

    Args:
        graph: a main graph or a function's body.
        calls: (scope, node): the name of the scope to put the bodies in, and of the op that calls, which may be one in
            a body that an earlier pair brings in. What isn't there, or calls nothing, is passed over.
    """
    job = _Inlining(graph)
    for scope, name in calls:
        job.put(scope, name)
    return job.result() if job.gone else graph


class _Inlining:
    def __init__(self, graph: OpGraph) -> None:
        self.graph = graph
        known = graph if isinstance(graph, InlinedGraph) else None
        self.made = [
            _Made(n.name, n, list(n.inputs), graph, known.origin(n.name) if known else Origin(graph.name, n.name))
            for n in graph.nodes
        ]
        if graph.name:  # a body's inputs name arguments, and outputs by theirs
            for made in self.made:
                made.inputs = [_text(edge, graph) for edge in graph.inputs_of(made.node.index)]
        self.index = {made.name: made for made in reversed(self.made)}
        self.gone: dict[str, _Gone] = {}
        self.scopes: dict[Origin, list[str]] = {}
        self.bodies: dict[str, str] = dict(known.bodies) if known else {}
        self.beside: set[str] = set(known.beside) if known else set()

    def put(self, scope: str, name: str) -> None:
        """Let the bodies of a call stand in its place."""
        call = self.index.get(name)
        if call is None or call.instead is not None or name in self.beside or not can_inline(call.graph, call.node):
            return
        calls = calls_of(call.graph, call.node)
        data = [text for text in call.inputs if not text.startswith("^")]
        self.bodies[scope] = ", ".join(each.function for each in calls)
        if _is_plain(self.graph, call.node):
            [only] = calls
            body = _Body(self.graph.function(only.function), scope, dict(enumerate(data)))
            call.instead = body.nodes()
            _hold_back(call.instead, [text for text in call.inputs if text.startswith("^")])
            self.gone[name] = _Gone(body.results(), body.ends())
            self.scopes.setdefault(call.origin, []).append(scope)
        else:
            call.instead = self._beside(call, calls, scope, data)
        for made in call.instead:
            self.index.setdefault(made.name, made)

    def _beside(self, call: _Made, calls: list[Call], scope: str, data: list[str]) -> list[_Made]:
        """The op under a name inside the scope, and the bodies in scopes of their own."""
        name = f"{scope}/({call.name.rpartition('/')[2].strip('()')})"
        op = _Made(name, call.node, list(call.inputs), call.graph, call.origin)
        self.gone[call.name] = _Gone(name, [f"^{name}"])
        arguments: dict[int, str] | None = None
        if call.node.op in BRANCHING:
            arguments = dict(enumerate(data[1:]))
            op.inputs = [*data[:1], *(text for text in call.inputs if text.startswith("^"))]
        elif call.node.op in LOOPS:
            steps = _Body(self.graph.function(dict(calls)["body"]), "", None).kept()
            arguments = {n: text if n in steps else _output(name, n) for n, text in enumerate(data)}
        self.beside.add(name)
        made = [op]
        for each in calls:
            inner = f"{scope}/{_role(each)}"
            self.bodies[inner] = each.function
            body = _Body(self.graph.function(each.function), inner, arguments)
            made += body.nodes()
            if arguments is not None:
                results = [text for _, text in sorted(body.results().items())]
                if call.node.op in LOOPS:  # what a step doesn't change doesn't come back
                    results = [text for text in results if text not in data and parse_tensor_name(text)[0] != name]
                op.inputs += results
        return made

    def result(self) -> InlinedGraph:
        """The new graph."""
        flat: list[_Made] = []
        stack = self.made[::-1]
        while stack:
            made = stack.pop()
            if made.instead is None:
                flat.append(made)
            else:
                stack.extend(reversed(made.instead))
        for made in flat:
            if any(parse_tensor_name(text)[0] in self.gone for text in made.inputs):
                texts = [read for text in made.inputs for read in self._read(text)]
                made.inputs = [text for n, text in enumerate(texts) if text[:1] != "^" or text not in texts[:n]]
        graph = InlinedGraph(self.graph, flat, self.bodies, self.beside)
        for origin, scopes in self.scopes.items():
            graph.places.setdefault(origin, []).extend(scopes)
        return graph

    def _read(self, text: str) -> list[str]:
        """What to read in the place of an input: the same, or what a call that is gone hands on."""
        if text.startswith("^"):
            gone = self.gone.get(text[1:])
            return [text] if gone is None else [read for end in gone.ends for read in self._read(end)]
        for _ in range(_LONGEST):
            name, output, _ = parse_tensor_name(text)
            gone = self.gone.get(name)
            if gone is None:
                return [text]
            if isinstance(gone.outputs, str):
                return [_output(gone.outputs, output)]
            if output not in gone.outputs:
                return []
            text = gone.outputs[output]
        return []


class _Body:
    """A function's body for one call. `arguments`: what each is; None: they are drawn, as are the results."""

    def __init__(self, graph: OpGraph, scope: str, arguments: dict[int, str] | None) -> None:
        self._graph = graph
        self._scope = scope
        self._arguments = arguments

    def nodes(self) -> list[_Made]:
        return [
            _Made(
                f"{self._scope}/{node.name}",
                node,
                self._texts(node),
                self._graph,
                Origin(self._graph.name, node.name),
            )
            for node in self._graph.nodes
            if self._arguments is None or node.op not in ("_Arg", "_Retval")
        ]

    def results(self) -> dict[int, str]:
        """What to read for each output."""
        found: dict[int, str] = {}
        for node in self._graph.nodes:
            if node.op == "_Retval":
                data = [text for text in self._texts(node) if not text.startswith("^")]
                found |= {_number(node): text for text in data[:1]}
        return found

    def ends(self) -> list[str]:
        """Control inputs of what waits for the call."""
        held = [text for node in self._graph.nodes if node.op == "_Retval" for text in self._texts(node)]
        controls = [text for text in held if text.startswith("^")]
        return list(dict.fromkeys(controls or ["^" + parse_tensor_name(text)[0] for text in held]))

    def kept(self) -> set[int]:
        """Numbers of the arguments that are handed on as they are: what a loop doesn't change."""
        found = set()
        for node in self._graph.nodes:
            if node.op == "_Retval":
                sources = [self._graph.nodes[e.source] for e in self._graph.inputs_of(node.index) if not e.control]
                if sources and sources[0].op == "_Arg" and _number(sources[0]) == _number(node):
                    found.add(_number(node))
        return found

    def _texts(self, node: OpNode) -> list[str]:
        texts = (self._text(edge) for edge in self._graph.inputs_of(node.index))
        return [text for text in texts if text]

    def _text(self, edge: Edge) -> str:
        source = self._graph.nodes[edge.source]
        if self._arguments is None or source.op != "_Arg":
            return _text(edge, self._graph, self._scope + "/")
        given = self._arguments.get(_number(source), "")
        return "^" + parse_tensor_name(given)[0] if given and edge.control else given


def _is_plain(graph: OpGraph, node: OpNode) -> bool:
    return node.op in PLAIN or node.op in graph.functions


def _hold_back(nodes: list[_Made], controls: list[str]) -> None:
    """What a call waits for, its body waits for: those of its nodes that read nothing else of it."""
    if not controls:
        return
    own = {made.name for made in nodes}
    first = [
        made
        for made in nodes
        if made.node.op != "Const" and not any(parse_tensor_name(text)[0] in own for text in made.inputs)
    ]
    for made in first or nodes[:1]:
        made.inputs += [text for text in controls if text not in made.inputs]


def _role(call: Call) -> str:
    return call.role or call.function


def _number(node: OpNode) -> int:
    return int(node.proto.attr["index"].i)


def _text(edge: Edge, graph: OpGraph, before: str = "") -> str:
    name = before + graph.nodes[edge.source].name
    return f"^{name}" if edge.control else _output(name, edge.output)


def _output(name: str, output: int) -> str:
    return name if output <= 0 else f"{name}:{output}"
