"""The op graph as it is in the file: nodes in file order, edges found once, values left where they are.

A graph may be anything: nodes in any order, inputs that name nothing, names that appear twice, loops. All of that
is kept and listed under `problems`. Functions of the library are graphs of their own (`function`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from core.errors import Problem, Text, counted
from core.formats.collector import collector_paused
from core.formats.const import InlineTensor
from core.formats.node_list import NodeList
from core.formats.tensor import TensorSource
from core.graph.name_index import name_index
from core.graph.output_names import first_output

if TYPE_CHECKING:
    import networkx as nx

_MOST_NAMED = 20
"""How many duplicate names or missing inputs are listed one by one."""


class OpNode:
    """One node.

    Attributes:
        inputs: `NodeDef.input` as it is: `name`, `name:1`, `^name`, in functions `name:out:0`.
        proto: the NodeDef (of `tensorboard.compat.proto`); elements of a large constant are not in it.
        index: its place in the file.
    """

    __slots__ = ("_holder", "_place", "index", "inputs", "name", "op")

    def __init__(self, holder: Sequence[Any], place: int, index: int) -> None:
        proto = holder[place]
        self._holder = holder
        self._place = place
        self.index = index
        self.name: str = proto.name
        self.op: str = proto.op
        self.inputs: tuple[str, ...] = tuple(proto.input[:])  # a slice is a list: twice as fast as iterating

    @property
    def proto(self) -> Any:
        """Made anew where nobody holds it: see `NodeList`."""
        return self._holder[self._place]

    def at(self, index: int) -> OpNode:
        """The same for another place in the graph."""
        return OpNode(self._holder, self._place, index)

    @property
    def device(self) -> str:
        """Where it was placed when the graph was written; usually empty."""
        return str(self.proto.device)

    @property
    def attr(self) -> Any:
        """The attributes, a mapping of AttrValue messages."""
        return self.proto.attr

    def __repr__(self) -> str:
        return f"OpNode({self.name!r}, {self.op!r})"


class Edge(NamedTuple):
    """An input of a node. `output` is the source's output number (-1 control), `input` the place at the target."""

    source: int
    target: int
    output: int
    input: int
    control: bool


def parse_tensor_name(text: str) -> tuple[str, int, bool]:
    """A tensor's name as (node, output number, whether it is a control input).

    `a`, `a:1`, `^a`, and in functions `a:out_arg:0`, whose number counts within that argument.
    """
    if text.startswith("^"):
        return text[1:], -1, True
    name, colon, rest = text.partition(":")
    if not colon:
        return text, 0, False
    number = rest.rpartition(":")[2]
    return name, int(number) if number.isdecimal() and len(number) < 10 else 0, False


class OpGraph:
    """A graph or a function's body.

    Args:
        nodes: NodeDef messages in file order.
        name: the function's name; empty for the main graph.
        versions: VersionDef.
        library: FunctionDefLibrary, shared by a graph and its functions.
        tensors: sources of the large constants by node name.
        function_tensors: the same for functions, by function name.
        path: the file it is from.
    """

    def __init__(
        self,
        nodes: Iterable[Any] = (),
        *,
        name: str = "",
        versions: Any = None,
        library: Any = None,
        tensors: dict[str, TensorSource] | None = None,
        function_tensors: dict[str, dict[str, TensorSource]] | None = None,
        path: Path | None = None,
    ) -> None:
        from tensorboard.compat.proto import function_pb2, versions_pb2

        self.name = name
        self.path = path
        self.versions: Any = versions_pb2.VersionDef() if versions is None else versions
        self.library: Any = function_pb2.FunctionDefLibrary() if library is None else library
        self.tensors: dict[str, TensorSource] = {} if tensors is None else tensors
        self.function_tensors = {} if function_tensors is None else function_tensors
        self.problems: list[Problem] = []
        with collector_paused():
            self.nodes: list[OpNode] = [
                OpNode(holder, place, index)
                for index, (holder, place) in enumerate(
                    (nodes if isinstance(nodes, NodeList) else NodeList(nodes)).places()
                )
            ]
            self.index: Mapping[str, int] = {}
            self._find_duplicates()
        self._edges: _Edges | None = None
        self._digraph: nx.MultiDiGraph[str] | None = None
        self._bodies: dict[str, OpGraph] = {}
        self._functions: dict[str, Any] | None = None

    @classmethod
    def from_graph_def(cls, graph_def: Any, *, path: Path | None = None) -> OpGraph:
        """A graph of a GraphDef message that is in memory."""
        return cls(graph_def.node, versions=graph_def.versions, library=graph_def.library, path=path)

    def _find_duplicates(self) -> None:
        index = self.index = name_index(self.nodes)
        if len(index) == len(self.nodes):
            return
        seen: set[str] = set()
        for node in self.nodes:
            if index[node.name] != node.index and node.name not in seen:
                seen.add(node.name)
                if len(seen) <= _MOST_NAMED:
                    self.problems.append(
                        Problem("warning", Text("two nodes are called {name}", name=node.name), where=node.name)
                    )
        if len(seen) > _MOST_NAMED:
            self.problems.append(
                Problem(
                    "warning",
                    counted(
                        len(seen),
                        Text("one name belongs to more than one node"),
                        Text("{count} names belong to more than one node", count=len(seen)),
                    ),
                )
            )

    @property
    def functions(self) -> dict[str, Any]:
        """FunctionDef messages by name, in the library's order."""
        if self._functions is None:
            self._functions = {function.signature.name: function for function in self.library.function}
        return self._functions

    @property
    def function_nodes(self) -> int:
        """The number of nodes in all functions together."""
        return sum(len(function.node_def) for function in self.functions.values())

    def __len__(self) -> int:
        return len(self.nodes)

    def __contains__(self, name: object) -> bool:
        return name in self.index

    def __iter__(self) -> Iterator[OpNode]:
        return iter(self.nodes)

    def node(self, name: str) -> OpNode:
        """The node of this name (the first, if there are several). KeyError if there is none."""
        return self.nodes[self.index[name]]

    def _edge_table(self) -> _Edges:
        if self._edges is None:
            with collector_paused():
                self._edges = _Edges(self)
        return self._edges

    def edges(self) -> Iterator[Edge]:
        """Every edge, by target and then by input."""
        table = self._edge_table()
        for target in range(len(self.nodes)):
            yield from table.into(target)

    def edge_count(self) -> int:
        """The number of edges."""
        return len(self._edge_table().source)

    def inputs_of(self, index: int) -> list[Edge]:
        """The edges into a node, in the order of its inputs; inputs that name no node are left out."""
        return self._edge_table().into(index)

    def outputs_of(self, index: int) -> list[Edge]:
        """The edges out of a node, by target."""
        return self._edge_table().out_of(index)

    def digraph(self) -> nx.MultiDiGraph[str]:
        """The graph in networkx: keyed by name; edge attributes `output`, `input`, `control`."""
        if self._digraph is None:
            import networkx as nx  # 0.15 s that `inspect` doesn't need

            graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
            names = [node.name for node in self.nodes]
            graph.add_nodes_from(names)
            graph.add_edges_from(
                (names[source], names[target], {"output": output, "input": place, "control": control})
                for source, target, output, place, control in self.edges()
            )
            self._digraph = graph
        return self._digraph

    def function(self, name: str) -> OpGraph:
        """A function's body as a graph of its own. KeyError if the library has no such function."""
        body = self._bodies.get(name)
        if body is None:
            from core.graph.function_body import body_nodes

            body = self._bodies[name] = OpGraph(
                body_nodes(self.functions[name]),
                name=name,
                versions=self.versions,
                library=self.library,
                tensors=self.function_tensors.get(name),
                function_tensors=self.function_tensors,
                path=self.path,
            )
            body._bodies = self._bodies
            body._functions = self._functions
        return body

    def tensor_of(self, name: str) -> TensorSource | None:
        """The value of a constant, in the file or inline; None for a node that has none.

        Raises:
            KeyError: no node has this name.
        """
        node = self.node(name)
        source = self.tensors.get(name)
        if source is None and node.op in ("Const", "HostConst", "ConstV2") and "value" in node.attr:
            value = node.attr["value"]
            if value.HasField("tensor"):
                source = InlineTensor(name, value.tensor, self.path)
        return source


class _Edges:
    """The edges as columns, grouped by target; and an order that groups them by source."""

    __slots__ = ("_in_start", "_order", "_out_start", "control", "output", "place", "source", "target")

    def __init__(self, graph: OpGraph) -> None:
        index = graph.index
        self.source, self.target = array("q"), array("q")
        self.output, self.place = array("q"), array("q")
        self._in_start = array("q", [0])
        missing: list[tuple[str, str]] = []
        add_source, add_target = self.source.append, self.target.append
        add_output, add_place = self.output.append, self.place.append
        for node in graph.nodes:
            target = node.index
            for place, text in enumerate(node.inputs):
                source = index.get(text)
                output = 0
                if source is None or ":" in text or text[:1] == "^":
                    name, output, control = parse_tensor_name(text)
                    source = index.get(name)
                    if source is None:
                        missing.append((node.name, text))
                        continue
                    if text.count(":") > 1 and not control:
                        output += first_output(graph.nodes[source].proto, text.split(":")[1])
                    if control:
                        place = -1
                add_source(source)
                add_target(target)
                add_output(output)
                add_place(place)
            self._in_start.append(len(self.source))
        self._order: list[int] | None = None
        self._out_start = array("q")
        for name, text in missing[:_MOST_NAMED]:
            graph.problems.append(
                Problem(
                    "warning",
                    Text("{node} has the input {input}, which is not in the graph", node=name, input=text),
                    where=name,
                )
            )
        if len(missing) > _MOST_NAMED:
            graph.problems.append(
                Problem(
                    "warning",
                    counted(
                        len(missing),
                        Text("one input names a node that is not in the graph"),
                        Text("{count} inputs in all name nodes that are not in the graph", count=len(missing)),
                    ),
                )
            )

    def _edge(self, at: int) -> Edge:
        place = self.place[at]
        return Edge(self.source[at], self.target[at], self.output[at], place, place < 0)

    def into(self, target: int) -> list[Edge]:
        return [self._edge(at) for at in range(self._in_start[target], self._in_start[target + 1])]

    def out_of(self, source: int) -> list[Edge]:
        if self._order is None:
            nodes = len(self._in_start) - 1
            starts = [0] * (nodes + 1)
            for each in self.source:
                starts[each + 1] += 1
            for each in range(nodes):
                starts[each + 1] += starts[each]
            self._out_start = array("q", starts)
            order = [0] * len(self.source)
            for at, each in enumerate(self.source):
                order[starts[each]] = at
                starts[each] += 1
            self._order = order
        return [self._edge(at) for at in self._order[self._out_start[source] : self._out_start[source + 1]]]
