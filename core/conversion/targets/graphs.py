"""The graph for programs that look at graphs: GraphML, GEXF, DOT, and networkx's node-link JSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from core.conversion.frozen import no_graph
from core.conversion.target import Check, Option, Outcome, Preflight, Request, Target
from core.conversion.work import Work
from core.errors import CryographError, Text, counted
from core.freezing.findings import Finding

if TYPE_CHECKING:
    from core.conversion.networks import Network
    from core.files import AtomicFile
    from core.model import Model
    from core.progress import Progress

READ_BACK = 32 << 20
"""Files up to this size are read back: the readers take memory many times as much."""

INDENTED = 20_000
"""Nodes up to which XML is indented: nobody reads more of them, and networkx can't be stopped while it does that."""

MANY = 200_000
"""Ops from which on it is said beforehand how much memory XML takes: some nine kilobytes for each."""

_DETAIL = Option(
    "detail", "choice", Text("&Detail"), Text("Every op as a node, or whole name scopes."), "ops",
    choices=(("ops", Text("Every op")), ("scopes", Text("Name scopes"))),
)  # fmt: skip
_DEPTH = Option(
    "depth", "integer", Text("De&pth"), Text("How many levels of name scopes are told apart when they are nodes."),
    1, least=1, most=50,
)  # fmt: skip
_EXPAND = Option(
    "expand", "text", Text("Open sc&opes"),
    Text("Name scopes that are open besides, with commas between them; at first those that the canvas shows open."),
    "",
)  # fmt: skip
_FUNCTIONS = Option(
    "functions",
    "switch",
    Text("&Functions"),
    Text("The bodies of the library's functions too, beside the graph."),
    False,
)
_OPTIONS = (_DETAIL, _DEPTH, _EXPAND, _FUNCTIONS)

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Stream:
    """A file as networkx wants one, which can cancel between two writes."""

    file: AtomicFile
    progress: Progress
    waiting: io.BytesIO = field(default_factory=io.BytesIO)

    def write(self, data: bytes | memoryview, /) -> int:
        self.waiting.write(data)
        if self.waiting.tell() > 1 << 16:
            self.flush()
        return len(data)

    def flush(self) -> None:
        self.file.write(self.waiting.getvalue())
        self.waiting = io.BytesIO()
        self.progress.check()


def _preflight(model: Model, request: Request, *, suffix: str) -> Preflight:
    result = Preflight()
    graph = model.graph
    if graph is None:
        return result
    result.findings.append(
        Finding(
            "info",
            counted(
                len(graph),
                Text("1 op, with its attributes; no weights."),
                Text("{count} ops, with attributes and edges; no weights.", count=f"{len(graph):,}"),
            ),
        )
    )
    if len(graph) > MANY and suffix in (".graphml", ".gexf") and _of(request, _DETAIL) == "ops":
        size = round(len(graph) * 9e-6)
        what = Text("networkx writes {suffix} through memory: about {size} GB.", suffix=suffix, size=size)
        result.findings.append(Finding("warning", what, "", Text("Write name scopes, or a .json or .dot file.")))
    bodies = _left_out(model, request)
    if bodies is not None:
        result.findings.append(Finding("info", bodies, "", Text("Add them with --functions.")))
    strangers = _strangers(model, request)
    if strangers is not None:
        result.findings.append(Finding("warning", strangers))
    return result


def _expanded(request: Request) -> list[str]:
    """The scopes that are to be open, where scopes are the nodes."""
    names = str(_of(request, _EXPAND)).split(",") if _of(request, _DETAIL) == "scopes" else []
    return [name.strip().strip("/") for name in names if name.strip().strip("/")]


def _strangers(model: Model, request: Request) -> Text | None:
    """Which of the scopes that are to be open are not there, if any."""
    wanted = _expanded(request)
    if not wanted or model.graph is None:
        return None
    from core.graph.scopes import ScopeTree

    there = set(ScopeTree([node.name for node in model.graph.nodes]).path)
    missing = [name for name in wanted if name not in there]
    if not missing:
        return None
    return Text("There is no name scope {names} in {model}.", names=", ".join(missing[:5]), model=model.title)


def _left_out(model: Model, request: Request) -> Text | None:
    """What of the model is not in the file, if something is not."""
    count = len(model.graph.functions) if model.graph is not None else 0
    if not count or (_of(request, _FUNCTIONS) and _of(request, _DETAIL) == "ops"):
        return None
    return counted(
        count,
        Text("The body of its function is left out."),
        Text("The bodies of its {count} functions are left out.", count=f"{count:,}"),
    )


def _of(request: Request, option: Option) -> Any:
    return request.options.get(option.name, option.default)


def _convert(
    model: Model,
    request: Request,
    work: Work,
    *,
    write: Callable[[Network, _Stream], None],
    read: Callable[[Path], Network] | None,
    clean: bool,
) -> Outcome:
    from core.conversion.networks import network_of_ops, network_of_scopes
    from core.files import AtomicFile

    with AtomicFile(request.destination, overwrite=request.overwrite or request.force) as file:
        work.progress.stage(Text("Reading the graph"))
        if _of(request, _DETAIL) == "scopes":
            network = network_of_scopes(
                model, depth=_of(request, _DEPTH), expanded=_expanded(request), progress=work.progress
            )
        else:
            network = network_of_ops(model, functions=_of(request, _FUNCTIONS), progress=work.progress)
        if clean:
            network = _without_controls(network)
        work.progress.stage(Text("Writing"))
        stream = _Stream(file, work.progress)
        write(network, stream)
        stream.flush()
        file.flush()
        outcome = Outcome(file.size)
        if read is not None:
            work.progress.stage(Text("Checking"))
            outcome.checks.append(_checked(network, file, read))
        work.progress.check()
        file.commit()
    outcome.notes += [text for text in (_left_out(model, request), _strangers(model, request)) if text is not None]
    return outcome


def _checked(network: Network, file: AtomicFile, read: Callable[[Path], Network]) -> Check:
    what = Text("networkx reads back as many nodes and edges as the graph has.")
    if file.size > READ_BACK:
        return Check(what, None, Text("a file of this size is not read back"))
    back = read(Path(file.path))
    counts = back.number_of_nodes(), back.number_of_edges()
    if counts != (network.number_of_nodes(), network.number_of_edges()):
        raise CryographError(Text("What was written does not read back as the same graph, and was not kept."))
    return Check(what, True, Text("nodes: {nodes}, edges: {edges}", nodes=f"{counts[0]:,}", edges=f"{counts[1]:,}"))


def _without_controls(network: Network) -> Network:
    """The same network without the control characters that XML has no way to write."""
    found = False

    def cleaned(value: Any) -> Any:
        nonlocal found
        if isinstance(value, str) and _NOT_XML.search(value):
            found = True
            return _NOT_XML.sub(lambda sign: f"\\x{ord(sign[0]):02x}", value)
        return value

    import networkx as nx

    for _, attributes in network.nodes(data=True):
        attributes.update({cleaned(key): cleaned(value) for key, value in attributes.items()})
        for key in [key for key in attributes if cleaned(key) != key]:
            del attributes[key]
    network.graph.update({key: cleaned(value) for key, value in network.graph.items()})
    names = {name: cleaned(name) for name in network}
    if not found or len(set(names.values())) < len(names):
        return network
    return cast("Network", nx.relabel_nodes(network, names))


def _write_graphml(network: Network, stream: _Stream) -> None:
    import networkx as nx

    nx.write_graphml_xml(network, stream, prettyprint=len(network) < INDENTED)


def _read_graphml(path: Path) -> Network:
    import networkx as nx

    return cast("Network", nx.read_graphml(path, force_multigraph=True))


def _write_gexf(network: Network, stream: _Stream) -> None:
    import networkx as nx

    nx.write_gexf(network, stream, prettyprint=len(network) < INDENTED)


def _read_gexf(path: Path) -> Network:
    import networkx as nx

    return cast("Network", nx.read_gexf(path))


def _write_json(network: Network, stream: _Stream) -> None:
    import networkx as nx

    document = nx.node_link_data(network, edges="edges")
    for piece in json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=1).iterencode(document):
        stream.write(piece.encode("utf-8", "backslashreplace"))
    stream.write(b"\n")


def _read_json(path: Path) -> Network:
    import networkx as nx

    return cast("Network", nx.node_link_graph(json.loads(path.read_bytes()), edges="edges"))


def _write_dot(network: Network, stream: _Stream) -> None:
    from core.conversion.dot import write_dot

    write_dot(network, stream, stream.progress.check)


def _target(name: str, suffix: str, title: Text, line: Text, **ways: Any) -> Target:
    return Target(
        name=name,
        title=title,
        line=line,
        group="graph",
        suffixes=(suffix,),
        refusal=no_graph,
        preflight=partial(_preflight, suffix=suffix),
        convert=partial(_convert, **ways),
        options=_OPTIONS,
    )


TARGETS = (
    _target(
        "graphml", ".graphml", Text("GraphML"), Text("For yEd, Gephi, Cytoscape and networkx"),
        write=_write_graphml, read=_read_graphml, clean=True,
    ),
    _target(
        "gexf", ".gexf", Text("GEXF"), Text("For Gephi"),
        write=_write_gexf, read=_read_gexf, clean=True,
    ),
    _target(
        "dot", ".dot", Text("DOT"), Text("For Graphviz"),
        write=_write_dot, read=None, clean=False,
    ),
    _target(
        "json", ".json", Text("Node-link JSON"), Text("For networkx, D3 and your own scripts"),
        write=_write_json, read=_read_json, clean=False,
    ),
)  # fmt: skip
