"""What the inspector says about a node or a scope, gathered off the GUI thread from the graph. No Qt widgets.

Only what the file says: a dtype is given for outputs whose type an attribute fixes, else it is left out.
Core's modules are imported where they are used, because the window is up before numpy is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gui.formatting import format_number, format_shape

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource
    from core.graph.op_graph import OpGraph, OpNode
    from core.model import Model
    from core.variables.catalogue import Variable

TRANSPARENT = frozenset(
    {"Identity", "ReadVariableOp", "Enter", "RefEnter", "Cast", "Dequantize", "FakeQuantWithMinMaxVars", "RefIdentity"}
)
"""Ops that hand on a weight on its way to the op that uses it."""

HOPS = 6
INPUTS_FOLLOWED = 64
WEIGHTS_SHOWN = 8
_SAME_TYPE = """
Add AddV2 AddN Sub Mul Div RealDiv FloorDiv Maximum Minimum Pow Neg Abs Sqrt Rsqrt Square Exp Log Sigmoid Tanh
Relu Relu6 Elu Selu LeakyRelu Softplus Softmax LogSoftmax BiasAdd BiasAddV1 Conv2D Conv3D DepthwiseConv2dNative
MatMul BatchMatMul BatchMatMulV2 MaxPool AvgPool MaxPoolV2 Identity Reshape Squeeze ExpandDims Transpose Concat
ConcatV2 Pad PadV2 MirrorPad Mean Sum Max Min Prod Slice StridedSlice Tile Pack StopGradient LRN Fill ZerosLike
OnesLike Merge Switch Enter Exit NextIteration Conv2DBackpropInput Select SelectV2 Reverse ReverseV2 Split SplitV
"""
TYPE_FROM_T = frozenset(_SAME_TYPE.split())
"""Ops whose outputs have the type of their attribute `T`; a merge's second output is an index and is not asked for."""

TYPE_FROM = {
    "Const": "dtype",
    "Placeholder": "dtype",
    "PlaceholderWithDefault": "dtype",
    "VariableV2": "dtype",
    "Variable": "dtype",
    "ReadVariableOp": "dtype",
    "Cast": "DstT",
    "Shape": "out_type",
    "ArgMax": "output_type",
    "ArgMin": "output_type",
    "RandomUniform": "dtype",
    "TruncatedNormal": "dtype",
    "RandomStandardNormal": "dtype",
    "Gather": "Tparams",
    "GatherV2": "Tparams",
    "ResourceGather": "dtype",
}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A tensor or a node to follow. `text` is shown, `target` is the node; `detail`: shape and dtype.

    `function`: where the node is, empty for the main graph; None: in the same as what is described.
    """

    text: str
    target: str
    detail: str = ""
    control: bool = False
    function: str | None = None


@dataclass(slots=True)
class NodeDescription:
    """A node in the inspector's order. `types`: of the attributes, as TensorFlow's op definitions write them."""

    name: str
    op: str
    category: str
    device: str
    inputs: list[LinkRow] = field(default_factory=list)
    outputs: list[LinkRow] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    calls: list[LinkRow] = field(default_factory=list)
    weights: list[TensorSource] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ScopeContent:
    """What the drawing knows of a scope.

    Attributes:
        nodes: (function, name) of all nodes in it; the function is empty in the main graph.
        reads: the same of weights that stand elsewhere and are drawn in it, in the ops that read them.
        parameters: as its box says; None: those of the variables among the nodes.
    """

    nodes: Sequence[tuple[str, str]]
    reads: Sequence[tuple[str, str]] = ()
    parameters: int | None = None


@dataclass(slots=True)
class ScopeDescription:
    """What a scope holds: ops by how often they occur, parameters, its variables, and those that it reads."""

    name: str
    ops: int
    parameters: int
    census: list[tuple[str, int]]
    variables: list[str]
    reads: list[str]


def describe_node(model: Model, name: str, graph: OpGraph | None = None) -> NodeDescription | None:
    """Everything about node `name` of the model's graph, or of a function's; None if there is no such node."""
    graph = model.graph if graph is None else graph
    if graph is None or name not in graph:
        return None
    from core.graph.calls import calls_of
    from core.graph.categories import category
    from core.graph.op_graph import parse_tensor_name

    node = graph.node(name)
    result = NodeDescription(name, node.op, category(node.op), node.device)
    for text in node.inputs:
        source, output, control = parse_tensor_name(text)
        known = graph.node(source) if source in graph else None
        shown = f"^{source}" if control else f"{source}:{output}"
        detail = "" if control or known is None else tensor_detail(known, int(output or 0))
        result.inputs.append(LinkRow(shown, source if known is not None else "", detail, control))
    result.outputs = _consumers(graph, node)
    result.attributes = [(key, attribute_text(node.attr[key])) for key in _attribute_order(node.attr)]
    result.types = {key: attribute_type(value) for key, value in node.attr.items()}
    result.calls = [LinkRow(call.function, call.function, call.role) for call in calls_of(graph, node)]
    result.weights = weights_of(model, name, graph)
    return result


def weights_of(model: Model, name: str, graph: OpGraph | None = None) -> list[TensorSource]:
    """The values behind a node: its own if it is a variable or a Const, else those of the weights that it reads."""
    graph = model.graph if graph is None else graph
    if graph is None or name not in graph:
        return []
    from core.graph.op_graph import parse_tensor_name

    own = _own_value(model, graph, name)
    if own is not None:
        return [own]
    result: list[TensorSource] = []
    for text in graph.node(name).inputs[:INPUTS_FOLLOWED]:
        source, _, control = parse_tensor_name(text)
        for _ in range(HOPS):
            if control or source not in graph:
                break
            value = _own_value(model, graph, source)
            if value is not None:
                # A scalar or an axis beside the weights (a shape, a stride) is no weight.
                if math.prod(value.shape) > 1 and all(value is not other for other in result):
                    result.append(value)
                break
            node = graph.node(source)
            if node.op not in TRANSPARENT or not node.inputs:
                break
            source, _, control = parse_tensor_name(node.inputs[0])
        if len(result) >= WEIGHTS_SHOWN:
            break
    # What the optimiser made a variable of comes before constants such as shapes and paddings.
    return sorted(result, key=lambda value: value.dtype.name in ("int32", "int64", "string"))


def describe_scope(model: Model, name: str, content: ScopeContent) -> ScopeDescription:
    """What is in a scope."""
    main = model.graph
    census: Counter[str] = Counter()
    variables: list[Variable] = []
    if main is not None:
        for function, node_name in content.nodes:
            graph = main.function(function) if function else main
            if node_name in graph:
                census[graph.node(node_name).op] += 1
        variables = _variables(model, content.nodes)
    ordered = sorted(census.items(), key=lambda item: (-item[1], item[0]))
    parameters = content.parameters
    if parameters is None:
        parameters = sum(variable.elements for variable in variables if variable.group == "model")
    names = [variable.name for variable in variables]
    reads = [variable.name for variable in _variables(model, content.reads)]
    return ScopeDescription(name, sum(census.values()), parameters, ordered, names, reads)


def _variables(model: Model, nodes: Iterable[tuple[str, str]]) -> list[Variable]:
    """The variables among some nodes; in a function a node's name may be that of another one in the main graph."""
    found = (model.variable_of_node(node) for function, node in nodes if not function)
    return list({variable.name: variable for variable in found if variable is not None}.values())


def attribute_text(value: Any) -> str:
    """An AttrValue in full, as one would write it in Python, without quotes around names."""
    kind = value.WhichOneof("value")
    if kind is None:
        return ""
    if kind == "list":
        return ", ".join(_list_items(value.list)) or "[]"
    return _scalar_text(kind, getattr(value, kind))


_TYPES = {"s": "string", "i": "int", "f": "float", "b": "bool"}


def attribute_type(value: Any) -> str:
    """The type of an AttrValue: `int`, `list(shape)`; of an empty list `list`."""
    kind = value.WhichOneof("value") or ""
    if kind != "list":
        return _TYPES.get(kind, kind)
    inner = next((field.name for field, _ in value.list.ListFields()), "")
    return f"list({_TYPES.get(inner, inner)})" if inner else "list"


def _list_items(items: Any) -> list[str]:
    for kind in ("s", "i", "f", "b", "type", "shape", "tensor", "func"):
        values = getattr(items, kind)
        if len(values):
            return [_scalar_text(kind, item) for item in values]
    return []


def _scalar_text(kind: str, value: Any) -> str:
    if kind == "s":
        return bytes_text(bytes(value))
    if kind == "b":
        return "true" if value else "false"
    if kind == "f":
        return format_number(float(value), digits=6).rstrip("0").rstrip(".") if value else "0"
    if kind == "type":
        from core.formats.dtypes import dtype_of

        return dtype_of(int(value)).name + (" (ref)" if value > 100 else "")
    if kind == "shape":
        return shape_text(value)
    if kind == "tensor":
        from core.formats.dtypes import dtype_of

        return f"{dtype_of(int(value.dtype)).name} {shape_text(value.tensor_shape)}"
    if kind == "func":
        return str(value.name)
    return str(value)


def bytes_text(value: bytes) -> str:
    """Bytes as text where they are text, else with escapes for what can't be printed; empty ones as two quotes."""
    text = value.decode("utf-8", "backslashreplace")
    if all(sign.isprintable() or sign in "\n\t" for sign in text):
        return text or '""'
    return repr(value)[2:-1]


def shape_text(proto: Any) -> str:
    """A TensorShapeProto: `3×3×3×10`, `?` where nothing is known."""
    if proto.unknown_rank:
        return "?"
    return format_shape([dim.size for dim in proto.dim])


def output_type(node: OpNode, output: int = 0) -> str:
    """The dtype of an output where an attribute says it, else empty."""
    key = TYPE_FROM.get(node.op) or ("T" if node.op in TYPE_FROM_T else "")
    if not key or key not in node.attr or (output and node.op not in ("Switch", "Split", "SplitV")):
        return ""
    from core.formats.dtypes import dtype_of

    return dtype_of(int(node.attr[key].type)).name


def _own_value(model: Model, graph: OpGraph, name: str) -> TensorSource | None:
    # In a function a name may be that of a variable of the main graph and mean something else.
    variable = model.variable_of_node(name) if graph is model.graph else None
    if variable is not None:
        return variable.source
    return graph.tensor_of(name) if graph.node(name).op == "Const" else None


def tensor_detail(node: OpNode, output: int) -> str:
    """Shape and dtype of an output, as far as the node's own attributes tell them."""
    from core.graph.shapes import output_shapes

    shapes = output_shapes(node)
    shape = shapes[output] if output < len(shapes) else None
    return " ".join(
        part for part in (format_shape(shape) if shape is not None else "", output_type(node, output)) if part
    )


def _consumers(graph: OpGraph, node: OpNode) -> list[LinkRow]:
    seen: dict[tuple[int, bool], LinkRow] = {}
    for edge in graph.outputs_of(node.index):
        key = (edge.target, edge.control)
        if key not in seen:
            detail = "" if edge.control else tensor_detail(node, edge.output)
            target = graph.nodes[edge.target].name
            seen[key] = LinkRow(f"^{target}" if edge.control else target, target, detail, edge.control)
    # Data before control, so that what the op computes for stands first.
    return sorted(seen.values(), key=lambda row: row.control)


def _attribute_order(attributes: Any) -> list[str]:
    """What an op's author named comes first, then types, then what TensorFlow notes for itself."""
    return sorted(attributes, key=lambda key: (key.startswith("_"), key[:1].isupper() or "type" in key, key))
